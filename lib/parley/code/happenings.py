"""Happenings: which reports of an article are of one and the same, and an id that other articles share."""

import re
from collections.abc import Sequence
from typing import Any

from parley.code.passages import chain_of
from parley.codebook import Codebook
from parley.spans import fold

_SLUG = re.compile(r"[^a-z0-9]+")


def join_happenings(rows: Sequence[dict[str, Any]], book: Codebook) -> list[dict[str, Any]]:
    """Return the reports with `happening_id`, without mere mentions of what the article has already reported.

    Two reports are of one happening if they have the same code, share an actor (rolled up) or a place, and
    their days overlap or one has none. A later report is kept if it brings a day or a place that none before
    it had. The id is made of code, first day and first actor, so that dated happenings meet across articles.
    """
    groups: list[list[dict[str, Any]]] = []
    kept: list[tuple[dict[str, Any], int]] = []
    for row in rows:
        number = next((n for n, group in enumerate(groups) if any(_same(row, other, book) for other in group)), None)
        if number is None:
            groups.append([row])
            kept.append((row, len(groups) - 1))
            continue
        is_new = _adds(row, groups[number])
        groups[number].append(row)
        if is_new:
            kept.append((row, number))
    ids = [_id(group, n, book) for n, group in enumerate(groups)]
    return [_dated(row, groups[number]) | {"happening_id": ids[number]} for row, number in kept]


def _same(row: dict[str, Any], other: dict[str, Any], book: Codebook) -> bool:
    if row["event_code"] != other["event_code"]:
        return False
    is_dated = row["date_from"] and other["date_from"]
    if is_dated and not (row["date_from"] <= other["date_to"] and other["date_from"] <= row["date_to"]):
        return False
    if row["place"] and other["place"] and not (row["place"] in other["place"] or other["place"] in row["place"]):
        return False
    shares_place = row["place"] is not None and row["place"] == other["place"]
    return shares_place or _share_actor(row["actor_ids"], other["actor_ids"], book)


def _share_actor(ids: Sequence[str], others: Sequence[str], book: Codebook) -> bool:
    """Say whether an actor is in both, itself or as the state it speaks for: Putin and Russia, not Putin and Lavrov."""
    return any(one in chain_of(other, book) or other in chain_of(one, book) for one in ids for other in others)


def _adds(row: dict[str, Any], group: Sequence[dict[str, Any]]) -> bool:
    """Say whether a report tells a day that no earlier report of the happening told."""
    return row["date_from"] is not None and all(other["date_from"] is None for other in group)


def _dated(row: dict[str, Any], group: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give an undated report the day of another report of the same happening: inferred."""
    known = next((other for other in group if other["date_from"]), None)
    if row["date_from"] or known is None:
        return row
    return row | {"date_from": known["date_from"], "date_to": known["date_to"], "date_basis_code": "inferred"}


def _id(group: Sequence[dict[str, Any]], number: int, book: Codebook) -> str:
    dated = next((row for row in group if row["date_from"]), None)
    first = dated or group[0]
    who = (
        chain_of(first["actor_ids"][0], book)[-1] if first["actor_ids"] else _SLUG.sub("_", fold(first["place"] or ""))
    )
    if dated is None:
        return f"{first['event_code']}:{first['doc_id']}:{number:02d}:{who}"
    return f"{first['event_code']}:{dated['date_from']}:{who}"
