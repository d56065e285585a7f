"""`make gold GOLD=DIR`: take every score on the gold sets in DIR and on our own sheets, and write them down.

`data/gold/measured.csv` has one line a measure: the columns of `quality`, then `measured_on`, `gold_by` and
`note`. Lines of gold that DIR does not hold are kept as they were.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parley.errors import InputError, ParleyError
from parley.find.statements import CODERS
from parley.project import DATA
from parley.run.rivals import measure_tones
from parley.run.scores import score, score_sheets
from parley.tables import SCHEMAS

COLUMNS = [*SCHEMAS["quality"].columns, "measured_on", "gold_by", "note"]
_SHEET_MEASURES = ("core_right", "precision_paired", "core_recall", "code", "holder", "evidence", "numbers_of_all")
_PACK = "ukraine-russia"
_MAKERS = "the project's own makers (self-agreement)"
_SETS = {
    "attribution": ("polnear/dev.jsonl", "PolNeAR dev", "PolNeAR's annotators, one an article"),
    "tagger": ("ud-ewt/en_ewt-ud-dev.conllu", "UD English-EWT dev", "the treebank's annotators"),
}


def main(folder: str) -> None:
    """Measure on every gold set in `folder` and on our own sheets; write `measured.csv`."""
    gold = Path(folder)
    found = {what: gold / path for what, (path, _, _) in _SETS.items() if (gold / path).exists()}
    if not found:
        wanted = ", ".join(path for path, _, _ in _SETS.values())
        raise InputError(gold, found="no gold", expected=wanted, remedy="say where it is: make gold GOLD=DIR")
    rows = measure_sheets(DATA / "gold" / "sheets")
    for what, path in found.items():
        _, corpus, gold_by = _SETS[what]
        for coder in CODERS if what == "attribution" else ("models",):
            note = f"--coder {coder}"
            rows += [row | {"gold_by": gold_by, "note": note} for row in _quality(what, path, corpus, coder)]
    rows += measure_tones(gold)
    write_measured(rows, DATA / "gold" / "measured.csv")


def _quality(what: str, path: Path, corpus: str, coder: str) -> list[dict[str, Any]]:
    """Return the lines of one score; those of rules alone are a corpus of their own name."""
    measures = score(what, path, pack=_PACK, coder=coder)
    name = corpus if coder == "models" else f"{corpus}, rules alone"
    table = "statements" if what == "attribution" else "tags"
    return [{"corpus": name, "table": table, "measure": measure, **line} for measure, line in measures.items()]


def measure_sheets(folder: Path, draws: int = 1000) -> list[dict[str, Any]]:
    """Return the measures of our coders on our own sheets and on those of articles never seen (`unseen` beside them).

    Of both, one half is held out: those who write rules do not read them row by row.
    """
    paths = sorted(folder.glob("*.gold.jsonl"))
    unseen = folder.with_name("unseen")
    halves = [
        ("own sheets held out", [path for path in paths if _is_held(path)]),
        ("own sheets read while the rules were written", [path for path in paths if not _is_held(path)]),
        ("articles never seen, held out", sorted(unseen.glob("held/*/*.gold.jsonl"))),
        ("articles not seen by rules or model, since read", sorted(unseen.glob("read/*/*.gold.jsonl"))),
    ]
    lines: list[dict[str, Any]] = []
    for coder, (name, chosen) in product(CODERS, halves):
        corpus = f"{len(chosen)} {name}" + ("" if coder == "models" else ", rules alone")
        for line in _measure_half(chosen, coder, draws) if chosen else ():
            lines.append(line | {"corpus": corpus, "gold_by": _MAKERS, "note": f"--coder {coder}"})
    return lines


def _is_held(path: Path) -> bool:
    return (path.parent / "second" / path.name).exists()


def _measure_half(paths: Sequence[Path], coder: str, draws: int) -> Iterator[dict[str, Any]]:
    """Yield the measures of one coder on some sheets, overall and by kind, with intervals from drawing articles."""
    packs = {path: path.parent / "pack" if (path.parent / "pack").exists() else _PACK for path in paths}
    by_sheet = [score_sheets(path, pack=packs[path], coder=coder) for path in paths]
    for part in ("overall", *by_sheet[0]["kinds"]):
        counts = [(sheet if part == "overall" else sheet["kinds"])[part]["counts"] for sheet in by_sheet]
        for measure in _SHEET_MEASURES:
            pairs = np.array([count.get(measure, (0, 0)) for count in counts], dtype=float)
            if pairs[:, 1].sum():
                measure += "" if part == "overall" else f" {part}"
                about = {"table": f"{part}s" if part != "overall" else "coded rows", "measure": measure}
                yield _line(pairs, draws) | about


def _line(pairs: np.ndarray, draws: int) -> dict[str, Any]:
    """Return value, n and interval of a share whose counts (right, of) stand in a row an article."""
    picks = np.random.default_rng(len(pairs)).integers(0, len(pairs), size=(draws, len(pairs)))
    sums = pairs[picks].sum(axis=1)
    sums = sums[sums[:, 1] > 0]
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    right, of = pairs.sum(axis=0)
    return {"value": right / of, "n": int(of), "low": low, "high": high}


def write_measured(rows: list[dict[str, Any]], path: Path) -> None:
    """Write the lines, with those of other corpora that the file already has."""
    today = datetime.now(UTC).date().isoformat()
    fresh = pd.DataFrame([{"measured_on": today} | row for row in rows]).reindex(columns=COLUMNS)
    if path.exists():
        old = pd.read_csv(path)
        fresh = pd.concat([old[~old["corpus"].isin(fresh["corpus"])], fresh], ignore_index=True)
    for name in ("value", "low", "high"):
        fresh[name] = fresh[name].astype(float).round(4)
    fresh.sort_values(["corpus", "table", "measure"], kind="stable").to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except ParleyError as error:
        sys.stderr.write(f"parley: {error}\n")
        sys.exit(error.exit_code)
