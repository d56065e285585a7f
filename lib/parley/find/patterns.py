"""Patterns of attribution by rules: for each cue of a line, who speaks and what is said."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parley.find.contents import content_after, content_before
from parley.find.cues import Cue, Lexicon, find_cues
from parley.find.lines import FINALS, MARKS, QUOTES, Grammar, Line
from parley.find.nouns import subject_after, subject_before
from parley.spans import Span

_TAIL = 14  # words of place and time that may stand between a cue and what is said


class Found(NamedTuple):
    """An attribution in tokens of its line: ranges of source, cue and content. `pattern` names the rule."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    pattern: str
    by: Cue


def match_patterns(line: Line, lexicon: Lexicon) -> list[Found]:
    """Return the attributions of a line, in the order of their cues."""
    found: list[Found] = []
    cues = find_cues(line, lexicon)
    for index, cue in enumerate(cues):
        hit = _match(line, cue, cues[index + 1 :], found, lexicon.grammar)
        if hit is not None:
            found.append(hit)
    return found


def _match(line: Line, cue: Cue, later: Sequence[Cue], found: Sequence[Found], grammar: Grammar) -> Found | None:
    if cue.entry.kind == "source":
        return _by_source(line, cue, grammar)
    if cue.entry.kind == "noun":
        return _by_noun(line, cue, later, grammar)
    if not _is_verb(line, cue, grammar):
        return None
    if "be" in cue.has and cue.form == "past":
        return _passive(line, cue, later, grammar)
    inverted = _inverted(line, cue, grammar)
    if inverted is not None:
        return inverted
    floor = _floor(line, cue, found)
    source = _source(line, cue, floor, found, grammar)
    if source is None:
        return None
    after = _complement(line, cue, grammar)
    spans = ((cue.group, cue.last),)
    if after is not None:
        content = content_after(line, after, later, grammar)
        if content is not None:
            return Found((source,), spans, (content,), "after", cue)
    if source[0] - 1 >= floor and "clause" in cue.entry.takes | ({"clause"} if "quote" in cue.entry.takes else set()):
        before = content_before(line, source[0], floor)
        if before is not None:
            return Found((source,), spans, (before, *_resumed(line, cue.last)), "before", cue)
    return None


def _floor(line: Line, cue: Cue, found: Sequence[Found]) -> int:
    """Return the first token a subject or a content standing before may use: after the last cue's own words."""
    return max((hit.by.last for hit in found if hit.by.last <= cue.group), default=0)


def _is_verb(line: Line, cue: Cue, grammar: Grammar) -> bool:
    """Say whether the word is used as a finite verb or a participle, not as a noun or an adjective."""
    before = line.words[cue.group - 1] if cue.group else ""
    if cue.group < cue.first:
        return not ("to" in cue.has and not cue.has & {"be", "have", "modal"})
    if (
        before in grammar.possessives
        or before in grammar.determiners
        and before not in ("some", "many", "all", "most", "few", "both", "several", "this", "that")
    ):
        return False
    if cue.form == "ing":
        return True
    if before in grammar.prepositions:
        return before == "as" and cue.form == "past"
    if cue.form == "base":
        plural = before.endswith("s") and not before.endswith(("ss", "'s"))
        return plural or before in (
            "they",
            "we",
            "you",
            "i",
            "people",
            "who",
            "many",
            "some",
            "most",
            "others",
            "and",
            "police",
            "democrats",
        )
    return True


def _source(line: Line, cue: Cue, floor: int, found: Sequence[Found], grammar: Grammar) -> Span | None:
    before = line.words[cue.group - 1] if cue.group else ""
    is_shared = before in (
        "and",
        "but",
        "or",
        ",",
        "then",
        "while",
        "by",
        "in",
        "for",
        "after",
        "before",
        "without",
        "-",
        "--",
        ";",
    )
    if cue.form == "ing" and "be" not in cue.has and (is_shared or cue.group == 0):
        return _shared(line, cue, found, grammar)
    if before in ("and", "but", "or", "then") or before == "," and cue.form != "ing":
        own = subject_before(line, cue.group, floor, grammar) if before == "," else None
        return own or _shared(line, cue, found, grammar)
    return subject_before(line, cue.group, floor, grammar)


