"""Nearness: what stands round a target, as numbers for the tone model: hashed words by side, distance, clause and
quotation, patterns round the target, paths to loaded words, and sums of word lists by region and of vectors.

Worked out for many targets at once: their masked sentences lie in one flat run of places. A hash is 64 bits wide
and wraps; each block of features has its own salt and about the length 1 in every row.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.code.company import read_vectors
from parley.code.scenes import GAP, Around, Scene
from parley.find.layers import hash_word

BITS = 18
_NEAR = ((1, 0), (2, 0), (3, 0), (0, 1), (0, 2), (0, 3), (1, 1), (2, 1), (1, 2), (2, 2))
_KINDS = ((2, 0), (3, 0), (4, 0), (5, 0), (0, 2), (0, 3), (0, 4), (0, 5), (1, 1), (2, 1), (1, 2), (2, 2))
Block = tuple[np.ndarray, np.ndarray, np.ndarray]  # hashes, rows, places


class Nearness(NamedTuple):
    """Features of targets: bucket, row, place and strength of each hashed one; sums by region; parts of the sums.

    `dense` has a row a target; `regions`, `values`, `vectors` a row a place: `dense` adds up their products, and ends
    in other counts. `starts` is the first place of each row, in the run without gaps; so are `places`.
    """

    buckets: np.ndarray
    rows: np.ndarray
    places: np.ndarray
    strengths: np.ndarray
    dense: np.ndarray
    regions: np.ndarray
    values: np.ndarray
    vectors: np.ndarray
    starts: np.ndarray


def look_around(scene: Scene, around: Around) -> Nearness:
    """Return the features of masked targets, one row a target.

    >>> from parley.code.masking import mask
    >>> from parley.code.scenes import lay_out, look_from
    >>> scene = lay_out([mask("Critics blasted Hope.", (16, 20))])
    >>> look_around(scene, look_from(scene)).dense.shape
    (1, 214)
    """
    n_rows, row, place, first = len(scene.starts), around.row, around.place, around.first
    n_names = np.bincount(row, weights=scene.flags["name"][place], minlength=n_rows)
    has_quote = np.bincount(row, weights=scene.quoted[place], minlength=n_rows) > 0
    saying, own = scene.flags["saying"], scene.flags["own"][scene.targets + 1]
    speaks = saying[scene.targets + 1] | saying[scene.targets - 1] | saying[scene.targets + 2]
    pronoun = scene.is_pronoun
    early = 5 * (scene.targets - scene.starts) // scene.lengths
    states = [
        speaks * 4 + has_quote * 2 + scene.quoted[scene.targets],
        pronoun + 2 * own,
        np.minimum(n_names, 3),
        early,
    ]
    blocks = _word_blocks(scene, around, speaks) | {
        "near": _windows(scene, scene.words, _NEAR),
        "kinds": _windows(scene, scene.kinds, _KINDS),
        "paths": _paths(scene, around),
        "agents": _agents(scene),
        "patients": _patients(scene),
        "states": [(_mix(np.uint64(n), state), np.arange(n_rows), scene.targets) for n, state in enumerate(states)],
    }
    hashed = [_salt(name, parts, n_rows) for name, parts in blocks.items()]
    buckets, rows, places, strengths = (np.concatenate([part[n] for part in hashed]) for n in range(4))
    regions, values = _regions(around), scene.values[place]
    sums = [np.add.reduceat(regions[:, [k]] * values, first, axis=0) for k in range(regions.shape[1])]
    # vectors count by how near they stand, whatever the region: more of them fits more of the noise
    vectors = read_vectors()[scene.company[place]] * regions[:, [_NEARNESS]]
    sums.append(np.add.reduceat(vectors, first, axis=0))
    counts = [np.bincount(row, weights=scene.flags[name][place], minlength=n_rows) for name in ("negative", "saying")]
    shares = [(scene.targets - scene.starts) / scene.lengths, scene.lengths / 40]
    others = [*shares, scene.quoted[scene.targets], has_quote, n_names, speaks, pronoun, own, *counts]
    dense = np.concatenate([*sums, np.stack(others, axis=1)], axis=1).astype(np.float32)
    # a window at the edge of a sentence belongs to its last word
    places = np.clip(places, scene.starts[rows], (scene.starts + scene.lengths)[rows] - 1)
    shift = (scene.starts - first)[rows]
    return Nearness(buckets, rows, places - shift, strengths, dense, regions, values, vectors, first)


_NEARNESS = 5  # the region that fades with distance


def _regions(around: Around) -> np.ndarray:
    """Return how much each place counts in each region round the target."""
    away, clause = around.away, around.clause
    far = np.abs(away)
    left, right, here, near = away < 0, away > 0, clause == 0, np.exp(-far / 4.0)
    regions = [np.ones(len(away)), left, right, far <= 3, far <= 8, np.exp(-far / 6.0), near * left, near * right]
    regions += [here, np.abs(clause) <= 1, around.crossed, ~around.crossed, here & right, here & left]
    return np.stack(regions, axis=1).astype(np.float32)


def _word_blocks(scene: Scene, around: Around, speaks: np.ndarray) -> dict[str, list[Block]]:
    row, place, away = around.row, around.place, around.away
    word, root = scene.words[place], scene.roots[place]
    pair = _mix(word, scene.words[place + 1])
    paired = np.append(row[1:] == row[:-1], False)
    side = (away > 0).astype(np.uint64)
    bucket = np.searchsorted([2, 4, 7, 13], np.abs(away), side="right") + np.uint64(8) * side
    off, here = away != 0, around.clause == 0
    sided, joined = off & paired & (away != -1), here & paired & (np.append(around.clause[1:], 1) == 0)
    other = around.crossed & off

    def take(hashes: np.ndarray, which: np.ndarray) -> Block:
        return hashes[which], row[which], place[which]

    return {
        "words": [(word, row, place), take(pair, paired)],
        "sides": [take(_mix(word, bucket), off)],
        "halves": [take(_mix(root, side), off), take(_mix(pair, side), sided)],
        "clause": [take(root, here), take(pair, joined), take(root, around.clause == 1)],
        "told": [take(_mix(root, around.told), off & (around.told > 0))],
        "quotes": [take(_mix(root, speaks[row]), other)],
    }


def _windows(scene: Scene, codes: np.ndarray, shapes: Sequence[tuple[int, int]]) -> list[Block]:
    blocks = []
    for left, right in shapes:
        total = np.zeros(len(scene.points), dtype=np.uint64)
        for step in range(-left, right + 1):
            total = _mix(total, codes[scene.points + step])
        blocks.append((total, scene.owners, scene.points + (1 if right else -1)))
    return blocks


def _paths(scene: Scene, around: Around) -> list[Block]:
    """Return loaded words with the little words on the way from the target, in order.

    A path is a sum of its words times powers of an odd number; taking away what came before and dividing by
    the power there (odd numbers have an inverse when hashes wrap) leaves a hash of the path alone.
    """
    row, place = around.row, around.place
    on = scene.flags["path"]
    count = np.cumsum(on)
    powers, inverses = _powers(int(count[-1]) + 1)
    total = np.cumsum(np.where(on, scene.kinds * powers[count], np.uint64(0)), dtype=np.uint64)
    target = place - around.away
    left, right = np.minimum(place, target), np.maximum(place, target)
    path = np.where(right - left > 1, (total[right - 1] - total[left]) * inverses[count[left]], np.uint64(0))
    side = (around.away > 0).astype(np.uint64)
    loaded = (scene.values[place, :-1].sum(axis=1) > 0) & (around.away != 0)
    short = loaded & (count[right - 1] - count[left] <= 4)
    tie = (around.clause == 0) * 2 + around.crossed + 4 * np.searchsorted([2, 4, 7, 13], right - left, side="right")
    key = _mix(scene.kinds[place], side)
    hashes = [
        (_mix(key, path), short),
        (_mix(key, tie), loaded),
        (_mix(_mix(scene.roots[place], side), tie % 4), loaded),
    ]
    return [(one[which], row[which], place[which]) for one, which in hashes]


def _agents(scene: Scene) -> list[Block]:
    """Return the first verb-like word after the target in its clause, with passive and negation: what it does."""
    flags, rows = scene.flags, scene.owners
    seen, passive, negated = (np.zeros(len(rows), dtype=bool) for _ in range(3))
    blocks = []
    for step in range(1, GAP):
        place = scene.points + step
        live = ~seen & (scene.clauses[place] == scene.clauses[scene.points])
        passive |= live & flags["be"][place]
        negated |= live & flags["negative"][place]
        hit = live & flags["verb"][place] & ~flags["negative"][place] & ~flags["be"][place]
        state = (passive & flags["participle"][place]) * 2 + negated
        blocks += [(_mix(codes[place], state)[hit], rows[hit], place[hit]) for codes in (scene.roots, scene.kinds)]
        seen |= hit
    return blocks


def _patients(scene: Scene) -> list[Block]:
    """Return the last verb-like word before the target with the little words between, and what the target owns."""
    flags, rows = scene.flags, scene.owners
    seen = np.zeros(len(rows), dtype=bool)
    found: list[tuple[np.ndarray, np.ndarray, int]] = []
    for step in range(1, 5):
        place = scene.points - step
        seen = seen | flags["mark"][place]
        hit = ~seen & (flags["verb"][place] | flags["path"][place])
        found.append((place, hit, 7))
        seen = seen | hit & ~flags["path"][place]
    owns = flags["own"][scene.points + 1]
    for step in range(2, GAP):
        place = scene.points + step
        found.append((place, owns & (place < (scene.starts + scene.lengths)[rows]), 11))
    return [
        (_mix(codes[place], np.full(len(rows), salt))[hit], rows[hit], place[hit])
        for place, hit, salt in found
        for codes in (scene.roots, scene.kinds)
    ]


def _mix(one: np.ndarray | np.uint64, other: np.ndarray) -> np.ndarray:
    one = np.atleast_1d(one ^ (one >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    return np.asarray(one + np.atleast_1d(other).astype(np.uint64) * np.uint64(0xC4CEB9FE1A85EC53))


def _salt(name: str, blocks: Sequence[Block], n_rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    hashes, rows, places = (np.concatenate([block[n] for block in blocks]) for n in range(3))
    size = np.maximum(np.bincount(rows, minlength=n_rows), 1)
    hashes = (hashes + np.uint64(hash_word(name))) * np.uint64(0x9E3779B97F4A7C15)
    hashes = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    buckets = (hashes >> np.uint64(64 - BITS)).astype(np.int64)
    return buckets, rows, places, (1 / np.sqrt(size))[rows].astype(np.float32)


def _powers(n: int) -> list[np.ndarray]:
    odd = 0x9E3779B97F4A7C15
    bases = (odd, pow(odd, -1, 2**64))
    return [np.cumprod(np.array([1] + [base] * n, dtype=np.uint64), dtype=np.uint64) for base in bases]
