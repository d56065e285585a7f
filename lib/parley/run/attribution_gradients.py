"""Gradients of the attribution network (`find/attribution_network.py`), written out by hand."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from parley.find.attribution_network import DEEP, ROLE_DEEP, Inputs, Places, Window
from parley.find.chains import CUE, N_ROLES, lay_out_chains, sum_paths
from parley.find.layers import convolve, log_softmax
from parley.run.learning import (
    Gradient,
    Params,
    Trace,
    convolve_back,
    deepen_back,
    deepen_dropping,
    draw_mask,
    embed_back,
    sum_by,
)

_DROP_WORD, _DROP_FEATURE, _DROP_VECTOR = 0.3, 0.2, 0.1
_DROP_ITEM, _DROP_STATE, _DROP_ROLE = 0.2, 0.3, 0.2
# How much the role of an item in a window counts beside being a cue, and per how many items a batch is weighed.
_ROLE_SHARE, _PER_ITEMS = 0.5, 1000
_MOST_OFF = -0.9999  # a chance of nought has no logarithm


class Targets(NamedTuple):
    """What a batch should give: the cue label of each place (-1 in gaps), windows, the role of each of their places."""

    cues: np.ndarray
    windows: Sequence[Window]
    places: Places
    roles: np.ndarray


class _Seen(NamedTuple):
    """What reading the items leaves for the way back."""

    inputs: Inputs
    items: np.ndarray
    drop: np.ndarray
    near: np.ndarray
    deep: Trace


def find_gradients(
    inputs: Inputs, targets: Targets, params: Params, rng: np.random.Generator
) -> tuple[dict[str, Gradient], float]:
    """Return the gradients of a batch, of its cues and of the roles around them; and the mean log loss of its cues."""
    states, seen = _read_items(inputs, params, rng)
    rows = np.flatnonzero(targets.cues >= 0)
    off = _off(states[rows] @ params["cue.w"] + params["cue.b"], targets.cues[rows])
    gradients: dict[str, Gradient] = {"cue.w": states[rows].T @ off, "cue.b": off.sum(axis=0)}
    back = np.zeros_like(states)
    back[rows] = off @ params["cue.w"].T
    if targets.windows:
        from_roles, by_role = _role_gradients(states, targets, params, rng)
        back += from_roles
        gradients |= by_role
    gradients |= _items_back(back, seen, params)
    share = np.float32(_PER_ITEMS / max(1, len(rows)))
    loss = float(-np.log1p(np.maximum(off[np.arange(len(rows)), targets.cues[rows]], _MOST_OFF)).mean())
    gradients = {name: (g[0], g[1] * share) if isinstance(g, tuple) else g * share for name, g in gradients.items()}
    return gradients, loss


def _off(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how far the chances of each label are off: the gradient of the log loss by the scores."""
    chances = np.exp(log_softmax(scores))
    chances[np.arange(len(labels)), labels] -= 1
    return chances


