"""Contents: how far what is said reaches, after a cue and before it."""

from collections.abc import Sequence

from parley.find.cues import Cue
from parley.find.lines import FINALS, MARKS, QUOTES, Grammar, Line
from parley.spans import Span


def content_after(line: Line, at: int, later: Sequence[Cue], grammar: Grammar) -> Span | None:
    """Return what is said from token `at` on: to the end of the sentence or to where the next cue takes over."""
    end = len(line.words)
    if at < end and line.held[at] >= 0:
        while at < end and line.words[at] in (",", ":"):
            at += 1
    for cue in later:
        if cue.group <= at or line.held[cue.group] >= 0:
            continue
        cut = _takes_over(line, at, cue, grammar)
        if cut is not None:
            end = cut
            break
    while end > at and line.words[end - 1] in MARKS and line.words[end - 1] not in QUOTES:
        end -= 1
    return (at, end) if any(word not in MARKS for word in line.words[at:end]) else None


def _takes_over(line: Line, at: int, cue: Cue, grammar: Grammar) -> int | None:
    """Return where a content ends because a later cue of the sentence opens an attribution of its own."""
    before = line.words[cue.group - 1]
    if cue.entry.kind == "source":
        return cue.first if line.words[cue.first - 1] == "," else None
    if cue.form == "ing" and before == "," and cue.entry.takes & {"clause", "quote"}:
        return cue.group - 1
    if before in ("and", "but") and cue.form in ("past", "third") and cue.group - 1 > at:
        return cue.group - 1
    return None


def content_before(line: Line, at: int, floor: int) -> Span | None:
    """Return what is said before token `at` (the source or the cue), where a comma or a quotation ends it."""
    if at - 1 < floor:
        return None
    mark = line.words[at - 1]
    is_quoted = line.held[at - 1] >= 0
    if not (mark in (",", "?", "!", "-", "--") or is_quoted and mark in QUOTES):
        return None
    start, end = floor, at
    while end > start and line.words[end - 1] in MARKS and line.words[end - 1] not in QUOTES:
        end -= 1
    while start < end and line.words[start] in MARKS and line.words[start] not in QUOTES:
        start += 1
    n_words = sum(1 for word in line.words[start:end] if word not in MARKS)
    if n_words < 3 and not is_quoted:
        return None
    return (start, end) if n_words else None


__all__ = ["FINALS", "content_after", "content_before"]
