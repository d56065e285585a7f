"""The corpus as people see it: articles by outlet, day and genre; copies, what was left out, what went wrong."""

from typing import Any

from parley.frames import make_table, rows_by, rows_of
from parley.tables import CODED
from parley.tell.figures import PALETTE
from parley.tell.grids import Cell, Grid, count_cells, make_grid
from parley.tell.spells import grid_over_time
from parley.tell.view import View, day_of, group_rows, outlet_of, rows_in
from parley.tell.wording import code_name, count_name, day_name, outlet_name

_QUESTIONS = {
    "Why now?": ("events", "motives"),
    "Who pushes, and why?": ("positions", "motives"),
    "Who wants what of whom?": ("terms",),
    "Can talks start?": ("outlooks", "positions"),
    "How does each outlet frame each actor?": ("framings",),
}
_ENOUGH = (30, 10, 3)  # rows, articles and outlets from which a comparison has something to stand on


def first_sentences(view: View, *, once: bool = False) -> list[Any]:
    """Return the first body sentence of each chosen article (with copies, unless `once`), which stands for it."""
    tables = view.tables if once else view.chosen
    sentences = rows_by(tables["sentences"])
    return [_first(article, sentences.get(article.doc_id, [])) for article in rows_of(tables["documents"])]


def _first(article: Any, sentences: list[Any]) -> Any:
    """Return an article's first sentence that was read; its opening where coding failed and there is none."""
    read = [row for row in sentences if not row.is_removed] or sentences
    if not read:
        opening = {"doc_id": article.doc_id, "sent_id": article.doc_id, "start": 0, "end": min(len(article.text), 80)}
        return rows_of(make_table("sentences", [opening]))[0]
    return next((row for row in read if row.sentence_kind_code == "body"), read[0])


def articles_by_outlet(view: View) -> Grid:
    """Return what each outlet gave: articles with and without copies, first and last day, rows coded."""
    rows = first_sentences(view)
    kept = set(view.tables["documents"]["doc_id"])
    coded = [row for table in CODED for row in rows_in(view, table)]
    cells: dict[tuple[str, str], Cell] = {}
    by_outlet = group_rows(rows, lambda row: outlet_name(outlet_of(view, row)))
    coded_by_outlet = group_rows(coded, lambda row: outlet_name(outlet_of(view, row)))
    for name, found in by_outlet.items():
        days = sorted(day for day in (day_of(view, row) for row in found) if day)
        once = tuple(row for row in found if row.doc_id in kept)
        cells[name, "articles"] = Cell(tuple(found))
        cells[name, "each text once"] = Cell(once, "" if once else "0")
        cells[name, "first"] = Cell(text=day_name(days[0]) if days else "undated")
        cells[name, "last"] = Cell(text=day_name(days[-1]) if days else "undated")
        cells[name, "undated"] = Cell(text=str(len(found) - len(days)))
        cells[name, "coded rows"] = Cell(text=f"{len(coded_by_outlet.get(name, [])):,}")
    lines = sorted(by_outlet, key=lambda name: (-len(by_outlet[name]), name))
    title = f"{lines[0]} gives most articles: {len(by_outlet[lines[0]])} of {len(rows)}" if lines else "No articles"
    return Grid(
        title=title,
        measure="Articles by outlet; each opens into the first sentence of its articles",
        head="Outlet",
        lines=tuple(lines),
        columns=("articles", "each text once", "first", "last", "undated", "coded rows"),
        cells=cells,
    )


def articles_by_day(view: View) -> Grid:
    """Return articles by day of publication and outlet, for a timeline."""
    grid = grid_over_time(
        first_sentences(view),
        lambda row: day_of(view, row),
        lambda row: outlet_name(outlet_of(view, row)),
        measure="Articles by day of publication, copies included; undated ones cannot be shown",
    )
    busiest = max(grid.lines, key=lambda day: (count_cells(grid, day), day), default="")
    spell = grid.head.split()[0].lower()
    said = f"Most articles in one {spell}: {count_cells(grid, busiest)}, from {day_name(busiest)}"
    title = said.replace(" in one day", " on one day").replace(", from", ", on") if spell == "day" else said
    return grid._replace(title=title if busiest else "No dates", colours=dict.fromkeys(grid.columns, PALETTE[0]))


