"""Training of models from gold, and scoring of ours on gold: what `parley train` and `parley score` call."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from parley.codebook import read_codebook
from parley.errors import InputError, UsageError
from parley.find.features import read_text
from parley.find.layers import write_weights
from parley.find.lines import paragraphs_of, read_lines
from parley.find.mentions import find_mentions
from parley.find.quotes import find_quotations
from parley.find.sentences import find_sentences
from parley.find.statements import find_statements
from parley.find.tags import read_tagger, tag_words
from parley.frames import make_table, rows_by, rows_of
from parley.project import find_path
from parley.run.attributing import Example, learn_attributions, read_example
from parley.run.calibration import calibrate
from parley.run.gold import TaggedSentence, read_attributions, read_treebank
from parley.run.modelcards import write_card
from parley.run.tagging import learn_tags
from parley.weigh.attribution import score_attributions
from parley.weigh.tagging import score_tags

TRAINED = ("attribution", "tone", "tagger", "coding")
_HELD_OUT = 20  # one article in so many tells how far to trust a model


def train(what: str, gold: str | Path, out: str | Path, *, others: Path | None = None) -> list[Path]:
    """Train a model (attribution, tone, tagger or coding) from gold; return the paths of its weights and its card.

    The same gold gives the same weights on one machine. A card that stands beside the weights keeps its
    text; only its header is written again. `others` are texts that hold nothing for the coding model to find.

    Raises:
        UsageError: `what` is none of these, or `out` is no .npz file.
        InputError: gold is missing, empty or broken; the message gives file and line.
    """
    if what not in TRAINED:
        raise UsageError("train", found=what, expected=", ".join(TRAINED))
    weights = Path(out)
    if weights.suffix != ".npz":
        raise UsageError("--out", found=str(out), expected="a file that ends in .npz")
    if what == "tone":
        from parley.run.train_tone import train_tone

        return train_tone(find_path(gold), weights)
    if what == "coding":
        from parley.run.train_coding import train_coding

        return train_coding(find_path(gold), weights, others=find_path(others) if others else None)
    trainer = train_tagger if what == "tagger" else train_attribution
    return trainer(find_path(gold), weights)


def train_tagger(gold: Path, out: Path, *, rounds: int | None = None) -> list[Path]:
    """Train the part-of-speech tagger on a treebank (CoNLL-U); return the paths of weights and card."""
    sentences = read_treebank(gold)
    tagger = learn_tags(sentences) if rounds is None else learn_tags(sentences, rounds=rounds)
    known = np.array(sorted(tagger.known), dtype=np.uint32)
    write_weights(out, tagger.weights | {"tags": np.array(tagger.tags), "known": known}, packed={"embed": 127})
    n_words = sum(len(one.words) for one in sentences)
    return [out, write_card(out, gold, f"{len(sentences):,} sentences, {n_words:,} words")]


def train_attribution(gold: Path, out: Path, *, rounds: int | None = None) -> list[Path]:
    """Train the attribution model on gold attributions (JSON lines); return the paths of weights and card.

    Every twentieth article is held out: on these confidence is calibrated, and its floor chosen.
    """
    rows = read_attributions(gold)
    examples = read_examples(rows)
    if not any(one.windows for one in examples):
        raise InputError(gold, found="no attribution with a cue", expected="gold to learn from")
    held = examples[::_HELD_OUT] if len(examples) > 1 else examples
    others = [one for number, one in enumerate(examples) if number % _HELD_OUT] or examples
    model = learn_attributions(others) if rounds is None else learn_attributions(others, rounds=rounds)
    trust = calibrate(model, held)
    known = np.array(list(model.row_by_hash), dtype=np.uint32)
    weights = model.weights | {"known": known, "trust": trust.weights, "floor": np.array([trust.floor])}
    weights["company"] = weights["company"][1:]
    write_weights(out, weights, packed={"embed": 127, "company": 127})
    n_attributions = sum(len(row["attributions"]) for row in rows)
    return [out, write_card(out, gold, f"{len(rows):,} articles, {n_attributions:,} attributions")]


def read_examples(rows: Sequence[Mapping[str, Any]]) -> list[Example]:
    """Return gold rows as examples to learn from: sentences split, names hidden, no codebook of actors used."""
    documents = [{"doc_id": row["id"], "text": row["text"], "title": row.get("title")} for row in rows]
    tables = {"documents": make_table("documents", documents), "removals": make_table("removals", [])}
    sentences = rows_by(find_sentences(tables, read_codebook("core")))
    tagger = read_tagger()
    examples = []
    for row in rows:
        own = sentences.get(row["id"], [])
        lines = read_lines(row["text"], own, find_quotations(row["text"], paragraphs_of(own)))
        examples.append(read_example(read_text(row["text"], lines, [], tagger), row["attributions"]))
    return [one for one in examples if one.reading.items]


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


def score_attribution(
    gold: Path, *, pack: str | Path, coder: str = "models", given: Path | None = None, write: Path | None = None
) -> dict[str, Any]:
    """Return how well our statements, or attributions found elsewhere (`given`), agree with gold attributions."""
    rows = read_attributions(gold)
    found = read_attributions(given, with_text=False) if given else find_attributions(rows, pack, coder)
    if write:
        write.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    return measures_of(score_attributions(rows, found, corpus=gold.stem))


def find_attributions(rows: list[dict[str, Any]], pack: str | Path, coder: str) -> list[dict[str, Any]]:
    """Return what we find in the texts of gold rows, in their form: `id` and `attributions`.

    Statements that stand in what another one says are left out: no word of gold belongs to two attributions.
    """
    book = read_codebook(pack)
    documents = [
        {"doc_id": row["id"], "text": row["text"], "title": row.get("title"), "published_on": row.get("date")}
        for row in rows
    ]
    tables = {"documents": make_table("documents", documents), "removals": make_table("removals", [])}
    tables["sentences"] = find_sentences(tables, book)
    tables["mentions"] = find_mentions(tables, book)
    found: dict[str, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    statements = find_statements(tables, book, coder=coder)
    for row in rows_of(statements[statements["parent_id"].isna()]):
        one = {"source": row.source_parts, "cue": row.cue_parts, "content": row.content_parts}
        if one not in found[row.doc_id]:  # two speakers of one statement are two rows
            found[row.doc_id].append(one)
    return [{"id": name, "attributions": attributions} for name, attributions in found.items()]


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
