"""Measured quality in words: what a comparison with hand-coded gold gave, when, on what and whose gold it was."""

from typing import Any

import pandas as pd

from parley.frames import rows_of
from parley.tell.grids import Cell, Grid, list_lines
from parley.tell.view import View
from parley.tell.wording import count_name, day_name

_SHEETS = {
    "core_recall": "found",
    "core_right": "found whole",
    "precision_paired": "needed",
    "holder": "right holder",
    "evidence": "right evidence",
}
_WAYS = {
    "exact": "same characters",
    "half": "half the characters",
    "overlap": "any overlap",
    "token": "word by word",
    "end_to_end": "found, and held by the right source",
    "content_found": "content found",
    "holder": "right holder",
    "tags": "parts of speech",
    "numbers_of_all": "quantities read rightly",
}
_KINDS = {"p": "precision", "r": "recall", "f1": "F1"}
_FEW, _RULES = 20, "rules alone"  # measures of the other coder stand in `measured.csv` only
_PARTS_OF = ("outlet=", "tag=")


def _say(row: Any) -> str:
    ends = f"{row.low * 100:.0f}–{row.high:.0%}, " if pd.notna(row.low) and pd.notna(row.high) else ""
    return f"{row.value:.0%} ({ends}n {int(row.n):,})"


def _split(measured: pd.DataFrame) -> tuple[list[Any], list[Any]]:
    """Return the rows that compare coded rows with sheets, and the others; those of one outlet or tag left out."""
    rows = [row for row in rows_of(measured) if not any(part in row.measure for part in _PARTS_OF)]
    coded = {row.table for row in rows if row.measure.split()[0] == "core_recall"}
    sheets = [row for row in rows if row.table in coded and row.measure.split()[0] in _SHEETS]
    others = [row for row in rows if row.table not in coded or row.measure.split()[0] not in (*_SHEETS, "code")]
    return sheets, others


def measured(view: View) -> Grid:
    """Return how coded rows compare with hand-coded sheets, by kind of row: found, whole, needed, and rightly coded."""
    rows = [row for row in _split(view.measured)[0] if _RULES not in row.corpus]
    rows.sort(key=lambda row: row.table != "coded rows")
    corpora = {row.corpus for row in rows}
    lines: dict[str, dict[str, Cell]] = {}
    for row in rows:
        line = "all kinds" if row.table == "coded rows" else row.table
        line += f" ({row.corpus})" if len(corpora) > 1 else ""
        cell = Cell(text=_say(row), is_thin=row.n < _FEW)
        lines.setdefault(line, {})[_SHEETS[row.measure.split()[0]]] = cell
    said = {"said": say_quality(view.measured, "coded rows")}
    return list_lines("quality.measured", lines, columns=_SHEETS.values(), note=_whose(rows), said=said)


def other_measures(view: View) -> Grid:
    """Return what else was measured: statements, tags, tone, each with interval and n."""
    _, rows = _split(view.measured)
    lines: dict[str, dict[str, str]] = {}
    for row in rows:
        way, *parts = row.measure.replace(" ", ".").split(".")
        kind = _KINDS.get(parts[-1], "") if parts else ""
        parts = [part for part in parts if f"{part}s" != row.table]
        words = [_WAYS.get(way, way.replace("_", " ")), *(parts[:-1] if kind else parts)]
        line = f"{row.table}: {', '.join(words)}"
        line += f" ({row.corpus})" if len({other.corpus for other in rows if other.table == row.table}) > 1 else ""
        lines.setdefault(line, {})[kind or ("recall" if way == "content_found" else "share")] = _say(row)
    columns = [name for name in (*_KINDS.values(), "share") if any(name in cells for cells in lines.values())]
    said = {"n": count_name(len(rows), "further measure")}
    return list_lines("quality.other_measures", lines, columns=columns, note=_whose(rows), said=said)


def _whose(rows: list[Any]) -> str:
    """Return who coded the gold, on which day it was compared, and with which coder."""
    said = (
        f"{row.corpus}: gold by {getattr(row, 'gold_by', None) or 'unknown hands'}, measured on "
        f"{day_name(getattr(row, 'measured_on', None))}"
        for row in rows
    )
    return "; ".join(dict.fromkeys(said)) + "." if rows else ""


def say_quality(measured: pd.DataFrame, table: str) -> str:
    """Return in one line how well a table's coding was measured to be."""
    rows = [row for row in rows_of(measured) if row.table == table] if len(measured) else []
    # the coder of these pages on texts that nobody wrote rules from says most
    first = min(
        (row.corpus for row in rows),
        key=lambda name: (_RULES in name, "held out" not in name, "never seen" not in name),
        default="",
    )
    rows = [row for row in rows if row.corpus == first]
    by_name = {row.measure.split()[0]: row for row in rows}
    if "core_recall" in by_name and "precision_paired" in by_name:
        found, needed = by_name["core_recall"], by_name["precision_paired"]
        whole = f", {by_name['core_right'].value:.0%} whole" if "core_right" in by_name else ""
        return f"{_say(found)} of what matters is found{whole}; {_say(needed)} of the rows given were needed"
    if not rows:
        return "not measured"
    row = by_name.get("end_to_end.f1", rows[0])
    return f"{row.measure.replace('_', ' ').replace('.', ', ')}: {_say(row)}"
