"""Training of the coding model and its pointers, with the floors and confidence of what it drafts."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from parley.code.coding_model import Draft, Model, draft_rows, evidence_of
from parley.code.coding_network import KIND_NAMES, Codes
from parley.codebook import read_codebook
from parley.errors import InputError
from parley.find.layers import read_weights, write_weights
from parley.run.calibration import fit_logistic
from parley.run.coding import Example, codes_of, learn_passages, read_examples
from parley.run.coding_gradients import UNKNOWN
from parley.run.learning import Params
from parley.run.modelcards import write_card
from parley.run.passages import read_conflicts, read_others
from parley.run.pointing import Choice, learn_pointers, read_choices
from parley.weigh.sheets import Row, pair_rows

_HELD_OUT = 8  # each network leaves out one conflict in so many, and is judged on those
_COST = 0.4  # of a row too many, in rows found: readers see the passage of each row, not what is missed
_FLOORS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
_NETWORKS = 2  # that vote: together they are right of five rows in a hundred more than one of them


class _Rated(NamedTuple):
    """A draft of a text held out: does it meet a gold row of its kind, and with the same main code?"""

    draft: Draft
    is_met: bool
    is_right: bool


class _Lesson(NamedTuple):
    """What one conflict teaches: its texts, and who is meant in each role of each row."""

    examples: list[Example]
    choices: list[Choice]


def train_coding(gold: Path, out: Path, *, others: Path | None = None, rounds: int | None = None) -> list[Path]:
    """Train the coding model on a folder of coded passages; return the paths of weights and card.

    `others` (JSON lines with `id` and `text`) are texts about other things: there is nothing to find in them.

    Each network leaves out another eighth of the conflicts; floors and confidence come from what it drafts there.

    Raises:
        InputError: the folder holds no coded passages or no row, or a line is broken.
    """
    lessons = [_lesson(conflict) for conflict in read_conflicts(gold)]
    n_conflicts = len(lessons)
    n_rows = sum(len(e.passages) for one in lessons for e in one.examples)
    if not n_rows:
        raise InputError(gold, found="no coded row", expected="gold to learn from")
    if others is not None:
        # one at a time, so that each network leaves out an eighth of these as well
        lessons += [_Lesson([example], []) for example in read_examples(read_others(others))]
    codes = codes_of(read_codebook("core"))
    networks = []
    for number in range(_NETWORKS):
        shown = [one for n, one in enumerate(lessons) if n % _HELD_OUT != number] or lessons
        own = learn_passages([e for one in shown for e in one.examples], codes, seed=number + 1, rounds=rounds)
        networks.append(_as_stored(own))
    _write_model(out, networks, lessons, codes)
    return [out, write_card(out, gold, f"{n_conflicts} conflicts, {n_rows:,} rows")]


def _as_stored(network: Params) -> Params:
    """Return a network as it will be read: judged is what is used."""
    with TemporaryDirectory() as folder:
        write_weights(Path(folder) / "network.npz", network, {"embed": 127})
        return read_weights(Path(folder) / "network.npz")


def _write_model(out: Path, networks: Sequence[Params], lessons: Sequence[_Lesson], codes: Codes) -> None:
    """Write networks with the floors and the trust that texts give which they have not seen, and the pointers."""
    held = [[e for one in lessons[n::_HELD_OUT] or lessons for e in one.examples] for n in range(len(networks))]
    judged = list(zip(networks, held, strict=True))
    floors = _find_floors(judged, codes)
    weights = {f"{name}@{number}": array for number, own in enumerate(networks) for name, array in own.items()}
    weights["trust"] = _fit_trust(_rate(judged, codes, floors))
    weights["signs"] = learn_pointers([choice for one in lessons for choice in one.choices])
    head = json.dumps({"codes": codes, "floors": floors})  # in the order of the network's scores
    packed = {f"embed@{number}": 127 for number in range(len(networks))}
    write_weights(out, weights | {"head": np.array(head)}, packed)


def _lesson(conflict: Any) -> _Lesson:
    examples = read_examples(conflict)
    return _Lesson(examples, list(read_choices(examples, conflict.book)))


def _rate(judged: Sequence[tuple[Params, list[Example]]], codes: Codes, floors: Mapping[str, float]) -> list[_Rated]:
    """Return what networks draft in texts that they have not seen, with how it meets the gold rows, one to one."""
    rated = []
    for own, examples in judged:
        model = Model((own,), codes, floors, {})
        for example in examples:
            known = dict(zip(KIND_NAMES, (example.kinds != UNKNOWN).all(axis=0), strict=True))
            drafts = [draft for draft in draft_rows(example.scan, model) if known[draft.kind]]
            gold: list[Row] = [dict(row) for _, _, row in example.passages]
            given: list[Row] = [{"kind": one.kind, "start": one.start, "end": one.end} | _plain(one) for one in drafts]
            met = {p: gold[g] for g, p in pair_rows(gold, given, {}).items()}
            for n, draft in enumerate(drafts):
                column = next(iter(draft.codes))
                rated.append(_Rated(draft, n in met, n in met and met[n].get(column) == draft.codes[column][0]))
    return rated


def _plain(draft: Draft) -> dict[str, Any]:
    return {column: code for column, (code, _) in draft.codes.items()}


def _find_floors(judged: Sequence[tuple[Params, list[Example]]], codes: Codes) -> dict[str, float]:
    """Return the floor of each kind from which drafts bring most: rows met less rows too many; 1 where it is a loss."""
    gains = {kind: dict.fromkeys(_FLOORS, 0.0) for kind in KIND_NAMES}
    for floor in _FLOORS:
        for one in _rate(judged, codes, dict.fromkeys(KIND_NAMES, floor)):
            gains[one.draft.kind][floor] += 1.0 if one.is_met else -_COST
    best = {kind: max(_FLOORS, key=by_floor.__getitem__) for kind, by_floor in gains.items()}
    return {kind: floor if gains[kind][floor] > 0 else 1.0 for kind, floor in best.items()}


def _fit_trust(rated: Sequence[_Rated]) -> np.ndarray:
    """Return the weights of what speaks for a draft (logistic regression); zeros where nothing is drafted."""
    evidence = np.array([evidence_of(one.draft) for one in rated]).reshape(len(rated), 3 + len(KIND_NAMES))
    return fit_logistic(evidence, np.array([one.is_right for one in rated], dtype=float))
