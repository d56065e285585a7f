"""Training of the tone model (`code/tone.py`) on sentences with labelled targets, and its scores on them.

Three logistic regressions, and the network of `run/toning.py`; how far each is trusted, and how sure a verdict
is, is then fitted on votes from folds that never share an article.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from parley.code.nearness import BITS, look_around
from parley.code.network import Inputs, inputs_of, pick, read_inputs
from parley.code.scenes import lay_out, look_from
from parley.code.tone import (
    TONES,
    Case,
    Mentions,
    add_agreement,
    join_votes,
    judge_tones,
    mask_case,
    standardise,
    tell_apart,
)
from parley.errors import InputError
from parley.find.layers import log_softmax, write_weights
from parley.project import DATA
from parley.run.modelcards import write_card
from parley.run.scores import read_jsonl
from parley.run.toning import learn_network
from parley.run.train import measures_of
from parley.weigh.tone import score_tones

# Chosen on NewsMTSC train, cross-validated: how freely weights may grow, and the share of the sums by region.
_FREEDOM, _DENSE = 0.4, 3.0
_FOLDS = 4
_TONE_BY_POLARITY = {2.0: "negative", 4.0: "neutral", 6.0: "positive"}
_LEARNT = -1  # the fold of a target that is never judged
_COMPOSED = 0.3  # how much a composed target counts beside one that was found
_N_BLOCKS = 12
_LEVELS, _SCALED = 15, 192  # how finely the file tells vectors apart; how many hashed weights share a scale there


COMPOSED = DATA / "gold" / "tone" / "composed.jsonl"


class Target(NamedTuple):
    """One labelled target: its id, that of its sentence, what is judged, its label and its article."""

    gid: str
    sentence: str
    case: Case
    label: str
    article: str


def read_targets(gold: Path) -> list[Target]:
    """Return the targets of a file in the form of NewsMTSC: a sentence a line, each with its targets.

    Raises:
        InputError: the file is missing or empty, or a target has no place, gid or polarity 2, 4 or 6.
    """
    found = []
    for number, row in enumerate(read_jsonl(gold), 1):
        try:
            text, sentence = str(row["sentence_normalized"]), str(row["primary_gid"])
            actors = [_mentions(one, len(text)) for one in row["targets"]]
            for one, target in zip(row["targets"], actors, strict=True):
                case = Case(text, target, tuple(sorted({other for other in actors if other[0] != target[0]})))
                label = _TONE_BY_POLARITY[float(one["polarity"])]
                found.append(Target(str(one["Input.gid"]), sentence, case, label, "_".join(sentence.split("_")[:3])))
        except (KeyError, TypeError, ValueError) as error:
            expected = "primary_gid, sentence_normalized, targets: Input.gid, from, to, polarity 2, 4 or 6"
            raise InputError(f"{gold}:{number}", found=repr(error), expected=expected) from error
    return found


def _mentions(target: dict[str, Any], size: int) -> Mentions:
    spans = [(int(one["from"]), int(one["to"])) for one in (target, *(target.get("further_mentions") or ()))]
    for start, end in spans:
        if not 0 <= start < end <= size:
            raise ValueError(f"from {start} to {end} in a sentence of {size} characters")
    return tuple(dict.fromkeys(spans))


class _Data(NamedTuple):
    hashed: Any  # a sparse matrix, one row a target
    dense: np.ndarray
    inputs: Inputs
    labels: np.ndarray
    sentences: np.ndarray  # the number of each target's sentence
    shares: np.ndarray  # how much each target counts in training


def train_tone(gold: Path, out: Path, *, composed: Path | None = COMPOSED) -> list[Path]:
    """Train the tone model on labelled targets; return the paths of weights and card.

    The project's own sentences in `composed` are learnt from as well; no figure and no confidence comes from them.

    Raises:
        InputError: fewer than four articles, or a tone without targets.
    """
    targets = read_targets(gold)
    folds = _deal([one.article for one in targets])
    if len({one.article for one in targets}) < _FOLDS or {one.label for one in targets} != set(TONES):
        expected = f"at least {_FOLDS} articles, and targets of each tone"
        raise InputError(gold, found=f"{len(targets)} targets", expected=expected)
    data, folds = _with_composed(targets, folds, composed)
    votes, judged = _apart(cross_validate(data, folds), data.sentences), folds != _LEARNT
    scale, shift = calibrate(add_agreement(votes[judged]), data.labels[judged])
    weights = learn_weights(data) | learn_network(data.inputs, data.labels, data.shares)
    weights["hashed"] = weights["hashed"].reshape(-1, _SCALED)
    write_weights(out, weights | {"scale": scale, "shift": shift}, packed={"embed": _LEVELS, "hashed": 127})
    sentences = len({one.case.text for one in targets})
    return [out, write_card(out, gold, f"{sentences:,} sentences, {len(targets):,} targets")]


def _with_composed(targets: Sequence[Target], folds: np.ndarray, composed: Path | None) -> tuple[_Data, np.ndarray]:
    """Return the data of the targets and, behind them, of the composed ones, which no fold leaves out."""
    more = read_targets(composed) if composed else []
    folds = np.concatenate([folds, np.full(len(more), _LEARNT)])
    return _measure([*targets, *more])._replace(shares=np.where(folds == _LEARNT, _COMPOSED, 1.0)), folds


def _deal(articles: Sequence[str]) -> np.ndarray:
    """Return the fold of each target: articles in the order of a fixed shuffle, one after another."""
    names = sorted(set(articles))
    order = np.random.default_rng(0).permutation(len(names))
    fold_by_article = {names[at]: number % _FOLDS for number, at in enumerate(order)}
    return np.array([fold_by_article[article] for article in articles])


def _measure(targets: Sequence[Target]) -> _Data:
    from scipy.sparse import csr_matrix  # comes with scikit-learn: needed to train only

    masked = [mask_case(one.case) for one in targets]
    scene = lay_out(masked)
    around = look_from(scene)
    near = look_around(scene, around)
    hashed = csr_matrix((near.strengths, (near.rows, near.buckets)), shape=(len(targets), 2**BITS))
    hashed.sum_duplicates()
    labels = np.array([TONES.index(one.label) for one in targets])
    sentences = np.unique([one.sentence for one in targets], return_inverse=True)[1]
    return _Data(hashed, near.dense, inputs_of(scene, around), labels, sentences, np.ones(len(labels)))


def _some(data: _Data, which: np.ndarray) -> _Data:
    rows = np.flatnonzero(which)
    inputs = pick(data.inputs, rows)
    return _Data(data.hashed[rows], data.dense[rows], inputs, *(column[rows] for column in data[3:]))


def cross_validate(data: _Data, folds: np.ndarray) -> np.ndarray:
    """Return the votes on every target of models fitted without its fold; none on those that all folds learn from."""
    votes = np.zeros((len(folds), 2 * len(TONES)))
    for fold in range(_FOLDS):
        rest, held = _some(data, folds != fold), _some(data, folds == fold)
        weights = learn_weights(rest)
        linear = held.hashed @ weights["hashed"]
        linear = linear + standardise(held.dense, weights) @ weights["dense"] + weights["bias"]
        network = learn_network(rest.inputs, rest.labels, rest.shares)
        votes[folds == fold] = join_votes(linear, read_inputs(held.inputs, network).scores)
    return votes


def _apart(votes: np.ndarray, sentences: np.ndarray) -> np.ndarray:
    sums = np.stack([np.bincount(sentences, weights=column) for column in votes.T], axis=1)
    return tell_apart(votes, (sums / np.bincount(sentences)[:, None])[sentences])


def learn_weights(data: _Data) -> dict[str, np.ndarray]:
    """Return the weights of the regression; a hashed feature counts by how rare it is, one seen twice not at all."""
    from scipy.sparse import csr_matrix, hstack  # comes with scikit-learn: needed to train only
    from sklearn.linear_model import LogisticRegression

    n_rows = len(data.labels)
    seen = np.bincount(data.hashed.indices, minlength=2**BITS)
    kept = np.flatnonzero(seen > 2)
    rarity = np.log(n_rows / seen[kept]) + 1
    hashed = data.hashed[:, kept].multiply(rarity).tocsr()
    rarity *= (size := np.sqrt(_N_BLOCKS * n_rows / hashed.power(2).sum()))
    weights = {"mean": data.dense.mean(axis=0), "spread": np.maximum(data.dense.std(axis=0), 1e-2)}
    share = np.sqrt(_DENSE / data.dense.shape[1])
    features = hstack([hashed * size, csr_matrix(standardise(data.dense, weights) * share)]).tocsr()
    # one tone against the rest, three times: a little better here than all at once
    models = [LogisticRegression(C=_FREEDOM, solver="liblinear") for _ in TONES]
    for tone, model in enumerate(models):
        model.fit(features, data.labels == tone, sample_weight=data.shares)
    slopes = np.concatenate([model.coef_ for model in models])
    bias = np.concatenate([model.intercept_ for model in models])
    table = np.zeros((2**BITS, len(TONES)), dtype=np.float32)
    table[kept] = slopes[:, : len(kept)].T * rarity[:, None]
    return weights | {"hashed": table, "dense": slopes[:, len(kept) :].T * share, "bias": bias}


def calibrate(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the matrix and shift of the softmax under which held-out targets are likeliest (Newton's method)."""
    inputs = np.concatenate([scores, np.ones((len(scores), 1))], axis=1)
    n_tones, n_inputs = len(TONES), inputs.shape[1]
    wanted = labels[:, None] == np.arange(n_tones)
    weights = np.zeros((n_tones, n_inputs))
    for _ in range(12):
        chances = np.exp(log_softmax(inputs @ weights.T))
        slope = (wanted - chances).T @ inputs - weights
        bend = chances[:, :, None] * (np.eye(n_tones) - chances[:, None, :])
        bends = np.einsum("nkl,ni,nj->kilj", bend, inputs, inputs).reshape(weights.size, weights.size)
        weights += np.linalg.solve(bends + np.eye(weights.size), slope.ravel()).reshape(weights.shape)
    return weights[:, :-1].T, weights[:, -1]


