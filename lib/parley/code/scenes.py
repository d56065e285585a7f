"""Scenes: masked sentences laid out in one flat run of places, and where each place lies seen from its target."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.code.masking import AGAIN, FLAGS, Masked, read_word

GAP = 6  # places between sentences, so that no window reaches from one into the next
_TURNED = np.array([1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 10])  # under a negation: praise counts as blame, help as harm …


class Scene(NamedTuple):
    """Sentences in one run, with gaps: hashes, values, flags and `company` of each place; target, start and length.

    `points` are all mentions of targets, the targets themselves first, and `owners` their rows.
    """

    words: np.ndarray
    roots: np.ndarray
    kinds: np.ndarray
    endings: np.ndarray
    values: np.ndarray
    flags: dict[str, np.ndarray]
    company: np.ndarray
    quoted: np.ndarray
    clauses: np.ndarray
    targets: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    is_pronoun: np.ndarray
    points: np.ndarray
    owners: np.ndarray


class Around(NamedTuple):
    """Of each place without gaps: its row, its place in the run, signed steps and clauses from the target.

    The target: its nearest mention. `crossed`: a quotation begins or ends between. `first`: where each row begins here.
    `told`: whose word of saying stands last before: 0 nobody's, 1 the target's, 2 another's behind it, 3 before it.
    """

    row: np.ndarray
    place: np.ndarray
    away: np.ndarray
    clause: np.ndarray
    crossed: np.ndarray
    first: np.ndarray
    told: np.ndarray


def lay_out(masked: Sequence[Masked]) -> Scene:
    """Return masked sentences as one run; loaded words within three of a negation count as their opposite."""
    numbers: dict[str, int] = {"": 0}
    run, quoted, starts = [0] * GAP, [False] * GAP, []
    for one in masked:
        starts.append(len(run))
        run += [numbers.setdefault(word, len(numbers)) for word in one.words]
        run += [0] * GAP
        quoted += one.quoted
        quoted += [False] * GAP
    known = [read_word(word) for word in numbers]
    at = np.array(run)
    hashes = np.array([word.hashes for word in known], dtype=np.uint64)[at]
    flags = np.array([word.flags for word in known])[at]
    values = np.array([word.values for word in known], dtype=np.float32)[at]
    shut = np.zeros(len(at), dtype=bool)
    for step in (1, 2, 3):
        shut[step:] |= flags[:-step, 0]
    values[shut] = 0.7 * values[shut][:, _TURNED]
    begin = np.array(starts)
    targets = begin + np.array([one.target for one in masked])
    further = np.flatnonzero(at == numbers.get(AGAIN, -1))
    return Scene(
        *(hashes[:, 0], hashes[:, 1], hashes[:, 2], hashes[:, 3], values),
        dict(zip(FLAGS, flags.T, strict=True)),
        np.array([word.company for word in known])[at],
        np.array(quoted),
        np.cumsum(flags[:, FLAGS.index("break")]),
        targets,
        begin,
        np.array([len(one.words) for one in masked]),
        np.array([one.is_pronoun for one in masked]),
        np.concatenate([targets, further]),
        np.concatenate([np.arange(len(masked)), np.searchsorted(begin, further, side="right") - 1]),
    )


def look_from(scene: Scene) -> Around:
    """Return where each place lies, seen from the nearest mention of the target of its row."""
    first = np.cumsum(scene.lengths) - scene.lengths
    row = np.repeat(np.arange(len(first)), scene.lengths)
    place = np.arange(len(row)) + np.repeat(scene.starts - first, scene.lengths)
    target = scene.targets[row]
    for point, owner in zip(scene.points[len(first) :], scene.owners[len(first) :], strict=True):
        here = slice(first[owner], first[owner] + scene.lengths[owner])
        nearer = np.abs(place[here] - point) < np.abs(place[here] - target[here])
        target[here] = np.where(nearer, point, target[here])
    crossed = scene.quoted[place] != scene.quoted[target]
    told = _told(scene, row, place, target)
    return Around(row, place, place - target, scene.clauses[place] - scene.clauses[target], crossed, first, told)


def _told(scene: Scene, row: np.ndarray, place: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return of each place whose word of saying stands last before it: the target's where no name stands between."""
    saying, at = scene.flags["saying"], np.arange(len(scene.words))
    said = np.maximum.accumulate(np.where(saying, at, 0))
    named = np.maximum.accumulate(np.where(scene.flags["name"], at, 0))
    cue = np.concatenate([[0], said[:-1]])[place]
    inside = cue >= scene.starts[row]
    own = (target < cue) & (target > named[cue])
    return np.where(inside, np.where(own, 1, np.where(target < cue, 2, 3)), 0)
