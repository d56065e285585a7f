"""Exploring by hand: filters, rows with passages and citations, and words in context, as JupyterLab widgets."""

from html import escape
from typing import Any, NamedTuple

import ipywidgets
import pandas as pd

from parley.errors import ParleyError
from parley.frames import rows_of
from parley.tell.blocks import Block, fill
from parley.tell.concordance import concordance
from parley.tell.evidence import cite, show_passage
from parley.tell.view import View, narrow
from parley.tell.wording import code_name, count_name, outlet_name
from parley.weigh.counts import Choice

ABOUT = {
    "positions": "issue_code",
    "terms": "term_code",
    "motives": "motive_code",
    "framings": "device_code",
    "events": "event_code",
    "outlooks": "about_code",
    "statements": "cue_code",
}
_N_SHOWN = 12
_ALL = "– all –"


class Wanted(NamedTuple):
    """What the filters stand at: a kind of row, what it is about, and whose, where, when, how surely."""

    kind: str = "positions"
    about: str = ""
    actor: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    evidence: str = ""
    voice: str = ""


def choice_of(wanted: Wanted) -> Choice:
    """Return the filters as a choice of rows."""

    lists = (tuple(filter(None, [one])) for one in (wanted.actor, wanted.outlet, wanted.evidence, wanted.voice))
    return Choice(wanted.since, wanted.until, *lists)


def find_rows(view: View, wanted: Wanted) -> pd.DataFrame:
    """Return the rows that the filters ask for, each text once; one row per finding."""
    found = narrow(view, choice_of(wanted)).tables[wanted.kind]
    return found[found[ABOUT[wanted.kind]] == wanted.about] if wanted.about else found


def show_rows(view: View, wanted: Wanted, page: int = 1) -> Block:
    """Return a page of the rows that the filters ask for, each with its passage and a citation to copy."""
    rows = rows_of(find_rows(view, wanted))
    n_pages = max(1, -(-len(rows) // _N_SHOWN))
    page = min(max(page, 1), n_pages)
    shown = rows[(page - 1) * _N_SHOWN : page * _N_SHOWN]
    passages = [show_passage(view, row)._replace(citation=cite(view, row)) for row in shown]
    n_articles = len({row.doc_id for row in rows})
    title = f"{count_name(len(rows), 'row')} in {count_name(n_articles, 'article')}, page {page} of {n_pages}"
    return fill("evidence", title, tuple(passages), title=title, passages=passages, rest="", others=[])


def explore(view: View) -> Any:
    """Return the widgets: filters above, the rows and their passages below, and a search for words in context."""
    filters = _filters(view)
    page = ipywidgets.BoundedIntText(value=1, min=1, max=10_000, description="page")
    query = ipywidgets.Text(description="words", placeholder="negotiat*, goodwill gesture", continuous_update=False)
    sort = ipywidgets.ToggleButtons(options=["right", "left", "day"], description="sorted by")
    rows, words = ipywidgets.HTML(), ipywidgets.HTML()

    def wanted() -> Wanted:
        return Wanted(**{name: widget.value for name, widget in filters.items()})

    def refresh_rows(_: Any = None) -> None:
        rows.value = _html(lambda: show_rows(view, wanted(), page.value))

    def refresh_words(_: Any = None) -> None:
        found = narrow(view, choice_of(wanted()))
        hint = "<p class='parley measure'>Type a word or phrase: it is searched in the articles chosen above.</p>"
        words.value = _html(lambda: concordance(found, query.value, sort=sort.value)) if query.value.strip() else hint

    def change_kind(_: Any) -> None:
        filters["about"].options = _abouts(view, filters["kind"].value)

    def change_filter(_: Any) -> None:
        page.value = 1
        refresh_rows()
        refresh_words()

    filters["kind"].observe(change_kind, "value")
    for widget in filters.values():
        widget.observe(change_filter, "value")
    page.observe(refresh_rows, "value")
    query.observe(refresh_words, "value")
    sort.observe(refresh_words, "value")
    change_filter(None)
    tabs = ipywidgets.Tab([ipywidgets.VBox([page, rows]), ipywidgets.VBox([query, sort, words])])
    tabs.titles = ("Passages", "Words in context")
    box = ipywidgets.GridBox(
        list(filters.values()), layout={"grid_template_columns": "repeat(auto-fill, minmax(19rem, 1fr))"}
    )
    return ipywidgets.VBox([box, tabs])


def _html(make: Any) -> str:
    """Return a block's HTML; what a person mistyped is said in its place, without a traceback."""
    try:
        return str(make()._repr_html_())
    except ParleyError as error:
        return f"<p class='parley none'>{escape(str(error))}</p>"


def _filters(view: View) -> dict[str, Any]:
    days = sorted(view.every["documents"]["published_on"].dropna())
    outlets = sorted(view.every["documents"]["outlet_id"].dropna().unique())
    actors = sorted(_named(view), key=lambda actor: view.names[actor])
    options = {
        "kind": [(kind, kind) for kind in ABOUT],
        "about": _abouts(view, "positions"),
        "actor": [(_ALL, "")] + [(view.names[actor], actor) for actor in actors],
        "outlet": [(_ALL, "")] + [(outlet_name(outlet), outlet) for outlet in outlets],
        "since": [("the first day", "")] + [(day, day) for day in dict.fromkeys(days)],
        "until": [("the last day", "")] + [(day, day) for day in dict.fromkeys(reversed(days))],
        "evidence": _codes(view, "evidence_code"),
        "voice": _codes(view, "voice_code"),
    }
    return {name: ipywidgets.Dropdown(options=given, description=name) for name, given in options.items()}


def _named(view: View) -> set[str]:
    """Return the actors that any row names, and whoever they speak for."""
    named: set[str] = set()
    for table in ABOUT:
        for column in ("holder_id", "actor_id", "speaker_id"):
            if column in view.every[table]:
                named |= set(view.every[table][column].dropna())
    named |= {view.sides.get(actor, actor) for actor in named}
    return {actor for actor in named if actor in view.names}


def _abouts(view: View, kind: str) -> list[tuple[str, str]]:
    counts = view.every[kind][ABOUT[kind]].value_counts()
    return [(_ALL, "")] + [
        (f"{code_name(view, ABOUT[kind], str(code))} ({n})", str(code)) for code, n in counts.items()
    ]


def _codes(view: View, column: str) -> list[tuple[str, str]]:
    seen = {code for table in ABOUT if column in view.every[table] for code in view.every[table][column].dropna()}
    return [(_ALL, "")] + [(code_name(view, column, code), code) for code in sorted(seen)]
