"""Scores: run our coder on the texts of a gold set, or take predictions made elsewhere, and weigh them."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parley.codebook import read_codebook
from parley.errors import InputError, UsageError
from parley.frames import group_rows, rows_of
from parley.project import find_path
from parley.run.build import build
from parley.tables import KINDS
from parley.weigh import sheets

WHATS = ("attribution", "tone", "tagger", "sheet")


def score(
    what: str, gold: str | Path, *, pack: str | Path = "ukraine-russia", coder: str = "models", **files: Path | None
) -> dict[str, Any]:
    """Return the measures of our coder, or of predictions made elsewhere (`given=FILE`), on a gold set.

    `what` is attribution, tone, tagger or sheet; the forms of gold are in `docs/guidelines.md`. `write=FILE`
    saves our predictions.

    Raises:
        UsageError: `what` is none of these.
        InputError: gold or predictions are missing, empty or broken; the message gives file and line.

    Example:
        >>> sheet = "data/gold/sheets/2022-10-31_lypky-daily_grain-blackmail.gold.jsonl"
        >>> 0 < score("sheet", sheet, coder="rules")["overall"]["precision_paired"] <= 1
        True
    """
    if what == "sheet":
        return score_sheets(find_path(gold), pack=pack, coder=coder, given=files.get("given"), write=files.get("write"))
    if what not in WHATS:
        raise UsageError("score", found=what, expected=", ".join(WHATS))
    from parley.run import train, train_tone

    scorer = getattr(train_tone if what == "tone" else train, f"score_{what}")
    return dict(scorer(find_path(gold), pack=pack, coder=coder, given=files.get("given"), write=files.get("write")))


def score_sheets(
    gold: Path, *, pack: str | Path, coder: str, given: Path | None = None, write: Path | None = None
) -> dict[str, Any]:
    """Return the scores of coded rows on hand-coded sheets: overall over all sheets, by kind, and by sheet."""
    names = _sheet_names(gold)
    book = read_codebook(pack)
    parent = {actor.actor_id: actor.speaks_for_id for actor in book.actors.values() if actor.speaks_for_id}
    all_gold: list[dict[str, Any]] = []
    all_given: list[dict[str, Any]] = []
    rows_by_sheet = (
        group_rows(read_jsonl(given), lambda row: str(row.get("doc_id"))) if given else _code_texts(names, pack, coder)
    )
    by_sheet = {}
    shift = 0
    for name, path in names.items():
        rows = read_jsonl(path)
        for number, row in enumerate(rows, 1):
            if row.get("kind") not in sheets.KINDS:
                raise InputError(f"{path}:{number} → kind", found=row.get("kind"), expected=", ".join(sheets.KINDS))
        ours = [row for row in rows_by_sheet.get(name, []) if row.get("kind") in sheets.KINDS]
        result = sheets.score_rows(rows, ours, parent=parent)
        by_sheet[name] = {key: result["overall"][key] for key in ("core_right", "precision_paired")}
        # All sheets end to end, as one long article, so that counts add up.
        all_gold += [_shifted(row, shift) for row in rows]
        all_given += [_shifted(row, shift) for row in ours]
        shift += 10_000_000
    if write:
        lines = [
            json.dumps({"doc_id": name, **row}, ensure_ascii=False) for name in names for row in rows_by_sheet[name]
        ]
        write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {**sheets.score_rows(all_gold, all_given, parent=parent), "sheets": by_sheet}


def _sheet_names(gold: Path) -> dict[str, Path]:
    """Return the sheets by name: one `NAME.gold.jsonl`, or every one in a folder."""
    paths = sorted(gold.glob("*.gold.jsonl")) if gold.is_dir() else [gold]
    if not paths or not all(path.exists() for path in paths):
        raise InputError(gold, found="no sheets", expected="NAME.gold.jsonl beside NAME.txt")
    return {path.name.removesuffix(".gold.jsonl").removesuffix(".jsonl"): path for path in paths}


def _code_texts(names: dict[str, Path], pack: str | Path, coder: str) -> dict[str, list[dict[str, Any]]]:
    """Return our coded rows on the texts beside the sheets."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, path in names.items():
        text = path.with_name(f"{name}.txt")
        if not text.exists():
            raise InputError(text, found="no such file", expected="the sheet's text beside it")
        with tempfile.TemporaryDirectory() as cache:
            tables = build(text, pack, coder=coder, cache=cache)
        rows[name] = [{"kind": kind, **row._asdict()} for kind in sheets.KINDS for row in rows_of(tables[KINDS[kind]])]
    return rows


def _shifted(row: dict[str, Any], shift: int) -> dict[str, Any]:
    start, end = sheets.span_of(row)
    return {**row, "evidence": {"start": start + shift, "end": end + shift}}


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON lines file.

    Raises:
        InputError: the file is missing or empty, or a line is no JSON object.
    """
    if not path.exists():
        raise InputError(path, found="no such file", expected="JSON lines")
    rows = list(_parse(path))
    if not rows:
        raise InputError(path, found="no rows", expected="at least one JSON object")
    return rows


def _parse(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except ValueError as error:
            found = getattr(error, "msg", str(error))
            raise InputError(f"{path}:{number}", found=found, expected="one JSON object a line, in UTF-8") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number}", found=type(row).__name__, expected="a JSON object")
        yield row
