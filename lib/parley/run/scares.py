"""Scores of scare quotes on quotations coded by hand (`data/gold/scare`): which of them our rules take for doubt."""

from pathlib import Path
from typing import Any

from parley.code.framings import code_framings
from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.find.statements import find_statements
from parley.frames import make_table, rows_of
from parley.run.scores import read_jsonl
from parley.weigh.shares import share_by_article


def find_scares_in(rows: list[dict[str, Any]], pack: str = "ukraine-russia") -> set[str]:
    """Return the ids of the rows (`id`, `text`, `start`, `end`: the marks) whose quotation is read as a scare quote."""
    book = read_codebook(pack)
    tables = {"documents": make_table("documents", [{"doc_id": row["id"], "text": row["text"]} for row in rows])}
    tables["removals"] = make_table("removals", [])
    tables["sentences"] = find_sentences(tables, book)
    tables["mentions"] = find_mentions(tables, book)
    tables["statements"] = find_statements(tables, book, coder="rules")
    place_by_id = {row["id"]: (row["start"], row["end"]) for row in rows}
    found = [row for row in rows_of(code_framings(tables, book)) if row.device_code == "scare_quote"]
    return {
        row.doc_id for row in found if row.start < place_by_id[row.doc_id][1] and row.end > place_by_id[row.doc_id][0]
    }


def score_scares(gold: Path) -> dict[str, dict[str, Any]]:
    """Return precision and recall of scare quotes on rows with a `label`, each with n and a 95 % interval."""
    rows = read_jsonl(gold)
    found, wanted = find_scares_in(rows), {row["id"] for row in rows if row["label"] == "scare"}
    measures = {}
    for name, base in (("precision", found), ("recall", wanted)):
        share = share_by_article([one in found & wanted for one in sorted(base)], sorted(base))
        measures[f"scare_quote.{name}"] = {"value": share.share, "n": share.n, "low": share.low, "high": share.high}
    return measures
