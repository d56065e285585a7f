"""How each outlet speaks of each actor: tone with intervals, labels, who is quoted and how, roles, valence."""

from collections import Counter
from typing import Any

import pandas as pd

from parley.frames import rows_of
from parley.tell.figures import PALETTE, TONES, side_colours
from parley.tell.grids import Cell, Grid, cell_text, count_cells, keep_columns, make_grid, top_lines
from parley.tell.ledger import holders_first
from parley.tell.view import View, group_rows, outlet_of, rows_in, side_of
from parley.tell.wording import code_name, count_name, outlet_name, side_name
from parley.weigh.contrast import contrast_groups
from parley.weigh.shares import share_by_article
from parley.weigh.slants import find_slants, mean_valence

_FEW = 10
_MANY = 20
_TELLING = 1.96


def _outlet(view: View, row: Any) -> str:
    return outlet_name(outlet_of(view, row))


def own_framings(view: View, *, quoted: bool = False) -> list[Any]:
    """Return the framings of actors in the outlets' own voice, or those in quoted and reported speech."""
    rows = [row for row in rows_in(view, "framings") if row.actor_id is not None]
    return [row for row in rows if (row.framer_id != "author") == quoted]


def tone_shares(view: View, tone: str = "negative", n: int = 6) -> Grid:
    """Return the share of a tone by actor (line) and outlet (column), in the outlets' own voice.

    Under `view.min_rows` rows there is no share: the rows are listed instead.
    """
    rows = own_framings(view)
    sides = holders_first(view, rows, "actor_id", n)
    slants = find_slants(rows, lambda row: _outlet(view, row), lambda row: side_name(view, row.actor_id))
    cells: dict[tuple[str, str], Cell] = {}
    for (outlet, side), slant in slants.items():
        if side not in sides:
            continue
        every = slant.rows + slant.abstained
        if len(slant.rows) < view.min_rows:
            cells[side, outlet] = Cell(every, f"{count_name(len(every), 'row')}, too few", is_thin=True)
        else:
            share = slant.shares[tone]
            cells[side, outlet] = Cell(every, "", share.share, share.low, share.high, share.n, share.n < _FEW)
    label = code_name(view, "tone_code", tone).lower()
    known = {at: cell for at, cell in cells.items() if cell.share}
    top = max(known, key=lambda at: (known[at].share or 0, known[at].n or 0), default=None)
    title = (
        f"Most often {label}: {top[1]} on {top[0]}, {cell_text(known[top])}"
        if top
        else f"No outlet’s own words are {label} of anybody, or too few to tell"
    )
    return Grid(
        title=title,
        measure=f"Share of {label} tone among framings with a verdict in its own words; 95 % interval by article",
        head="Actor",
        lines=tuple(sides),
        columns=tuple(sorted({at[1] for at in cells})),
        cells=cells,
        colours=side_colours(view),
        note=f"Under {view.min_rows} rows the rows are listed instead; below {_FEW} they are grey.",
    )


def tone_counts(view: View, *, quoted: bool = False) -> Grid:
    """Return framings by outlet and actor: each tone, and verdicts withheld."""
    names = {code: code_name(view, "tone_code", code) for code in TONES}
    rows = own_framings(view, quoted=quoted)
    grid = make_grid(
        rows,
        lambda row: f"{_outlet(view, row)}: {side_name(view, row.actor_id)}",
        lambda row: names.get(row.tone_code, "no verdict"),
        columns=[*names.values(), "no verdict"],
        head="Outlet: actor",
        measure="Framings " + ("in words quoted or retold" if quoted else "in the outlet’s own words") + ", by tone",
        colours={names[code]: colour for code, colour in TONES.items()},
    )
    n_none, n_all = count_cells(grid, column="no verdict"), count_cells(grid)
    whose = "In the words of people quoted" if quoted else "In the outlets’ own words"
    return top_lines(grid._replace(title=f"{whose}: {n_all} framings, {n_none} without a verdict"), 20)


def labels_apart(view: View, n: int = 25) -> Grid:
    """Return the labels that one outlet uses and others do not, by log-odds with an informative prior."""
    rows = own_framings(view)
    frame = pd.DataFrame(
        [(_outlet(view, row), " ".join(row.surface.lower().split())) for row in rows], columns=["outlet", "label"]
    )
    found = contrast_groups(frame, "outlet", "label")
    found = found[(found["z"] > 0) & ((found["n_other"] == 0) | (found["z"] > _TELLING))]
    n_once, found = int((found["n_one"] == 1).sum()), found[found["n_one"] > 1]
    found = found.sort_values(["n_one", "z", "outlet", "word"], ascending=[False, False, True, True])
    cells: dict[tuple[str, str], Cell] = {}
    for hit in rows_of(found.head(n)):
        line = f"{hit.outlet}: “{hit.word}”"
        used = tuple(
            row
            for row in rows
            if _outlet(view, row) == hit.outlet and " ".join(row.surface.lower().split()) == hit.word
        )
        cells[line, "of whom"] = Cell(text=", ".join(sorted({side_name(view, row.actor_id) for row in used})))
        cells[line, "here"] = Cell(used)
        cells[line, "elsewhere"] = Cell(text=str(hit.n_other))
        cells[line, "z"] = Cell(text=f"{hit.z:.1f}")
    lines = tuple(dict.fromkeys(at[0] for at in cells))
    return Grid(
        title=f"Labels that stand out in one outlet: {len(found)}" if lines else "No label stands out in one outlet",
        measure=f"Loaded words more at home in one outlet; z: log-odds over its error, telling beyond {_TELLING}",
        head="Outlet: label",
        lines=lines,
        columns=("of whom", "here", "elsewhere", "z"),
        cells=cells,
        note=f"{count_name(n_once, 'label')} used once, and only by one outlet, left out.",
    )


