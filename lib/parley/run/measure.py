"""`make gold GOLD=DIR`: take every score on the gold sets in DIR and on our own sheets, and write them down.

`data/gold/measured.csv` has one line a measure: the columns of `quality`, then `measured_on`, `gold_by` and
`note`. Lines of gold that DIR does not hold are kept as they were.
"""

import sys
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
    """Return the measures of our coders on sheets, overall and by kind, with intervals from drawing articles.

    Sheets that were coded twice are held out: those who write rules do not read them row by row.
    """
    paths = sorted(folder.glob("*.gold.jsonl"))
    lines: list[dict[str, Any]] = []
    for coder, is_held in product(CODERS, (True, False)):
        chosen = [path for path in paths if (folder / "second" / path.name).exists() == is_held]
        by_sheet = [score_sheets(path, pack=_PACK, coder=coder) for path in chosen]
        name = "held out" if is_held else "read while the rules were written"
        corpus = f"{len(by_sheet)} own sheets {name}" + ("" if coder == "models" else ", rules alone")
        for part in ("overall", *by_sheet[0]["kinds"]):
            counts = [(sheet if part == "overall" else sheet["kinds"])[part]["counts"] for sheet in by_sheet]
            for measure in _SHEET_MEASURES:
                pairs = np.array([count.get(measure, (0, 0)) for count in counts], dtype=float)
                if pairs[:, 1].sum():
                    measure += "" if part == "overall" else f" {part}"
                    about = {"corpus": corpus, "table": f"{part}s" if part != "overall" else "coded rows"}
                    about |= {"measure": measure, "gold_by": _MAKERS, "note": f"--coder {coder}"}
                    lines.append(_line(pairs, draws) | about)
    return lines


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
