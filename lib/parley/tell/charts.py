"""Charts: one function, one figure, from one grid; every mark leads to the passages behind it."""

from datetime import date
from math import sqrt
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import MaxNLocator

from parley.tell.blocks import Block, fill
from parley.tell.figures import INK, LINE, OTHER, PAPER, SOFT, draw_axes, frame, link_to, styled
from parley.tell.grids import Cell, Grid, cell_anchor, finding, grid_anchor, trim
from parley.tell.view import View

_LINE_HEIGHT = 0.42
_MOST_LINES = 14
_ABREAST, _PANEL = 4, 1.3  # panels side by side, and the width of one with its margin, in shares
_MOST_UPRIGHT = 8  # labels above columns; more of them are slanted


@styled
def bars(grid: Grid, view: View) -> Block:
    """Return stacked bars: a bar for each line, a part for each column, coloured by `grid.colours`."""
    if not grid.lines:
        return nothing(grid)
    grid = trim(grid, _MOST_LINES)
    figure, axes = draw_axes(0.6 + _LINE_HEIGHT * len(grid.lines))
    for at, line in enumerate(grid.lines):
        left = 0
        for column in grid.columns:
            size = len(grid.cells.get((line, column), Cell()).rows)
            if size:
                colour = grid.colours.get(column) or grid.colours.get(line) or OTHER
                (patch,) = axes.barh(at, size, left=left, height=0.66, color=colour, edgecolor="none")
                patch.set_url(link_to(cell_anchor(grid, line, column)))
                if left:
                    axes.plot([left, left], [at - 0.33, at + 0.33], color=PAPER, linewidth=1.4)
                left += size
        axes.text(left, at, f"  {left}", va="center", color=INK)
    _name_lines(axes, grid)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(left=0)
    axes.margins(x=0.08)
    return frame(figure, grid, view, kind="Bar chart", keys=_keys(grid))


@styled
def timeline(grid: Grid, view: View) -> Block:
    """Return a lane for each column with a dot for each line, which is a day (ISO); a dot's area is its rows."""
    grid = trim(grid)
    days = [line for line in grid.lines if _as_day(line)]
    if not days:
        return nothing(grid)
    lanes = [column for column in grid.columns if any((day, column) in grid.cells for day in days)]
    figure, axes = draw_axes(0.7 + _LINE_HEIGHT * len(lanes))
    for at, lane in enumerate(lanes):
        axes.axhline(at, color=LINE, linewidth=0.8, zorder=1)
        found = [(day, grid.cells[day, lane]) for day in days if (day, lane) in grid.cells]
        dots = axes.scatter(
            [date2num(_as_day(day)) for day, _ in found],
            [at] * len(found),
            s=[44 + 34 * len(cell.rows) for _, cell in found],
            color=grid.colours.get(lane, OTHER),
            alpha=0.85,
            linewidths=0.6,
            edgecolors=PAPER,
            zorder=2,
        )
        dots.set_urls([link_to(cell_anchor(grid, day, lane)) for day, _ in found])
    axes.set_yticks(range(len(lanes)), lanes)
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    _date_axis(axes)
    return frame(figure, grid, view, kind="Timeline")


@styled
def weeks(grid: Grid, view: View) -> Block:
    """Return upright bars by week or longer spell: a bar for each line (its first day), a part for each column."""
    grid = trim(grid)
    mondays = [line for line in grid.lines if _as_day(line)]
    if not mondays:
        return nothing(grid)
    starts = [date2num(_as_day(line)) for line in mondays]
    step = min((after - before for before, after in zip(starts, starts[1:], strict=False)), default=7.0)
    figure, axes = draw_axes(3.0)
    for line in mondays:
        bottom = 0
        for column in grid.columns:
            size = len(grid.cells.get((line, column), Cell()).rows)
            if size:
                colour = grid.colours.get(column, OTHER)
                (patch,) = axes.bar(
                    date2num(_as_day(line)) + step * 0.43, size, bottom=bottom, width=step * 0.86, color=colour
                )
                patch.set_url(link_to(cell_anchor(grid, line, column)))
                bottom += size
        axes.text(date2num(_as_day(line)) + step * 0.43, bottom, f"{bottom}", ha="center", va="bottom", color=INK)
    axes.yaxis.set_visible(False)
    axes.margins(y=0.15)
    _date_axis(axes)
    return frame(figure, grid, view, kind="Bars over time", keys=_keys(grid))


