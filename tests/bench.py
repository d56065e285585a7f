"""`make bench`: how fast each step is, beside VADER by sentence and a bare tokeniser, all in this one run.

Figures are articles a second of processor time on one core, and as a ratio to VADER by sentence: read the
ratios, another machine or another load moves every figure alike.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from parley.code.events import code_events
from parley.code.framings import code_framings
from parley.code.motives import code_motives
from parley.code.outlooks import code_outlooks
from parley.code.positions import code_positions
from parley.code.terms import code_terms
from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.find.statements import find_statements
from parley.find.valence import score_valence
from parley.frames import rows_of
from parley.read.corpus import read_corpus
from parley.run.build import code_tables
from parley.spans import tokenise
from parley.tables import Tables

_ROUNDS = 3


def main(corpus: str = "data/corpus/sample", pack: str = "ukraine-russia") -> None:
    """Print the figures of every step on a corpus."""
    book = read_codebook(pack)
    read = read_corpus(corpus)
    texts = [row.text for row in rows_of(read["documents"])]
    n_words = sum(len(tokenise(text)) for text in texts)
    tables = code_tables(read, book, "rules")
    sentences = [
        text[row.start : row.end]
        for text, doc_id in zip(texts, read["documents"]["doc_id"], strict=True)
        for row in rows_of(tables["sentences"][tables["sentences"]["doc_id"] == doc_id])
    ]
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("bare tokeniser", lambda: [tokenise(text) for text in texts]),
        ("VADER by sentence", lambda: [score_valence.__wrapped__(sentence) for sentence in sentences]),
        ("find sentences", lambda: find_sentences(read, book)),
        ("find mentions", lambda: find_mentions(tables, book)),
        ("find statements, rules", lambda: find_statements(tables, book, coder="rules")),
        ("find statements, models", lambda: find_statements(tables, book, coder="models")),
        *_coders(tables, book),
        ("everything, rules", lambda: code_tables(read, book, "rules")),
        ("everything, models", lambda: code_tables(read, book, "models")),
    ]
    seconds = {name: _best(step) for name, step in steps}
    sys.stdout.write(f"{corpus}: {len(texts)} articles, {n_words // len(texts)} words each on average\n")
    sys.stdout.write(f"{'step':26}{'articles/s':>12}{'x VADER':>10}\n")
    for name, taken in seconds.items():
        ratio = seconds["VADER by sentence"] / taken
        sys.stdout.write(f"{name:26}{len(texts) / taken:12.0f}{ratio:10.2f}\n")


def _coders(tables: Tables, book: Any) -> list[tuple[str, Callable[[], Any]]]:
    coders = (code_positions, code_terms, code_motives, code_framings, code_events, code_outlooks)
    return [(coder.__name__.replace("_", " "), partial(coder, tables, book)) for coder in coders]


def _best(step: Callable[[], Any]) -> float:
    """Return the least processor seconds of a few rounds, after one that fills the caches."""
    step()
    taken = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        step()
        taken.append(time.process_time() - start)
    return max(min(taken), 1e-9)


if __name__ == "__main__":
    main(*sys.argv[1:])
