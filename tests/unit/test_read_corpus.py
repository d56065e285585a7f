"""Reading a corpus: the tiny one, folders with sidecars, and every kind of broken file."""

import hashlib
import os
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tests.operations import assert_linear

from parley.errors import InputError, ParleyError
from parley.read.corpus import read_corpus

TINY = Path(__file__).parents[2] / "data" / "corpus" / "tiny"
STORY = (
    "The delegations met again in the morning and said that they would go on.\n\n"
    "They spoke of the ferries for two hours. Nobody would say whether it had helped.\n"
)


def put(folder, name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def documents(tables):
    return {row.doc_id: row for row in tables["documents"].itertuples()}


def problems(tables, severity=None):
    frame = tables["problems"]
    return frame if severity is None else frame[frame.severity_code == severity]


# The tiny corpus


def test_the_tiny_corpus_reads_whole_and_without_problems():
    tables = read_corpus(TINY)
    assert len(tables["documents"]) == 6  # as its card says
    assert len(tables["problems"]) == 0


def test_title_outlet_date_and_url_say_where_they_come_from():
    found = documents(read_corpus(TINY))
    page = found["strait-herald-grain-deal"]
    assert (page.title, page.outlet_id, page.published_on) == (
        "Grain deal extended for 120 days",
        "strait-herald",
        "2022-11-17",
    )
    assert page.meta_basis.startswith(
        "title=html metadata; outlet=html metadata; date=html metadata; url=html metadata"
    )
    undated = found["river-monitor-who-could-mediate"]
    assert undated.meta_basis.startswith("title=first line; outlet=folder")
    assert (undated.outlet_id, undated.date_basis_code) == ("river-monitor", "unknown")
    assert pd.isna(undated.published_on)


def test_a_near_copy_is_grouped_with_the_one_published_first():
    found = documents(read_corpus(TINY))
    original, copy = [found[name] for name in sorted(found) if "repeats-offer" in name]
    assert (original.copy_code, copy.copy_code) == ("original", "near")
    assert original.copy_group_id == copy.copy_group_id == original.doc_id


def test_text_is_as_received_and_offsets_point_into_it():
    tables = read_corpus(TINY)
    found = documents(tables)
    for path in TINY.glob("2022-*"):
        assert found[path.stem].text == path.read_text(encoding="utf-8")
    placed = tables["removals"].dropna(subset="start")
    assert all(found[row.doc_id].text[row.start : row.end] == row.text for row in placed.itertuples())


def test_the_card_of_the_tiny_corpus_has_the_right_hash():
    digest = hashlib.sha256()
    for path in sorted(path for path in TINY.rglob("*") if path.is_file() and path.name != "CARD.md"):
        digest.update(path.relative_to(TINY).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    card = yaml.safe_load((TINY / "CARD.md").read_text(encoding="utf-8").split("---\n")[1])
    assert card["sha256"] == digest.hexdigest()


# Folders


def test_a_sidecar_describes_the_files_beside_it(tmp_path):
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "deep/b.txt", STORY + "More was promised for Monday.")
    rows = "a.txt,Ferries,Harbour Press,2022-11-09\ndeep/b.txt,Bridges,,\n"
    put(tmp_path, "metadata.csv", "path,headline,source,date\n" + rows)
    tables = read_corpus(tmp_path)
    first, second = documents(tables)["a"], documents(tables)["deep-b"]
    assert (first.title, first.outlet_id, first.published_on) == ("Ferries", "harbour-press", "2022-11-09")
    assert "title=sidecar metadata.csv" in first.meta_basis
    assert second.title == "Bridges"


def test_a_sidecar_row_without_its_file_is_a_warning(tmp_path):
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "documents.csv", "file,title\na.txt,Ferries\nlost.txt,Bridges\n")
    (warning,) = problems(read_corpus(tmp_path)).itertuples()
    assert (warning.severity_code, warning.found) == ("warning", "path 'lost.txt'")


