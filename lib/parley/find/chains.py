"""Chains of roles: what role each item of a window has, in view of the roles beside it.

A linear chain (Lafferty, McCallum & Pereira 2001) over the scores of the network: a content is seldom a word here
and a word there, so the step from one role to the next has a weight of its own. Forward and backward sums, the
windows of a text side by side, the longest first.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.find.attribution_network import Places
from parley.find.layers import Weights

# Roles beside OTHER, SOURCE and CONTENT: the cue itself, which is given.
CUE, N_ROLES = 3, 4


class Chains(NamedTuple):
    """Windows side by side: `rows` are the places of step t (row) of each window (column), `active` how many go on.

    `likely` is how well each role fits there, from the scores alone (the best has 1; nought past the end).
    """

    rows: np.ndarray
    inside: np.ndarray
    active: list[int]
    likely: np.ndarray


class Sums(NamedTuple):
    """Forward and backward sums of chains, scaled so that their product is the chance of a role; and the scales."""

    ahead: np.ndarray
    back: np.ndarray
    scale: np.ndarray


def lay_out_chains(scores: np.ndarray, places: Places, sizes: Sequence[int]) -> Chains:
    """Return the chains of windows from the scores of their places (columns OTHER, SOURCE, CONTENT)."""
    order = np.argsort(-np.array(sizes), kind="stable")
    steps, lengths = np.arange(max(sizes))[:, None], np.array(sizes)[order]
    inside = steps < lengths
    rows = np.where(inside, np.array(places.starts)[order] + steps, 0)
    fits = np.zeros((len(scores), N_ROLES), dtype=np.float32)
    fits[:, :CUE] = np.exp(scores - scores.max(axis=1, keepdims=True))
    fits[places.side == 0] = (0, 0, 0, 1)
    return Chains(rows, inside, inside.sum(axis=1).tolist(), fits[rows] * inside[..., None])


def sum_paths(chains: Chains, weights: Weights) -> Sums:
    """Return the sums over all ways through each chain; `turn` and `begin` are the weights of steps and of starts."""
    likely, active = chains.likely, chains.active
    turn, begin = np.exp(weights["turn"]), np.exp(weights["begin"])
    ahead, back = np.zeros_like(likely), np.ones_like(likely)
    scale = np.ones(likely.shape[:2], dtype=likely.dtype)
    for step, n in enumerate(active):
        here = likely[step, :n] * (ahead[step - 1, :n] @ turn if step else begin)
        scale[step, :n] = here.sum(axis=1)
        ahead[step, :n] = here / scale[step, :n, None]
    for step in range(len(active) - 2, -1, -1):
        n = active[step + 1]
        coming = likely[step + 1, :n] * back[step + 1, :n] / scale[step + 1, :n, None]
        back[step, :n] = coming @ turn.T
    return Sums(ahead, back, scale)


def weigh_roles(scores: np.ndarray, places: Places, sizes: Sequence[int], weights: Weights) -> np.ndarray:
    """Return for each place of the windows the chances of the roles (the last column: the cue itself)."""
    chains = lay_out_chains(scores, places, sizes)
    sums = sum_paths(chains, weights)
    chances = np.zeros((len(scores), N_ROLES), dtype=np.float32)
    chances[chains.rows[chains.inside]] = (sums.ahead * sums.back)[chains.inside]
    return chances
