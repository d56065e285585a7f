"""Clauses: a sentence cut where a new clause plainly opens, each with who speaks in it and how surely.

The cuts: at `;` and `:`, dashes and brackets, at the edges of a statement's content, at conjunctions
("but", "and would") and at words that open a condition, a reason or a relative clause (`words/clauses.yml`).
A clause knows its sentence, because a cue and what it governs may lie in two clauses.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from parley.code.grammar import listed
from parley.codebook import Codebook, compile_words
from parley.find.evidence import judge_evidence, strongest
from parley.phrases import find_phrases
from parley.spans import Span

_HARD = frozenset(";:()[]")
_GOES_ON = (("but", "that"), ("and", "that"))
_SCARE = 3  # words in quotation marks that may still be the author's own, held with tongs
_LONG_SUBJECT = 8  # words before "and" that no longer look like the first half of a joint subject


class Named(NamedTuple):
    """A mention of an actor: tokens `first` to `last` (half-open) of its sentence."""

    first: int
    last: int
    actor_id: str
    how_code: str
    mention_id: str


class Sentence(NamedTuple):
    """A sentence with its words (`spans` are characters of the article), mentions and statements."""

    doc_id: str
    sent_id: str
    start: int
    end: int
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    mentions: tuple[Named, ...]
    statements: tuple[Any, ...]
    sentence_kind_code: str
    is_summary: bool
    heading: str | None
    published_on: str | None
    text: str
    quotations: tuple[Span, ...] = ()
    para: int = 0


class Clause(NamedTuple):
    """A clause: tokens `first` to `last` of its sentence, the words in them, and on whose account they stand.

    `kind_code`: main, item (of a list), condition, reason, contrast, time, relative, aside (in brackets).
    `statement` is the innermost statement whose content holds the clause, None in the author's own words.
    """

    doc_id: str
    sent_id: str
    start: int
    end: int
    first: int
    last: int
    n: int
    kind_code: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    mentions: tuple[Named, ...]
    statement: Any
    speaker_id: str | None
    source: str | None
    voice_code: str
    evidence_code: str
    certainty_code: str
    is_negated: bool
    cue_code: str | None
    sentence: Sentence


def split_clauses(sentence: Sentence, book: Codebook) -> list[Clause]:
    """Return the clauses of a sentence, in order; together they hold its words but for marks at the seams."""
    openings = _openings(sentence, book)
    edges = [*sorted(openings), len(sentence.words)]
    clauses: list[Clause] = []
    for first, last in zip(edges, edges[1:], strict=False):
        kind = openings[first]
        while first < last and sentence.words[first] in ",;:()[].-":
            first += 1
        while last > first and sentence.words[last - 1] in ",;:()[].!?-":
            last -= 1
        if first < last:
            clause = _clause(sentence, (first, last), kind, len(clauses), book)
            before = clauses[-1] if clauses else None
            if before and before.statement and clause.statement is None and clause.words[:2] in _GOES_ON:
                clause = _within(clause, before)
            clauses.append(clause)
    return clauses


def _within(clause: Clause, before: Clause) -> Clause:
    """Return a clause as part of the statement before it ("said that …, but that …")."""
    return clause._replace(
        statement=before.statement,
        speaker_id=before.speaker_id,
        source=before.source,
        voice_code=before.voice_code,
        evidence_code=before.evidence_code,
        certainty_code=before.certainty_code,
        cue_code=before.cue_code,
    )


def _openings(sentence: Sentence, book: Codebook) -> dict[int, str]:
    """Return the tokens that open a clause, with its kind."""
    words, size = sentence.words, len(sentence.words)
    openings = {0: "main"}
    after_colon, finite = False, listed(book, "finite")
    for at, word in enumerate(words):
        if word == "(" or word == "[":
            openings[at] = "aside"
        elif word in _HARD or (word in ("-", "--") and _stands_alone(sentence, at)):
            after_colon |= word == ":"
            openings[at + 1] = "item" if after_colon and word in ":;" else "main"
        elif word in ("and", "or", "nor") and _opens_clause(sentence, at, max(openings), finite):
            openings[at] = "item" if openings.get(at) == "item" else "main"
    for match in find_phrases(compile_words(book, "clauses"), words, {m.first: m.last for m in sentence.mentions}):
        if match.key == "relative" and (match.start == 0 or words[match.start - 1] != ","):
            continue
        if match.key != "not_a_break" and openings.get(match.start, "main") in ("main", "item"):
            openings[match.start] = match.key
    for at in list(openings):
        if openings[at] == "relative":
            resumed = _resumption(words, at, finite)
            if resumed is not None:
                openings.setdefault(resumed, "main")
    for statement in sentence.statements:
        for start, end in parts_of(statement):
            for edge in (start, end):
                at = next((n for n, span in enumerate(sentence.spans) if span[0] >= edge), size)
                if 0 < at < size and sentence.start < edge < sentence.end:
                    openings.setdefault(at, "main")
    return {at: kind for at, kind in openings.items() if at < size}


def _resumption(words: Sequence[str], opened: int, finite: frozenset[str]) -> int | None:
    """Return the token where the main clause goes on after a relative clause: ", which has lasted, | is unlikely"."""
    for at in range(opened + 1, len(words) - 1):
        if words[at] in (";", ":"):
            return None
        if words[at] == "," and (words[at + 1] in finite or words[at + 1].endswith("ed")):
            return at + 1
    return None


def _has_verb(words: Sequence[str], finite: frozenset[str]) -> bool:
    """Say whether a clause may end here: in "Moscow and Ankara are ready" the "and" only joins two subjects."""
    if len(words) > _LONG_SUBJECT:
        return True
    return any(word in finite and word != "'s" or word.endswith("ed") and len(word) > 4 for word in words)


def _stands_alone(sentence: Sentence, at: int) -> bool:
    """Say whether a dash is set off by blanks ("ready – but"), not part of a word ("cease-fire")."""
    spans = sentence.spans
    return 0 < at < len(spans) - 1 and spans[at - 1][1] < spans[at][0] and spans[at][1] < spans[at + 1][0]


def _opens_clause(sentence: Sentence, at: int, opened: int, finite: frozenset[str]) -> bool:
    """Say whether "and" joins clauses, not things: a finite verb follows at once or after a short subject."""
    words = sentence.words
    if at + 1 >= len(words) or not _has_verb(words[opened:at], finite):
        return False
    if words[at + 1] in finite:
        return True
    heads = {m.first: m.last for m in sentence.mentions}
    step = heads.get(at + 1)
    if step is not None and step < len(words) and words[step] == "'s":
        step = None
    if step is None:
        step = at + 2
        limit = min(len(words), at + 7)
        while step < limit and words[step] not in finite and words[step] not in ",;:.":
            step += 1
    return step < len(words) and words[step] in finite and words[step] != "'s"


def _clause(sentence: Sentence, tokens: Span, kind: str, n: int, book: Codebook) -> Clause:
    first, last = tokens
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    words = sentence.words[first:last]
    statement = _innermost(sentence, start, end)
    evidence, certainty = _judge(words, kind, statement, book)
    # words in quotation marks whose speaker was not found are somebody's, never the author's
    is_quoted = last - first > _SCARE and any(a <= start and end <= b for a, b in sentence.quotations)
    return Clause(
        doc_id=sentence.doc_id,
        sent_id=sentence.sent_id,
        start=start,
        end=end,
        first=first,
        last=last,
        n=n,
        kind_code=kind,
        words=words,
        spans=sentence.spans[first:last],
        mentions=tuple(m for m in sentence.mentions if first <= m.first < last),
        statement=statement,
        speaker_id=statement.speaker_id if statement else None if is_quoted else "author",
        source=statement.source if statement else None,
        voice_code="quoted" if is_quoted and statement is None else _voice(statement),
        evidence_code=evidence,
        certainty_code=certainty,
        is_negated=bool(statement and statement.is_negated),
        cue_code=statement.cue_code if statement else None,
        sentence=sentence,
    )


def _innermost(sentence: Sentence, start: int, end: int) -> Any:
    """Return the statement with the shortest content that holds most of the passage."""
    best, size = None, 0
    has_source = any(one.source_start is not None and _holds(one, start, end) for one in sentence.statements)
    for statement in sentence.statements:
        if has_source and statement.source_start is None:
            continue  # "dismissed the offer of talks": the offer without an owner is no second voice
        shared = sum(max(0, min(end, b) - max(start, a)) for a, b in parts_of(statement))
        length = sum(b - a for a, b in parts_of(statement))
        if 2 * shared <= end - start or best is not None and length >= size:
            continue
        if not _is_walled(sentence, statement, end) and not _is_wished(statement):
            best, size = statement, length
    return best


def _holds(statement: Any, start: int, end: int) -> bool:
    return 2 * sum(max(0, min(end, b) - max(start, a)) for a, b in parts_of(statement)) > end - start


def _is_walled(sentence: Sentence, statement: Any, offset: int) -> bool:
    """Say whether a bracket closed between a cue and a passage: what is said in an aside ends with it."""
    if statement.cue_start is None or not sentence.start <= statement.cue_start < offset:
        return False
    between = sentence.text[statement.cue_start : offset]
    return between.count(")") > between.count("(")


def _is_wished(statement: Any) -> bool:
    """Say whether the cue is what somebody should say ("must reaffirm"): no speech that took place."""
    return (statement.cue or "").lower().split(" ", 1)[0] in ("must", "should", "would", "could", "may", "might", "to")


def _voice(statement: Any) -> str:
    if statement is None:
        return "author"
    return "quoted" if statement.manner_code == "direct" else "reported"


def _judge(words: Sequence[str], kind: str, statement: Any, book: Codebook) -> tuple[str, str]:
    """Return evidence and certainty: the statement's, weakened by the clause's own hedges and conditions."""
    if statement is None:
        evidence, certainty = judge_evidence(words, book)
    else:
        speaker = "unnamed" if statement.evidence_code == "unnamed" else "said"
        own, certainty = judge_evidence(words, book, base=speaker)
        evidence = strongest([statement.evidence_code, own])
        certainty = certainty if certainty != "certain" else statement.certainty_code or "certain"
    return (strongest([evidence, "hypothetical"]) if kind == "condition" else evidence), certainty


def parts_of(statement: Any) -> list[Sequence[int]]:
    """Return the parts of a statement's content, or its hull where it has no parts."""
    return statement.content_parts or [[statement.content_start, statement.content_end]]
