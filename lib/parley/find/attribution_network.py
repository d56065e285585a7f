"""The network behind the attribution model, forward only: states of a text's items, roles in the window of a cue.

Each item enters as the sum of its word's feature vectors, a vector of the company that word keeps, its part of
speech and its place in a quotation; layers that reach ever further (1, 2, 4, 8 items) make a state of it, and
the states say where cues are. For every cue a second, smaller network reads the window around it, knowing how
far and on which side of the cue each item stands, and gives the item its role.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from parley.find.features import Reading
from parley.find.layers import convolve, deepen, hash_word, relu
from parley.find.tags import shape_of

N_BUCKETS, N_FEATURES = 16384, 9
# Layers that add to the states, and how far each reaches; the gap is as wide as the widest.
DEEP = {"deep1": 1, "deep2": 2, "deep4": 4, "deep8": 8}
ROLE_DEEP = {"role1": 1, "role2": 2, "role4": 4}
GAP = 8
_PLAIN = str.maketrans("‘’“”–—", "''\"\"--")
_EDGES = (9, 13, 17, 25, 33, 49, 81)
_BUCKETS = np.array([at if at <= 8 else 8 + sum(at >= edge for edge in _EDGES) for at in range(82)])
N_DISTANCES, N_SIDES = 32, 8


class Window(NamedTuple):
    """A cue (its items) and the items from `start` to `end` in which its source and content are looked for."""

    cue: tuple[int, ...]
    start: int
    end: int


class Inputs(NamedTuple):
    """Readings in one run, gaps between them: word types with features and vectors, and what stands at each place."""

    types: np.ndarray
    vectors: np.ndarray
    places: np.ndarray
    quoted: np.ndarray
    tags: np.ndarray
    inside: np.ndarray


def lay_out(readings: Sequence[Reading], company: np.ndarray, row_by_hash: Mapping[int, int]) -> Inputs:
    """Return the inputs of the network for readings; each is framed by GAP empty places."""
    numbers: dict[str, int] = {}
    rows, kept, places = [(0,) * N_FEATURES], [0], [0] * GAP
    for reading in readings:
        for item in reading.items:
            number = numbers.get(item)
            if number is None:
                number = numbers[item] = len(rows)
                features, form = features_of(item)
                rows.append(features)
                kept.append(row_by_hash.get(form, 0))
            places.append(number)
        places += [0] * GAP
    types, at = np.array(rows), np.array(places)
    types[np.array(kept) == 0, 0] = 0
    inside = at > 0
    quoted, tags = np.zeros(len(at), dtype=np.int64), np.zeros((len(at), readings[0].tags.shape[1]), dtype=np.float32)
    quoted[inside] = np.concatenate([reading.quoted for reading in readings])
    tags[inside] = np.concatenate([reading.tags for reading in readings])
    return Inputs(types, company[kept], at, quoted, tags, inside)


@lru_cache(maxsize=65536)
def features_of(item: str) -> tuple[tuple[int, ...], int]:
    """Return the feature numbers of an item (form first, 0 for none) and the hash of its form."""
    lower = item.translate(_PLAIN).lower()[-60:]
    form = hash_word(lower)
    if len(lower) > 2 and lower[0] == "<":
        return (1 + form % (N_BUCKETS - 1), *(0,) * (N_FEATURES - 1)), form
    features = (
        f"w={lower}",
        f"r={root_of(lower)}",
        *(f"e={lower[-size:]}" for size in (1, 2, 3)),
        f"e={lower[-4:]}" if len(lower) > 5 else "",
        f"b={lower[:3]}" if len(lower) > 5 else "",
        f"b={lower[:4]}" if len(lower) > 6 else "",
        f"s={shape_of(item[:3])}",
    )
    return tuple(1 + hash_word(feature) % (N_BUCKETS - 1) if feature else 0 for feature in features), form


def root_of(word: str) -> str:
    """Return a word without its inflection, roughly.

    >>> root_of("insisted"), root_of("insists"), root_of("denies")
    ('insist', 'insist', 'den')
    """
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def read_states(inputs: Inputs, weights: dict[str, np.ndarray]) -> np.ndarray:
    """Return what the network makes of each place, in view of up to 16 places either side."""
    mask = inputs.inside[:, None].astype(np.float32)
    words = weights["embed"][inputs.types].sum(axis=1) + inputs.vectors @ weights["vector.w"]
    items = (words[inputs.places] + inputs.tags @ weights["tag.w"] + weights["quoted"][inputs.quoted]) * mask
    states = relu(convolve(items, weights["near.w"], weights["near.b"], (-1, 0, 1))) * mask
    return deepen(states, weights, DEEP, mask)


class Places(NamedTuple):
    """Windows in one run, gaps between them: the item at each place, how far from the cue, which side, whose window."""

    items: np.ndarray
    distance: np.ndarray
    side: np.ndarray
    window: np.ndarray
    inside: np.ndarray
    starts: list[int]


def lay_out_windows(windows: Sequence[Window], is_cue: np.ndarray) -> Places:
    """Return the places of windows; `is_cue` says of each item whether it is part of any cue."""
    size = GAP + sum(window.end - window.start + GAP for window in windows)
    items, distance, side, number = (np.zeros(size, dtype=np.int64) for _ in range(4))
    inside = np.zeros(size, dtype=bool)
    starts, at = [], GAP
    for n, (cue, start, end) in enumerate(windows):
        own = np.arange(start, end)
        here = slice(at, at + end - start)
        away = np.where(own < cue[0], own - cue[0], np.maximum(own - cue[-1], 0))
        items[here], number[here], inside[here] = own, n, True
        distance[here] = _BUCKETS[np.minimum(np.abs(away), len(_BUCKETS) - 1)] + 16 * (away < 0)
        kind = np.where(own < cue[0], 1, np.where(own > cue[-1], 2, 3)) + 4 * is_cue[own]
        kind[np.array(cue) - start] = 0
        side[here] = kind
        starts.append(at)
        at += end - start + GAP
    return Places(items, distance, side, number, inside, starts)


def read_roles(
    states: np.ndarray, windows: Sequence[Window], places: Places, weights: dict[str, np.ndarray]
) -> np.ndarray:
    """Return for each place of the windows the scores of being neither source nor content, source, content."""
    mask = places.inside[:, None].astype(np.float32)
    cues = np.array([states[list(window.cue)].mean(axis=0) for window in windows])
    items, heads = states @ weights["item.w"], cues @ weights["cue_state.w"]
    roles = (
        items[places.items] + heads[places.window] + weights["distance"][places.distance] + weights["side"][places.side]
    )
    roles = relu(roles) * mask
    return deepen(roles, weights, ROLE_DEEP, mask) @ weights["role.w"] + weights["role.b"]
