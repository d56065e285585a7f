"""Who pushes for talks and who against, and from which motives: declared apart from imputed, and by whom."""

from typing import Any

from parley.tell.figures import OTHER, PALETTE, STANCES
from parley.tell.grids import Cell, Grid, count_cells, list_lines, sort_rows
from parley.tell.ledger import TALKS, held_positions
from parley.tell.view import View, by_time, day_of, rows_in
from parley.tell.wording import actor_name, code_name, count_name, day_name, imputer_name, list_name, side_name

_DECLARED = "declared by itself"
_FOR = ("favours", "favours_if")
_NONE = "Nobody is reported for talks"
_VOICES = {"quoted": PALETTE[0], "reported": PALETTE[2], "ascribed": PALETTE[1], "author": OTHER}


def promoters(view: View) -> Grid:
    """Return who is for talks, mediation, a ceasefire or a plan, and who against: sides by stance."""
    rows = held_positions(view, *TALKS)
    grid = sort_rows(view, "drives.promoters", [row for row in rows if row.stance_code], codes=STANCES)
    ranks = {line: at for at, line in enumerate(first_voices(view).lines)}
    lines = sorted(grid.lines, key=lambda line: (-count_cells(grid, line), ranks.get(line, 999)))
    n_unclear = sum(row.stance_code is None for row in rows)
    note = f"{count_name(n_unclear, 'passage')} with an unclear stance left out." if n_unclear else ""
    grid = grid._replace(lines=tuple(lines), note=note)
    return grid._replace(title=_promoters_title(grid, [code_name(view, "stance_code", code) for code in _FOR]))


def _promoters_title(grid: Grid, columns: list[str]) -> str:
    n_for = {line: sum(count_cells(grid, line, column) for column in columns) for line in grid.lines}
    most = max(n_for.values(), default=0)
    tops = [line for line in grid.lines if n_for[line] == most]
    if not most:
        return _NONE
    if len(tops) > 1:
        return f"{list_name(tops)} are reported most often for talks: {count_name(most, 'passage')} each"
    return (
        f"{tops[0]} is reported most often for talks: {most} of its {count_name(count_cells(grid, tops[0]), 'passage')}"
    )


def first_voices(view: View) -> Grid:
    """Return when each side is first reported for talks and first against, by whom; undated ones come last."""
    first: dict[str, dict[str, Any]] = {"first for": {}, "first against": {}}
    for row in by_time(view, held_positions(view, *TALKS)):
        if row.stance_code in (*_FOR, "opposes"):
            said = f"{day_name(day_of(view, row))}, {actor_name(view, row.holder_id)}"
            first["first for" if row.stance_code in _FOR else "first against"].setdefault(
                side_name(view, row.holder_id), Cell((row,), said)
            )
    sides = dict.fromkeys((*first["first for"], *first["first against"]))  # filled in order of time
    lines = {side: {column: cells[side] for column, cells in first.items() if side in cells} for side in sides}
    grid = list_lines("drives.first_voices", lines, said={"first": next(iter(first["first for"]), "")})
    if any(day_of(view, cell.rows[0]) for cell in first["first for"].values()):
        return grid
    return grid._replace(title="No day is known: who was first cannot be told" if first["first for"] else _NONE)


def own_or_ascribed(view: View) -> Grid:
    """Return whether stances on talks are a side's own words or said about it by somebody else."""
    rows = held_positions(view, *TALKS)
    n_own = sum(row.voice_code in ("quoted", "reported") for row in rows)
    return sort_rows(view, "drives.own_or_ascribed", rows, codes=_VOICES, said={"n_own": n_own})


def motives_by_actor(view: View) -> Grid:
    """Return who is said to be moved by what, and by whom: declared, or imputed by the article or by another side."""
    rows = [row for row in rows_in(view, "motives") if row.actor_id is not None]
    grid = sort_rows(
        view,
        "drives.motives_by_actor",
        rows,
        line=lambda row: f"{side_name(view, row.actor_id)}: {code_name(view, 'motive_code', row.motive_code)}",
        column=lambda row: imputer_name(view, row),
    )
    # grid.columns stand by size, and by name among equals
    grid = grid._replace(columns=tuple(sorted(grid.columns, key=lambda name: name != _DECLARED)))
    n_own = sum(row.basis_code == "declared" for row in rows)
    who, _, what = grid.top.partition(": ")
    title = f"{len(rows) - n_own} of {count_name(len(rows), 'motive')} are imputed, not declared; named most: {who} – "
    title += f"{what[:1].lower()}{what[1:]} ({count_cells(grid, grid.top)})"
    return grid._replace(title=title) if rows else grid
