"""Tables to rows and articles: JSON lines, CSV, Parquet."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from parley.read.articles import Article, Problem, Reading, Row, load_words, shorten
from parley.read.encodings import decode, without_surrogates
from parley.read.metadata import fields_of, fold_name

_LEAST_RESCANS = 20


def read_rows(source_path: str, data: bytes) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a table, their cells by folded column name, and a problem for each row that is broken."""
    suffix = source_path.rpartition(".")[2].lower()
    if suffix == "parquet":
        return _read_parquet(source_path, data)
    text, problems = decode(source_path, data)
    if text is None:
        return [], problems
    if not text.strip():
        return [], [*problems, Problem(source_path, "an empty file", "rows with a column `text`", "fill or delete it")]
    rows, faults = _read_json_lines(source_path, text) if suffix == "jsonl" else _read_csv(source_path, text)
    return rows, [*problems, *shorten(faults)]


def _read_parquet(source_path: str, data: bytes) -> tuple[list[Row], list[Problem]]:
    try:
        records = pq.read_table(io.BytesIO(data)).to_pylist()
    except (pa.ArrowException, OSError, ValueError):
        return [], [Problem(source_path, "no readable Parquet", "a whole Parquet file", "write the file again")]
    return [Row(f"row {n}", _folded(record)) for n, record in enumerate(records, 1)], []


def _folded(record: Mapping[Any, Any]) -> dict[str, Any]:
    return {fold_name(name): value for name, value in record.items()}


def _read_json_lines(source_path: str, text: str) -> tuple[list[Row], list[Problem]]:
    rows, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            rows.append(Row(f"line {number}", _folded(record)))
        else:
            expected, remedy = "one JSON object a line", "mend the line; it was left out"
            problems.append(Problem(source_path, f"{line.strip()[:60]!r}", expected, remedy, "error", f"line {number}"))
    return rows, problems


def _read_csv(source_path: str, text: str) -> tuple[list[Row], list[Problem]]:
    lines = list(io.StringIO(text, newline=""))
    delimiter = max(",;\t", key=lines[0].count)
    rows, problems = [], []
    header: list[str] | None = None
    most = csv.field_size_limit(sys.maxsize)
    try:
        for number, cells in _records(lines, delimiter):
            if header is None and cells:
                header = [fold_name(name) for name in cells]
            elif cells and header and len(cells) == len(header):
                rows.append(Row(f"row {number}", dict(zip(header, cells, strict=True))))
            elif cells is None or cells:
                found = f"{len(cells)} cells" if cells else "a quotation mark without its partner"
                expected = f"{len(header or [])} cells, as in the first line"
                remedy = 'put cells in "…" and double the quotation marks in them; the row was left out'
                problems.append(Problem(source_path, found, expected, remedy, "error", f"line {number}"))
    finally:
        csv.field_size_limit(most)
    return rows, problems


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the number of the first line and the cells of each record; None for a broken one.

    After a broken record reading goes on with the next line. A mark left open is only noticed at the end of
    the file, so the number of such new starts is bounded, to keep time linear.
    """
    at, scanned = 0, 0
    while at < len(lines):
        reader, before = csv.reader(map(lines.__getitem__, range(at, len(lines))), delimiter=delimiter, strict=True), 0
        try:
            for cells in reader:
                yield at + before + 1, cells
                before = reader.line_num
            return
        except csv.Error:
            yield at + before + 1, None
            scanned += reader.line_num - before
            at += before + 1
        if scanned > _LEAST_RESCANS * len(lines):
            return


def articles_of(source_path: str, rows: list[Row]) -> Reading:
    """Return an article for each row with text, a problem for each without; the text is the cell unchanged."""
    articles, problems = [], []
    for row in rows:
        text = row.cells.get("text")
        if not isinstance(text, str) or not text.strip():
            expected, remedy = "text in the column `text`", "fill or delete the row"
            problems.append(Problem(source_path, "no text", expected, remedy, "error", row.place))
            continue
        text = without_surrogates(text)
        number = row.place.partition(" ")[2]
        articles.append(Article(f"{source_path}#{number}", text, (("column", fields_of(row.cells)),)))
    return Reading(articles, shorten(problems))


def is_sidecar(rows: list[Row]) -> bool:
    """Say whether the rows describe files: a column with paths and none with text."""
    return (
        bool(rows)
        and "text" not in rows[0].cells
        and any(name in rows[0].cells for name in load_words("columns")["paths"])
    )


def read_sidecar(rows: list[Row]) -> dict[str, dict[str, str]]:
    """Return the fields of each row of a sidecar table by the path it names."""
    by_path = {}
    for row in rows:
        path = next((str(row.cells[name]) for name in load_words("columns")["paths"] if row.cells.get(name)), "")
        if path:
            by_path[path.replace("\\", "/").removeprefix("./").strip()] = fields_of(row.cells)
    return by_path
