"""Vectors of the company words keep, from plain text: words used alike come to lie close together.

Counts of the words one and two places before and after (Church & Hanks 1990: positive pointwise mutual
information), reduced by a truncated singular value decomposition (Levy, Goldberg & Dagan 2015; randomised as
in Halko, Martinsson & Tropp 2011). A model then knows more of "hinted", seen twice, by what is like it.
"""

from collections.abc import Sequence

import numpy as np

_PLACES = (-2, -1, 1, 2)
_N_CONTEXTS = 1500
_SMOOTH = 0.75
_SPARE, _PASSES = 16, 3


def learn_vectors(texts: Sequence[np.ndarray], n_words: int, size: int, *, seed: int = 0) -> np.ndarray:
    """Return one vector of length 1 a word (`n_words` rows of `size` numbers).

    `texts` hold word numbers, the commonest word having the lowest; a number below nought is a word that
    has no vector. Words are compared by the `_N_CONTEXTS` commonest words beside them.
    """
    run = np.concatenate([part for text in texts for part in (text, np.full(2, -1))])
    blocks = []
    for place in _PLACES:
        word, beside = (run[:-place], run[place:]) if place > 0 else (run[-place:], run[:place])
        seen = (word >= 0) & (beside >= 0) & (beside < _N_CONTEXTS)
        cells = np.bincount(word[seen] * _N_CONTEXTS + beside[seen], minlength=n_words * _N_CONTEXTS)
        blocks.append(cells.reshape(n_words, _N_CONTEXTS).astype(np.float32))
    counts = np.concatenate(blocks, axis=1)
    by_word, by_context = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True) ** _SMOOTH
    chance = by_word * (by_context / max(float(by_context.sum()), 1.0))
    bonds = np.log(np.maximum(counts / np.maximum(chance, 1e-9), 1)).astype(np.float32)
    vectors = _reduce(bonds, size, np.random.default_rng(seed))
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _reduce(matrix: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return the leading left singular vectors, each weighted by the root of its singular value."""
    width = min(size + _SPARE, *matrix.shape)
    basis = matrix @ rng.standard_normal((matrix.shape[1], width)).astype(np.float32)
    for _ in range(_PASSES):
        basis = np.linalg.qr(basis)[0]
        basis = matrix @ (matrix.T @ basis)
    basis = np.linalg.qr(basis)[0]
    left, values, _ = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    found = (basis @ left * np.sqrt(values))[:, :size]
    return np.pad(found, ((0, 0), (0, max(0, size - found.shape[1])))).astype(np.float32)
