"""Frames of the declared tables: made, checked, typed again after reading, walked as plain rows."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any

import pandas as pd
import pandera.errors

from parley.errors import InputError
from parley.tables import DTYPES, SCHEMAS


def make_table(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the rows as a frame with the table's columns and dtypes; keys a row leaves out are null.

    Example:
        >>> frame = make_table("actors", [{"actor_id": "russia", "label": "Russia", "actor_kind_code": "state"}])
        >>> frame.columns.tolist(), bool(frame.speaks_for_id.isna()[0])
        (['actor_id', 'label', 'actor_kind_code', 'speaks_for_id'], True)

    Raises:
        KeyError: a row has a key that is no column.
    """
    columns = SCHEMAS[table].columns
    rows = list(rows)
    odd = {key for row in rows for key in row} - set(columns)
    if odd:
        raise KeyError(f"{table}: no such columns: {sorted(odd)}")
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=str(DTYPES[column.metadata["kind"]]))
            for name, column in columns.items()
        }
    )


def check_table(table: str, frame: pd.DataFrame, codes: Mapping[str, Iterable[str]] | None = None) -> pd.DataFrame:
    """Return the frame if it keeps its schema, and its code columns keep to `codes` (column to allowed codes).

    Raises:
        InputError: naming the table, the column, what was found and what was expected.
    """
    try:
        checked = SCHEMAS[table].validate(frame, lazy=False)
    except pandera.errors.SchemaError as error:
        raise InputError(f"table {table}", found=str(error).splitlines()[0], expected="its declared columns") from error
    for column in SCHEMAS[table].columns:
        if codes and column in codes:
            odd = sorted(set(frame[column].dropna()) - set(codes[column]))
            if odd:
                raise InputError(f"table {table} → {column}", found=odd, expected=f"codes of the codebook for {column}")
    return checked


def typed_table(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame read from a file with the table's columns in order and their declared dtypes."""
    typed = {}
    for name, column in SCHEMAS[table].columns.items():
        kind = column.metadata["kind"]
        if kind in ("spans", "ids"):
            typed[name] = pd.Series([_plain(value) for value in frame[name]], dtype="object")
        else:
            typed[name] = frame[name].astype(DTYPES[kind])
    return pd.DataFrame(typed)


def _plain(value: Any) -> Any:
    """Turn the arrays that Parquet gives back into lists of plain numbers and text."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_plain(item) for item in value] if isinstance(value, list) else value


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples of plain values, null as None: quick to walk, easy to read.

    >>> rows_of(make_table("actors", [{"actor_id": "russia", "label": "Russia", "actor_kind_code": "state"}]))
    [Row(actor_id='russia', label='Russia', actor_kind_code='state', speaks_for_id=None)]
    """
    row = _row_type(tuple(frame.columns))
    columns = []
    for name in frame.columns:
        values = frame[name].to_numpy(dtype=object)
        columns.append([None if value is None or value is pd.NA or value != value else value for value in values])
    return [row(*values) for values in zip(*columns, strict=True)]


def rows_by(frame: pd.DataFrame, column: str = "doc_id") -> dict[Any, list[Any]]:
    """Return the rows (see `rows_of`) grouped by the value of a column, in order."""
    return group_rows(rows_of(frame), attrgetter(column))


def group_rows(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    """Return rows by what `key` says of each, in the order in which they come."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


@lru_cache(maxsize=64)
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)
