"""Quotations: the spans between quotation marks, paragraph by paragraph.

Marks may be curly, straight, doubled apostrophes, guillemets, or single (the British way); apostrophes are
no marks. A missing mark never leaks out of its paragraph: a quotation that is not closed ends with it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from parley.spans import Span

_MARK = re.compile(r"'{2,3}|``|[\"“”„«»″‟]|(?<![^\s(\[{—–\"“-])['‘](?=\w)|(?<=[\w.,!?…;-])['’](?![\w'])")
_OPENERS, _CLOSERS = frozenset("“„«‟"), frozenset("”»")


class Quotation(NamedTuple):
    """Characters from the opening mark to one past the closing mark; `is_single` by the kind of mark."""

    start: int
    end: int
    is_single: bool
    is_closed: bool


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Return the quotations of a text, in order; none lies inside another.

    >>> text = "“Go,” he said. The “deal’s” off. Don't 'stop'."
    >>> [text[q.start : q.end] for q in find_quotations(text, [(0, len(text))])]
    ['“Go,”', '“deal’s”', "'stop'"]
    """
    found: list[Quotation] = []
    for start, end in paragraphs:
        found += _in_paragraph(text, start, end)
    return found


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    marks = [match.span() for match in _MARK.finditer(text, start, end)]
    if not marks:
        return []
    found: list[Quotation] = []
    opened: Span | None = None
    close_at = _closing_singles(text, marks)
    while_inside = None
    for index, (a, b) in enumerate(marks):
        mark = text[a:b]
        if mark in ("'", "‘", "’"):
            if opened is None and index in close_at:
                opened, while_inside = (a, b), close_at[index]
            elif opened is not None and while_inside == index:
                found.append(Quotation(opened[0], b, True, True))
                opened = while_inside = None
            continue
        if while_inside is not None:
            continue
        opens = (
            mark in _OPENERS or mark == "``" or (mark not in _CLOSERS and _looks_open(text, a, b, opened is not None))
        )
        if opened is None and opens:
            opened = (a, b)
        elif opened is not None and opens and mark in _OPENERS:
            # a second opening mark: the first was never closed, or this one is nested
            continue
        elif opened is not None:
            found.append(Quotation(opened[0], b, False, True))
            opened = None
    if opened is not None and while_inside is None:
        last = end
        while last > opened[1] and text[last - 1].isspace():
            last -= 1
        found.append(Quotation(opened[0], last, False, False))
    return found


def _looks_open(text: str, start: int, end: int, is_inside: bool) -> bool:
    """Say whether a straight mark opens: white space or a bracket before it, none after it."""
    before = start == 0 or text[start - 1].isspace() or text[start - 1] in "([{—–-"
    after = end < len(text) and not text[end].isspace()
    return before and after if before != (not after) else not is_inside


def _closing_singles(text: str, marks: Sequence[Span]) -> dict[int, int]:
    """Pair single opening marks with the mark that closes them: the first after final punctuation, else the first."""
    pairs: dict[int, int] = {}
    singles = [i for i, (a, b) in enumerate(marks) if text[a:b] in ("'", "‘", "’")]
    closers = [
        i for i in singles if marks[i][0] > 0 and not text[marks[i][0] - 1].isspace() and text[marks[i][0]] != "‘"
    ]
    after = 0
    for i in singles:
        if i < after or i in closers:
            continue
        rest = closers[bisect_right(closers, i) :]
        limit = next((j for j in singles if j > i and j not in closers), len(marks))
        within = [j for j in rest[:12] if j < limit]
        best = next((j for j in within if text[marks[j][0] - 1] in ".,!?…"), within[0] if within else None)
        if best is not None:
            pairs[i] = best
            after = best + 1
    return pairs


def quoted_share(quotations: Sequence[Quotation], start: int, end: int) -> float:
    """Return the share of the characters from `start` to `end` that stand in quotations, 0 to 1."""
    at = bisect_right(quotations, start, key=lambda quotation: quotation.end)
    held = 0
    while at < len(quotations) and quotations[at].start < end:
        held += min(end, quotations[at].end) - max(start, quotations[at].start)
        at += 1
    return held / (end - start) if end > start else 0.0