def _shared(line: Line, cue: Cue, found: Sequence[Found], grammar: Grammar) -> Span | None:
    """Return the source of the cue before this one, else the subject that opens the sentence."""
    for hit in reversed(found):
        if hit.source:
            return hit.source[0]
    start = 0
    if line.words[0] in grammar.prepositions or line.words[0].endswith("ing"):
        start = next((at + 1 for at in range(cue.group) if line.words[at] == ","), 0)
    for at in range(start, min(cue.group, start + 30)):
        word = line.words[at]
        is_verb = word in grammar.auxiliaries or word in grammar.verbs or word.endswith("ed") and not line.caps[at]
        if at > start and is_verb and word != "'s":
            return subject_before(line, at, start, grammar)
    return None


def _inverted(line: Line, cue: Cue, grammar: Grammar) -> Found | None:
    """Match `“…,” said Ms. Ray` and `…, said Ms. Ray`."""
    if not cue.entry.takes & {"clause", "quote"} or cue.form not in ("past", "third") or cue.group != cue.first:
        return None
    if cue.first < 2 or line.words[cue.first - 1] not in QUOTES | {",", "?", "!"} or cue.last >= len(line.words):
        return None
    is_quote = line.held[cue.first - 2] >= 0 or line.words[cue.first - 1] in QUOTES
    opening = line.words[cue.last]
    if not (line.caps[cue.last] or opening in grammar.determiners or opening in grammar.pronouns or is_quote):
        return None
    source = subject_after(line, cue.last, grammar)
    if source is None or not is_quote and not _closes(line, source[1], grammar):
        return None
    before = content_before(line, cue.first, 0)
    if before is None:
        return None
    return Found((source,), ((cue.first, cue.last),), (before, *_resumed(line, source[1])), "inverted", cue)


def _closes(line: Line, at: int, grammar: Grammar) -> bool:
    return (
        at >= len(line.words)
        or line.words[at] in FINALS
        or line.words[at] in (",", ";")
        or line.words[at] in grammar.prepositions
    )


def _resumed(line: Line, at: int) -> tuple[Span, ...]:
    """Return the part of an interrupted quotation that follows the cue: `“We go,” he said, “but not now.”`"""
    size = len(line.words)
    for step in range(at, min(size, at + _TAIL)):
        if line.words[step] in QUOTES and line.held[step] >= 0:
            if line.words[step - 1] not in (",", ":", "--", "-", ";", "."):
                return ()
            return ((step, size),)
    return ()


def _complement(line: Line, cue: Cue, grammar: Grammar) -> int | None:
    """Return the token where what is said begins after the cue; None where nothing fitting follows."""
    takes, at, size = cue.entry.takes, cue.last, len(line.words)
    if at >= size:
        return None
    if "person" in takes:
        hearer = _after_hearer(line, at, grammar)
        if hearer is not None:
            return hearer
    far = _past_tail(line, at, grammar) if takes & {"clause", "quote"} else at
    for here in dict.fromkeys((at, far)):
        word = line.words[here] if here < size else "."
        following = line.words[here + 1] if here + 1 < size else "."
        if word == "that" and "clause" in takes:
            return here
        if word in grammar.questions and takes & {"clause", "thing"}:
            return here
        if word in QUOTES and line.held[here] >= 0:
            return here
        if word in (":", ",") and takes & {"clause", "quote"} and (word == ":" or following in QUOTES):
            return here + 1
        if word == "to" and "to" in takes:
            return here
    word = line.words[far] if far < size else "."
    if word in MARKS or word in grammar.prepositions or word in grammar.conjunctions or word in grammar.auxiliaries:
        return None
    if word in grammar.subordinators and word != "that":
        return None
    if takes & {"clause", "thing", "as"} and not (word.endswith("ly") and far == at):
        return far
    return None


def _after_hearer(line: Line, at: int, grammar: Grammar) -> int | None:
    """Return where the content begins after the hearer of `told reporters that …`, `asked him to …`."""
    size = len(line.words)
    if line.words[at] in MARKS or line.words[at] in ("that", "to", "about") or line.words[at] in grammar.questions:
        return None
    for here in range(at + 1, min(size, at + 20)):
        word = line.words[here]
        if word in ("that", "to", "about", "not") or word in grammar.questions and word not in ("who", "which"):
            if word == "to" and line.caps[here - 1] and here + 1 < size and line.caps[here + 1]:
                continue
            return here
        if word in QUOTES and line.held[here] >= 0:
            return here
        if word == ":" or word == "," and here + 1 < size and line.words[here + 1] in QUOTES:
            return here + 1
        if word in grammar.pronouns or word in ("he", "she", "it", "they", "there"):
            return here
        if word in FINALS or word == ";":
            return None
    if line.words[at] in grammar.objects:
        return at + 1
    return None