def test_cards_are_no_articles_and_other_tables_are_a_note(tmp_path):
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "CARD.md", "# A card")
    put(tmp_path, "README.md", "# Read me")
    put(tmp_path, "facts.csv", "fact,date\nThe ferries stopped,2022-11-09\n")
    tables = read_corpus(tmp_path)
    assert tables["documents"].doc_id.tolist() == ["a"]
    assert problems(tables).severity_code.tolist() == ["note"]


def test_all_formats_can_stand_in_one_folder(tmp_path):
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.md", "# Bridges\n\n" + STORY)
    put(tmp_path, "c.jsonl", '{"id": "x1", "text": "The third story is short.", "date": "2022-11-09"}\n')
    put(tmp_path, "d.csv", 'text,title\n"One, two.\r\nThree.",Four\n')
    pd.DataFrame({"text": ["The fifth is in Parquet."], "date": [pd.Timestamp("2022-11-10")]}).to_parquet(
        tmp_path / "e.parquet"
    )
    found = documents(read_corpus(tmp_path))
    assert list(found) == ["a", "b", "x1", "d-2", "e-1"]
    assert found["d-2"].text == "One, two.\r\nThree."  # the cell unchanged, its line end too
    assert found["e-1"].published_on == "2022-11-10"
    assert found["x1"].source_path == "c.jsonl#1"


def test_one_file_and_one_table_are_corpora_too(tmp_path):
    put(tmp_path, "2022-11-09_harbour-press_ferries.txt", STORY)
    put(tmp_path, "all.csv", "id,text\nx1,The first story.\nx2,The second story.\n")
    (row,) = read_corpus(tmp_path / "2022-11-09_harbour-press_ferries.txt")["documents"].itertuples()
    assert (row.outlet_id, row.published_on, row.date_basis_code) == ("harbour-press", "2022-11-09", "inferred")
    assert read_corpus(str(tmp_path / "all.csv"))["documents"].doc_id.tolist() == ["x1", "x2"]


# Bad input


def test_duplicate_ids_keep_both_articles_and_warn(tmp_path):
    put(tmp_path, "all.csv", "id,text\nx,The first story.\nx,The second story.\nx-2,The third story.\n")
    tables = read_corpus(tmp_path / "all.csv")
    assert tables["documents"].doc_id.tolist() == ["x", "x-3", "x-2"]
    (warning,) = problems(tables, "warning").itertuples()
    assert (warning.found, warning.doc_id) == ("id 'x' a second time", "x-3")


BROKEN = {
    "empty.txt": b"",
    "blank.md": b" \n\t\n",
    "only-front.txt": b"---\ntitle: Nothing follows\n---\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20,
    "menu.html": b"<html><body><nav><ul>" + b"<li><a href='/x'>Harbour news today</a></li>" * 30 + b"</ul></nav>",
    "list.html": b"<html><body>"
    + b"<p><a href='/x'>Harbour news today</a></p>" * 9
    + b"<p>\xc2\xa9 2022 Press</p></body></html>",
    "empty.html": b"",
    "no-text.csv": b"id,body\n1,The story\n",
    "empty.csv": b"",
    "empty.jsonl": b"\n\n",
    "broken.parquet": b"PAR1 nothing here",
    "broken.jsonl": b'{"text": "cut off\n[1, 2]\n',
    "no-cell.csv": b"id,text\n1,\n",
    "bad-quote.csv": b'id,text\n1,"an open mark\n',
    "notes.docx": b"PK\x03\x04 something",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_alone_is_a_clear_error(tmp_path, name):
    put(tmp_path, name, BROKEN[name])
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path / name)
    error = caught.value
    assert name in error.where and error.found and error.expected and error.remedy


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "notes.docx"])
def test_a_broken_file_is_a_row_of_problems_and_the_others_are_read(tmp_path, name):
    put(tmp_path, name, BROKEN[name])
    put(tmp_path, "zz-good.txt", STORY)
    tables = read_corpus(tmp_path)
    assert tables["documents"].doc_id.tolist() == ["zz-good"]
    rows = problems(tables)
    assert set(rows.source_path) == {name} and "error" in set(rows.severity_code)
    assert rows.problem_id.is_unique


