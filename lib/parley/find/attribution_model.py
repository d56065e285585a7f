"""Attributions by a trained network: first the cues of a text, then source and content of each cue.

The text is read with names hidden (`find/features.py`), scored by `find/attribution_network.py`; here the
scores become attributions. A content belongs to one attribution only, the surest; sources may be shared.
Trained by `parley train attribution` (`run/attributing.py`) on gold such as PolNeAR (Newell et al. 2018).
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from parley.find.attribution_network import Window, lay_out, lay_out_windows, read_roles, read_states
from parley.find.attributions import Attribution
from parley.find.chains import weigh_roles
from parley.find.features import CLOSING, INSIDE, OPENING, Reading, read_text
from parley.find.layers import log_softmax, read_weights
from parley.find.lines import Line
from parley.find.tags import read_tagger
from parley.project import DATA
from parley.spans import Span

MODEL = DATA / "models" / "attribution.npz"
RULE_ID = "model.attribution"
OTHER, SOURCE, CONTENT = range(3)
# A long text is read in blocks of whole sentences, so that memory and time stay bounded.
_BLOCK = 6000
_AHEAD, _BACK, _WIDEST = 6, 3, 400
# Cues less likely are not looked at; a source this likely is taken where none is likeliest.
CUE_FLOOR, _SOURCE_FLOOR = 0.25, 0.2
_LEAST = 1e-4
_OWNERS = frozenset({"'s", "’s", "'", "’"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})


class Model(NamedTuple):
    """A trained model: `row_by_hash` gives known words (by their hash) the row of the vector of their company."""

    weights: dict[str, np.ndarray]
    row_by_hash: dict[int, int]


class Draft(NamedTuple):
    """An attribution in the making: the items of each role, and what speaks for it (`evidence`, a row of numbers)."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    evidence: np.ndarray


def find_by_model(text: str, lines: Sequence[Line], mentions: Sequence[Any], path: Path = MODEL) -> list[Attribution]:
    """Return the attributions of one text by the trained model, in the order of their cues.

    `mentions` are the text's rows, in order: actors of a codebook are hidden whole. `confidence` is calibrated:
    of the attributions that get .8, some 80 % have source and content half right or better on gold held out.

    Raises:
        InputError: there is no weights file at `path`.
    """
    model = read_model(path)
    found = []
    for reading, states in read_blocks(text, lines, mentions, path):
        for draft, confidence in settle(_drafts(reading, states, model), model.weights["trust"]):
            found.append(_attribution(reading, draft, confidence))
    return sorted(found, key=lambda one: (one.cue_parts, one.content_parts))


@lru_cache(maxsize=4)
def read_model(path: Path = MODEL) -> Model:
    """Return the model in a weights file."""
    weights = read_weights(path)
    rows = {int(number): row for row, number in enumerate(weights.pop("known").tolist(), 1)}
    weights["company"] = np.concatenate([np.zeros((1, weights["company"].shape[1]), np.float32), weights["company"]])
    weights["embed"][0] = 0
    return Model(weights, rows)


def read_blocks(
    text: str, lines: Sequence[Line], mentions: Sequence[Any], path: Path = MODEL
) -> Iterator[tuple[Reading, np.ndarray]]:
    """Yield the readings of a text, block by block, each with the states that the network makes of its items."""
    for block in _blocks(lines):
        yield _read_block(text, tuple(block), tuple(mentions), path)


@lru_cache(maxsize=96)
def _read_block(
    text: str, lines: tuple[Line, ...], mentions: tuple[Any, ...], path: Path
) -> tuple[Reading, np.ndarray]:
    """Read a block, remembered for the coders that come to it after."""
    reading = read_text(text, lines, mentions, read_tagger())
    return reading, _states_of(reading, read_model(path))


