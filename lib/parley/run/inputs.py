"""Inputs: the parameters of a notebook, checked, and the tables they ask for."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from parley.codebook import Codebook, read_codebook
from parley.errors import UsageError
from parley.project import DATA, find_path
from parley.store import read_tables
from parley.tables import Tables
from parley.tell.view import SNIPPET, View, make_view
from parley.weigh.counts import Choice, about_actor

_LISTS = ("actors", "outlets", "evidence", "voice")
_DAYS = ("since", "until")
_LONGEST_SNIPPET = 2000


class _Others(NamedTuple):
    """Parameters that are neither days nor lists."""

    tables: str = ""
    snippet: int = SNIPPET
    actor: str = ""


def open_view(corpus: str, pack: str = "ukraine-russia", **parameters: Any) -> View:
    """Return the view that a notebook's parameters ask for.

    `since` and `until` are days (ISO); `actors`, `outlets`, `evidence` and `voice` are lists, or text with
    commas; `tables` is a folder of built tables (if empty, the corpus is built, through the cache); `snippet` is
    the longest quotation in characters; `actor` leaves only the articles that concern this one. Relative paths are
    tried from the working directory, then from the project.

    Raises:
        UsageError: a parameter that is unknown, of the wrong type, or names an actor, outlet or code that is not there.
        InputError: corpus, pack or tables cannot be found or read.

    Example:
        >>> view = open_view("data/corpus/tiny", outlets="northern-wire", since="2022-11-01")
        >>> sorted(view.chosen["documents"]["outlet_id"].unique().tolist())
        ['northern-wire']
    """
    odd = sorted(set(parameters) - {*_LISTS, *_DAYS, *_Others._fields})
    if odd:
        raise UsageError("parameters", found=", ".join(odd), expected=", ".join([*_DAYS, *_LISTS, *_Others._fields]))
    given = {name: parameters.get(name, "") for name in (*_DAYS, *_LISTS)}
    days = {name: check_day(name, given[name]) for name in _DAYS}
    lists = {name: split_list(name, given[name]) for name in _LISTS}
    if days["since"] and days["until"] and days["since"] > days["until"]:
        raise UsageError("since", found=days["since"], expected=f"a day before until ({days['until']})")
    others = _check_others(parameters)
    book = read_codebook(pack)
    tables = read_tables(find_path(others.tables)) if others.tables else _build(find_path(corpus), pack)
    choice = Choice(days["since"], days["until"], *(lists[name] for name in _LISTS))
    _check_choice(choice, tables, book)
    tables = about_actor(tables, others.actor) if others.actor else tables
    inputs = {"corpus": corpus, "pack": pack, **days, **{name: ", ".join(lists[name]) for name in _LISTS}}
    return make_view(tables, book, choice=choice, snippet=others.snippet, inputs=inputs, measured=read_measured())


def _build(corpus: Path, pack: str) -> Tables:
    from parley.run.build import build  # late: reports are given built tables and start faster without the coders

    return build(corpus, pack)


def check_day(name: str, value: Any) -> str:
    """Return a day as ISO text, empty for none.

    >>> check_day("since", "2022-11-01"), check_day("since", "")
    ('2022-11-01', '')
    """
    if value in ("", None):
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise UsageError(name, found=repr(value), expected="a day as 2022-11-01, or nothing") from None


def split_list(name: str, value: Any) -> tuple[str, ...]:
    """Return a list given as such or as text with commas, without spaces and doubles.

    >>> split_list("actors", "russia, ukraine"), split_list("actors", []), split_list("actors", ["russia"])
    (('russia', 'ukraine'), (), ('russia',))
    """
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise UsageError(name, found=repr(value), expected='a list, or text with commas: "russia, ukraine"')
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _check_others(parameters: dict[str, Any]) -> _Others:
    others = _Others(**{name: parameters[name] for name in _Others._fields if name in parameters})
    try:
        snippet = int(others.snippet)
    except (TypeError, ValueError):
        snippet = 0
    if not 20 <= snippet <= _LONGEST_SNIPPET:
        raise UsageError(
            "snippet", found=repr(others.snippet), expected=f"a number of characters, 20 to {_LONGEST_SNIPPET}"
        )
    if not isinstance(others.tables, str):
        raise UsageError("tables", found=repr(others.tables), expected="a folder that `parley build` wrote, or nothing")
    return others._replace(snippet=snippet)


def _check_choice(choice: Choice, tables: Tables, book: Codebook) -> None:
    """Refuse what cannot be there: a misspelt name would give an empty report that looks like a finding."""
    known = {
        "actors": [*book.actors, "author"],
        "outlets": sorted(tables["documents"]["outlet_id"].dropna().unique()),
        "evidence": list(book.codes.get("evidence_code", {})),
        "voice": list(book.codes.get("voice_code", {})),
    }
    for name, allowed in known.items():
        odd = sorted(set(getattr(choice, name)) - set(allowed))
        if odd and allowed:
            raise UsageError(
                name, found=", ".join(odd), expected=f"among: {', '.join(allowed)}", remedy="check the spelling"
            )


def read_measured() -> pd.DataFrame:
    """Return what was measured on gold (`data/gold/measured.csv`), with when and on what; empty if nothing was."""
    path = DATA / "gold" / "measured.csv"
    return pd.read_csv(path, keep_default_na=True) if path.exists() else pd.DataFrame()