def who_is_quoted(view: View) -> Grid:
    """Return how each side is quoted by each outlet: the share of its statements in direct speech, with n."""
    rows = [row for row in rows_in(view, "statements") if row.speaker_id not in (None, "author")]
    sides = holders_first(view, rows, "speaker_id")
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.speaker_id),
        lambda row: _outlet(view, row),
        lines=sides,
        head="Speaker",
        measure="Share of statements quoted directly (or in part) rather than retold; 95 % interval by article",
        colours=side_colours(view),
    )
    cells = {at: _direct_share(view, cell.rows) for at, cell in grid.cells.items()}
    top = grid.lines[0] if grid.lines else ""
    title = f"Heard most: {top}, {count_name(count_cells(grid, top), 'statement')}" if top else "Nobody is quoted"
    return grid._replace(title=title, cells=cells, columns=tuple(sorted(grid.columns)))


def _direct_share(view: View, rows: tuple[Any, ...]) -> Cell:
    if len(rows) < view.min_rows:
        return Cell(rows, f"{count_name(len(rows), 'row')}, too few", is_thin=True)
    share = share_by_article([row.manner_code != "indirect" for row in rows], [row.doc_id for row in rows])
    return Cell(rows, "", share.share, share.low, share.high, share.n, share.n < _FEW)


def verbs_of_saying(view: View) -> Grid:
    """Return the kinds of verbs with which each side's words are passed on: said, claimed, denied …"""
    rows = [row for row in rows_in(view, "statements") if row.speaker_id not in (None, "author")]
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.speaker_id),
        lambda row: code_name(view, "cue_code", row.cue_code),
        lines=holders_first(view, rows, "speaker_id", 10),
        head="Speaker",
        measure="Statements by the kind of verb that passes them on",
    )
    claims = code_name(view, "cue_code", "claim")
    n = {line: count_cells(grid, line, claims) for line in grid.lines if count_cells(grid, line) >= _MANY}
    top = max(n, key=lambda line: (n[line] / count_cells(grid, line), line), default="")
    said = (
        f"“Claimed” and the like are used most of {top}: in {n[top]} of {count_cells(grid, top)} statements"
        if top
        else ""
    )
    title = said if top and n[top] else "No verb of claiming is used"
    return keep_columns(grid._replace(title=title), grid.columns[:9])


def roles_given(view: View) -> Grid:
    """Return who is shown as acting well, acting ill, or suffering, and whose role is doubted."""
    names = [code_name(view, "role_main_code", code) for code in ("protagonist", "antagonist", "innocent")]
    rows = [row for row in rows_in(view, "framings") if row.actor_id is not None and row.role_main_code]
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.actor_id),
        lambda row: "doubted role" if row.is_distanced else code_name(view, "role_main_code", row.role_main_code),
        columns=[*names, "doubted role"],
        head="Actor",
        measure="Framings by role: does good, does harm, suffers; a role in mocking quotation marks is doubted",
        colours=dict(zip([*names, "doubted role"], (PALETTE[0], PALETTE[1], PALETTE[3], PALETTE[4]), strict=True)),
    )
    counts = Counter({line: count_cells(grid, line, names[1]) for line in grid.lines})
    top, n = counts.most_common(1)[0] if counts else ("", 0)
    if not n:
        return grid._replace(title="Few roles are given")
    outlet, n_there = Counter(_outlet(view, row) for row in grid.cells[top, names[1]].rows).most_common(1)[0]
    said = f"{top} ({n} times, {n_there} of them in {outlet})"
    return grid._replace(title=f"Cast as doing harm most, in loaded words: {said}")


def tone_beside_valence(view: View, n: int = 6) -> Grid:
    """Return negative tone beside how bad the news is: an actor in bad news is not an actor spoken ill of."""
    tones = tone_shares(view, n=n)
    valence = {row.sent_id: row.valence for row in rows_of(view.tables["sentences"])}
    mentions = rows_in(view, "mentions")
    by_place = group_rows(mentions, lambda row: (side_name(view, side_of(view, row.actor_id)), _outlet(view, row)))
    cells: dict[tuple[str, str], Cell] = {}
    for side in tones.lines:
        for outlet in tones.columns:
            found = mean_valence(by_place.get((side, outlet), []), valence)
            if found and (side, outlet) in tones.cells:
                line = f"{outlet}: {side}"
                cells[line, "negative tone"] = tones.cells[side, outlet]
                cells[line, "valence of the news"] = Cell(text=f"{found[0]:+.2f} (n {found[1]})")
    return Grid(
        title="Tone towards an actor and good or bad news are two things",
        measure="Share of negative tone; mean valence (−1 bad to 1 good) of the sentences that name the actor",
        head="Outlet: actor",
        lines=tuple(dict.fromkeys(at[0] for at in cells)),
        columns=("negative tone", "valence of the news"),
        cells=cells,
    )
