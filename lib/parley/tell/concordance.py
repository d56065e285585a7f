"""Concordance: a word or phrase in its sentences, with places that a citation can rest on."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from parley.errors import UsageError
from parley.spans import fold
from parley.tables import Tables
from parley.tell.blocks import Block, fill
from parley.tell.view import View, as_view
from parley.tell.wording import count_name, day_name, outlet_name

_LONGEST_QUERY = 200


class Hit(NamedTuple):
    """One place where the words stand: offsets into the article, and the sentence on both sides."""

    doc_id: str
    sent_id: str
    start: int
    end: int
    before: str
    match: str
    after: str
    outlet: str
    day: str


def concordance(tables: View | Tables, query: str, *, sort: str = "right", n: int = 200, width: int = 50) -> Block:
    """Return every place where the words of `query` stand in one sentence, each in its context.

    Case, curly quotes and dashes do not matter; `*` stands for the rest of a word; several words may be
    parted by any space. Page furniture is not searched. Sorted by the words to the left, to the right, or by day; at
    most `n` places are shown, with `width` characters on each side. `.to_frame()` has one row per place, with offsets.

    Raises:
        UsageError: an empty or overlong query, or an unknown sort.

    Example:
        >>> from parley.frames import make_table
        >>> text = {"doc_id": "a", "text": "Kyiv talks. Talks end."}
        >>> parts = [{"doc_id": "a", "start": 0, "end": 12}, {"doc_id": "a", "start": 12, "end": 22}]
        >>> tables = {"documents": make_table("documents", [text]), "sentences": make_table("sentences", parts)}
        >>> concordance(tables, "talk*").to_frame()[["before", "match", "after"]].to_numpy().tolist()
        [['Kyiv ', 'talks', '.'], ['', 'Talks', ' end.']]
    """
    if sort not in _ORDER:
        raise UsageError("sort", found=repr(sort), expected=f"one of {', '.join(_ORDER)}")
    view = as_view(tables)
    hits = sorted(_find(view, query_pattern(query)), key=_ORDER[sort])
    shown = [_narrow(hit, width) for hit in hits[:n]]
    n_articles = len({hit.doc_id for hit in hits})
    line = f"{count_name(len(hits), 'place')} in {count_name(n_articles, 'article')}"
    line += f"; the first {n} are shown" if len(hits) > n else ""
    return fill("concordance", f"“{query}”: {line}", tuple(shown), query=query, line=line, hits=shown)


@lru_cache(maxsize=64)
def query_pattern(query: str) -> re.Pattern[str]:
    """Return the pattern of a query on folded text.

    >>> bool(query_pattern("negotiat*").search("they negotiated")), bool(query_pattern("war").search("toward"))
    (True, False)
    """
    words = fold(query).split()
    if not words or not any(char.isalnum() for char in query) or len(query) > _LONGEST_QUERY:
        raise UsageError(
            "query", found=repr(query[:40]), expected=f"a word or phrase of at most {_LONGEST_QUERY} characters"
        )
    body = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w){body}(?!\w)")


def _find(view: View, pattern: re.Pattern[str]) -> Iterable[Hit]:
    for doc_id in view.tables["documents"]["doc_id"]:
        article = view.articles[doc_id]
        folded = fold(article.text)
        if not pattern.search(folded):
            continue
        for sentence in view.sentences.get(doc_id, ([], []))[1]:
            if sentence.is_removed:
                continue
            for found in pattern.finditer(folded, sentence.start, sentence.end):
                yield _hit(article, sentence, found.start(), found.end())


def _hit(article: Any, sentence: Any, start: int, end: int) -> Hit:
    text = article.text
    return Hit(
        doc_id=article.doc_id,
        sent_id=sentence.sent_id,
        start=start,
        end=end,
        before=_line(text[sentence.start : start]).lstrip(),
        match=_line(text[start:end]),
        after=_line(text[end : sentence.end]).rstrip(),
        outlet=outlet_name(article.outlet_id),
        day=article.published_on or "",
    )


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _narrow(hit: Hit, width: int) -> Hit:
    before, after = hit.before, hit.after
    if len(before) > width:
        before = "…" + before[-width:]
    if len(after) > width:
        after = after[:width] + "…"
    return hit._replace(before=before, after=after, day=day_name(hit.day))


_ORDER: dict[str, Callable[[Hit], Any]] = {
    "left": lambda hit: (re.findall(r"\w+", fold(hit.before))[::-1], hit.doc_id, hit.start),
    "right": lambda hit: (re.findall(r"\w+", fold(hit.after)), hit.doc_id, hit.start),
    "day": lambda hit: (hit.day or "9999", hit.doc_id, hit.start),
}
