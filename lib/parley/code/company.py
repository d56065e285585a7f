"""Company: a vector for each of some 25,000 common words, of the words they are met with in a large body of text.

Words that are used alike have vectors alike, so that what is learnt of "slammed" holds for "lambasted" too. The vectors
are public (`data/models/words.md`); names have none.
"""

from functools import lru_cache

import numpy as np

from parley.find.layers import hash_word, read_weights
from parley.project import DATA

WORDS = DATA / "models" / "words.npz"


@lru_cache(maxsize=1)
def read_vectors() -> np.ndarray:
    """Return the vectors, one row a word; row 0 is all zeros, for words that have none."""
    vectors = read_weights(WORDS)["company"]
    return np.concatenate([np.zeros_like(vectors[:1]), vectors])


@lru_cache(maxsize=1)
def _rows() -> dict[int, int]:
    return {word: row for row, word in enumerate(read_weights(WORDS)["known"].tolist(), 1)}


def row_of(word: str) -> int:
    """Return the row of a word among the vectors, 0 where it has none.

    >>> row_of("ceasefire") > 0, row_of("Zyx")
    (True, 0)
    """
    return _rows().get(hash_word(word), 0)
