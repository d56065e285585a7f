"""Noun phrases beside a cue: who speaks, seen without a tagger from closed classes, capitals and marks."""

from parley.find.lines import FINALS, MARKS, QUOTES, Grammar, Line
from parley.find.verbs import is_finite
from parley.spans import Span

_FAR = 25  # words a subject may have
_ASIDE = 18  # words between the commas of an apposition
_RELATIVE = 8  # words between "who" and the end of its clause
_QUOTED_NAME = 5  # words of a quoted name
_HYPHENS = frozenset({"-", "&", "/", "$", "%", "#", "@"})
_AFTER_ANY = frozenset({"of", "for", "from", "with"})
_AFTER_NOUN = frozenset({"in", "at", "on", "to"})
_SOMEBODY = frozenset({"nobody", "everyone", "everybody", "someone", "somebody", "anyone", "none", "one", "those"})
_NO_SOURCE = frozenset({"there", "here", "what", "this", "that", "it", "these", "those", "which", "however"})


def subject_before(line: Line, at: int, floor: int, grammar: Grammar) -> Span | None:
    """Return the noun phrase that ends just before token `at`, apposition included, not reaching below `floor`."""
    at = _before_time(line, at, floor, grammar)
    if at <= floor:
        return None
    if line.words[at - 1] == ")":
        at = next((here for here in range(at - 1, max(floor, at - 10), -1) if line.words[here] == "("), at)
    if line.words[at - 1] == ",":
        opening = _opening_comma(line, at - 1, floor)
        if opening is None:
            return None
        head = _phrase(line, opening, floor, grammar)
        if head is None:
            return None
        aside = line.words[opening + 1]
        if is_finite(line, at - 2, grammar) and at - opening < 6:
            return head  # "Russia, he stressed, is ready"
        is_short = at - opening <= 12 and aside not in grammar.prepositions and aside not in grammar.questions
        return (head[0], at - 1) if is_short and not aside.endswith("ing") else head
    phrase = _phrase(line, at, floor, grammar)
    return _with_relative(line, phrase, floor, grammar) if phrase is not None else None


def _with_relative(line: Line, phrase: Span, floor: int, grammar: Grammar) -> Span:
    """Widen a phrase that only ends a relative clause to the whole subject: `voters who back the plan`."""
    for at in range(phrase[0] - 1, max(floor, phrase[0] - _RELATIVE), -1):
        if line.words[at] in MARKS:
            break
        if line.words[at] in ("who", "which"):
            head = _phrase(line, at, floor, grammar)
            return (head[0], phrase[1]) if head is not None else phrase
    return phrase


def _before_time(line: Line, at: int, floor: int, grammar: Grammar) -> int:
    """Step back over `last week`, `on Tuesday` before a verb."""
    here = at
    while here > floor and line.words[here - 1] in grammar.days:
        here -= 1
    if here < at and here > floor and line.words[here - 1] in ("on", "in", "since", "late", "early", "by"):
        here -= 1
    return here


def _opening_comma(line: Line, closing: int, floor: int) -> int | None:
    for at in range(closing - 1, max(floor, closing - _ASIDE) - 1, -1):
        if line.words[at] == ",":
            return at if at > floor else None
        if line.words[at] in FINALS or line.words[at] in QUOTES or line.words[at] in (";", ":"):
            return None
    return None


def _phrase(line: Line, end: int, floor: int, grammar: Grammar) -> Span | None:
    words, at = line.words, end - 1
    if at < floor or words[at] in MARKS:
        return None
    if words[at] in grammar.pronouns:
        return at, end
    is_behind = False  # a preposition with nothing before it: `in exchange`
    first = None  # the leftmost word that may open the phrase
    while at >= max(floor, end - _FAR):
        word = words[at]
        before = words[at - 1] if at > floor else ""
        if word in MARKS:
            opening = _opening_mark(line, at)
            if opening > floor:
                at, first = opening - 1, opening
                continue
            if word == "," and _lists(line, at, end, floor, grammar):
                at -= 1
                continue
            if word == "-" and at > floor and line.spans[at - 1][1] == line.spans[at][0]:
                at -= 1
                continue
            break
        if word in grammar.determiners or (word in grammar.possessives and word != "'s"):
            first = at
            if before == "no":
                first = at - 1
                break
            if before in grammar.joiners and at - 1 > floor and _is_nominal(line, at - 2, floor, grammar):
                at -= 1
                continue
            break
        if word in grammar.joiners:
            if before in _SOMEBODY:
                first = at - 1
                break
            if at == floor or not _is_nominal(line, at - 1, floor, grammar):
                is_behind = True
                break
        elif word in ("and", "or"):
            if not (
                at > floor and _is_nominal(line, at - 1, floor, grammar) and line.caps[at - 1] == line.caps[at + 1]
            ):
                break
        elif word != "'s" and not _is_nominal(line, at, floor, grammar):
            break
        else:
            first = at
        at -= 1
    if first is not None and first > floor and words[first - 1] in grammar.joiners and first - 1 == floor:
        first = _last_name(line, first, end)  # "With a shrug Mr. Ray said"
    if first is None or is_behind and end - first == 1:
        return None
    while first < end - 1 and (words[first] in grammar.adverbs or words[first] in ("'s", "but", "and", "however")):
        first += 1
    if words[first] == "that" and end - first > 1 and (line.caps[first + 1] or words[first + 1] in grammar.determiners):
        first += 1
    if all(word in grammar.adverbs or word in grammar.auxiliaries or word.endswith("ly") for word in words[first:end]):
        return None
    return (first, end) if end - first > 1 or words[first] not in _NO_SOURCE else None


