"""Who is shown as acting and who as suffering: verbs of harm, help and negotiation with who does what to whom."""

from collections import Counter
from typing import Any, NamedTuple

from parley.code.agency import find_deeds
from parley.code.passages import walk_articles
from parley.frames import rows_of
from parley.tell.figures import OTHER, PALETTE, side_colours
from parley.tell.grids import Cell, Grid, count_cells
from parley.tell.view import View, outlet_of
from parley.tell.wording import count_name, outlet_name, side_name
from parley.weigh.shares import share_by_article

_DOES = {"harm": "does harm", "help": "helps", "negotiate": "negotiates", "suffer": "suffers"}
_IS_DONE_TO = {"harm": "suffers", "help": "is helped", "negotiate": "negotiates"}
_COLUMNS = {
    "does harm": PALETTE[1],
    "helps": PALETTE[0],
    "negotiates": PALETTE[2],
    "suffers": PALETTE[3],
    "is helped": OTHER,
}
_FEW = 10


class Part(NamedTuple):
    """An actor's part in one deed: what it does or has done to it, and the verb in its sentence."""

    side: str
    part: str
    row: Any


def find_parts(view: View) -> list[Part]:
    """Return the parts that actors have in deeds; a deed of two actors is two parts. Without a codebook: none."""
    if view.book is None:
        return []
    sentences = {row.sent_id: row for row in rows_of(view.tables["sentences"])}
    found = []
    for article in walk_articles(view.tables, view.book):
        for sentence in article.sentences:
            for deed in find_deeds(sentence, view.book):
                start, end = sentence.spans[deed.at]
                row = sentences[sentence.sent_id]._replace(start=start, end=end)
                found += [Part(side_name(view, actor), _DOES[deed.effect], row) for actor in deed.agents]
                if deed.effect in _IS_DONE_TO:
                    done_to = [actor for actor in deed.patients if actor not in deed.agents]
                    found += [Part(side_name(view, actor), _IS_DONE_TO[deed.effect], row) for actor in done_to]
    return found


def parts_by_side(parts: list[Part], n: int = 10) -> Grid:
    """Return how often each side does harm, helps, negotiates, suffers or is helped."""
    lines = _busiest(parts, n)
    cells: dict[tuple[str, str], Cell] = {}
    for part in parts:
        if part.side in lines:
            rows = cells.get((part.side, part.part), Cell()).rows
            cells[part.side, part.part] = Cell((*rows, part.row))
    columns = tuple(name for name in _COLUMNS if any(at[1] == name for at in cells))
    measure = "Verbs of harm, help, suffering and negotiation by the part a side has in them, in anybody’s words"
    grid = Grid("", measure, "Actor", lines, columns, cells, _COLUMNS)
    does, suffers = (_top(grid, column) for column in ("does harm", "suffers"))
    title = (
        f"Shown doing harm most: {does}; suffering most: {suffers}" if does and suffers else "Few deeds of harm or help"
    )
    return grid._replace(title=title)


def _busiest(parts: list[Part], n: int) -> tuple[str, ...]:
    sizes = Counter(part.side for part in parts)
    return tuple(sorted(sizes, key=lambda side: (-sizes[side], side))[:n])


def _top(grid: Grid, column: str) -> str:
    counts = {line: count_cells(grid, line, column) for line in grid.lines}
    top = max(counts, key=lambda line: counts[line], default="")
    return f"{top} ({counts[top]})" if top and counts[top] else ""


def acting_shares(view: View, parts: list[Part], n: int = 5) -> Grid:
    """Return by outlet the share of a side's parts in which it acts rather than suffers or is helped."""
    groups: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.side, outlet_name(outlet_of(view, part.row))), []).append(part)
    sides = _busiest(parts, n)
    cells = {at: _acting(view, found) for at, found in groups.items() if at[0] in sides}
    known = {at: cell for at, cell in cells.items() if cell.share is not None}
    least = min(known, key=lambda at: (known[at].share or 0, at), default=None)
    title = f"Shown as acting least: {least[0]} in {least[1]}" if least else "Too few deeds for a comparison of outlets"
    return Grid(
        title=title,
        measure="Share of deeds in which the actor acts rather than suffers or is helped; 95 % interval by article",
        head="Actor",
        lines=sides,
        columns=tuple(sorted({at[1] for at in cells})),
        cells=cells,
        colours=side_colours(view),
    )


def _acting(view: View, parts: list[Part]) -> Cell:
    rows = tuple(part.row for part in parts)
    if len(rows) < view.min_rows:
        return Cell(rows, f"{count_name(len(rows), 'deed')}, too few", is_thin=True)
    acts = [part.part not in ("suffers", "is helped") for part in parts]
    share = share_by_article(acts, [row.doc_id for row in rows])
    return Cell(rows, "", share.share, share.low, share.high, share.n, share.n < _FEW)
