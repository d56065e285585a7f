"""What changed between two runs: positions, terms and promoters, matched by who and what, not by sentence."""

from typing import Any, NamedTuple

import pandas as pd

from parley.frames import rows_of
from parley.tables import Tables

_SCORE = {"opposes": -1, "ambivalent": 0, "favours_if": 1, "favours": 2}
_FIRMNESS = {"offer": 0, "accept": 0, "provision": 0, "demand": 1, "refuse": 2, "red_line": 3}


class Change(NamedTuple):
    """One change: its kind, who and what it is about, and the rows before and after (None where there is none)."""

    kind: str
    table: str
    holder_id: str
    code: str
    was: str | None
    now: str | None
    before: Any
    after: Any


def find_changes(old: Tables, new: Tables) -> list[Change]:
    """Return what changed from one run's tables to the next, firmest kinds first.

    One entry per holder and issue (positions: new, dropped, hardened, softened, by the newest stance in the
    corpus), per holder and term with its role (terms: new, dropped), and per new promoter of talks.
    """
    changes = [
        *_positions(_newest(old, "positions", "issue_code"), _newest(new, "positions", "issue_code")),
        *_terms(_newest(old, "terms", "term_code"), _newest(new, "terms", "term_code")),
    ]
    order = ["promoter", "hardened", "softened", "new", "dropped"]
    return sorted(changes, key=lambda change: (order.index(change.kind), change.table, change.holder_id, change.code))


def _newest(tables: Tables, table: str, code: str) -> dict[tuple[str, str], Any]:
    """Return the newest row of each holder and code, in articles that are no copies."""
    documents = tables["documents"][["doc_id", "published_on", "copy_code"]]
    frame = tables[table].merge(documents, on="doc_id")
    frame = frame[~frame["copy_code"].isin(["same", "near"]) & frame["holder_id"].notna()]
    value = "stance_code" if table == "positions" else "role_code"
    frame = frame[frame[value].notna()]
    frame = frame.sort_values(["published_on", "doc_id", "start"], na_position="first", kind="stable")
    return {(row.holder_id, getattr(row, code)): row for row in rows_of(frame)}


def _positions(old: dict[tuple[str, str], Any], new: dict[tuple[str, str], Any]) -> list[Change]:
    changes = []
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        was, now = (row.stance_code if row else None for row in (before, after))
        if before and after:
            if was == now:
                continue
            kind = "hardened" if _SCORE[str(now)] < _SCORE[str(was)] else "softened"
        else:
            kind = "new" if after else "dropped"
            if after and key[1] in ("talks", "mediation") and now in ("favours", "favours_if"):
                kind = "promoter"
        changes.append(Change(kind, "positions", *key, was, now, before, after))
    return changes


def _terms(old: dict[tuple[str, str], Any], new: dict[tuple[str, str], Any]) -> list[Change]:
    changes = []
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        was, now = (row.role_code if row else None for row in (before, after))
        if before and after:
            if was == now or _FIRMNESS[str(was)] == _FIRMNESS[str(now)]:
                continue
            kind = "hardened" if _FIRMNESS[str(now)] > _FIRMNESS[str(was)] else "softened"
        else:
            kind = "new" if after else "dropped"
        changes.append(Change(kind, "terms", *key, was, now, before, after))
    return changes


def count_changes(changes: list[Change]) -> pd.DataFrame:
    """Return how many changes there are of each table and kind: one row each, `n` a count."""
    frame = pd.DataFrame([(change.table, change.kind) for change in changes], columns=["table", "kind"])
    return frame.value_counts(["table", "kind"], sort=False).rename("n").reset_index()
