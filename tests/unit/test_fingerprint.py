"""Fingerprints: the same for the same content, another for every change that a page could show."""

import pytest

from parley.frames import make_table
from parley.run.fingerprint import hash_articles, hash_files, hash_value, inputs_of


def test_files_are_told_apart_by_name_and_content_not_by_order_or_place(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("a")
        (tmp_path / folder / "b.txt").write_text("b")
    one = sorted((tmp_path / "one").iterdir())
    same = hash_files(one, tmp_path / "one")
    assert hash_files(reversed(one), tmp_path / "one") == same
    assert hash_files((tmp_path / "two").iterdir(), tmp_path / "two") == same
    (tmp_path / "two" / "b.txt").rename(tmp_path / "two" / "c.txt")
    assert hash_files((tmp_path / "two").iterdir(), tmp_path / "two") != same


def test_equal_data_has_one_hash():
    assert hash_value({"a": 1, "b": [2]}) == hash_value({"b": [2], "a": 1}) != hash_value({"a": 1, "b": ["2"]})


def test_every_input_has_its_own_hash(tmp_path):
    (tmp_path / "a.txt").write_text("Talks went on.")
    before = inputs_of(tmp_path, "ukraine-russia")
    assert inputs_of(tmp_path, "ukraine-russia") == before
    (tmp_path / "b.txt").write_text("Talks ended.")
    after = inputs_of(tmp_path, "ukraine-russia")
    assert [name for name in before if before[name] != after[name]] == ["corpus"]


@pytest.mark.parametrize("change", [{"url": "https://example.org/a"}, {"copy_code": "near"}, {"published_on": None}])
def test_an_article_changes_with_any_of_its_columns_and_alone(change):
    docs = [{"doc_id": name, "text": "t", "published_on": "2022-11-09"} for name in ("a", "b")]
    before = hash_articles({"documents": make_table("documents", docs)})
    docs[1] |= change
    after = hash_articles({"documents": make_table("documents", docs)})
    assert after["a"] == before["a"] and after["b"] != before["b"]


def test_an_article_changes_with_its_rows_in_any_table():
    tables = {"documents": make_table("documents", [{"doc_id": "a", "text": "t"}]), "terms": make_table("terms", [])}
    before = hash_articles(tables)
    tables["terms"] = make_table("terms", [{"doc_id": "a", "term_id": "a:c0001", "start": 0, "end": 1}])
    assert hash_articles(tables) != before
