"""Gold: rules and models together, on our sheets and on articles that neither had seen (`floors.toml` → models)."""

from pathlib import Path

import pytest
from tests.gold.test_sheets_gold import MODEL_FLOORS

from parley.project import DATA
from parley.run.scores import score_sheets

pytestmark = pytest.mark.slow
GOLD = DATA / "gold"
FOLDERS = {
    "sheets": [GOLD / "sheets"],
    "unseen_read": sorted((GOLD / "unseen" / "read").iterdir()),
    "unseen_held": sorted((GOLD / "unseen" / "held").iterdir()),
}
ALARMS = ("furniture", "alleged_as_asserted", "hypothetical_as_asserted")


def _score(folder: Path) -> dict[str, object]:
    pack = folder / "pack" if (folder / "pack").exists() else "ukraine-russia"
    return score_sheets(folder, pack=pack, coder="models")["overall"]


@pytest.fixture(scope="module")
def scores():
    return {name: [_score(folder) for folder in folders] for name, folders in FOLDERS.items()}


def test_every_set_has_a_floor_with_its_reason_and_day():
    assert set(MODEL_FLOORS) == set(FOLDERS)
    assert all(floor["reason"] and floor["set_on"] for floor in MODEL_FLOORS.values())


@pytest.mark.parametrize(("name", "measure"), [(n, one) for n, floor in MODEL_FLOORS.items() for one in floor["least"]])
def test_what_was_reached_is_kept(scores, name, measure):
    counts = [found["counts"][measure] for found in scores[name]]
    right, of = (sum(pair[side] for pair in counts) for side in (0, 1))
    assert right / of >= MODEL_FLOORS[name]["least"][measure], f"{name}: {measure} fell to {right} of {of}"


@pytest.mark.parametrize("alarm", ALARMS)
@pytest.mark.parametrize("name", FOLDERS)
def test_no_rumour_or_plan_is_shown_as_fact_and_nothing_read_from_furniture(scores, name, alarm):
    assert sum(found[alarm] for found in scores[name]) == 0
