"""Golden tables of the sample corpus: `make golden` pins them again, and the diff is reviewed like code."""

from pathlib import Path

import pandas as pd

from parley.run.build import build
from parley.tables import CODED, KEYS

FOLDER = Path(__file__).parent
TABLES = ("removals", "statements", *CODED)


def golden_tables() -> dict[str, str]:
    """Return the pinned tables of the sample, coded by rules, as CSV: each row with the words of its passage."""
    tables = build("data/corpus/sample", "ukraine-russia", coder="rules")
    text_by_doc = dict(zip(tables["documents"]["doc_id"], tables["documents"]["text"], strict=True))
    return {name: _csv(tables[name], text_by_doc, KEYS.get(name)) for name in TABLES}


def _csv(frame: pd.DataFrame, text_by_doc: dict[str, str], key: str | None) -> str:
    frame = frame.drop(columns=[name for name in frame if name.endswith("_parts") or name in ("confidence", "text")])
    if "start" in frame:
        spots = zip(frame["doc_id"], frame["start"], frame["end"], strict=True)
        words = [" ".join(text_by_doc[d][a:b].split()) if pd.notna(a) else None for d, a, b in spots]
        frame = frame.assign(passage=words)
    # Ids count rows in an article: one row more would change every line after it.
    drop = [name for name in (key, "statement_id", "parent_id", "same_as", "sent_id") if name in frame]
    columns = [name for name in frame if name not in drop]
    return frame[columns].to_csv(index=False, lineterminator="\n")


if __name__ == "__main__":
    for name, text in golden_tables().items():
        (FOLDER / f"{name}.csv").write_text(text, encoding="utf-8")
