"""A view of the tables: what was chosen, each text once, with what is needed to show its rows to people."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from parley.codebook import Codebook
from parley.frames import make_table, rows_by, rows_of
from parley.tables import Tables
from parley.weigh.counts import Choice, choose_rows, count_once, members_of, sides_of

SNIPPET = 320
MIN_ROWS = 5
# the column that says whose a row is, by table
OWNERS = {"positions": "holder_id", "terms": "holder_id", "motives": "actor_id", "framings": "actor_id"}
OWNERS |= {"outlooks": "holder_id"}


class View(NamedTuple):
    """What a notebook looks at; made by `make_view`.

    `tables` holds the chosen rows, each text once; `chosen` the same with copies and repetitions; `every` all
    that was built. `names` are the labels of actors, `sides` who they roll up to.
    """

    tables: Tables
    chosen: Tables
    every: Tables
    book: Codebook | None
    articles: dict[str, Any]
    sentences: dict[str, tuple[list[int], list[Any]]]
    names: dict[str, str]
    sides: dict[str, str]
    snippet: int = SNIPPET
    min_rows: int = MIN_ROWS
    inputs: dict[str, Any] = {}
    measured: pd.DataFrame = pd.DataFrame()


def make_view(tables: Tables, book: Codebook | None = None, *, choice: Choice | None = None, **more: Any) -> View:
    """Return the view of the tables under a choice; `more` sets snippet, min_rows, inputs or measured."""
    chosen = choose_rows(tables, choice) if choice else dict(tables)
    actors = tables.get("actors", make_table("actors", []))
    return View(
        tables=count_once(chosen),
        chosen=chosen,
        every=tables,
        book=book,
        articles={row.doc_id: row for row in rows_of(tables["documents"])},
        sentences={
            doc_id: ([row.start for row in rows], rows) for doc_id, rows in rows_by(tables["sentences"]).items()
        },
        names={row.actor_id: row.label for row in rows_of(actors)},
        sides=sides_of(actors),
        **more,
    )


def narrow(view: View, choice: Choice) -> View:
    """Return the view of fewer rows: those of what was chosen before that `choice` asks for."""
    chosen = choose_rows(view.chosen, choice)
    return view._replace(tables=count_once(chosen), chosen=chosen)


def as_view(given: View | Tables) -> View:
    """Return a view as it is, and tables as a view of all of them."""
    return given if isinstance(given, View) else make_view(given)


def rows_in(view: View, table: str) -> list[Any]:
    """Return the chosen rows of a table, each text once, as plain rows."""
    return rows_of(view.tables[table])


def own_rows(view: View, actor: str, table: str, column: str = "") -> list[Any]:
    """Return the rows of a table whose holder (or `column`) is the actor or anyone who speaks for it."""
    members = members_of(view.tables["actors"], (actor,))
    return [row for row in rows_in(view, table) if getattr(row, column or OWNERS[table]) in members]


def side_of(view: View, actor_id: str | None) -> str | None:
    """Return the side that an actor rolls up to; an actor outside the codebook is its own side."""
    return view.sides.get(actor_id, actor_id) if actor_id else None


def day_of(view: View, row: Any) -> str | None:
    """Return the day (ISO) on which a row's article was published, or null."""
    article = view.articles.get(row.doc_id)
    return article.published_on if article else None


def outlet_of(view: View, row: Any) -> str | None:
    """Return the outlet of a row's article, or null."""
    article = view.articles.get(row.doc_id)
    return article.outlet_id if article else None


def by_time(view: View, rows: Iterable[Any]) -> list[Any]:
    """Return rows by the day of their article, oldest first, undated ones last; then as they stand in the text."""
    return sorted(rows, key=lambda row: (day_of(view, row) or "9999", row.doc_id, row.start or 0))


def context_of(view: View, row: Any) -> tuple[int, int]:
    """Return start and end of the sentences that a row's passage stands in."""
    starts, sentences = view.sentences.get(row.doc_id, ([], []))
    first = bisect_right(starts, row.start) - 1
    last = bisect_right(starts, max(row.start, row.end - 1)) - 1
    if first < 0:
        return row.start, row.end
    return min(sentences[first].start, row.start), max(sentences[last].end, row.end)
