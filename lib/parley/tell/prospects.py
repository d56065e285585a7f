"""Can talks start: readiness, conditions, obstacles, and whose predictions say what."""

from typing import Any

from parley.tell.figures import OTHER, PALETTE, side_colours
from parley.tell.grids import Grid, sort_rows
from parley.tell.ledger import TALKS, held_positions
from parley.tell.view import View, rows_in
from parley.tell.wording import code_name, side_name

READY = ("ready", "propose", "host", "mediate", "accept_plan", "accept_mediation", "concede", "ready_if", "signal")
BARRED: tuple[str, ...] = (
    "not_with",
    "refuse",
    "reject_plan",
    "reject_mediation",
    "ultimatum",
    "break_off",
    "bluff_claim",
)
BARRED += ("accuse", "deny", "threaten")
_TALKS = ("talks_start", "agreement", "plan_accepted")
_LOW = ("ruled_out", "very_unlikely", "unlikely")
LIKELIHOODS = dict.fromkeys(_LOW, PALETTE[1]) | {"open": OTHER}
LIKELIHOODS |= dict.fromkeys(("likely", "very_likely", "certain"), PALETTE[0])


def readiness(view: View) -> Grid:
    """Return what each side does about talks: ready, ready on a condition, not with this person, refuses …"""
    rows = held_positions(view, *TALKS)
    acts = [code for code in (*READY, *BARRED) if any(row.act_code == code for row in rows)]
    n_barred = sum(row.act_code in BARRED for row in rows)
    return sort_rows(
        view, "prospects.readiness", rows, codes=acts, colours=side_colours(view), said={"n_barred": n_barred}
    )


def conditions(view: View) -> Grid:
    """Return the conditions that sides set for talks, in the words of the texts."""
    return sort_rows(
        view,
        "prospects.conditions",
        [row for row in held_positions(view) if row.condition],
        line=lambda row: f"{side_name(view, row.holder_id)}: “{' '.join(row.condition.split())}”",
    )


def obstacles(view: View) -> Grid:
    """Return what stands in the way: refusals, ultimatums, exclusions, doubts about the other side; by side."""
    rows = [
        row
        for row in held_positions(view, *TALKS, "trust")
        if (row.stance_code == "opposes" if row.issue_code == "trust" else row.act_code in BARRED)
    ]
    return sort_rows(
        view,
        "prospects.obstacles",
        rows,
        line=lambda row: (
            f"{code_name(view, 'act_code', row.act_code)} ({code_name(view, 'issue_code', row.issue_code)})"
        ),
        colours=side_colours(view),
    )


def predictions(view: View) -> Grid:
    """Return predictions by how likely they call it, and whose they are."""
    rows = [row for row in rows_in(view, "outlooks") if row.about_code in _TALKS]
    n_low, n_own = sum(row.likelihood_code in _LOW for row in rows), sum(row.holder_id == "author" for row in rows)
    return sort_rows(
        view,
        "prospects.predictions",
        rows_in(view, "outlooks"),
        line=lambda row: f"{code_name(view, 'about_code', row.about_code)}: {_predictor(view, row)}",
        codes=LIKELIHOODS,
        said={"n_low": n_low, "n_own": n_own, "n": len(rows)},
    )


def _predictor(view: View, row: Any) -> str:
    return side_name(view, row.holder_id) if row.holder_id else "nobody named"