def score_tone(gold: Path, *, given: Path | None = None, write: Path | None = None, **_: Any) -> dict[str, Any]:
    """Return the measures of our verdicts (or of those in `given`) on labelled targets; `write` saves ours.

    Predictions are JSON lines: gid, label (for every target, abstentions or not), confidence, p_negative,
    p_neutral, p_positive.
    """
    targets = read_targets(gold)
    rows = read_jsonl(given) if given else _judge(targets)
    if write:
        write.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return _measures(targets, {str(row.get("gid")): row for row in rows})


def score_verdicts(gold: Path, judge: Callable[[Sequence[Target]], list[dict[str, Any]]]) -> dict[str, Any]:
    """Return the measures of the verdicts (`label`, `confidence`) that `judge` gives on labelled targets."""
    targets = read_targets(gold)
    return _measures(targets, {one.gid: row for one, row in zip(targets, judge(targets), strict=True)})


def _measures(targets: Sequence[Target], row_by_gid: dict[str, dict[str, Any]]) -> dict[str, Any]:
    labelled = [{"gid": one.gid, "sentence": one.sentence, "label": one.label} for one in targets]
    return measures_of(score_tones(labelled, row_by_gid))


def _judge(targets: Sequence[Target]) -> list[dict[str, Any]]:
    verdicts = judge_tones([one.case for one in targets], least=0)
    rows = []
    for one, verdict in zip(targets, verdicts, strict=True):
        chances = {f"p_{tone}": round(getattr(verdict, f"p_{tone}"), 4) for tone in TONES}
        rows.append({"gid": one.gid, "label": verdict.tone, "confidence": max(chances.values()), **chances})
    return rows


def score_folds(gold: Path, *, composed: Path | None = COMPOSED) -> dict[str, Any]:
    """Return the measures of verdicts on the gold we train on, each from a model that saw no part of its article."""
    targets = read_targets(gold)
    data, folds = _with_composed(targets, _deal([one.article for one in targets]), composed)
    votes = add_agreement(_apart(cross_validate(data, folds), data.sentences))
    chances = np.zeros((len(targets), len(TONES)))
    for fold in range(_FOLDS):
        rest, held = (folds != fold) & (folds != _LEARNT), folds == fold
        scale, shift = calibrate(votes[rest], data.labels[rest])
        chances[held[: len(targets)]] = np.exp(log_softmax(votes[held] @ scale + shift))
    rows = {
        one.gid: {"label": TONES[row.argmax()], "confidence": row.max()}
        for one, row in zip(targets, chances, strict=True)
    }
    return _measures(targets, rows)
