"""Things: where a sentence names what a stance can be about: an issue's phrases, or words for its opposite."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Named, Sentence
from parley.codebook import Codebook, Rule, compile_codes, compile_rules, compile_words
from parley.find.lines import read_grammar
from parley.phrases import Match, Matcher, compile_phrases, find_phrases


class Thing(NamedTuple):
    """Words that name what a stance is about; `is_against` where they name its opposite."""

    first: int
    last: int
    issue_code: str
    is_against: bool
    is_deed: bool


def find_things(sentence: Sentence, book: Codebook) -> list[Thing]:
    """Return what a sentence's stances can be about, in order; of overlapping things the longest, or the later rule."""
    marks = marks_of(sentence.words, sentence.mentions)
    rules, grammar = book.rules.get("issues", {}), read_grammar(book)
    found = []
    for hit in find_phrases(compile_rules(book, "issues"), sentence.words, marks):
        rule = rules[hit.key]
        if not fits(rule, sentence.words, book):
            continue
        kind = rule.options.get("kind")
        if kind and not any(_kind_of(sentence, first, book) == kind for first, _ in hit.actors[:1]):
            continue
        found.append((hit, str(rule.codes["issue_code"]), bool(rule.options.get("against"))))
    found += [(hit, hit.key, False) for hit in find_phrases(compile_codes(book, "issue_code"), sentence.words, marks)]
    decoys = [hit for hit in find_decoys(sentence.words, book) if hit.key == "always"]
    things: list[Thing] = []
    for hit, code, is_against in sorted(found, key=lambda one: (one[0].start - one[0].end, one[0].start)):
        if _is_free(hit, decoys) and all(hit.end <= thing.first or thing.last <= hit.start for thing in things):
            is_deed = not (hit.start and sentence.words[hit.start - 1] in grammar.determiners)
            things.append(Thing(hit.start, hit.end, code, is_against, is_deed))
    return sorted(things)


def find_decoys(words: Sequence[str], book: Codebook) -> list[Match]:
    """Return the phrases that only look like a matter of talks ("a good deal"), keyed always or forecasts."""
    return find_phrases(compile_words(book, "not_things"), words)


def _is_free(hit: Match, decoys: Sequence[Match]) -> bool:
    return not any(one.start <= hit.start and hit.end <= one.end for one in decoys)


def _kind_of(sentence: Sentence, first: int, book: Codebook) -> str | None:
    actor = book.actors.get(actor_at(sentence.mentions, first))
    return actor.kind if actor else None


def fits(rule: Rule, words: Sequence[str], book: Codebook) -> bool:
    """Say whether the words around a rule's phrase are those it needs and none it must not have."""
    if rule.needs and not find_phrases(_one(book, rule.needs), words):
        return False
    return not (rule.unless and find_phrases(_one(book, rule.unless), words))


@lru_cache(maxsize=8)
def compile_places(book: Codebook) -> Matcher:
    """Return the matcher for the aliases of places, keyed by place_id."""
    return compile_phrases({place_id: place.aliases for place_id, place in book.places.items()})


@lru_cache(maxsize=512)
def _one(book: Codebook, phrases: tuple[str, ...]) -> Matcher:
    return compile_phrases({"": phrases}, book.words.get("irregular", {}))


def marks_of(words: Sequence[str], mentions: Sequence[Named]) -> dict[int, int]:
    """Return where mentions begin and end, an article before them taken in ("urged the Houthis to")."""
    articled = {m.first - 1: m.last for m in mentions if m.first and words[m.first - 1] == "the"}
    return articled | {m.first: m.last for m in mentions}


def actor_at(mentions: Sequence[Named], first: int) -> str:
    """Return who is mentioned where a phrase caught an actor."""
    return min(m for m in mentions if m.first in (first, first + 1)).actor_id


def outermost(hits: Iterable[Match]) -> list[Match]:
    """Return the hits that lie in no longer hit, in order of place."""
    kept: list[Match] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not any(other.start <= hit.start and hit.end <= other.end and other[:2] != hit[:2] for other in kept):
            kept.append(hit)
    return kept
