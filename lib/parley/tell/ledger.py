"""The ledger: who demands, offers, accepts or refuses what, from whom; where sides meet; what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from parley.tell.figures import side_colours
from parley.tell.grids import Cell, Grid, count_cells, keep_columns, make_grid, top_lines
from parley.tell.spells import grid_over_time
from parley.tell.view import View, day_of, rows_in
from parley.tell.wording import actor_name, code_name, day_name, list_name, side_name
from parley.weigh.bargains import Bargain, find_bargains

TALKS = ("talks", "talks_with_leader", "mediation", "hosting", "peace_plan", "ceasefire")
STANCES = ("favours", "favours_if", "ambivalent", "opposes")
_MOST_SIDES = 6


def holders_first(view: View, rows: Iterable[Any], column: str = "holder_id", n: int = _MOST_SIDES) -> list[str]:
    """Return the labels of the sides with most rows, those without a known holder last."""
    counts = Counter(side_name(view, getattr(row, column)) for row in rows if getattr(row, column) is not None)
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))][:n]


def terms_by_side(view: View) -> Grid:
    """Return the terms side by side: a line for each clause, a column for each side, in cells what it does with it."""
    rows = [row for row in rows_in(view, "terms") if row.role_code != "provision"]
    sides = holders_first(view, rows)
    grid = make_grid(
        rows,
        lambda row: code_name(view, "term_code", row.term_code),
        lambda row: side_name(view, row.holder_id),
        columns=[*sides, *(["unknown"] if any(row.holder_id is None for row in rows) else [])],
        head="Clause",
        measure="What each side does with each clause, and in how many passages; plans on the table stand apart",
    )
    said = [f"{name} ({count_cells(grid, column=name)})" for name in sides[:3]]
    title = f"Terms are named by {list_name(said)}" if said else "No side is reported to name a term"
    return _worded(grid._replace(title=title), view, "role_code")


def _worded(grid: Grid, view: View, column: str) -> Grid:
    """Return the grid with codes and their numbers in its cells, most frequent first."""
    cells = {at: cell._replace(text=say_codes(view, column, cell.rows)) for at, cell in grid.cells.items()}
    return grid._replace(cells=cells)


def say_codes(view: View, column: str, rows: Sequence[Any]) -> str:
    """Return the codes of rows in words with their numbers: "demands 3, refuses 1"."""
    counts = Counter(getattr(row, column) for row in rows)
    said = [f"{code_name(view, column, code)} {n}" for code, n in counts.most_common()]
    return ", ".join(said)


def who_from_whom(view: View) -> Grid:
    """Return who wants something of whom: holders by those who must do it, demands and red lines only."""
    nobody = "of nobody named"
    rows = [row for row in rows_in(view, "terms") if row.role_code in ("demand", "red_line")]
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.holder_id) if row.holder_id else None,
        lambda row: f"of {side_name(view, row.obligor_id)}" if row.obligor_id else nobody,
        head="Who demands",
        measure="Demands and red lines, by who would have to carry them out",
        colours=side_colours(view),
    )
    grid = top_lines(keep_columns(grid, grid.columns[:8]), 12)
    top = grid.lines[0] if grid.lines else ""
    named = [column for column in grid.columns if column != nobody and (top, column) in grid.cells]
    said = [f"{count_cells(grid, top, column)} {column}" for column in named[:3]] or ["without saying of whom"]
    title = (
        f"{top} demands most: {count_cells(grid, top)} passages, {list_name(said)}"
        if top
        else "Nobody demands anything"
    )
    return grid._replace(title=title)


def provisions(view: View) -> Grid:
    """Return the clauses of plans on the table, by plan, with how far the texts vouch for them."""
    rows = [row for row in rows_in(view, "terms") if row.role_code == "provision" or row.plan_id is not None]
    grid = make_grid(
        rows,
        lambda row: f"{_plan(view, row.plan_id)}: {code_name(view, 'term_code', row.term_code)}",
        lambda row: code_name(view, "evidence_code", row.evidence_code),
        head="Plan: clause",
        measure="Passages by how far the text vouches for them; a plan that is only alleged has only alleged clauses",
    )
    counts = Counter(_plan(view, row.plan_id) for row in rows)
    said = [f"{name} ({n})" for name, n in counts.most_common(3)]
    return top_lines(grid, 40)._replace(
        title=f"Plans on the table: {list_name(said)}" if said else "No plan is laid out in clauses"
    )


def _plan(view: View, plan_id: str | None) -> str:
    plan = view.book.plans.get(plan_id or "") if view.book else None
    return plan.label if plan else (plan_id or "a plan without a name").replace("_", " ")


def bargains(view: View, *readings: str, most: int = 30) -> Grid:
    """Return the clauses between two sides that read so (`readings`; none: all), the most spoken of first."""
    found = [
        bargain
        for bargain in find_bargains(rows_in(view, "terms"), view.sides)
        if bargain.reading in (readings or bargain.reading)
    ]
    found.sort(key=_rank)
    lines, cells = [], {}
    for bargain in found[:most]:
        line = _bargain_name(view, bargain)
        lines.append(line)
        for column, side, rows in (
            ("one side", bargain.one, bargain.rows_one),
            ("the other", bargain.other, bargain.rows_other),
        ):
            said = say_codes(view, "role_code", rows) if rows else "no answer"
            cells[line, column] = Cell(rows, f"{actor_name(view, side)}: {said}")
        cells[line, "reading"] = Cell(text=bargain.reading)
    return Grid(
        title=_bargains_title(view, found, readings),
        measure="overlap: both want or take it; clash: one wants what the other refuses; gap: asked, not answered",
        head="Clause, between whom",
        lines=tuple(lines),
        columns=("one side", "the other", "reading"),
        cells=cells,
        note=f"{len(found) - most} more left out." if len(found) > most else "",
    )


def _bargains_title(view: View, found: list[Bargain], readings: Sequence[str]) -> str:
    """Say on what the two sides with most clauses between them overlap and clash."""
    if not found:
        return f"No {' or '.join(readings) or 'common clause'} between any two sides"
    pairs = Counter(
        (bargain.one, bargain.other) if bargain.one < bargain.other else (bargain.other, bargain.one)
        for bargain in found
    )
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
    rows = [row for row in rows_in(view, "positions") if row.holder_id is not None]
    sides = holders_first(view, rows)
    grid = make_grid(
        rows,
        lambda row: code_name(view, "issue_code", row.issue_code),
        lambda row: side_name(view, row.holder_id),
        columns=sides,
        head="Issue",
        measure="Stances and in how many passages, each repeated position counted once an article",
    )
    said = [f"{name} ({count_cells(grid, column=name)})" for name in sides[:3]]
    title = f"Positions are reported of {list_name(said)}" if said else "No position was found"
    return _worded(grid._replace(title=title), view, "stance_code")


def shifts(view: View, n: int = 25) -> Grid:
    """Return the positions that turned, from for to against or back, latest first: the passages before and after."""
    turns = [(name, turn) for name, rows in sorted(_dated(view).items()) for turn in _turns(rows)]
    turns.sort(key=lambda item: day_of(view, item[1][1]) or "", reverse=True)
    cells: dict[tuple[str, str], Cell] = {}
    for (side, issue), (before, after) in turns:
        line = f"{side}: {issue}, {day_name(day_of(view, after))}"
        cells.setdefault((line, "before"), Cell((before,), _stance(view, before)))
        cells.setdefault((line, "after"), Cell((after,), _stance(view, after)))
    lines = tuple(dict.fromkeys(at[0] for at in cells))
    turned = list(dict.fromkeys(f"{side} on {issue}" for (side, issue), _ in turns))
    grid = Grid(
        title=f"Turns from one stance to its opposite: {list_name(turned, 3)}"
        if turned
        else "No side turned its stance",
        measure="Consecutive passages of one side on one issue, by day of publication; people of one side may differ",
        head="Who, on what, when",
        lines=lines,
        columns=("before", "after"),
        cells=cells,
    )
    return top_lines(grid, n)


def _dated(view: View) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows_in(view, "positions"):
        if (
            row.holder_id
            and row.stance_code
            and day_of(view, row)
            and row.evidence_code in ("asserted", "said", "unnamed")
        ):
            key = side_name(view, row.holder_id), code_name(view, "issue_code", row.issue_code)
            found.setdefault(key, []).append(row)
    return {
        key: sorted(rows, key=lambda row: (day_of(view, row) or "", row.doc_id, row.start))
        for key, rows in found.items()
    }


def _turns(rows: list[Any]) -> list[tuple[Any, Any]]:
    poles = {"favours": 1, "favours_if": 1, "opposes": -1}
    clear = [row for row in rows if row.stance_code in poles]
    return [
        (one, two)
        for one, two in zip(clear, clear[1:], strict=False)
        if poles[one.stance_code] != poles[two.stance_code]
    ]


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
