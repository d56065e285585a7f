"""Closed classes of English words, and the words of peoples and capitals that stand for an actor."""

from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Codebook
from parley.spans import fold

_ENDS = frozenset(";:.!?")


class Grammar(NamedTuple):
    """Closed classes of English words, as sets."""

    skipped: frozenset[str]  # what may stand between a subject and its verb
    stops: frozenset[str]  # what a noun phrase does not reach over
    auxiliaries: frozenset[str]
    subordinators: frozenset[str]
    prepositions: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    agents: frozenset[str]


@lru_cache(maxsize=8)
def grammar_of(book: Codebook) -> Grammar:
    """Return the closed classes of the codebook."""
    lists = {name: frozenset(words) for name, words in book.words.get("grammar", {}).items()}
    get = lists.get
    none: frozenset[str] = frozenset()
    auxiliaries = get("auxiliaries", none) - {"'s"}
    skipped = (
        auxiliaries
        | get("adverbs", none)
        | get("negatives", none)
        | get("modals", none)
        | frozenset(book.words.get("raising", ()))
    )
    return Grammar(
        skipped=skipped - get("determiners", none) - {"that", "in", "since"},
        stops=auxiliaries | get("conjunctions", none) | get("subordinators", none) | _ENDS | {","},
        auxiliaries=auxiliaries,
        subordinators=get("subordinators", none),
        prepositions=get("prepositions", none),
        pronouns=get("pronouns", none) | {"this", "that"},
        determiners=get("determiners", none) | get("possessives", none),
        agents=frozenset(book.words.get("agents", ())),
    )


@lru_cache(maxsize=64)
def listed(book: Codebook, name: str) -> frozenset[str]:
    """Return a closed list of `words/coding.yml`."""
    return frozenset(book.words.get("coding", {}).get(name, ()))


@lru_cache(maxsize=8)
def capitals_of(book: Codebook) -> dict[str, str]:
    """Return the actor of each one-word capital or palace, for "the cabinet in Norhaven", which is no mention."""
    words = ((fold(word), actor.actor_id) for actor in book.actors.values() for word in actor.metonyms)
    return {word: actor_id for word, actor_id in words if " " not in word}


@lru_cache(maxsize=8)
def peoples_of(book: Codebook) -> dict[str, str]:
    """Return the actor of each one-word demonym ("norlandic"), where one actor alone has it."""
    actors_by_word: dict[str, set[str]] = {}
    for actor in book.actors.values():
        for demonym in actor.demonyms:
            if " " not in demonym:
                actors_by_word.setdefault(fold(demonym), set()).add(actor.actor_id)
    return {word: min(actors) for word, actors in actors_by_word.items() if len(actors) == 1}