def _past_tail(line: Line, at: int, grammar: Grammar) -> int:
    """Step over `on Tuesday`, `in a statement` between a cue and what is said."""
    size, here = len(line.words), at
    while here < size and (line.words[here] in grammar.days or line.words[here].endswith("ly")):
        here += 1
    if here < size and line.words[here] in grammar.prepositions:
        for step in range(here + 1, min(size, here + _TAIL)):
            word = line.words[step]
            if word == "that" or word in QUOTES and line.held[step] >= 0:
                return step
            if word == ":":
                return step
            if word in FINALS or word == ";":
                break
            if word == "," and step + 1 < size and line.words[step + 1] in QUOTES:
                return step
            if (
                word in grammar.days
                and step + 1 < size
                and line.words[step + 1] not in MARKS
                and line.words[step + 1] not in grammar.prepositions
                and line.words[step + 1] not in grammar.days
            ):
                return step + 1
    return here


def _passive(line: Line, cue: Cue, later: Sequence[Cue], grammar: Grammar) -> Found | None:
    """Match `X is said to …`, `it was reported that …`, `X was criticised by Y`."""
    subject = subject_before(line, cue.group, 0, grammar)
    at, size = cue.last, len(line.words)
    word = line.words[at] if at < size else "."
    spans = ((cue.group, cue.last),)
    if word == "by" and at + 1 < size:
        source = subject_after(line, at + 1, grammar)
        if source is None or subject is None:
            return None
        return Found((source,), spans, (subject,), "passive.by", cue)
    if word == "to" and "to" not in cue.entry.takes | {"to"}:
        return None
    if word in ("to", "as") and subject is not None and cue.entry.takes & {"clause", "as"}:
        content = content_after(line, at, later, grammar)
        return Found((), spans, (subject, content), "passive.to", cue) if content else None
    if word in grammar.questions or word == "that":
        content = content_after(line, at, later, grammar)
        return Found((), spans, (content,), "passive.that", cue) if content else None
    return None


def _by_source(line: Line, cue: Cue, grammar: Grammar) -> Found | None:
    """Match `according to X`."""
    source = subject_after(line, cue.last, grammar)
    if source is None:
        return None
    size, first, end = len(line.words), cue.first, source[1]
    before: Span | None = (0, first) if first else None
    after: Span | None = (end, size)
    words_before = sum(1 for word in line.words[:first] if word not in MARKS)
    if words_before < 3:
        before = before if words_before else None
    else:
        after = None
        clause = max((at for at in range(first) if line.words[at] == ";"), default=-1)
        before = (clause + 1, first)
    content = tuple(part for part in (before, after) if part)
    return Found((source,), ((first, cue.last),), content, "according", cue)


def _by_noun(line: Line, cue: Cue, later: Sequence[Cue], grammar: Grammar) -> Found | None:
    """Match `X's demand that …`, `the allegation that …`, `Russian plans to …`."""
    at, size = cue.last, len(line.words)
    word = line.words[at] if at < size else "."
    if word not in ("that", "to", "for", "about", "over", "of", "on", ":", "whether"):
        return None
    if not cue.entry.takes & {word, "clause" if word in ("that", "whether") else word}:
        return None
    content = content_after(line, at + 1 if word == ":" else at, later, grammar)
    if content is None:
        return None
    source = _possessor(line, cue, grammar)
    return Found((source,) if source else (), ((cue.first, cue.last),), (content,), "noun", cue)


def _possessor(line: Line, cue: Cue, grammar: Grammar) -> Span | None:
    """Return whose demand it is: `Kyiv's`, `their`, `Russian`."""
    for at in range(cue.first - 1, max(-1, cue.first - 5), -1):
        word = line.words[at]
        if word == "'s" or word == "'":
            return subject_before(line, at, 0, grammar)
        if word in grammar.possessives:
            return at, at + 1
        if line.caps[at] and at > 0:
            start = at
            while start > 1 and line.caps[start - 1]:
                start -= 1
            return start, at + 1
        if word in MARKS or word in grammar.prepositions or word in grammar.auxiliaries:
            return None
    return None


def pieces_of(found: Sequence[Found]) -> Iterator[Found]:
    """Yield the attributions with a content that is more than a mark."""
    yield from (hit for hit in found if any(end > start for start, end in hit.content))
