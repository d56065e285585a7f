"""The dossier of one actor: what it stands for, on which terms, from which motives, and how it is spoken of."""

from collections import Counter
from typing import Any

from parley.errors import UsageError
from parley.frames import rows_by
from parley.tell.blocks import Block, fill
from parley.tell.figures import LINE, TONES, side_colours
from parley.tell.grids import Cell, Grid, count_cells, make_grid, top_lines
from parley.tell.ledger import STANCES
from parley.tell.view import View, day_of, outlet_of, rows_in
from parley.tell.wording import (
    actor_name,
    code_name,
    count_name,
    day_name,
    imputer_name,
    list_name,
    outlet_name,
    side_name,
)
from parley.weigh.counts import members_of

_OWNERS = {"positions": "holder_id", "terms": "holder_id", "motives": "actor_id", "framings": "actor_id"}
_OWNERS |= {"outlooks": "holder_id"}
_ROLES = ("demand", "offer", "accept", "refuse", "red_line", "provision")


def own_rows(view: View, actor: str, table: str, column: str = "") -> list[Any]:
    """Return the rows of a table whose holder (or `column`) is the actor or anyone who speaks for it."""
    members = members_of(view.tables["actors"], (actor,))
    return [row for row in rows_in(view, table) if getattr(row, column or _OWNERS[table]) in members]


def introduce(view: View, actor: str) -> Block:
    """Return who the actor is and how many rows there are about it.

    Raises:
        UsageError: the codebook has no such actor.
    """
    if actor not in view.names:
        raise UsageError("actor", found=repr(actor), expected="an actor_id of the pack", remedy="see its actors.yml")
    people = sorted(members_of(view.tables["actors"], (actor,)) - {actor})
    tiles = [(f"{len(own_rows(view, actor, table)):,}", table) for table in _OWNERS]
    said = {row.speaker_id for table in ("positions", "terms") for row in own_rows(view, actor, table)}
    heard = [actor_name(view, person) for person in people if person in said]
    side = side_name(view, actor)
    line = f"Counts with {side}. " if side != actor_name(view, actor) else ""
    line += f"Heard for it here: {list_name(heard, 8)}." if heard else ""
    return fill("tiles", actor_name(view, actor), title=actor_name(view, actor), tiles=tiles, line=line)


def stances(view: View, actor: str) -> Grid:
    """Return the actor's positions by issue: stance, since when, and who says so."""
    rows = own_rows(view, actor, "positions")
    names = [code_name(view, "stance_code", code) for code in (*STANCES, None)]
    grid = make_grid(
        rows,
        lambda row: code_name(view, "issue_code", row.issue_code),
        lambda row: code_name(view, "stance_code", row.stance_code),
        columns=[
            name for name in names if any(code_name(view, "stance_code", row.stance_code) == name for row in rows)
        ],
        head="Issue",
        measure="Passages by stance; the first day of publication they stand in; and on whose account",
    )
    cells = dict(grid.cells)
    for line in grid.lines:
        found = [row for at, cell in grid.cells.items() if at[0] == line for row in cell.rows]
        days = sorted(day for day in (day_of(view, row) for row in found) if day)
        cells[line, "how"] = Cell(text=_most(code_name(view, "act_code", row.act_code) for row in found))
        cells[line, "since"] = Cell(text=day_name(days[0]) if days else "undated")
        cells[line, "who says so"] = Cell(text=_most(actor_name(view, row.speaker_id) for row in found))
    top = grid.lines[0] if grid.lines else ""
    name, counts = actor_name(view, actor), [(count_cells(grid, top, column), column) for column in grid.columns]
    said = ", ".join(f"{n} {column}" for n, column in counts if n)
    title = f"{name} is heard most on {top}: {said}" if top else f"No position of {name}"
    return grid._replace(title=title, columns=(*grid.columns, "how", "since", "who says so"), cells=cells)


def _most(names: Any, n: int = 3) -> str:
    counts = Counter(names)
    return ", ".join(f"{name} {n_rows}" if len(counts) > 1 else name for name, n_rows in counts.most_common(n))


