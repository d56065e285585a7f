"""Gradients of the coding network (`code/coding_network.py`), written out by hand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.code.coding_network import DEEP, KIND_NAMES
from parley.find.layers import convolve, log_softmax
from parley.run.learning import Gradient, Params, convolve_back, deepen_back, deepen_dropping, draw_mask, sum_by

_DROP_FEATURE, _DROP_STATE, _DROP_ITEM, _DROP_DEEP, _DROP_PASSAGE = 0.25, 0.2, 0.2, 0.3, 0.2
_CODE_SHARE, _PER_ITEMS = 8.0, 300
UNKNOWN = -1  # the label of an item of which nobody knows whether a kind is there


class Passage(NamedTuple):
    """A gold passage in a batch: its places, and the code of each of its columns as (first, last, at) of the scores."""

    places: np.ndarray
    codes: tuple[tuple[int, int, int], ...]


class Batch(NamedTuple):
    """Texts in one run (see `coding_network.lay_out`), the label of each item and kind, and the passages."""

    features: np.ndarray
    states: np.ndarray
    inside: np.ndarray
    kinds: np.ndarray
    passages: Sequence[Passage]


def find_gradients(batch: Batch, params: Params, rng: np.random.Generator) -> tuple[dict[str, Gradient], float]:
    """Return the gradients of a batch, of its kinds and codes; and the mean log loss of its kinds."""
    mask, rows = batch.inside[:, None].astype(np.float32), np.flatnonzero(batch.inside)
    features = np.where(rng.random(batch.features.shape, dtype=np.float32) > _DROP_FEATURE, batch.features, 0)
    states = batch.states * draw_mask(rng, batch.states.shape, _DROP_STATE)
    drop = draw_mask(rng, (len(mask), params["embed"].shape[1]), _DROP_ITEM) * mask
    items = (params["embed"][features].sum(axis=1) + states @ params["state.w"]) * drop
    near = convolve(items, params["near.w"], params["near.b"], (-1, 0, 1))
    deep, trace = deepen_dropping(
        np.maximum(near, 0) * mask, params, DEEP, mask, lambda array: draw_mask(rng, array.shape, _DROP_DEEP)
    )
    off, loss = _kinds_off(deep[rows] @ params["kind.w"] + params["kind.b"], batch.kinds)
    gradients: dict[str, Gradient] = {"kind.w": deep[rows].T @ off, "kind.b": off.sum(axis=0)}
    to_deep, to_items = np.zeros_like(deep), np.zeros_like(items)
    to_deep[rows] = off @ params["kind.w"].T
    if batch.passages:
        gradients |= _codes_back(batch, (deep, items), (to_deep, to_items), params, rng)
    back, by_layer = deepen_back(to_deep, params, DEEP, mask, trace)
    made = back * mask * (near > 0)
    from_near, by_near = convolve_back(made, items, params["near.w"], (-1, 0, 1))
    gradients |= by_layer | {"near.w": by_near, "near.b": made.sum(axis=0)}
    to_items = (to_items + from_near) * drop
    gradients["state.w"] = states.T @ to_items
    kept = np.nonzero(features)
    gradients["embed"] = sum_by(features[kept], to_items[kept[0]])
    share = np.float32(_PER_ITEMS / max(1, len(rows)))
    return {n: (g[0], g[1] * share) if isinstance(g, tuple) else g * share for n, g in gradients.items()}, loss


def _kinds_off(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Return how far the chances of each kind's labels are off, and their mean log loss; unknown ones teach nothing."""
    chances = np.exp(log_softmax(scores.reshape(len(scores), len(KIND_NAMES), 3)))
    at = np.arange(len(scores))[:, None], np.arange(len(KIND_NAMES))[None], np.maximum(labels, 0)
    known = labels != UNKNOWN
    loss = float(-np.log(chances[at] + 1e-9)[known].mean())
    chances[at] -= 1
    chances *= known[..., None]
    return chances.reshape(scores.shape), loss


def _codes_back(
    batch: Batch,
    seen: tuple[np.ndarray, np.ndarray],
    back: tuple[np.ndarray, np.ndarray],
    params: Params,
    rng: np.random.Generator,
) -> dict[str, Gradient]:
    """Return the gradients of the code weights, and add those of the states and items of all passages to `back`."""
    places = np.concatenate([one.places for one in batch.passages])
    sizes = np.array([len(one.places) for one in batch.passages], dtype=np.int32)
    own = np.repeat(np.arange(len(sizes)), sizes)
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    means = [np.add.reduceat(array[places], firsts, axis=0) / sizes[:, None].astype(np.float32) for array in seen]
    drops = [draw_mask(rng, mean.shape, _DROP_PASSAGE) for mean in means]
    names = ("code.state", "code.item")
    means = [mean * drop for mean, drop in zip(means, drops, strict=True)]
    scores = sum(mean @ params[name] for mean, name in zip(means, names, strict=True)) + params["code.b"]
    off = np.zeros_like(scores)
    for number, one in enumerate(batch.passages):
        for first, last, at in one.codes:
            chances = np.exp(log_softmax(scores[number, first:last]))
            chances[at] -= 1
            off[number, first:last] = chances * np.float32(_CODE_SHARE)
    for name, drop, array in zip(names, drops, back, strict=True):
        np.add.at(array, places, (off @ params[name].T * drop / sizes[:, None])[own])
    return {name: mean.T @ off for name, mean in zip(names, means, strict=True)} | {"code.b": off.sum(axis=0)}