def _opening_mark(line: Line, at: int) -> int:
    """Return where a quoted name that ends at a token begins (`the “America First” wing`); -1 where none ends."""
    if line.words[at] not in QUOTES or line.held[at] < 0:
        return -1
    start = at
    while start > 0 and line.held[start - 1] == line.held[at] and at - start <= _QUOTED_NAME:
        start -= 1
    return start if 1 < at - start <= _QUOTED_NAME else -1


def _lists(line: Line, at: int, end: int, floor: int, grammar: Grammar) -> bool:
    """Say whether a comma joins names of one subject: `Mr. A, Mr. B and Mr. C`."""
    start = at
    while start > floor and line.caps[start - 1]:
        start -= 1
    is_fronted = start > floor and line.words[start - 1] in grammar.prepositions
    return start < at and "and" in line.words[at:end] and line.caps[at + 1] and not is_fronted


def _last_name(line: Line, first: int, end: int) -> int:
    """Return where the capitals begin that end a phrase; its own beginning where it has none."""
    start = end
    while start > first and line.caps[start - 1]:
        start -= 1
    return start if start < end else first


def _is_nominal(line: Line, at: int, floor: int, grammar: Grammar) -> bool:
    """Say whether a word can stand inside a noun phrase."""
    if at < floor:
        return False
    word = line.words[at]
    if word in MARKS and word not in _HYPHENS:
        return False
    if line.caps[at] and at > 0:
        return True
    if word in grammar.auxiliaries and word != "'s" or word in grammar.subordinators or word in grammar.conjunctions:
        return False
    if word in grammar.objects or word in grammar.pronouns and word != "one" or word in grammar.prepositions:
        return False
    is_verb = word in grammar.verbs or word.endswith("ed") and len(word) > 4
    return not is_verb or at > floor and line.words[at - 1] in grammar.determiners


def subject_after(line: Line, at: int, grammar: Grammar) -> Span | None:
    """Return the noun phrase that starts at token `at` (“…,” said Ms. Ray, the mayor), apposition included."""
    words, size = line.words, len(line.words)
    end = at
    while end < size and end - at < _FAR:
        word = words[end]
        if word in MARKS and word not in _HYPHENS or word in grammar.auxiliaries and word != "'s":
            break
        if end > at and (word in grammar.subordinators or word in grammar.days):
            break
        if word in grammar.prepositions and (
            word not in _AFTER_ANY and (word not in _AFTER_NOUN or line.caps[end - 1])
        ):
            break
        if word in ("and", "or") and not (line.caps[end - 1] and end + 1 < size and line.caps[end + 1]):
            break
        if end > at and word in grammar.adverbs:
            break
        end += 1
    if end == at or words[at] in grammar.subordinators or words[at] in grammar.prepositions:
        return None
    if words[at] in grammar.pronouns:
        return at, at + 1
    return at, _with_apposition(line, end, grammar)


def _with_apposition(line: Line, end: int, grammar: Grammar) -> int:
    words, size = line.words, len(line.words)
    if end + 1 >= size or words[end] != "," or words[end + 1] in QUOTES:
        return end
    opening = words[end + 1]
    if opening in grammar.prepositions or opening in grammar.subordinators or opening.endswith("ing"):
        return end
    if opening in grammar.conjunctions or opening in grammar.pronouns:
        return end
    close = end + 1
    while (
        close < size
        and close - end < _ASIDE
        and words[close] not in (",", ";", ":", '"', "''", "--")
        and words[close] not in FINALS
    ):
        close += 1
    return close if close < size else end
