"""Training of the attribution model (`find/attribution_model.py`) on gold attributions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from tqdm import tqdm

from parley.find.attribution_model import CONTENT, SOURCE, Model, window_of
from parley.find.attribution_network import (
    DEEP,
    GAP,
    N_BUCKETS,
    N_DISTANCES,
    N_SIDES,
    ROLE_DEEP,
    Window,
    features_of,
    lay_out,
    lay_out_windows,
)
from parley.find.chains import CUE, N_ROLES
from parley.find.features import Reading
from parley.run.attribution_gradients import Targets, find_gradients
from parley.run.learning import Optimiser, Params, Schedule, draw_matrix
from parley.run.vectors import learn_vectors

# Sizes, rates and shares dropped were chosen on the last tenth, by date, of PolNeAR train, held out.
_WORD, _STATE, _ROLE, _VECTOR = 64, 128, 64, 64
_BATCH, _ROUNDS, _PEAK = 2, 10, 2e-3
# A word has vectors of its own when it is seen as often as this; else only its parts speak for it.
_OFTEN = 3


class Example(NamedTuple):
    """A text to learn from: its reading, which items are cues (0 no, 1 begin, 2 go on), windows with their roles."""

    reading: Reading
    cues: np.ndarray
    windows: list[Window]
    roles: list[np.ndarray]


def read_example(reading: Reading, attributions: Sequence[Mapping[str, Any]]) -> Example:
    """Return a reading with the gold attributions of its text as labels; those without a cue teach nothing."""
    words = np.flatnonzero(reading.line_of >= 0)
    starts = np.array([reading.spans[item][0] for item in words])
    ends = np.array([reading.spans[item][1] for item in words])
    example = Example(reading, np.zeros(len(reading.items), dtype=np.int64), [], [])
    for one in attributions:
        cue, source, content = (
            sorted(
                {
                    int(item)
                    for start, end in one.get(role) or ()
                    for item in words[np.searchsorted(ends, start, "right") : np.searchsorted(starts, end, "left")]
                }
            )
            for role in ("cue", "source", "content")
        )
        if cue:
            example.cues[cue] = [2 if item - 1 in cue else 1 for item in cue]
            window = window_of(reading, tuple(cue))
            roles = np.zeros(window.end - window.start, dtype=np.int64)
            for code, items in ((SOURCE, source), (CONTENT, content)):
                roles[[item - window.start for item in items if window.start <= item < window.end]] = code
            _join_sentences(roles, reading.line_of[window.start : window.end])
            example.windows.append(window._replace(cue=tuple(x for x in cue if window.start <= x < window.end)))
            example.roles.append(roles)
    return example


def learn_attributions(examples: Sequence[Example], *, seed: int = 1, rounds: int = _ROUNDS) -> Model:
    """Return a model trained on examples, its confidence not yet calibrated; the same again for the same seed."""
    rng = np.random.default_rng(seed)
    rows, company = _know_words(examples)
    params = _start(rng, examples[0].reading.tags.shape[1])
    optimiser = Optimiser(params, Schedule(_PEAK, 100, rounds * -(-len(examples) // _BATCH)), keep=0.998)
    for turn in range(rounds):
        order, losses = rng.permutation(len(examples)), list[float]()
        with tqdm(total=len(order), unit="article", desc=f"round {turn + 1} of {rounds}", disable=None) as bar:
            for first in range(0, len(order), _BATCH):
                batch = [examples[number] for number in order[first : first + _BATCH].tolist()]
                inputs = lay_out([one.reading for one in batch], company, rows)
                gradients, loss = find_gradients(inputs, _targets(batch, inputs.inside), params, rng)
                optimiser.move(gradients)
                losses.append(loss)
                bar.set_postfix(loss=f"{np.mean(losses):.4f}", refresh=False)
                bar.update(len(batch))
    return Model(optimiser.average | {"company": company}, rows)


def _know_words(examples: Sequence[Example]) -> tuple[dict[int, int], np.ndarray]:
    """Return the row of each word seen often, by its hash, and the vectors of their company (row 0: none)."""
    texts = [[features_of(item)[1] for item in one.reading.items] for one in examples]
    seen = Counter(form for text in texts for form in text)
    ranks = {
        form: n for n, (form, times) in enumerate(sorted(seen.items(), key=lambda e: (-e[1], e[0]))) if times >= _OFTEN
    }
    vectors = learn_vectors([np.array([ranks.get(form, -1) for form in text]) for text in texts], len(ranks), _VECTOR)
    return {form: rank + 1 for form, rank in ranks.items()}, np.concatenate(
        [np.zeros((1, _VECTOR), np.float32), vectors]
    )


def _start(rng: np.random.Generator, n_tags: int) -> Params:
    params = {"embed": rng.standard_normal((N_BUCKETS, _WORD)) * 0.06, "quoted": rng.standard_normal((4, _WORD)) * 0.1}
    params |= {
        "distance": rng.standard_normal((N_DISTANCES, _ROLE)) * 0.1,
        "side": rng.standard_normal((N_SIDES, _ROLE)) * 0.1,
    }
    params["embed"][0] = 0
    shapes = {
        "vector.w": (_VECTOR, _WORD),
        "tag.w": (n_tags, _WORD),
        "near.w": (3 * _WORD, _STATE),
        "cue.w": (_STATE, 3),
    }
    shapes |= {f"{name}.w": (3 * _STATE, _STATE) for name in DEEP} | {
        "item.w": (_STATE, _ROLE),
        "cue_state.w": (_STATE, _ROLE),
    }
    shapes |= {f"{name}.w": (3 * _ROLE, _ROLE) for name in ROLE_DEEP} | {"role.w": (_ROLE, 3)}
    params |= {name: draw_matrix(rng, *shape) for name, shape in shapes.items()}
    for name in ("near", "cue", "role", *DEEP, *ROLE_DEEP):
        params[f"{name}.b"] = np.zeros(shapes[f"{name}.w"][1])
    params |= {"turn": np.zeros((N_ROLES, N_ROLES)), "begin": np.zeros(N_ROLES)}
    return {name: array.astype(np.float32) for name, array in params.items()}


def _targets(batch: Sequence[Example], inside: np.ndarray) -> Targets:
    """Return what a batch should give, in the coordinates of its layout (see `attribution_network.lay_out`)."""
    cues = np.full(len(inside), -1)
    cues[inside] = np.concatenate([one.cues for one in batch])
    windows, roles, shift = list[Window](), list[np.ndarray](), GAP
    for one in batch:
        for window, own in zip(one.windows, one.roles, strict=True):
            if window.cue:
                cue = tuple(item + shift for item in window.cue)
                windows.append(Window(cue, window.start + shift, window.end + shift))
                roles.append(own)
        shift += len(one.reading.items) + GAP
    places = lay_out_windows(windows, (cues > 0).astype(np.int64))
    labels = np.full(len(places.items), -1)
    for window, own, start in zip(windows, roles, places.starts, strict=True):
        labels[start : start + len(own)] = own
        labels[[start + item - window.start for item in window.cue]] = CUE
    return Targets(cues, windows, places, labels)


def _join_sentences(roles: np.ndarray, line_of: np.ndarray) -> None:
    """Count the mark between two sentences of a content as part of it."""
    between = np.flatnonzero((line_of[1:-1] < 0) & (roles[:-2] == CONTENT) & (roles[2:] == CONTENT)) + 1
    roles[between] = CONTENT
