"""Complements: where what is said begins after a cue, past hearers, places and days."""

from parley.find.cues import Cue
from parley.find.lines import FINALS, MARKS, QUOTES, Grammar, Line

_TAIL = 14  # words of place and time that may stand between a cue and what is said
_ASIDES = frozenset({",", "-", "--", "(", ")"})
_HEARER = 20  # words a hearer may have


def complement_of(line: Line, cue: Cue, grammar: Grammar) -> int | None:
    """Return the token where what is said begins after the cue; None where nothing fitting follows."""
    takes, at, size = cue.entry.takes, cue.last, len(line.words)
    if at >= size:
        return None
    if takes == {"as"} and "as" not in line.words[at : at + _HEARER]:
        return None
    if "person" in takes:
        hearer = _after_hearer(line, at, grammar)
        if hearer is not None:
            return hearer
    far = _past_tail(line, at, grammar) if takes & {"clause", "quote", "that"} else at
    for here in dict.fromkeys((at, far)):
        if here < size and _opens_content(line, here, takes, grammar):
            return here + (line.words[here] in (":", ","))
    word = line.words[far] if far < size else "."
    if "person" in takes or not takes & {"clause", "thing", "as"}:
        return None
    if word in MARKS or word in grammar.prepositions or word in grammar.conjunctions or word in grammar.auxiliaries:
        return None
    if word in grammar.subordinators or far == at and word.endswith("ly") and not line.caps[at]:
        return None
    return far


def _opens_content(line: Line, here: int, takes: frozenset[str], grammar: Grammar) -> bool:
    word = line.words[here]
    following = line.words[here + 1] if here + 1 < len(line.words) else "."
    if word == "that":
        return bool(takes & {"clause", "that"})
    if word in grammar.questions:
        return bool(takes & {"clause", "that", "thing"})
    if word in QUOTES:
        return line.held[here] >= 0 and not (here and line.held[here - 1] == line.held[here])
    if word == ":":
        return bool(takes & {"clause", "quote", "that"})
    if word == ",":
        return following in QUOTES and bool(takes & {"clause", "quote"}) and line.held[here] < 0
    return word == "to" and "to" in takes or word == "not" and following == "to" and "to" in takes


def _after_hearer(line: Line, at: int, grammar: Grammar) -> int | None:
    """Return where the content begins after the hearer of `told reporters that …`, `asked him to …`."""
    words, size = line.words, len(line.words)
    if words[at] in MARKS or words[at] in ("that", "to", "about") or words[at] in grammar.questions:
        return None
    for here in range(at + 1, min(size, at + _HEARER)):
        word = words[here]
        following = words[here + 1] if here + 1 < size else "."
        if word == "to" and (line.caps[here - 1] and here + 1 < size and line.caps[here + 1]):
            continue
        if word in ("that", "to", "about") or word in grammar.questions and word not in ("who", "which"):
            return here
        if word in QUOTES and line.held[here] >= 0:
            return here
        if word == ":" or word == "," and following in QUOTES:
            return here + 1
        if word in ("he", "she", "it", "they", "there", "we", "i"):
            return here
        if word in FINALS or word == ";":
            return None
        if word == "not" and following == "to":
            return here
        if word == "," and following in ("who", "which", "whose"):
            return None
        is_day = words[here - 1] in grammar.days and here - 1 > at and word not in grammar.days
        if is_day and word not in MARKS and word not in grammar.prepositions:
            return here
    return at + 1 if words[at] in grammar.addressees and _starts_clause(line, at + 1, grammar) else None


def _starts_clause(line: Line, at: int, grammar: Grammar) -> bool:
    if at >= len(line.words) or line.words[at] in MARKS:
        return False
    return line.words[at] not in grammar.prepositions and line.words[at] not in grammar.conjunctions


def _past_tail(line: Line, at: int, grammar: Grammar) -> int:
    """Step over `on Tuesday`, `in a statement`, `, among other things,` between a cue and what is said."""
    words, size, here = line.words, len(line.words), at
    if words[at] in _ASIDES:
        close = (step for step in range(at + 2, min(size - 1, at + _TAIL)) if words[step] in _ASIDES)
        return next((step + 1 for step in close if words[step + 1] == "that"), at)
    while here < size and (
        words[here] in grammar.days or words[here].endswith("ly") and words[here] not in ("only", "family")
    ):
        here += 1
    if here < size and words[here] in grammar.prepositions:
        for step in range(here + 1, min(size, here + _TAIL)):
            word, following = words[step], words[step + 1] if step + 1 < size else "."
            if word in ("that", ":") or word in QUOTES and line.held[step] >= 0:
                return step
            if word in FINALS or word == ";":
                break
            if word == "," and following in QUOTES:
                return step
            is_day = word in grammar.days and following not in grammar.days
            if is_day and following not in MARKS and following not in grammar.prepositions | grammar.conjunctions:
                return step + 1
    return here
