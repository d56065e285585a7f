"""Laws of the tables, on the whole way from articles to rows."""

import random
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.frames import rows_of
from parley.run.build import build
from parley.spans import fold, tokenise
from parley.store import read_tables, write_tables
from parley.tables import CODED
from parley.weigh.contrast import contrast

ROOT = Path(__file__).parents[2]
SAMPLE = sorted((ROOT / "data" / "corpus" / "sample").glob("2022-11-*.txt"))
FOUND = ("sentences", "mentions", "statements", *CODED)
COPIES = ["copy_group_id", "copy_code"]


@lru_cache(maxsize=8)
def _built(names, tmp, coder="rules"):
    """Return the tables of some articles of the sample, in a folder of their own."""
    folder = Path(tmp) / f"{coder}-{len(names)}-{hash(names) % 10**8}"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes((SAMPLE[0].parent / name).read_bytes())
    return build(folder, coder=coder, cache=folder / "cache")


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    tmp = str(tmp_path_factory.mktemp("laws"))
    names = tuple(path.name for path in SAMPLE[:10])
    return _built(names, tmp), names, tmp


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=200))
def test_words_lie_in_order_and_hold_every_letter(text):
    spans = tokenise(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert all(any(a <= at < b for a, b in spans) for at, char in enumerate(text) if char.isalnum())


@pytest.mark.parametrize("table", FOUND)
def test_every_span_lies_in_its_article_and_starts_in_its_sentence(some, table):
    tables = some[0]
    size = {row.doc_id: len(row.text) for row in rows_of(tables["documents"])}
    sentence = {row.sent_id: row for row in rows_of(tables["sentences"])}
    assert len(tables[table]), f"no {table}: nothing was tested"
    for row in rows_of(tables[table]):
        assert 0 <= row.start < row.end <= size[row.doc_id]
        if row.sent_id is not None:
            assert sentence[row.sent_id].start <= row.start < sentence[row.sent_id].end
            assert sentence[row.sent_id].doc_id == row.doc_id


def test_the_words_of_a_mention_are_its_span(some):
    text = {row.doc_id: row.text for row in rows_of(some[0]["documents"])}
    assert all(text[row.doc_id][row.start : row.end] == row.surface for row in rows_of(some[0]["mentions"]))


def test_no_row_stands_in_page_furniture(some):
    tables = some[0]
    removed = [(row.doc_id, row.start, row.end) for row in rows_of(tables["removals"]) if row.start is not None]
    assert removed, "the sample has furniture"
    for table in ("mentions", "statements", *CODED):
        for row in rows_of(tables[table]):
            assert not [r for r in removed if r[0] == row.doc_id and row.start < r[2] and r[1] < row.end], (table, row)


def test_what_is_alleged_upstream_is_never_said_or_asserted_below(some):
    tables = some[0]
    alleged = set(tables["statements"].query("evidence_code == 'alleged'")["statement_id"])
    assert alleged, "the sample has rumours"
    for table in CODED:
        below = tables[table][tables[table]["statement_id"].isin(alleged)]
        assert set(below["evidence_code"]) <= {"alleged"}, table


CODERS = pytest.mark.parametrize("coder", ["rules", pytest.param("models", marks=pytest.mark.slow)])


@CODERS
def test_an_added_article_leaves_the_rows_of_the_others_alone(some, coder):
    _, names, tmp = some
    tables, fewer = _built(names, tmp, coder), _built(names[:-1], tmp, coder)
    for table in ("documents", *FOUND):
        kept = tables[table][tables[table]["doc_id"].isin(fewer["documents"]["doc_id"])].reset_index(drop=True)
        kept, other = (frame.drop(columns=COPIES, errors="ignore") for frame in (kept, fewer[table]))
        pd.testing.assert_frame_equal(kept, other)


def test_the_order_of_articles_is_irrelevant(some, tmp_path):
    tables = some[0]
    rows = tables["documents"][["doc_id", "title", "outlet_id", "published_on", "text"]]
    order = list(range(len(rows)))
    random.Random(3).shuffle(order)
    built = []
    for number, frame in enumerate((rows, rows.iloc[order])):
        path = tmp_path / f"{number}" / "articles.csv"
        path.parent.mkdir()
        frame.rename(columns={"doc_id": "id", "outlet_id": "outlet", "published_on": "date"}).to_csv(path, index=False)
        built.append(build(path, coder="rules", cache=tmp_path / "cache"))
    for table in FOUND:
        one, other = (
            tables[table].sort_values(["doc_id", "start", "end"], kind="stable").reset_index(drop=True)
            for tables in built
        )
        pd.testing.assert_frame_equal(one, other)


@CODERS
def test_building_twice_and_with_more_workers_gives_the_same_bytes(coder, tmp_path):
    corpus = ROOT / "data" / "corpus" / "tiny"
    for name, workers in (("one", 1), ("again", 1), ("two", 2)):
        tables = build(corpus, coder=coder, workers=workers, cache=tmp_path / f"cache-{name}")
        write_tables(tables, tmp_path / name)
    for path in sorted((tmp_path / "one").glob("*.parquet")):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_tables_are_the_same_written_and_read(some, tmp_path):
    write_tables(some[0], tmp_path)
    for name, frame in read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(frame, some[0][name])


def test_a_contrast_reversed_changes_sign():
    one, other = {"regime": 8, "talks": 5}, {"government": 9, "talks": 6}
    ahead, back = contrast(one, other), contrast(other, one)
    for value in ("log_odds", "z"):
        assert (ahead.set_index("word")[value] + back.set_index("word")[value]).abs().max() < 1e-9
