"""Loaded words: where they stand in a sentence, how far they reach, and whether an actor is their target.

Nouns, adjectives, adverbs and clauses of `rules/epithets.yml`. Words that hang on nobody make no framing,
but for those that doubt or judge a plan ("the so-called peace plan"): they frame the thing.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parley.code.clauses import Clause, Named, Sentence
from parley.code.grammar import Grammar, grammar_of
from parley.code.roles import is_named, name_tokens, owner_of, subject_near, subject_of
from parley.code.targets import hit_by_adjective, hit_by_noun, hit_by_predicate, is_negated, phrase_start
from parley.codebook import Codebook, Rule, compile_rules
from parley.phrases import Match, find_phrases

_PASSIVES = frozenset((word,) for word in ("is", "are", "was", "were", "be", "been", "being", "felt", "feel", "feels"))
_LONGEST_CLAUSE = 6  # words kept after a judging phrase
_NEAR = 8  # words between a subject and the clause that judges it, to be kept together


class Spot(NamedTuple):
    """Where a rule of loaded words fired."""

    sentence: Sentence
    clauses: Sequence[Clause]
    match: Match
    rule: Rule
    book: Codebook


class Loaded(NamedTuple):
    """Loaded words (tokens) that frame an actor, a thing (no actor), or whoever the article blames (`is_alone`).

    `is_predicate`: an adjective said of the actor; `is_negated`: a label that is denied of the actor.
    """

    first: int
    last: int
    actor_id: str | None
    rule: Rule
    is_predicate: bool = False
    is_alone: bool = False
    is_negated: bool = False


def find_loaded(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Loaded]:
    """Yield the loaded words of a sentence that frame an actor, each place and actor once."""
    marks = {one.first: one.last for one in sentence.mentions}
    rules, words, names = book.rules.get("epithets", {}), sentence.words, name_tokens(sentence)
    taken: list[tuple[int, int]] = []
    for match in find_phrases(compile_rules(book, "epithets"), words, marks):
        if is_named(match, names) or any(match.start < last and match.end > first for first, last in taken):
            continue
        for loaded in _read(Spot(sentence, clauses, match, rules[match.key], book)):
            taken.append((match.start, match.end))
            yield loaded


def _read(spot: Spot) -> Iterator[Loaded]:
    """Yield the framings of one place, by the form of its rule."""
    words, match, rule, form = spot.sentence.words, spot.match, spot.rule, spot.rule.options.get("form", "noun")
    if form != "noun" and words[-1] == "?":
        return
    supposing = set(spot.book.words["framing"]["supposing"]) & set(words[max(0, match.start - 2) : match.start])
    if form in ("clause", "object") and supposing:
        return  # negated, demanded or supposed: "Kyiv should show good will"
    if form == "clause" and words[match.start].endswith("ed") and words[match.start - 1 : match.start] in _PASSIVES:
        return  # "felt betrayed"
    if form == "noun":
        yield from _nouns(spot)
    elif form in ("adjective", "predicate"):
        yield from _adjectives(spot)
    elif form == "thing":
        yield Loaded(match.start, match.end, None, rule)
    elif form == "object":
        objects = [one for one in spot.sentence.mentions for span in match.actors if one.first == span[0]]
        yield from _each(objects, match.start, match.end, rule)
    elif form == "adverb":
        place = subject_near(spot.sentence, spot.clauses, match.start, spot.book)
        yield from _each(place.named, match.start, match.end, rule)
    else:
        place = subject_of(spot.sentence, match.start, spot.book)
        named = (place if place.named else owner_of(spot.sentence, match.start, spot.book)).named
        yield from _each(named, _with_subject(named, match.start), _clause_end(spot.clauses, match.end), rule)


def _each(named: Sequence[Named], first: int, last: int, rule: Rule) -> Iterator[Loaded]:
    for actor_id in dict.fromkeys(one.actor_id for one in named):
        yield Loaded(first, last, actor_id, rule)


def _with_subject(named: Sequence[Named], first: int) -> int:
    """Return where a judging clause opens: at its subject, if that stands near."""
    starts = [one.first for one in named if one.last <= first and first - one.first <= _NEAR]
    return min([first, *starts])


def _nouns(spot: Spot) -> Iterator[Loaded]:
    words, match, grammar = spot.sentence.words, spot.match, grammar_of(spot.book)
    named = hit_by_noun(spot.sentence, match, spot.rule, spot.book)
    first, last = phrase_start(words, match.start, grammar), match.end
    for one in named:
        if one.last <= match.start and match.start - one.last <= 1:
            first = min(first, phrase_start(words, one.first, grammar))  # "the Kyiv regime"
        if one.first == last + 1 and words[last] in ("in", "of"):
            last = one.last  # "the clique in Minsk"
    if last == match.end and words[last : last + 1] == ("of",):
        end = min(len(words), 2 * last - first + 2)
        last = next((at for at in range(last + 1, end) if words[at] in grammar.stops), end)  # "a friend of tyrants"
    if is_negated(spot.sentence, match, spot.book):
        for actor_id in dict.fromkeys(one.actor_id for one in named):
            yield Loaded(_with_subject(named, first), last, actor_id, spot.rule, is_negated=True)
        return
    yield from _each(named, first, last, spot.rule)
    if not named and spot.rule.options.get("alone") and words[match.start - 1 : match.start] == ("the",):
        yield Loaded(first, match.end, None, spot.rule, is_alone=True)


def _adjectives(spot: Spot) -> Iterator[Loaded]:
    match, rule = spot.match, spot.rule
    said = hit_by_predicate(spot.sentence, match, spot.book)
    for actor_id in dict.fromkeys(one.actor_id for one in said):
        yield Loaded(_with_subject(said, match.start), match.end, actor_id, rule, is_predicate=True)
    if not said and rule.options.get("form") == "adjective":
        last = _noun_end(spot.sentence, match.end, grammar_of(spot.book))
        yield from _each(hit_by_adjective(spot.sentence, match, spot.book), match.start, last, rule)


def _noun_end(sentence: Sentence, at: int, grammar: Grammar) -> int:
    """Return the end of the noun that an adjective stands before: "barefaced use"."""
    words = sentence.words
    if at < len(words) and words[at] not in grammar.stops and words[at] not in grammar.prepositions:
        inside = next((one.last for one in sentence.mentions if one.first == at), at + 1)
        if words[inside - 1].isalpha():
            return inside
    return at


def _clause_end(clauses: Sequence[Clause], at: int) -> int:
    end = next((clause.last for clause in clauses if clause.first < at <= clause.last), at)
    return min(max(end, at), at + _LONGEST_CLAUSE)
