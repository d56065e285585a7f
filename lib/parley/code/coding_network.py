"""The network behind the coding model, forward only: where passages of each kind stand, and which codes they carry.

An item enters as the sum of its feature vectors and of what the attribution network made of it; layers that
reach 1, 1, 2 and 4 items make a state of it. The states say, for each kind of row, whether a passage begins
or goes on; the mean of a passage's states and the mean of its items say its codes.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from parley.code.items import CODES_BY_KIND
from parley.find.layers import convolve, deepen, log_softmax, relu

KIND_NAMES = tuple(CODES_BY_KIND)
DEEP = {"deep1": 1, "deep2": 2, "deep4": 4}
GAP = 4
OUTSIDE, BEGINS, GOES_ON = range(3)
NONE = "none"  # the code of a column that may be left out
Codes = Mapping[str, Sequence[str]]  # `kind.column` to its codes, in the order of the network's scores


def lay_out(features: Sequence[np.ndarray], states: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return texts in one run, GAP empty places around each: features, states, and where items stand."""
    rows, kept, inside = list[np.ndarray](), list[np.ndarray](), list[np.ndarray]()
    none, blank = np.zeros((GAP, features[0].shape[1]), np.int64), np.zeros((GAP, states[0].shape[1]), np.float32)
    for own, state in zip(features, states, strict=True):
        rows += [none, own]
        kept += [blank, state]
        inside += [np.zeros(GAP, bool), np.ones(len(own), bool)]
    return (
        np.concatenate([*rows, none]),
        np.concatenate([*kept, blank]).astype(np.float32),
        np.concatenate([*inside, np.zeros(GAP, bool)]),
    )


def read_items(features: np.ndarray, states: np.ndarray, weights: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the vector of each place; the features of a place fill its row from the left."""
    items = states @ weights["state.w"]
    for column in features.T[: np.count_nonzero(features.any(axis=0))]:
        places = np.flatnonzero(column)
        items[places] += weights["embed"][column[places]]
    return items


def read_passages(items: np.ndarray, inside: np.ndarray, weights: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the state of each place, in view of up to eight places either side."""
    mask = inside[:, None].astype(np.float32)
    near = relu(convolve(items * mask, weights["near.w"], weights["near.b"], (-1, 0, 1))) * mask
    return deepen(near, weights, DEEP, mask)


def weigh_kinds(states: np.ndarray, weights: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return for each place and kind the chances of no passage, one that begins, one that goes on."""
    scores = states @ weights["kind.w"] + weights["kind.b"]
    return np.exp(log_softmax(scores.reshape(len(states), len(KIND_NAMES), 3)))


def weigh_codes(
    items: np.ndarray, states: np.ndarray, runs: np.ndarray, weights: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Return the scores of all codes for passages: a row for each run, given as its first item and one past its last.

    The codes of a column stand where `columns_of` says; their chances are the softmax of their scores.
    """
    if not len(runs):
        return np.zeros((0, len(weights["code.b"])))
    sizes = (runs[:, 1] - runs[:, 0])[:, None].astype(np.float32)
    means = [_sums(array, runs) / sizes for array in (states, items)]
    return means[0] @ weights["code.state"] + means[1] @ weights["code.item"] + weights["code.b"]


def _sums(array: np.ndarray, runs: np.ndarray) -> np.ndarray:
    closed = np.concatenate([array, np.zeros_like(array[:1])])  # a run may end with the text
    return np.add.reduceat(closed, runs.ravel(), axis=0)[::2]


def columns_of(codes: Codes) -> dict[str, tuple[int, int]]:
    """Return where the scores of each `kind.column` stand in the network's code scores."""
    places, at = {}, 0
    for name, known in codes.items():
        places[name] = (at, at + len(known))
        at += len(known)
    return places
