"""Laws: removals lie in the text; articles do not depend on their order or on each other; copies are mutual."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.read.articles import Article
from parley.read.copies import Text, group_copies
from parley.read.corpus import read_corpus
from parley.read.furniture import find_furniture, furniture_rules
from parley.read.plain import read_plain

PIECES = [line for rule in furniture_rules().values() for line in (*rule.examples.yes, *rule.examples.no)]
PIECES += ["Ferries stand still", "Who pays?", "---", "title: x", "It rained. Then it stopped.", "мир", "\u2028", ""]
LINES = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=12)
TEXTS = st.builds(lambda lines, end: end.join(lines), LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=20, max_size=60).map(" ".join)


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_removals_lie_in_the_text_in_order_and_apart(text):
    rows = find_furniture(Article("a.txt", text))
    assert all(text[row.start : row.end] == row.text and row.text.strip() for row in rows)
    assert all(one.end <= other.start for one, other in zip(rows, rows[1:], strict=False))


@given(st.text(max_size=300) | TEXTS)
@settings(deadline=None, max_examples=200)
def test_any_text_is_received_unchanged_or_named_as_a_problem(text):
    data = text.encode("utf-8", errors="ignore")
    articles, problems = read_plain("a.txt", data)
    assert problems if not articles else articles[0].text == data.decode("utf-8-sig")


def read_lines(records):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return read_corpus(path)


def by_document(tables, name, without=()):
    columns = [column for column in tables[name].columns if column not in without]
    rows = tables[name][columns].astype(object).where(tables[name][columns].notna(), None).to_dict("records")
    return sorted(map(repr, rows))


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=12)
def test_order_and_company_of_articles_do_not_matter(texts, shuffler):
    records = [{"id": f"d{n}", "text": text} for n, text in enumerate(texts)]
    tables = read_lines(records)
    place = ("source_path", "problem_id", "place")  # where a row stands in its file may change, nothing else
    shuffled = shuffler.sample(records, len(records))
    again = read_lines(shuffled)
    for name in ("documents", "removals"):
        assert by_document(tables, name, place) == by_document(again, name, place)
    more = read_lines([*records, {"id": "added", "text": texts[0] + "\n\nMore."}])
    copies = ("copy_group_id", "copy_code")
    for name in ("documents", "removals"):
        assert set(by_document(tables, name, copies)) <= set(by_document(more, name, copies))


@given(st.lists(WORDS, min_size=2, max_size=8), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_copies_are_mutual_and_do_not_depend_on_order(words, shuffler):
    texts = [Text(f"d{n}", None, text) for n, text in enumerate([*words, words[0], words[1] + " end"])]
    found = group_copies(texts)
    assert found == group_copies(shuffler.sample(texts, len(texts)))
    groups = {copy.copy_group_id for copy in found.values()} - {None}
    for name in groups:
        members = [doc_id for doc_id, copy in found.items() if copy.copy_group_id == name]
        assert len(members) > 1 and name in members
        assert [doc_id for doc_id in members if found[doc_id].copy_code == "original"] == [name]
