"""The front page of a run, led by what changed, and the pages that list an actor's rows."""

from collections import Counter
from pathlib import Path
from typing import Any

from markupsafe import Markup

from parley.run.jobs import Outcome
from parley.run.site import write_json
from parley.tables import CODED
from parley.tell.evidence import evidence, show_passage
from parley.tell.pages import render_page
from parley.tell.view import OWNERS, View, own_rows, rows_in
from parley.tell.wording import actor_name, code_name, count_name, day_name, outlet_name
from parley.weigh.changes import Change, find_changes
from parley.weigh.shares import Share

_KIND_NAMES = {
    ("promoter", "positions"): "New promoters of talks",
    ("hardened", "positions"): "Positions that hardened",
    ("hardened", "terms"): "Terms that hardened",
    ("softened", "positions"): "Positions that softened",
    ("softened", "terms"): "Terms that softened",
    ("shifted", "positions"): "Positions that shifted, neither harder nor softer",
    ("tone", "framings"): "Tone that moved beyond its interval",
    ("new", "positions"): "New positions",
    ("new", "terms"): "New terms",
    ("dropped", "positions"): "Positions no longer found",
    ("dropped", "terms"): "Terms no longer found",
}
_MOST_SHOWN = 8
_ROWS_A_PAGE = 200


