"""Spells of time: days, weeks, months, quarters or years, the finest that a page has room for."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd

from parley.tell.grids import Grid, make_grid

WHOLE = len("2022-11-09")
_MOST = 70
_LENGTHS = {
    "Day": "D",
    "Week from": "W",
    "Month from": "M",
    "Quarter from": "Q",
    "Year from": "Y",
}  # as pandas has them


class Spells(NamedTuple):
    """How days are put together: the name of a spell, and the first day of the spell of each day (both ISO)."""

    name: str
    start_by_day: dict[str, str]


def pick_spells(days: Iterable[str], most: int, finest: str = "Day") -> Spells:
    """Return the finest spells of which there are at most `most` with any of the days in them.

    >>> spells = pick_spells(["2022-11-01", "2022-11-02", "2022-12-24"], most=2)
    >>> spells.name, spells.start_by_day["2022-11-02"]
    ('Week from', '2022-10-31')
    """
    known, names = set(days), list(_LENGTHS)
    for name in names[names.index(finest) :]:
        starts = {day: str(pd.Period(day, _LENGTHS[name]).asfreq("D", "start")) for day in known}
        if len(set(starts.values())) <= most:
            break
    return Spells(name, starts)


def grid_over_time(
    rows: Iterable[Any], day: Callable[[Any], str | None], column: Callable[[Any], str | None], **more: Any
) -> Grid:
    """Return a grid with a line for each spell in which a row's `day` lies; rows without a whole day are left out.

    `most` is how many lines there may be, `finest` the shortest spell; for the others see `make_grid`.
    """
    dated = [(row, known) for row in rows if (known := day(row)) and len(known) == WHOLE]
    spells = pick_spells((known for _, known in dated), more.pop("most", _MOST), more.pop("finest", "Day"))
    start_by_row = {id(row): spells.start_by_day[known] for row, known in dated}
    lines = sorted(set(start_by_row.values()))
    return make_grid(
        [row for row, _ in dated], lambda row: start_by_row[id(row)], column, lines=lines, head=spells.name, **more
    )
