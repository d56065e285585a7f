"""Drafts of coded rows by a trained network: which passages are a position, a term, a motive …, and their codes.

It reads articles as `code/items.py` lays them out, the rows of the rules among its features, and names nobody: who
holds, owes or is meant is for `code/pointers.py` to say. Trained by `parley train coding` (`run/coding.py`) on
passages composed and coded for the project (`data/gold/sentences`).
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

import numpy as np

from parley.code.coding_network import (
    BEGINS,
    GOES_ON,
    KIND_NAMES,
    OUTSIDE,
    Codes,
    columns_of,
    lay_out,
    read_items,
    read_passages,
    weigh_codes,
    weigh_kinds,
)
from parley.code.items import CODES_BY_KIND, Scan
from parley.code.quantities import is_half
from parley.find.layers import log_softmax, read_weights
from parley.project import DATA

MODEL = DATA / "models" / "coding.npz"
RULE_ID = "model.coding"
N_EVIDENCE = 7 + len(KIND_NAMES)
_LONG = 7.0  # log of the items of an article from which its length tells nothing more
# What two passages of a list are joined by: behind it, half the chance that one goes on is enough for another to begin.
_JOINTS, _JOINED = frozenset({",", ";", ":", ".", "-", "–", "and", "or"}), 0.5
_FLOOR, _STAY = 0.2, 0.1  # chances from which a passage is looked at, and goes on: how sure it is, trust says


class Model(NamedTuple):
    """A trained model: networks that vote, the codes they score, other weights (`signs` of pointers, `trust`)."""

    networks: tuple[Mapping[str, np.ndarray], ...]
    codes: Codes
    weights: Mapping[str, np.ndarray]


class Draft(NamedTuple):
    """A passage that carries a row: its kind, items and characters, the code of each column with its chance.

    `until` is the character where the next passage of its kind begins (the end of the text where there is none),
    `chance` the mean chance of its items to be in such a passage and `peak` the highest. `share` is that of the
    article, over all kinds, and `size` the number of its items: a text about other matters has a low one.
    """

    kind: str
    items: tuple[int, ...]
    start: int
    end: int
    until: int
    chance: float
    peak: float
    share: float
    size: int
    codes: Mapping[str, tuple[str, float]]


def evidence_of(draft: Draft) -> list[float]:
    """Return what speaks for a draft, as numbers: how sure passage and main code are, length, text, kind."""
    _, code = next(iter(draft.codes.values()))
    sure = [_log_odds(draft.chance), math.log(max(code, 1e-4)), _log_odds(draft.peak), math.log(len(draft.items))]
    around = [_log_odds(draft.share), min(_LONG, math.log(draft.size))]
    return [1.0, *sure, *around, *(float(draft.kind == kind) for kind in KIND_NAMES)]


def _log_odds(chance: float) -> float:
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(chance / (1 - chance))


def confidence_of(draft: Draft, trust: Sequence[float]) -> float:
    """Return the calibrated confidence of a draft: of those that get .6, some 60 % are right on gold held out."""
    return 1 / (1 + math.exp(-sum(map(mul, trust, evidence_of(draft)))))


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
    return Model(tuple(networks[number] for number in sorted(networks)), head["codes"], others)


def draft_rows(scan: Scan, model: Model) -> list[Draft]:
    """Return the drafts of an article, kind by kind in text order; headings that only sum up have none."""
    features, states, inside = lay_out([scan.features], [scan.states])
    seen = []
    for network in model.networks:
        items = read_items(features, states, network)
        seen.append((items[inside], read_passages(items, inside, network)[inside], network))
    chances = np.mean([weigh_kinds(states, network) for _, states, network in seen], axis=0)
    within = 1 - chances[:, :, OUTSIDE]
    found = list(_passages(scan, chances))
    runs = np.array([(run[0], run[-1] + 1) for _, run in found]).reshape(-1, 2)
    votes = [weigh_codes(items, states, runs, network) for items, states, network in seen]
    likely = {name: _mean_chances(votes, *place) for name, place in columns_of(model.codes).items()}
    share, size = float(within.max(axis=1).mean()), len(scan.reading.items)
    spans, drafts = scan.reading.spans, list[Draft]()
    for n, (kind, run) in enumerate(found):
        behind = found[n + 1 : n + 2]
        until = spans[behind[0][1][0]][0] if behind and behind[0][0] == kind else len(scan.article.text)
        chance = within[run, KIND_NAMES.index(kind)]
        sure = float(chance.mean()), float(chance.max()), share, size
        codes = {
            column: _best(likely[f"{kind}.{column}"][n], model.codes[f"{kind}.{column}"])
            for column in CODES_BY_KIND[kind]
        }
        drafts.append(Draft(kind, tuple(run), spans[run[0]][0], spans[run[-1]][1], until, *sure, codes))
    return drafts


def _passages(scan: Scan, chances: np.ndarray) -> Iterator[tuple[str, list[int]]]:
    """Yield the items of the passages of each kind."""
    line_of, items = scan.reading.line_of, scan.reading.items
    speaks = (line_of >= 0) & ~_summaries(scan)
    joined = np.array([False, *(item in _JOINTS for item in items[:-1])])
    whole = np.array([not is_half(items, at - 1) for at in range(len(items))])
    for number, kind in enumerate(KIND_NAMES):
        within = np.where(speaks, 1 - chances[:, number, OUTSIDE], 0)
        begins = whole & (chances[:, number, BEGINS] > np.where(joined, _JOINED, 1) * chances[:, number, GOES_ON])
        for run in _runs(within, begins, line_of):
            yield kind, run


def _mean_chances(votes: Sequence[np.ndarray], first: int, last: int) -> np.ndarray:
    return np.mean([np.exp(log_softmax(vote[:, first:last])) for vote in votes], axis=0)


def _best(chances: np.ndarray, codes: Sequence[str]) -> tuple[str, float]:
    at = int(chances.argmax())
    return codes[at], float(chances[at])


def _summaries(scan: Scan) -> np.ndarray:
    silent = np.zeros(len(scan.reading.items), dtype=bool)
    for sentence in scan.article.sentences:
        if sentence.is_summary:
            silent[scan.items(sentence.start, sentence.end)] = True
    return silent


def _runs(within: np.ndarray, begins: np.ndarray, line_of: np.ndarray) -> Iterator[list[int]]:
    """Yield runs of items that hold together: over _STAY, with one item over _FLOOR, within a sentence."""
    run: list[int] = []
    for at in [*np.flatnonzero(within > _STAY).tolist(), -1]:
        if run and (at != run[-1] + 1 or begins[at] and within[at] > _FLOOR or line_of[at] != line_of[run[-1]]):
            if within[run].max() > _FLOOR:
                yield run
            run = []
        run.append(at)
