"""Contrast: log-odds with an informative prior."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.weigh.contrast import contrast, contrast_groups

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1).filter(
    lambda c: sum(c.values()) > 0
)


@given(COUNTS, COUNTS)
def test_a_contrast_reversed_changes_sign(one, other):
    there = contrast(one, other).set_index("word")["z"]
    back = contrast(other, one).set_index("word")["z"]
    assert (there + back[there.index]).abs().max() < 1e-9


@given(COUNTS)
def test_a_group_against_itself_shows_nothing(counts):
    assert contrast(counts, counts)["z"].abs().max() < 1e-9


def test_the_figures_are_those_of_the_formula():
    # Monroe, Colaresi and Quinn 2008, eq. 16 and 22, by hand: of 10 prior words 10/60 are "regime", so 1.667.
    # ln(11.667 / 28.333) - ln(1.667 / 38.333) = 2.248; its error is sqrt(1/11.667 + 1/1.667) = 0.828
    found = contrast({"regime": 10, "talks": 20}, {"talks": 30}).set_index("word")
    assert found.loc["regime", "log_odds"] == pytest.approx(2.248, abs=1e-3)
    assert found.loc["regime", "z"] == pytest.approx(2.715, abs=1e-3)


def test_a_rare_word_is_not_taken_for_telling():
    found = contrast({"rare": 1, "often": 40, "talks": 100}, {"talks": 130, "often": 10}).set_index("word")
    assert found.loc["often", "z"] > found.loc["rare", "z"]


def test_the_same_words_in_other_case_are_one():
    frame = pd.DataFrame({"outlet": ["x", "x", "y"], "label": ["Regime", "regime", "partner"]})
    found = contrast_groups(frame, "outlet", "label")
    assert found[["outlet", "word", "n_one", "n_other"]].to_numpy().tolist() == [
        ["x", "regime", 2, 0],
        ["y", "partner", 1, 0],
    ]


@pytest.mark.parametrize("rows", [[], [("x", "regime")], [(None, "regime"), ("x", None)]])
def test_one_group_or_none_gives_no_contrast(rows):
    assert contrast_groups(pd.DataFrame(rows, columns=["outlet", "label"]), "outlet", "label").empty
