"""Drafts of coded rows by a trained network: which passages are a position, a term, a motive …, and their codes.

It reads articles as `code/items.py` lays them out, the rows of the rules among its features, and names nobody: who
holds, owes or is meant is for `code/pointers.py` to say. Trained by `parley train coding` (`run/coding.py`) on
passages composed and coded for the project (`data/gold/sentences`).
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from parley.code.coding_network import (
    BEGINS,
    GOES_ON,
    KIND_NAMES,
    OUTSIDE,
    Codes,
    lay_out,
    read_items,
    read_passages,
    weigh_codes,
    weigh_kinds,
)
from parley.code.items import Scan
from parley.find.layers import read_weights
from parley.project import DATA

MODEL = DATA / "models" / "coding.npz"
RULE_ID = "model.coding"
_STAY = 0.5  # share of the floor at which a passage goes on once it has begun


class Model(NamedTuple):
    """A trained model: networks that vote, the codes they score, the chance from which a passage of each kind counts.

    `weights` are those outside the networks: `signs` of the pointers, `trust` in a draft.
    """

    networks: tuple[Mapping[str, np.ndarray], ...]
    codes: Codes
    floors: Mapping[str, float]
    weights: Mapping[str, np.ndarray]


class Draft(NamedTuple):
    """A passage that carries a row: its kind, items and characters, the code of each column with its chance.

    `until` is the character where the next passage of its kind begins (the end of the text where there is none).
    """

    kind: str
    items: tuple[int, ...]
    start: int
    end: int
    until: int
    confidence: float
    codes: Mapping[str, tuple[str, float]]


def evidence_of(draft: Draft) -> list[float]:
    """Return what speaks for a draft, as numbers: how sure its passage and its main code are, and its kind."""
    passage, (_, code) = min(draft.confidence, 0.999), next(iter(draft.codes.values()))
    kinds = [float(draft.kind == kind) for kind in KIND_NAMES]
    return [1.0, math.log(passage / (1 - passage)), math.log(max(code, 1e-4)), *kinds]


def confidence_of(draft: Draft, trust: np.ndarray) -> float:
    """Return the calibrated confidence of a draft: of those that get .6, some 60 % are right on gold held out."""
    return 1 / (1 + math.exp(-float(np.dot(trust, evidence_of(draft)))))


@lru_cache(maxsize=4)
def read_model(path: Path = MODEL) -> Model:
    """Return the model in a weights file.

    Raises:
        InputError: there is no weights file at `path`.
    """
    networks: dict[str, dict[str, np.ndarray]] = {}
    others = {}
    for name, array in read_weights(path).items():
        own, _, number = name.partition("@")
        if number:
            networks.setdefault(number, {})[own] = array
        else:
            others[own] = array
    head = json.loads(str(others.pop("head")))
    for network in networks.values():
        network["embed"][0] = 0
    return Model(tuple(networks[number] for number in sorted(networks)), head["codes"], head["floors"], others)


def draft_rows(scan: Scan, model: Model) -> list[Draft]:
    """Return the drafts of an article, kind by kind in text order; headings that only sum up have none."""
    seen = [(*_read(scan, network), network) for network in model.networks]
    chances = np.mean([weigh_kinds(states, network) for _, states, network in seen], axis=0)
    reading, drafts = scan.reading, list[Draft]()
    silent = _summaries(scan)
    for number, kind in enumerate(KIND_NAMES):
        within = np.where((reading.line_of >= 0) & ~silent, 1 - chances[:, number, OUTSIDE], 0)
        begins = chances[:, number, BEGINS] > chances[:, number, GOES_ON]
        runs = list(_runs(within, begins, model.floors[kind], reading.line_of))
        untils = [*(reading.spans[run[0]][0] for run in runs[1:]), len(scan.article.text)]
        for run, until in zip(runs, untils, strict=False):
            votes = [weigh_codes(items[run], states[run], own, model.codes, kind) for items, states, own in seen]
            codes = {column: _best(column, kind, votes, model.codes) for column in votes[0]}
            start, end = reading.spans[run[0]][0], reading.spans[run[-1]][1]
            drafts.append(Draft(kind, tuple(run), start, end, until, float(within[run].mean()), codes))
    return drafts


def _read(scan: Scan, network: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return what a network makes of the items of an article: their vectors and their states."""
    features, states, inside = lay_out([scan.features], [scan.states])
    items = read_items(features, states, network)
    return items[inside], read_passages(items, inside, network)[inside]


def _best(column: str, kind: str, votes: Sequence[Mapping[str, np.ndarray]], codes: Codes) -> tuple[str, float]:
    chances = np.mean([vote[column] for vote in votes], axis=0)
    at = int(chances.argmax())
    return codes[f"{kind}.{column}"][at], float(chances[at])


def _summaries(scan: Scan) -> np.ndarray:
    silent = np.zeros(len(scan.reading.items), dtype=bool)
    for sentence in scan.article.sentences:
        if sentence.is_summary:
            silent[scan.items(sentence.start, sentence.end)] = True
    return silent


def _runs(within: np.ndarray, begins: np.ndarray, floor: float, line_of: np.ndarray) -> Iterator[list[int]]:
    """Yield runs of items that hold together: over half the floor, with one item over it, within a sentence."""
    run: list[int] = []
    for at in [*np.flatnonzero(within > floor * _STAY).tolist(), -1]:
        if run and (at != run[-1] + 1 or begins[at] and within[at] > floor or line_of[at] != line_of[run[-1]]):
            if within[run].max() > floor:
                yield run
            run = []
        run.append(at)
