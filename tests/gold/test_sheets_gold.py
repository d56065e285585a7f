"""Gold: the sheets coded by hand. What the rules have reached once they keep (`floors.toml`)."""

import tomllib
from pathlib import Path

import pytest

from parley.project import DATA
from parley.run.scores import score_sheets

pytestmark = pytest.mark.slow  # it codes twelve articles
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
MODEL_FLOORS = FLOORS.pop("models")


@pytest.fixture(scope="module")
def scores():
    found = score_sheets(DATA / "gold" / "sheets", pack="ukraine-russia", coder="rules")
    return {"overall": found["overall"], **found["kinds"]}


def test_every_kind_has_a_floor_with_its_reason_and_day(scores):
    assert set(FLOORS) == set(scores)
    assert all(floor["reason"] and floor["set_on"] for floor in FLOORS.values())


@pytest.mark.parametrize(("kind", "measure"), [(kind, one) for kind, floor in FLOORS.items() for one in floor["least"]])
def test_what_was_reached_is_kept(scores, kind, measure):
    assert scores[kind][measure] >= FLOORS[kind]["least"][measure], f"{kind}: {measure} fell"


@pytest.mark.parametrize(("kind", "measure"), [(kind, one) for kind, floor in FLOORS.items() for one in floor["most"]])
def test_no_more_rows_are_wrong_than_before(scores, kind, measure):
    assert scores[kind][measure] <= FLOORS[kind]["most"][measure], f"{kind}: {measure} rose"
