"""Figures: a matplotlib drawing as SVG that takes its colours from the page, with its finding, numbers and passages."""

import re
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from parley.tell.blocks import Block, anchor, fill
from parley.tell.grids import Grid, cell_text, finding, table_parts
from parley.tell.view import View
from parley.tell.wording import side_name

# Stand-ins that the drawing is made with; the page's own colours take their place, so that it can be dark.
INK, SOFT, LINE, PAPER = "#010203", "#020304", "#030405", "#040506"
_FROM_PAGE = {
    INK: "var(--parley-ink, currentColor)",
    SOFT: "var(--parley-soft, #6b7280)",
    LINE: "var(--parley-line, #c9ced4)",
    PAPER: "var(--parley-paper, #fdfdfb)",
}
# After Okabe and Ito 2008 (told apart by colour-blind readers), each at least 3:1 on white and on near-black.
PALETTE = ("#2f7fc1", "#d9641c", "#138f6b", "#b5689f", "#b08900", "#5b6fd6", "#9a6b3f", "#c2476b")
OTHER = "#858b93"
STANCES = {"favours": "#2f7fc1", "favours_if": "#5f9fd2", "ambivalent": "#858b93", "opposes": "#d9641c"}
TONES = {"negative": "#d9641c", "neutral": "#858b93", "positive": "#2f7fc1"}
_WIDTH = 10.4  # inches of 72 points: every figure has the same width
_MOST_SAID = 12


def side_colours(view: View) -> dict[str, str]:
    """Return the colour of each side by its label: one actor, one colour in every figure of a codebook.

    The sides for which the codebook knows most people and bodies have colours of their own; all others are grey.
    """
    sizes = Counter(side for actor, side in view.sides.items() if actor != "author")
    sides = [side for side, _ in sizes.most_common()]
    return {side_name(view, side): PALETTE[at] if at < len(PALETTE) else OTHER for at, side in enumerate(sides)}


# Every function that draws is decorated with this: text and marks take their style when they are made.
styled = matplotlib.rc_context(fname=Path(__file__).with_name("figures.mplstyle"))


def draw_axes(height: float) -> tuple[Figure, Axes]:
    """Return a figure of the common width, so many inches high, and its axes."""
    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def as_svg(figure: Figure, name: str) -> str:
    """Return the drawing as SVG to stand in a page: same drawing, same bytes; ids are its own."""
    figure.patch.set_visible(False)
    for axes in figure.axes:
        axes.patch.set_visible(False)
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = re.sub(
        r"^.*?(?=<svg)|<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", text.getvalue(), flags=re.DOTALL
    )
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]+)"', lambda hit: f' id="{name}-{hit[1]}"' if hit[1] in used else "", svg)
    svg = re.sub(r'xlink:href="#(?!to-)', f'xlink:href="#{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-").replace('xlink:href="#to-', 'tabindex="-1" href="#')
    svg = svg.replace(' target="_blank"', "")
    svg = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1; font-family: inherit", svg)
    for stand_in, colour in _FROM_PAGE.items():
        svg = svg.replace(stand_in, colour)
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    head = f'<svg viewBox="0 0 {width} {height}" aria-hidden="true" class="drawing" xmlns:xlink="http://www.w3.org/1999/xlink">'
    return re.sub(r"<svg[^>]*>", head, svg, count=1).strip()


def link_to(place: str) -> str:
    """Return the address to give to a mark, so that it leads to a place on the page."""
    return f"#to-{place}"


def frame(figure: Figure, grid: Grid, view: View, *, kind: str, keys: Iterable[tuple[str, str]] = ()) -> Block:
    """Return the drawing of a grid with its finding, alternative text, numbers and passages.

    `keys` are the names and colours that the reader needs to tell marks apart.
    """
    parts: dict[str, Any] = table_parts(grid, view)
    alt = say_grid(grid, kind)
    svg = as_svg(figure, anchor(grid.title, kind))
    return fill(
        "figure",
        f"{kind}: {grid.title}",
        svg=svg,
        alt=alt,
        keys=[(key, _FROM_PAGE.get(colour, colour)) for key, colour in keys],
        **parts,
    )


def say_grid(grid: Grid, kind: str) -> str:
    """Return a drawing in words, made from its numbers."""
    said = []
    for line in grid.lines[:_MOST_SAID]:
        texts = [(column, cell_text(grid.cells.get((line, column)))) for column in grid.columns]
        said.append(f"{line}: " + ", ".join(f"{column} {text}".strip() for column, text in texts if text))
    rest = (
        f" And {len(grid.lines) - _MOST_SAID} more lines, in the table below." if len(grid.lines) > _MOST_SAID else ""
    )
    return f"{kind}. {finding(grid)}. {grid.measure}. " + "; ".join(said) + "." + rest
