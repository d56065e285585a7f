"""What happened, when it was spoken of, and what stood beside the talk about talks."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from parley.frames import group_rows
from parley.tell.figures import OTHER, PALETTE, STANCES, side_colours
from parley.tell.grids import Grid, count_cells, keep_columns, list_lines, sort_rows
from parley.tell.ledger import TALKS
from parley.tell.spells import WHOLE, grid_over_time
from parley.tell.view import View, day_of, outlet_of, rows_in
from parley.tell.wording import (
    actor_name,
    code_name,
    count_name,
    day_name,
    days_name,
    list_name,
    outlet_name,
    say_column,
)

_MOST_BARS = 26
_WEEK = 7
_BEFORE, _AFTER = 180, 90  # days before the first and after the last article that a timeline reaches
_PREDICTED = "a prediction about talks"
_ABOUT_TALKS = ("talks_start", "agreement", "plan_accepted", "ceasefire")


def talk_rows(view: View) -> list[Any]:
    """Return the rows that speak of talks: positions on them and predictions about them."""
    positions = [row for row in rows_in(view, "positions") if row.issue_code in TALKS]
    return positions + [row for row in rows_in(view, "outlooks") if row.about_code in _ABOUT_TALKS]


def talk_by_week(view: View) -> Grid:
    """Return how much is said about talks each week: positions by stance, and predictions."""
    rows = [row for row in talk_rows(view) if day_of(view, row)]
    names = {code: code_name(view, "stance_code", code) for code in STANCES}
    other = "stance unclear"
    grid = grid_over_time(
        rows,
        lambda row: day_of(view, row),
        lambda row: _PREDICTED if hasattr(row, "outlook_id") else names.get(row.stance_code, other),
        columns=[*names.values(), other, _PREDICTED],
        most=_MOST_BARS,
        finest="Week from",
        measure="Passages that take a stance on talks or predict them, by day of publication",
        colours={names[code]: colour for code, colour in STANCES.items()} | {other: OTHER, _PREDICTED: PALETTE[4]},
    )
    top = max(grid.lines, key=lambda week: (count_cells(grid, week), week), default="")
    spell = grid.head.split()[0].lower()
    title = f"Talk about talks peaks in the {spell} from {day_name(top)}: {count_cells(grid, top)} passages"
    return grid._replace(title=title if top else "Nobody speaks of talks")


def events_by_day(view: View) -> Grid:
    """Return reported happenings by day and kind, for a timeline; those without a day, or long ago, are left out."""
    days = sorted(day for day in view.chosen["documents"]["published_on"].dropna() if len(day) == WHOLE)
    every = rows_in(view, "events")
    since, until = (_moved(days[0], -_BEFORE), _moved(days[-1], _AFTER)) if days else ("0000", "9999")
    rows = [row for row in every if row.date_from and since <= row.date_from <= until and _is_short(row)]
    grid = grid_over_time(
        rows,
        lambda row: row.date_from,
        say_column(view, "event_code"),
        measure="Reports of happenings by the day they happened; a dot's area is the number of reports",
    )
    grid = keep_columns(grid, grid.columns[:12])
    top = grid.columns[0] if grid.columns else ""
    title = f"Reported most: {top} ({count_cells(grid, column=top)} reports)" if top else "No dated happening"
    n_left = len(every) - count_cells(grid)
    note = f"{count_name(n_left, 'report')} not known to a week, long past or of rarer kinds left out."
    colours = dict.fromkeys(grid.columns, PALETTE[0])
    return grid._replace(title=title, colours=colours, note=note if n_left else "")


def _is_short(row: Any) -> bool:
    """Say whether an event is known to a week: "in September" has no place on a timeline of days."""
    last = row.date_to or row.date_from
    return len(row.date_from) == len(last) == WHOLE and last <= _moved(row.date_from, _WEEK)


def _moved(day: str, n: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=n)).isoformat()


def happenings(view: View, n: int = 20) -> Grid:
    """Return the happenings reported by most articles: when, what, where, who; by outlet."""
    ranked = _rank(rows_in(view, "events"))
    lines = {
        line: {
            "reports": rows,
            "articles": str(len({row.doc_id for row in rows})),
            "outlets": list_name(sorted({outlet_name(outlet_of(view, row)) for row in rows}), 3),
        }
        for line, rows in _name_lines(view, ranked[:n]).items()
    }
    note = f"{count_name(len(ranked) - n, 'happening')} more left out." if len(ranked) > n else ""
    return list_lines("happenings.happenings", lines, note=note)


def _rank(reports: Iterable[Any]) -> list[list[Any]]:
    """Return the reports of each happening, most articles first, then most reports; among equals the latest."""
    groups = group_rows(reports, lambda row: row.happening_id).values()
    latest = sorted(groups, key=lambda rows: (rows[0].date_from or "", rows[0].event_id), reverse=True)
    return sorted(latest, key=lambda rows: (-len({row.doc_id for row in rows}), -len(rows)))


def _name_lines(view: View, happenings: Iterable[list[Any]]) -> dict[str, list[Any]]:
    """Return happenings by their names; of two with one name both are kept."""
    named: dict[str, list[Any]] = {}
    for rows in happenings:
        line = happening_name(view, rows)
        while line in named:
            line += " (another)"
        named[line] = rows
    return named


def happening_name(view: View, rows: list[Any]) -> str:
    """Return a happening in words, from what its reports agree on: day, kind, place, who."""
    first = rows[0]
    day = next((days_name(row.date_from, row.date_to) for row in rows if row.date_from), "undated")
    place = next((row.place for row in rows if row.place), None)
    who = list(dict.fromkeys(actor for row in rows for actor in row.actor_ids or []))
    parts = [day, code_name(view, "event_code", first.event_code), place]
    said = ", ".join(part for part in parts if part)
    return f"{said}: {list_name([actor_name(view, actor) for actor in who], 3)}" if who else said


def triggers(view: View, n: int = 12) -> Grid:
    """Return the happenings beside the talk about talks: reported in articles that speak of talks themselves."""
    talk = group_rows(talk_rows(view), lambda row: row.doc_id)
    beside = _rank(row for row in rows_in(view, "events") if row.doc_id in talk)
    lines: dict[str, dict[str, Any]] = {}
    for line, rows in _name_lines(view, beside[:n]).items():
        articles = dict.fromkeys(row.doc_id for row in rows)
        lines[line] = {
            "articles with both": str(len(articles)),
            "its reports": rows,
            "what is said of talks there": [row for doc_id in articles for row in talk[doc_id]],
        }
    return list_lines("happenings.triggers", lines)


def reasons_given(view: View) -> Grid:
    """Return the reasons that the texts give: motives by whom they move."""
    rows = [row for row in rows_in(view, "motives") if row.actor_id is not None]
    return sort_rows(view, "happenings.reasons_given", rows, colours=side_colours(view))
