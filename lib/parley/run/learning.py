"""What training our small networks needs beside their layers: gradients, the optimiser, averaged weights.

Gradients are written out by hand, so that training needs numpy alone and gives the same weights on each run
of one machine. Optimiser: Adam (Kingma & Ba 2015); the weights kept are a running average of its steps.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from parley.find.layers import convolve

Params = dict[str, np.ndarray]
# A gradient is an array, or for tables of which few rows take part: their numbers and the rows.
Gradient = np.ndarray | tuple[np.ndarray, np.ndarray]
_DECAY_MEAN, _DECAY_SQUARE, _TINY = 0.9, 0.99, 1e-8
_CLIP = 5.0


class Schedule(NamedTuple):
    """How fast to learn: up to `peak` over `warm` steps, then down to nothing at `steps`."""

    peak: float
    warm: int
    steps: int

    def at(self, step: int) -> float:
        """Return the step size."""
        return self.peak * min(1.0, step / self.warm) * max(0.01, 1 - step / self.steps)


class Optimiser:
    """Adam with clipped gradients, and a running average of the weights that it moves in place."""

    def __init__(self, params: Params, schedule: Schedule, *, keep: float = 0.999) -> None:
        """Take the weights to move; `keep` is the share of the average that stays at each step, later on."""
        self.params, self.schedule, self.keep, self.step = params, schedule, keep, 0
        self.mean = {name: np.zeros_like(array) for name, array in params.items()}
        self.square = {name: np.zeros_like(array) for name, array in params.items()}
        self.average = {name: array.copy() for name, array in params.items()}

    def move(self, gradients: Mapping[str, Gradient]) -> None:
        """Move the weights one step against their gradients."""
        self.step += 1
        norm = sum(float(np.square(g[1] if isinstance(g, tuple) else g).sum()) for g in gradients.values()) ** 0.5
        scale = min(1.0, _CLIP / (norm + _TINY))
        rate = self.schedule.at(self.step) / (1 - _DECAY_MEAN**self.step)
        for name, gradient in gradients.items():
            rows, values = gradient if isinstance(gradient, tuple) else (slice(None), gradient)
            values = values * np.float32(scale)
            mean = self.mean[name][rows] * _f(_DECAY_MEAN) + values * _f(1 - _DECAY_MEAN)
            square = self.square[name][rows] * _f(_DECAY_SQUARE) + values * values * _f(1 - _DECAY_SQUARE)
            self.mean[name][rows], self.square[name][rows] = mean, square
            spread = np.sqrt(square / _f(1 - _DECAY_SQUARE**self.step)) + _f(_TINY)
            self.params[name][rows] -= _f(rate) * mean / spread
        if self.step % 4 == 0:
            keep = min(self.keep, self.step / (self.step + 40)) ** 4
            for name, array in self.params.items():
                self.average[name] += _f(1 - keep) * (array - self.average[name])


def _f(value: float) -> np.float32:
    return np.float32(value)


def draw_matrix(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Return starting weights of the usual spread (Glorot & Bengio 2010)."""
    return (rng.standard_normal((rows, columns)) * np.sqrt(2 / (rows + columns))).astype(np.float32)


def draw_mask(rng: np.random.Generator, shape: tuple[int, ...], share: float) -> np.ndarray:
    """Return a dropout mask: zeros for a `share` of places, the others scaled up to make good for it."""
    return ((rng.random(shape, dtype=np.float32) > share) / np.float32(1 - share)).astype(np.float32)


def sum_by(numbers: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each number that occurs, and the sum of its rows.

    >>> sum_by(np.array([2, 0, 2]), np.array([[1.0], [2.0], [3.0]]))
    (array([0, 2]), array([[2.],
           [4.]]))
    """
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return ordered[first], np.add.reduceat(rows[order], first, axis=0)


def convolve_back(
    gradient: np.ndarray, places: np.ndarray, weight: np.ndarray, reach: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of `layers.convolve` by its places and by its weight."""
    width, size = places.shape[1], len(places)
    by_weight, by_places = np.zeros_like(weight), np.zeros_like(places)
    for at, step in enumerate(reach):
        rows = slice(at * width, (at + 1) * width)
        seen = slice(max(0, step), size + min(0, step))
        made = slice(max(0, -step), size - max(0, step))
        by_places[seen] += gradient[made] @ weight[rows].T
        by_weight[rows] = places[seen].T @ gradient[made]
    return by_places, by_weight


def embed_back(types: np.ndarray, places: np.ndarray, gradient: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradient of a feature table from that of the places whose words sum its rows; row 0 stays out."""
    used, by_type = sum_by(places, gradient)
    features = types[used]
    rows, sums = sum_by(features.ravel(), np.repeat(by_type, features.shape[1], axis=0))
    return (rows[1:], sums[1:]) if len(rows) and rows[0] == 0 else (rows, sums)


class Trace(NamedTuple):
    """What `deepen_dropping` leaves for the way back: of each layer its input, its output, what was dropped."""

    inputs: list[np.ndarray]
    outputs: list[np.ndarray]
    drops: list[np.ndarray]


def deepen_dropping(
    states: np.ndarray,
    params: Params,
    names: Mapping[str, int],
    mask: np.ndarray,
    drop: Callable[[np.ndarray], np.ndarray],
) -> tuple[np.ndarray, Trace]:
    """Do as `layers.deepen` does, with inputs of each layer dropped; `drop` makes the mask for an array."""
    trace = Trace([], [], [])
    for name, step in names.items():
        trace.drops.append(drop(states))
        trace.inputs.append(states * trace.drops[-1])
        made = convolve(trace.inputs[-1], params[f"{name}.w"], params[f"{name}.b"], (-step, 0, step))
        trace.outputs.append(made)
        states = states + np.maximum(made, 0) * mask
    return states, trace


def deepen_back(
    back: np.ndarray, params: Params, names: Mapping[str, int], mask: np.ndarray, trace: Trace
) -> tuple[np.ndarray, dict[str, Gradient]]:
    """Return the gradient of the states that went into `deepen_dropping`, and those of its weights."""
    gradients: dict[str, Gradient] = {}
    for at, (name, step) in reversed(list(enumerate(names.items()))):
        made = back * mask * (trace.outputs[at] > 0)
        before, by_weight = convolve_back(made, trace.inputs[at], params[f"{name}.w"], (-step, 0, step))
        gradients |= {f"{name}.w": by_weight, f"{name}.b": made.sum(axis=0)}
        back = back + before * trace.drops[at]
    return back, gradients
