"""Tone towards a target: negative, neutral or positive, judged from the words around it, never from its name.

Two models vote: a linear one over the features of `nearness`, and a small `network` of the words. Both are trained by
`parley train tone` (`run/train_tone.py`). The task is that of Hamborg & Donnay 2021, "NewsMTSC: (Multi-)
Target-dependent Sentiment Classification in News Articles".
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.code.masking import Masked, mask, says_something
from parley.code.nearness import Nearness, look_around
from parley.code.network import inputs_of, pushes_of, read_inputs
from parley.code.scenes import lay_out, look_from
from parley.find.layers import log_softmax, read_weights
from parley.frames import rows_by, rows_of
from parley.project import DATA
from parley.spans import Span
from parley.tables import Tables

MODEL = DATA / "models" / "tone.npz"
TONES = ("negative", "neutral", "positive")
LEAST = 0.6
_SURE = 0.8
# How much further targets of one sentence are told apart than either model does alone: chosen on NewsMTSC train, where
# it brings out one in ten more of the sentences whose targets differ, at a tenth of a point of F1.
_CONTRAST = 0.6
_CHUNK = 128  # targets at a time: large enough for numpy, small enough for the processor's cache
_N_MOVED = 3

Mentions = tuple[Span, ...]  # of one actor in a sentence, the one to judge first


class Case(NamedTuple):
    """A sentence, the mentions of its target there (the one judged first), and those of each other actor."""

    text: str
    target: Mentions
    others: tuple[Mentions, ...] = ()


class Verdict(NamedTuple):
    """The tone towards a target, null where the model abstains; its probabilities; the words that moved it most."""

    tone: str | None
    p_negative: float
    p_neutral: float
    p_positive: float
    moved: tuple[Span, ...]


def judge_tones(cases: Sequence[Case], *, least: float = LEAST, path: Path = MODEL) -> list[Verdict]:
    """Return the tone of each sentence towards its target: one verdict a case.

    The target is compared with the other actors of its sentence; words in capitals count as names, given or not.
    Probabilities are calibrated; `tone` is null where none reaches `least`. `moved`: up to three words that spoke
    most for the likeliest tone, strongest first. Whose tone it is, the author's or a quoted speaker's, is for
    the caller to say.

    Raises:
        InputError: there is no weights file at `path`.

    >>> case = Case("The corrupt and brutal general lied to everyone, but Hope forgave him.", ((4, 29),))
    >>> judge_tones([case])[0].tone in (None, *TONES)
    True
    """
    weights = read_model(path)
    chunks = (cases[first : first + _CHUNK] for first in range(0, len(cases), _CHUNK))
    return [verdict for chunk in chunks for verdict in _judge(chunk, weights, least)]


def mask_case(case: Case) -> Masked:
    """Return the sentence of a case as the models see it."""
    first, *again = case.target
    return mask(case.text, first, [span for other in case.others for span in other], again)


def _judge(asked: Sequence[Case], weights: dict[str, np.ndarray], least: float) -> list[Verdict]:
    number_by_case: dict[Case, int] = {}
    groups = []
    for case in asked:
        actors = (case.target, *case.others)
        every = [Case(case.text, one, tuple(sorted(set(actors) - {one}))) for one in actors]
        groups.append([number_by_case.setdefault(one, len(number_by_case)) for one in every])
    masked = [mask_case(case) for case in number_by_case]
    scene = lay_out(masked)
    around = look_from(scene)
    near, inputs = look_around(scene, around), inputs_of(scene, around)
    trace = read_inputs(inputs, weights)
    both = join_votes(weigh_features(near, weights), trace.scores)
    own = [group[0] for group in groups]
    means = np.array([both[group].mean(axis=0) for group in groups])
    apart = tell_apart(both[own], means)
    probabilities = np.exp(log_softmax(add_agreement(apart) @ weights["scale"] + weights["shift"]))
    best = np.zeros(len(masked), dtype=int)
    best[own] = probabilities.argmax(axis=1)
    pushes = _pushes(near, weights, best) + _SHARE * pushes_of(inputs, trace, weights, best)
    verdicts = []
    # rounded: the order of a batch may move the last digits
    for at, chances in zip(own, probabilities.round(4).tolist(), strict=True):
        one, start = masked[at], near.starts[at]
        push = pushes[start : start + len(one.words)]
        order = np.argsort(-push, kind="stable")[: 4 * _N_MOVED].tolist()
        moved = [one.spans[place] for place in order if push[place] > 0 and says_something(one.words[place])]
        label = TONES[best[at]] if chances[best[at]] >= least else None
        verdicts.append(Verdict(label, chances[0], chances[1], chances[2], tuple(moved[:_N_MOVED])))
    return verdicts


_SHARE = 0.5  # the network's share beside the linear model's in what moved a verdict, about as calibrated


def join_votes(linear: np.ndarray, network: np.ndarray) -> np.ndarray:
    """Return the scores of both models side by side, one row a target."""
    return np.concatenate([linear, log_softmax(network)], axis=1)


def tell_apart(votes: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Return the votes with their distance from the mean votes on all targets of the sentence widened."""
    return votes + _CONTRAST * (votes - means)