def test_a_file_of_another_kind_is_noted(tmp_path):
    put(tmp_path, "notes.docx", BROKEN["notes.docx"])
    put(tmp_path, "good.txt", STORY)
    assert problems(read_corpus(tmp_path)).severity_code.tolist() == ["note"]


def test_an_empty_folder_and_a_missing_path_are_clear_errors(tmp_path):
    with pytest.raises(ParleyError, match="no articles"):
        read_corpus(tmp_path)
    with pytest.raises(ParleyError, match="no such file"):
        read_corpus(tmp_path / "nowhere")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_may_not_be_opened_is_a_problem(tmp_path):
    put(tmp_path, "shut.txt", STORY)
    put(tmp_path, "good.txt", STORY)
    (tmp_path / "shut.txt").chmod(0)
    assert problems(read_corpus(tmp_path), "error").source_path.tolist() == ["shut.txt"]


def test_a_broken_line_or_row_loses_only_itself(tmp_path):
    put(tmp_path, "a.jsonl", '{"text": "The first story."}\n{"text": "cut\n{"text": "The third story."}\n')
    put(tmp_path, "b.csv", 'id,text\n1,"The first, whole."\n2,"An open mark\n3,The third.\n4,One, comma too many\n')
    tables = read_corpus(tmp_path)
    assert tables["documents"].text.tolist() == [
        "The first story.",
        "The third story.",
        "The first, whole.",
        "The third.",
    ]
    assert problems(tables, "error").place.tolist() == ["line 2", "line 3", "line 5"]


def test_halves_of_characters_in_json_do_not_stop_anything(tmp_path):
    put(tmp_path, "a.jsonl", '{"id": "x\\ud83d", "title": "T\\udc00", "text": "One \\ud83d half."}\n')
    (row,) = read_corpus(tmp_path)["documents"].itertuples()
    assert (row.doc_id, row.title, row.text) == ("x", "T\ufffd", "One \ufffd half.")


def test_many_broken_rows_are_counted_not_listed(tmp_path):
    put(tmp_path, "a.jsonl", '{"text": "The first story."}\n' + "{broken\n" * 500)
    rows = problems(read_corpus(tmp_path))
    assert len(rows) == 20  # the list ends with a row that counts the rest
    assert "481 more rows" in rows.found.iloc[-1]


def test_right_to_left_and_cyrillic_texts_are_read_and_their_language_noted(tmp_path):
    put(tmp_path, "ar.txt", "قالت موسكو إنها مستعدة للمفاوضات مع كييف.\n\nلكن كييف رفضت العرض.")
    put(tmp_path, "uk.txt", "Київ відмовився від переговорів.\n\nУкраїна вимагає виведення військ.")
    put(tmp_path, "ru.txt", "Москва готова к переговорам.\n\nКиев выдвинул новые условия.".encode("cp1251"))
    tables = read_corpus(tmp_path)
    assert tables["documents"].language.tolist() == ["ar", "ru", "uk"]
    notes = problems(tables, "note")
    assert sorted(notes.source_path) == ["ar.txt", "ru.txt", "ru.txt", "uk.txt"]  # ru.txt: its encoding, too
    assert "Москва готова" in documents(tables)["ru"].text


def test_a_huge_article_and_huge_lines_take_seconds(tmp_path):
    sentence = "The delegations met again in the morning and said that they would go on with it. "
    put(tmp_path, "one-paragraph.txt", sentence * 65_000)  # 5.3 MB in one line
    put(tmp_path, "long-lines.txt", (sentence * 123 + "\n") * 200)  # lines of 10,000 characters
    put(tmp_path, "cell.csv", 'text\n"' + sentence * 10_000 + '"\n')  # above the usual limit of a CSV cell
    assert len(read_corpus(tmp_path)["documents"]) == 3


def test_an_open_mark_in_every_row_does_not_take_quadratic_time(tmp_path):
    def work(size):
        put(tmp_path, "a.csv", "id,text\n0,A good row.\n" + '1,"open\n2,an "odd" row\n' * size)
        return lambda: read_corpus(tmp_path)

    assert_linear(work, 500, 8_000)
