"""The network of the tone model: every word votes, as loudly as its place round the target lets it.

A word enters as the sum of the vectors of its features (stem, kind, ending, values in the word lists, the company it
keeps); a layer reads it with two words either side; gates, which see where it stands from the target, say how much of
it counts. The sums, and the words at the target itself, vote. Trained in `run/toning.py`.
"""

from typing import Any, NamedTuple

import numpy as np

from parley.code.company import read_vectors
from parley.code.scenes import GAP, Around, Scene
from parley.find.layers import convolve, relu

N_BUCKETS = 32768
REACH = (-2, -1, 0, 1, 2)
N_GATES, GATE = 12, 8  # gates, and how wide each is
_FAR = 99.0
Params = dict[str, np.ndarray]


class Inputs(NamedTuple):
    """What the network sees: of each place features, company, list values, relation to the target, row (-1: a gap).

    `targets` is the place of each row's target, `starts` that of its first word; `lengths` counts words.
    """

    types: np.ndarray
    company: np.ndarray
    values: np.ndarray
    relations: np.ndarray
    rows: np.ndarray
    targets: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray


class Trace(NamedTuple):
    """What a pass through the network made at each place, and for each row: `sums` and `scores`."""

    words: np.ndarray
    layer: np.ndarray
    both: np.ndarray
    gates: np.ndarray
    votes: np.ndarray
    sums: np.ndarray
    seen: np.ndarray
    scores: np.ndarray


def inputs_of(scene: Scene, around: Around) -> Inputs:
    """Return what the network sees of a scene."""
    hashes = np.stack([scene.roots, scene.kinds, scene.endings], axis=1)
    rows = np.full(len(scene.words), -1)
    rows[around.place] = around.row
    types = np.where(rows[:, None] >= 0, bucket_of(hashes), 0)
    relations = np.zeros((len(rows), _N_RELATIONS), dtype=np.float32)
    relations[around.place] = _relations(scene, around)
    return Inputs(types, scene.company, scene.values, relations, rows, scene.targets, scene.starts, scene.lengths)


def bucket_of(hashes: Any) -> Any:
    """Return the feature numbers of hashes; 0 is kept for none."""
    return (hashes % np.uint64(N_BUCKETS - 1)).astype(np.int64) + 1


def _relations(scene: Scene, around: Around) -> np.ndarray:
    """Return how each place lies to its target: side and distance, clause, quotation, names between and nearer."""
    away, here, row = around.away, around.clause == 0, around.row
    far, left, right = np.abs(away), away < 0, away > 0
    step = np.searchsorted([2, 4, 7, 13], far, side="right")
    name, place, target = scene.flags["name"], around.place, around.place - away
    n_before = np.cumsum(name)
    low, high = np.minimum(place, target), np.maximum(place, target)
    between = np.where(high > low, np.maximum(n_before[np.maximum(high - 1, 0)] - n_before[low], 0), 0)
    at = np.arange(len(name), dtype=np.float32)
    last = np.maximum.accumulate(np.where(name, at, -_FAR))[place]
    following = np.minimum.accumulate(np.where(name, at, at[-1] + _FAR)[::-1])[::-1][place]
    begin = scene.starts[row]
    to_last = np.where(last >= begin, place - last, _FAR)
    to_following = np.where(following < begin + scene.lengths[row], following - place, _FAR)
    has_names = np.bincount(row, weights=name[place], minlength=len(scene.starts))[row] > 0
    columns = [side & (step == n) for side in (left, right) for n in range(5)]
    columns += [np.exp(-far / 3) * left, np.exp(-far / 3) * right, np.exp(-far / 10)]
    columns += [here, here & left, here & right, np.abs(around.clause) == 1, around.crossed]
    columns += [between == 0, between == 1, between >= 2, np.minimum(to_last, to_following) < far, far == 0]
    columns += [scene.quoted[target], has_names, *(around.told == n for n in range(1, 4))]
    return np.stack(columns, axis=1).astype(np.float32)


_N_RELATIONS = 28


def read_inputs(inputs: Inputs, params: Params, masks: dict[str, Any] | None = None) -> Trace:
    """Return what the network makes of its inputs; `masks` (in training) drop some of it at random."""
    inside = (inputs.rows >= 0).astype(np.float32)[:, None]
    masks = masks or {"words": 1, "layer": 1, "sums": 1}
    words = read_vectors()[inputs.company] @ params["company.w"] + inputs.values @ params["values.w"]
    words = (words + params["embed"][inputs.types].sum(axis=1)) * inside * masks["words"]
    layer = relu(convolve(words, params["layer.w"], params["layer.b"], REACH)) * inside * masks["layer"]
    both = np.concatenate([words, layer], axis=1)
    opening = inputs.relations @ params["gates.w"] + both @ params["gates.u"] + params["gates.b"]
    gates = inside / (1 + np.exp(-opening))
    votes = both @ params["votes.w"]
    first = np.cumsum(inputs.lengths) - inputs.lengths
    pulls = (votes.reshape(len(votes), N_GATES, GATE) * gates[:, :, None]).reshape(votes.shape)
    total = np.add.reduceat(pulls[inputs.rows >= 0], first, axis=0)
    sums = np.tanh(total / np.sqrt(inputs.lengths)[:, None].astype(np.float32))
    seen = np.concatenate([sums * masks["sums"], both[inputs.targets]], axis=1)
    return Trace(words, layer, both, gates, votes, sums, seen, seen @ params["out.w"] + params["out.b"])


def pushes_of(inputs: Inputs, trace: Trace, params: Params, best: np.ndarray) -> np.ndarray:
    """Return for each word how far it moved its row towards the best tone and away from the mean of all."""
    inside = np.flatnonzero(inputs.rows >= 0)
    rows = inputs.rows[inside]
    out = params["out.w"][: N_GATES * GATE]
    lean = (out - out.mean(axis=1, keepdims=True)).T[best]
    slope = lean * (1 - trace.sums**2) / np.sqrt(inputs.lengths)[:, None]
    pulls = trace.votes[inside].reshape(-1, N_GATES, GATE) * trace.gates[inside, :, None]
    return np.asarray((pulls.reshape(len(inside), -1) * slope[rows]).sum(axis=1))


def pick(inputs: Inputs, rows: np.ndarray) -> Inputs:
    """Return the inputs of some rows, in that order."""
    lengths = inputs.lengths[rows]
    starts = GAP + np.cumsum(lengths + GAP) - (lengths + GAP)
    n_places = GAP + int((lengths + GAP).sum())
    number = np.repeat(np.arange(len(rows)), lengths)
    at = np.arange(len(number)) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    source = at + np.repeat(inputs.starts[rows] - starts, lengths)
    columns = [np.zeros((n_places, *column.shape[1:]), dtype=column.dtype) for column in inputs[:4]]
    for column, old in zip(columns, inputs[:4], strict=True):
        column[at] = old[source]
    places = np.full(n_places, -1)
    places[at] = number
    types, company, values, relations = columns
    targets = inputs.targets[rows] - inputs.starts[rows] + starts
    return Inputs(types, company, values, relations, places, targets, starts, lengths)
