"""Agency: who harms, helps, negotiates or suffers in an article, from a list of verbs by their effect.

The list is `data/lexicons/verb-effects.csv`; how it was made stands on its card.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Sentence
from parley.code.passages import chain_of
from parley.code.roles import object_of, owner_of, subject_of
from parley.codebook import Codebook
from parley.phrases import inflect
from parley.project import DATA

_PASSIVE = frozenset({"was", "were", "been", "being"})
_DEEDS = frozenset({"invasion", "aggression", "occupation", "annexation", "bombardment", "attack", "attacks", "war"})


class Deed(NamedTuple):
    """A verb of effect: token, class (harm, help, negotiate, suffer), who does it and to whom."""

    at: int
    effect: str
    agents: tuple[str, ...]
    patients: tuple[str, ...]


@lru_cache(maxsize=8)
def effects_of(book: Codebook) -> dict[str, str]:
    """Return the effect class of every form of the listed verbs."""
    with (DATA / "lexicons" / "verb-effects.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    irregular = book.words.get("irregular", {})
    return {form: row["class"] for row in rows for form in inflect(row["verb"], irregular)}


def find_deeds(sentence: Sentence, book: Codebook) -> Iterator[Deed]:
    """Yield the deeds of a sentence whose agent or patient is an actor.

    Passives turn round: in "Norland was attacked by Sudmark" Norland is the patient.
    """
    effects, words = effects_of(book), sentence.words
    if not sentence.mentions:
        return
    for at, word in enumerate(words):
        effect = effects.get(word)
        if effect is None:
            continue
        subject = subject_of(sentence, at, book)
        agents = subject.actor_ids if subject.how in ("head", "first") else ()
        patients = object_of(sentence, at + 1, book).actor_ids
        if word.endswith(("ed", "en")) and _PASSIVE & set(words[max(0, at - 3) : at]):
            by = object_of(sentence, at + 2, book).actor_ids if words[at + 1 : at + 2] == ("by",) else ()
            agents, patients = by, agents
        if agents or patients:
            yield Deed(at, effect, agents, patients)


def find_aggressor(sentences: Sequence[Sentence], book: Codebook) -> str | None:
    """Return the one actor (rolled up) that an article has harm others most, if there plainly is one."""
    n_by_actor: Counter[str] = Counter()
    for sentence in sentences:
        for deed in find_deeds(sentence, book):
            if deed.effect == "harm":
                n_by_actor.update({chain_of(actor_id, book)[-1] for actor_id in deed.agents})
        for at, word in enumerate(sentence.words):
            if word in _DEEDS:
                owner = owner_of(sentence, at, book)
                n_by_actor.update({chain_of(actor_id, book)[-1] for actor_id in owner.actor_ids})
    ranked = n_by_actor.most_common(2)
    if not ranked or len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return None
    return ranked[0][0]
