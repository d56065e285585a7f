"""Fingerprints of what a run depends on, from files alone: quick enough to ask "did anything change?"."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parley.project import DATA, NOTEBOOKS, ROOT, find_pack, find_path

if TYPE_CHECKING:
    from parley.tables import Tables


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """Return a hash over names (relative to `root`) and contents of files, in any order given."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(root) if path.is_relative_to(root) else path.name
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def hash_value(value: Any) -> str:
    """Return a hash of plain data, the same for equal data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def hash_articles(tables: "Tables") -> dict[str, str]:
    """Return for each article a hash over all its rows in all tables, by doc_id."""
    from parley.frames import rows_by  # late: pandas, which is not needed to see that nothing changed

    digests = {doc_id: hashlib.sha256() for doc_id in tables["documents"]["doc_id"]}
    for name in sorted(name for name in tables if "doc_id" in tables[name] and name != "problems"):
        for doc_id, rows in rows_by(tables[name]).items():
            digests[doc_id].update(f"{name}\0{[tuple(row) for row in rows]!r}".encode())
    return {doc_id: digest.hexdigest() for doc_id, digest in digests.items()}


def inputs_of(corpus: str | Path, pack: str | Path) -> dict[str, str]:
    """Return the hashes of everything a run reads: corpus, codebook, code, notebooks, models, lock.

    Raises:
        InputError, UsageError: there is no such corpus or pack.
    """
    source, folder, core = find_path(corpus), find_pack(pack), DATA / "codebooks" / "core"
    articles = [path for path in source.rglob("*") if path.is_file()] if source.is_dir() else [source]
    package = Path(__file__).resolve().parents[1]
    code = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    data = [path for name in ("models", "lexicons") for path in (DATA / name).glob("*") if path.is_file()]
    measured = DATA / "gold" / "measured.csv"
    return {
        "corpus": hash_files(articles, source),
        "codebook": hash_files([*core.rglob("*.yml"), *folder.rglob("*.yml")], ROOT),
        "code": hash_files(code, package),
        "notebooks": hash_files(NOTEBOOKS.glob("*.ipynb"), NOTEBOOKS),
        "models": hash_files(data, DATA),
        "measured": hash_files([measured] if measured.exists() else [], DATA),
        "lock": hash_files([ROOT / "requirements.lock"], ROOT),
    }
