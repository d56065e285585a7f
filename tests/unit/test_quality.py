"""What was measured on gold, in words: the easy measures do not stand for the hard ones."""

import pandas as pd
import pytest

from parley.tell.quality import measured, other_measures, say_quality
from parley.tell.view import make_view

COLUMNS = ["corpus", "table", "measure", "value", "n", "low", "high", "floor", "measured_on", "gold_by"]
ROWS = [
    ("sheets", "positions", "code position", 1.0, 32, 1.0, 1.0),
    ("sheets", "positions", "core_recall position", 0.306, 62, 0.18, 0.44),
    ("sheets", "positions", "core_right position", 0.29, 62, None, None),
    ("sheets", "positions", "precision_paired position", 0.8, 40, 0.66, 0.9),
    ("sheets", "terms", "numbers_of_all term", 0.22, 9, 0.0, 0.55),
    ("quotes", "statements", "exact.cue.p", 0.7, 90, 0.6, 0.8),
    ("quotes", "statements", "exact.cue.r", 0.5, 80, 0.4, 0.6),
    ("quotes", "statements", "exact.cue.r outlet=nyt", 0.1, 8, 0.0, 0.2),
]


@pytest.fixture
def view(tiny):
    frame = pd.DataFrame([(*row, None, "2022-11-20", "two readers") for row in ROWS], columns=COLUMNS)
    return make_view(tiny, measured=frame)


def test_a_page_says_what_is_found_and_needed_not_what_is_easy(view):
    said = say_quality(view.measured, "positions")
    assert (
        said
        == "31% (18–44%, n 62) of what matters is found, 29% whole; 80% (66–90%, n 40) of the rows given were needed"
    )
    assert say_quality(view.measured, "motives") == "not measured"


def test_sheets_are_compared_by_kind_of_row_with_who_coded_them(view):
    grid = measured(view)
    assert grid.lines == ("positions",) and "two readers" in grid.note and "20 Nov 2022" in grid.note
    assert grid.cells["positions", "found"].text == "31% (18–44%, n 62)"
    assert ("positions", "right code") not in grid.cells


def test_other_measures_stand_in_words_without_those_of_one_outlet(view):
    grid = other_measures(view)
    assert grid.lines == ("terms: quantities read rightly", "statements: same characters, cue")
    assert grid.cells["statements: same characters, cue", "recall"].text == "50% (40–60%, n 80)"


def test_nothing_measured_is_said(tiny):
    assert "not compared" in measured(make_view(tiny)).title
    assert other_measures(make_view(tiny)).title == "Nothing more"
