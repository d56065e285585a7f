"""Check: every kind of fault in a pack is told with file, line, what was found and what to do."""

from pathlib import Path

import pytest

import parley
from parley.codebook import load_yaml, read_codebook
from parley.errors import UsageError
from parley.project import DATA
from parley.run.check import check_corpus, check_pack
from parley.run.skeleton import make_pack

# what is added to a sound skeleton, to which file, and the words that must stand in the problem
FAULTS = {
    "an unknown key": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: state, aliases: [Xland], alias: [X]}",
        "unknown key",
    ),
    "a kind there is not": ("actors.yml", "- {actor_id: x, label: X, kind: country, aliases: [Xland]}", "'country'"),
    "an actor without aliases": ("actors.yml", "- {actor_id: x, label: X, kind: state, aliases: []}", "aliases"),
    "no label": ("actors.yml", "- {actor_id: x, kind: state, aliases: [Xland]}", "label: missing"),
    "an id twice": ("actors.yml", "- {actor_id: holm, label: X, kind: state, aliases: [Xland]}", "a second time"),
    "a link to nobody": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: body, aliases: [Xoffice], speaks_for_id: nowhere}",
        "'nowhere'",
    ),
    "a circle": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: body, aliases: [Xoffice], speaks_for_id: y}\n"
        "- {actor_id: y, label: Y, kind: body, aliases: [Yoffice], speaks_for_id: x}",
        "x → y → x",
    ),
    "a role there is not": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, pronoun: he, aliases: [Xan Xu], offices: [{role: boss, of: norland}]}",
        "'boss'",
    ),
    "an alias of two": ("actors.yml", "- {actor_id: x, label: X, kind: state, aliases: [Norland]}", "also of norland"),
    "a day that is none": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, pronoun: he, aliases: [Xan Xu], "
        "offices: [{role: king, of: norland, since: 3 May 2020}]}",
        "'3 May 2020'",
    ),
    "a term that ends before it begins": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, pronoun: he, aliases: [Xan Xu], "
        "offices: [{role: king, of: norland, since: 2020-05-03, until: 2019-01-01}]}",
        "until 2019-01-01",
    ),
    "a place in no state": ("places.yml", "- {place_id: x, label: X, aliases: [Xtown], in_id: xland}", "'xland'"),
    "a plan of nobody": ("plans.yml", "- {plan_id: x, label: X, aliases: [x plan], owner_id: xland}", "'xland'"),
    "broken YAML": ("plans.yml", "- {plan_id: [", "node"),
    "a code nobody can find": (
        "codes/term_code.yml",
        "- {code: tolls, label: tolls, means: Tolls in the strait.}",
        "no phrases, and no rule gives it",
    ),
    "a phrase that runs away": (
        "codes/term_code.yml",
        "- {code: tolls, label: tolls, means: Tolls., phrases: ["
        + " ".join(["(one|two|three|four|five|six|seven)"] * 6)
        + "]}",
        "too many variants",
    ),
    "a bracket without its partner": (
        "codes/term_code.yml",
        "- {code: tolls, label: tolls, means: Tolls., phrases: [(toll|tolls]}",
        "a bracket without its partner",
    ),
    "an example that nothing finds": (
        "codes/issue_code.yml",
        "- {code: tolls, label: tolls, means: Tolls., phrases: [strait tolls],\n"
        '   examples: {yes: ["Norland likes herring."], no: ["Norland rejects herring."]}}',
        "no phrase fires",
    ),
    "a code of the core again": (
        "codes/stance_code.yml",
        "- {code: opposes, label: no, means: Against.}",
        "of the core too",
    ),
    "a rule with a code there is not": (
        "rules/acts.yml",
        "- {rule_id: mine, codes: {act_code: wriggle}, phrases: [wriggle~], reason: None at all.}",
        "'wriggle'",
    ),
}
WARNINGS = {
    "a file nobody reads": ("actor.yml", "[]", "a file nobody reads"),
    "an actor named like a common word": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, pronoun: he, aliases: [Xan Will], surnames: [Will]}",
        "'Will', which is an ordinary word too",
    ),
    "a surname of two": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, pronoun: he, aliases: [Sven Holm], surnames: [Holm]}",
        "'Holm', also of holm",
    ),
    "a person without he or she": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, aliases: [Xan Xu]}",
        "pronoun",
    ),
    "two presidents at a time": (
        "actors.yml",
        "- {actor_id: x, label: X, kind: person, pronoun: he, aliases: [Xan Xu], "
        "offices: [{role: president, of: norland, since: 2022-01-01}]}",
        "president of norland while holm holds it",
    ),
    "a code without examples": (
        "codes/term_code.yml",
        "- {code: tolls, label: tolls, means: Tolls in the strait., phrases: [strait tolls]}",
        "too few",
    ),
    "a phrase of two codes": (
        "codes/issue_code.yml",
        "- {code: tolls, label: tolls, means: Tolls., phrases: [right to fish], "
        'examples: {yes: ["Norland supports the right to fish."], no: ["It rains."]}}',
        "'right to fish', also of fishing_rights",
    ),
}


