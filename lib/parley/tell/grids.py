"""Grids: rows sorted into lines and columns, of which every cell opens into its passages.

A grid is drawn by `charts`, shown as a table by `table`; a chart carries its table along.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from parley.codebook import load_yaml
from parley.frames import group_rows
from parley.tell.blocks import Block, anchor, fill
from parley.tell.evidence import pick_rows, show_passage
from parley.tell.view import View, by_time
from parley.tell.wording import code_name, count_name, list_name, row_key, say_column

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

    @property
    def top(self) -> str:
        """The first line, empty where there is none."""
        return self.lines[0] if self.lines else ""


def make_grid(
    rows: Iterable[Any], line: Callable[[Any], str | None], column: Callable[[Any], str | None], **more: Any
) -> Grid:
    """Return a grid of rows by what `line` and `column` say of each; null leaves a row out.

    Lines are ordered by their number of rows, columns likewise, unless `lines` or `columns` give the order (and
    what may appear). `more` sets the other fields of `Grid`.
    """
    placed = group_rows(rows, lambda row: (line(row), column(row)))
    found = {at: some for at, some in placed.items() if None not in at}
    lines = more.pop("lines", None) or _by_size(found, 0)
    columns = more.pop("columns", None) or _by_size(found, 1)
    columns = [name for name in columns if any(at[1] == name and at[0] in lines for at in found)]
    cells = {at: Cell(tuple(some)) for at, some in found.items() if at[0] in lines and at[1] in columns}
    lines = [name for name in lines if any(at[0] == name for at in cells)]
    fields: dict[str, Any] = {"title": "", "measure": "", "head": ""} | more
    return Grid(lines=tuple(lines), columns=tuple(columns), cells=cells, **fields)


def sort_rows(view: View, name: str, rows: Iterable[Any], **more: Any) -> Grid:
    """Return a grid of rows, sorted and worded as `grids.yml` says of this name.

    `line` and `column` are functions, where they are no columns of the rows; `codes` those of the column that may
    appear, in their order; given with their colours, they wear them. `said` is what title and measure tell besides.
    `more` sets what else `make_grid` takes.
    """
    given = _read_given()[name] | more
    codes, said, column = more.pop("codes", ()), more.pop("said", {}), given["column"]
    if codes:
        more["columns"] = [code_name(view, column, code) for code in codes]
        if isinstance(codes, dict):
            more["colours"] = dict(zip(more["columns"], codes.values(), strict=True))
    ways = [say_column(view, way) if isinstance(way, str) else way for way in (given["line"], column)]
    fields = {key: value for key, value in more.items() if key not in ("line", "column")}
    return _worded(make_grid(rows, *ways, **fields), given, said)


def list_lines(name: str, lines: Mapping[str, Mapping[str, Any]], **more: Any) -> Grid:
    """Return a grid, worded as `grids.yml` says, of what stands in each line by column: rows, a text or a cell."""
    given, said = _read_given()[name] | more, more.pop("said", {})
    cells = {(line, column): _as_cell(shown) for line, cells in lines.items() for column, shown in cells.items()}
    return _worded(
        Grid("", "", "", tuple(lines), tuple(given["columns"]), cells, note=more.get("note", "")), given, said
    )


def _as_cell(shown: Any) -> Cell:
    if isinstance(shown, Cell):
        return shown
    return Cell(text=shown) if isinstance(shown, str) else Cell(tuple(shown))


@lru_cache(maxsize=1)
def _read_given() -> dict[str, dict[str, Any]]:
    """Return what `grids.yml` says of each grid."""
    return dict(load_yaml(Path(__file__).with_name("grids.yml")))


def _worded(grid: Grid, given: Mapping[str, Any], said: Mapping[str, Any]) -> Grid:
    """Return the grid with its words, and what is too much left out."""
    column = grid.columns[0] if grid.columns else ""
    most = count_cells(grid, grid.top)
    tops = [line for line in grid.lines if count_cells(grid, line) == most]
    known = {"top": list_name(tops, 3), "n_top": f"{most} each" if len(tops) > 1 else most, "n_all": count_cells(grid)}
    known |= {"column": column, "n_column": count_cells(grid, column=column), **said}
    title = "none" if not grid.lines and "none" in given else "title"
    title, measure = (given.get(key, "").format(**known) for key in (title, "measure"))
    grid = grid._replace(title=title, measure=measure, head=given["head"])
    if len(grid.columns) > given.get("most_columns", len(grid.columns)):
        grid = keep_columns(grid, grid.columns[: given["most_columns"]])
    return top_lines(grid, given.get("most_lines", len(grid.lines)))


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


def table(grid: Grid, view: View, *, totals: bool = True) -> Block:
    """Return a grid as a table for people: every filled cell links to its passages below it."""
    title = f"{grid.title}: {count_name(count_cells(grid), 'row')}"
    return fill("grid", title, **table_parts(grid, view, totals))


def table_parts(grid: Grid, view: View, totals: bool = True) -> dict[str, Any]:
    """Return the values that the table piece is filled with."""
    grid = trim(grid)
    is_counted = not any(cell.share is not None or cell.text for cell in grid.cells.values())
    summed = totals and len(grid.columns) > 1 and is_counted
    columns = [*grid.columns, "all"] if summed else list(grid.columns)
    worded = [_is_worded(grid, column) for column in grid.columns] + [False] * summed
    body: list[dict[str, Any]] = []
    for line in grid.lines:
        cells = [grid.cells.get((line, column), Cell()) for column in grid.columns]
        cells += [Cell(text=f"{count_cells(grid, line):,}")] * summed
        links = [f"#{cell_anchor(grid, line, column)}" for column in columns]
        body.append({"name": line, "cells": list(map(_show_cell, cells, links, worded))})
    groups = group_passages(grid, view)
    unsure = any(cell["unsure"] for line in body for cell in line["cells"])
    return {
        "grid": grid,
        "title": finding(grid),
        "note": " ".join(part for part in (grid.note, _UNSURE_NOTE if unsure else "") if part),
        "columns": list(zip(columns, worded, strict=True)),
        "body": body,
        "groups": groups,
        "n_passages": sum(len(group["passages"]) for group in groups),
        "csv": _csv([grid.head, *columns], body),
        "place": grid_anchor(grid),
    }


def _show_cell(cell: Cell, link: str, is_worded: bool) -> dict[str, Any]:
    marks = {"thin": cell.is_thin, "unsure": _is_unsure(cell)}
    signs = " ".join(name for name, is_so in marks.items() if is_so) + " words" * is_worded
    return {"text": cell_text(cell), "link": link if cell.rows else "", "class": signs, **marks}


def _is_unsure(cell: Cell) -> bool:
    """Say whether all rows of a cell are alleged, denied or hypothetical: they must not pass for fact."""
    return bool(cell.rows) and all(getattr(row, "evidence_code", None) in UNSURE for row in cell.rows)


def _is_worded(grid: Grid, column: str) -> bool:
    """Say whether most of a column is words: they stand left, numbers, shares and days right."""
    texts = [text for at, cell in grid.cells.items() if at[1] == column and (text := cell_text(cell))]
    return sum(sum(char.isalpha() for char in text) > _LETTERS for text in texts) > len(texts) / 2


def group_passages(grid: Grid, view: View) -> list[dict[str, Any]]:
    """Return the passages behind each filled cell, oldest first; the more cells, the fewer of each."""
    filled = [at for at in product(grid.lines, grid.columns) if grid.cells.get(at, Cell()).rows]
    most = max(1, min(_N_SHOWN, _MOST_SHOWN // max(1, len(filled))))
    groups = []
    for at, (line, column) in enumerate(filled):
        rows = by_time(view, grid.cells[line, column].rows)
        shown, others = pick_rows(rows, most if at < _MOST_SHOWN else 0)
        groups.append(
            {
                "id": cell_anchor(grid, line, column),
                "name": f"{line}: {column}" if column else line,
                "n": count_name(len(rows), "row"),
                "passages": [show_passage(view, row) for row in shown],
                "others": [row_key(row) for row in others],
                "rest": count_name(len(others), "more row"),
            }
        )
    return groups


def _csv(head: list[str], body: list[dict[str, Any]]) -> str:
    """Return a table as a data address that a browser saves as CSV, without a script."""
    rows = [head, *([line["name"], *(cell["text"] for cell in line["cells"])] for line in body)]
    lines = [",".join('"' + value.replace('"', '""') + '"' for value in row) for row in rows]
    return "data:text/csv;charset=utf-8," + quote("\r\n".join(lines) + "\r\n")
