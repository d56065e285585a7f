"""Evidence: the passages behind rows, in their sentences, with who says so, where and when."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.frames import rows_of
from parley.tables import Tables
from parley.tell.blocks import Block, fill, safe_url
from parley.tell.view import View, as_view, context_of
from parley.tell.wording import code_name, count_name, day_name, describe, kind_of, outlet_name, row_key, whose_words

N_SHOWN = 6


class Passage(NamedTuple):
    """One row as its reader sees it: the passage between what stands before and after it, and its source."""

    row_id: str
    kind: str
    says: str
    before: str
    marked: str
    after: str
    whose: str
    evidence: str
    evidence_code: str
    outlet: str
    day: str
    title: str
    url: str | None
    citation: str = ""


def evidence(
    rows: pd.DataFrame | Iterable[Any],
    tables: View | Tables,
    *,
    n: int = N_SHOWN,
    title: str = "",
    snippet: int | None = None,
) -> Block:
    """Return the passages behind coded rows as a block that shows itself in a notebook.

    Every passage stands marked in its sentence, with who says so, how far the text vouches for it, outlet, day
    and link. At most `n` are shown, from as many articles as can be; the others are named by their ids.
    `snippet` is the longest quotation in characters.

    Example:
        >>> from parley.frames import make_table
        >>> article = {"doc_id": "a", "text": "Kyiv refused.", "outlet_id": "delta-post", "published_on": "2022-11-09"}
        >>> tables = {"documents": make_table("documents", [article]), "sentences": make_table("sentences", [])}
        >>> row = {"doc_id": "a", "mention_id": "a:m0001", "actor_id": "ukraine", "start": 0, "end": 4}
        >>> "<mark>Kyiv</mark>" in evidence(make_table("mentions", [row]), tables).html
        True
    """
    view, listed = as_view(tables), rows_of(rows) if isinstance(rows, pd.DataFrame) else list(rows)
    shown, others = pick_rows(listed, n)
    passages = [show_passage(view, row, snippet) for row in shown]
    rest = count_name(len(others), "more row") if others else ""
    summary = f"{title or 'Evidence'}: {count_name(len(listed), 'row')}"
    others = [row_key(row) for row in others]
    return fill("evidence", summary, tuple(passages), title=title, passages=passages, rest=rest, others=others)


def pick_rows(rows: Sequence[Any], n: int) -> tuple[list[Any], list[Any]]:
    """Return the rows to show, and the others; an article gives its second row only after all gave their first."""
    turn: dict[str, int] = {}
    queue = []
    for at, row in enumerate(rows):
        turn[row.doc_id] = turn.get(row.doc_id, 0) + 1
        queue.append((turn[row.doc_id], at))
    picked = sorted(at for _, at in sorted(queue)[:n])
    chosen = set(picked)
    return [rows[at] for at in picked], [row for at, row in enumerate(rows) if at not in chosen]


def show_passage(view: View, row: Any, snippet: int | None = None) -> Passage:
    """Return a row as its reader sees it."""
    article = view.articles[row.doc_id]
    most = snippet or view.snippet
    if row.start is None:  # a block dropped from HTML has its text, but no place in the article's
        before, marked, after = cut_passage(row.text, (0, len(row.text)), (0, len(row.text)), most)
    else:
        before, marked, after = cut_passage(article.text, (row.start, row.end), context_of(view, row), most)
    code = getattr(row, "evidence_code", None)
    day = day_name(article.published_on)
    return Passage(
        row_id=row_key(row),
        kind=kind_of(row),
        says=describe(view, row),
        before=before,
        marked=marked,
        after=after,
        whose=whose_words(view, row) if hasattr(row, "speaker_id") else "",
        evidence=code_name(view, "evidence_code", code) if code else "",
        evidence_code=code or "",
        outlet=outlet_name(article.outlet_id),
        day=f"{day} (inferred)" if article.date_basis_code == "inferred" else day,
        title=article.title or "",
        url=safe_url(article.url),
    )


def cut_passage(text: str, passage: tuple[int, int], context: tuple[int, int], most: int) -> tuple[str, str, str]:
    """Return what stands before, the passage and what stands after it, together at most `most` characters.

    >>> cut_passage("Kyiv said no. Moscow said that it was ready to talk.", (38, 51), (14, 52), 30)
    ('… that it was ', 'ready to talk', '.')
    """
    start, end = passage
    marked = _plain(text[start:end])
    before, after = _plain(text[context[0] : start]).lstrip(), _plain(text[end : context[1]]).rstrip()
    if len(marked) >= most:
        return "…" if before else "", marked[: most - 1].rstrip() + "…", ""
    room = most - len(marked)
    n_after = min(len(after), max(room // 2, room - len(before)))
    n_before = min(len(before), room - n_after)
    if n_before < len(before):
        before = "… " + before[len(before) - n_before :].partition(" ")[2]
    if n_after < len(after):
        after = after[:n_after].rpartition(" ")[0] + " …"
    return before, marked, after


def _plain(text: str) -> str:
    """Return a text on one line; what stood at its edges stays one space."""
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")


def cite(view: View | Tables, row: Any) -> str:
    """Return a passage with its source as plain text to copy: “…” (Outlet, 9 Nov 2022, “Title”, address)."""
    shown = show_passage(as_view(view), row)
    source = ", ".join(part for part in (shown.outlet, shown.day, f"“{shown.title}”" if shown.title else "") if part)
    return f"“{shown.marked.strip()}” ({source}{', ' + shown.url if shown.url else ''}) [{shown.row_id}]"
