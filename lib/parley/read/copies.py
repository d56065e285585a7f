"""Copies of one text among many articles.

Two articles are the same when they are equal after folding, and near when at least 0.8 of the word 4-grams of the
shorter stand in the longer, which may be three times as long at most: a brief quoted in a long report is no copy.
Pairs worth comparing are found by a sketch: of all 4-gram hashes those divisible by 8 (by 2 in short texts), so
that time stays nearly linear.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parley.spans import fold

Hashes = npt.NDArray[np.uint64]

LEAST_SHARED = 0.8
LEAST_WORDS = 20
_MOST_TIMES_LONGER = 3
_SHORT = 400
_REACH = 20
_WORD = re.compile(r"[^\W_]+")


class Text(NamedTuple):
    """What is compared of an article: its text without removals, and its day for telling which came first."""

    doc_id: str
    published_on: str | None
    text: str


class Copy(NamedTuple):
    """The group an article belongs to, named after its original; None where it has no copy."""

    copy_group_id: str | None
    copy_code: str


class _Shape(NamedTuple):
    text: Text
    words: bytes
    grams: Hashes


def group_copies(texts: Iterable[Text]) -> dict[str, Copy]:
    """Return group and code of every article by doc_id: original (or without copy), same, near, unknown (too short).

    The original is the one published first (undated ones last), then the first doc_id.

    >>> words = "Moscow says it is ready for talks but Kyiv sees no sign of it and asks for guarantees of peace first"
    >>> texts = [Text("b", "2022-11-10", words.upper()), Text("a", "2022-11-09", words), Text("c", None, "No.")]
    >>> found = group_copies(texts)
    >>> found["b"], found["c"]
    (Copy(copy_group_id='a', copy_code='same'), Copy(copy_group_id=None, copy_code='unknown'))
    """
    ordered = sorted(texts, key=lambda text: (text.published_on or "9999", text.doc_id))
    shapes = [_shape(text) for text in ordered]
    long_enough = [shape for shape in shapes if len(shape.grams)]
    first_by_words: dict[bytes, int] = {}
    head = [first_by_words.setdefault(shape.words, at) for at, shape in enumerate(long_enough)]
    singles = [at for at, first in enumerate(head) if first == at]
    for later, earlier in _near_pairs([long_enough[at].grams for at in singles]):
        if head[singles[later]] == singles[later]:
            head[singles[later]] = head[singles[earlier]]
    found = {shape.text.doc_id: Copy(None, "unknown") for shape in shapes}
    heads = [head[first] for first in head]
    with_copies = {first for at, first in enumerate(heads) if first != at}
    for at, shape in enumerate(long_enough):
        original = long_enough[heads[at]].text
        group = original.doc_id if heads[at] in with_copies else None
        code = "original" if heads[at] == at else "same" if _is_same(shape.text, original) else "near"
        found[shape.text.doc_id] = Copy(group, code)
    return found


def _is_same(one: Text, other: Text) -> bool:
    return fold(one.text).split() == fold(other.text).split()


def _shape(text: Text) -> _Shape:
    words = _WORD.findall(text.text.lower())
    if len(words) < LEAST_WORDS:
        return _Shape(text, b"", np.empty(0, dtype=np.uint64))
    numbers = np.fromiter(map(_hash_word, words), dtype=np.uint64, count=len(words))
    return _Shape(text, hashlib.sha1(numbers.tobytes(), usedforsecurity=False).digest(), _gram_hashes(numbers))


def _gram_hashes(numbers: Hashes) -> Hashes:
    """Return the sorted, distinct hashes of the word 4-grams."""
    mixed = numbers[:-3]
    for step in (1, 2, 3):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[step : len(numbers) - 3 + step]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique(mixed ^ (mixed >> np.uint64(32)))


@lru_cache(maxsize=200_000)
def _hash_word(word: str) -> int:
    """Hash a word the same way in every process, in two halves for few collisions."""
    data = word.encode()
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _near_pairs(grams: list[Hashes]) -> Iterable[tuple[int, int]]:
    """Yield (later, earlier) places of near copies, later ones in order, their earliest partner first."""
    sketches = [hashes[hashes % np.uint64(8 if len(hashes) >= _SHORT else 2) == 0] for hashes in grams]
    if not sketches:
        return
    owner = np.repeat(np.arange(len(sketches)), [len(sketch) for sketch in sketches])
    hashes = np.concatenate(sketches)
    order = np.lexsort((owner, hashes))
    owner, hashes = owner[order], hashes[order]
    keys = []
    # A hash is compared with its next neighbours only: text that thousands of articles share costs no more than that.
    for step in range(1, _REACH + 1):
        equal = hashes[step:] == hashes[:-step]
        if not equal.any():
            break
        keys.append(owner[step:][equal] * len(sketches) + owner[:-step][equal])
    if not keys:
        return
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    for pair, n_shared in zip(pairs.tolist(), counts.tolist(), strict=True):
        later, earlier = divmod(pair, len(sketches))
        least = min(len(sketches[later]), len(sketches[earlier]))
        if n_shared >= max(2, 0.4 * least) and _is_near(grams[later], grams[earlier]):
            yield later, earlier


def _is_near(one: Hashes, other: Hashes) -> bool:
    fewer, more = sorted((len(one), len(other)))
    if more > _MOST_TIMES_LONGER * fewer:
        return False
    return len(np.intersect1d(one, other, assume_unique=True)) >= LEAST_SHARED * fewer