def _dropper(rng: np.random.Generator, share: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda array: draw_mask(rng, array.shape, share)


def _read_items(inputs: Inputs, params: Params, rng: np.random.Generator) -> tuple[np.ndarray, _Seen]:
    """Do as `attribution_network.read_states` does, with features, words, vectors and places dropped at random."""
    keep = rng.random(inputs.types.shape, dtype=np.float32) > _DROP_FEATURE
    keep[rng.random(len(keep), dtype=np.float32) < _DROP_WORD, 0] = False
    types = np.where(keep, inputs.types, 0)
    vectors = inputs.vectors * (rng.random((len(types), 1), dtype=np.float32) > _DROP_VECTOR)
    inputs, mask = inputs._replace(types=types, vectors=vectors), inputs.inside[:, None]
    words = params["embed"][types].sum(axis=1) + vectors @ params["vector.w"]
    items = words[inputs.places] + inputs.tags @ params["tag.w"] + params["quoted"][inputs.quoted]
    drop = draw_mask(rng, items.shape, _DROP_ITEM) * mask
    items = items * drop
    near = convolve(items, params["near.w"], params["near.b"], (-1, 0, 1))
    states, deep = deepen_dropping(np.maximum(near, 0) * mask, params, DEEP, mask, _dropper(rng, _DROP_STATE))
    return states, _Seen(inputs, items, drop, near, deep)


def _items_back(back: np.ndarray, seen: _Seen, params: Params) -> dict[str, Gradient]:
    inputs, mask = seen.inputs, seen.inputs.inside[:, None]
    back, gradients = deepen_back(back, params, DEEP, mask, seen.deep)
    made = back * mask * (seen.near > 0)
    items, gradients["near.w"] = convolve_back(made, seen.items, params["near.w"], (-1, 0, 1))
    gradients["near.b"] = made.sum(axis=0)
    items *= seen.drop
    gradients["tag.w"] = inputs.tags.T @ items
    gradients["quoted"] = sum_by(inputs.quoted, items)
    types, by_type = sum_by(inputs.places, items)
    gradients["vector.w"] = inputs.vectors[types].T @ by_type
    gradients["embed"] = embed_back(inputs.types, inputs.places, items)
    return gradients


def _role_gradients(
    states: np.ndarray, targets: Targets, params: Params, rng: np.random.Generator
) -> tuple[np.ndarray, dict[str, Gradient]]:
    """Return the gradient of the states by the roles of all windows, and those of the weights of the role network."""
    places, windows = targets.places, targets.windows
    mask = places.inside[:, None]
    cues = np.array([states[list(window.cue)].mean(axis=0) for window in windows])
    made = (states @ params["item.w"])[places.items] + (cues @ params["cue_state.w"])[places.window]
    made += params["distance"][places.distance] + params["side"][places.side]
    roles, trace = deepen_dropping(np.maximum(made, 0) * mask, params, ROLE_DEEP, mask, _dropper(rng, _DROP_ROLE))
    off, by_chain = _chain_gradients(roles @ params["role.w"] + params["role.b"], targets, params)
    back, gradients = deepen_back(off @ params["role.w"].T, params, ROLE_DEEP, mask, trace)
    gradients |= by_chain | {"role.w": roles.T @ off, "role.b": off.sum(axis=0)}
    inner = np.flatnonzero(places.inside)
    back = (back * (made > 0))[inner]
    gradients |= {"distance": sum_by(places.distance[inner], back), "side": sum_by(places.side[inner], back)}
    by_item, by_cue = (
        np.zeros((len(states), back.shape[1]), np.float32),
        np.zeros((len(windows), back.shape[1]), np.float32),
    )
    for table, numbers in ((by_item, places.items), (by_cue, places.window)):
        used, sums = sum_by(numbers[inner], back)
        table[used] = sums
    gradients |= {"item.w": states.T @ by_item, "cue_state.w": cues.T @ by_cue}
    to_states, to_cues = by_item @ params["item.w"].T, by_cue @ params["cue_state.w"].T
    for window, gradient in zip(windows, to_cues, strict=True):
        to_states[list(window.cue)] += gradient / np.float32(len(window.cue))
    return to_states, gradients


def _chain_gradients(scores: np.ndarray, targets: Targets, params: Params) -> tuple[np.ndarray, dict[str, Gradient]]:
    """Return the gradients of the log loss of chains of roles: by the scores, by the weights of steps and starts."""
    chains = lay_out_chains(scores, targets.places, [window.end - window.start for window in targets.windows])
    sums = sum_paths(chains, params)
    inside, labels = chains.inside, np.where(chains.inside, targets.roles[chains.rows], 0)
    gold = np.eye(N_ROLES, dtype=np.float32)[labels] * inside[..., None]
    off = (sums.ahead * sums.back * inside[..., None] - gold) * np.float32(_ROLE_SHARE)
    by_score = np.zeros_like(scores)
    by_score[chains.rows[inside]] = off[inside][:, :CUE]
    by_score[targets.places.side == 0] = 0
    before = (sums.ahead[:-1] * inside[1:, :, None]).reshape(-1, N_ROLES)
    after = (chains.likely * sums.back / sums.scale[..., None])[1:].reshape(-1, N_ROLES)
    expected = np.exp(params["turn"]) * (before.T @ after)
    seen = (gold[:-1] * inside[1:, :, None]).reshape(-1, N_ROLES).T @ gold[1:].reshape(-1, N_ROLES)
    return by_score, {"turn": (expected - seen) * np.float32(_ROLE_SHARE), "begin": off[0].sum(axis=0)}
