"""Amounts and horizons in a clause: "100 kilometres", "for seven years" (P7Y), "by the end of March" (a date).

Works on folded words. A horizon is an ISO 8601 duration or date; a duration counts only where it bounds
something ("for", "within", "five-year"), for "seven years of war" is no horizon.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from parley.code.grammar import listed
from parley.codebook import Codebook

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {word: n for n, word in enumerate(_ONES)} | _TENS | {"a": 1, "an": 1, "hundred": 100, "couple": 2}
_NUMBERS |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "dozen": 12}
_PARTS = ("half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths")
_SCALES = {
    "dozen": 12,
    "dozens": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_TIMES = {"day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y", "hour": "PT{}H", "decade": "P{}0Y"}
_HALVES = {"year": ("P{}M", 12), "decade": ("P{}Y", 10), "month": ("P{}D", 30), "week": ("PT{}H", 168)}
_HALVES |= {"day": ("PT{}H", 24)}
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_UNTIL = frozenset({"by", "until", "till", "before", "through"})
_ENDS, _NEAR = frozenset({",", ";", ":", ".", "and", "but"}), 7  # words in which what an "until" leads to has its day
_LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


_DAYS = frozenset(f"{name}s" for name in _TIMES)
_SHORT, _MANY = 3, 100  # letters of "was" and "has"; from here a bare number is an amount


class Measure(NamedTuple):
    """An amount with its unit, or a horizon, on tokens `first` to `last`."""

    first: int
    last: int
    quantity: str | None
    unit: str | None
    horizon: str | None


@lru_cache(maxsize=8)
def _units(book: Codebook) -> dict[tuple[str, ...], str]:
    named = book.words.get("units", {})
    return {tuple(word.split()): unit for unit, words in named.items() for word in words}


def find_measures(words: Sequence[str], published_on: str | None, book: Codebook) -> list[Measure]:
    """Return the amounts and horizons among folded words, in order.

    >>> from parley.codebook import read_codebook
    >>> find_measures("withdraw 20 km within 30 days".split(), None, read_codebook("core"))[1].horizon
    'P30D'
    """
    found: list[Measure] = []
    at = 0
    while at < len(words):
        hit = _deadline(words, at, published_on) or _duration(words, at, book) or _amount(words, at, book)
        if hit:
            found.append(hit)
        at = hit.last if hit else at + 1
    return found


def _number(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """Return a number and one past its last word: `30`, `1,200`, `two hundred`, `two and a half million`, `half a`."""
    if at >= len(words):
        return None
    word, last = words[at], at + 1
    if re.fullmatch(r"\d[\d,]*(\.\d+)?", word):
        value = float(word.replace(",", ""))
    elif word == "half" and at + 1 < len(words) and words[at + 1] in ("a", "an"):
        return 0.5, at + 2
    elif word in _NUMBERS:
        value = float(_NUMBERS[word])
        if word in _TENS and at + 2 < len(words):
            joined = words[at + 1] == "-" and words[at + 2] in _ONES[1:10]
            value, last = (value + _NUMBERS[words[at + 2]], at + 3) if joined else (value, last)
        if word == "couple" and last < len(words) and words[last] == "of":
            last += 1
    else:
        return None
    if is_half(words, last):
        value, last = value + 0.5, last + 3
    while last < len(words) and words[last] in _SCALES:
        value, last = value * _SCALES[words[last]], last + 1
    return value, last


def is_half(words: Sequence[str], at: int) -> bool:
    """Say whether "and a half" stands at a token: its "and" parts no clauses."""
    return list(words[at : at + 3]) == ["and", "a", "half"]


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def _duration(words: Sequence[str], at: int, book: Codebook) -> Measure | None:
    got = _number(words, at)
    if got is None and words[at] in ("decade", "year") and at and words[at - 1] == "next":
        got = (1.0, at)
    if got is None:
        return None
    value, last = got
    hyphened = last < len(words) and words[last] == "-"
    last += hyphened
    time = words[last] if last < len(words) else ""
    form = _TIMES.get(time.removesuffix("s"))
    if form is None:
        return None
    if is_half(words, last + 1):  # "a year and a half"
        value, last = value + 0.5, last + 3
    after = words[last + 1] if last + 1 < len(words) else ""
    farther = words[last + 2] if last + 2 < len(words) else ""
    before = set(words[max(0, at - 3) : at])
    is_age = hyphened and after == "-" and farther == "old"
    bounds = listed(book, "bounds")
    old = is_age or after in ("ago", "old", "earlier", "later")
    old = old or after in ("after", "before") and bounds.isdisjoint(before)  # "three years after the war"
    is_bound = hyphened or not bounds.isdisjoint(before) or not listed(book, "bounded").isdisjoint((after, farther))
    past = before & {"past", "last", "previous"} and "next" not in before
    if old or past or not is_bound or after == "of" and not before & bounds:
        return None
    return Measure(at, last + 1, None, None, _iso(value, time.removesuffix("s")))


def _iso(value: float, time: str) -> str:
    """Return a duration in ISO 8601, halves in the next smaller unit: a year and a half is P18M."""
    if value != int(value) and time in _HALVES:
        form, whole = _HALVES[time]
        return form.format(_plain(value * whole))
    return _TIMES[time].format(_plain(value))


def _deadline(words: Sequence[str], at: int, published_on: str | None) -> Measure | None:
    """Return a last day: `by 2030`, `until the end of March`, `before 19 November 2022`, `by spring`."""
    if words[at] not in _UNTIL:
        return None
    place, is_end, size = at + 1, False, len(words)
    if list(words[place : place + 3]) == ["the", "end", "of"]:
        place, is_end = place + 3, True
    skipped = ("the", "next", "this", "early", "late", "mid", "-", "on")
    while place < size and words[place] in skipped:
        place += 1
    today = date.fromisoformat(published_on[:10]) if published_on else None
    if place < size and re.fullmatch(r"20\d\d", words[place]):
        return Measure(at, place + 1, None, None, words[place])
    if place < size and words[place] == "year" and today and (is_end or words[place - 1] == "next"):
        year = today.year + (words[place - 1] == "next")
        return Measure(at, place + 1, None, None, f"{year}-12-31" if is_end else str(year))
    return _month_day(words, at, place, today) or _named_day(words, at, today)


def _named_day(words: Sequence[str], at: int, today: date | None) -> Measure | None:
    """Return the day of what something lasts until: `until after the vote in 2024`, `before it runs out on 19 May`."""
    for place in range(at + 1, min(at + _NEAR, len(words) - 1)):
        if words[place] in _ENDS:
            return None
        if words[place] == "in" and re.fullmatch(r"20\d\d", words[place + 1]):
            return Measure(at, place + 2, None, None, words[place + 1])
        if words[place] == "on" and (found := _month_day(words, at, place + 1, today)):
            return found
    return None


def _month_day(words: Sequence[str], at: int, place: int, today: date | None) -> Measure | None:
    day, size = None, len(words)
    shown = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", words[place]) if place < size else None
    if shown:
        day, place = int(shown.group(1)), place + 1
        place += place < size and words[place] == "of"
    if place < size and words[place] in _SEASONS and not day and today:
        return _season(words, at, place, today)
    if place >= size or words[place] not in _MONTHS:
        return None
    month, last = _MONTHS.index(words[place]) + 1, place + 1
    shown = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", words[last]) if last < size and day is None else None
    if shown:
        day, last = int(shown.group(1)), last + 1
    last += last + 1 < size and words[last] == "," and bool(re.fullmatch(r"20\d\d", words[last + 1]))
    if last < size and re.fullmatch(r"20\d\d", words[last]):
        year, last = int(words[last]), last + 1
    elif today:
        year = today.year + ((month, day or 31) < (today.month, today.day))
    else:
        return None
    return Measure(at, last, None, None, f"{year}-{month:02d}-{min(day or 31, _LAST_DAYS[month - 1]):02d}")


def _season(words: Sequence[str], at: int, place: int, today: date) -> Measure:
    """Return the month in which a season begins, the next one after the day of publication."""
    month, _ = _SEASONS[words[place]]
    return Measure(at, place + 1, None, None, f"{today.year + (month <= today.month):04d}-{month:02d}")


def _amount(words: Sequence[str], at: int, book: Codebook) -> Measure | None:
    units = _units(book)
    if share := _share(words, at):
        return share
    glued = re.fullmatch(r"(\d[\d,.]*)(km|m|%|mw)", words[at])
    if glued:
        return Measure(
            at,
            at + 1,
            glued.group(1).replace(",", ""),
            {"m": "metres", "mw": "megawatts"}.get(*[glued.group(2)] * 2),
            None,
        )
    if words[at] in ("all", "every") and (unit := units.get(tuple(words[at + 1 : at + 2]))):
        return Measure(at, at + 2, "all", unit, None)  # "all prisoners"
    money = units.get((words[at],)) if words[at] in ("$", "€", "£") else None
    got = _number(words, at + 1 if money else at)
    if got is None or words[at] in ("a", "an"):
        return None
    value, last = got
    if money:
        return Measure(at, last, _plain(value), money, None)
    if last < len(words) and words[last] == "-":
        last += 1
    for size in (2, 1):
        for skip in (0, 1):
            unit = units.get(tuple(words[last + skip : last + skip + size]))
            if unit and (not skip or words[last] not in (",", "and", "of", "the", ".")):
                return Measure(at, last + skip + size, _plain(value), unit, None)
    return _count(words, at, last, value, book)


def _share(words: Sequence[str], at: int) -> Measure | None:
    """Return a part of something, as it is written: `a quarter of the revenue`, `two thirds of`, `half the seats`."""
    last = at + 1 if words[at] == "half" else at + 2
    if words[last - 1 : last] and words[last - 1] in _PARTS and (last == at + 1 or words[at] in _NUMBERS):
        behind = words[last] if last < len(words) else ""
        if behind == "of" or behind in ("the", "its", "their", "his", "her") and last == at + 1:
            return Measure(at, last, " ".join(words[at:last]), None, None)
    return None


def _count(words: Sequence[str], at: int, last: int, value: float, book: Codebook) -> Measure | None:
    """Return an amount of things that no list of units has: `4,300 civilians`, `two further crossings`, `5,000`."""
    for end in (last + 1, last + 2):
        named = words[last:end]
        is_plural = len(named) == end - last and named[-1].endswith("s") and len(named[-1]) > _SHORT
        is_other = not named or named[-1] in _DAYS or named[-1] in listed(book, "uncounted")
        if value > 1 and is_plural and not is_other and all(word.isalpha() for word in named):
            return Measure(at, end, _plain(value), named[-1], None)
    is_year = 1900 <= value < 2100 and "," not in words[at]
    return Measure(at, last, _plain(value), None, None) if value >= _MANY and not is_year else None
