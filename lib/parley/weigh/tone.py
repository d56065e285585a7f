"""How far verdicts of tone agree with hand-given labels: `score_tones`, and the intervals of its measures."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from parley.errors import InputError
from parley.frames import make_table

TONES = ("negative", "neutral", "positive")
_LEVELS = (0.5, 0.6, 0.7, 0.8)


class _Cases(NamedTuple):
    """Targets in a row: gold and given (0, 1, 2), how sure the given one is, number of its sentence."""

    gold: np.ndarray
    given: np.ndarray
    sure: np.ndarray
    sentence: np.ndarray


def score_tones(
    gold: Sequence[Mapping[str, Any]], given: Mapping[str, Mapping[str, Any]], *, corpus: str = "", draws: int = 300
) -> pd.DataFrame:
    """Return how far given tones agree with gold, as a `quality` table.

    `gold` rows have `gid`, `sentence` (a number or text) and `label`; `given` leads from gid to `label` and
    `confidence` (0 to 1). Measures: macro F1 (`tone.f1`), F1 of the poles, accuracy, average recall, F1 of each tone,
    calibration error (ten bins), `coverage` and `accuracy` among verdicts at least so sure, `poles_right` at half
    coverage (of the surer half's verdicts that are not neutral, the share that is right), `told_apart` (of the
    sentences whose targets differ, the share whose verdicts differ). `low`, `high`: 95 % of `draws` resamples of
    sentences.

    Raises:
        InputError: gold is empty, or a target has no verdict or an unknown label.

    >>> gold = [{"gid": "a", "sentence": 1, "label": "negative"}, {"gid": "b", "sentence": 1, "label": "neutral"}]
    >>> given = {"a": {"label": "negative", "confidence": 0.9}, "b": {"label": "neutral", "confidence": 0.7}}
    >>> score_tones(gold, given, draws=10).set_index("measure").value["tone.told_apart"]
    np.float64(1.0)
    """
    missing = [row["gid"] for row in gold if (given.get(row["gid"]) or {}).get("label") not in TONES]
    if missing or not gold:
        found = f"{len(missing)} targets without one, first {missing[:2]}" if missing else "no targets in gold"
        raise InputError("tone", found=found, expected=f"a label ({', '.join(TONES)}) for every target")
    verdicts = [given[row["gid"]] for row in gold]
    number_by_sentence: dict[Any, int] = {}
    cases = _Cases(
        np.array([TONES.index(row["label"]) for row in gold]),
        np.array([TONES.index(row["label"]) for row in verdicts]),
        np.array([_confidence(row) for row in verdicts]),
        np.array([number_by_sentence.setdefault(row["sentence"], len(number_by_sentence)) for row in gold]),
    )
    rng = np.random.default_rng(0)
    places = [np.flatnonzero(cases.sentence == number) for number in range(len(number_by_sentence))]
    drawn = [rng.integers(0, len(places), len(places)) for _ in range(draws)]
    samples = [_draw(cases, [places[one] for one in chosen]) for chosen in drawn]
    rows = []
    for name, (measure, count) in _measures().items():
        n = count(cases)
        if n:
            low, high = np.nanquantile([measure(one) for one in samples], (0.025, 0.975)) if draws else (None, None)
            rows.append({"measure": f"tone.{name}", "value": measure(cases), "n": n, "low": low, "high": high})
    return make_table("quality", [{"corpus": corpus, "table": "tone", **row} for row in rows])


def _confidence(row: Mapping[str, Any]) -> float:
    value = row.get("confidence") or 0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise InputError("tone → confidence", found=repr(value), expected="a number from 0 to 1, or none")
    return float(value)


def _draw(cases: _Cases, chosen: Sequence[np.ndarray]) -> _Cases:
    at = np.concatenate(chosen)
    sentence = np.repeat(np.arange(len(chosen)), [len(one) for one in chosen])
    return _Cases(cases.gold[at], cases.given[at], cases.sure[at], sentence)


Measure = tuple[Callable[[_Cases], float], Callable[[_Cases], int]]


def _measures() -> dict[str, Measure]:
    measures: dict[str, Measure] = {
        "f1": (lambda cases: _mean(_f1(cases)), _all),
        "f1_poles": (lambda cases: _mean(_f1(cases)[[0, 2]]), _all),
        "accuracy": (_accuracy, _all),
        "average_recall": (lambda cases: _mean(_recalls(cases)), _all),
        "calibration_error": (_calibration_error, _all),
        "poles_right at half coverage": (_poles_right, lambda cases: int((_surer_half(cases).given != 1).sum())),
        "told_apart": (lambda cases: _mean(_apart(cases)), lambda cases: len(_apart(cases))),
    }
    for number, tone in enumerate(TONES):
        measures[f"f1 tone={tone}"] = (partial(_f1_of, number), partial(_n_of, number))
    for level in _LEVELS:
        measures[f"coverage at={level}"] = (partial(_coverage, level), _all)
        measures[f"accuracy at={level}"] = (partial(_accuracy_at, level), partial(_n_at, level))
    return measures


def _f1_of(tone: int, cases: _Cases) -> float:
    return float(_f1(cases)[tone])


def _n_of(tone: int, cases: _Cases) -> int:
    return int((cases.gold == tone).sum())


def _coverage(level: float, cases: _Cases) -> float:
    return _mean(cases.sure >= level)


def _accuracy_at(level: float, cases: _Cases) -> float:
    return _accuracy(_only(cases, cases.sure >= level))


def _n_at(level: float, cases: _Cases) -> int:
    return int((cases.sure >= level).sum())


def _all(cases: _Cases) -> int:
    return len(cases.gold)


def _only(cases: _Cases, which: np.ndarray) -> _Cases:
    return _Cases(*(column[which] for column in cases))


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _accuracy(cases: _Cases) -> float:
    return _mean(cases.gold == cases.given)


def _recalls(cases: _Cases) -> np.ndarray:
    return np.array([_mean(cases.given[cases.gold == tone] == tone) for tone in np.unique(cases.gold)])


def _f1(cases: _Cases) -> np.ndarray:
    """Return the F1 of each tone; 0 where it is neither in gold nor given."""
    hits = np.bincount(cases.gold[cases.gold == cases.given], minlength=3)
    both = np.bincount(cases.gold, minlength=3) + np.bincount(cases.given, minlength=3)
    return np.asarray(2 * hits / np.maximum(both, 1))


def _calibration_error(cases: _Cases) -> float:
    """Return the mean distance, over ten bins weighted by their size, of how sure verdicts are from how often right."""
    bins = np.minimum((cases.sure * 10).astype(int), 9)
    right = (cases.gold == cases.given).astype(float)
    gaps = np.bincount(bins, weights=cases.sure - right, minlength=10)
    return float(np.abs(gaps).sum() / len(bins))


def _surer_half(cases: _Cases) -> _Cases:
    return _only(cases, np.argsort(-cases.sure, kind="stable")[: (len(cases.sure) + 1) // 2])


def _poles_right(cases: _Cases) -> float:
    half = _surer_half(cases)
    return _accuracy(_only(half, half.given != 1))


def _apart(cases: _Cases) -> np.ndarray:
    """Return for each sentence whose targets differ in gold whether any verdicts differ."""
    order = np.argsort(cases.sentence, kind="stable")
    edges = np.flatnonzero(np.diff(cases.sentence[order], prepend=-1))

    def differs(tones: np.ndarray) -> np.ndarray:
        return np.maximum.reduceat(tones[order], edges) != np.minimum.reduceat(tones[order], edges)

    return differs(cases.given)[differs(cases.gold)]
