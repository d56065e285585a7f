"""Training of the coding model and its pointers, with the confidence of what it drafts."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from parley.code.coding_model import N_EVIDENCE, Draft, Model, draft_rows, evidence_of
from parley.code.coding_network import Codes
from parley.code.pointers import ruled_at
from parley.codebook import read_codebook
from parley.errors import InputError
from parley.find.layers import read_weights, write_weights
from parley.run.calibration import fit_logistic
from parley.run.coding import Example, codes_of, learn_passages, read_examples
from parley.run.learning import Params
from parley.run.modelcards import write_card
from parley.run.passages import read_conflicts, read_others
from parley.run.pointing import Choice, learn_pointers, read_choices
from parley.weigh.sheets import Row, pair_rows

_HELD_OUT = 8  # one conflict in so many is left out, and the vote is judged on those
_NETWORKS = 2  # that vote: together they are right of five rows in a hundred more than one of them


_Rated = tuple[list[float], bool]  # what speaks for a draft, and is it right


class _Lesson(NamedTuple):
    """What one conflict teaches: its texts, and who is meant in each role of each row."""

    examples: list[Example]
    choices: list[Choice]


def train_coding(gold: Path, out: Path, *, others: Path | None = None, rounds: int | None = None) -> list[Path]:
    """Train the coding model on a folder of coded passages; return the paths of weights and card.

    `others` (JSON lines with `id` and `text`) are texts about other things: there is nothing to find in them.

    An eighth of the conflicts is left out: the confidence comes from what the networks draft there.

    Raises:
        InputError: the folder holds no coded passages or no row, or a line is broken.
    """
    lessons = [_Lesson(own := read_examples(one), list(read_choices(own, one.book))) for one in read_conflicts(gold)]
    n_conflicts = len(lessons)
    n_rows = sum(len(e.passages) for one in lessons for e in one.examples)
    if not n_rows:
        raise InputError(gold, found="no coded row", expected="gold to learn from")
    if others is not None:
        # one at a time, so that an eighth of these is left out as well
        lessons += [_Lesson([example], []) for example in read_examples(read_others(others))]
    codes = codes_of(read_codebook("core"))
    shown = [e for n, one in enumerate(lessons) if n % _HELD_OUT for e in one.examples]
    shown = shown or [e for one in lessons for e in one.examples]
    seeds = range(1, _NETWORKS + 1)
    networks = [_as_stored(learn_passages(shown, codes, seed=seed, rounds=rounds)) for seed in seeds]
    _write_model(out, networks, lessons, codes)
    return [out, write_card(out, gold, f"{n_conflicts} conflicts, {n_rows:,} rows")]


def _as_stored(network: Params) -> Params:
    """Return a network as it will be read: judged is what is used."""
    with TemporaryDirectory() as folder:
        write_weights(Path(folder) / "network.npz", network, {"embed": 127})
        return read_weights(Path(folder) / "network.npz")


def _write_model(out: Path, networks: Sequence[Params], lessons: Sequence[_Lesson], codes: Codes) -> None:
    """Write networks, the trust that texts give in their vote which they have not seen, and the pointers."""
    model = Model(tuple(networks), codes, {})
    held = [e for one in lessons[::_HELD_OUT] for e in one.examples]
    weights = {f"{name}@{number}": array for number, own in enumerate(networks) for name, array in own.items()}
    weights["trust"] = _fit_trust(list(_rate(model, held)))
    weights["signs"] = learn_pointers([choice for one in lessons for choice in one.choices])
    head = json.dumps({"codes": codes})  # in the order of the network's scores
    packed = {f"embed@{number}": 127 for number in range(len(networks))}
    write_weights(out, weights | {"head": np.array(head)}, packed)


def _rate(model: Model, texts: Sequence[Example]) -> Iterator[_Rated]:
    """Yield what speaks for each draft in texts not seen, and is it right: it meets a gold row with its main code.

    Drafts where a rule has a row are left out: they become no rows. In news about other matters nobody coded
    framings; of thirty-two drafted there and read, seven were right: here all count as wrong.
    """
    for example in texts:
        drafts = draft_rows(example.scan, model)
        gold: list[Row] = [dict(row) for _, _, row in example.passages]
        given: list[Row] = [{"kind": one.kind, "start": one.start, "end": one.end} | _plain(one) for one in drafts]
        met = {p: gold[g] for g, p in pair_rows(gold, given, {}).items()}
        for number, draft in enumerate(drafts):
            if ruled_at(example.scan.coded[draft.kind], draft.start, draft.end) is None:
                column, (code, _) = next(iter(draft.codes.items()))
                yield evidence_of(draft), number in met and met[number].get(column) == code


def _plain(draft: Draft) -> dict[str, Any]:
    return {column: code for column, (code, _) in draft.codes.items()}


def _fit_trust(rated: Sequence[_Rated]) -> np.ndarray:
    """Return the weights of what speaks for a draft (logistic regression); zeros where nothing is drafted."""
    evidence = np.array([evidence for evidence, _ in rated]).reshape(len(rated), N_EVIDENCE)
    return fit_logistic(evidence, np.array([right for _, right in rated], dtype=float))