def _blocks(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    first = size = 0
    for number, line in enumerate(lines):
        size += len(line.words)
        if size > _BLOCK:
            yield lines[first : number + 1]
            first, size = number + 1, 0
    if first < len(lines):
        yield lines[first:]


def draft_attributions(reading: Reading, model: Model) -> list[Draft]:
    """Return an attribution for every likely cue of a reading that finds a content; contents may still overlap."""
    return _drafts(reading, _states_of(reading, model), model)


def _states_of(reading: Reading, model: Model) -> np.ndarray:
    inputs = lay_out([reading], model.weights["company"], model.row_by_hash)
    return read_states(inputs, model.weights)[inputs.inside]


def _drafts(reading: Reading, states: np.ndarray, model: Model) -> list[Draft]:
    chances = np.exp(log_softmax(states @ model.weights["cue.w"] + model.weights["cue.b"]))
    cues = pick_cues(chances, reading.line_of)
    if not cues:
        return []
    windows = [window_of(reading, cue) for cue, _ in cues]
    is_cue = np.zeros(len(states), dtype=np.int64)
    is_cue[[item for cue, _ in cues for item in cue]] = 1
    places = lay_out_windows(windows, is_cue)
    scores = read_roles(states, windows, places, model.weights)
    roles = weigh_roles(scores, places, [window.end - window.start for window in windows], model.weights)
    drafts = []
    for window, (_, sure), start in zip(windows, cues, places.starts, strict=True):
        draft = draft_roles(window, roles[start : start + window.end - window.start], sure, reading)
        if draft is not None:
            drafts.append(draft)
    return drafts


def pick_cues(chances: np.ndarray, line_of: np.ndarray) -> list[tuple[tuple[int, ...], float]]:
    """Return the cues (items and their best chance): runs of likely items within a sentence.

    The columns of `chances` are: no cue, a cue begins, a cue goes on.
    """
    sure = np.where(line_of >= 0, 1 - chances[:, 0], 0)
    cues: list[list[int]] = []
    for at in np.flatnonzero(sure > CUE_FLOOR).tolist():
        if cues and cues[-1][-1] == at - 1 and chances[at, 1] <= chances[at, 2]:
            cues[-1].append(at)
        else:
            cues.append([at])
    return [(tuple(cue), float(sure[cue].max())) for cue in cues]


def window_of(reading: Reading, cue: tuple[int, ...]) -> Window:
    """Return the window of a cue: its sentence, those its quotation runs on into, and those it comes from."""
    lines, quoted = reading.lines, reading.quoted
    first, last = int(reading.line_of[cue[0]]), int(reading.line_of[cue[-1]])
    ahead, back = last, first
    while ahead + 1 < len(lines) and ahead - last < _AHEAD and quoted[lines[ahead + 1][0]] in (INSIDE, OPENING):
        ahead += 1
    while back > 0 and first - back < _BACK and quoted[lines[back][0]] in (INSIDE, CLOSING):
        back -= 1
    start, end = lines[back][0], lines[ahead][1]
    if end - start > _WIDEST:
        start, end = max(start, cue[0] - _WIDEST // 2), min(end, cue[-1] + _WIDEST // 2)
    return Window(cue, start, end)


def draft_roles(window: Window, chances: np.ndarray, sure: float, reading: Reading) -> Draft | None:
    """Return the draft of a window from the chances of its items' roles; None where it finds no content."""
    best = chances.argmax(axis=1)
    words = reading.line_of[window.start : window.end] >= 0
    content, source = np.flatnonzero(best == CONTENT), np.flatnonzero((best == SOURCE) & words)
    if not words[content].any():
        return None
    if not len(source):
        source = _likely_source(np.where((best == OTHER) & words, chances[:, SOURCE], 0))
    evidence = [
        1.0,
        math.log(sure / max(1 - sure, _LEAST)),
        float(np.log(chances[content, CONTENT]).sum()) / len(content),
        float(np.log(np.maximum(chances[source, SOURCE], _LEAST)).sum()) / max(1, len(source)),
        float(len(source) == 0),
        np.count_nonzero(reading.quoted[content + window.start]) / len(content),
        math.log(len(content)),
    ]
    shift = window.start
    return Draft(window.cue, tuple((source + shift).tolist()), tuple((content + shift).tolist()), np.array(evidence))


def _likely_source(chances: np.ndarray) -> np.ndarray:
    """Return the run of items around the likeliest source, if it is likely enough."""
    best = int(chances.argmax())
    if chances[best] < _SOURCE_FLOOR:
        return np.zeros(0, dtype=np.int64)
    first = last = best
    while first > 0 and chances[first - 1] > _SOURCE_FLOOR / 2:
        first -= 1
    while last + 1 < len(chances) and chances[last + 1] > _SOURCE_FLOOR / 2:
        last += 1
    return np.arange(first, last + 1)


def settle(drafts: Sequence[Draft], trust: np.ndarray) -> Iterator[tuple[Draft, float]]:
    """Yield the drafts with their confidence, the surest first; what one takes as content no other gets.

    A draft that loses half of its content to surer ones is dropped.
    """
    rated = [(1 / (1 + float(np.exp(-draft.evidence @ trust))), draft) for draft in drafts]
    taken: set[int] = set()
    for confidence, draft in sorted(rated, key=lambda pair: (-pair[0], pair[1].cue)):
        content = [item for item in draft.content if item not in taken]
        if 2 * len(content) >= len(draft.content):
            taken.update(content)
            yield draft._replace(content=tuple(content)), confidence


def _attribution(reading: Reading, draft: Draft, confidence: float) -> Attribution:
    before = [reading.items[item].lower() for item in range(max(0, draft.cue[0] - 1), draft.cue[-1] + 1)]
    return Attribution(
        source_parts=_parts(reading, draft.source),
        cue_parts=_parts(reading, draft.cue),
        content_parts=_parts(reading, draft.content),
        confidence=round(confidence, 3),
        rule_id=RULE_ID,
        is_negated=not _NEGATIONS.isdisjoint(before),
    )


def _parts(reading: Reading, items: Sequence[int]) -> tuple[Span, ...]:
    """Return runs of items as spans of the text; marks before sentences join runs, never stand at their edges."""
    runs: list[list[int]] = []
    for item in items:
        if runs and runs[-1][-1] == item - 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    parts = []
    for run in runs:
        words = [item for item in run if reading.line_of[item] >= 0]
        if words:
            last = words[-1] - (reading.items[words[-1]] in _OWNERS and words[-1] > words[0])
            parts.append((reading.spans[words[0]][0], reading.spans[last][1]))
    return tuple(parts)
