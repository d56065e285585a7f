"""Senses: whether a name in a sentence names its actor, another person, a town, or nothing of the kind.

Every test speaks of words and capitals, never of who the actor is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Actor, Codebook
from parley.find.names import Hit, Name, View, is_shouted, is_titled
from parley.find.offices import Words, read_offices, words_before
from parley.spans import words_of

_BREAKS = frozenset(".,;:!?\"'()-") | {"--", "“", "”", "…"}
_PASSED = frozenset({"the", "both"})


class Naming(NamedTuple):
    """The word lists of `words/naming.yml`, ready to look up."""

    honorifics: frozenset[Words]
    fillers: frozenset[Words]
    not_in_office: frozenset[Words]
    below: frozenset[Words]
    place_before: frozenset[Words]
    place_after: frozenset[Words]
    place_compounds: frozenset[Words]
    seated: frozenset[Words]
    calendar: frozenset[Words]
    indefinite: frozenset[Words]
    acting: frozenset[Words]
    part_of: frozenset[Words]
    given_names: frozenset[Words]


class Sense(NamedTuple):
    """What a name stands for: an actor, by which way of naming; `is_place` where a town is meant."""

    first: int
    last: int
    name: Name
    is_place: bool = False

    @property
    def actor_id(self) -> str:
        """Return the actor; a place or decoy has none and is never asked."""
        return self.name.actor_id or ""


@lru_cache(maxsize=8)
def read_naming(book: Codebook) -> Naming:
    """Return the word lists that decide what a name stands for."""
    lists = book.words.get("naming", {})
    return Naming(*(frozenset(_form(str(form)) for form in lists.get(name, ())) for name in Naming._fields))


def _form(text: str) -> Words:
    """Return the words of a form as they are cut inside a sentence, where "Mr." keeps its full stop."""
    return words_of(f"{text} x")[1][:-1]


@lru_cache(maxsize=8)
def read_titles(book: Codebook) -> frozenset[Words]:
    """Return the words that may stand before a person's name: honorifics, roles, and titles of the actors."""
    offices = read_offices(book)
    own = {_form(title) for actor in book.actors.values() for title in actor.titles}
    roles = {form for form, kinds in offices.roles.items() if any(role.kind in ("person", "body") for role in kinds)}
    return frozenset(own | roles | set(offices.short) | read_naming(book).honorifics)


@lru_cache(maxsize=1024)
def _context(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def fits_article(actor: Actor, text: str) -> bool:
    """Say whether the article holds what the actor `needs` and nothing that it must not (`unless`)."""
    if actor.needs and not _context(actor.needs).search(text):
        return False
    return not (actor.unless and _context(actor.unless).search(text))


def fits_neighbours(actor: Actor, view: View, hit: Hit) -> bool:
    """Say whether the words beside a name allow the actor (`not_before`, `not_after`)."""
    words = view.words
    for form in actor.not_before:
        wanted = words_of(form)[1]
        if words[hit.last : hit.last + len(wanted)] == wanted:
            return False
    for form in actor.not_after:
        wanted = words_of(form)[1]
        if words[max(0, hit.first - len(wanted)) : hit.first] == wanted:
            return False
    return True


def is_other_name(view: View, hit: Hit, actor: Actor, naming: Naming, known: frozenset[int]) -> bool:
    """Say whether a name is part of a longer name of somebody or something else ("Ron Johnson", "London Bridge").

    `known` holds the words of the sentence that are themselves names or titles.
    """
    before, after = hit.first - 1, hit.last
    if before >= 0 and view.caps[before] and before not in known and view.words[before] not in _BREAKS:
        word = (view.words[before],)
        if word in naming.given_names:
            return not any(view.words[before] in words_of(alias)[1] for alias in actor.aliases)
        is_plain = before == 0 or view.words[before - 1] in _BREAKS or is_titled(view) or is_shouted(view)
        after_preposition = before > 0 and view.words[before - 1] in ("in", "at", "from", "near", "of", "to")
        is_longer = not is_plain and not after_preposition and word not in naming.calendar
        if is_longer and hit.names[0].sense == "surname":
            return True
    if before > 0 and view.words[before] == "-" and view.touches(hit.first) and view.touches(before):
        return hit.names[0].sense == "surname" and view.caps[before - 1]  # a double name
    if after < len(view.words) and view.caps[after] and after not in known and view.words[after].isalpha():
        if (view.words[after],) in naming.calendar or is_titled(view) or is_shouted(view):
            return False
        return hit.names[0].sense in ("surname", "metonym")
    return False


def is_town(view: View, first: int, last: int, naming: Naming) -> bool:
    """Say whether a capital or palace is named as a place: "in Moscow", "Kyiv region", "Moscow-based".

    A genitive is the government ("in Moscow's view"), unless a word of place follows it.
    """
    words, size = view.words, len(view.words)
    if last < size and words[last] == "-" and view.touches(last):
        return (words[last + 1],) in naming.place_compounds if last + 1 < size else False
    if last < size and words[last] == "'s":
        return last + 1 < size and (words[last + 1],) in naming.place_after
    if last < size and (words[last],) in naming.place_after:
        return True
    if words_before(naming.place_before, words, first, 3):
        return True
    while first > 0 and words[first - 1] in _PASSED:
        first -= 1
        if words_before(naming.place_before, words, first, 3):
            return True
    return _is_dateline(view, last)


def is_compound(view: View, first: int, last: int) -> bool:
    """Say whether a hyphen ties a name to its neighbour: pro-Kyiv, US-led."""
    words = view.words
    if last < len(words) and words[last] == "-" and view.touches(last):
        return True
    return first > 0 and words[first - 1] == "-" and view.touches(first)


def _is_dateline(view: View, last: int) -> bool:
    """Say whether a text opens with the town it was filed from: "KYIV, Nov 10 (Wire) -"."""
    head = view.raw[: view.spans[last - 1][1]]
    tail = view.words[last : last + 9]
    if not head.strip().isupper() or last > 4 or not tail:
        return False
    return tail[0] in ("(", "-", "--", "—", "–") or tail[0] == "," and any(mark in tail for mark in ("-", "--", "("))


def known_words(hits: Iterable[Hit], view: View, titles: frozenset[Words]) -> frozenset[int]:
    """Return the words of a sentence that are names, or titles before them."""
    known: set[int] = set()
    for hit in hits:
        known.update(range(hit.first, hit.last))
        end = hit.first
        while size := words_before(titles, view.words, end, 6):
            known.update(range(end - size, end))
            end -= size
    return frozenset(known)
