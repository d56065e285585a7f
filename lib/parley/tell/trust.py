"""How far to trust this: measured quality, what stays unknown, which articles gave nothing."""

from parley.tables import CODED
from parley.tell.articles import first_sentences
from parley.tell.grids import Cell, Grid
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
    cells: dict[tuple[str, str], Cell] = {}
    for line, (table, column) in _UNKNOWNS.items():
        rows = rows_in(view, table)
        missing = tuple(row for row in rows if getattr(row, column) is None)
        share = f"{len(missing) / len(rows):.0%}" if len(rows) >= view.min_rows else "too few"
        cells[line, "unknown"] = Cell(missing, "" if missing else "0")
        cells[line, "of rows"] = Cell(text=f"{len(rows):,}")
        cells[line, "share"] = Cell(text=share, is_thin=share == "too few")
    shares = {line: n for line in _UNKNOWNS if (n := cells[line, "share"]).text != "too few"}
    top = max(shares, key=lambda line: int(shares[line].text.rstrip("%")), default="")
    return Grid(
        title=f"Left open most – {top}, in {shares[top].text} of its rows" if top else "Too few rows to tell",
        measure="Rows in which a column is null: unknown, never a guess",
        head="What is not known",
        lines=tuple(_UNKNOWNS),
        columns=("unknown", "of rows", "share"),
        cells=cells,
    )


def silent_articles(view: View) -> Grid:
    """Return the articles in which nothing was coded at all: beside the point, or missed."""
    spoken = {row.doc_id for table in CODED for row in rows_in(view, table)}
    rows = [row for row in first_sentences(view, once=True) if row.doc_id not in spoken]
    articles = view.articles
    cells = {}
    for row in rows:
        article = articles[row.doc_id]
        line = article.title or article.doc_id
        cells[f"{line} ({outlet_name(article.outlet_id)})", "opens with"] = Cell((row,), day_name(article.published_on))
    n = f"{len(rows)} of" if rows else "None of the"
    return Grid(
        title=f"{n} {count_name(len(view.tables['documents']), 'article')} gave no coded row",
        measure="Articles without a position, term, motive, framing, event or outlook",
        head="Article",
        lines=tuple(dict.fromkeys(at[0] for at in cells)),
        columns=("opens with",),
        cells=cells,
    )
