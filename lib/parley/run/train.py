"""Training of models from gold, and scoring of ours on gold: what `parley train` and `parley score` call."""

from pathlib import Path
from typing import Any

import numpy as np

from parley.errors import InputError, UsageError
from parley.find.layers import write_weights
from parley.find.tags import tag_words
from parley.frames import rows_of
from parley.project import find_path
from parley.run.gold import TaggedSentence, read_treebank
from parley.run.modelcards import write_card
from parley.run.tagging import learn_tags
from parley.weigh.tagging import score_tags

TRAINED = ("attribution", "tagger")


def train(what: str, gold: str | Path, out: str | Path) -> list[Path]:
    """Train a model (attribution or tagger) from a gold file; return the paths of its weights and its card.

    The same gold gives the same weights on one machine. A card that stands beside the weights keeps its
    text; only its header is written again.

    Raises:
        UsageError: `what` is none of these, or `out` is no .npz file.
        InputError: gold is missing, empty or broken; the message gives file and line.
    """
    if what not in TRAINED:
        raise UsageError("train", found=what, expected=", ".join(TRAINED))
    weights = Path(out)
    if weights.suffix != ".npz":
        raise UsageError("--out", found=str(out), expected="a file that ends in .npz")
    return train_tagger(find_path(gold), weights)


def train_tagger(gold: Path, out: Path, *, rounds: int | None = None) -> list[Path]:
    """Train the part-of-speech tagger on a treebank (CoNLL-U); return the paths of weights and card."""
    sentences = read_treebank(gold)
    tagger = learn_tags(sentences) if rounds is None else learn_tags(sentences, rounds=rounds)
    known = np.array(sorted(tagger.known), dtype=np.uint32)
    write_weights(out, tagger.weights | {"tags": np.array(tagger.tags), "known": known}, packed=["embed"])
    n_words = sum(len(one.words) for one in sentences)
    return [out, write_card(out, gold, f"{len(sentences):,} sentences, {n_words:,} words")]


def score_tagger(gold: Path, *, given: Path | None = None, write: Path | None = None, **_: Any) -> dict[str, Any]:
    """Return the share of words of a treebank (its own words) that get the right tag, with a 95 % interval.

    `given` is a CoNLL-U file of the same sentences with other tags; `write` saves ours, a sentence a line.
    """
    sentences = read_treebank(gold)
    found = [list(one.tags) for one in _same_words(given, sentences)] if given else []
    found = found or tag_words([one.words for one in sentences])
    if write:
        write.write_text("".join(" ".join(tags) + "\n" for tags in found), encoding="utf-8")
    return measures_of(score_tags([one.tags for one in sentences], found, corpus=gold.stem))


def _same_words(given: Path, gold: list[TaggedSentence]) -> list[TaggedSentence]:
    others = read_treebank(given)
    for number, (one, other) in enumerate(zip(gold, others, strict=False), 1):
        if one.words != other.words:
            found = " ".join(other.words)[:80]
            raise InputError(f"{given} → sentence {number}", found=found, expected=" ".join(one.words)[:80])
    return others


def measures_of(quality: Any) -> dict[str, Any]:
    """Return a `quality` table as a dictionary: measure to value, n, low and high."""
    return {
        row.measure: {"value": round(row.value, 4), "n": row.n}
        | ({} if row.low is None else {"low": round(row.low, 4), "high": round(row.high, 4)})
        for row in rows_of(quality)
    }
