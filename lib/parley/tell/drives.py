"""Who pushes for talks and who against, and from which motives: declared apart from imputed, and by whom."""

from parley.tell.figures import OTHER, PALETTE, STANCES
from parley.tell.grids import Cell, Grid, count_cells, make_grid, top_lines
from parley.tell.ledger import TALKS
from parley.tell.view import View, day_of, rows_in
from parley.tell.wording import actor_name, code_name, count_name, day_name, imputer_name, list_name, side_name

_DECLARED = "declared by itself"


def promoters(view: View) -> Grid:
    """Return who is for talks, mediation, a ceasefire or a plan, and who against: sides by stance."""
    rows = [row for row in rows_in(view, "positions") if row.issue_code in TALKS and row.holder_id is not None]
    names = {code: code_name(view, "stance_code", code) for code in STANCES}
    grid = make_grid(
        [row for row in rows if row.stance_code],
        lambda row: side_name(view, row.holder_id),
        lambda row: names[row.stance_code],
        columns=list(names.values()),
        head="Side",
        measure="Passages by stance on talks, mediation, hosting, a ceasefire or a plan; people count with their side",
        colours={names[code]: colour for code, colour in STANCES.items()},
    )
    ranks = {line: at for at, line in enumerate(first_voices(view).lines)}
    grid = grid._replace(
        lines=tuple(sorted(grid.lines, key=lambda line: (-count_cells(grid, line), ranks.get(line, 999))))
    )
    n_unclear = sum(row.stance_code is None for row in rows)
    note = f"{count_name(n_unclear, 'passage')} with an unclear stance left out." if n_unclear else ""
    return grid._replace(title=_promoters_title(grid, (names["favours"], names["favours_if"])), note=note)


def _promoters_title(grid: Grid, columns: tuple[str, str]) -> str:
    n_for = {line: sum(count_cells(grid, line, column) for column in columns) for line in grid.lines}
    most = max(n_for.values(), default=0)
    tops = [line for line in grid.lines if n_for[line] == most]
    if not most:
        return "Nobody is reported for talks"
    if len(tops) > 1:
        return f"{list_name(tops)} are reported most often for talks: {count_name(most, 'passage')} each"
    return (
        f"{tops[0]} is reported most often for talks: {most} of its {count_name(count_cells(grid, tops[0]), 'passage')}"
    )


def first_voices(view: View) -> Grid:
    """Return when each side is first reported for talks and first against, by whom; undated ones come last."""
    poles = {"favours": "first for", "favours_if": "first for", "opposes": "first against"}
    rows = [row for row in rows_in(view, "positions") if row.issue_code in TALKS and row.holder_id is not None]
    cells: dict[tuple[str, str], Cell] = {}
    for row in sorted(rows, key=lambda row: (day_of(view, row) or "9999", row.doc_id, row.start)):
        at = side_name(view, row.holder_id), poles.get(row.stance_code or "", "")
        if at[1] and at not in cells:
            cells[at] = Cell((row,), f"{day_name(day_of(view, row))}, {actor_name(view, row.holder_id)}")
    in_favour = [line for line, column in cells if column == "first for"]  # cells were filled in order of time
    against = [line for line, column in cells if column == "first against" and line not in in_favour]
    return Grid(
        title=f"First reported for talks in this corpus: {in_favour[0]}"
        if in_favour
        else "Nobody is reported for talks",
        measure="First day of publication with a stance for or against, and whose; talk may be older than the corpus",
        head="Side",
        lines=(*in_favour, *against),
        columns=("first for", "first against"),
        cells=cells,
    )


def own_or_ascribed(view: View) -> Grid:
    """Return whether stances on talks are a side's own words or said about it by somebody else."""
    rows = [row for row in rows_in(view, "positions") if row.issue_code in TALKS and row.holder_id is not None]
    names = [code_name(view, "voice_code", code) for code in ("quoted", "reported", "ascribed", "author")]
    grid = make_grid(
        rows,
        lambda row: side_name(view, row.holder_id),
        lambda row: code_name(view, "voice_code", row.voice_code),
        columns=names,
        head="Side",
        measure="Passages on talks by voice: the side's own words, or what others say of it",
        colours=dict(zip(names, (PALETTE[0], PALETTE[2], PALETTE[1], OTHER), strict=True)),
    )
    n_own = count_cells(grid, column=names[0]) + count_cells(grid, column=names[1])
    return grid._replace(title=f"{n_own} of {count_cells(grid)} passages on talks are the sides’ own words")


def motives_by_actor(view: View, n: int = 30) -> Grid:
    """Return who is said to be moved by what, and by whom: declared, or imputed by the article or by another side."""
    rows = [row for row in rows_in(view, "motives") if row.actor_id is not None]
    grid = make_grid(
        rows,
        lambda row: f"{side_name(view, row.actor_id)}: {code_name(view, 'motive_code', row.motive_code)}",
        lambda row: imputer_name(view, row),
        head="Who, by what",
        measure="Passages that give a motive, by who gives it",
    )
    columns = sorted(grid.columns, key=lambda name: (name != _DECLARED, -count_cells(grid, column=name), name))
    top = grid.lines[0] if grid.lines else ""
    who, _, what = top.partition(": ")
    n_all, n_own = count_cells(grid), count_cells(grid, column=_DECLARED)
    title = f"{n_all - n_own} of {count_name(n_all, 'motive')} are imputed, not declared; named most: {who} – "
    title += f"{what[:1].lower()}{what[1:]} ({count_cells(grid, top)})"
    title = title if top else "No motive is given"
    return top_lines(grid._replace(title=title, columns=tuple(columns)), n)