@pytest.fixture
def pack(tmp_path):
    make_pack(tmp_path / "strait")
    return tmp_path / "strait"


def spoil(pack: Path, inside: str, text: str) -> int:
    """Add text to the end of a file; return the line it begins on."""
    path = pack / inside
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text + "\n", encoding="utf-8")
    return before.count("\n") + 1


def test_the_skeleton_has_no_problem_at_all(pack):
    assert check_pack(pack) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_an_error_with_its_place(pack, name):
    inside, text, wanted = FAULTS[name]
    first = spoil(pack, inside, text)
    found = [one for one in check_pack(pack) if one["severity_code"] == "error" and wanted in one["found"]]
    assert found, check_pack(pack)
    assert all(one["source_path"].endswith(inside) and one["remedy"] for one in found)
    assert all(int(one["place"]) >= first for one in found)


@pytest.mark.parametrize("name", WARNINGS)
def test_what_a_person_should_look_at_is_a_warning(pack, name):
    inside, text, wanted = WARNINGS[name]
    spoil(pack, inside, text)
    problems = check_pack(pack)
    assert [one for one in problems if one["severity_code"] == "warning" and wanted in one["found"]], problems
    assert not [one for one in problems if one["severity_code"] == "error"]


def test_every_fault_is_told_not_the_first_alone(pack):
    for name in ("a kind there is not", "an alias of two", "a place in no state"):
        spoil(pack, *FAULTS[name][:2])
    assert len(check_pack(pack)) >= 3


def test_a_folder_without_actors_or_head_is_told(tmp_path):
    (tmp_path / "places.yml").write_text("[]")
    found = " ".join(one["found"] for one in check_pack(tmp_path))
    assert "no such file" in found and "no actors" in found


def test_every_fault_of_the_list_is_told_somewhere():
    folder = Path(parley.__file__).parent / "run"
    told = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [fault for fault in load_yaml(folder / "faults.yml") if f'"{fault}"' not in told] == []


def test_a_skeleton_is_not_written_over_something(pack):
    with pytest.raises(UsageError, match="something there already"):
        make_pack(pack)


@pytest.mark.parametrize("name", ["ukraine-russia", "ethiopia-tigray"])
def test_the_packs_of_the_project_have_no_errors(name):
    assert [one for one in check_pack(DATA / "codebooks" / name) if one["severity_code"] == "error"] == []


def test_a_corpus_is_told_what_its_articles_lack(tmp_path):
    (tmp_path / "undated.txt").write_text(
        "Talks stall\n\n" + "Moscow waits and Kyiv waits too. " * 20, encoding="utf-8"
    )
    (tmp_path / "2022-11-09_cut.txt").write_text("Cut\n\nMoscow waits.", encoding="utf-8")
    found = {(one["source_path"], one["found"]) for one in check_corpus(tmp_path)}
    assert ("undated.txt", "no day of publication") in found
    assert any(path == "2022-11-09_cut.txt" and what.endswith("words") for path, what in found)


def test_an_empty_corpus_is_an_error_not_a_traceback(tmp_path):
    problems = check_corpus(tmp_path)
    assert problems and problems[0]["severity_code"] == "error" and problems[0]["remedy"]


def test_the_skeleton_reads_as_a_codebook(pack):
    book = read_codebook(pack)
    assert book.pack.name == "strait" and "fishing_rights" in book.codes["issue_code"]
