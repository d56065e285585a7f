"""Tables on disk: one Parquet file each, the same bytes for the same rows."""

import json
from pathlib import Path

import pandas as pd

from parley.errors import InputError
from parley.frames import typed_table
from parley.tables import SCHEMAS, Tables


def write_tables(tables: Tables, folder: Path) -> None:
    """Write each table as Parquet, the same bytes for the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(tables):
        tables[name].to_parquet(folder / f"{name}.parquet", engine="pyarrow", index=False, compression="zstd")


def read_tables(folder: str | Path) -> Tables:
    """Return the tables that `parley build` wrote in `folder`, by name, with their declared dtypes.

    Raises:
        InputError: there is no table in the folder.

    Example:
        >>> import tempfile
        >>> from parley.frames import make_table
        >>> folder = Path(tempfile.mkdtemp())
        >>> write_tables({"actors": make_table("actors", [])}, folder)
        >>> list(read_tables(folder))
        ['actors']
    """
    paths = sorted(Path(folder).glob("*.parquet"))
    if not paths:
        raise InputError(folder, found="no tables", expected="*.parquet", remedy="run `parley build` first")
    return {path.stem: typed_table(path.stem, pd.read_parquet(path)) for path in paths if path.stem in SCHEMAS}


def export_csv(tables: Tables, folder: Path) -> list[Path]:
    """Write each table as CSV in UTF-8 and return the files; lists are written as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in sorted(tables):
        frame = tables[name].copy()
        for column, declared in SCHEMAS[name].columns.items():
            if declared.metadata["kind"] in ("spans", "ids"):
                frame[column] = [None if value is None else json.dumps(value) for value in frame[column]]
        paths.append(folder / f"{name}.csv")
        frame.to_csv(paths[-1], index=False, lineterminator="\n")
    return paths
