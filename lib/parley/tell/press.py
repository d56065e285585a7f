"""How each outlet speaks of each actor: tone with intervals, labels, who is quoted and how, roles, valence."""

from collections import Counter
from itertools import product
from typing import Any

import pandas as pd

from parley.frames import group_rows, rows_of
from parley.tell.figures import PALETTE, TONES, side_colours
from parley.tell.grids import Cell, Grid, cell_text, count_cells, keep_columns, list_lines, sort_rows
from parley.tell.ledger import holders_first
from parley.tell.view import View, outlet_of, rows_in
from parley.tell.wording import code_name, count_name, outlet_name, say_column, side_name
from parley.weigh.contrast import contrast_groups
from parley.weigh.shares import Share, share_by_article
from parley.weigh.slants import find_slants, mean_valence

_FEW = 10
_MANY = 20
_TELLING = 1.96


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
    cells: dict[tuple[str, str], Cell] = {}
    for (outlet, side), slant in find_slants(rows, say_column(view, "outlet_id"), say_column(view, "actor_id")).items():
        if side in sides:
            every = slant.rows + slant.abstained
            is_thin = len(slant.rows) < view.min_rows
            cells[side, outlet] = _too_few(every) if is_thin else _share_cell(every, slant.shares[tone])
    label = code_name(view, "tone_code", tone).lower()
    known = {at: cell for at, cell in cells.items() if cell.share}
    top = max(known, key=lambda at: (known[at].share or 0, known[at].n or 0), default=None)
    said = f"Most often {label}: {top[1]} on {top[0]}, {cell_text(known[top])}" if top else ""
    columns = sorted({at[1] for at in cells})
    note = f"Under {view.min_rows} rows the rows are listed instead; below {_FEW} they are grey."
    grid = list_lines("press.tone_shares", {}, columns=columns, note=note, said={"label": label})
    title = said or f"No outlet’s own words are {label} of anybody, or too few to tell"
    return grid._replace(title=title, lines=tuple(sides), cells=cells, colours=side_colours(view))


def tone_counts(view: View, *, quoted: bool = False) -> Grid:
    """Return framings by outlet and actor: each tone, and verdicts withheld."""
    whose = "In the words of people quoted" if quoted else "In the outlets’ own words"
    rows = own_framings(view, quoted=quoted)
    n_none = sum(row.tone_code is None for row in rows)
    where = "in words quoted or retold" if quoted else "in the outlet’s own words"
    return sort_rows(
        view,
        "press.tone_counts",
        rows,
        line=lambda row: f"{outlet_name(outlet_of(view, row))}: {side_name(view, row.actor_id)}",
        codes=[*TONES, None],
        said={"whose": whose, "where": where, "n_none": n_none},
    )


def labels_apart(view: View, n: int = 25) -> Grid:
    """Return the labels that one outlet uses and others do not, by log-odds with an informative prior."""
    rows = own_framings(view)
    used = group_rows(rows, lambda row: (outlet_name(outlet_of(view, row)), " ".join(row.surface.lower().split())))
    frame = pd.DataFrame([at for at, some in used.items() for _ in some], columns=["outlet", "label"])
    found = contrast_groups(frame, "outlet", "label")
    found = found[(found["z"] > 0) & ((found["n_other"] == 0) | (found["z"] > _TELLING))]
    n_once, found = int((found["n_one"] == 1).sum()), found[found["n_one"] > 1]
    found = found.sort_values(["n_one", "z", "outlet", "word"], ascending=[False, False, True, True])
    lines = {
        f"{hit.outlet}: “{hit.word}”": {
            "of whom": ", ".join(sorted({side_name(view, row.actor_id) for row in used[hit.outlet, hit.word]})),
            "here": used[hit.outlet, hit.word],
            "elsewhere": str(hit.n_other),
            "z": f"{hit.z:.1f}",
        }
        for hit in rows_of(found.head(n))
    }
    note = f"{count_name(n_once, 'label')} used once, and only by one outlet, left out."
    return list_lines("press.labels_apart", lines, note=note, said={"n": len(found), "telling": _TELLING})


def _statements(view: View) -> list[Any]:
    return [row for row in rows_in(view, "statements") if row.speaker_id not in (None, "author")]


