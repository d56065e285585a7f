"""Amounts and horizons: numbers in words and figures, durations that bound something, last days."""

import pytest

from parley.code.quantities import find_measures
from parley.codebook import read_codebook
from parley.spans import words_of

CORE = read_codebook("core")


def measured(text, published_on="2022-11-15"):
    return [(m.quantity, m.unit, m.horizon) for m in find_measures(words_of(text)[1], published_on, CORE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a truce of 30 days", [(None, None, "P30D")]),
        ("within six weeks", [(None, None, "P6W")]),
        ("for twenty-five years", [(None, None, "P25Y")]),
        ("a five-year moratorium", [(None, None, "P5Y")]),
        ("for half a year", [(None, None, "P6M")]),
        ("within a year and a half", [(None, None, "P18M")]),
        ("for two and a half years", [(None, None, "P30M")]),
        ("for seventeen months", [(None, None, "P17M")]),
        ("free two dozen prisoners", [("24", "prisoners", None)]),
        ("a quarter of the copper revenue", [("a quarter", None, None)]),
        ("half the seats", [("half", None, None)]),
        ("two thirds of the ministries", [("two thirds", None, None)]),
        ("over the next decade", [(None, None, "P10Y")]),
        ("pull back 20 nautical miles", [("20", "nautical miles", None)]),
        ("a zone of 10km", [("10", "km", None)]),
        ("1,200 prisoners", [("1200", "prisoners", None)]),
        ("two hundred prisoners", [("200", "prisoners", None)]),
        ("$1.5 billion", [("1500000000", "dollars", None)]),
        ("cut by 25 per cent", [("25", "%", None)]),
        ("prolong the corridor by 120 days", [(None, None, "P120D")]),
        ("open two further crossings", [("2", "crossings", None)]),
        ("reduce it to 5,000 if spread over eight years", [("5000", None, None), (None, None, "P8Y")]),
        ("a mandate for three years before the inhabitants return", [(None, None, "P3Y")]),
    ],
)
def test_amounts_and_durations_are_read(text, expected):
    assert measured(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "seven years of war",
        "two years ago",
        "a 60-year-old man",
        "six countries",
        "over the past year",
        "until it ends, as it did in 2014",
        "the third of five points",
        "half an hour late",
    ],
)
def test_what_bounds_nothing_is_no_measure(text):
    assert measured(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by the end of March", "2023-03-31"),  # the next March after publication in November
        ("until 19 November", "2022-11-19"),  # still to come in the month of publication
        ("before March 1, 2024", "2024-03-01"),
        ("by 2030", "2030"),
        ("by the end of the year", "2022-12-31"),
        ("by spring", "2023-03"),
        ("put off until after elections in 2024", "2024"),
        ("before the agreement runs out on 19 November", "2022-11-19"),
    ],
)
def test_a_last_day_is_the_next_one_after_publication(text, day):
    assert measured(text) == [(None, None, day)]


def test_a_last_day_without_a_year_needs_a_day_of_publication():
    assert measured("by the end of March", published_on=None) == []
