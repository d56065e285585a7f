"""Passages: articles as every coder reads them, sentence by sentence, clause by clause, with who speaks.

One walk over documents, sentences, mentions and statements serves all coders of a batch.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.code.clauses import Clause, Named, Sentence, parts_of, split_clauses
from parley.codebook import Codebook
from parley.find.lines import paragraphs_of
from parley.find.quotes import find_quotations
from parley.frames import rows_by
from parley.spans import Span, words_of
from parley.tables import Tables

__all__ = [
    "Article", "Clause", "Named", "Sentence", "chain_of", "number_rows", "speaks_for", "voice_of", "walk_articles",
]  # fmt: skip


_QUOTES = frozenset({'"', "``", "''"})


class Article(NamedTuple):
    """What a coder walks: one article's sentences and clauses, in order."""

    doc_id: str
    published_on: str | None
    text: str
    sentences: list[Sentence]
    clauses: list[list[Clause]]


class _Frames:
    """The frames of a batch, equal only to themselves: frames never change in place, so each batch is walked once."""

    def __init__(self, tables: Tables) -> None:
        self.frames = tuple(tables[name] for name in ("documents", "sentences", "mentions", "statements"))

    def __hash__(self) -> int:
        return hash(tuple(id(frame) for frame in self.frames))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frames) and all(a is b for a, b in zip(self.frames, other.frames, strict=True))


def walk_articles(tables: Tables, book: Codebook) -> Iterator[Article]:
    """Yield every article with its sentences and, beside each sentence, its clauses.

    Sentences that are removed never appear; headings do, marked `is_summary` where the article has a body.
    """
    yield from _articles(_Frames(tables), book)


@lru_cache(maxsize=1)
def _articles(batch: _Frames, book: Codebook) -> tuple[Article, ...]:
    """Return the articles of a batch; kept, for six coders in a row read the same batch."""
    documents, sentences, mentions, statements = (rows_by(frame) for frame in batch.frames)
    articles = []
    for doc in (row for rows in documents.values() for row in rows):
        own = sentences.get(doc.doc_id, [])
        views = _sentences(doc, own, mentions.get(doc.doc_id, []))
        quotations = [(one.start, one.end) for one in find_quotations(doc.text, paragraphs_of(own))]
        said = [(*_hull(one), one) for one in statements.get(doc.doc_id, [])]
        views = [_with(view, said, quotations) for view in views]
        clauses = [split_clauses(view, book) for view in views]
        articles.append(Article(doc.doc_id, doc.published_on, doc.text, views, clauses))
    return tuple(articles)


def _sentences(doc: Any, rows: Sequence[Any], mentions: Sequence[Any]) -> list[Sentence]:
    has_body = any(row.sentence_kind_code == "body" and not row.is_removed for row in rows)
    by_sentence: dict[str, list[Any]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sent_id, []).append(mention)
    headings = {row.sent_id: doc.text[row.start : row.end] for row in rows if row.sentence_kind_code == "heading"}
    views = []
    for row in rows:
        if row.is_removed:
            continue
        spans, words = words_of(doc.text[row.start : row.end])
        # quotation marks are no words: with them, “only with “another president”” would be no phrase
        kept = [n for n, word in enumerate(words) if word not in _QUOTES]
        here = tuple((row.start + spans[n][0], row.start + spans[n][1]) for n in kept)
        words = tuple(words[n] for n in kept)
        starts = [start for start, _ in here]
        named = tuple(sorted(_named(mention, starts) for mention in by_sentence.get(row.sent_id, ())))
        kind = row.sentence_kind_code
        views.append(
            Sentence(
                doc_id=doc.doc_id,
                sent_id=row.sent_id,
                para=row.para,
                start=row.start,
                end=row.end,
                words=words,
                spans=here,
                mentions=named,
                statements=(),
                sentence_kind_code=kind,
                is_summary=kind == "heading" and has_body,
                heading=headings.get(row.heading_sent_id),
                published_on=doc.published_on,
                text=doc.text,
            )
        )
    return views


def _named(mention: Any, starts: Sequence[int]) -> Named:
    first = max(0, bisect_right(starts, mention.start) - 1)
    last = bisect_left(starts, mention.end)
    return Named(first, max(last, first + 1), mention.actor_id, mention.how_code, mention.mention_id)


def _with(view: Sentence, said: Sequence[tuple[int, int, Any]], quotations: Sequence[Span]) -> Sentence:
    """Return a sentence with the statements and quotations that reach into it."""
    start, end = view.start, view.end
    near = [one for low, high, one in said if low < end and high > start]
    return view._replace(
        statements=tuple(one for one in near if one.sent_id == view.sent_id or _reaches(one, start, end)),
        quotations=tuple(span for span in quotations if span[0] < end and start < span[1]),
    )


def _hull(statement: Any) -> Span:
    return min(statement.start, statement.content_start), max(statement.end, statement.content_end)


def _reaches(statement: Any, start: int, end: int) -> bool:
    return any(low < end and high > start for low, high in parts_of(statement))


def voice_of(clause: Clause, holder_id: str | None, book: Codebook) -> str:
    """Return whose words a row of this holder is in: the clause's voice if the speaker speaks for the holder.

    Somebody else's account of what the holder wants, thinks or will do is `ascribed`.
    """
    if holder_id is None and clause.speaker_id is not None:
        return "ascribed"
    if clause.speaker_id == holder_id or speaks_for(clause.speaker_id, holder_id, book):
        return clause.voice_code
    return "ascribed"


def speaks_for(speaker_id: str | None, holder_id: str | None, book: Codebook) -> bool:
    """Say whether one actor rolls up to the other, either way (a minister and his state)."""
    return bool(speaker_id and holder_id) and (
        holder_id in chain_of(speaker_id, book) or speaker_id in chain_of(holder_id, book)
    )


@lru_cache(maxsize=4096)
def chain_of(actor_id: str | None, book: Codebook) -> tuple[str, ...]:
    """Return the actor and everything it rolls up to, nearest first."""
    chain: list[str] = []
    while actor_id is not None and actor_id in book.actors and actor_id not in chain:
        chain.append(actor_id)
        actor_id = book.actors[actor_id].speaks_for_id
    return tuple(chain) or ((actor_id,) if actor_id else ())


def number_rows(
    rows: Iterator[dict[str, Any]], key: str, letter: str, doc_id: str, same: Callable[[dict[str, Any]], Any]
) -> Iterator[dict[str, Any]]:
    """Yield rows in text order with their ids; a row whose `same` was seen before points to the first."""
    seen: dict[Any, str] = {}
    for n, row in enumerate(sorted(rows, key=lambda one: (one["start"], one["end"]))):
        row_id = f"{doc_id}:{letter}{n:04d}"
        first = seen.setdefault(same(row), row_id)
        yield {**row, key: row_id, "same_as": first if first != row_id else None}