def who_is_quoted(view: View) -> Grid:
    """Return how each side is quoted by each outlet: the share of its statements in direct speech, with n."""
    rows = _statements(view)
    lines = holders_first(view, rows, "speaker_id")
    grid = sort_rows(view, "press.who_is_quoted", rows, lines=lines, colours=side_colours(view))
    title = f"Heard most: {grid.top}, {count_name(count_cells(grid, grid.top), 'statement')}"
    cells = {at: _direct_share(view, cell.rows) for at, cell in grid.cells.items()}
    title = title if grid.top else "Nobody is quoted"
    return grid._replace(title=title, cells=cells, columns=tuple(sorted(grid.columns)))


def _direct_share(view: View, rows: tuple[Any, ...]) -> Cell:
    if len(rows) < view.min_rows:
        return _too_few(rows)
    share = share_by_article([row.manner_code != "indirect" for row in rows], [row.doc_id for row in rows])
    return _share_cell(rows, share)


def _too_few(rows: tuple[Any, ...]) -> Cell:
    return Cell(rows, f"{count_name(len(rows), 'row')}, too few", is_thin=True)


def _share_cell(rows: tuple[Any, ...], share: Share) -> Cell:
    return Cell(rows, "", share.share, share.low, share.high, share.n, share.n < _FEW)


def verbs_of_saying(view: View) -> Grid:
    """Return the kinds of verbs with which each side's words are passed on: said, claimed, denied …"""
    rows = _statements(view)
    grid = sort_rows(view, "press.verbs_of_saying", rows, lines=holders_first(view, rows, "speaker_id", 10))
    claims = code_name(view, "cue_code", "claim")
    n = {line: count_cells(grid, line, claims) for line in grid.lines if count_cells(grid, line) >= _MANY}
    top = max(n, key=lambda line: (n[line] / count_cells(grid, line), line), default="")
    said = f"“Claimed” and the like are used most of {top}: in {n.get(top)} of {count_cells(grid, top)} statements"
    title = said if n.get(top) else "No verb of claiming is used"
    return keep_columns(grid._replace(title=title), grid.columns[:9])


def roles_given(view: View) -> Grid:
    """Return who is shown as acting well, acting ill, or suffering, and whose role is doubted."""
    names = [code_name(view, "role_main_code", code) for code in ("protagonist", "antagonist", "innocent")]
    rows = [row for row in rows_in(view, "framings") if row.actor_id is not None and row.role_main_code]
    colours = dict(zip([*names, "doubted role"], (PALETTE[0], PALETTE[1], PALETTE[3], PALETTE[4]), strict=True))
    grid = sort_rows(
        view,
        "press.roles_given",
        rows,
        column=lambda row: (
            "doubted role" if row.is_distanced else code_name(view, "role_main_code", row.role_main_code)
        ),
        columns=list(colours),
        colours=colours,
    )
    counts = Counter({line: count_cells(grid, line, names[1]) for line in grid.lines})
    top, n = counts.most_common(1)[0] if counts else ("", 0)
    if not n:
        return grid._replace(title="Few roles are given")
    outlets = map(say_column(view, "outlet_id"), grid.cells[top, names[1]].rows)
    outlet, n_there = Counter(outlets).most_common(1)[0]
    said = f"{top} ({n} times, {n_there} of them in {outlet})"
    return grid._replace(title=f"Cast as doing harm most, in loaded words: {said}")


def tone_beside_valence(view: View, n: int = 6) -> Grid:
    """Return negative tone beside how bad the news is: an actor in bad news is not an actor spoken ill of."""
    tones = tone_shares(view, n=n)
    valence = {row.sent_id: row.valence for row in rows_of(view.tables["sentences"])}
    side, outlet = say_column(view, "actor_id"), say_column(view, "outlet_id")
    by_place = group_rows(rows_in(view, "mentions"), lambda row: (side(row), outlet(row)))
    lines = {}
    for at in product(tones.lines, tones.columns):
        found = mean_valence(by_place.get(at, []), valence)
        if found and at in tones.cells:
            news = f"{found[0]:+.2f} (n {found[1]})"
            lines[f"{at[1]}: {at[0]}"] = {"negative tone": tones.cells[at], "valence of the news": news}
    return list_lines("press.tone_beside_valence", lines)