def add_agreement(votes: np.ndarray) -> np.ndarray:
    """Return the votes with, for each tone, the product of the chances that either model gives it."""
    linear, network = votes[:, : len(TONES)], votes[:, len(TONES) :]
    return np.concatenate([votes, np.exp(log_softmax(linear) + log_softmax(network))], axis=1)


def weigh_features(near: Nearness, weights: dict[str, np.ndarray]) -> np.ndarray:
    """Return the linear model's score of each tone (column) for each target (row)."""
    pulls = weights["hashed"][near.buckets] * near.strengths[:, None]
    n_rows = len(near.dense)
    sums = [np.bincount(near.rows, weights=pulls[:, tone], minlength=n_rows) for tone in range(len(TONES))]
    return np.stack(sums, axis=1) + standardise(near.dense, weights) @ weights["dense"] + weights["bias"]


def standardise(dense: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    """Return the dense features in standard deviations from their mean, at most four."""
    return np.asarray(np.clip((dense - weights["mean"]) / weights["spread"], -4, 4))


def _pushes(near: Nearness, weights: dict[str, np.ndarray], best: np.ndarray) -> np.ndarray:
    """Return for each place how far it moved its row towards the best tone and away from the mean of all."""
    lean = weights["hashed"][near.buckets]
    pull = (lean[np.arange(len(lean)), best[near.rows]] - lean.mean(axis=1)) * near.strengths
    moved = np.bincount(near.places, weights=pull, minlength=len(near.regions))
    slopes = weights["dense"] / weights["spread"][:, None]
    slopes = slopes - slopes.mean(axis=1, keepdims=True)
    shape = (near.regions.shape[1], near.values.shape[1])
    by_list, by_company = np.split(slopes, [shape[0] * shape[1], shape[0] * shape[1] + near.vectors.shape[1]])[:2]
    tone_at = np.repeat(best, np.diff(np.append(near.starts, len(moved))))
    for tone in range(len(TONES)):
        at = np.flatnonzero(tone_at == tone)
        moved[at] += ((near.regions[at] @ by_list[:, tone].reshape(shape)) * near.values[at]).sum(axis=1)
        moved[at] += near.vectors[at] @ by_company[:, tone]
    return np.asarray(moved)


@lru_cache(maxsize=4)
def read_model(path: Path = MODEL) -> dict[str, np.ndarray]:
    """Return the weights of the model."""
    weights = read_weights(path)
    return weights | {"hashed": weights["hashed"].reshape(-1, len(TONES))}


def add_tone(framings: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return the framings with the probabilities of each tone, where the actor framed is named in the sentence.

    The target is the actor's mention nearest to the framing words; it is compared with the other actors there.
    `tone_code` stays what the words give, but for words of praise or blame that the model contradicts with
    `_SURE`: then no verdict stands (null).
    """
    text_by_doc = dict(zip(tables["documents"].doc_id, tables["documents"].text, strict=True))
    place_by_id = {row.sent_id: (row.start, row.end) for row in rows_of(tables["sentences"])}
    mentions = rows_by(tables["mentions"], "sent_id")
    asked, cases = [], []
    for number, row in enumerate(rows_of(framings)):
        start, end = place_by_id[row.sent_id]
        by_actor: dict[str | None, list[Span]] = {}
        for one in mentions.get(row.sent_id, ()):
            if start <= one.start and one.end <= end:
                by_actor.setdefault(one.actor_id, []).append((one.start - start, one.end - start))
        if row.actor_id is not None and row.actor_id in by_actor:
            middle = row.start + row.end - 2 * start
            own = [span for _, span in sorted((abs(a + b - middle), (a, b)) for a, b in by_actor.pop(row.actor_id))]
            others = tuple(sorted(tuple(spans) for spans in by_actor.values()))
            cases.append(Case(text_by_doc[row.doc_id][start:end], tuple(own), others))
            asked.append(number)
    if not cases:
        return framings
    verdicts = judge_tones(cases, least=_SURE)
    columns = {name: framings[name].tolist() for name in ("tone_code", "p_negative", "p_neutral", "p_positive")}
    for number, verdict in zip(asked, verdicts, strict=True):
        if {verdict.tone, columns["tone_code"][number]} == {"negative", "positive"}:
            columns["tone_code"][number] = None
        for name in ("p_negative", "p_neutral", "p_positive"):
            columns[name][number] = getattr(verdict, name)
    return framings.assign(
        **{
            name: pd.Series(values, index=framings.index, dtype=framings[name].dtype)
            for name, values in columns.items()
        }
    )
