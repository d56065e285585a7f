"""The corpus as people see it: articles by outlet, day and genre; copies, what was left out, what went wrong."""

from typing import Any

from parley.frames import group_rows, make_table, rows_by, rows_of
from parley.tables import CODED
from parley.tell.figures import PALETTE
from parley.tell.grids import Cell, Grid, count_cells, list_lines, sort_rows
from parley.tell.spells import grid_over_time
from parley.tell.view import View, day_of, outlet_of, rows_in
from parley.tell.wording import code_name, count_name, day_name, outlet_name, say_column

_QUESTIONS = {
    "Why now?": ("events", "motives"),
    "Who pushes, and why?": ("positions", "motives"),
    "Who wants what of whom?": ("terms",),
    "Can talks start?": ("outlooks", "positions"),
    "How does each outlet frame each actor?": ("framings",),
}
_FITNESS = ("rows", "articles", "outlets", "verdict")
_PROBLEM = ("how bad", "found", "expected", "what to do")
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
    coded = group_rows((row for table in CODED for row in rows_in(view, table)), say_column(view, "outlet_id"))
    by_outlet = group_rows(rows, say_column(view, "outlet_id"))
    lines: dict[str, dict[str, Any]] = {}
    for name, found in sorted(by_outlet.items(), key=lambda item: (-len(item[1]), item[0])):
        days = sorted(day for row in found if (day := day_of(view, row)))
        once = tuple(row for row in found if row.doc_id in kept)
        lines[name] = {
            "articles": found,
            "each text once": Cell(once, "" if once else "0"),
            "first": day_name(days[0] if days else None),
            "last": day_name(days[-1] if days else None),
            "undated": str(len(found) - len(days)),
            "coded rows": f"{len(coded.get(name, [])):,}",
        }
    n_most = max(map(len, by_outlet.values()), default=0)
    return list_lines("articles.articles_by_outlet", lines, said={"n_most": n_most, "n": len(rows)})


def articles_by_day(view: View) -> Grid:
    """Return articles by day of publication and outlet, for a timeline."""
    grid = grid_over_time(
        first_sentences(view),
        lambda row: day_of(view, row),
        say_column(view, "outlet_id"),
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
    return sort_rows(
        view,
        "articles.articles_by_genre",
        first_sentences(view),
        column=lambda row: code_name(view, "genre_code", genres[row.doc_id]),
    )


def copies(view: View) -> Grid:
    """Return the texts printed more than once: the article that is counted, and its copies."""
    members = view.chosen["documents"].dropna(subset=["copy_group_id"])
    kept = set(view.tables["documents"]["doc_id"])
    by_doc = {row.doc_id: row for row in first_sentences(view)}
    lines: dict[str, dict[str, Cell]] = {}
    for group in rows_by(members, "copy_group_id").values():
        first = next(row for row in group if row.doc_id in kept)
        others = [row for row in group if row.doc_id != first.doc_id]
        names = ", ".join(f"{outlet_name(row.outlet_id)}, {day_name(row.published_on)}" for row in others)
        lines[f"{first.title or first.doc_id} ({outlet_name(first.outlet_id)})"] = {
            "counted": Cell((by_doc[first.doc_id],), day_name(first.published_on)),
            "copies": Cell(tuple(by_doc[row.doc_id] for row in others), names),
        }
    return list_lines("articles.copies", lines, said={"n": count_name(len(lines), "text")})


def removals(view: View) -> Grid:
    """Return what was not read as article text, by kind and outlet."""
    rows = rows_of(view.chosen["removals"])
    return sort_rows(view, "articles.removals", rows, said={"n": count_name(len(rows), "block")})


def problems(view: View) -> Grid:
    """Return what went wrong in reading and coding, with what to do."""
    rows = rows_of(view.every["problems"])
    lines: dict[str, dict[str, str]] = {}
    for row in rows:
        line = " ".join(part for part in (row.source_path, row.place) if part)
        while line in lines:
            line += " "
        said = (row.severity_code, row.found, row.expected, row.remedy)
        lines[line] = dict(zip(_PROBLEM, (text or "" for text in said), strict=True))
    return list_lines("articles.problems", lines, columns=_PROBLEM, said={"n": count_name(len(rows), "problem")})


def fitness(view: View) -> Grid:
    """Return for each question how many rows, articles and outlets can answer it, and whether that is enough."""
    lines = {}
    for question, tables in _QUESTIONS.items():
        rows = [row for table in tables for row in rows_in(view, table)]
        sizes = (len(rows), len({row.doc_id for row in rows}), len({outlet_of(view, row) for row in rows}))
        enough = all(size >= least for size, least in zip(sizes, _ENOUGH, strict=True))
        verdict = "enough" if enough else "thin: a hint" if rows else "nothing to go by"
        lines[question] = dict(zip(_FITNESS, (*(f"{size:,}" for size in sizes), verdict), strict=True))
    n_enough = sum(told["verdict"] == "enough" for told in lines.values())
    least = dict(zip(("least_rows", "least_articles", "least_outlets"), _ENOUGH, strict=True))
    return list_lines(
        "articles.fitness", lines, columns=_FITNESS, said={"n_enough": n_enough, "n": len(lines), **least}
    )
