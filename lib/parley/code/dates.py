"""Date expressions in news English, resolved to ranges of days against the day of publication.

"On 9 November", "last Tuesday", "two weeks ago": each becomes a first and a last day. What reads
ambiguously ("recently") or needs a day of publication that is unknown is left out.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from parley.spans import fold

_MONTHS = re.findall(r"\w+", "january february march april may june july august september october november december")
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_SMALL |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2}
_ABBREVIATED = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_MONTH = rf"(?P<{{0}}>{'|'.join(_MONTHS)}|(?:{_ABBREVIATED})\b\.?)"
_NUMBER = "|".join(sorted(_SMALL, key=len, reverse=True)) + r"|\d{1,2}"
_YEAR = r"(?:,?\s+(?P<{0}>(?:19|20)\d\d)\b)?"
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|to|and|through|until)\s*"
_WEEKDAY = "|".join(_DAYS)
_PART = r"(?:early|mid|late|the (?:beginning|start|middle|end) of)"
_UNIT = r"day|week|month|year"

# Longer readings stand before shorter ones: "9 November 2022" before "November 2022" before "2022".
_PIECES = (
    r"\b(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b",
    rf"\b{_DAY.format('d1')}(?:{_TO}{_DAY.format('d2')})?\s+(?:of\s+)?{_MONTH.format('m1')}{_YEAR.format('y1')}(?!\w)",
    rf"\b{_MONTH.format('m2')}\s+{_DAY.format('d3')}(?:{_TO}{_DAY.format('d4')})?{_YEAR.format('y2')}(?![\w%])",
    rf"\b(?P<part>{_PART})[\s-]{_MONTH.format('m3')}{_YEAR.format('y3')}(?!\w)",
    rf"\b(?:in|since|during|last|this|by|until|of|from|for)\s+{_MONTH.format('m4')}{_YEAR.format('y4')}(?!\w)",
    rf"\b(?P<how>last|this|in|during|over)\s+(?:the\s+)?(?P<season>{'|'.join(_SEASONS)}){_YEAR.format('y5')}\b",
    rf"\b(?:(?P<which>last|this|next|earlier this|later this|on|by|late|early)\s+)?(?P<weekday>{_WEEKDAY})\b",
    r"\b(?P<near>today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|overnight|tomorrow)\b",
    r"\b(?P<span>earlier this|later this|this|last|next)\s+(?P<unit>week|weekend|month|year)\b",
    rf"\b(?P<n1>{_NUMBER})\s+(?P<u1>{_UNIT})s?\s+(?P<way>ago|earlier|before|later|after)\b",
    rf"\b(?:over|in|during|for) the (?:past|last)\s+(?:(?P<n2>{_NUMBER}|few)\s+)?(?P<u2>{_UNIT})s?\b",
    r"\b(?P<weekend>(?:over|at) the weekend)\b",
    r"\bthe (?P<step>next|following|previous|same) day\b",
    r"\b(?:in|since|during|of|from)\s+(?P<year>(?:19|20)\d\d)\b(?!-)",
)
_DATE = re.compile("|".join(_PIECES))


class DateRange(NamedTuple):
    """Days meant by a date expression: offsets of its words, first and last day."""

    start: int
    end: int
    first: date
    last: date


@lru_cache(maxsize=4096)
def find_dates(text: str, published_on: str | None, anchor: str | None = None) -> tuple[DateRange, ...]:
    """Return the date expressions of a text as ranges of days, in order; what cannot be resolved is left out.

    A day and month without a year is the latest such day up to publication; a weekday is the latest one up
    to publication, that day included. `anchor` is the day that "the next day" and "a week later" count from.

    Example:
        >>> [(str(one.first), str(one.last)) for one in find_dates("They met last week, on 9 November.", "2022-11-15")]
        [('2022-11-07', '2022-11-13'), ('2022-11-09', '2022-11-09')]
    """
    known = date.fromisoformat(published_on[:10]) if published_on else None
    before = date.fromisoformat(anchor[:10]) if anchor else None
    found = []
    for match in _DATE.finditer(fold(text)):
        days = _resolve(match, known, before, text)
        if days is not None:
            found.append(DateRange(*match.span(), *days))
    return tuple(found)


Days = tuple[date, date] | None


def _resolve(match: re.Match[str], known: date | None, anchor: date | None, text: str) -> Days:
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    try:
        if "iso" in got:
            return _whole(date.fromisoformat(got["iso"]))
        for day, until, month, year in (("d1", "d2", "m1", "y1"), ("d3", "d4", "m2", "y2")):
            if day in got:
                return _calendar_days(got[day], got.get(until), got[month], got.get(year), known)
        for month, year in (("m3", "y3"), ("m4", "y4")):
            if month in got:
                # "may" and "march" are months only with a capital letter
                named = text[match.start(month)].isupper()
                return _month_days(got[month], got.get(year), known, got.get("part", "")) if named else None
        if "season" in got:
            return _season_days(got, known)
        if "year" in got:
            return date(int(got["year"]), 1, 1), date(int(got["year"]), 12, 31)
        if "step" in got:
            move = {"next": 1, "following": 1, "previous": -1, "same": 0}[got["step"]]
            return _whole(anchor + timedelta(move)) if anchor else None
        if "way" in got and got["way"] != "ago":
            return _ago(got["n1"], got["u1"], anchor, 1 if got["way"] in ("later", "after") else -1)
        return _relative(got, known) if known else None
    except (ValueError, OverflowError):  # the 31st of June, the year 0
        return None


def _whole(day: date) -> tuple[date, date]:
    return day, day


def _month_number(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.rstrip(".")[:3]))


def _calendar_days(day: str, until: str | None, month: str, year: str | None, known: date | None) -> Days:
    number = _month_number(month)
    if year is None and known is None:
        return None
    first = date(int(year), number, int(day)) if year else _latest(lambda y: date(y, number, int(day)), known)
    last = first.replace(day=int(until)) if until else first
    return (first, last) if first <= last else None


def _latest(make: Callable[[int], date], known: date | None) -> date:
    """Return the day in the year of publication if it had come by then, else in the year before."""
    assert known is not None
    this_year = make(known.year)
    return this_year if this_year <= known else make(known.year - 1)


def _month_days(month: str, year: str | None, known: date | None, part: str) -> Days:
    number = _month_number(month)
    if year is None and known is None:
        return None
    first = date(int(year), number, 1) if year else _latest(lambda y: date(y, number, 1), known)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if part.startswith(("early", "the beginning", "the start")):
        return first, first.replace(day=10)
    if part.startswith(("mid", "the middle")):
        return first.replace(day=11), first.replace(day=20)
    return (first.replace(day=21), last) if part else (first, last)


def _season_days(got: dict[str, str], known: date | None) -> Days:
    month = _SEASONS[got["season"]]
    if "y5" in got:
        first = date(int(got["y5"]), month, 1)
    elif known is None:
        return None
    else:
        first = _latest(lambda y: date(y, month, 1), known)
    end_month, end_year = (month + 2, first.year) if month < 12 else (2, first.year + 1)
    return first, date(end_year, end_month, monthrange(end_year, end_month)[1])


def _relative(got: dict[str, str], known: date) -> Days:
    if "weekday" in got:
        return _weekday(got["weekday"], got.get("which", ""), known)
    if "near" in got:
        back = {"yesterday": 1, "last night": 1, "overnight": 1, "tomorrow": -1}.get(got["near"], 0)
        # "overnight" runs from the evening before to the morning of publication
        return known - timedelta(back), known if got["near"] == "overnight" else known - timedelta(back)
    if "weekend" in got or got.get("unit") == "weekend":
        return _weekend(got.get("span", "last"), known)
    if "unit" in got:
        return _unit_days(got["unit"], got["span"], known)
    if "n1" in got:
        return _ago(got["n1"], got["u1"], known, -1)
    if "u2" in got:
        if got.get("n2") == "few":
            return None
        days = {"day": 1, "week": 7, "month": 31, "year": 365}[got["u2"]] * _count(got.get("n2", "one"))
        return known - timedelta(days), known
    return None


def _weekday(name: str, which: str, known: date) -> Days:
    back = (known.weekday() - _DAYS.index(name)) % 7
    if which in ("next", "later this"):
        return _whole(known + timedelta((_DAYS.index(name) - known.weekday()) % 7 or 7))
    if which == "last" and back == 0:
        back = 7
    return _whole(known - timedelta(back))


def _weekend(span: str, known: date) -> Days:
    if span in ("next", "later this"):
        saturday = known + timedelta((5 - known.weekday()) % 7)
    else:
        saturday = known - timedelta((known.weekday() - 5) % 7)
    return saturday, saturday + timedelta(1)


def _unit_days(unit: str, span: str, known: date) -> Days:
    move = {"last": -1, "next": 1}.get(span, 0)
    if unit == "week":
        monday = known - timedelta(known.weekday()) + timedelta(7 * move)
        first, last = monday, monday + timedelta(6)
    elif unit == "month":
        months = known.year * 12 + known.month - 1 + move
        first = date(months // 12, months % 12 + 1, 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
    else:
        first, last = date(known.year + move, 1, 1), date(known.year + move, 12, 31)
    if span == "earlier this":
        last = known
    return first, last


def _count(number: str) -> int:
    return _SMALL[number] if number in _SMALL else int(number)


def _ago(number: str, unit: str, start: date | None, sign: int) -> Days:
    """Count from a day: a week or more is known to the week, month or year only."""
    if start is None:
        return None
    n = _count(number)
    if unit == "day":
        return _whole(start + timedelta(sign * n))
    if unit == "week":
        middle = start + timedelta(sign * 7 * n)
        return middle - timedelta(3), middle + timedelta(3)
    if unit == "month":
        months = start.year * 12 + start.month - 1 + sign * n
        return _month_of(months // 12, months % 12 + 1)
    return date(start.year + sign * n, 1, 1), date(start.year + sign * n, 12, 31)


def _month_of(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
