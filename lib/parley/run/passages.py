"""Coded passages: composed articles and sentences with every finding in them coded, to train the coding model on.

A file a conflict: JSON lines, the first its actors, each other one a text with its rows (columns as in the tables,
`start` and `end` in the text).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from parley.code.items import CODES_BY_KIND
from parley.codebook import Actor, Codebook, codes_by_column, read_codebook
from parley.errors import InputError
from parley.frames import make_table
from parley.run.scores import read_jsonl
from parley.tables import Tables

_FEWER = 8


class Conflict(NamedTuple):
    """The passages of one conflict: a codebook with its actors, tables as read, and the coded rows by document."""

    name: str
    book: Codebook
    read: Tables
    rows: dict[str, list[dict[str, Any]]]


def read_conflicts(folder: Path) -> Iterator[Conflict]:
    """Yield the coded passages of a folder, conflict by conflict, in order of name.

    Raises:
        InputError: the folder holds no such file, or a line is broken; the message gives file and line.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise InputError(folder, found="no .jsonl file", expected="coded passages, a file a conflict")
    core = read_codebook("core")
    codes = codes_by_column(core)
    for path in paths:
        head, *texts = read_jsonl(path)
        try:
            actors = {raw["actor_id"]: Actor.model_validate(raw) for raw in head["actors"]}
            documents = [{name: text[name] for name in ("doc_id", "text", "published_on")} for text in texts]
            rows = {text["doc_id"]: text["rows"] for text in texts}
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(path, found=str(error)[:200], expected="actors, then texts with their rows") from error
        for doc_id, own in rows.items():
            for row in own:
                _check_row(f"{path} → {doc_id}", row, codes)
        digest = hashlib.sha256((core.digest + json.dumps(head, sort_keys=True)).encode()).hexdigest()
        read = {"documents": make_table("documents", documents), "removals": make_table("removals", [])}
        yield Conflict(path.stem, core._replace(digest=digest, actors=actors), read, rows)


def read_others(path: Path, pack: str = "ukraine-russia") -> Conflict:
    """Return every eighth text of a file (JSON lines with `id` and `text`) as one that holds nothing to find.

    Its actors are those of a pack, so that names alone are no sign of a finding.
    """
    documents = [
        {"doc_id": str(raw["id"]), "text": raw["text"], "published_on": raw.get("date")}
        for raw in read_jsonl(path)[::_FEWER]
        if raw.get("text")
    ]
    read = {"documents": make_table("documents", documents), "removals": make_table("removals", [])}
    return Conflict(path.stem, read_codebook(pack), read, {})


def _check_row(place: str, row: Mapping[str, Any], codes: Mapping[str, Sequence[str]]) -> None:
    kind = row.get("kind")
    if kind not in CODES_BY_KIND:
        raise InputError(f"{place} → kind", found=repr(kind), expected=", ".join(CODES_BY_KIND))
    for column in CODES_BY_KIND[str(kind)]:
        if row.get(column) is not None and row[column] not in codes[column]:
            raise InputError(f"{place} → {column}", found=repr(row[column]), expected=f"a code of {column}")
