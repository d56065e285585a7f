"""Parts of speech: a small network over the words around, trained by `parley train tagger` (`run/tagging.py`).

A word enters as the sum of the vectors of its features (form, beginnings, endings, shape), each found by
hashing; one layer reads it with two words either side, the next reads three such windows, both vote.
After Botha et al. 2017, "Natural Language Processing with Small Feed-Forward Networks".
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from parley.find.layers import convolve, hash_word, log_softmax, read_weights, relu
from parley.project import DATA

TAGGER = DATA / "models" / "tagger.npz"
N_BUCKETS = 12288
N_FEATURES = 12
LAYERS = {"near": (-2, -1, 0, 1, 2), "wide": (-1, 0, 1)}
GAP = 2
# Places worked on at once: large enough for numpy, small enough to stay in the processor's cache.
CHUNK = 3000
_LONGEST = 60
_PLAIN = str.maketrans("‘’“”–—", "''\"\"--")


class Tagger(NamedTuple):
    """A trained tagger: `known` are hashes of words seen often enough to have a vector of their own."""

    weights: dict[str, np.ndarray]
    tags: tuple[str, ...]
    known: frozenset[int]


def tag_words(sentences: Sequence[Sequence[str]], path: Path = TAGGER) -> list[list[str]]:
    """Return the part of speech (one of the 17 of Universal Dependencies) of every word of every sentence.

    Words are taken as written (not folded): capitals matter. Faster the more sentences come at once.

    Raises:
        InputError: there is no weights file at `path`.

    >>> tag_words([["Both", "sides", "agreed", "."]])
    [['DET', 'NOUN', 'VERB', 'PUNCT']]
    """
    tagger = read_tagger(path)
    best = iter(weigh_tags(sentences, tagger).argmax(axis=1).tolist())
    return [[tagger.tags[next(best)] for _ in sentence] for sentence in sentences]


def weigh_tags(sentences: Sequence[Sequence[str]], tagger: Tagger) -> np.ndarray:
    """Return the probability of each tag (column) for each word (row), all sentences in a row."""
    found = [np.zeros((0, len(tagger.tags)), dtype=np.float32)]
    for batch in _chunks(sentences):
        layout = lay_out(batch, tagger.known)
        scores = read_context(layout, tagger.weights)[layout.inside] @ tagger.weights["tags.w"]
        found.append(np.exp(log_softmax(scores + tagger.weights["tags.b"])))
    return np.concatenate(found)


def _chunks(sentences: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    batch: list[Sequence[str]] = []
    size = 0
    for sentence in sentences:
        batch.append(sentence)
        size += len(sentence)
        if size > CHUNK:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class Layout(NamedTuple):
    """Sentences in one run: features of each word type, which type stands at each place, which places hold words."""

    types: np.ndarray
    places: np.ndarray
    inside: np.ndarray


def lay_out(sentences: Iterable[Sequence[str]], known: frozenset[int]) -> Layout:
    """Return the layout of sentences: gaps between them hold type 0, which has no features."""
    numbers: dict[str, int] = {}
    rows = [(0,) * N_FEATURES]
    places = [0] * GAP
    for sentence in sentences:
        for word in sentence:
            number = numbers.get(word)
            if number is None:
                number = numbers[word] = len(rows)
                rows.append(features_of(word, known))
            places.append(number)
        places += [0] * GAP
    at = np.array(places)
    return Layout(np.array(rows), at, at > 0)


def read_context(layout: Layout, weights: dict[str, np.ndarray]) -> np.ndarray:
    """Return what the network makes of each place: its near and its wide view, side by side."""
    mask = layout.inside[:, None].astype(np.float32)
    words = weights["embed"][layout.types].sum(axis=1)[layout.places]
    near = relu(convolve(words, weights["near.w"], weights["near.b"], LAYERS["near"])) * mask
    wide = relu(convolve(near, weights["wide.w"], weights["wide.b"], LAYERS["wide"])) * mask
    return np.concatenate([near, wide], axis=1)


@lru_cache(maxsize=4)
def read_tagger(path: Path = TAGGER) -> Tagger:
    """Return the tagger in a weights file."""
    arrays = read_weights(path)
    tags, known = tuple(arrays.pop("tags").tolist()), frozenset(arrays.pop("known").tolist())
    arrays["embed"][0] = 0
    return Tagger(arrays, tags, known)


@lru_cache(maxsize=65536)
def features_of(word: str, known: frozenset[int]) -> tuple[int, ...]:
    """Return the feature numbers of a word, 0 for none: a form not in `known` has no vector of its own."""
    forms, parts = _hashes(word)
    own = (_bucket(form) if form in known else 0 for form in forms)
    return (*own, *parts)


@lru_cache(maxsize=65536)
def _hashes(word: str) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Return the hashes of the form and the cased form, and the numbers of endings, beginnings, shape and length."""
    word = (word if len(word) <= _LONGEST else word[: _LONGEST // 2] + word[-_LONGEST // 2 :]).translate(_PLAIN)
    lower = word.lower()
    parts = [
        *(f"e={lower[-size:]}" for size in (1, 2, 3, 4)),
        f"e={lower[-5:]}" if len(lower) > 6 else "",
        *(f"b={lower[:size]}" for size in (1, 2, 3)),
        f"s={shape_of(word)}",
        f"n={min(len(word), 8)}",
    ]
    return name_word(word), tuple(_bucket(hash_word(part)) if part else 0 for part in parts)


def name_word(word: str) -> tuple[int, int]:
    """Return the hashes under which a word is known: of its form in lower case, and as written."""
    return hash_word(word.lower()), hash_word("=" + word)


def _bucket(number: int) -> int:
    return 1 + number % (N_BUCKETS - 1)


def shape_of(word: str) -> str:
    """Return the kinds of letters of a word, runs as one, at most six.

    >>> shape_of("Kyiv"), shape_of("F-16"), shape_of("UN")
    ('Xx', 'X-d', 'X')
    """
    shape = ""
    for char in word:
        kind = "X" if char.isupper() else "x" if char.islower() else "d" if char.isdigit() else char
        if not shape.endswith(kind):
            shape += kind
            if len(shape) == 6:
                break
    return shape
