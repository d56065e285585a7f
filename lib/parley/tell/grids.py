"""Grids: rows sorted into lines and columns, of which every cell opens into its passages.

A grid is drawn by `charts`, shown as a table by `table`; a chart carries its table along.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from parley.tell.blocks import Block, anchor, fill
from parley.tell.evidence import pick_rows, show_passage
from parley.tell.view import View, day_of
from parley.tell.wording import count_name, row_key

UNSURE = ("alleged", "denied", "hypothetical")
_UNSURE_NOTE = "In italics: alleged, denied or hypothetical only."
_N_SHOWN = 4
_LETTERS = 4  # a day has three
_MOST_LINES, _MOST_COLUMNS = 75, 12
_MOST_SHOWN = 160  # passages below one grid, so that a page stays small whatever the corpus


class Cell(NamedTuple):
    """What stands in one place of a grid: its rows, or a text; `share`, `low`, `high` where a share is shown."""

    rows: tuple[Any, ...] = ()
    text: str = ""
    share: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_thin: bool = False


class Grid(NamedTuple):
    """Cells by line and column. `title` says the finding, `measure` what is counted, `head` what a line is."""

    title: str
    measure: str
    head: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    colours: dict[str, str] = {}
    note: str = ""


def make_grid(
    rows: Iterable[Any],
    line: Callable[[Any], str | None],
    column: Callable[[Any], str | None],
    **more: Any,
) -> Grid:
    """Return a grid of rows by what `line` and `column` say of each; null leaves a row out.

    Lines are ordered by their number of rows, columns likewise, unless `lines` or `columns` give the order (and
    what may appear). `more` sets the other fields of `Grid`.
    """
    cells: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        at = (line(row), column(row))
        if at[0] is not None and at[1] is not None:
            cells.setdefault((at[0], at[1]), []).append(row)
    lines = more.pop("lines", None) or _by_size(cells, 0)
    columns = more.pop("columns", None) or _by_size(cells, 1)
    columns = [name for name in columns if any(at[1] == name and at[0] in lines for at in cells)]
    kept = {at: Cell(tuple(found)) for at, found in cells.items() if at[0] in lines and at[1] in columns}
    lines = [name for name in lines if any(at[0] == name for at in kept)]
    fields: dict[str, Any] = {"title": "", "measure": "", "head": ""} | more
    return Grid(lines=tuple(lines), columns=tuple(columns), cells=kept, **fields)


def _by_size(cells: dict[tuple[str, str], list[Any]], at: int) -> list[str]:
    sizes: dict[str, int] = {}
    for place, rows in cells.items():
        sizes[place[at]] = sizes.get(place[at], 0) + len(rows)
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def trim(grid: Grid, lines: int = _MOST_LINES, columns: int = _MOST_COLUMNS) -> Grid:
    """Return the grid with its first lines and its fullest columns, so that a page stays small whatever the corpus."""
    if len(grid.columns) > columns:
        fullest = set(sorted(grid.columns, key=lambda column: -count_cells(grid, column=column))[:columns])
        note = f"{grid.note} {count_name(len(grid.columns) - columns, 'column')} with fewer rows left out.".strip()
        grid = keep_columns(grid, [column for column in grid.columns if column in fullest])._replace(note=note)
    return top_lines(grid, lines)


def keep_columns(grid: Grid, columns: Sequence[str]) -> Grid:
    """Return the grid with these of its columns, in this order, and the lines that still have a cell."""
    cells = {at: cell for at, cell in grid.cells.items() if at[1] in columns}
    lines = tuple(line for line in grid.lines if any(at[0] == line for at in cells))
    return grid._replace(lines=lines, columns=tuple(columns), cells=cells)


def top_lines(grid: Grid, n: int) -> Grid:
    """Return the grid with its first n lines; the note says how many are not shown."""
    if len(grid.lines) <= n:
        return grid
    lines = grid.lines[:n]
    note = f"{grid.note} {count_name(len(grid.lines) - n, 'line')} with fewer rows left out.".strip()
    cells = {at: cell for at, cell in grid.cells.items() if at[0] in lines}
    return grid._replace(lines=lines, cells=cells, note=note)


def finding(grid: Grid) -> str:
    """Return a grid's title as the sentence it is, with a capital."""
    return grid.title[:1].upper() + grid.title[1:]


def grid_anchor(grid: Grid) -> str:
    """Return the id of a grid's figure or table."""
    return anchor(grid.title, grid.measure)


def cell_anchor(grid: Grid, line: str, column: str) -> str:
    """Return the id of the passages behind a cell."""
    return anchor(grid.title, grid.measure, line, column)


def count_cells(grid: Grid, line: str | None = None, column: str | None = None) -> int:
    """Count the rows in a line, in a column, or in all."""
    return sum(len(cell.rows) for at, cell in grid.cells.items() if line in (None, at[0]) and column in (None, at[1]))


