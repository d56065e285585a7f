"""Model cards: what stands beside every file of weights."""

import hashlib
from pathlib import Path

from parley import __version__

_BODY = """
# {name}

Trained by `parley train`. Say here what it may be used for, how well it does (`parley score`) on gold it has
not seen, and what it cannot do; put the licence of the gold into the header.
"""


def write_card(weights: Path, gold: Path, size: str) -> Path:
    """Write the card of a weights file: its header anew, its text only where there is none yet; return its path.

    The header names the gold file with its hash and size, and the hash of the weights.
    """
    path = weights.with_suffix(".md")
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    head, text = (old.split("---\n", 2)[1:] + ["", ""])[:2] if old.startswith("---\n") else ("", old)
    kept = {line.partition(": ")[0]: line for line in head.splitlines()}
    facts = {
        "name": weights.stem,
        "version": __version__,
        "from": f"{gold.name} ({size}; sha256 {_hash(gold)})",
        "obtained_on": "unknown",
        "licence": "unknown",
        "sha256": _hash(weights),
        "made_by": "parley train",
    }
    stays = ("obtained_on", "licence", "made_by")
    lines = [kept[key] if key in stays and key in kept else f"{key}: {value}" for key, value in facts.items()]
    body = text or _BODY.format(name=weights.stem.capitalize())
    path.write_text("---\n" + "\n".join(lines) + "\n---\n" + body.lstrip("\n"), encoding="utf-8")
    return path


def _hash(path: Path) -> str:
    """Return the hash of a file, or of all data files of a folder in order of name."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
