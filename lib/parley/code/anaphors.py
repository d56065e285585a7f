"""Anaphors: words that go back to a matter named before ("the deal", "rejected it"), read as that matter.

Only what was named shortly before is taken up: a deal of the same article, a matter of the sentence before.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.acts import Act
from parley.code.clauses import Sentence
from parley.code.grammar import listed
from parley.code.things import Thing
from parley.codebook import Codebook
from parley.phrases import Matcher, compile_phrases, find_phrases

_DEALS = frozenset({"grain_and_shipping", "peace_plan", "ceasefire", "prisoners", "nuclear_safety"})
_ON_PLANS = frozenset({"refuse", "ready", "support", "concede", "state"})
_NAMED = frozenset({"of", "to", "that", "for"})  # behind "the idea" they say what it is, and that is the thing
_OPENING = frozenset({",", "which", "was", "were", "is", "are", "has"})  # "the proposal, which Norland rejected"
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_ON_PEACE = frozenset({"refuse", "ready", "demand", "signal"})
_LASTS = 1  # sentences that a matter outlives
_AT_ONCE = frozenset({"at", "once", "the", "same", "day", "too", "in", "principle", "outright", "again", "last"})


class Memory(NamedTuple):
    """What an article named last: the deal, the matter of the sentence before."""

    deal: str | None = None
    matter: str | None = None
    age: int = 0


@lru_cache(maxsize=24)
def _words(book: Codebook, name: str) -> Matcher:
    return compile_phrases({"": book.words.get("anaphors", {}).get(name, ())}, book.words.get("irregular", {}))


def _is_free_way(sentence: Sentence, last: int, first: int) -> bool:
    """Say whether only an article or an actor stands between an act and a thing ("welcomed Norland's offer")."""
    named = {at for mention in sentence.mentions for at in range(mention.first, mention.last)}
    between = range(last, first)
    return 0 <= first - last <= 4 and all(at in named or sentence.words[at] in _ARTICLES for at in between)


def find_anaphors(
    sentence: Sentence, acts: Sequence[Act], things: Sequence[Thing], memory: Memory, book: Codebook
) -> list[Thing]:
    """Return the things that go back to what was named before, beside those the sentence names itself."""
    found = []
    if memory.deal is not None:
        for hit in find_phrases(_words(book, "deals"), sentence.words):
            if all(hit.end <= thing.first or thing.last <= hit.start for thing in things):
                found.append(Thing(hit.start, hit.end, memory.deal, False, False))
    ends = {act.last: act for act in acts if act.rule.codes.get("act_code") in _ON_PLANS}
    for hit in find_phrases(_words(book, "plans"), sentence.words):
        is_free = all(hit.end <= thing.first or thing.last <= hit.start for thing in [*things, *found])
        behind = sentence.words[hit.end] if hit.end < len(sentence.words) else ""
        is_ruled = behind in _OPENING or any(_is_free_way(sentence, last, hit.start) for last in ends)
        if is_free and behind not in _NAMED and is_ruled:
            is_terms = sentence.words[hit.end - 1] in ("terms", "conditions", "demands")
            issue = memory.deal if memory.deal and not is_terms else "peace_plan"
            found.append(Thing(hit.start, hit.end, issue, False, False))
    wants = {act.last for act in acts if act.rule.codes.get("act_code") in _ON_PEACE and not act.option("issue")}
    for hit in find_phrases(_words(book, "bare"), sentence.words):
        is_free = all(hit.end <= thing.first or thing.last <= hit.start for thing in [*things, *found])
        if is_free and (hit.start in wants or hit.start - 1 in wants):
            found.append(Thing(hit.start, hit.end, "talks", False, False))
    pronouns = book.words.get("anaphors", {}).get("pronouns", ())
    words = (*sentence.words, ".")
    for act in acts:
        before = [thing for thing in things if thing.last <= act.first]
        matter = before[-1].issue_code if before else memory.matter
        if matter is None or act.option("shape", "verb") != "verb" or act.option("issue"):
            continue
        at = act.last
        if act.option("bare"):
            while words[at] in _AT_ONCE or words[at].endswith("ly"):
                at += 1
            if words[at] in listed(book, "after_matter"):
                found.append(Thing(act.last, act.last, matter, False, False))
        elif words[at] in pronouns and words[at + 1] in listed(book, "after_matter"):
            found.append(Thing(at, at + 1, matter, False, False))
    return found


def remember(memory: Memory, things: Sequence[Thing]) -> Memory:
    """Return the memory after a sentence and its things."""
    deals = [thing.issue_code for thing in things if thing.issue_code in _DEALS]
    deal = deals[-1] if deals else memory.deal
    if things:
        return Memory(deal, None if things[-1].is_against else things[-1].issue_code)
    return Memory(deal, memory.matter if memory.age < _LASTS else None, memory.age + 1)
