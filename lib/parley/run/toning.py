"""Training of the network of the tone model (`code/network.py`); gradients are written out by hand."""

from typing import Any

import numpy as np

from parley.code.company import read_vectors
from parley.code.network import GATE, N_BUCKETS, N_GATES, REACH, Inputs, Params, Trace, pick, read_inputs
from parley.find.layers import log_softmax
from parley.run.learning import Gradient, Optimiser, Schedule, convolve_back, draw_mask, draw_matrix, embed_back

# Chosen on NewsMTSC train, cross-validated by article.
_WORD, _LAYER = 48, 64
_BATCH, _ROUNDS, _PEAK = 32, 8, 3e-3
_DROP, _DROP_FEATURE, _DROP_WORD = 0.5, 0.1, 0.3


def learn_network(inputs: Inputs, labels: np.ndarray, shares: np.ndarray, *, rounds: int = _ROUNDS) -> Params:
    """Return the weights of the network, trained on labelled rows; the same for the same rows on one machine.

    `shares` say how much each row counts.
    """
    rng = np.random.default_rng(1)
    params = _start(rng, inputs)
    touched = np.zeros(N_BUCKETS, dtype=bool)
    touched[inputs.types] = True
    optimiser = Optimiser(params, Schedule(_PEAK, 100, rounds * -(-len(labels) // _BATCH)))
    for _ in range(rounds):
        order = rng.permutation(len(labels))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            optimiser.move(_gradients(pick(inputs, chosen), labels[chosen], shares[chosen], params, rng))
    learnt = dict(optimiser.average)
    learnt["embed"] = learnt["embed"] * touched[:, None]  # what no word taught says nothing
    learnt["embed"][0] = 0
    return learnt


def _start(rng: np.random.Generator, inputs: Inputs) -> Params:
    wide, sums = _WORD + _LAYER, N_GATES * GATE
    params = {"embed": (rng.standard_normal((N_BUCKETS, _WORD)) * 0.05).astype(np.float32)}
    params["embed"][0] = 0
    shapes = {
        "company.w": (read_vectors().shape[1], _WORD),
        "values.w": (inputs.values.shape[1], _WORD),
        "layer.w": (len(REACH) * _WORD, _LAYER),
        "gates.w": (inputs.relations.shape[1], N_GATES),
        "gates.u": (wide, N_GATES),
        "votes.w": (wide, sums),
        "out.w": (sums + wide, 3),
    }
    params |= {name: draw_matrix(rng, *shape) for name, shape in shapes.items()}
    params |= {"layer.b": np.zeros(_LAYER, np.float32), "out.b": np.zeros(3, np.float32)}
    return params | {"gates.b": np.full(N_GATES, -1, np.float32)}


def _gradients(
    inputs: Inputs, labels: np.ndarray, shares: np.ndarray, params: Params, rng: np.random.Generator
) -> dict[str, Gradient]:
    keep = rng.random(inputs.types.shape, dtype=np.float32) > _DROP_FEATURE
    keep[rng.random(len(keep), dtype=np.float32) < _DROP_WORD, :2] = False
    inputs = inputs._replace(types=np.where(keep, inputs.types, 0))
    masks: dict[str, Any] = {
        "words": draw_mask(rng, (len(keep), _WORD), _DROP / 2),
        "layer": draw_mask(rng, (len(keep), _LAYER), _DROP),
        "sums": draw_mask(rng, (len(labels), N_GATES * GATE), _DROP),
    }
    trace = read_inputs(inputs, params, masks)
    off = np.exp(log_softmax(trace.scores))
    off[np.arange(len(labels)), labels] -= 1
    return _send_back(inputs, params, masks, trace, (off * shares[:, None] / _BATCH).astype(np.float32))


def _send_back(
    inputs: Inputs, params: Params, masks: dict[str, Any], trace: Trace, off: np.ndarray
) -> dict[str, Gradient]:
    n_sums, inside = N_GATES * GATE, (inputs.rows >= 0)[:, None]
    gradients: dict[str, Gradient] = {"out.w": trace.seen.T @ off, "out.b": off.sum(axis=0)}
    back = off @ params["out.w"].T
    scale = np.sqrt(inputs.lengths)[:, None].astype(np.float32)
    to_sums = back[:, :n_sums] * masks["sums"] * (1 - trace.sums**2) / scale
    to_pulls = np.where(inside, to_sums[inputs.rows], 0).reshape(len(inside), N_GATES, GATE)
    to_votes = (to_pulls * trace.gates[:, :, None]).reshape(len(inside), n_sums)
    votes = trace.votes.reshape(to_pulls.shape)
    to_opening = (to_pulls * votes).sum(axis=2) * trace.gates * (1 - trace.gates)
    to_both = to_votes @ params["votes.w"].T + to_opening @ params["gates.u"].T
    to_both[inputs.targets] += back[:, n_sums:]
    gradients |= {"votes.w": trace.both.T @ to_votes, "gates.w": inputs.relations.T @ to_opening}
    gradients |= {"gates.u": trace.both.T @ to_opening, "gates.b": to_opening.sum(axis=0)}
    to_layer = to_both[:, _WORD:] * masks["layer"] * (trace.layer > 0)
    by_words, gradients["layer.w"] = convolve_back(to_layer, trace.words, params["layer.w"], REACH)
    gradients["layer.b"] = to_layer.sum(axis=0)
    to_words = (to_both[:, :_WORD] + by_words) * masks["words"] * inside
    gradients |= {"values.w": inputs.values.T @ to_words, "company.w": read_vectors()[inputs.company].T @ to_words}
    gradients["embed"] = embed_back(inputs.types, np.arange(len(inside)), to_words)
    return gradients
