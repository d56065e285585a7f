"""Holders: whose stance words are, read from the subject, the possessor or the speaker.

No parser: the verb group before the words is stepped over, the noun phrase before it is the subject; a clause
without one takes the subject of the clause before. "I" and "we" are the speaker. Where the subject is somebody
whom the codebook does not know, nobody is named: abstaining beats guessing.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Clause, Named, Sentence
from parley.code.grammar import grammar_of, listed, peoples_of
from parley.codebook import Codebook
from parley.find.lines import Grammar, Line, read_grammar
from parley.find.nouns import subject_before
from parley.find.speakers import read_source_words, resolve_source
from parley.spans import Span

_STOPS = frozenset({",", ";", ":", ".", "(", ")", '"', "-", "--", "?", "!"})
_BACK = 9  # words a verb group may have before the words that carry the act
_RELATIVES = frozenset({"who", "which", "that"})
_OPENERS = ("but", "and", "or", "while", "though", "although", "yet", "if", "unless", "that")
_GAP = 2  # words between an actor and the "who" that goes back to it


class Subject(NamedTuple):
    """Who is the subject: actors, the token where the phrase begins, whether the phrase was resolved at all."""

    actors: tuple[str, ...]
    first: int
    is_own: bool


def subject_of(sentence: Sentence, at: int, clauses: Sequence[Clause], book: Codebook) -> Subject:
    """Return the subject of the predicate whose first word is token `at`.

    `is_own` is false where the clause has no subject of its own and another clause's was taken.
    """
    grammar = read_grammar(book)
    floor = _floor(clauses, at)
    group, has_to = _verb_group(sentence.words, at, floor, book)
    if group > floor and sentence.words[group - 1] in _RELATIVES:
        return _antecedent(sentence, group - 1, clauses, book)
    if not has_to:
        phrase = subject_before(_line(sentence), group, floor, grammar)
        if phrase is None and group and group - floor <= 1 and sentence.words[group - 1] == ",":
            phrase = subject_before(_line(sentence), group, 0, grammar)  # "Norland, he said, | would wait"
        if phrase is not None and not _is_object(sentence, phrase, floor, grammar):
            actors = actors_in(sentence, phrase, clauses, book)
            joint = _joint_before(sentence, phrase[0], floor, book) if actors else ()
            return Subject((*joint, *actors), phrase[0], True)
    return subject_near(sentence, at, clauses, book)


def _joint_before(sentence: Sentence, first: int, floor: int, book: Codebook) -> tuple[str, ...]:
    """Return the actors joined by "and" to a subject that begins at a token ("Poland and the Baltic states")."""
    found: list[str] = []
    at = first
    while at - 2 >= floor and sentence.words[at - 1] in ("and", ","):
        before = next((m for m in heads_between(sentence, floor, at, book) if m.last == at - 1), None)
        if before is None:
            break
        found.insert(0, before.actor_id)
        at = before.first
    return tuple(found)


def _floor(clauses: Sequence[Clause], at: int) -> int:
    """Return the first token of the clause that holds a token, past its opening conjunction."""
    for clause in clauses:
        if clause.first <= at < clause.last:
            opening = clause.words[0] in _OPENERS
            return clause.first + (1 if opening and clause.first < at else 0)
    return 0


def _verb_group(words: Sequence[str], at: int, floor: int, book: Codebook) -> tuple[int, bool]:
    """Return where the verb group before a token begins, and whether it is an infinitive with "to"."""
    grammar = read_grammar(book)
    parts = grammar.auxiliaries | grammar.adverbs | grammar.negatives | listed(book, "verb_group")
    has_to, start = False, at
    while start > floor and at - start < _BACK:
        word = words[start - 1]
        if word not in parts and not (word.endswith("ly") and len(word) > 4):
            break
        if word == "'s" and start - 2 >= floor and words[start - 2] not in grammar.pronouns:
            break
        has_to |= word == "to"
        start -= 1
    return start, has_to


def _line(sentence: Sentence) -> Line:
    return _line_of(sentence.words, sentence.spans, sentence.text[sentence.start : sentence.end], sentence.start)


@lru_cache(maxsize=256)
def _line_of(words: tuple[str, ...], spans: tuple[Span, ...], raw: str, start: int) -> Line:
    caps = tuple(raw[a - start].isupper() for a, _ in spans)
    return Line(words, spans, caps, (-1,) * len(words), start, start + len(raw), 0, is_heading=False, is_shouted=False)


def _is_object(sentence: Sentence, phrase: Span, floor: int, grammar: Grammar) -> bool:
    """Say whether a noun phrase stands behind a preposition and is no subject ("in Kyiv ruled out")."""
    return phrase[0] > floor and sentence.words[phrase[0] - 1] in grammar.prepositions


def actors_in(sentence: Sentence, phrase: Span, clauses: Sequence[Clause], book: Codebook) -> tuple[str, ...]:
    """Return the actors whom a noun phrase stands for: its heads, not its possessors; the speaker for "we"."""
    first, last = phrase
    words = sentence.words[first:last]
    speaker = speaker_at(clauses, first)
    if words[0] in read_source_words(book).first and len(words) <= 2:
        return (speaker,) if speaker and speaker != "author" else ()
    inside = [m for m in sentence.mentions if first <= m.first < last]
    if not inside:
        is_person = speaker in book.actors and book.actors[speaker].pronoun in ("he", "she")
        if words == ("he",) or words == ("she",):
            return (speaker,) if speaker and is_person and book.actors[speaker].pronoun == words[0] else ()
        return (speaker,) if words == ("it",) and speaker in book.actors and not is_person and speaker else ()
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    if len(inside) == 1 and inside[0].first == first and _stands_for(sentence.words, inside[0].last, book):
        return (inside[0].actor_id,)  # "his forces", "Norland's negotiators"
    named = resolve_source(sentence.text, (start, end), [_place(m, sentence) for m in inside], book)
    return tuple(one.speaker_id for one in named if one.speaker_id)


class _Place(NamedTuple):
    """A mention as `resolve_source` reads it, in characters."""

    start: int
    end: int
    actor_id: str
    how_code: str


def _place(mention: Named, sentence: Sentence) -> _Place:
    spans = sentence.spans
    return _Place(spans[mention.first][0], spans[mention.last - 1][1], mention.actor_id, mention.how_code)


def _antecedent(sentence: Sentence, at: int, clauses: Sequence[Clause], book: Codebook) -> Subject:
    """Return the actor just before "who" or "which"; of a decree or letter, who made it ("passed a decree that")."""
    before = [m for m in sentence.mentions if m.last <= at and at - m.last <= _GAP]
    if before:
        return Subject((before[-1].actor_id,), before[-1].first, True)
    if not listed(book, "papers").isdisjoint(sentence.words[max(0, at - 5) : at]):
        heads = heads_between(sentence, 0, at, book)
        return Subject((heads[0].actor_id,), heads[0].first, True) if heads else Subject((), at, True)
    return Subject((), at, True)


def subject_near(
    sentence: Sentence, at: int, clauses: Sequence[Clause], book: Codebook, *, is_noun: bool = False
) -> Subject:
    """Return the subject of a predicate without one: from earlier in the clause, its speaker, an earlier clause."""
    here = next((n for n, clause in enumerate(clauses) if clause.first <= at < clause.last), None)
    if here is None:
        return Subject((), at, False)
    clause = clauses[here]
    first = heads_between(sentence, clause.first, at, book)
    if first:
        return Subject((first[0].actor_id,), first[0].first, True)
    if not is_noun and _has_own_words(clause, at, book):
        return Subject((), clause.first, True)
    for before in reversed(clauses[:here]):
        if before.kind_code in ("relative", "aside", "condition", "time", "reason"):
            continue
        if before.statement is not clause.statement and clause.statement is not None:
            break
        heads = heads_between(sentence, before.first, before.last, book)
        if heads:
            joint = [m for n, m in enumerate(heads) if n == 0 or _is_joined(sentence, heads[n - 1], m)]
            actors = tuple(dict.fromkeys(m.actor_id for m in joint))
            return Subject(actors, heads[0].first, False)
    speaker = clause.speaker_id
    return Subject((speaker,) if speaker and speaker != "author" else (), clause.first, False)


def _has_own_words(clause: Clause, at: int, book: Codebook) -> bool:
    """Say whether words before the predicate name a subject that is nobody of the codebook ("the farmers refuse")."""
    grammar = read_grammar(book)
    start, _ = _verb_group(clause.sentence.words, at, clause.first, book)
    left = [w for w in clause.sentence.words[clause.first : start] if w.isalpha()]
    return sum(w not in grammar.conjunctions and w not in grammar.adverbs for w in left) > 1 and (
        left[0] in grammar.determiners or left[0] in grammar.pronouns
    )


def heads_between(sentence: Sentence, first: int, last: int, book: Codebook) -> list[Named]:
    """Return the mentions in a stretch of words that can be subjects: no possessor, not behind a preposition."""
    grammar, words = read_grammar(book), sentence.words
    heads = []
    for mention in sentence.mentions:
        if not first <= mention.first < last:
            continue
        after = words[mention.last] if mention.last < len(words) else ""
        before = words[mention.first - 1] if mention.first > first else ""
        farther = words[mention.first - 2] if mention.first > first + 1 else ""
        is_oblique = before in grammar.prepositions or (
            farther in grammar.prepositions and (before in grammar.determiners or before in listed(book, "titles"))
        )
        if after in ("'s", "'") and not _stands_for(words, mention.last + 1, book):
            continue
        if mention.how_code == "demonym" and not _stands_for(words, mention.last, book):
            continue
        if not is_oblique:
            heads.append(mention)
    return heads


def _stands_for(words: Sequence[str], at: int, book: Codebook) -> bool:
    """Say whether the noun after a demonym or possessor stands for the actor: government, officials, leadership."""
    lists, agents = read_source_words(book), grammar_of(book).agents
    near = words[at + (words[at : at + 1] == ("'s",)) :][:2]
    return any(word in lists.collectives or word in lists.voices or word in agents for word in near)


def _is_joined(sentence: Sentence, one: Named, other: Named) -> bool:
    """Say whether only "and" or a comma stands between two mentions."""
    between = sentence.words[one.last : other.first]
    return 0 < len(between) <= 3 and all(word in ("and", ",", "or", "as", "well", "the", "both") for word in between)


def possessor_of(sentence: Sentence, first: int, last: int, book: Codebook) -> tuple[str, ...]:
    """Return whose readiness, refusal or demand a noun is: `Kyiv's`, `its`, `Russian`, `by Moscow`, `of Ankara`."""
    words = sentence.words
    by_demonym = peoples_of(book)
    for at in (first - 1, first - 2):
        if at >= 0 and words[at] in by_demonym and not any(m.first <= at < m.last for m in sentence.mentions):
            return (by_demonym[words[at]],)
    lowest = max(0, first - 4)
    for mention in reversed(sentence.mentions):
        if mention.last > first or mention.last < lowest:
            continue
        tail = words[mention.last : first]
        if mention.how_code in ("pronoun", "demonym") or "'s" in tail[:2] or "'" in tail[:2]:
            if not any(word in _STOPS or word in read_grammar(book).prepositions for word in tail):
                return (mention.actor_id,)
            return ()
    for mention in sentence.mentions:
        if mention.first in (1, 2) and "for" in words[:2] and words[mention.last : mention.last + 1] == (",",):
            return (mention.actor_id,)  # "for Norland, the first demand is"
        gap = words[last : mention.first]
        if mention.first >= last and len(gap) <= 3 and gap and gap[0] in ("by", "from"):
            return (mention.actor_id,)
        if mention.first >= first and words[mention.first - 1] in ("by", "from") and mention.first - last <= 1:
            return (mention.actor_id,)
    return ()


def agent_after(sentence: Sentence, last: int, clauses: Sequence[Clause], book: Codebook) -> tuple[str, ...]:
    """Return who did it where a passive names the doer: `was rejected by Moscow`."""
    words = sentence.words
    for at in range(last, min(last + 3, len(words))):
        if words[at] in _STOPS or words[at] in read_grammar(book).be:
            break
        if words[at] == "by":
            found = tuple(m.actor_id for m in sentence.mentions if at < m.first <= at + 3)
            return found[:1]
    return ()


def speaker_at(clauses: Sequence[Clause], at: int) -> str | None:
    """Return who speaks the clause that holds a token."""
    return next((clause.speaker_id for clause in clauses if clause.first <= at < clause.last), None)
