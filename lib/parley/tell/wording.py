"""Words for people: labels in place of ids and codes, and one plain line that says what a row says."""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template

from parley.codebook import load_yaml
from parley.tables import CODED, KEYS
from parley.tell.view import View, outlet_of, side_of

UNKNOWN = "unknown"
_NULLS = {"stance_code": "unclear", "tone_code": "no verdict"}
AUTHOR = "author"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_KINDS = (*CODED, "mentions", "statements", "sentences")  # coded rows name their statement: look for that last


def code_name(view: View, column: str, code: str | None) -> str:
    """Return the label of a code from the codebook; else the code with spaces; null is "unknown", or unclear."""
    if code is None:
        return _NULLS.get(column, UNKNOWN)
    known = view.book.codes.get(column, {}).get(code) if view.book else None
    return known.label if known else code.replace("_", " ")


def actor_name(view: View, actor_id: str | None) -> str:
    """Return an actor's label; null is "unknown", the article's own voice "the article"."""
    if actor_id is None:
        return UNKNOWN
    return "the article" if actor_id == AUTHOR else view.names.get(actor_id, actor_id.replace("_", " "))


def side_name(view: View, actor_id: str | None) -> str:
    """Return the label of the side that an actor rolls up to."""
    return actor_name(view, side_of(view, actor_id))


def holder_name(view: View, actor_id: str | None) -> str:
    """Return side and person together: "Ukraine, said by Zelensky"; a side alone by its own name."""
    side = side_of(view, actor_id)
    own = actor_name(view, actor_id)
    return own if side == actor_id else f"{actor_name(view, side)}, said by {own}"


def outlet_name(outlet_id: str | None) -> str:
    """Return an outlet's id as a name.

    >>> outlet_name("strait-herald"), outlet_name(None)
    ('Strait Herald', 'unknown outlet')
    """
    if outlet_id is None:
        return "unknown outlet"
    words = outlet_id.replace("-", " ").replace("_", " ")
    return words.title() if words.islower() else words


def say_column(view: View, column: str) -> Callable[[Any], str]:
    """Return how a column of rows is said: codes by their labels, actors by that of their side, articles by outlet."""
    if column == "outlet_id":
        return lambda row: outlet_name(outlet_of(view, row))
    if column.endswith("_code"):
        return lambda row: code_name(view, column, getattr(row, column))
    return lambda row: side_name(view, getattr(row, column))


def day_name(day: str | None) -> str:
    """Return an ISO day as people write it.

    >>> day_name("2022-11-09"), day_name("2022-11"), day_name(None)
    ('9 Nov 2022', 'Nov 2022', 'undated')
    """
    if not day:
        return "undated"
    year, *rest = day.split("-")
    if not rest or not rest[0].isdigit() or not 1 <= int(rest[0]) <= 12:
        return day
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1][:2])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def days_name(first: str | None, last: str | None) -> str:
    """Return a spell of days as people write it; a whole month or year by its name.

    >>> days_name("2022-11-01", "2022-11-30"), days_name("2022-11-14", "2022-11-16"), days_name("2022-11-14", None)
    ('Nov 2022', '14 to 16 Nov 2022', '14 Nov 2022')
    >>> days_name("2022-01-01", "2022-12-31"), days_name("2022-10-30", "2022-11-02"), days_name(None, None)
    ('2022', '30 Oct 2022 to 2 Nov 2022', 'undated')
    """
    if not first or not last or first == last:
        return day_name(first)
    (year, month, day), (last_year, last_month, last_day) = first.split("-"), last.split("-")
    if year == last_year and (month, day, last_month, last_day) == ("01", "01", "12", "31"):
        return year
    if (year, month) != (last_year, last_month):
        return f"{day_name(first)} to {day_name(last)}"
    return day_name(first[:7]) if day == "01" and last_day >= "28" else f"{int(day)} to {day_name(last)}"


def count_name(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> count_name(1, "passage"), count_name(1200, "passage")
    ('1 passage', '1,200 passages')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def list_name(words: list[str], most: int = 4) -> str:
    """Return words as a list in a sentence, the rest counted.

    >>> list_name(["a", "b", "c"]), list_name(list("abcdef"), 3)
    ('a, b and c', 'a, b, c and 3 others')
    """
    if len(words) > most + 1:
        return ", ".join(words[:most]) + f" and {len(words) - most} others"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def kind_of(row: Any) -> str:
    """Return the table that a row belongs to, by its key column: `terms`."""
    return next((table for table in _KINDS if KEYS[table] in row._fields), "removals")


def row_key(row: Any) -> str:
    """Return a row's own id; a removal goes by its article."""
    return str(getattr(row, KEYS.get(kind_of(row), "doc_id")))


def whose_words(view: View, row: Any) -> str:
    """Return who says it and how, in words: "retold: Zelensky", "ascribed to Russia by the article"."""
    speaker = actor_name(view, row.speaker_id) if row.speaker_id else "a source not named here"
    voice = getattr(row, "voice_code", None) or getattr(row, "manner_code", None)
    whose = getattr(row, "holder_id", None) or getattr(row, "actor_id", None)
    if voice == "author":
        return "the article’s own words"
    if voice == "ascribed":
        return f"ascribed to {actor_name(view, whose)} by {speaker}" if whose else f"ascribed by {speaker}"
    manners = {"quoted": "quoted", "direct": "quoted", "mixed": "partly quoted"}
    return f"{manners.get(voice or '', 'retold')}: {speaker}"


def describe(view: View, row: Any) -> str:
    """Return one line that says in words what a row says; how stands in `wording.yml`."""
    template = _templates().get(kind_of(row))
    if template is None:
        return ""
    return template.render(
        row=row,
        code=lambda column: code_name(view, column, getattr(row, column)),
        actor=partial(actor_name, view),
        actors=lambda actors: list_name([actor_name(view, actor) for actor in actors]),
        holder=partial(holder_name, view),
        imputer=partial(imputer_name, view),
        plan=partial(_plan_name, view),
        days=days_name,
        span=span_name,
    )


@lru_cache(maxsize=1)
def _templates() -> dict[str, Template]:
    texts = load_yaml(Path(__file__).with_name("wording.yml"))
    return {table: Template(text, undefined=StrictUndefined) for table, text in texts.items()}


def _plan_name(view: View, plan_id: str | None) -> str:
    plan = view.book.plans.get(plan_id or "") if view.book else None
    return plan.label if plan else (plan_id or "holder not known").replace("_", " ")


def span_name(horizon: str | None) -> str:
    """Return an ISO 8601 duration in words; a date as a day.

    >>> span_name("P7Y"), span_name("2022-11-19"), span_name("P120D")
    ('7 years', '19 Nov 2022', '120 days')
    """
    unit = {"Y": "year", "M": "month", "W": "week", "D": "day"}.get((horizon or "")[-1:], "")
    if horizon and horizon.startswith("P") and unit and horizon[1:-1].isdigit():
        return count_name(int(horizon[1:-1]), unit)
    return day_name(horizon) if horizon else ""


def imputer_name(view: View, row: Any) -> str:
    """Return who gives a motive: "declared by itself", or "imputed by" whom."""
    if row.basis_code == "declared":
        return "declared by itself"
    if row.attributed_by is None:
        return "imputed by a source not named"
    return f"imputed by {side_name(view, row.attributed_by)}"
