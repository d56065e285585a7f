"""Whom loaded words hit: the actor they are put beside, say something of, or whose act they describe.

A loaded noun hits the actor it is put beside ("the aggressor Russia", "X, the dictator", "X is a puppet",
"acts as a cornered rat", "X's regime"); an adjective the actor it describes or whose act it describes.
Words that hang on nobody hit nobody.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Named, Sentence
from parley.code.grammar import Grammar, capitals_of, grammar_of
from parley.code.roles import Place, object_of, owner_of, subject_of
from parley.codebook import Codebook, Rule
from parley.phrases import Match

_NEGATIVES = frozenset({"no", "not", "n't", "never", "hardly"})
_SUPPOSED = frozenset({"would", "could", "should", "might", "may", "must", "will", "not", "n't", "if"})
_LIKENING = frozenset({"compare", "compares", "compared", "comparing", "liken", "likens", "likened"})
_DEGREES = frozenset({"so", "very", "too", "as", "more", "most", "and", "rather", "quite", "much", "far", "or"})


class Lists(NamedTuple):
    """Words that tie a loaded word to its target (`words/framing.yml`)."""

    copulas: frozenset[str]
    callers: frozenset[str]
    parts: frozenset[str]
    doing: frozenset[str]
    kin: frozenset[str]
    judging: frozenset[str]
    acts: frozenset[str]


@lru_cache(maxsize=8)
def lists_of(book: Codebook) -> Lists:
    """Return the word lists of the codebook."""
    words = book.words.get("framing", {})
    return Lists(*(frozenset(words.get(name, ())) for name in Lists._fields))


def phrase_start(words: Sequence[str], first: int, grammar: Grammar) -> int:
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


def is_negated(sentence: Sentence, match: Match, book: Codebook) -> bool:
    """Say whether a noun is denied of somebody: "is no enemy", "was never an honest broker"."""
    opening = phrase_start(sentence.words, match.start, grammar_of(book))
    return bool(_NEGATIVES & set(sentence.words[max(0, opening - 1) : match.start]))


def hit_by_noun(sentence: Sentence, match: Match, rule: Rule, book: Codebook) -> tuple[Named, ...]:
    """Return the mentions that a loaded noun labels."""
    words, lists, grammar = sentence.words, lists_of(book), grammar_of(book)
    first, last, is_act = match.start, match.end, bool(rule.options.get("act"))
    opening = phrase_start(words, first, grammar)
    beside = _beside(sentence, opening, last, grammar)
    if beside:
        return beside
    is_title = not is_act or bool(rule.options.get("distanced"))
    for one in sentence.mentions:
        if one.first <= first and last <= one.last and one.how_code in ("role", "nominal"):
            return (one,)
        if one.first == last and one.how_code in ("name", "metonym", "role") and is_title:
            return (one,)
    before = words[opening - 1] if opening else ""
    if before in lists.copulas or before in _NEGATIVES:
        place = subject_of(sentence, opening - 1, book)
        return place.named if place.how in ("head", "first") or is_act and place.how == "owner" else ()
    if before in ("as", "like"):
        return _as(sentence, opening - 1, book)
    if before == "of" and opening > 1 and words[opening - 2] in lists.parts:
        owner = owner_of(sentence, opening - 2, book)
        return (owner if owner.named else subject_of(sentence, opening - 1, book)).named
    if before == "to" and _LIKENING & set(words[max(0, opening - 6) : opening]):
        return tuple(one for one in sentence.mentions if one.last == opening - 1)  # "compared him to an arsonist"
    called = [one for one in sentence.mentions if one.last == opening]
    if called and lists.callers & set(words[max(0, called[-1].first - 2) : called[-1].first]):
        return (called[-1],)
    if rule.options.get("owned"):
        return _owner(sentence, first, last, book)
    return _acting(sentence, first, book) if is_act else ()


def _beside(sentence: Sentence, opening: int, last: int, grammar: Grammar) -> tuple[Named, ...]:
    """Return the mention in apposition to a phrase: "Russia, the aggressor" or "the aggressor, Russia"."""
    words = sentence.words
    for one in sentence.mentions:
        closes = last < len(words) and words[last] in (",", "of", "in", "for")
        if one.last == opening - 1 and words[opening - 1] == "," and (words[opening] in grammar.determiners or closes):
            return (one,)
        if last < len(words) and words[last] == "," and one.first == last + 1:
            closes = one.last >= len(words) or words[one.last] in (",", ".", ";")
            return (one,) if closes else ()
    # "Norland, long the region's honest broker, …", "Norland, a discreet and patient go-between, …"
    comma = next((at for at in range(opening - 1, max(0, opening - 7), -1) if words[at] == ","), 0)
    opens = words[comma + 1] in grammar.determiners or words[comma + 1] in ("long", "once", "ever", "always", "still")
    if (
        not opens
        or words[last : last + 1] not in ((",",), (".",), (";",))
        or grammar.auxiliaries & set(words[comma:last])
    ):
        return ()
    return tuple(one for one in sentence.mentions if one.last == comma > 0)


def _as(sentence: Sentence, at: int, book: Codebook) -> tuple[Named, ...]:
    """Return who is meant by "as a …": the object before ("sees Putin as"), an owner ("his role as"), the subject."""
    words, lists = sentence.words, lists_of(book)
    objects = [one for one in sentence.mentions if one.last == at]
    if objects:
        return (objects[-1],)
    if lists.judging & set(words[max(0, at - 6) : at]):
        return ()  # "dismissed the remarks as posturing": whoever made the remarks, not the subject
    if at and words[at - 1] in lists.parts:
        owner = owner_of(sentence, at - 1, book)
        if owner.named:
            return owner.named
    # "could act as": the verb before "as" has the subject
    place = subject_of(sentence, at - 1 if at and words[at - 1].isalpha() else at, book)
    return place.named[:1]


def _owner(sentence: Sentence, first: int, last: int, book: Codebook) -> tuple[Named, ...]:
    """Return who a regime is named after: "the Kyiv regime", "Putin's regime", "the regime in Kyiv"."""
    words, grammar = sentence.words, grammar_of(book)
    for one in sentence.mentions:
        between = words[one.last : first]
        is_near = one.last <= first and len(between) <= 2 and grammar.stops.isdisjoint(between)
        if is_near and (not between or between[0] in ("'s", "'") or one.how_code == "demonym"):
            return (one,)
        if is_near and words[one.first] in ("his", "her", "its", "their"):
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
    verb = next((n for n in range(at - 1, max(-1, at - 6), -1) if words[n] in doing), None)
    return subject_of(sentence, verb, book) if verb is not None else Place((), "none")


def hit_by_adjective(sentence: Sentence, match: Match, book: Codebook) -> tuple[Named, ...]:
    """Return the mentions that a loaded adjective stands before, or whose act it describes."""
    words, lists, grammar = sentence.words, lists_of(book), grammar_of(book)
    first, last = match.start, match.end
    beside = [one for one in sentence.mentions if one.last == first - 1 and words[first - 1] == ","]
    if beside:
        return (beside[-1],)  # "Norland, desperate for quiet, …"
    described = object_of(sentence, last, book)
    is_name = bool(described.named) and described.named[0].how_code != "pronoun"
    if is_name and described.named[0].first - last <= 1:
        one = described.named[0]
        after = words[one.last] if one.last < len(words) else ""
        is_kin = words[one.last - 1] in lists.kin or one.how_code == "demonym" and after in lists.kin
        return () if is_kin else (one,)
    if last < len(words) and words[last] not in grammar.stops and words[last] not in grammar.prepositions:
        return _acting(sentence, last, book) or _doer(sentence, first, book).named
    return ()


def hit_by_predicate(sentence: Sentence, match: Match, book: Codebook) -> tuple[Named, ...]:
    """Return the mentions of whom, or of whose act, an adjective is said: "Moscow's answer was evasive"."""
    words, at = sentence.words, match.start
    while at > 0 and (words[at - 1].endswith("ly") or words[at - 1] in _DEGREES):
        at -= 1
    if at == 0 or words[at - 1] not in lists_of(book).copulas:
        return ()
    if words[at - 2 : at - 1] and words[at - 2] in _SUPPOSED:
        return ()  # "would be wise"
    place = subject_of(sentence, at - 1, book)
    if place.how == "owner":
        return place.named if lists_of(book).acts & set(words[place.named[0].last : at]) else ()
    is_it = bool(place.named) and words[place.named[0].first : place.named[0].last] == ("it",)
    return place.named if place.how in ("head", "first") and not is_it else ()
