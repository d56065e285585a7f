"""Date expressions resolve to ranges of days."""

from datetime import date

import pytest

from parley.code.dates import find_dates

# 15 November 2022 was a Tuesday
PUBLISHED = "2022-11-15"


def days(text: str, published_on: str | None = PUBLISHED, anchor: str | None = None) -> list[str]:
    return [
        str(one.first) if one.first == one.last else f"{one.first}/{one.last}"
        for one in find_dates(text, published_on, anchor)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on 9 November", "2022-11-09"),
        ("signed on the 9th of November 2021", "2021-11-09"),
        ("signed on November 9, 2021, in Baku", "2021-11-09"),
        ("signed on Nov. 9", "2022-11-09"),
        ("signed on 2022-10-03", "2022-10-03"),
        ("met on 14-16 October", "2022-10-14/2022-10-16"),
        ("met on October 14 and 16", "2022-10-14/2022-10-16"),
        ("invaded on 24 February", "2022-02-24"),
        ("invaded on 24 December", "2021-12-24"),
        ("the raid in early October", "2022-10-01/2022-10-10"),
        ("the raid in late October 2020", "2020-10-21/2020-10-31"),
        ("the raid in October", "2022-10-01/2022-10-31"),
        ("war broke out in 2014", "2014-01-01/2014-12-31"),
        ("said on Tuesday", "2022-11-15"),
        ("said on Monday", "2022-11-14"),
        ("said on Wednesday", "2022-11-09"),
        ("said last Tuesday", "2022-11-08"),
        ("meets next Friday", "2022-11-18"),
        ("said yesterday", "2022-11-14"),
        ("shelled overnight", "2022-11-14/2022-11-15"),
        ("said today", "2022-11-15"),
        ("met last week", "2022-11-07/2022-11-13"),
        ("met earlier this week", "2022-11-14/2022-11-15"),
        ("met last month", "2022-10-01/2022-10-31"),
        ("met over the weekend", "2022-11-12/2022-11-13"),
        ("met three days ago", "2022-11-12"),
        ("met two weeks ago", "2022-10-29/2022-11-04"),
        ("met a month ago", "2022-10-01/2022-10-31"),
        ("fell last year", "2021-01-01/2021-12-31"),
        ("collapsed last winter", "2021-12-01/2022-02-28"),
    ],
)
def test_an_expression_becomes_its_days(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "they may meet",
        "to march in step",
        "on 31 June",
        "a 2022 model of talks",
        "in recent days",
        "the next day",
        "9 of them",
        "Section 12",
    ],
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert days(text) == []


def test_a_month_that_is_also_a_word_needs_its_capital() -> None:
    assert days("in May 2021") == ["2021-05-01/2021-05-31"]
    assert days("in may 2021") == []


def test_without_a_day_of_publication_only_whole_dates_resolve() -> None:
    assert days("on Monday, 9 November 2021, and last week", None) == ["2021-11-09"]


def test_steps_count_from_the_anchor() -> None:
    assert days("they left the next day", anchor="2022-11-09") == ["2022-11-10"]
    assert days("two days earlier", anchor="2022-11-09") == ["2022-11-07"]


def test_offsets_hold_the_words() -> None:
    (one,) = find_dates("They met – last week – in Baku.", PUBLISHED)
    assert (one.start, one.end) == (11, 20)
    assert one.first == date(2022, 11, 7)
