"""Charts: the same bytes again, a label made from the data, marks that lead to passages, colours from the page."""

import re
from pathlib import Path

import pytest
from made_tables import made_tables

import parley
from parley.codebook import load_yaml
from parley.tell import articles, charts, dossier, drives, happenings, ledger, press, prospects, quality, trust
from parley.tell.figures import PALETTE, side_colours
from parley.tell.grids import Cell, Grid, cell_text, make_grid, sort_rows, table, top_lines
from parley.tell.view import make_view, rows_in

LIB = Path(parley.__file__).parent


@pytest.fixture(scope="module")
def view():
    return make_view(made_tables())


DRAWN = {
    "bars": (charts.bars, drives.promoters),
    "timeline": (charts.timeline, ledger.days_by_side),
    "weeks": (charts.weeks, happenings.talk_by_week),
    "bubbles": (charts.bubbles, ledger.who_from_whom),
    "intervals": (charts.intervals, lambda view: press.tone_shares(view._replace(min_rows=1))),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_drawn_twice_has_the_same_bytes(view, name):
    draw, grid = DRAWN[name]
    assert draw(grid(view), view).html == draw(grid(make_view(made_tables())), view).html


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_labelled_with_its_numbers_and_has_its_table(view, name):
    draw, grid = DRAWN[name]
    html = draw(grid(view), view).html
    (label,) = re.findall(r'<figure[^>]* aria-label="([^"]*)"', html)
    assert grid(view).title.split(":")[0] in label.replace("&#39;", "'")
    assert re.search(r"\d", label)
    assert "<table" in html and "The numbers" in html


@pytest.mark.parametrize("name", DRAWN)
def test_every_link_of_a_chart_leads_to_passages_on_the_page(view, name):
    draw, grid = DRAWN[name]
    html = draw(grid(view), view).html
    targets = set(re.findall(r' id="([^"]+)"', html))
    links = re.findall(r' href="#([^"]+)"', html)
    assert len(links) >= 2  # at least one mark and its cell in the table
    assert set(links) <= targets
    assert "target=" not in html  # a mark leads to its passages on this page, not in a new one


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_takes_text_and_paper_from_the_page(view, name):
    draw, grid = DRAWN[name]
    svg = re.search(r"<svg.*?</svg>", draw(grid(view), view).html, re.DOTALL)[0]
    assert "currentColor" in svg
    assert not re.search(r"#01020|#02030|#03040|#04050|#ffffff|white|<style|<metadata|http://(?!www\.w3\.org)", svg)
    assert not re.search(r"<text[^>]*fill: #000", svg)


def test_ids_of_two_drawings_on_one_page_differ(view):
    one, other = (charts.timeline(ledger.days_by_side(view, name), view).html for name in ("positions", "terms"))
    ids = [set(re.findall(r' id="([^"]+)"', html)) for html in (one, other)]
    assert not ids[0] & ids[1]


def test_a_chart_without_rows_says_so(view):
    empty = Grid("Nothing here", "count", "line", (), (), {})
    for draw in (charts.bars, charts.timeline, charts.weeks, charts.bubbles, charts.intervals):
        assert "Nothing to draw" in draw(empty, view).html


def test_one_actor_has_one_colour(view):
    colours = side_colours(view)
    assert colours["Ukraine"] == PALETTE[0] and colours["Russia"] == PALETTE[1]
    assert "Zelensky" not in colours  # people wear the colour of their side
    assert len(set(colours.values())) == len(colours)


def contrast_with(colour, paper):
    def light(code):
        parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    one, other = sorted([light(colour), light(paper)], reverse=True)
    return (one + 0.05) / (other + 0.05)


@pytest.mark.parametrize("colour", PALETTE)
def test_colours_stand_out_on_light_and_dark_paper(colour):
    # WCAG 2.2, 1.4.11: graphics need 3:1
    assert contrast_with(colour, "#fdfdfb") >= 3
    assert contrast_with(colour, "#14181c") >= 3


def test_a_cell_says_its_number_or_its_share_with_n_and_interval():
    assert cell_text(Cell((1, 2, 3))) == "3"
    assert cell_text(Cell((1,), "", 0.5, 0.25, 0.75, 12)) == "50% (25–75%, n 12)"
    assert cell_text(None) == ""


def test_a_grid_is_sorted_by_rows_and_cut_with_a_note(view):
    grid = make_grid(
        rows_in(view, "terms"), lambda row: row.role_code, lambda row: "n", title="t", head="h", measure="m"
    )
    assert set(grid.lines) == {"demand", "refuse", "provision"}
    assert "2 lines" in top_lines(grid, 1).note


def test_a_table_escapes_names_and_can_be_had_as_csv(view):
    grid = make_grid(
        rows_in(view, "framings"), lambda row: row.surface, lambda row: 'a "b"', title="t", head="h", measure="m"
    )
    html = table(grid, view).html
    assert "<b>The" not in html
    assert "data:text/csv" in html and "%22a%20%22%22b%22%22%22" in html


GRIDS = [
    articles.articles_by_outlet,
    articles.articles_by_day,
    articles.articles_by_genre,
    articles.copies,
    articles.removals,
    articles.problems,
    articles.fitness,
    happenings.talk_by_week,
    happenings.events_by_day,
    happenings.happenings,
    happenings.triggers,
    happenings.reasons_given,
    drives.promoters,
    drives.first_voices,
    drives.own_or_ascribed,
    drives.motives_by_actor,
    ledger.terms_by_side,
    ledger.who_from_whom,
    ledger.provisions,
    ledger.bargains,
    ledger.positions_by_issue,
    ledger.shifts,
    prospects.readiness,
    prospects.conditions,
    prospects.obstacles,
    prospects.predictions,
    press.tone_shares,
    press.tone_counts,
    press.labels_apart,
    press.who_is_quoted,
    press.verbs_of_saying,
    press.roles_given,
    press.tone_beside_valence,
    quality.measured,
    quality.other_measures,
    trust.unknowns,
    trust.silent_articles,
    *(
        lambda view, make=make: make(view, "turkey")
        for make in (
            dossier.stances,
            dossier.terms_held,
            dossier.terms_asked,
            dossier.motives,
            dossier.tone_by_outlet,
            dossier.labels_used,
            dossier.voices_about,
        )
    ),
]


def test_lines_that_count_alike_are_all_named(view):
    rows = rows_in(view, "positions")[:3]
    ids = sorted(row.position_id for row in rows)
    grid = sort_rows(view, "prospects.obstacles", rows, line=lambda row: row.position_id)
    assert grid.title == f"The obstacle named most: {ids[0]}, {ids[1]} and {ids[2]} (1 each)"
    alone = sort_rows(view, "prospects.obstacles", rows, line=lambda row: "all of them")
    assert alone.title == "The obstacle named most: all of them (3)"


def test_nobody_is_first_where_no_day_is_known(view):
    assert drives.first_voices(view).title.startswith("First reported for talks in this corpus: ")
    tables = made_tables()
    undated = make_view(tables | {"documents": tables["documents"].assign(published_on=None)})
    assert drives.first_voices(undated).title == "No day is known: who was first cannot be told"


def test_every_grid_of_the_file_is_made_and_says_what_it_counts():
    given = load_yaml(LIB / "tell" / "grids.yml")
    sources = {path.stem: path.read_text(encoding="utf-8") for path in (LIB / "tell").glob("*.py")}
    assert [name for name in given if f'"{name}"' not in sources[name.split(".")[0]]] == []
    assert [name for name, one in given.items() if not (one.get("head") and one.get("measure"))] == []


@pytest.mark.parametrize("make", GRIDS)
def test_every_table_links_to_passages_that_are_there(view, make):
    html = table(make(view), view).html
    assert set(re.findall(r' href="#([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))


@pytest.mark.parametrize("make", GRIDS)
def test_every_table_stands_without_any_row(make):
    tables = made_tables()
    bare = {
        name: frame.iloc[:0] if name not in ("documents", "sentences", "actors") else frame
        for name, frame in tables.items()
    }
    grid = make(make_view(bare))
    assert grid.title and "nan" not in grid.title and "None" not in grid.title


def test_copies_count_once_and_both_numbers_are_shown(view):
    grid = articles.articles_by_outlet(view)
    assert cell_text(grid.cells["Delta Post", "articles"]) == "2"
    assert cell_text(grid.cells["Delta Post", "each text once"]) == "1"  # its near copy of North Wire does not count
    assert len(drives.promoters(view).cells["Russia", "favours"].rows) == 1
