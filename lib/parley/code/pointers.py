"""Pointers: which actor a drafted row means in each of its roles: who holds it, who must do it, who is framed.

A log-linear model weighs the signs of every candidate (`code/signs.py`; weights in `data/models/coding.npz`).
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from parley.code.passages import chain_of
from parley.code.signs import Spot
from parley.codebook import Codebook
from parley.find.layers import hash_word
from parley.spans import shared

N_SIGNS = 32768
ROLES_BY_KIND = {
    "position": ("holder_id", "target_id"),
    "term": ("holder_id", "obligor_id", "beneficiary_id"),
    "motive": ("actor_id", "attributed_by"),
    "framing": ("actor_id", "framer_id"),
    "event": ("actor_ids",),
    "outlook": ("holder_id",),
}
# The column whose code the signs are also weighed with: a "demand" is held by others than a "provision".
_WITH = {"position": "act_code", "term": "role_code", "motive": "basis_code", "framing": "device_code"}
_WITH |= {"event": "event_code", "outlook": "evidence_code"}
# The same for one role: who is addressed hangs on the issue, whom a term is for on the term.
_ALSO_WITH = {"target_id": "issue_code", "beneficiary_id": "term_code"}
_NEVER_AUTHOR = ("target_id", "obligor_id", "beneficiary_id")
_NOBODY = 0.5  # chance from which nobody is meant
_SHARE = 0.5  # of the likeliest actor's chance, that makes another one take part too


class Scale(NamedTuple):
    """The weights of all feature numbers, and what each sign weighs as far as it is known, by role and codes."""

    weights: np.ndarray
    known: dict[tuple[str, tuple[str, ...]], dict[str, float]]


def ruled_at(rows: Sequence[Any], start: int, end: int) -> Any:
    """Return the row of the rules that shares most with a span, if it shares half of either."""
    near = [(shared((row.start, row.end), (start, end)), row) for row in rows]
    near = [(size, row) for size, row in near if 2 * size >= min(row.end - row.start, end - start) and size]
    return max(near, key=lambda pair: pair[0])[1] if near else None


def lead_of(kind: str) -> str:
    """Return the role that the other roles of a row are read after: its holder, or the actor moved or framed."""
    return ROLES_BY_KIND[kind][0]


def signs_after(
    signs: Mapping[str | None, Sequence[str]], holder_id: str | None, book: Codebook
) -> dict[str | None, list[str]]:
    """Return the signs with those that hang on whose row it is: is it the same actor, one of the same side?"""
    sides = set(chain_of(holder_id, book))
    told = {}
    for actor_id, own in signs.items():
        is_side = actor_id is not None and not sides.isdisjoint(chain_of(actor_id, book))
        told[actor_id] = [*own, "holder" if actor_id == holder_id else "side" if is_side else "other"]
    return told


def may_be(signs: Mapping[str | None, list[str]], role: str) -> Mapping[str | None, list[str]]:
    """Return the candidates for a role: an article owes nobody anything, and no term is for it."""
    return {one: own for one, own in signs.items() if one != "author"} if role in _NEVER_AUTHOR else signs


def point(spot: Spot, signs: Mapping[str | None, list[str]], role: str, scale: Scale) -> dict[str | None, float]:
    """Return the chance of each candidate to be meant in a role, the likeliest first."""
    signs = may_be(signs, role)
    tag, codes = _asked(spot, role)
    known = scale.known.setdefault((tag, codes), {})
    for sign in {sign for own in signs.values() for sign in own} - known.keys():
        known[sign] = float(scale.weights[list(_numbers(tag, sign, codes))].sum())
    scores = [sum([known[sign] for sign in dict.fromkeys(own)]) for own in signs.values()]
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    total = sum(odds)
    ranked = sorted(zip(signs, odds, strict=True), key=lambda pair: -pair[1])  # equals: in text order
    return {actor_id: one / total for actor_id, one in ranked}


def likeliest(chances: Mapping[str | None, float]) -> str | None:
    """Return who is meant: the likeliest, but nobody only where that is likelier than all others together.

    >>> likeliest({None: 0.4, "norland": 0.35, "sudmark": 0.25}), likeliest({None: 0.6, "norland": 0.4})
    ('norland', None)
    """
    if chances.get(None, 0.0) > _NOBODY:
        return None
    return next((actor for actor in chances if actor is not None), None)


def several(chances: Mapping[str | None, float]) -> list[str]:
    """Return the actors who take part: the likeliest, and others of at least half its chance."""
    named = {actor: chance for actor, chance in chances.items() if actor is not None and actor != "author"}
    best = max(named.values(), default=1.0)
    return [actor for actor, chance in named.items() if chance >= _SHARE * best]


def numbers_of(spot: Spot, signs: Sequence[str], role: str) -> tuple[int, ...]:
    """Return the feature numbers of a candidate in a role: each sign alone, and with the row's telling code."""
    tag, codes = _asked(spot, role)
    return tuple({number for sign in signs for number in _numbers(tag, sign, codes)})


def _asked(spot: Spot, role: str) -> tuple[str, tuple[str, ...]]:
    """Return the role of a kind that is asked for, and the codes that signs are weighed with."""
    codes = ["", str(spot.codes.get(_WITH[spot.kind]))]
    if role in _ALSO_WITH:
        codes.append(f"{_ALSO_WITH[role]}={spot.codes.get(_ALSO_WITH[role])}")
    return f"{spot.kind}.{role}", tuple(codes)


@lru_cache(maxsize=262144)
def _numbers(tag: str, sign: str, codes: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(hash_word(f"{tag}|{sign}|{code}") % N_SIGNS for code in codes)
