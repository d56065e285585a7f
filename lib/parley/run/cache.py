"""Coded rows of articles seen before, so that a run only codes what is new or changed.

One SQLite file; a row is one article under one key: its text and date, the codebook, the code and the
models. A changed key is simply not found, so nothing is ever stale.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from parley.project import DATA

_MOST_ARTICLES = 50_000
_PATIENCE = 60  # seconds to wait for another run that writes
_STORE = "rows.sqlite"
Rows = dict[str, list[list[Any]]]


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return a hash over the library's source and the trained weights: what rows depend on besides text."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    sources = [path for folder in (".", "read", "find", "code") for path in (package / folder).glob("*.py")]
    for path in sorted([*sources, *(DATA / "models").glob("*"), *(DATA / "lexicons").glob("*")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def article_key(parts: Iterable[str | None]) -> str:
    """Return the key of an article: a hash over everything that its rows depend on."""
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()


def read_cache(folder: Path, keys: Iterable[str]) -> dict[str, Rows]:
    """Return the rows kept under those of the keys that are known; a store that is broken is thrown away."""
    path = folder / _STORE
    known: dict[str, Rows] = {}
    if not path.exists():
        return {}
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as store:
            for key in keys:
                found = store.execute("select rows from articles where key = ?", (key,)).fetchone()
                if found:
                    known[key] = json.loads(zlib.decompress(found[0]))
    except sqlite3.OperationalError:  # no table yet, or locked for too long: what is missing is coded anew
        pass
    except (sqlite3.DatabaseError, zlib.error, ValueError):  # left by a killed run or a full disk
        with suppress(OSError):
            path.unlink()
    return known


def write_cache(folder: Path, rows_by_key: Mapping[str, Rows]) -> None:
    """Keep rows under their keys, the newest ones; what cannot be kept (full disk, no right) is coded anew."""
    packed = [
        (key, zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)) for key, rows in rows_by_key.items()
    ]
    with suppress(sqlite3.DatabaseError, OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(folder / _STORE, timeout=_PATIENCE)) as store, store:
            store.execute("create table if not exists articles (key text primary key, rows blob)")
            store.executemany("insert or replace into articles (key, rows) values (?, ?)", packed)
            store.execute(
                "delete from articles where rowid <= (select max(rowid) from articles) - ?", (_MOST_ARTICLES,)
            )