def articles_by_genre(view: View) -> Grid:
    """Return articles by outlet and genre."""
    genres = {row.doc_id: row.genre_code for row in rows_of(view.chosen["documents"])}
    grid = make_grid(
        first_sentences(view),
        lambda row: outlet_name(outlet_of(view, row)),
        lambda row: code_name(view, "genre_code", genres[row.doc_id]),
        head="Outlet",
        measure="Articles by genre, copies included",
    )
    top = grid.columns[0] if grid.columns else ""
    return grid._replace(
        title=f"The most frequent genre is {top}: {count_cells(grid, column=top)}" if top else "No genre"
    )


def copies(view: View) -> Grid:
    """Return the texts printed more than once: the article that is counted, and its copies."""
    members = view.chosen["documents"].dropna(subset=["copy_group_id"])
    kept = set(view.tables["documents"]["doc_id"])
    by_doc = {row.doc_id: row for row in first_sentences(view)}
    cells: dict[tuple[str, str], Cell] = {}
    for group in rows_by(members, "copy_group_id").values():
        first = next(row for row in group if row.doc_id in kept)
        line = f"{first.title or first.doc_id} ({outlet_name(first.outlet_id)})"
        others = [row for row in group if row.doc_id != first.doc_id]
        cells[line, "counted"] = Cell((by_doc[first.doc_id],), day_name(first.published_on))
        names = ", ".join(f"{outlet_name(row.outlet_id)}, {day_name(row.published_on)}" for row in others)
        cells[line, "copies"] = Cell(tuple(by_doc[row.doc_id] for row in others), names)
    lines = tuple(dict.fromkeys(at[0] for at in cells))
    return Grid(
        title=f"{count_name(len(lines), 'text')} printed more than once" if lines else "No text was printed twice",
        measure="Equal or nearly equal texts; only the first is counted in what follows",
        head="Text",
        lines=lines,
        columns=("counted", "copies"),
        cells=cells,
    )


def removals(view: View) -> Grid:
    """Return what was not read as article text, by kind and outlet."""
    rows = rows_of(view.chosen["removals"])
    return make_grid(
        rows,
        lambda row: code_name(view, "removal_kind_code", row.removal_kind_code),
        lambda row: outlet_name(outlet_of(view, row)),
        head="Kind",
        title=f"{count_name(len(rows), 'block')} left out of coding",
        measure="Blocks of page furniture found in articles, never coded; each opens into its text",
    )


def problems(view: View) -> Grid:
    """Return what went wrong in reading and coding, with what to do."""
    rows = rows_of(view.every["problems"])
    lines: list[str] = []
    cells: dict[tuple[str, str], Cell] = {}
    for row in rows:
        line = " ".join(part for part in (row.source_path, row.place) if part)
        while line in lines:
            line += " "
        lines.append(line)
        said = (row.severity_code, row.found, row.expected, row.remedy)
        cells |= {(line, column): Cell(text=text or "") for column, text in zip(_PROBLEM, said, strict=True)}
    title = f"{count_name(len(rows), 'problem')} in reading or coding" if rows else "Everything could be read"
    return Grid(title, "Every problem, with what to do about it", "File", tuple(lines), _PROBLEM, cells)


_PROBLEM = ("how bad", "found", "expected", "what to do")


def fitness(view: View) -> Grid:
    """Return for each question how many rows, articles and outlets can answer it, and whether that is enough."""
    cells: dict[tuple[str, str], Cell] = {}
    verdicts = []
    for question, tables in _QUESTIONS.items():
        rows = [row for table in tables for row in rows_in(view, table)]
        sizes = (len(rows), len({row.doc_id for row in rows}), len({outlet_of(view, row) for row in rows}))
        enough = all(size >= least for size, least in zip(sizes, _ENOUGH, strict=True))
        verdict = "enough" if enough else "thin: a hint" if rows else "nothing to go by"
        verdicts.append(verdict)
        texts = (*(f"{size:,}" for size in sizes), verdict)
        for column, text in zip(("rows", "articles", "outlets", "verdict"), texts, strict=True):
            cells[question, column] = Cell(text=text)
    return Grid(
        title=f"{verdicts.count('enough')} of {len(verdicts)} questions have enough to stand on",
        measure="Enough: at least {} rows from {} articles of {} outlets".format(*_ENOUGH),
        head="Question",
        lines=tuple(_QUESTIONS),
        columns=("rows", "articles", "outlets", "verdict"),
        cells=cells,
    )
