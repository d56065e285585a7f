"""How far to trust this: measured quality, what stays unknown, which articles gave nothing."""

from typing import Any

from parley.tables import CODED
from parley.tell.articles import first_sentences
from parley.tell.grids import Cell, Grid, list_lines
from parley.tell.view import View, rows_in
from parley.tell.wording import count_name, day_name, outlet_name

_UNKNOWNS = {
    "statements: nobody known as speaker": ("statements", "speaker_id"),
    "positions: nobody known as holder": ("positions", "holder_id"),
    "positions: stance unclear": ("positions", "stance_code"),
    "terms: nobody known as holder": ("terms", "holder_id"),
    "terms: nobody known who must do it": ("terms", "obligor_id"),
    "motives: nobody known who is moved": ("motives", "actor_id"),
    "framings: no verdict on tone": ("framings", "tone_code"),
    "events: no day": ("events", "date_from"),
    "outlooks: nobody known who predicts": ("outlooks", "holder_id"),
}


def unknowns(view: View) -> Grid:
    """Return how much of each table stays unknown, each opening into the rows where it does."""
    lines: dict[str, dict[str, Any]] = {}
    shares: dict[str, str] = {}
    for line, (table, column) in _UNKNOWNS.items():
        rows = rows_in(view, table)
        missing = tuple(row for row in rows if getattr(row, column) is None)
        is_thin = len(rows) < view.min_rows
        share = "too few" if is_thin else f"{len(missing) / len(rows):.0%}"
        shares |= {} if is_thin else {line: share}
        unknown = Cell(missing, "" if missing else "0")
        lines[line] = {"unknown": unknown, "of rows": f"{len(rows):,}", "share": Cell(text=share, is_thin=is_thin)}
    top = max(shares, key=lambda line: int(shares[line].rstrip("%")), default="")
    title = f"Left open most – {top}, in {shares[top]} of its rows" if top else "Too few rows to tell"
    return list_lines("trust.unknowns", lines)._replace(title=title)


def silent_articles(view: View) -> Grid:
    """Return the articles in which nothing was coded at all: beside the point, or missed."""
    spoken = {row.doc_id for table in CODED for row in rows_in(view, table)}
    rows = [row for row in first_sentences(view, once=True) if row.doc_id not in spoken]
    lines = {}
    for row in rows:
        article = view.articles[row.doc_id]
        line = f"{article.title or article.doc_id} ({outlet_name(article.outlet_id)})"
        lines[line] = {"opens with": Cell((row,), day_name(article.published_on))}
    n = f"{len(rows)} of" if rows else "None of the"
    said = {"n": f"{n} {count_name(len(view.tables['documents']), 'article')}"}
    return list_lines("trust.silent_articles", lines, said=said)