@styled
def bubbles(grid: Grid, view: View) -> Block:
    """Return a disc for each filled cell, its area the number of rows, with the number beside it."""
    if not grid.lines:
        return nothing(grid)
    grid = trim(grid, _MOST_LINES)
    is_slanted = len(grid.columns) > _MOST_UPRIGHT
    figure, axes = draw_axes(1.0 + 0.5 * len(grid.lines) + 1.2 * is_slanted)
    most = max(len(cell.rows) for cell in grid.cells.values())
    for (line, column), cell in grid.cells.items():
        x, y = grid.columns.index(column), grid.lines.index(line)
        colour = grid.colours.get(line) or grid.colours.get(column) or OTHER
        size = 30 + 620 * len(cell.rows) / most
        dots = axes.scatter([x], [y], s=[size], color=colour, linewidths=0)
        dots.set_urls([link_to(cell_anchor(grid, line, column))])
        beside = (sqrt(size) / 2 + 4, 0)
        axes.annotate(f"{len(cell.rows)}", (x, y), beside, textcoords="offset points", va="center", color=INK)
    if is_slanted:
        slanted: Any = {"rotation": 40, "ha": "left", "rotation_mode": "anchor"}
        axes.set_xticks(range(len(grid.columns)), grid.columns, **slanted)
    else:
        axes.set_xticks(range(len(grid.columns)), [_broken(column) for column in grid.columns])
    axes.set_xlim(-0.6, len(grid.columns) - 0.4)
    axes.xaxis.tick_top()
    axes.spines["bottom"].set_visible(False)
    axes.grid(color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    _name_lines(axes, grid)
    return frame(figure, grid, view, kind="Bubble chart")


@styled
def intervals(grid: Grid, view: View) -> Block:
    """Return small multiples: a panel for each column, in it the share of each line with its 95 % interval.

    Thin cells (few rows) are hollow and grey; cells without a share are left empty, and so are their panels.
    """
    every = grid = trim(grid)
    shown = [column for column in grid.columns if any(_share_at(grid, line, column) for line in grid.lines)]
    if not shown:
        return nothing(grid)
    grid = grid._replace(lines=tuple(line for line in grid.lines if any(_share_at(grid, line, at) for at in shown)))
    n_down, tall = -(-len(shown) // _ABREAST), len(grid.lines) + 2.2
    # All panels lie in one pair of axes, moved right and down: many axes take many times as long to lay out.
    figure, axes = draw_axes(_LINE_HEIGHT * 0.9 * tall * n_down)
    for at, column in enumerate(shown):
        _panel(axes, grid, column, ((at % _ABREAST) * _PANEL, at // _ABREAST * tall))
    places = [(at + down * tall, line) for down in range(n_down) for at, line in enumerate(grid.lines)]
    axes.set_yticks([place for place, _ in places], [_broken(line, 34) for _, line in places])
    axes.set_ylim(tall * n_down - 1, -1.2)
    axes.set_xlim(-0.04, _PANEL * max(3, min(_ABREAST, len(shown))) - 0.1)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return frame(figure, every, view, kind="Shares with intervals")


def _panel(axes: Axes, grid: Grid, column: str, at: tuple[float, float]) -> None:
    right, down = at
    n = len(grid.lines)
    axes.text(right, down - 0.75, column, color=SOFT, fontsize=11.5)
    for share, label, align in ((0, "0", "left"), (0.5, "50 %", "center"), (1, "100 %", "right")):
        axes.plot([right + share] * 2, [down - 0.4, down + n - 0.5], color=LINE, linewidth=0.8, zorder=0)
        axes.text(right + share, down + n - 0.1, label, color=SOFT, fontsize=10, ha=align, va="center")
    for line_at, line in enumerate(grid.lines):
        cell: Any = _share_at(grid, line, column)
        if cell:
            y, colour = down + line_at, OTHER if cell.is_thin else grid.colours.get(line, INK)
            axes.plot([right + cell.low, right + cell.high], [y, y], color=colour, linewidth=1.6, alpha=0.7)
            face = PAPER if cell.is_thin else colour
            dot = axes.scatter([right + cell.share], [y], s=[58], color=face, edgecolors=colour, zorder=3)
            dot.set_urls([link_to(cell_anchor(grid, line, column))])


def nothing(grid: Grid) -> Block:
    """Return the line that stands where a chart would be empty."""
    return fill("nothing", f"{grid.title}: nothing to draw", title=finding(grid), place=grid_anchor(grid))


def _share_at(grid: Grid, line: str, column: str) -> Cell | None:
    cell = grid.cells.get((line, column))
    return cell if cell and cell.share is not None else None


def _keys(grid: Grid) -> list[tuple[str, str]]:
    return [(column, grid.colours[column]) for column in grid.columns if column in grid.colours]


def _name_lines(axes: Axes, grid: Grid) -> None:
    axes.set_yticks(range(len(grid.lines)), [_broken(line, 34) for line in grid.lines])
    axes.set_ylim(len(grid.lines) - 0.4, -0.6)


def _date_axis(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.margins(x=0.04)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _broken(text: str, width: int = 14) -> str:
    """Return a label on at most two lines."""
    if len(text) <= width or " " not in text:
        return text
    middle = min((abs(at - len(text) // 2), at) for at, char in enumerate(text) if char == " ")[1]
    return text[:middle] + "\n" + text[middle + 1 :]
