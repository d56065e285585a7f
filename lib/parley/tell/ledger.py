"""The ledger: who demands, offers, accepts or refuses what, from whom; where sides meet; what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from parley.frames import group_rows
from parley.tell.figures import side_colours
from parley.tell.grids import Cell, Grid, count_cells, list_lines, sort_rows
from parley.tell.spells import grid_over_time
from parley.tell.view import View, by_time, day_of, rows_in
from parley.tell.wording import actor_name, code_name, day_name, list_name, side_name
from parley.weigh.bargains import Bargain, find_bargains

TALKS = ("talks", "talks_with_leader", "mediation", "hosting", "peace_plan", "ceasefire")
STANCES = ("favours", "favours_if", "ambivalent", "opposes")
_MOST_SIDES = 6


def held_positions(view: View, *issues: str) -> list[Any]:
    """Return the positions with a known holder on these issues (none: on all)."""
    rows = rows_in(view, "positions")
    return [row for row in rows if row.holder_id is not None and row.issue_code in (issues or (row.issue_code,))]


def holders_first(view: View, rows: Iterable[Any], column: str = "holder_id", n: int = _MOST_SIDES) -> list[str]:
    """Return the labels of the sides with most rows, those without a known holder last."""
    counts = Counter(side_name(view, getattr(row, column)) for row in rows if getattr(row, column) is not None)
    return sorted(counts, key=lambda name: (-counts[name], name))[:n]


def terms_by_side(view: View) -> Grid:
    """Return the terms side by side: a line for each clause, a column for each side, in cells what it does with it."""
    rows = [row for row in rows_in(view, "terms") if row.role_code != "provision"]
    columns = [*holders_first(view, rows), *(["unknown"] if any(row.holder_id is None for row in rows) else [])]
    grid = sort_rows(view, "ledger.terms_by_side", rows, columns=columns, said={"sides": _say_sides(view, rows)})
    return _worded(grid, view, "role_code")


def _say_sides(view: View, rows: Sequence[Any]) -> str:
    counts = Counter(side_name(view, row.holder_id) for row in rows)
    return list_name([f"{name} ({counts[name]})" for name in holders_first(view, rows, n=3)])


def _worded(grid: Grid, view: View, column: str) -> Grid:
    """Return the grid with codes and their numbers in its cells, most frequent first."""
    cells = {at: cell._replace(text=say_codes(view, column, cell.rows)) for at, cell in grid.cells.items()}
    return grid._replace(cells=cells)


def say_codes(view: View, column: str, rows: Sequence[Any]) -> str:
    """Return the codes of rows in words with their numbers: "demands 3, refuses 1"."""
    counts = Counter(getattr(row, column) for row in rows)
    return ", ".join(f"{code_name(view, column, code)} {n}" for code, n in counts.most_common())


def who_from_whom(view: View) -> Grid:
    """Return who wants something of whom: holders by those who must do it, demands and red lines only."""
    nobody = "of nobody named"
    rows = [row for row in rows_in(view, "terms") if row.role_code in ("demand", "red_line")]
    grid = sort_rows(
        view,
        "ledger.who_from_whom",
        [row for row in rows if row.holder_id],
        column=lambda row: f"of {side_name(view, row.obligor_id)}" if row.obligor_id else nobody,
        colours=side_colours(view),
    )
    top = grid.top
    named = [column for column in grid.columns if column != nobody and (top, column) in grid.cells]
    said = [f"{count_cells(grid, top, column)} {column}" for column in named[:3]] or ["without saying of whom"]
    title = f"{top} demands most: {count_cells(grid, top)} passages, {list_name(said)}"
    return grid._replace(title=title if top else "Nobody demands anything")


def provisions(view: View) -> Grid:
    """Return the clauses of plans on the table, by plan, with how far the texts vouch for them."""
    rows = [row for row in rows_in(view, "terms") if row.role_code == "provision" or row.plan_id is not None]
    counts = Counter(_plan(view, row.plan_id) for row in rows)
    return sort_rows(
        view,
        "ledger.provisions",
        rows,
        line=lambda row: f"{_plan(view, row.plan_id)}: {code_name(view, 'term_code', row.term_code)}",
        said={"plans": list_name([f"{name} ({n})" for name, n in counts.most_common(3)])},
    )


def _plan(view: View, plan_id: str | None) -> str:
    plan = view.book.plans.get(plan_id or "") if view.book else None
    return plan.label if plan else (plan_id or "a plan without a name").replace("_", " ")


def bargains(view: View, *readings: str, most: int = 30) -> Grid:
    """Return the clauses between two sides that read so (`readings`; none: all), the most spoken of first."""
    every = find_bargains(rows_in(view, "terms"), view.sides)
    found = sorted((one for one in every if one.reading in (readings or one.reading)), key=_rank)

    def say(side: str, rows: Sequence[Any]) -> Cell:
        said = say_codes(view, "role_code", rows) if rows else "no answer"
        return Cell(tuple(rows), f"{actor_name(view, side)}: {said}")

    lines = {
        _bargain_name(view, one): {
            "one side": say(one.one, one.rows_one),
            "the other": say(one.other, one.rows_other),
            "reading": one.reading,
        }
        for one in found[:most]
    }
    note = f"{len(found) - most} more left out." if len(found) > most else ""
    return list_lines("ledger.bargains", lines, note=note)._replace(title=_bargains_title(view, found, readings))


def _bargains_title(view: View, found: list[Bargain], readings: Sequence[str]) -> str:
    """Say on what the two sides with most clauses between them overlap and clash."""
    if not found:
        return f"No {' or '.join(readings) or 'common clause'} between any two sides"
    pairs = Counter(tuple(sorted((bargain.one, bargain.other))) for bargain in found)
    (one, other), _ = max(pairs.items(), key=lambda item: (item[1], item[0]))
    said = []
    for reading in dict.fromkeys(bargain.reading for bargain in found):
        terms = [item.term_code for item in found if {item.one, item.other} == {one, other} and item.reading == reading]
        if terms:
            names = list(dict.fromkeys(code_name(view, "term_code", term) for term in terms))
            said.append(f"{reading} on {list_name(names, 3)}")
    return f"{actor_name(view, one)} and {actor_name(view, other)}: {'; '.join(said)}"


def _rank(bargain: Bargain) -> tuple[Any, ...]:
    n = len(bargain.rows_one) + len(bargain.rows_other)
    return bargain.reading == "gap", -n, bargain.term_code, bargain.one, bargain.other, bargain.obligor or ""


def _bargain_name(view: View, bargain: Bargain) -> str:
    term = code_name(view, "term_code", bargain.term_code)
    duty = f" by {actor_name(view, bargain.obligor)}" if bargain.obligor else ""
    return f"{term}{duty}: {actor_name(view, bargain.one)} and {actor_name(view, bargain.other)}"


def positions_by_issue(view: View) -> Grid:
    """Return who is for and against what: a line for each issue, a column for each side, stances in the cells."""
    rows = held_positions(view)
    columns, said = holders_first(view, rows), {"sides": _say_sides(view, rows)}
    grid = sort_rows(view, "ledger.positions_by_issue", rows, columns=columns, said=said)
    return _worded(grid, view, "stance_code")


def shifts(view: View) -> Grid:
    """Return the positions that turned, from for to against or back, latest first: the passages before and after."""
    turns = [(name, turn) for name, rows in sorted(_dated(view).items()) for turn in _turns(rows)]
    turns.sort(key=lambda item: day_of(view, item[1][1]) or "", reverse=True)
    lines: dict[str, dict[str, Cell]] = {}
    for (side, issue), (before, after) in turns:
        shown = {"before": Cell((before,), _stance(view, before)), "after": Cell((after,), _stance(view, after))}
        lines.setdefault(f"{side}: {issue}, {day_name(day_of(view, after))}", shown)
    turned = list(dict.fromkeys(f"{side} on {issue}" for (side, issue), _ in turns))
    return list_lines("ledger.shifts", lines, said={"turned": list_name(turned, 3)})


def _dated(view: View) -> dict[tuple[str, str], list[Any]]:
    """Return what each side is vouched to hold on each issue, in order of time."""
    rows = [
        row
        for row in held_positions(view)
        if row.stance_code and day_of(view, row) and row.evidence_code in ("asserted", "said", "unnamed")
    ]
    told = by_time(view, rows)
    return group_rows(told, lambda row: (side_name(view, row.holder_id), code_name(view, "issue_code", row.issue_code)))


def _turns(rows: list[Any]) -> list[tuple[Any, Any]]:
    poles = {"favours": 1, "favours_if": 1, "opposes": -1}
    clear = [row for row in rows if row.stance_code in poles]
    pairs = zip(clear, clear[1:], strict=False)
    return [(one, two) for one, two in pairs if poles[one.stance_code] != poles[two.stance_code]]


def _stance(view: View, row: Any) -> str:
    return f"{code_name(view, 'stance_code', row.stance_code)}, {day_name(day_of(view, row))}"


def days_by_side(view: View, table: str = "positions") -> Grid:
    """Return the rows of a table by day of publication and side, for a timeline."""
    rows = [row for row in rows_in(view, table) if row.holder_id is not None]
    sides = holders_first(view, rows, n=8)
    name = table.capitalize()
    return grid_over_time(
        rows,
        lambda row: day_of(view, row),
        lambda row: side_name(view, row.holder_id),
        columns=sides,
        title=f"{name} of {sides[0]} are reported most" if sides else f"No dated {table}",
        measure=f"{name} by day of publication; a dot's area is the number of passages",
        colours=side_colours(view),
    )
