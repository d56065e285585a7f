"""What simpler means make of the same targets as the tone model: VADER, TextBlob, a count of loaded words.

Each reads the words within eight of the target, where they do better than on the whole sentence; below 0.05 either
side of nothing they say neutral. Measured beside our model, never shipped as verdicts.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from parley.code.masking import GROUPS, values_of
from parley.project import DATA
from parley.run.scares import score_scares
from parley.run.scores import score
from parley.run.train_tone import Target, score_folds, score_verdicts
from parley.spans import words_of

_REACH, _LEAST = 8, 0.05
_ILL, _WELL = {"blame", "harm", "fail", "bad"}, {"praise", "help", "win", "good"}
_CROWD = "NewsMTSC's annotators, four of five agreeing"
_MAKERS = "the project's own makers"


def measure_tones(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of tone for `measured.csv`: cross-validated and of simpler means where `folder` has NewsMTSC."""
    lines = []
    gold = folder / "newsmtsc" / "train.jsonl"
    if gold.exists():
        named = {"": score_folds(gold)} | {
            f", {name}": score_verdicts(gold, verdicts) for name, verdicts in RIVALS.items()
        }
        for name, measures in named.items():
            note = "" if name else "cross-validated by article"
            lines += _lines(measures, f"NewsMTSC train{name}", gold_by=_CROWD, note=note)
    own = DATA / "gold" / "tone" / "states.jsonl"
    lines += _lines(score("tone", own), "306 own sentences on states and groups", gold_by=_MAKERS, note="")
    scares = score_scares(DATA / "gold" / "scare" / "quotations.jsonl")
    return lines + _lines(scares, "100 own quotations", gold_by=_MAKERS, note="rules mended on them", table="framings")


def _lines(
    measures: dict[str, Any], corpus: str, *, gold_by: str, note: str, table: str = "tone"
) -> list[dict[str, Any]]:
    about = {"corpus": corpus, "table": table, "gold_by": gold_by, "note": note}
    return [about | {"measure": measure} | line for measure, line in measures.items()]


def _near(target: Target) -> tuple[str, list[str]]:
    """Return the text within eight words of a target, and the words themselves, folded."""
    text, (start_at, end_at) = target.case.text, target.case.target[0]
    spans, words = words_of(text)
    inside = [n for n, (start, end) in enumerate(spans) if start < end_at and end > start_at] or [0]
    first, last = max(0, inside[0] - _REACH), inside[-1] + _REACH + 1
    near = spans[first:last]
    return (text[near[0][0] : near[-1][1]] if near else ""), list(words[first:last])


def _label(value: float) -> dict[str, Any]:
    label = "positive" if value >= _LEAST else "negative" if value <= -_LEAST else "neutral"
    return {"label": label, "confidence": min(1.0, 1 / 3 + abs(value))}


def ask_vader(targets: Sequence[Target]) -> list[dict[str, Any]]:
    """Return VADER's verdicts on targets."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return [_label(analyser.polarity_scores(_near(one)[0])["compound"]) for one in targets]


def ask_textblob(targets: Sequence[Target]) -> list[dict[str, Any]]:
    """Return TextBlob's verdicts on targets (needs the development dependencies)."""
    from textblob import TextBlob

    return [_label(TextBlob(_near(one)[0]).sentiment.polarity) for one in targets]


def count_words(targets: Sequence[Target]) -> list[dict[str, Any]]:
    """Return verdicts by counting the words of our own lists that speak well or ill."""
    signs = [(group in _WELL) - (group in _ILL) for group in GROUPS]
    verdicts = []
    for one in targets:
        rows = [values_of(word)[2:] for word in _near(one)[1]]
        verdicts.append(_label(sum(sign * value for row in rows for sign, value in zip(signs, row, strict=True)) / 8))
    return verdicts


Rival = Callable[[Sequence[Target]], list[dict[str, Any]]]
RIVALS: dict[str, Rival] = {"VADER": ask_vader, "TextBlob": ask_textblob, "a count of loaded words": count_words}
