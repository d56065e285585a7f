"""Codebooks: what the core and the packs hold, and how a broken one is refused."""

import pytest

from parley.codebook import load_yaml, read_codebook
from parley.errors import CodebookError, InputError
from parley.run.skeleton import make_pack

BOOK = read_codebook("ukraine-russia")


def test_the_pack_names_enough_actors_of_each_kind():
    kinds = [actor.kind for actor in BOOK.actors.values()]
    # the project asks for fifty actors at least; talks between states need all four kinds
    assert len(kinds) >= 50 and set(kinds) == {"person", "state", "body", "group"}


@pytest.mark.parametrize("actor_id", sorted(BOOK.actors))
def test_an_actor_says_where_it_is_known_from_and_whom_it_rolls_up_to(actor_id):
    actor = BOOK.actors[actor_id]
    assert actor.source
    assert actor.kind != "person" or actor.pronoun in ("he", "she")
    assert actor.kind != "state" or actor.speaks_for_id is None


def test_every_code_says_what_it_means():
    for column, codes in BOOK.codes.items():
        for code in codes.values():
            assert code.label and code.means.endswith("."), f"{column} → {code.code}"


@pytest.mark.parametrize(
    "column", ["voice_code", "evidence_code", "certainty_code", "how_code", "cue_code", "manner_code"]
)
def test_codes_of_finding_have_an_example_that_is_and_one_that_is_not(column):
    assert all(code.examples.yes and code.examples.no for code in BOOK.codes[column].values())


def test_evidence_codes_stand_in_their_order_of_precedence():
    order = ["alleged", "denied", "unnamed", "hypothetical", "predicted", "implied", "said", "asserted"]
    assert list(BOOK.codes["evidence_code"]) == order


def test_yes_and_no_are_words_and_days_are_text(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text("{yes: [on], no: off, day: 2022-11-09, flag: true}")
    assert load_yaml(path) == {"yes": ["on"], "no": "off", "day": "2022-11-09", "flag": True}


def test_broken_yaml_is_told_with_its_line(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text("- one\n- {two: [\n")
    with pytest.raises(CodebookError, match=r"a\.yml:\d"):
        load_yaml(path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- {actor_id: x, label: X, kind: state, aliases: [X], nickname: Y}", "unknown key"),
        ("- {actor_id: x, label: X, kind: state, aliases: [X], speaks_for_id: nobody}", "nobody"),
        ("- {actor_id: x, label: X, kind: state, aliases: [X], speaks_for_id: x}", "circle"),
        ("actor_id: x", "a list of entries"),
    ],
)
def test_a_broken_actor_is_refused_with_file_and_entry(tmp_path, text, wanted):
    make_pack(tmp_path / "pack")
    path = tmp_path / "pack" / "actors.yml"
    path.write_text(text)
    with pytest.raises(CodebookError, match="actors.yml") as refusal:
        read_codebook(tmp_path / "pack")
    assert wanted in str(refusal.value)


def test_a_pack_without_actors_is_refused(tmp_path):
    make_pack(tmp_path / "pack")
    (tmp_path / "pack" / "actors.yml").write_text("[]")
    with pytest.raises(CodebookError, match="no actors"):
        read_codebook(tmp_path / "pack")


def test_an_unknown_pack_names_those_there_are():
    with pytest.raises(InputError, match="ukraine-russia"):
        read_codebook("atlantis")


def test_the_digest_changes_with_any_file(tmp_path):
    make_pack(tmp_path / "pack")
    before = read_codebook(tmp_path / "pack").digest
    (tmp_path / "pack" / "words" / "decoys.yml").write_text("- Norland Times\n")
    assert read_codebook(tmp_path / "pack").digest != before
