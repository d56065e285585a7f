"""How far to trust the attributions of a model: confidence fitted on texts that it was not trained on."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.find.attribution_model import CONTENT, SOURCE, Draft, Model, draft_attributions, settle
from parley.run.attributing import Example

_HALF = 0.5
_RIDGE, _STEPS = 1.0, 30


class Trust(NamedTuple):
    """Weights of the evidence for a draft (logistic regression), and the confidence below which it is left out."""

    weights: np.ndarray
    floor: float


def calibrate(model: Model, examples: Sequence[Example]) -> Trust:
    """Return the trust fitted on held-out examples; the floor is where F1, end to end, is highest.

    A draft is right when content and source (if any) each have Dice .5 or more with those of one gold attribution.
    """
    drafts = [draft_attributions(one.reading, model) for one in examples]
    golds = [_gold_items(one) for one in examples]
    evidence = [draft.evidence for own in drafts for draft in own]
    right = [bool(_matches(draft, gold)) for own, gold in zip(drafts, golds, strict=True) for draft in own]
    if not evidence:
        return Trust(np.zeros(1), 0.0)
    weights = fit_logistic(np.array(evidence), np.array(right, dtype=float))
    hits, total = list[tuple[float, bool]](), sum(len(gold) for gold in golds)
    for own, gold in zip(drafts, golds, strict=True):
        met: set[int] = set()
        for draft, confidence in settle(own, weights):
            new = _matches(draft, gold) - met
            met |= set(sorted(new)[:1])
            hits.append((confidence, bool(new)))
    hits.sort(reverse=True)
    found = np.cumsum([hit for _, hit in hits])
    f1 = 2 * found / (np.arange(1, len(hits) + 1) + max(total, 1))
    return Trust(weights, float(hits[int(f1.argmax())][0]))


def fit_logistic(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression with a small ridge, by Newton's method.

    >>> weights = fit_logistic(np.array([[1.0, -1.0], [1.0, 1.0]] * 50), np.array([0.0, 1.0] * 50))
    >>> bool(weights[1] > 1)
    True
    """
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chances) - _RIDGE * weights
        bend = (rows * (chances * (1 - chances))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def _gold_items(example: Example) -> list[tuple[set[int], set[int]]]:
    words = set(np.flatnonzero(example.reading.line_of >= 0).tolist())
    golds = []
    for window, roles in zip(example.windows, example.roles, strict=True):
        source, content = (set((np.flatnonzero(roles == code) + window.start).tolist()) for code in (SOURCE, CONTENT))
        golds.append((source & words, content & words))
    return golds


def _matches(draft: Draft, golds: Sequence[tuple[set[int], set[int]]]) -> set[int]:
    """Return the numbers of the gold attributions that a draft has right."""
    source, content = set(draft.source), set(draft.content)
    return {
        number
        for number, (gold_source, gold_content) in enumerate(golds)
        if _dice(content, gold_content) >= _HALF and (source == gold_source or _dice(source, gold_source) >= _HALF)
    }


def _dice(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))
