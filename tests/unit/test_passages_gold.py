"""Coded passages: what is read of a folder of them, and the errors that name file and line."""

import json

import pytest
from coded_passages import ACTORS, DAY, TEXTS, gold_text, write_gold

from parley.code.items import CODES_BY_KIND
from parley.code.pointers import ROLES_BY_KIND
from parley.codebook import read_codebook
from parley.errors import InputError
from parley.frames import rows_of
from parley.project import DATA
from parley.run.passages import read_conflicts, read_others

HEAD = json.dumps({"actors": ACTORS})
TEXT = json.dumps(gold_text("t1"))


def read(folder, *lines):
    (folder / "conflict.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(read_conflicts(folder))


def test_conflicts_come_in_the_order_of_their_names_with_actors_texts_and_rows(tmp_path):
    conflicts = list(read_conflicts(write_gold(tmp_path)))
    assert [one.name for one in conflicts] == ["one", "two"]
    for one in conflicts:
        assert set(one.book.actors) == {actor["actor_id"] for actor in ACTORS}
        documents = rows_of(one.read["documents"])
        assert [row.doc_id for row in documents] == [f"{one.name}.{name}" for name in TEXTS]
        assert {row.published_on for row in documents} == {DAY}
        assert set(one.rows) == {row.doc_id for row in documents}
        assert one.read["removals"].empty
    first = conflicts[0]
    [text] = [row.text for row in rows_of(first.read["documents"]) if row.doc_id == "one.t2"]
    words = {text[row["start"] : row["end"]] for row in first.rows["one.t2"]}
    assert words == {told for _, told, _, _ in TEXTS["t2"][1]}


def test_blank_lines_are_passed_over(tmp_path):
    [conflict] = read(tmp_path, "", HEAD, "", TEXT, "  ")
    assert list(conflict.rows) == ["t1"]


def test_two_conflicts_with_other_actors_have_codebooks_of_other_digests(tmp_path):
    [one] = read(tmp_path, HEAD, TEXT)
    [other] = read(tmp_path, json.dumps({"actors": ACTORS[:2]}), TEXT)
    assert one.book.digest != other.book.digest, "caches would mix them up"


def test_characters_that_end_lines_elsewhere_may_stand_in_a_text(tmp_path):
    text = gold_text("t1")
    text["text"] += " A line\u2028and\u0085more."
    [conflict] = read(tmp_path, HEAD, json.dumps(text, ensure_ascii=False))
    assert rows_of(conflict.read["documents"])[0].text == text["text"]


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, TEXT[:-1]),
        (HEAD[:-1], TEXT),
        (json.dumps({"people": ACTORS}), TEXT),
        (json.dumps({"actors": [ACTORS[0] | {"colour": "red"}]}), TEXT),
        (json.dumps({"actors": [ACTORS[0] | {"kind": "river"}]}), TEXT),
        (json.dumps({"actors": [{"label": "Nobody"}]}), TEXT),
        (json.dumps([ACTORS]), TEXT),
        (HEAD, json.dumps({"doc_id": "a", "text": "No day, no rows."})),
        (HEAD, json.dumps(["a", "b"])),
        ("",),
    ],
    ids=[
        "broken text",
        "broken head",
        "no actors",
        "unknown key of an actor",
        "unknown kind",
        "actor without id",
        "list for head",
        "text without rows",
        "list for text",
        "empty file",
    ],
)
def test_a_broken_file_is_an_error_that_names_it(tmp_path, lines):
    with pytest.raises(InputError, match=r"conflict\.jsonl"):
        read(tmp_path, *lines)


def test_the_error_gives_the_line(tmp_path):
    with pytest.raises(InputError, match=r"conflict\.jsonl\D*3\b"):
        read(tmp_path, HEAD, TEXT, TEXT[:-1])


def test_a_file_that_is_no_utf_8_is_an_error_that_names_it(tmp_path):
    (tmp_path / "conflict.jsonl").write_bytes(HEAD.encode() + b"\n\xff\xfe\n")
    with pytest.raises(InputError, match=r"conflict\.jsonl"):
        list(read_conflicts(tmp_path))


def test_the_unknown_key_is_named(tmp_path):
    with pytest.raises(InputError, match="colour"):
        read(tmp_path, json.dumps({"actors": [ACTORS[0] | {"colour": "red"}]}), TEXT)


def test_a_folder_without_coded_passages_is_an_error_that_names_it(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match=tmp_path.name):
        list(read_conflicts(tmp_path))


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        list(read_conflicts(tmp_path / "nowhere"))


@pytest.fixture(scope="module")
def at_hand():
    """The coded passages that the project trains on."""
    return list(read_conflicts(DATA / "gold" / "sentences"))


@pytest.mark.slow
def test_the_passages_at_hand_lie_in_their_texts_and_begin_and_end_with_a_word(at_hand):
    odd = []
    for conflict in at_hand:
        for doc in rows_of(conflict.read["documents"]):
            for row in conflict.rows[doc.doc_id]:
                words = doc.text[row["start"] : row["end"]]
                if not 0 <= row["start"] < row["end"] <= len(doc.text) or words != words.strip():
                    odd.append((doc.doc_id, row["kind"], words))
    assert odd == []


@pytest.mark.slow
def test_the_passages_at_hand_keep_to_the_codes_of_the_codebook(at_hand):
    known = read_codebook("core").codes
    odd = set()
    for conflict in at_hand:
        for doc_id, rows in conflict.rows.items():
            for row in rows:
                for column in CODES_BY_KIND[row["kind"]]:
                    code = row.get(column)
                    may_be_open = column in ("stance_code", "tone_code", "role_main_code", "role_fine_code")
                    if code not in known[column] and not (code is None and may_be_open):
                        odd.add((doc_id, row["kind"], column, code))
    assert odd == set()


@pytest.mark.slow
def test_the_passages_at_hand_name_actors_of_their_conflict(at_hand):
    odd = set()
    for conflict in at_hand:
        people = {*conflict.book.actors, "author", None}
        for doc_id, rows in conflict.rows.items():
            for row in rows:
                for role in ROLES_BY_KIND[row["kind"]]:
                    named = row.get(role)
                    for actor_id in named if isinstance(named, list) else [named]:
                        if actor_id not in people and (row["kind"], role) != ("framing", "target_id"):
                            odd.add((doc_id, row["kind"], role, actor_id))
    assert odd == set()


@pytest.mark.slow
def test_no_two_texts_at_hand_share_an_id(at_hand):
    ids = [doc_id for conflict in at_hand for doc_id in conflict.read["documents"]["doc_id"]]
    assert len(ids) == len(set(ids)) > 0


def test_every_eighth_of_other_texts_is_read_as_one_that_holds_nothing(tmp_path):
    path = tmp_path / "others.jsonl"
    lines = [{"id": f"d{n}", "text": f"Text {n}.", "date": None} for n in range(17)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    others = read_others(path)
    assert others.read["documents"]["doc_id"].tolist() == ["d0", "d8", "d16"]
    assert others.rows == {} and others.book.actors, "names alone are no sign of a finding"
