"""Asides: attributions without a verb of their own: `according to X`, `X's demand that …`, `X: …`."""

from collections.abc import Sequence

from parley.find.contents import Reach, content_after
from parley.find.cues import Cue
from parley.find.lines import MARKS, Grammar, Line
from parley.find.nouns import subject_after, subject_before
from parley.find.patterns import Found, shared_source
from parley.find.verbs import is_finite, main_verb
from parley.spans import Span

_ABSORBED = frozenset({"of", "about", "over", "at", "by", "for", "on", "against", "with", "from"})  # part of the cue
_TAIL = 9  # words that may follow the noun of a source before its comma
_LISTED = 8  # words that a list of clauses has at least


def match_source(line: Line, cue: Cue, reach: Reach) -> Found | None:
    """Match `according to X`: everything else in the sentence is what X says."""
    source = subject_after(line, cue.last, reach.grammar)
    if source is None:
        return None
    if cue.first == reach.first:
        source = (source[0], _opening_end(line, source, reach))
    start = max((at + 1 for at in range(reach.first, cue.first) if line.words[at] == ";"), default=reach.first)
    before, after = (start, cue.first), (source[1], reach.last)
    n_before, n_after = _count(line, before), _count(line, after)
    if n_before >= 4:
        closes = source[1] < reach.last and line.words[source[1]] == ","
        is_wedged = line.words[cue.first - 1] == "," and n_after > 3 and closes and n_before < 6
        parts = [before, after] if is_wedged else [before]
    else:
        parts = [before, after] if n_before else [after]
    content = tuple(part for part in parts if _count(line, part))
    return Found((source,), ((cue.first, cue.last),), content, "according", cue) if content else None


def _opening_end(line: Line, source: Span, reach: Reach) -> int:
    """Return where a source at the head of a sentence ends."""
    if source[1] + 1 >= reach.last:  # "According to X, four ships left." has no apposition
        return next((at for at in range(*source) if line.words[at] == ","), source[1])
    comma = next((at for at in range(source[1], min(source[1] + _TAIL, reach.last)) if line.words[at] == ","), None)
    if comma is None or any(is_finite(line, at, reach.grammar) for at in range(source[1], comma)):
        return source[1]
    return comma  # "According to rumours in the capital, four ships left."


def _count(line: Line, span: Span) -> int:
    return sum(1 for word in line.words[span[0] : span[1]] if word not in MARKS)


def match_noun(line: Line, cue: Cue, reach: Reach) -> Found | None:
    """Match `X's demand that …`, `the allegation that …`, `Russian plans to …`, `X voiced hope of …`."""
    at, words = cue.last, line.words
    if at < reach.last and words[at] in reach.grammar.appearing:
        at += 1  # rumours spread about, allegations emerged that
    if cue.first and (words[cue.first - 1] in reach.grammar.pronouns or words[cue.first - 1] in reach.grammar.modals):
        return None  # a verb: `they plan to`
    word, pattern = words[at] if at < reach.last else ".", "noun"
    is_clause = word in ("that", "whether")
    listed = _list_after(line, cue, reach) if "list" in cue.entry.takes else None
    if listed is not None:
        at, pattern = listed, "list"
    elif not (word in cue.entry.takes or is_clause and "clause" in cue.entry.takes):
        return None
    last = cue.last if listed is not None else at
    if pattern == "noun" and word in _ABSORBED:
        at = last = at + 1
    content = (at, reach.last) if listed is not None else content_after(line, at, cue, None, reach)
    if content is None:
        return None
    if listed is None and not any(is_finite(line, n, reach.grammar) for n in range(reach.first, cue.first)):
        own = main_verb(line, at, content[1], reach.grammar)
        content = (at, own if own is not None and own > at else content[1])
    if not is_clause and listed is None:
        stop = next((n for n in range(at + 2, content[1]) if _ends_phrase(line, n, reach.grammar)), content[1])
        holds_list = ":" in words[at:stop] and reach.last - words.index(":", at) > _LISTED
        content = (at, reach.last if holds_list else stop)
    source = _possessor(line, cue, reach)
    if source is None and not cue.entry.is_bare:
        return None
    return Found((source,) if source else (), ((cue.first, last),), (content,), pattern, cue)


