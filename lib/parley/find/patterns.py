"""Patterns of attribution by rules: for each verb of a line, who speaks and what is said."""

from collections.abc import Sequence
from typing import NamedTuple

from parley.find.complements import complement_of
from parley.find.contents import Reach, content_after, content_before, resumed
from parley.find.cues import Cue
from parley.find.lines import FINALS, QUOTES, Line
from parley.find.nouns import subject_after, subject_before
from parley.find.verbs import is_finite, is_verb
from parley.spans import Span

_SHARING = frozenset(
    {"and", "but", "or", "then", "by", "in", "for", "after", "before", "without", "while", "when", "from", "of"}
)
_BREAKS = frozenset({",", ";", "-", "--", "("})
_LAID_OUT = frozenset({"offer", "demand", "plan"})  # what is offered is said of the thing: `a plan offered by X`
_SPOKEN = frozenset({"clause", "quote"})


class Found(NamedTuple):
    """An attribution in tokens of its line: ranges of source, cue and content. `pattern` names the rule."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    pattern: str
    by: Cue


def match_verb(line: Line, cue: Cue, found: Sequence[Found], reach: Reach) -> Found | None:
    """Return the attribution that a verb makes, None where it makes none.

    `found` are the attributions of the cues before it, for subjects that verbs share.
    """
    if not is_verb(line, cue, reach.grammar):
        return None
    if "be" in cue.has and cue.form == "past":
        return _passive(line, cue, reach)
    turned = _inverted(line, cue, reach) or _opening(line, cue, reach)
    if turned is not None:
        return turned
    source = _source(line, cue, found, reach)
    if cue.entry.subjects and (source is None or cue.entry.subjects.isdisjoint(line.words[source[0] : source[1]])):
        return None
    if source is None:
        return _asked(line, cue, reach)
    if cue.form == "past" and cue.group == cue.first and cue.entry.cue_code in _LAID_OUT:
        reduced = _reduced(line, cue, source, reach)
        if reduced is not None:
            return reduced
    spans = ((cue.group, cue.last),)
    is_trailing = source[0] > reach.first and line.held[source[0] - 1] >= 0 and line.words[source[0] - 1] in QUOTES
    if is_trailing and cue.entry.takes & _SPOKEN and source[1] <= cue.group:
        before = content_before(line, source[0], reach.first)
        if before is not None:
            return Found((source,), spans, (before, *resumed(line, cue.last)), "before", cue)
    at = complement_of(line, cue, reach.grammar)
    if at is not None and at >= reach.last:
        return Found((source,), spans, (), "ahead", cue)
    if at is not None:
        content = content_after(line, at, cue, source, reach)
        if content is not None:
            return Found((source,), spans, (content,), "after", cue)
    if cue.entry.takes & _SPOKEN and source[1] <= cue.group:
        wedged = _wedged(line, cue, source, reach)
        if wedged:
            return Found((source,), spans, wedged, "wedged", cue)
        before = content_before(line, source[0], reach.first)
        if before is not None:
            return Found((source,), spans, (before, *resumed(line, cue.last)), "before", cue)
    return None


def _wedged(line: Line, cue: Cue, source: Span, reach: Reach) -> tuple[Span, ...]:
    """Return the two parts of `The goal, he said, is peace`; none where the words around are no one clause."""
    words, first, after = line.words, source[0] - 1, cue.last
    if first <= reach.first or words[first] != "," or after + 2 >= reach.last or words[after] != ",":
        return ()
    follows = words[after + 1]
    if follows.endswith("ing") or follows in reach.grammar.questions or follows in QUOTES:
        return ()
    if words[first - 1] in reach.grammar.subordinators or words[first - 1] in reach.grammar.prepositions:
        return ((after, reach.last),)  # "because, he said, the road was mined"
    start = max((at + 1 for at in range(reach.first, first) if words[at] in (";", ":")), default=reach.first)
    return ((start, first), (after, reach.last))


def _source(line: Line, cue: Cue, found: Sequence[Found], reach: Reach) -> Span | None:
    before = line.words[cue.group - 1] if cue.group > reach.first else ""
    if cue.form == "ing" and "be" not in cue.has:
        if before in _BREAKS or before in _SHARING or not before or before in reach.grammar.prepositions:
            return shared_source(line, cue, found, reach)
        return subject_before(line, cue.group, reach.first, reach.grammar)
    if before in ("and", "but", "or", "then"):
        return shared_source(line, cue, found, reach)
    own = subject_before(line, cue.group, reach.first, reach.grammar)
    if own is None and before in (",", "-", "--", ")"):
        return shared_source(line, cue, found, reach)
    return own


def shared_source(line: Line, cue: Cue, found: Sequence[Found], reach: Reach) -> Span | None:
    """Return the source of the cue before this one, else the subject that opens the sentence."""
    for hit in reversed(found):
        is_own = hit.by.form == "ing" and hit.source and hit.source[0][1] == hit.by.group
        if hit.source and not is_own and hit.by.window == cue.window and hit.source[0][0] < cue.first:
            return hit.source[0]
    words, start = line.words, reach.first
    if start < len(words) and (words[start] in reach.grammar.prepositions or words[start].endswith("ing")):
        start = next((at + 1 for at in range(start, cue.group) if words[at] == ","), start)
    for at in range(start + 1, min(cue.group, start + 30)):
        if is_finite(line, at, reach.grammar):
            subject = subject_before(line, at, start, reach.grammar)
            if subject is not None:
                return subject
    return None


def _asked(line: Line, cue: Cue, reach: Reach) -> Found | None:
    """Match `Asked whether …, she said` and `when asked about …`: nobody is named as asking."""
    before = line.words[cue.group - 1] if cue.group > reach.first else ""
    if cue.form != "past" or "person" not in cue.entry.takes or before not in ("", "when", ",", "if"):
        return None
    at = cue.last
    if at >= len(line.words):
        return None
    if line.words[at] not in reach.grammar.questions and line.words[at] not in ("about", "to", "that"):
        return None
    comma = next(
        (here for here in range(at, reach.last) if line.words[here] == "," and line.held[here] < 0), reach.last
    )
    return Found((), ((cue.first, cue.last),), ((at, comma),), "asked", cue)


def _inverted(line: Line, cue: Cue, reach: Reach) -> Found | None:
    """Match `“…,” said Ms. Ray` and `…, said Ms. Ray`."""
    if not cue.entry.takes & _SPOKEN or cue.form not in ("past", "third") or cue.group != cue.first:
        return None
    at, grammar = cue.first, reach.grammar
    if at - reach.first < 2 or line.words[at - 1] not in QUOTES | {",", "?", "!"} or cue.last >= reach.last:
        return None
    is_quote = line.words[at - 1] in QUOTES and line.held[at - 1] >= 0 or line.words[at - 2] in QUOTES
    opening = line.words[cue.last]
    if opening in grammar.prepositions or opening in grammar.subordinators or opening in grammar.days:
        return None
    source = subject_after(line, cue.last, grammar)
    if source is None:
        return None
    if not is_quote and (not _closes(line, source[1]) or any(is_finite(line, n, grammar) for n in range(*source))):
        return None
    before = content_before(line, at, reach.first)
    if before is None:
        return None
    return Found((source,), ((at, cue.last),), (before, *resumed(line, source[1])), "inverted", cue)


def _closes(line: Line, at: int) -> bool:
    return at >= len(line.words) or line.words[at] in FINALS or line.words[at] in (",", ";")


def _opening(line: Line, cue: Cue, reach: Reach) -> Found | None:
    """Match `Said Ms. Ray: “…”`, `Says one diplomat, “…”`."""
    if cue.first != reach.first or "clause" not in cue.entry.takes or cue.form not in ("past", "third"):
        return None
    source = subject_after(line, cue.last, reach.grammar)
    if source is None or source[1] + 1 >= reach.last or line.words[source[1]] not in (":", ","):
        return None
    if line.words[source[1]] == "," and line.words[source[1] + 1] not in QUOTES:
        return None
    return Found((source,), ((cue.first, cue.last),), ((source[1] + 1, reach.last),), "opening", cue)


def _reduced(line: Line, cue: Cue, subject: Span, reach: Reach) -> Found | None:
    """Match `a plan offered (to Y) by X`: what stands before is what X offered."""
    for at in range(cue.last, min(reach.last - 1, cue.last + 4)):
        if line.words[at] == "by" and not line.words[at + 1].endswith("ing"):
            source = subject_after(line, at + 1, reach.grammar)
            is_agent = source is not None and not any(is_finite(line, n, reach.grammar) for n in range(*source))
            return (
                Found((source,), ((cue.first, cue.last),), (subject,), "reduced", cue) if source and is_agent else None
            )
        if line.words[at] in FINALS or line.words[at] in (",", "that", ":") or line.words[at] in QUOTES:
            return None
    return None


def _passive(line: Line, cue: Cue, reach: Reach) -> Found | None:
    """Match `X is said to …`, `it was reported that …`, `X was criticised by Y`."""
    subject = subject_before(line, cue.group, reach.first, reach.grammar)
    at = cue.last
    word = line.words[at] if at < reach.last else "."
    spans = ((cue.group, cue.last),)
    if word == "by" and at + 1 < reach.last:
        source = subject_after(line, at + 1, reach.grammar)
        if source is None or subject is None:
            return None
        return Found((source,), spans, (subject,), "passive.by", cue)
    is_told = word == "to" and "person" in cue.entry.takes
    if word != "that" and word not in reach.grammar.questions and not is_told:
        if word not in ("to", "as") or subject is None or not cue.entry.takes & {"clause", "as"}:
            return None
        content = content_after(line, at, cue, None, reach)
        return Found((), spans, (subject, content), "passive.to", cue) if content else None
    content = content_after(line, at, cue, None, reach)
    return Found((), spans, (content,), "passive.that", cue) if content else None
