"""Spells of time: days, weeks, months, quarters or years, the finest that a page has room for."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from parley.tell.grids import Grid, make_grid

WHOLE = len("2022-11-09")
_MOST = 70
_ALL = ("Day", "Week from", "Month from", "Quarter from", "Year from")


class Spells(NamedTuple):
    """How days are put together: the name of a spell, and where the spell of a day begins (both ISO)."""

    name: str
    start_of: Callable[[str], str]


def pick_spells(days: Iterable[str], most: int, finest: str = "Day") -> Spells:
    """Return the finest spells of which there are at most `most` with any of the days in them.

    >>> spells = pick_spells(["2022-11-01", "2022-11-02", "2022-12-24"], most=2)
    >>> spells.name, spells.start_of("2022-11-02")
    ('Week from', '2022-10-31')
    """
    known = set(days)
    for name in _ALL[_ALL.index(finest) :]:
        start_of = _STARTS[name]
        if len({start_of(day) for day in known}) <= most:
            break
    return Spells(name, start_of)


def grid_over_time(
    rows: Iterable[Any], day: Callable[[Any], str | None], column: Callable[[Any], str | None], **more: Any
) -> Grid:
    """Return a grid with a line for each spell in which a row's `day` lies; rows without a whole day are left out.

    `most` is how many lines there may be, `finest` the shortest spell; for the others see `make_grid`.
    """
    dated = [(row, known) for row in rows if (known := day(row)) and len(known) == WHOLE]
    spells = pick_spells((known for _, known in dated), more.pop("most", _MOST), more.pop("finest", "Day"))
    start_by_row = {id(row): spells.start_of(known) for row, known in dated}
    lines = sorted(set(start_by_row.values()))
    return make_grid(
        [row for row, _ in dated], lambda row: start_by_row[id(row)], column, lines=lines, head=spells.name, **more
    )


def _week(day: str) -> str:
    when = date.fromisoformat(day)
    return (when - timedelta(days=when.weekday())).isoformat()


def _quarter(day: str) -> str:
    return f"{day[:4]}-{(int(day[5:7]) - 1) // 3 * 3 + 1:02d}-01"


_STARTS: dict[str, Callable[[str], str]] = {
    "Day": str,
    "Week from": _week,
    "Month from": lambda day: f"{day[:7]}-01",
    "Quarter from": _quarter,
    "Year from": lambda day: f"{day[:4]}-01-01",
}
