"""The front page of a run: what changed, the reports, every actor's rows, the tables."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from parley.codebook import Codebook
from parley.run.jobs import Outcome
from parley.run.site import write_json
from parley.tables import CODED, Tables
from parley.tell.evidence import evidence
from parley.tell.pages import render_page
from parley.weigh.changes import Change, find_changes

_MOST_SHOWN = 25
_SNIPPET = 240
_KINDS = {
    "promoter": "new promoter",
    "hardened": "hardened",
    "softened": "softened",
    "new": "new",
    "dropped": "no longer found",
}
_HOLDERS = {
    "positions": "holder_id",
    "terms": "holder_id",
    "motives": "actor_id",
    "framings": "actor_id",
    "outlooks": "holder_id",
}


def count_rows(tables: Tables, book: Codebook) -> dict[str, int]:
    """Return how many coded rows each actor has, with those of the people and bodies that speak for it."""
    counts: dict[str, int] = {}
    for table, column in _HOLDERS.items():
        for actor_id, n in tables[table][column].value_counts().items():
            above: str | None = str(actor_id)
            while above is not None and above in book.actors:
                counts[above] = counts.get(above, 0) + int(n)
                above = book.actors[above].speaks_for_id
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def write_front(folder: Path, tables: Tables, book: Codebook, before: Tables | None, outcomes: list[Outcome]) -> None:
    """Write `index.html` and `changes.json` of a run."""
    changes = find_changes(before, tables) if before is not None else []
    shown = [_show_change(change, tables, before or {}, book) for change in changes]
    write_json(folder / "changes.json", shown)
    documents = tables["documents"]
    n_copies = int(documents["copy_code"].isin(["same", "near"]).sum())
    dated = documents["published_on"].dropna()
    span = f", {dated.min()} to {dated.max()}" if len(dated) else ""
    coverage = (
        f"{len(documents)} articles from {documents['outlet_id'].nunique()} outlets{span}; {n_copies} of them copies, "
        f"{int(documents['published_on'].isna().sum())} undated; {len(tables['problems'])} problems; "
        f"{sum(len(tables[table]) for table in CODED)} coded rows."
    )
    dossiers = {outcome.page for outcome in outcomes if outcome.status != "failed"}
    page = render_page(
        "front.html",
        title="What is said about talks, by whom and how surely",
        coverage=coverage,
        failed=[outcome for outcome in outcomes if outcome.status == "failed"],
        reports=[o for o in outcomes if o.status != "failed" and not o.page.startswith("05-")],
        changes=shown[:_MOST_SHOWN],
        n_more=max(0, len(shown) - _MOST_SHOWN),
        changes_line=_changes_line(shown, before),
        actors=[
            {
                "label": book.actors[actor_id].label,
                "href": f"05-{actor_id}.html" if f"05-{actor_id}" in dossiers else f"rows-{actor_id}.html",
                "line": f"{n} coded rows" + (", dossier" if f"05-{actor_id}" in dossiers else ""),
            }
            for actor_id, n in count_rows(tables, book).items()
        ],
        tables=sorted(tables),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def write_actors(folder: Path, tables: Tables, book: Codebook, outcomes: list[Outcome]) -> None:
    """Write `rows-ACTOR.html` for every actor that has rows but no dossier: all its rows with their passages."""
    dossiers = {outcome.page for outcome in outcomes if outcome.status != "failed"}
    for actor_id, n in count_rows(tables, book).items():
        if f"05-{actor_id}" in dossiers:
            continue
        below = {actor_id} | {other for other in book.actors if actor_id in _above(other, book)}
        sections = []
        for table, column in _HOLDERS.items():
            found = tables[table][tables[table][column].isin(below)]
            if len(found):
                sections.append((table.capitalize(), Markup(evidence(found, tables, n=len(found))._repr_html_())))
        label = book.actors[actor_id].label
        page = render_page(
            "rows.html", title=f"{label}: coded rows", lead=f"{n} coded rows, each with its passage.", sections=sections
        )
        (folder / f"rows-{actor_id}.html").write_text(page, encoding="utf-8")


def _above(actor_id: str, book: Codebook) -> list[str]:
    chain = []
    above = book.actors[actor_id].speaks_for_id
    while above is not None:
        chain.append(above)
        above = book.actors[above].speaks_for_id
    return chain


def _changes_line(shown: list[dict[str, Any]], before: Tables | None) -> str:
    if before is None:
        return "This is the first run here: from the next one on, this page leads with what changed."
    if not shown:
        return "No position or term is new, gone or different since the run before."
    counts: dict[str, int] = {}
    for change in shown:
        counts[change["kind"]] = counts.get(change["kind"], 0) + 1
    return "Since the run before: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) + "."


def _show_change(change: Change, tables: Tables, before: Tables, book: Codebook) -> dict[str, Any]:
    column = "issue_code" if change.table == "positions" else "term_code"
    values = "stance_code" if change.table == "positions" else "role_code"
    holder = book.actors[change.holder_id].label if change.holder_id in book.actors else change.holder_id
    thing = _label(book, column, change.code)
    was, now = (_label(book, values, code) if code else None for code in (change.was, change.now))
    what = f"{was} → {now}" if was and now else now or was
    return {
        "kind": _KINDS[change.kind],
        "table": change.table,
        "holder_id": change.holder_id,
        column: change.code,
        "was": change.was,
        "now": change.now,
        "line": f"{holder} on {thing}: {what}",
        "before": _quote(change.before, before),
        "after": _quote(change.after, tables),
    }


def _label(book: Codebook, column: str, code: str) -> str:
    known = book.codes.get(column, {}).get(code)
    return known.label if known else code.replace("_", " ")


def _quote(row: Any, tables: Tables) -> dict[str, str] | None:
    if row is None:
        return None
    documents = tables["documents"].set_index("doc_id")
    document = documents.loc[row.doc_id]
    quote = " ".join(str(document["text"])[row.start : row.end].split())
    cite = ", ".join(str(part) for part in (document["outlet_id"], document["published_on"]) if isinstance(part, str))
    return {"quote": quote[:_SNIPPET] + ("…" if len(quote) > _SNIPPET else ""), "cite": cite, "doc_id": row.doc_id}
