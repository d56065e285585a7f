"""Concordance: words in one sentence, with offsets that hold."""

import pytest
from made_tables import TEXTS, made_tables

from parley.errors import UsageError
from parley.tell.concordance import concordance
from parley.tell.view import make_view


@pytest.fixture(scope="module")
def view():
    return make_view(made_tables())


def test_offsets_point_into_the_article(view):
    for hit in concordance(view, "talk*").to_frame().itertuples():
        assert TEXTS[hit.doc_id][hit.start : hit.end] == hit.match


def test_a_hit_never_crosses_the_end_of_a_sentence(view):
    assert concordance(view, "troops talks").to_frame().empty
    assert concordance(view, "troops. it").to_frame().empty


def test_case_and_curly_quotes_do_not_matter(view):
    assert len(concordance(view, "‘PEACEMAKER’").to_frame()) == 1


def test_copies_are_searched_once(view):
    assert concordance(view, "ready").to_frame()["doc_id"].tolist() == ["b"]


def test_sorting_by_left_right_and_day(view):
    left = concordance(view, "troops", sort="left").to_frame()["before"].tolist()
    assert left == sorted(left, key=lambda text: text.lower().split()[::-1])
    days = concordance(view, "troops", sort="day").to_frame()["doc_id"].tolist()
    assert days == ["a", "b", "e"]  # published in this order


def test_the_line_says_how_many_there_are_when_fewer_are_shown(view):
    found = concordance(view, "talk*", n=1)
    assert len(found.to_frame()) == 1
    assert "the first 1 are shown" in found.html


def test_long_sentences_are_cut_to_the_width(view):
    for hit in concordance(view, "troops", width=10).to_frame().itertuples():
        assert len(hit.before) <= 11 and len(hit.after) <= 11  # ten and the mark of the cut


def test_text_never_becomes_markup(view):
    html = concordance(view, "cunning").html
    assert "<b>" not in html and "&lt;b&gt;" in html
    assert "<i>" not in concordance(view, "<i>x").html


@pytest.mark.parametrize("query", ["", "   ", "***", "x" * 500])
def test_a_query_without_words_is_refused(view, query):
    with pytest.raises(UsageError, match="query"):
        concordance(view, query)


def test_an_unknown_sort_is_refused(view):
    with pytest.raises(UsageError, match="left, right, day"):
        concordance(view, "talks", sort="up")


@pytest.mark.parametrize("query", ["(", "a(b", "a|b", "[x", "\\d", "a+"])
def test_marks_of_patterns_are_plain_characters(view, query):
    if any(char.isalnum() for char in query):
        concordance(view, query)


def test_furniture_is_not_searched():
    tables = made_tables()
    tables["sentences"] = tables["sentences"].assign(is_removed=True)
    assert concordance(tables, "troops").to_frame().empty
