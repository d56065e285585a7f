"""Places in text: folding that keeps offsets true, words with exact offsets, and passages.

An offset is a character index, 0-based, half-open, into the text as received.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

Span = tuple[int, int]

_LIKE = {"'": "‘’‚‛′`´ʼ", '"': "“”„‟«»″", "-": "‐‑‒–—―−", " ": "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t"}
_FOLDS = str.maketrans({odd: plain for plain, odds in _LIKE.items() for odd in odds})
_WORD = re.compile(
    r"""
    \bcan(?=not\b)                                       # can|not
    | [^\W\d_]++(?=\s)                                   # most words; the rest looks closer
    | (?:https?://|www\.)\S*[\w/]
    | (?:[A-Za-z]\.){2,}                                   # U.S.
    | \b(?:Mrs?|Ms|Drs?|Gen|Lt|Col|Sgt|Capt|Maj|Brig|Adm|Sens?|Reps?|Govs?|St|Jr|Sr|Profs?|Rev|Hon|Messrs
        |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Corp|Co|vs|etc)\.(?=[\s,;)])
    | \b(?-i:[A-HJ-Z]\.)(?=[ ]?(?-i:[A-Z]))              # J. Smith; but "than I."
    | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|%|[a-z]{1,3}\b)?   # 1,000  1.5m  100km  5:00  24/7
    | [^\W\d_]+?(?=n['’]t\b) | n['’]t\b                  # do|n't
    | ['’](?:s|re|ve|ll|d|m)\b                           # Putin|'s
    | [^\W_]+(?:(?:&|['’](?!(?:re|ve|ll)\b)[^\W\d_])[^\W\d_]+)*    # words; O'Brien and AT&T stay whole
    | \.\.+ | --+ | [!?]+ | '' | `` | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)


def fold(text: str) -> str:
    """Return `text` in lower case with plain quotes, dashes and spaces, of the same length.

    >>> fold("Kyiv’s “offer” – İstanbul")
    'kyiv\\'s "offer" - istanbul'
    """
    plain = text.translate(_FOLDS)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower()[0] for char in plain)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the offsets of words, numbers and marks of `text[start:end]`, in order.

    >>> [text[a:b] for text in ["Putin’s troops didn’t leave."] for a, b in tokenise(text)]
    ['Putin', '’s', 'troops', 'did', 'n’t', 'leave', '.']
    """
    return [match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)]


def shared(one: Span, other: Span) -> int:
    """Count the characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def trim(text: str, start: int, end: int, marks: str = " \t\r\n,;:.!?") -> Span:
    """Return the span without white space and stray punctuation at its edges.

    >>> trim("so, peace.", 2, 10)
    (4, 9)
    """
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def holding(starts: Sequence[int], offset: int) -> int:
    """Return the index of the last of the ascending `starts` at or before `offset` (-1 if none)."""
    return bisect_right(starts, offset) - 1


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return the offsets and the folded words of a short text, remembered for the next caller.

    >>> words_of("Kyiv’s plan")
    (((0, 4), (4, 6), (7, 11)), ('kyiv', "'s", 'plan'))
    """
    spans, folded = tokenise(text), fold(text)
    return tuple(spans), tuple(folded[start:end] for start, end in spans)