def terms_held(view: View, actor: str) -> Grid:
    """Return the clauses that the actor demands, offers, accepts or refuses."""
    grid = make_grid(
        own_rows(view, actor, "terms"),
        lambda row: code_name(view, "term_code", row.term_code),
        lambda row: code_name(view, "role_code", row.role_code),
        columns=[code_name(view, "role_code", code) for code in _ROLES],
        head="Clause",
        measure="Passages by what the actor does with the clause",
    )
    columns = tuple(column for column in grid.columns if count_cells(grid, column=column))
    said = [f"{column} {count_cells(grid, column=column)}" for column in columns]
    name = actor_name(view, actor)
    title = f"{name}: {list_name(said, 6)}" if said else f"{name} is not reported to name a term"
    return grid._replace(title=title, columns=columns)


def terms_asked(view: View, actor: str) -> Grid:
    """Return the clauses that others want the actor to carry out, or that plans put on it."""
    mine = members_of(view.tables["actors"], (actor,))
    rows = [row for row in own_rows(view, actor, "terms", "obligor_id") if row.holder_id not in mine]
    name = actor_name(view, actor)
    grid = make_grid(
        rows,
        lambda row: code_name(view, "term_code", row.term_code),
        lambda row: side_name(view, row.holder_id) if row.holder_id else "a plan",
        head="Clause",
        measure="Clauses that the actor would have to carry out, by who asks",
    )
    top = grid.lines[0] if grid.lines else ""
    said = f"Asked of {name} most: {top} ({count_cells(grid, top)} of {count_name(len(rows), 'passage')})"
    return grid._replace(title=said if rows else f"Nothing is asked of {name}")


def motives(view: View, actor: str) -> Grid:
    """Return what is said to move the actor: declared by itself, or imputed by whom."""
    grid = make_grid(
        own_rows(view, actor, "motives"),
        lambda row: code_name(view, "motive_code", row.motive_code),
        lambda row: imputer_name(view, row),
        head="Motive",
        measure="Passages that give a motive, by who gives it",
    )
    name, top = actor_name(view, actor), grid.lines[0] if grid.lines else ""
    return grid._replace(title=f"{name} is said to be moved most by: {top}" if top else f"No motive of {name} is given")


def tone_by_outlet(view: View, actor: str) -> Grid:
    """Return the tone of framings of the actor by outlet, verdicts withheld shown as such."""
    names = {code: code_name(view, "tone_code", code) for code in TONES}
    grid = make_grid(
        own_rows(view, actor, "framings"),
        lambda row: outlet_name(outlet_of(view, row)),
        lambda row: names.get(row.tone_code, "no verdict"),
        columns=[*names.values(), "no verdict"],
        head="Outlet",
        measure="Framings of the actor by tone, quoted ones included; counts, not shares, as n is small for one actor",
        colours={names[code]: colour for code, colour in TONES.items()} | {"no verdict": LINE},
    )
    n_bad, n_all = count_cells(grid, column=names["negative"]), count_cells(grid)
    name = actor_name(view, actor)
    return grid._replace(
        title=f"{n_bad} of {n_all} framings of {name} are negative" if n_all else f"No framing of {name}"
    )


def labels_used(view: View, actor: str) -> Grid:
    """Return the loaded words for the actor, by whose words they are."""
    grid = make_grid(
        own_rows(view, actor, "framings"),
        lambda row: f"“{' '.join(row.surface.split())}” ({code_name(view, 'device_code', row.device_code)})",
        lambda row: actor_name(view, row.framer_id) if row.framer_id == "author" else side_name(view, row.framer_id),
        head="Words",
        title=f"The words used of {actor_name(view, actor)}",
        measure="Loaded words and clauses, by whose words they are",
    )
    return top_lines(grid, 25)


def voices_about(view: View, actor: str) -> Grid:
    """Return who is quoted about the actor: statements of others whose content names it, by manner."""
    members = members_of(view.tables["actors"], (actor,))
    named = {
        doc_id: [row for row in rows if row.actor_id in members]
        for doc_id, rows in rows_by(view.tables["mentions"]).items()
    }
    rows = [
        row
        for row in rows_in(view, "statements")
        if row.speaker_id not in members
        and any(row.content_start <= mention.start < row.content_end for mention in named.get(row.doc_id, []))
    ]
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.speaker_id),
        lambda row: code_name(view, "manner_code", row.manner_code),
        head="Speaker",
        measure="Statements of others that name the actor, by manner of quotation; people count with their side",
        colours=side_colours(view),
    )
    name, top = actor_name(view, actor), next((line for line in grid.lines if line != "unknown"), "")
    title = f"{top} is quoted most about {name} ({count_cells(grid, top)})" if top else f"Nobody is quoted about {name}"
    return top_lines(grid._replace(title=title), 15)
