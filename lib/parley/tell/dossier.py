"""The dossier of one actor: what it stands for, on which terms, from which motives, and how it is spoken of."""

from collections import Counter
from typing import Any

from parley.errors import UsageError
from parley.frames import rows_by
from parley.tell.blocks import Block, fill
from parley.tell.figures import LINE, TONES, side_colours
from parley.tell.grids import Cell, Grid, count_cells, sort_rows
from parley.tell.ledger import STANCES
from parley.tell.view import OWNERS, View, day_of, own_rows, rows_in
from parley.tell.wording import actor_name, code_name, count_name, day_name, imputer_name, list_name, side_name
from parley.weigh.counts import members_of

_ROLES = ("demand", "offer", "accept", "refuse", "red_line", "provision")


def introduce(view: View, actor: str) -> Block:
    """Return who the actor is and how many rows there are about it.

    Raises:
        UsageError: the codebook has no such actor.
    """
    if actor not in view.names:
        raise UsageError("actor", found=repr(actor), expected="an actor_id of the pack", remedy="see its actors.yml")
    people = sorted(members_of(view.tables["actors"], (actor,)) - {actor})
    tiles = [(f"{len(own_rows(view, actor, table)):,}", table) for table in OWNERS]
    said = {row.speaker_id for table in ("positions", "terms") for row in own_rows(view, actor, table)}
    heard = [actor_name(view, person) for person in people if person in said]
    side = side_name(view, actor)
    line = f"Counts with {side}. " if side != actor_name(view, actor) else ""
    line += f"Heard for it here: {list_name(heard, 8)}." if heard else ""
    return fill("tiles", actor_name(view, actor), title=actor_name(view, actor), tiles=tiles, line=line)


def stances(view: View, actor: str) -> Grid:
    """Return the actor's positions by issue: stance, since when, and who says so."""
    grid = sort_rows(view, "dossier.stances", own_rows(view, actor, "positions"), codes=(*STANCES, None))
    cells, more = dict(grid.cells), ("how", "since", "who says so")
    for line in grid.lines:
        found = [row for at, cell in grid.cells.items() if at[0] == line for row in cell.rows]
        days = sorted(day for row in found if (day := day_of(view, row)))
        said = (
            _most(code_name(view, "act_code", row.act_code) for row in found),
            day_name(days[0]) if days else "undated",
            _most(actor_name(view, row.speaker_id) for row in found),
        )
        cells |= {(line, column): Cell(text=text) for column, text in zip(more, said, strict=True)}
    name, counts = actor_name(view, actor), [(count_cells(grid, grid.top, column), column) for column in grid.columns]
    heard = f"{name} is heard most on {grid.top}: " + ", ".join(f"{n} {column}" for n, column in counts if n)
    title = heard if grid.top else f"No position of {name}"
    return grid._replace(title=title, columns=(*grid.columns, *more), cells=cells)


def _most(names: Any, n: int = 3) -> str:
    counts = Counter(names)
    return ", ".join(f"{name} {n_rows}" if len(counts) > 1 else name for name, n_rows in counts.most_common(n))


def terms_held(view: View, actor: str) -> Grid:
    """Return the clauses that the actor demands, offers, accepts or refuses."""
    rows = own_rows(view, actor, "terms")
    counts = Counter(row.role_code for row in rows)
    roles = [f"{code_name(view, 'role_code', code)} {counts[code]}" for code in _ROLES if counts[code]]
    said = {"name": actor_name(view, actor), "roles": list_name(roles, 6)}
    return sort_rows(view, "dossier.terms_held", rows, codes=_ROLES, said=said)


def terms_asked(view: View, actor: str) -> Grid:
    """Return the clauses that others want the actor to carry out, or that plans put on it."""
    mine = members_of(view.tables["actors"], (actor,))
    rows = [row for row in own_rows(view, actor, "terms", "obligor_id") if row.holder_id not in mine]
    return sort_rows(
        view,
        "dossier.terms_asked",
        rows,
        column=lambda row: side_name(view, row.holder_id) if row.holder_id else "a plan",
        said={"name": actor_name(view, actor), "n": count_name(len(rows), "passage")},
    )


def motives(view: View, actor: str) -> Grid:
    """Return what is said to move the actor: declared by itself, or imputed by whom."""
    rows, said = own_rows(view, actor, "motives"), {"name": actor_name(view, actor)}
    return sort_rows(view, "dossier.motives", rows, column=lambda row: imputer_name(view, row), said=said)


def tone_by_outlet(view: View, actor: str) -> Grid:
    """Return the tone of framings of the actor by outlet, verdicts withheld shown as such."""
    rows = own_rows(view, actor, "framings")
    said = {"name": actor_name(view, actor), "n_bad": sum(row.tone_code == "negative" for row in rows)}
    return sort_rows(view, "dossier.tone_by_outlet", rows, codes=TONES | {None: LINE}, said=said)


def labels_used(view: View, actor: str) -> Grid:
    """Return the loaded words for the actor, by whose words they are."""
    return sort_rows(
        view,
        "dossier.labels_used",
        own_rows(view, actor, "framings"),
        line=lambda row: f"“{' '.join(row.surface.split())}” ({code_name(view, 'device_code', row.device_code)})",
        said={"name": actor_name(view, actor)},
    )


def voices_about(view: View, actor: str) -> Grid:
    """Return who is quoted about the actor: statements of others whose content names it, by manner."""
    members, mentions = members_of(view.tables["actors"], (actor,)), view.tables["mentions"]
    named = rows_by(mentions[mentions["actor_id"].isin(members)])
    rows = [
        row
        for row in rows_in(view, "statements")
        if row.speaker_id not in members
        and any(row.content_start <= mention.start < row.content_end for mention in named.get(row.doc_id, []))
    ]
    grid = sort_rows(view, "dossier.voices_about", rows, colours=side_colours(view))
    name, top = actor_name(view, actor), next((line for line in grid.lines if line != "unknown"), "")
    title = f"{top} is quoted most about {name} ({count_cells(grid, top)})" if top else f"Nobody is quoted about {name}"
    return grid._replace(title=title)
