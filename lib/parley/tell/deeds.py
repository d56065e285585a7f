"""Who is shown as acting and who as suffering: verbs of harm, help and negotiation with who does what to whom."""

from collections import Counter
from operator import attrgetter
from typing import Any, NamedTuple

from parley.code.agency import find_deeds
from parley.code.passages import walk_articles
from parley.frames import rows_of
from parley.tell.figures import OTHER, PALETTE
from parley.tell.grids import Grid, count_cells, make_grid
from parley.tell.view import View
from parley.tell.wording import side_name

_DOES = {"harm": "does harm", "help": "helps", "negotiate": "negotiates", "suffer": "suffers"}
_IS_DONE_TO = {"harm": "suffers", "help": "is helped", "negotiate": "negotiates"}
_COLUMNS = {
    "does harm": PALETTE[1],
    "helps": PALETTE[0],
    "negotiates": PALETTE[2],
    "suffers": PALETTE[3],
    "is helped": OTHER,
}

_FEW = "Few deeds of harm or help"


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
    sizes = Counter(part.side for part in parts)
    lines = sorted(sizes, key=lambda side: (-sizes[side], side))[:n]
    grid = make_grid(parts, attrgetter("side"), attrgetter("part"), lines=lines, columns=_COLUMNS, head="Actor")
    cells = {at: cell._replace(rows=tuple(part.row for part in cell.rows)) for at, cell in grid.cells.items()}
    does, suffers = (_top(grid, column) for column in ("does harm", "suffers"))
    return grid._replace(
        title=f"Shown doing harm most: {does}; suffering most: {suffers}" if does and suffers else _FEW,
        measure="Verbs of harm, help, suffering and negotiation by the part a side has in them, in anybody’s words",
        cells=cells,
        colours=_COLUMNS,
    )


def _top(grid: Grid, column: str) -> str:
    counts = {line: count_cells(grid, line, column) for line in grid.lines}
    top = max(counts, key=lambda line: counts[line], default="")
    return f"{top} ({counts[top]})" if top and counts[top] else ""
