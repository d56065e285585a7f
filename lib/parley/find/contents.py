"""Contents: how far what is said reaches, after a cue and before it."""

from typing import NamedTuple

from parley.find.cues import Cue
from parley.find.lines import MARKS, QUOTES, Grammar, Line
from parley.find.nouns import subject_before
from parley.find.verbs import is_finite
from parley.spans import Span

_INNER = frozenset({"believe", "fear", "want", "plan", "judge"})  # what is felt is shorter than what is said
_CLOSERS = frozenset({"while", "although", "though", "whereas"})
_LINKS = frozenset({",", "and", "but", "while", "although", "though", "so", "yet", "as"})
_PERSONS = frozenset({"he", "she", "they", "we", "i"})
_RESUME = 14  # words between a cue and the second part of an interrupted quotation


class Reach(NamedTuple):
    """The tokens a cue may see (`first` to `last`), the cues after it there, and the word classes."""

    first: int
    last: int
    later: tuple[Cue, ...]
    grammar: Grammar


def content_after(line: Line, at: int, cue: Cue, source: Span | None, reach: Reach) -> Span | None:
    """Return what is said from token `at` on: to the end of the sentence or to where something else takes over."""
    words, end = line.words, reach.last
    while at < end and words[at] in (",", ":"):
        at += 1
    for other in reach.later:
        if other.group > at:
            cut = _takes_over(line, at, (cue, other), reach.grammar)
            if cut is not None:
                end = cut
                break
    is_phrase = at < end and (words[at] == "to" or words[at - 1] in reach.grammar.prepositions)
    if is_phrase or "clause" not in cue.entry.takes:
        end = next((here for here in range(at + 2, end) if _opens_clause(line, here, end, reach.grammar)), end)
    if source is not None and _is_subordinate(line, source):
        end = next((here for here in range(at + 2, end) if words[here] == "," and line.held[here] < 0), end)
    if ")" in words[at:end] and "(" not in words[at:end]:
        end = words.index(")", at)
    while end > at and words[end - 1] in MARKS and words[end - 1] not in QUOTES:
        if words[end - 1] == ")" and "(" in words[at:end]:
            break
        end -= 1
    return (at, end) if any(word not in MARKS for word in words[at:end]) else None


def _opens_clause(line: Line, at: int, end: int, grammar: Grammar) -> bool:
    """Say whether a new clause with its own subject and verb opens here: `…, and the envoy had left`."""
    words = line.words
    if line.held[at] >= 0 or words[at] not in _LINKS or words[at] in ("and", "but") and words[at - 1] == ",":
        return False
    start = at + 1 + (words[at] == "," and at + 1 < end and words[at + 1] in _LINKS)
    if start >= end or start == at + 1 and words[at] == "," or words[start] == "to":
        return False
    if words[start] in _PERSONS:
        return True
    verb = next((here for here in range(start + 1, min(end, start + 9)) if is_finite(line, here, grammar)), None)
    if verb is None or verb + 1 < end and words[verb + 1] == "by":
        return False
    subject = subject_before(line, verb, start, grammar)
    return subject is not None and subject[0] == start


def _is_subordinate(line: Line, source: Span) -> bool:
    """Say whether the attribution stands in a clause of its own that a comma ends: `When he said so, …`."""
    before = line.words[source[0] - 1] if source[0] else ""
    return before in (
        "if",
        "when",
        "although",
        "though",
        "because",
        "while",
        "after",
        "before",
        "since",
        "unless",
        "once",
    ) or (line.words[source[0]] in ("who", "which") and before != ",")


def _takes_over(line: Line, at: int, cues: tuple[Cue, Cue], grammar: Grammar) -> int | None:
    """Return where a content ends because a later cue opens an attribution of its own; None where it does not."""
    cue, other = cues
    words, before = line.words, line.words[other.group - 1]
    if other.entry.kind == "source":
        return other.first - (before == ",")
    if other.entry.kind != "verb":
        return None
    speaks = bool(other.entry.takes & {"clause", "quote"})
    if other.form == "ing" and before == "," and speaks:
        return other.group - 1
    if other.form in ("past", "third") and other.group - 1 > at:
        same = other.form == cue.form or "have" in cue.has
        if before in ("and", "but") and same and (speaks or not cue.entry.takes & {"clause"}):
            return other.group - 1 - (words[other.group - 2] == ",")
        if before == "," or before in ("and", "but"):
            return None
        subject = subject_before(line, other.group, at, grammar)
        if subject is None or subject[0] - 1 <= at or not speaks:
            return None
        opening = words[subject[0] - 1]
        following = words[other.last] if other.last < len(words) else "."
        if opening == "," and (
            following in MARKS or following in grammar.prepositions and line.held[subject[0] - 2] < 0
        ):
            return subject[0] - 1
        is_joined = opening in ("but", "and") and (
            words[subject[0] - 2] == "," or cue.entry.cue_code in _INNER and same
        )
        if opening in _CLOSERS or is_joined:
            return subject[0] - 1 - (words[subject[0] - 2] == ",")
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


def resumed(line: Line, at: int) -> tuple[Span, ...]:
    """Return the part of an interrupted quotation that follows the cue: `“We go,” he said, “but not now.”`."""
    size = len(line.words)
    for step in range(at, min(size, at + _RESUME)):
        if line.words[step] in QUOTES and line.held[step] >= 0:
            return ((step, size),) if line.words[step - 1] in (",", ":", "--", "-", ";", ".") else ()
    return ()
