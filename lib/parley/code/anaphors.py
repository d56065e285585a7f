"""Anaphors: words that go back to a matter named before ("the deal", "rejected it"), read as that matter.

Only what was named shortly before is taken up: a deal of the same article, a matter of the sentence before.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.acts import Act
from parley.code.clauses import Sentence
from parley.code.things import Thing
from parley.codebook import Codebook
from parley.phrases import Matcher, compile_phrases, find_phrases

_DEALS = frozenset({"grain_and_shipping", "peace_plan", "ceasefire", "prisoners", "nuclear_safety"})
_ON_PLANS = frozenset({"refuse", "ready", "support", "concede", "state"})
_NAMED = frozenset({"of", "to", "that", "for"})  # behind "the idea" they say what it is, and that is the thing
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_ON_PEACE = frozenset({"refuse", "ready", "demand", "signal"})
_AFTER = frozenset(
    {",", ".", ";", "!", "if", "unless", "when", "but", "and", "again", "once", "as", "because", "until"}
)


class Memory(NamedTuple):
    """What an article named last: the deal, the matter of the sentence before."""

    deal: str | None = None
    matter: str | None = None


@lru_cache(maxsize=8)
def _deals(book: Codebook) -> Matcher:
    named = book.words.get("anaphors", {}).get("deals", ())
    return compile_phrases({"": named}, book.words.get("irregular", {}))


@lru_cache(maxsize=8)
def _plans(book: Codebook) -> Matcher:
    return compile_phrases({"": book.words.get("anaphors", {}).get("plans", ())})


def _is_free_way(sentence: Sentence, last: int, first: int) -> bool:
    """Say whether only an article or an actor stands between an act and a thing ("welcomed Norland's offer")."""
    named = {at for mention in sentence.mentions for at in range(mention.first, mention.last)}
    between = range(last, first)
    return 0 <= first - last <= 4 and all(at in named or sentence.words[at] in _ARTICLES for at in between)


@lru_cache(maxsize=8)
def _bare(book: Codebook) -> Matcher:
    return compile_phrases({"": book.words.get("anaphors", {}).get("bare", ())})


def find_anaphors(
    sentence: Sentence, acts: Sequence[Act], things: Sequence[Thing], memory: Memory, book: Codebook
) -> list[Thing]:
    """Return the things that go back to what was named before, beside those the sentence names itself."""
    found = []
    if memory.deal is not None:
        for hit in find_phrases(_deals(book), sentence.words):
            if all(hit.end <= thing.first or thing.last <= hit.start for thing in things):
                found.append(Thing(hit.start, hit.end, memory.deal, False, False))
    ends = {act.last: act for act in acts if act.rule.codes.get("act_code") in _ON_PLANS}
    for hit in find_phrases(_plans(book), sentence.words):
        is_free = all(hit.end <= thing.first or thing.last <= hit.start for thing in [*things, *found])
        behind = sentence.words[hit.end] if hit.end < len(sentence.words) else ""
        if is_free and behind not in _NAMED and any(_is_free_way(sentence, last, hit.start) for last in ends):
            found.append(Thing(hit.start, hit.end, memory.deal or "peace_plan", False, False))
    wants = {act.last for act in acts if act.rule.codes.get("act_code") in _ON_PEACE and not act.option("issue")}
    for hit in find_phrases(_bare(book), sentence.words):
        is_free = all(hit.end <= thing.first or thing.last <= hit.start for thing in [*things, *found])
        if is_free and (hit.start in wants or hit.start - 1 in wants):
            found.append(Thing(hit.start, hit.end, "talks", False, False))
    pronouns = book.words.get("anaphors", {}).get("pronouns", ())
    if memory.matter is not None and not things:
        for act in acts:
            at, words = act.last, sentence.words
            is_last = at + 1 >= len(words) or words[at + 1] in _AFTER
            if at < len(words) and words[at] in pronouns and is_last and act.option("shape", "verb") == "verb":
                found.append(Thing(at, at + 1, memory.matter, False, False))
    return found


def remember(memory: Memory, things: Sequence[Thing]) -> Memory:
    """Return the memory after a sentence and its things."""
    deals = [thing.issue_code for thing in things if thing.issue_code in _DEALS]
    matter = things[-1].issue_code if things and not things[-1].is_against else None
    return Memory(deals[-1] if deals else memory.deal, matter)
