"""Training of the coding model (`code/coding_model.py`) on coded passages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from tqdm import tqdm

from parley.code.coding_network import BEGINS, DEEP, GAP, GOES_ON, KIND_NAMES, NONE, Codes, columns_of, lay_out
from parley.code.items import CODES_BY_KIND, N_BUCKETS, Scan, scan_articles
from parley.codebook import Codebook
from parley.run.build import code_tables
from parley.run.coding_gradients import UNKNOWN, Batch, Passage, find_gradients
from parley.run.learning import Optimiser, Params, Schedule, draw_matrix
from parley.run.passages import Conflict

# Sizes, rates and rounds were chosen on conflicts held out of training.
_ITEM, _STATE = 96, 96
_BATCH, _ROUNDS, _PEAK = 800, 16, 6e-3
_NUDGE = 2  # places by which the edges of a passage move in training: what is found is never quite what is gold
_MAYBE = ("stance_code", "role_main_code", "role_fine_code")  # columns that a row may leave out


class Example(NamedTuple):
    """A text to learn from: its scan, the label of each item and kind, gold passages as (kind, items, row)."""

    scan: Scan
    kinds: np.ndarray
    passages: list[tuple[str, list[int], Mapping[str, Any]]]


def read_examples(conflict: Conflict) -> list[Example]:
    """Return the texts of a conflict as the model reads them, with their gold rows as labels."""
    tables = code_tables(conflict.read, conflict.book, "rules", statements_by="models")
    return [
        _example(scan, conflict.rows.get(scan.article.doc_id))
        for scan in scan_articles(tables, conflict.book)
        if scan.reading.items
    ]


def _example(scan: Scan, rows: Sequence[Mapping[str, Any]] | None) -> Example:
    """Return a text with its labels; one without rows of its own (None) holds nothing, of framings nobody knows."""
    kinds = np.zeros((len(scan.reading.items), len(KIND_NAMES)), dtype=np.int64)
    passages = []
    if rows is None:
        kinds[:, KIND_NAMES.index("framing")] = UNKNOWN
    for row in sorted(
        rows or (), key=lambda one: one["start"] - one["end"]
    ):  # the longest first: inner ones stand on top
        items = scan.items(row["start"], row["end"])
        if items:
            kind = KIND_NAMES.index(row["kind"])
            kinds[items, kind] = GOES_ON
            kinds[items[0], kind] = BEGINS
            passages.append((row["kind"], items, row))
    return Example(scan, kinds, passages)


def codes_of(book: Codebook) -> dict[str, list[str]]:
    """Return the codes of every `kind.column`, as the network scores them."""
    return {
        f"{kind}.{column}": [*sorted(book.codes[column]), *([NONE] if column in _MAYBE else [])]
        for kind, columns in CODES_BY_KIND.items()
        for column in columns
    }


def learn_passages(examples: Sequence[Example], codes: Codes, *, seed: int = 1, rounds: int | None = None) -> Params:
    """Return the weights of a network trained on examples; the same again for the same seed."""
    rng, rounds = np.random.default_rng(seed), rounds or _ROUNDS
    params = _start(rng, examples[0].scan.states.shape[1], sum(map(len, codes.values())))
    n_items = sum(len(one.scan.reading.items) for one in examples)
    optimiser = Optimiser(params, Schedule(_PEAK, 100, rounds * (n_items // _BATCH + 1)), keep=0.995)
    for turn in range(rounds):
        losses = list[float]()
        with tqdm(total=len(examples), unit="text", desc=f"round {turn + 1} of {rounds}", disable=None) as bar:
            for chosen in _chosen(examples, rng):
                gradients, loss = find_gradients(_batch(chosen, codes, rng), params, rng)
                optimiser.move(gradients)
                losses.append(loss)
                bar.set_postfix(loss=f"{np.mean(losses):.4f}", refresh=False)
                bar.update(len(chosen))
    return optimiser.average


def _chosen(examples: Sequence[Example], rng: np.random.Generator) -> Iterator[list[Example]]:
    """Yield the examples in random order, in batches of some `_BATCH` items."""
    chosen, size = list[Example](), 0
    for number in rng.permutation(len(examples)).tolist():
        chosen.append(examples[number])
        size += len(examples[number].scan.reading.items)
        if size >= _BATCH:
            yield chosen
            chosen, size = [], 0
    if chosen:
        yield chosen


def _start(rng: np.random.Generator, n_states: int, n_codes: int) -> Params:
    shapes = {"state.w": (n_states, _ITEM), "near.w": (3 * _ITEM, _STATE), "kind.w": (_STATE, 3 * len(KIND_NAMES))}
    shapes |= {f"{name}.w": (3 * _STATE, _STATE) for name in DEEP}
    shapes |= {"code.state": (_STATE, n_codes), "code.item": (_ITEM, n_codes)}
    params = {name: draw_matrix(rng, *shape) for name, shape in shapes.items()}
    for name in ("near", "kind", *DEEP):
        params[f"{name}.b"] = np.zeros(shapes[f"{name}.w"][1], dtype=np.float32)
    params["code.b"] = np.zeros(n_codes, dtype=np.float32)
    params["embed"] = (rng.standard_normal((N_BUCKETS, _ITEM)) * 0.05).astype(np.float32)
    params["embed"][0] = 0
    return params


def _batch(chosen: Sequence[Example], codes: Codes, rng: np.random.Generator) -> Batch:
    features, states, inside = lay_out([one.scan.features for one in chosen], [one.scan.states for one in chosen])
    columns, passages, shift = columns_of(codes), list[Passage](), GAP
    for one in chosen:
        size = len(one.scan.reading.items)
        for kind, items, row in one.passages:
            first, last = items[0], items[-1] + 1
            if rng.random() < 0.5:
                first = min(size - 1, max(0, first + int(rng.integers(-_NUDGE, _NUDGE))))
                last = max(first + 1, min(size, last + int(rng.integers(1 - _NUDGE, _NUDGE + 1))))
            labels = []
            for column in CODES_BY_KIND[kind]:
                code = row.get(column) or (NONE if column in _MAYBE else None)
                if code is not None:
                    low, high = columns[f"{kind}.{column}"]
                    labels.append((low, high, codes[f"{kind}.{column}"].index(code)))
            passages.append(Passage(np.arange(first, last) + shift, tuple(labels)))
        shift += size + GAP
    return Batch(features, states, inside, np.concatenate([one.kinds for one in chosen]), passages)
