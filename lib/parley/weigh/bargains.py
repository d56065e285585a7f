"""Bargains: where the terms of two sides meet, where they clash, and where one has not answered the other."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, NamedTuple

WANTS = ("demand", "offer", "accept")
REFUSES = ("refuse",)
RED_LINES = ("red_line",)  # which way it is drawn stands in the passage only


class Bargain(NamedTuple):
    """One clause between two sides, read as `find_bargains` says; in a gap `one` asks and `other` does not answer."""

    one: str
    other: str
    term_code: str
    obligor: str | None
    reading: str
    rows_one: tuple[Any, ...]
    rows_other: tuple[Any, ...]


def find_bargains(terms: Iterable[Any], sides: Mapping[str, str]) -> list[Bargain]:
    """Return how the terms of every two sides stand to each other, clause by clause.

    A clause is a term code with who must do it, where that is known: a withdrawal by one army is not a
    withdrawal by the other. The readings: overlap: both want, offer or accept it. clash: one does and the other
    refuses it, or each wants it of the other. red line: one of them draws one. both refuse. gap: one
    side asks it of the other, which is not reported to answer. Places and amounts are left to the reader: they
    stand in the passages. What authors ask for on their own account is no side's. `sides` leads from actor to
    side (see `counts.sides_of`).

    Example:
        >>> from collections import namedtuple
        >>> Term = namedtuple("Term", "holder_id term_code role_code obligor_id")
        >>> terms = [Term("ukraine", "ceasefire", "refuse", None), Term("russia", "ceasefire", "offer", None)]
        >>> [bargain.reading for bargain in find_bargains(terms, {})]
        ['clash']
    """
    by_clause: dict[str, dict[str, list[Any]]] = {}
    for row in terms:
        if row.holder_id not in (None, "author") and row.role_code in (*WANTS, *REFUSES, *RED_LINES):
            holder = sides.get(row.holder_id, row.holder_id)
            by_clause.setdefault(row.term_code, {}).setdefault(holder, []).append(row)
    everyone = sorted({side for holders in by_clause.values() for side in holders})
    found = []
    for term_code in sorted(by_clause):
        holders = by_clause[term_code]
        for one, other in combinations(everyone, 2):
            found += _between(term_code, (one, holders.get(one, [])), (other, holders.get(other, [])), sides)
    return found


def _between(
    term_code: str, first: tuple[str, list[Any]], second: tuple[str, list[Any]], sides: Mapping[str, str]
) -> list[Bargain]:
    (one, rows_one), (other, rows_other) = first, second
    if not rows_one and not rows_other:
        return []
    if not rows_one or not rows_other:
        asks, silent = (one, other) if rows_one else (other, one)
        asked = tuple(row for row in rows_one or rows_other if row.role_code in WANTS and _duty(row, sides) == silent)
        return [Bargain(asks, silent, term_code, silent, "gap", asked, ())] if asked else []
    duties = sorted({duty for row in (*rows_one, *rows_other) if (duty := _duty(row, sides)) is not None})
    if len(duties) < 2:  # where only one side says who must do it, the other is taken to mean the same
        duty = duties[0] if duties else None
        return [
            Bargain(one, other, term_code, duty, _reading(rows_one, rows_other), tuple(rows_one), tuple(rows_other))
        ]
    found = []
    for duty in (*duties, None):
        mine = tuple(row for row in rows_one if _duty(row, sides) == duty)
        theirs = tuple(row for row in rows_other if _duty(row, sides) == duty)
        if mine and theirs:
            found.append(Bargain(one, other, term_code, duty, _reading(mine, theirs), mine, theirs))
    crossed = [row for row in rows_one if row.role_code in WANTS and _duty(row, sides) == other]
    back = [row for row in rows_other if row.role_code in WANTS and _duty(row, sides) == one]
    if not found and crossed and back:
        found.append(Bargain(one, other, term_code, None, "clash", tuple(crossed), tuple(back)))
    return found


def _duty(row: Any, sides: Mapping[str, str]) -> str | None:
    return sides.get(row.obligor_id, row.obligor_id) if row.obligor_id is not None else None


def _reading(mine: Iterable[Any], theirs: Iterable[Any]) -> str:
    """Say clash where one side refuses what the other wants, even if it once took it."""

    def does(rows: Iterable[Any], roles: tuple[str, ...]) -> bool:
        return any(row.role_code in roles for row in rows)

    if (does(mine, WANTS) and does(theirs, REFUSES)) or (does(mine, REFUSES) and does(theirs, WANTS)):
        return "clash"
    if does(mine, RED_LINES) or does(theirs, RED_LINES):
        return "red line"
    return "overlap" if does(mine, WANTS) else "both refuse"
