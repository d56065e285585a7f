"""Can talks start: readiness, conditions, obstacles, and whose predictions say what."""

from typing import Any

from parley.tell.figures import PALETTE, side_colours
from parley.tell.grids import Grid, count_cells, keep_columns, make_grid, top_lines
from parley.tell.ledger import TALKS
from parley.tell.view import View, rows_in
from parley.tell.wording import code_name, side_name

READY = ("ready", "propose", "host", "mediate", "accept_plan", "accept_mediation", "concede", "ready_if", "signal")
BARRED = (
    "not_with",
    "refuse",
    "reject_plan",
    "reject_mediation",
    "ultimatum",
    "break_off",
    "bluff_claim",
    "accuse",
    "deny",
    "threaten",
)
_TALKS = ("talks_start", "agreement", "plan_accepted")
_LOW = ("ruled_out", "very_unlikely", "unlikely")
LIKELIHOODS = ("ruled_out", "very_unlikely", "unlikely", "open", "likely", "very_likely", "certain")


def readiness(view: View) -> Grid:
    """Return what each side does about talks: ready, ready on a condition, not with this person, refuses …"""
    rows = [row for row in rows_in(view, "positions") if row.issue_code in TALKS and row.holder_id is not None]
    acts = [code for code in (*READY, *BARRED) if any(row.act_code == code for row in rows)]
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.holder_id),
        lambda row: code_name(view, "act_code", row.act_code),
        columns=[code_name(view, "act_code", code) for code in acts],
        head="Side",
        measure="Passages on talks by what the side is reported to do, from ready to breaking off",
        colours=side_colours(view),
    )
    n_barred = sum(count_cells(grid, column=code_name(view, "act_code", code)) for code in acts if code in BARRED)
    title = f"{n_barred} of {count_cells(grid)} passages on talks close a door rather than open one"
    return grid._replace(title=title if rows else "Nobody is reported to do anything about talks")


def conditions(view: View) -> Grid:
    """Return the conditions that sides set for talks, in the words of the texts."""
    rows = [row for row in rows_in(view, "positions") if row.condition and row.holder_id is not None]
    grid = make_grid(
        rows,
        lambda row: f"{side_name(view, row.holder_id)}: “{' '.join(row.condition.split())}”",
        lambda row: code_name(view, "issue_code", row.issue_code),
        head="Whose condition",
        title=f"{len(rows)} positions depend on a stated condition" if rows else "No position states a condition",
        measure="Positions with a condition, in the words of the text, by what they are about",
    )
    return top_lines(grid, 25)


def obstacles(view: View) -> Grid:
    """Return what stands in the way: refusals, ultimatums, exclusions, doubts about the other side; by side."""
    rows = [
        row
        for row in rows_in(view, "positions")
        if row.holder_id is not None
        and (
            (row.issue_code in TALKS and row.act_code in BARRED)
            or (row.issue_code == "trust" and row.stance_code == "opposes")
        )
    ]
    grid = make_grid(
        rows,
        lambda row: f"{code_name(view, 'act_code', row.act_code)} ({code_name(view, 'issue_code', row.issue_code)})",
        lambda row: side_name(view, row.holder_id),
        head="Obstacle",
        measure="Positions that bar talks, a plan or a mediator, or deny trust; by side",
        colours=side_colours(view),
    )
    top = grid.lines[0] if grid.lines else ""
    title = f"The obstacle named most: {top} ({count_cells(grid, top)})" if top else "No side is reported to bar talks"
    return keep_columns(grid._replace(title=title), grid.columns[:7])


def predictions(view: View) -> Grid:
    """Return predictions by how likely they call it, and whose they are."""
    names = [code_name(view, "likelihood_code", code) for code in LIKELIHOODS]
    grid = make_grid(
        rows_in(view, "outlooks"),
        lambda row: f"{code_name(view, 'about_code', row.about_code)}: {_predictor(view, row)}",
        lambda row: code_name(view, "likelihood_code", row.likelihood_code),
        columns=names,
        head="About what: whose prediction",
        measure="Predictions by how likely the one who predicts calls it",
        colours=dict(zip(names, (*[PALETTE[1]] * 3, "#858b93", *[PALETTE[0]] * 3), strict=True)),
    )
    rows = [row for row in rows_in(view, "outlooks") if row.about_code in _TALKS]
    n_low = sum(row.likelihood_code in _LOW for row in rows)
    n_own = sum(row.holder_id == "author" for row in rows)
    title = f"{n_low} of {len(rows)} predictions about talks call them unlikely or less; {n_own} are the articles’ own"
    return top_lines(grid._replace(title=title if grid.lines else "Nobody predicts anything"), 20)


def _predictor(view: View, row: Any) -> str:
    return side_name(view, row.holder_id) if row.holder_id else "nobody named"