def cell_text(cell: Cell | None) -> str:
    """Return what a cell shows: its text, its share with n and interval, or the number of its rows."""
    if cell is None:
        return ""
    if cell.text:
        return cell.text
    if cell.share is not None and cell.low is not None and cell.high is not None:
        return f"{cell.share:.0%} ({cell.low * 100:.0f}–{cell.high:.0%}, n {cell.n})"
    return f"{len(cell.rows):,}" if cell.rows else ""


def table(grid: Grid, view: View, *, totals: bool = True, snippet: int | None = None) -> Block:
    """Return a grid as a table for people: every filled cell links to its passages below it."""
    return fill(
        "grid", f"{grid.title}: {count_name(count_cells(grid), 'row')}", **table_parts(grid, view, totals, snippet)
    )


def table_parts(grid: Grid, view: View, totals: bool = True, snippet: int | None = None) -> dict[str, Any]:
    """Return the values that the table piece is filled with."""
    grid = trim(grid)
    summed = (
        totals
        and len(grid.columns) > 1
        and not any(cell.share is not None or cell.text for cell in grid.cells.values())
    )
    columns = [*grid.columns, "all"] if summed else list(grid.columns)
    worded = [_is_worded(grid, column) for column in grid.columns] + [False] * summed
    body: list[dict[str, Any]] = []
    for line in grid.lines:
        cells = []
        for column in grid.columns:
            cell = grid.cells.get((line, column))
            link = f"#{cell_anchor(grid, line, column)}" if cell and cell.rows else ""
            thin, unsure = bool(cell and cell.is_thin), bool(cell and _is_unsure(cell))
            cells.append({"text": cell_text(cell), "link": link, "thin": thin, "unsure": unsure})
        if summed:
            cells.append({"text": f"{count_cells(grid, line):,}", "link": "", "thin": False, "unsure": False})
        for shown, words in zip(cells, worded, strict=True):
            shown["class"] = " ".join(name for name in ("thin", "unsure") if shown[name]) + " words" * words
        body.append({"name": line, "cells": cells})
    groups = group_passages(grid, view, snippet)
    unsure = any(cell["unsure"] for line in body for cell in line["cells"])
    return {
        "grid": grid,
        "title": finding(grid),
        "note": " ".join(part for part in (grid.note, _UNSURE_NOTE if unsure else "") if part),
        "columns": list(zip(columns, worded, strict=True)),
        "body": body,
        "groups": groups,
        "n_passages": sum(len(group["passages"]) for group in groups),
        "csv": _csv(
            [grid.head, *columns], [[line["name"], *(cell["text"] for cell in line["cells"])] for line in body]
        ),
        "place": grid_anchor(grid),
    }


def _is_unsure(cell: Cell) -> bool:
    """Say whether all rows of a cell are alleged, denied or hypothetical: they must not pass for fact."""
    return bool(cell.rows) and all(getattr(row, "evidence_code", None) in UNSURE for row in cell.rows)


def _is_worded(grid: Grid, column: str) -> bool:
    """Say whether most of a column is words: they stand left, numbers, shares and days right."""
    texts = [text for at, cell in grid.cells.items() if at[1] == column and (text := cell_text(cell))]
    return sum(sum(char.isalpha() for char in text) > _LETTERS for text in texts) > len(texts) / 2


def group_passages(grid: Grid, view: View, snippet: int | None = None) -> list[dict[str, Any]]:
    """Return the passages behind each filled cell, oldest first; the more cells, the fewer of each."""
    filled = [(line, column) for line in grid.lines for column in grid.columns if _rows_at(grid, line, column)]
    most = max(1, min(_N_SHOWN, _MOST_SHOWN // max(1, len(filled))))
    groups = []
    for at, (line, column) in enumerate(filled):
        rows = sorted(
            _rows_at(grid, line, column), key=lambda row: (day_of(view, row) or "9999", row.doc_id, row.start or 0)
        )
        shown, others = pick_rows(rows, most if at < _MOST_SHOWN else 0)
        groups.append(
            {
                "id": cell_anchor(grid, line, column),
                "name": f"{line}: {column}" if column else line,
                "n": count_name(len(rows), "row"),
                "passages": [show_passage(view, row, snippet) for row in shown],
                "others": [row_key(row) for row in others],
                "rest": count_name(len(others), "more row"),
            }
        )
    return groups


def _rows_at(grid: Grid, line: str, column: str) -> Sequence[Any]:
    cell = grid.cells.get((line, column))
    return cell.rows if cell else ()


def _csv(head: list[str], body: list[list[str]]) -> str:
    """Return a table as a data address that a browser saves as CSV, without a script."""
    lines = [",".join('"' + value.replace('"', '""') + '"' for value in values) for values in [head, *body]]
    return "data:text/csv;charset=utf-8," + quote("\r\n".join(lines) + "\r\n")
