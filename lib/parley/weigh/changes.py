"""What changed between two runs: positions, terms, promoters and tone, matched by who and what, not by sentence.

A holder's stance is the newest one in the corpus that the text vouches for; what is only alleged, denied or
hypothetical changes nothing.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from parley.frames import rows_of
from parley.tables import Tables
from parley.weigh.counts import count_once, sides_of
from parley.weigh.shares import Share
from parley.weigh.slants import Slant, find_slants

KINDS = ("promoter", "hardened", "softened", "shifted", "tone", "new", "dropped")
_UNSURE = ("alleged", "denied", "hypothetical")
_STANCES = {"opposes": -1, "ambivalent": 0, "favours_if": 1, "favours": 2}
_ROLES = {"offer": 0, "accept": 0, "provision": 0, "demand": 1, "refuse": 2, "red_line": 3}
# To favour these is to come towards the other side, to favour those to stand against it; of the rest it says neither.
_TOWARDS = {"talks", "talks_with_leader", "mediation", "hosting", "peace_plan", "ceasefire", "withdrawal", "prisoners"}
_TOWARDS |= {"grain_and_shipping", "humanitarian", "nuclear_safety", "trust"}
_AGAINST = {"sanctions", "military_aid", "nuclear_weapons", "war_aims"}
_PROMOTED = ("talks", "mediation", "hosting")
_LEAST = 5  # rows, and from three articles: below, a share of tone says nothing
_LEAST_ARTICLES = 3


class Change(NamedTuple):
    """One change: its kind, what it is about, its codes before and after, and the newest rows behind them.

    `about` is an issue or term code, for tone the outlet; `was` and `now` are codes, for tone shares with their
    intervals. What was not there before, or is not there now, is None.
    """

    kind: str
    table: str
    holder_id: str
    target_id: str | None
    about: str
    was: Any
    now: Any
    before: Any
    after: Any


def find_changes(old: Tables, new: Tables) -> list[Change]:
    """Return what changed from one run's tables to the next, the most telling kinds first.

    Positions are matched by holder, issue and target, terms by holder and clause: new, dropped, hardened, softened,
    or shifted where the issue has no direction. A new promoter is a side that was for no talks before. Tone is the
    share of negative words that an outlet uses of a side; it moved if each share lies outside the other's interval.
    """
    old, new = count_once(old), count_once(new)
    changes = [*_positions(old, new), *_terms(old, new), *_tones(old, new)]
    return sorted(changes, key=lambda one: (KINDS.index(one.kind), one.table, one.holder_id, one.about))


def _newest(tables: Tables, table: str, columns: tuple[str, ...], value: str) -> dict[tuple[Any, ...], Any]:
    """Return the newest row of each holder and matter that says something and that the text vouches for."""
    day_by_doc = {row.doc_id: row.published_on or "" for row in rows_of(tables["documents"])}
    rows = [
        row
        for row in rows_of(tables[table])
        if row.holder_id and getattr(row, value) and row.evidence_code not in _UNSURE
    ]
    rows.sort(key=lambda row: (day_by_doc[row.doc_id], row.doc_id, row.start))
    return {tuple(getattr(row, column) for column in columns): row for row in rows}


def _pairs(old: Tables, new: Tables, *matched: Any) -> Iterator[tuple[Any, Any]]:
    before, after = _newest(old, *matched), _newest(new, *matched)
    keys = sorted({*before, *after}, key=lambda key: [part or "" for part in key])
    return ((before.get(key), after.get(key)) for key in keys)


def _positions(old: Tables, new: Tables) -> Iterator[Change]:
    sides = sides_of(new["actors"])
    promoters = {sides.get(row.holder_id, row.holder_id) for row in rows_of(old["positions"]) if _is_promotion(row)}
    for was, now in _pairs(old, new, "positions", ("holder_id", "issue_code", "target_id"), "stance_code"):
        row = now or was
        kind = _kind(was, now)
        if was and now:
            step = _STANCES[now.stance_code] - _STANCES[was.stance_code]
            towards = step * ((row.issue_code in _TOWARDS) - (row.issue_code in _AGAINST))
            kind = "" if not step else "shifted" if not towards else "softened" if towards > 0 else "hardened"
        elif now and _is_promotion(now) and sides.get(row.holder_id, row.holder_id) not in promoters:
            kind = "promoter"
        if kind:
            before, after = (one.stance_code if one else None for one in (was, now))
            yield Change(kind, "positions", row.holder_id, row.target_id, row.issue_code, before, after, was, now)


def _is_promotion(row: Any) -> bool:
    return (
        row.issue_code in _PROMOTED
        and row.stance_code in ("favours", "favours_if")
        and row.evidence_code not in _UNSURE
        and row.holder_id is not None
    )


def _terms(old: Tables, new: Tables) -> Iterator[Change]:
    for was, now in _pairs(old, new, "terms", ("holder_id", "term_code"), "role_code"):
        row = now or was
        kind = _kind(was, now)
        if was and now:
            step = _ROLES[now.role_code] - _ROLES[was.role_code]
            kind = "hardened" if step > 0 else "softened" if step < 0 else ""
        if kind:
            before, after = (one.role_code if one else None for one in (was, now))
            yield Change(kind, "terms", row.holder_id, row.obligor_id, row.term_code, before, after, was, now)


def _kind(was: Any, now: Any) -> str:
    return "" if was and now else "new" if now else "dropped"


def _tones(old: Tables, new: Tables) -> Iterator[Change]:
    before, after = _slants(old), _slants(new)
    for outlet, side in sorted(before.keys() & after.keys()):
        was, now = (slants[outlet, side].shares.get("negative") for slants in (before, after))
        if was and now and _is_enough(was) and _is_enough(now) and _is_outside(was, now) and _is_outside(now, was):
            rows = [
                next(
                    (row for row in reversed(slants[outlet, side].rows) if (row.tone_code == "negative") is worse), None
                )
                for slants, worse in ((before, now.share < was.share), (after, now.share > was.share))
            ]
            yield Change("tone", "framings", side, None, outlet, was, now, *rows)


def _slants(tables: Tables) -> dict[tuple[str, str], Slant]:
    outlet_by_doc = {row.doc_id: row.outlet_id or "" for row in rows_of(tables["documents"])}
    sides = sides_of(tables["actors"])
    own = [row for row in rows_of(tables["framings"]) if row.framer_id == "author" and row.actor_id]
    return find_slants(
        own,
        lambda row: outlet_by_doc[row.doc_id],
        lambda row: sides.get(row.actor_id, row.actor_id),
        tones=("negative",),
    )


def _is_enough(share: Share) -> bool:
    return share.n >= _LEAST and share.n_articles >= _LEAST_ARTICLES


def _is_outside(share: Share, other: Share) -> bool:
    return not other.low <= share.share <= other.high
