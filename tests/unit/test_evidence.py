"""Evidence: the passage is marked, its source named, and nothing from an article becomes markup."""

import pandas as pd
import pytest
from made_tables import TEXTS, made_tables, row

from parley.frames import make_table, rows_of
from parley.tell.blocks import anchor, safe_url
from parley.tell.evidence import cite, cut_passage, evidence, pick_rows, show_passage
from parley.tell.view import make_view
from parley.tell.wording import describe, whose_words


@pytest.fixture(scope="module")
def view():
    return make_view(made_tables())


def the(view, table, row_id):
    return next(found for found in rows_of(view.every[table]) if row_id in found)


def test_the_passage_is_marked_in_its_own_sentence(view):
    shown = show_passage(view, the(view, "terms", "a:c0001"))
    assert shown.before + shown.marked + shown.after == TEXTS["a"].split(" It ")[0]
    assert shown.marked == "pull back its troops"


def test_outlet_day_and_address_stand_beside_the_passage(view):
    html = evidence(view.tables["positions"], view).html
    assert "Delta Post, 1 Nov 2022" in html
    assert 'href="https://example.org/a"' in html


def test_article_text_never_becomes_markup(view):
    html = evidence(view.tables["framings"], view).html
    assert "<b>The cunning" not in html
    assert "&lt;b&gt;The cunning regime&lt;/b&gt;" in html
    assert "&amp; its friends" in html


def test_a_title_or_address_from_an_article_never_becomes_markup():
    tables = made_tables()
    tables["documents"] = tables["documents"].assign(title="<script>x</script>", url='javascript:alert("x")')
    html = evidence(tables["positions"], tables).html
    assert "<script" not in html and "javascript:" not in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", 'https://x.org/"onload=', "ftp://x", "", None]
)
def test_only_plain_web_addresses_are_followed(url):
    assert safe_url(url) is None


def test_who_says_it_and_how_surely_is_said_in_words(view):
    alleged = evidence([the(view, "terms", "d:c0001")], view).html
    assert 'class="ev alleged"' in alleged
    assert whose_words(view, the(view, "positions", "e:p0001")) == "ascribed to Zelensky by the article"
    assert whose_words(view, the(view, "positions", "b:p0001")) == "retold: Russia"
    assert whose_words(view, the(view, "terms", "d:c0001")) == "retold: a source not named here"


def test_a_person_is_shown_with_the_side_it_speaks_for(view):
    assert describe(view, the(view, "positions", "a:p0001")).startswith("Ukraine, said by Zelensky: talks")


def test_quantities_and_spans_are_said_in_words(view):
    said = describe(view, the(view, "terms", "a:c0001"))
    assert "amount: 100 km" in said and "for how long: 7 years" in said


def test_labels_of_the_codebook_stand_in_for_codes():
    from parley.codebook import read_codebook

    view = make_view(made_tables(), read_codebook("ukraine-russia"))
    assert "negotiating at all" in describe(view, the(view, "positions", "a:p0001"))


@pytest.mark.parametrize("most", [20, 40, 80, 300])
def test_a_quotation_is_never_longer_than_asked(most):
    text = "word " * 200
    before, marked, after = cut_passage(text, (300, 340), (0, 900), most)
    ellipses = 4  # the marks of what was cut away count for themselves
    assert len(before + marked + after) <= most + ellipses


def test_an_overlong_passage_is_cut():
    before, marked, after = cut_passage("a" * 500, (0, 500), (0, 500), 50)
    assert len(marked) == 50 and marked.endswith("…") and after == ""


def test_every_article_has_its_turn_before_one_has_two():
    rows = rows_of(pd.DataFrame({"doc_id": ["a", "a", "a", "b", "c"], "n": range(5)}))
    shown, others = pick_rows(rows, 3)
    assert [found.n for found in shown] == [0, 3, 4]
    assert [found.n for found in others] == [1, 2]


def test_rows_not_shown_are_named(view):
    html = evidence(view.every["positions"], view, n=1).html
    assert "4 more rows" in html  # five positions were made, copy and repetition included
    assert "<code>b:p0001</code>" in html


def test_no_rows_say_so(view):
    assert "nothing was coded" in evidence(make_table("positions", []), view).html


def test_the_block_gives_its_rows_as_a_frame(view):
    frame = evidence(view.tables["terms"], view).to_frame()
    assert frame["marked"].tolist()[0] == "pull back its troops"


def test_a_citation_is_plain_text_with_all_of_its_source(view):
    assert cite(view, the(view, "terms", "a:c0001")) == (
        "“pull back its troops” (Delta Post, 1 Nov 2022, “Title a”, https://example.org/a) [a:c0001]"
    )


def test_an_undated_article_of_an_unknown_outlet_is_shown_as_such():
    tables = made_tables()
    tables["documents"] = tables["documents"].assign(published_on=None, outlet_id=None, title=None, url=None)
    html = evidence(tables["terms"], tables).html
    assert "unknown outlet, undated" in html


def test_a_passage_outside_every_sentence_is_still_shown():
    tables = made_tables() | {"sentences": make_table("sentences", [])}
    found = evidence(
        make_table("terms", [row("terms", 9, "a", "troops", term_code="withdrawal", role_code="demand")]), tables
    )
    assert "<mark>troops</mark>" in found.html


def test_the_notebook_shows_a_style_and_a_short_text(view):
    block = evidence(view.tables["terms"], view)
    assert block._repr_html_().startswith('<style class="parley-style">')
    assert repr(block) == "<Evidence: 3 rows>"


def test_places_on_a_page_have_ids_of_their_own():
    assert anchor("Title", "a", "b") != anchor("Title", "ab", "")
    assert anchor("", "x").strip("-")