def count_rows(view: View) -> dict[str, int]:
    """Return how many coded rows each actor has, with those of the people and bodies that speak for it; most first."""
    own = Counter(getattr(row, column) for table, column in OWNERS.items() for row in rows_in(view, table))
    counts: Counter[str] = Counter()
    for actor_id, n in own.items():
        above = actor_id
        while view.book and above in view.book.actors:
            counts[above] += n
            above = view.book.actors[above].speaks_for_id
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def write_front(folder: Path, view: View, before: View | None, outcomes: list[Outcome], note: str = "") -> None:
    """Write `index.html` and `changes.json` of a run; `note` says what else but the articles differs from before."""
    changes = find_changes(before.tables, view.tables) if before else []
    told = [_tell(change, view, before) for change in changes]
    write_json(folder / "changes.json", told)
    made = {outcome.page: outcome for outcome in outcomes if outcome.status != "failed"}
    counts = count_rows(view)
    page = render_page(
        "front.html",
        title="What is said about talks, by whom and how surely",
        coverage=_coverage(view),
        failed=[outcome for outcome in outcomes if outcome.status == "failed"],
        reports=[one for one in outcomes if one.page in made and not one.page.startswith("05-")],
        changes=_group(list(zip(changes, told, strict=True)), view, before),
        changes_line=_say_changes(told, before is None, note),
        dossiers=[
            {"name": actor_name(view, actor_id), "n": count_name(n, "coded row"), **made[f"05-{actor_id}"]._asdict()}
            for actor_id, n in counts.items()
            if f"05-{actor_id}" in made
        ],
        others=[
            (f"rows-{actor_id}.html", actor_name(view, actor_id), n)
            for actor_id, n in counts.items()
            if f"05-{actor_id}" not in made
        ],
        tables=sorted(view.every),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _coverage(view: View) -> str:
    documents = view.chosen["documents"]
    days = sorted(documents["published_on"].dropna())
    span = f", {day_name(days[0])} to {day_name(days[-1])}" if days else ""
    return (
        f"{count_name(len(documents), 'article')} from {count_name(documents['outlet_id'].nunique(), 'outlet')}{span}; "
        f"{len(documents) - len(view.tables['documents'])} of them copies, {documents['published_on'].isna().sum()} "
        f"undated; {count_name(len(view.every['problems']), 'problem')} in reading; "
        f"{count_name(sum(len(view.tables[table]) for table in CODED), 'coded row')}, each text counted once."
    )


def _group(changes: list[tuple[Change, Any]], view: View, before: View | None) -> list[dict[str, Any]]:
    """Return the changes to show by kind, each with its passages before and after."""
    groups = []
    for (kind, table), name in _KIND_NAMES.items():
        found = [one for one in changes if (one[0].kind, one[0].table) == (kind, table)]
        shown = [
            {
                "line": told["line"],
                "before": Markup(evidence([change.before], before).html) if change.before and before else "",
                "after": Markup(evidence([change.after], view).html) if change.after else "",
            }
            for change, told in found[:_MOST_SHOWN]
        ]
        if found:
            groups.append({"name": name, "shown": shown, "n_more": len(found) - len(shown)})
    return groups


def _say_changes(told: list[dict[str, Any]], is_first: bool, note: str) -> str:
    if is_first:
        return "This is the first run here: from the next one on, this page leads with what changed."
    counts = Counter((change["kind"], change["table"]) for change in told)
    said = "; ".join(f"{name.lower()}: {counts[key]}" for key, name in _KIND_NAMES.items() if counts[key])
    line = f"Since the run before – {said}." if said else "No position, term or tone differs from the run before."
    return f"{line} {note}".strip()


def _tell(change: Change, view: View, before: View | None) -> dict[str, Any]:
    """Return a change as plain data: codes, one line in words, and the passages with their sources."""
    columns = {"positions": ("issue_code", "stance_code"), "terms": ("term_code", "role_code")}
    name = actor_name(view, change.holder_id)
    if change.table in columns:
        column, values = columns[change.table]
        about = code_name(view, column, change.about)
        told = [code_name(view, values, code) for code in (change.was, change.now) if code]
        towards = f" (towards {actor_name(view, change.target_id)})" if change.target_id else ""
        line = f"{name} on {about}{towards}: {' → '.join(told)}"
    else:
        about = outlet_name(change.about or None)
        line = f"{about} on {name}: negative words {_say(change.was)} → {_say(change.now)}"
    was, now = (
        {key: round(value, 4) for key, value in one._asdict().items()} if isinstance(one, Share) else one
        for one in (change.was, change.now)
    )
    more = {"was": was, "now": now, "before": _quote(before, change.before), "after": _quote(view, change.after)}
    return {**change._asdict(), **more, "line": line}


def _say(share: Share) -> str:
    return f"{share.share:.0%} ({share.low:.0%}–{share.high:.0%}, n {share.n})"


def _quote(view: View | None, row: Any) -> dict[str, Any] | None:
    if row is None or view is None:
        return None
    shown = show_passage(view, row)
    source = view.articles[row.doc_id]
    return {
        "row_id": shown.row_id,
        "doc_id": row.doc_id,
        "quote": shown.marked.strip(),
        "outlet_id": source.outlet_id,
        "published_on": source.published_on,
        "url": shown.url,
    }


def write_actors(folder: Path, view: View, dossiers: set[str]) -> None:
    """Write `rows-ACTOR.html` for every actor that has rows but no dossier: all of them, some hundred to a page."""
    for actor_id, n in count_rows(view).items():
        if actor_id in dossiers:
            continue
        rows = [(table.capitalize(), row) for table in OWNERS for row in own_rows(view, actor_id, table)]
        parts = [rows[at : at + _ROWS_A_PAGE] for at in range(0, len(rows), _ROWS_A_PAGE)]
        names = [f"rows-{actor_id}{f'-{at}' if at > 1 else ''}.html" for at in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            headings = dict.fromkeys(heading for heading, _ in part)
            sections = {heading: [row for other, row in part if other == heading] for heading in headings}
            page = render_page(
                "rows.html",
                title=f"{actor_name(view, actor_id)}: coded rows",
                lead=f"{count_name(n, 'coded row')}, each with its passage.",
                sections=[(heading, Markup(evidence(listed, view, n=n).html)) for heading, listed in sections.items()],
                names=names,
                here=name,
            )
            (folder / name).write_text(page, encoding="utf-8")
