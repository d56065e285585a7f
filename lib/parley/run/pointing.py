"""Training of the pointers (`code/pointers.py`) on coded passages: who is meant in each role of a row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from parley.code.items import CODES_BY_KIND
from parley.code.passages import chain_of
from parley.code.pointers import N_SIGNS, ROLES_BY_KIND, lead_of, may_be, numbers_of, signs_after
from parley.code.signs import cast_of, find_candidates, spot_of
from parley.codebook import Codebook
from parley.find.layers import log_softmax
from parley.run.coding import Example

_ROUNDS, _RATE, _KEEP = 12, 0.3, 0.8


class Choice(NamedTuple):
    """One role of a gold row: the feature numbers of each candidate, and which candidates are right."""

    candidates: list[tuple[int, ...]]
    right: list[bool]
    role: str


def read_choices(examples: Sequence[Example], book: Codebook) -> Iterator[Choice]:
    """Yield the roles of all gold rows whose right answer is among the candidates."""
    for example in examples:
        cast = cast_of(example.scan.article, book)
        before: dict[str, list[tuple[int, str | None]]] = {}
        for kind, _, row in sorted(example.passages, key=lambda one: (one[2]["start"], one[2]["end"])):
            codes = {column: str(row.get(column)) for column in CODES_BY_KIND[kind]}
            spot = spot_of(example.scan.article, row["start"], row["end"], kind, codes)
            if spot is None:
                continue
            signs = find_candidates(spot, cast, book, before.get(kind, []))
            lead = row.get(lead_of(kind))
            for role in ROLES_BY_KIND[kind]:
                known = may_be(signs if role == lead_of(kind) else signs_after(signs, lead, book), role)
                wanted = _wanted(row, role)
                right = [actor in wanted for actor in known]
                if not any(right):  # whom they speak for is right too
                    above = {one for actor in wanted for one in chain_of(actor, book)}
                    right = [actor in above for actor in known]
                if wanted and any(right):
                    yield Choice([numbers_of(spot, own, role) for own in known.values()], right, f"{kind}.{role}")
            if isinstance(lead, str | None):
                before.setdefault(kind, []).insert(0, (spot.number, lead))


def _wanted(row: Mapping[str, Any], role: str) -> set[str | None]:
    """Return the right answers; none where gold leaves the role open."""
    if role == "actor_ids":
        return set(row.get(role) or ())
    if role not in row and role not in ("target_id", "beneficiary_id"):
        return set()
    return {row.get(role)}


def learn_pointers(choices: Sequence[Choice], *, seed: int = 1, rounds: int = _ROUNDS) -> np.ndarray:
    """Return the weights of the signs: log-linear over candidates, by AdaGrad (Duchi, Hazan & Singer 2011)."""
    rng = np.random.default_rng(seed)
    weights, squares, total = np.zeros(N_SIGNS), np.full(N_SIGNS, 1e-2), np.zeros(N_SIGNS)
    for _ in range(rounds):
        for number in rng.permutation(len(choices)).tolist():
            rows = [np.array(own) for own in choices[number].candidates]
            rows = [own[rng.random(len(own)) < _KEEP] for own in rows]
            chances = np.exp(log_softmax(np.array([weights[own].sum() for own in rows])))
            right = np.array(choices[number].right)
            wanted = np.where(right, chances, 0) / max(float(chances[right].sum()), 1e-9)
            for own, off in zip(rows, chances - wanted, strict=True):
                squares[own] += off * off
                weights[own] -= _RATE * off / np.sqrt(squares[own])
        total += weights
    return (total / rounds).astype(np.float32)