def _is_open_class(word: str, grammar: Grammar) -> bool:
    """Say whether a word that opens a sentence may be a name: no article, preposition or the like."""
    closed = grammar.determiners | grammar.prepositions | grammar.subordinators | grammar.adverbs | grammar.pronouns
    return word not in closed and word not in grammar.conjunctions and not word.endswith(("ly", "ing"))


def match_adjective(line: Line, cue: Cue, found: Sequence[Found], reach: Reach) -> Found | None:
    """Match `X is afraid that …`, `Alarmed by …, X acted`, `X, wary of …, left`."""
    at, words = cue.last, line.words
    word = words[at] if at < reach.last else "."
    is_clause = word == "that" or word in reach.grammar.questions
    if not (word in cue.entry.takes or is_clause and "clause" in cue.entry.takes):
        return None
    at += word in _ABSORBED
    spans = ((cue.group, at),)
    if "be" in cue.has:
        source = subject_before(line, cue.group, reach.first, reach.grammar)
        content = content_after(line, at, cue, source, reach)
        return Found((source,), spans, (content,), "adjective", cue) if source and content else None
    comma = next((n for n in range(at, reach.last) if words[n] == "," and line.held[n] < 0), None)
    if cue.first == reach.first and comma is not None:
        source = subject_after(line, comma + 1, reach.grammar)
        return Found((source,), spans, ((at, comma),), "opener", cue) if source else None
    if cue.first > reach.first and words[cue.first - 1] == ",":
        source = shared_source(line, cue, found, reach)
        end = comma if comma is not None else reach.last
        return Found((source,), spans, ((at, end),), "opener", cue) if source and end > at else None
    return None


def _list_after(line: Line, cue: Cue, reach: Reach) -> int | None:
    """Return where the list begins in `a plan offered by six states: they would …`; None where there is none."""
    for at in range(cue.last, min(reach.last - 1, cue.last + 25)):
        if line.words[at] == ":" and line.held[at] < 0:
            return at + 1 if reach.last - at > _LISTED else None
        word = line.words[at]
        if word in (",", ";", "--", "that") or word in reach.grammar.auxiliaries or word in reach.grammar.pronouns:
            return None
    return None


def _ends_phrase(line: Line, at: int, grammar: Grammar) -> bool:
    """Say whether the noun phrase that a cue noun governs has ended: its own verb follows, or a comma."""
    word = line.words[at]
    if line.held[at] >= 0:
        return False
    return (
        word in (",", ";", "--", "(") or word in grammar.auxiliaries and word != "'s" and is_finite(line, at, grammar)
    )


def _possessor(line: Line, cue: Cue, reach: Reach) -> Span | None:
    """Return whose demand it is: `Kyiv's`, `their`, `Russian`, or the subject of `made a demand`."""
    for at in range(cue.first - 1, max(reach.first - 1, cue.first - 5), -1):
        word = line.words[at]
        if word in ("'s", "'"):
            return subject_before(line, at, reach.first, reach.grammar)
        if word in reach.grammar.possessives:
            return at, at + 1
        if word in reach.grammar.light:
            return subject_before(line, at, reach.first, reach.grammar)
        if line.caps[at] and (at > reach.first or _is_open_class(word, reach.grammar)):
            start = at
            while start > reach.first + 1 and line.caps[start - 1]:
                start -= 1
            return start, at + 1
        if word in MARKS or word in reach.grammar.prepositions:
            break
    for at in range(cue.last, min(reach.last - 1, cue.last + 6)):
        if line.words[at] == "by":
            return subject_after(line, at + 1, reach.grammar)
        if line.words[at] in MARKS or line.words[at] == "that":
            break
    return None
