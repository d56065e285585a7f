"""Training of the part-of-speech tagger (`find/tags.py`) on a treebank."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.find.layers import convolve, log_softmax, relu
from parley.find.tags import LAYERS, N_BUCKETS, Layout, Tagger, lay_out, name_word
from parley.run.gold import TaggedSentence
from parley.run.learning import Gradient, Optimiser, Params, Schedule, convolve_back, draw_mask, draw_matrix, embed_back

# Sizes, rates and shares dropped were chosen on an eighth of the documents of EWT train, held out.
_WORD, _HIDDEN = 64, 96
_BATCH, _ROUNDS, _PEAK = 32, 9, 3e-3
_DROP, _DROP_FEATURE, _DROP_WORD = 0.3, 0.05, 0.15
# A word has a vector of its own when it is seen as often as this; else only its parts speak for it.
_OFTEN = 2


class _Trace(NamedTuple):
    """What a forward pass leaves for the way back: features kept, input, output and mask of each layer."""

    types: np.ndarray
    inputs: dict[str, np.ndarray]
    outputs: dict[str, np.ndarray]
    masks: dict[str, np.ndarray]


def learn_tags(gold: Sequence[TaggedSentence], *, seed: int = 1, rounds: int = _ROUNDS) -> Tagger:
    """Return a tagger trained on tagged sentences; the same for the same gold and seed on one machine."""
    rng = np.random.default_rng(seed)
    tags = tuple(sorted({tag for one in gold for tag in one.tags}))
    known = _known_words(gold)
    targets = [np.array([tags.index(tag) for tag in one.tags]) for one in gold]
    params = _start(rng, len(tags))
    optimiser = Optimiser(params, Schedule(_PEAK, 200, rounds * -(-len(gold) // _BATCH)))
    for _ in range(rounds):
        order = rng.permutation(len(gold))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH].tolist()
            layout = lay_out([gold[one].words for one in chosen], known)
            optimiser.move(_gradients(layout, np.concatenate([targets[one] for one in chosen]), params, rng))
    return Tagger(optimiser.average, tags, known)


def _known_words(gold: Sequence[TaggedSentence]) -> frozenset[int]:
    seen = Counter(number for one in gold for word in one.words for number in name_word(word))
    return frozenset(number for number, n in seen.items() if n >= _OFTEN)


def _start(rng: np.random.Generator, n_tags: int) -> Params:
    params = {"embed": (rng.standard_normal((N_BUCKETS, _WORD)) * 0.08).astype(np.float32)}
    params["embed"][0] = 0
    shapes = {"near": (5 * _WORD, _HIDDEN), "wide": (3 * _HIDDEN, _HIDDEN), "tags": (2 * _HIDDEN, n_tags)}
    for name, shape in shapes.items():
        params |= {f"{name}.w": draw_matrix(rng, *shape), f"{name}.b": np.zeros(shape[1], dtype=np.float32)}
    return params


def _gradients(layout: Layout, targets: np.ndarray, params: Params, rng: np.random.Generator) -> dict[str, Gradient]:
    trace, seen = _forward(layout, params, rng)
    rows = np.flatnonzero(layout.inside)
    off = np.exp(log_softmax(seen[rows] @ params["tags.w"] + params["tags.b"]))
    off[np.arange(len(rows)), targets] -= 1
    # The usual batch has some 500 words; a fixed divisor gives each word the same pull in every batch.
    off /= np.float32(64)
    back = np.zeros_like(seen)
    back[rows] = off @ params["tags.w"].T
    gradients: dict[str, Gradient] = {"tags.w": seen[rows].T @ off, "tags.b": off.sum(axis=0)}
    to_near = back[:, :_HIDDEN]
    for name, to_made in (("wide", back[:, _HIDDEN:]), ("near", to_near)):
        made = to_made * trace.masks[name] * (trace.outputs[name] > 0)
        before, by_weight = convolve_back(made, trace.inputs[name], params[f"{name}.w"], LAYERS[name])
        gradients |= {f"{name}.w": by_weight, f"{name}.b": made.sum(axis=0)}
        if name == "wide":
            to_near += before
    gradients["embed"] = embed_back(trace.types, layout.places, before)
    return gradients


def _forward(layout: Layout, params: Params, rng: np.random.Generator) -> tuple[_Trace, np.ndarray]:
    """Do as `tags.read_context` does, with features, words and places dropped at random."""
    keep = rng.random(layout.types.shape, dtype=np.float32) > _DROP_FEATURE
    keep[rng.random(len(keep), dtype=np.float32) < _DROP_WORD, :2] = False
    trace = _Trace(np.where(keep, layout.types, 0), {}, {}, {})
    made = params["embed"][trace.types].sum(axis=1)[layout.places]
    for name, reach in LAYERS.items():
        trace.inputs[name] = made
        trace.outputs[name] = convolve(made, params[f"{name}.w"], params[f"{name}.b"], reach)
        trace.masks[name] = draw_mask(rng, (len(made), _HIDDEN), _DROP) * layout.inside[:, None]
        made = relu(trace.outputs[name]) * trace.masks[name]
    return trace, np.concatenate([trace.inputs["wide"], made], axis=1)
