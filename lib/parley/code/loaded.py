"""Loaded words: where they stand in a sentence, and whether an actor is really their target.

A loaded noun hits the actor it is put beside ("the aggressor Russia", "X, the dictator", "X is a puppet",
"acts as a cornered rat", "X's regime"); a loaded adjective the actor it describes or whose act it describes;
a judging clause its subject. Words that hang on nobody make no framing (`rules/epithets.yml`).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Clause, Named, Sentence
from parley.code.roles import Grammar, Place, capitals_of, grammar_of, object_of, owner_of, subject_of
from parley.codebook import Codebook, Rule, compile_rules
from parley.phrases import Match, find_phrases

_SUPPOSING = frozenset(
    {"not", "n't", "never", "nobody", "hardly", "should", "must", "would", "could", "may", "might", "if", "can", "will"}
)
_LONGEST_CLAUSE = 6  # words kept after a judging phrase


class Lists(NamedTuple):
    """Words that tie a loaded word to its target."""

    copulas: frozenset[str]
    callers: frozenset[str]
    parts: frozenset[str]
    doing: frozenset[str]
    kin: frozenset[str]
    judging: frozenset[str]


class Loaded(NamedTuple):
    """Loaded words (tokens) that frame an actor."""

    first: int
    last: int
    actor_id: str
    rule: Rule


@lru_cache(maxsize=8)
def lists_of(book: Codebook) -> Lists:
    """Return the word lists of `words/framing.yml`."""
    words = book.words.get("framing", {})
    return Lists(*(frozenset(words.get(name, ())) for name in Lists._fields))


def find_loaded(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Loaded]:
    """Yield the loaded words of a sentence that frame an actor, each place and actor once."""
    marks = {one.first: one.last for one in sentence.mentions}
    rules, words = book.rules.get("epithets", {}), sentence.words
    taken: list[tuple[int, int]] = []
    for match in find_phrases(compile_rules(book, "epithets"), words, marks):
        rule = rules[match.key]
        if any(match.start < last and match.end > first for first, last in taken):
            continue
        form = rule.options.get("form", "noun")
        if form != "noun" and (words[-1] == "?" or form != "adjective" and _is_supposed(words, match)):
            continue
        first, last = match.start, match.end
        if form == "noun":
            named = _of_noun(sentence, match, rule, book)
        elif form == "adjective":
            named = _of_adjective(sentence, match, book)
            last = _noun_end(sentence, match.end, grammar_of(book))
        elif form == "object":
            named = tuple(one for one in sentence.mentions for span in match.actors if one.first == span[0])
        else:
            place = subject_of(sentence, match.start, book)
            named = (place if place.named else owner_of(sentence, match.start, book)).named
            last = _clause_end(clauses, match.end)
        if named:
            taken.append((first, last))
        for actor_id in dict.fromkeys(one.actor_id for one in named):
            yield Loaded(first, last, actor_id, rule)


def _is_supposed(words: Sequence[str], match: Match) -> bool:
    """Say whether a judging clause is negated, demanded or supposed: "Kyiv should show good will"."""
    return bool(_SUPPOSING & set(words[max(0, match.start - 2) : match.start]))


def _noun_end(sentence: Sentence, at: int, grammar: Grammar) -> int:
    """Return the end of the noun that an adjective stands before: "barefaced use"."""
    words = sentence.words
    if at < len(words) and words[at] not in grammar.stops and words[at] not in grammar.prepositions:
        inside = next((one.last for one in sentence.mentions if one.first == at), at + 1)
        if inside < len(words) and words[inside - 1].isalpha():
            return inside
    return at


def _clause_end(clauses: Sequence[Clause], at: int) -> int:
    end = next((clause.last for clause in clauses if clause.first < at <= clause.last), at)
    return min(max(end, at), at + _LONGEST_CLAUSE)


def _of_noun(sentence: Sentence, match: Match, rule: Rule, book: Codebook) -> tuple[Named, ...]:
    """Return the mentions that a loaded noun labels."""
    words, lists, grammar = sentence.words, lists_of(book), grammar_of(book)
    first, last = match.start, match.end
    opening = _phrase_start(words, first, grammar)
    if {"no", "not", "n't", "never", "hardly"} & set(words[max(0, opening - 1) : first]):
        return ()  # "is no enemy"
    beside = _beside(sentence, opening, last, grammar)
    if beside:
        return beside
    is_title = not rule.options.get("act") or rule.options.get("distanced")
    for one in sentence.mentions:
        if one.first <= first and last <= one.last and one.how_code in ("role", "nominal"):
            return (one,)
        if one.first == last and one.how_code in ("name", "metonym", "role") and is_title:
            return (one,)
    before = words[opening - 1] if opening else ""
    is_act = bool(rule.options.get("act"))
    if before in lists.copulas:
        place = subject_of(sentence, opening - 1, book)
        return place.named if place.how in ("head", "first") or is_act and place.how == "owner" else ()
    if before in ("as", "like"):
        return _as(sentence, opening - 1, book)
    if before == "of" and opening > 1 and words[opening - 2] in lists.parts:
        owner = owner_of(sentence, opening - 2, book)
        return (owner if owner.named else subject_of(sentence, opening - 1, book)).named
    called = [one for one in sentence.mentions if one.last == opening]
    if called and _called(words, called[-1], lists):
        return (called[-1],)
    if rule.options.get("owned") or is_act:
        return (
            _owner(sentence, first, last, grammar, book)
            if rule.options.get("owned")
            else _acting(sentence, first, book)
        )
    return ()


def _phrase_start(words: Sequence[str], first: int, grammar: Grammar) -> int:
    """Return where the phrase of a noun opens: articles and up to three adjectives before it."""
    at = first
    while at > 0 and first - at < 4 and words[at - 1] not in grammar.stops:
        word = words[at - 1]
        if word in grammar.prepositions or word in ("as", "'s") or not word.isalpha():
            break
        at -= 1
        if word in grammar.determiners:
            break
    return at


def _beside(sentence: Sentence, opening: int, last: int, grammar: Grammar) -> tuple[Named, ...]:
    """Return the mention in apposition to a phrase: "Russia, the aggressor" or "the aggressor, Russia"."""
    words = sentence.words
    for one in sentence.mentions:
        if (
            one.last == opening - 1
            and words[opening - 1] == ","
            and (words[opening] in grammar.determiners or last < len(words) and words[last] in (",", "of", "in", "for"))
        ):
            return (one,)
        if last < len(words) and words[last] == "," and one.first == last + 1:
            closes = one.last >= len(words) or words[one.last] in (",", ".", ";")
            return (one,) if closes else ()
    return ()


def _as(sentence: Sentence, at: int, book: Codebook) -> tuple[Named, ...]:
    """Return who is meant by "as a …": the object before ("sees Putin as"), an owner ("his role as"), the subject."""
    words = sentence.words
    objects = [one for one in sentence.mentions if one.last == at]
    if objects:
        return (objects[-1],)
    if lists_of(book).judging & set(words[max(0, at - 6) : at]):
        return ()  # "dismissed the remarks as posturing": whoever made the remarks, not the subject
    if at and words[at - 1] in lists_of(book).parts:
        owner = owner_of(sentence, at - 1, book)
        if owner.named:
            return owner.named
    # "could act as": the verb before "as" has the subject
    place = subject_of(sentence, at - 1 if at and words[at - 1].isalpha() else at, book)
    return place.named[:1]


def _called(words: Sequence[str], one: Named, lists: Lists) -> bool:
    return bool(set(words[max(0, one.first - 2) : one.first]) & lists.callers)


def _owner(sentence: Sentence, first: int, last: int, grammar: Grammar, book: Codebook) -> tuple[Named, ...]:
    """Return who a regime is named after: "the Kyiv regime", "Putin's regime", "the regime in Kyiv"."""
    words = sentence.words
    for one in sentence.mentions:
        between = words[one.last : first]
        is_near = one.last <= first and len(between) <= 2 and grammar.stops.isdisjoint(between)
        if is_near and (not between or between[0] in ("'s", "'") or one.how_code == "demonym"):
            return (one,)
        after = words[last : one.first]
        if one.first > last and len(after) <= 2 and after[0] in ("in", "of", "around", "at", "by", "from"):
            return (one,)
    if words[last : last + 1] in (("in",), ("of",)) and words[last + 1 : last + 2]:
        actor_id = capitals_of(book).get(words[last + 1])
        return (Named(last + 1, last + 2, actor_id, "metonym", ""),) if actor_id else ()
    return ()


def _acting(sentence: Sentence, first: int, book: Codebook) -> tuple[Named, ...]:
    """Return whose act a noun calls a farce: its owner, or the subject of a doing verb before it."""
    owner = owner_of(sentence, first, book)
    if owner.named and (owner.named[0].last <= first or sentence.words[owner.named[0].first - 1] in ("by", "from")):
        return owner.named
    return _doer(sentence, first, book).named


def _doer(sentence: Sentence, at: int, book: Codebook) -> Place:
    """Return the subject of a doing verb right before a phrase: "the Russians make a barefaced use"."""
    words, doing = sentence.words, lists_of(book).doing
    verb = next((n for n in range(at - 1, max(-1, at - 5), -1) if words[n] in doing), None)
    return subject_of(sentence, verb, book) if verb is not None else Place((), "none")


def _of_adjective(sentence: Sentence, match: Match, book: Codebook) -> tuple[Named, ...]:
    """Return the mentions that a loaded adjective describes, or whose act it describes."""
    words, lists, grammar = sentence.words, lists_of(book), grammar_of(book)
    first, last = match.start, match.end
    described = object_of(sentence, last, book)
    if described.named and described.named[0].first - last <= 1:
        one = described.named[0]
        after = words[one.last] if one.last < len(words) else ""
        is_kin = words[one.last - 1] in lists.kin or one.how_code == "demonym" and after in lists.kin
        return () if is_kin else (one,)
    at = first
    while at > 0 and (
        words[at - 1].endswith("ly") or words[at - 1] in ("so", "very", "too", "as", "more", "most", "and")
    ):
        at -= 1
    if at > 0 and words[at - 1] in lists.copulas:
        place = subject_of(sentence, at - 1, book)
        return place.named if place.how != "thing" else ()
    if last < len(words) and words[last] not in grammar.stops and words[last] not in grammar.prepositions:
        owner = owner_of(sentence, last, book)
        if owner.named and (owner.named[0].last <= first or words[owner.named[0].first - 1] in ("by", "from")):
            return owner.named
        return _doer(sentence, first, book).named
    return ()
