"""Scoring of coded sheets: what counts as met, and as right."""

import pytest

from parley.weigh.sheets import meets, numbers_of, score_rows


def _row(kind, start, end, **more):
    return {"kind": kind, "evidence": {"start": start, "end": end}, **more}


GOLD = [
    _row("position", 0, 50, id="p1", holder_id="a", issue_code="talks", stance_code="favours", evidence_code="said"),
    _row("position", 60, 100, id="p2", holder_id="b", issue_code="talks", evidence_code="alleged", holders_ok=["c"]),
    _row("term", 110, 150, id="t1", holder_id=None, term_code="withdrawal", quantity="7", unit="years", horizon="P7Y"),
    _row("framing", 160, 170, id="f1", actor_id="a", framer_id="author", device_code="epithet", core=0),
]


def test_gold_against_itself_is_one():
    report = score_rows(GOLD, GOLD)["overall"]
    assert all(n == of for n, of in report["counts"].values())
    assert report["core_right"] == report["precision_paired"] == report["f1"] == 1.0


def test_nothing_predicted_is_zero():
    report = score_rows(GOLD, [])["overall"]
    assert report["recall"] == report["core_recall"] == report["precision"] == report["f1"] == 0
    assert report["holder"] is None


def test_right_codes_in_the_wrong_place_are_not_met():
    moved = [{**row, "evidence": {key: at + 1000 for key, at in row["evidence"].items()}} for row in GOLD]
    assert score_rows(GOLD, moved)["overall"]["recall"] == 0


@pytest.mark.parametrize(
    ("start", "end", "kind", "met"),
    [
        (25, 80, "position", True),  # covers half
        (26, 80, "position", False),  # covers less
        (10, 30, "position", True),  # inside, 40 %
        (10, 29, "position", False),  # inside, less
        (0, 200, "position", True),  # four times as long
        (0, 201, "position", False),  # longer
        (0, 50, "term", False),  # another kind
    ],
)
def test_a_row_is_met_by_its_passage_and_kind(start, end, kind, met):
    assert meets(GOLD[0], {"kind": kind, "start": start, "end": end}) is met


def test_pairs_are_one_to_one_and_moved_so_that_both_are_met():
    wide = {"kind": "position", "start": 0, "end": 100}
    assert score_rows(GOLD[:2], [wide])["overall"]["recall"] == 0.5
    assert score_rows(GOLD[:2], [wide, {"kind": "position", "start": 0, "end": 50}])["overall"]["recall"] == 1


def test_equal_codes_are_preferred_among_equal_passages():
    twins = [{"kind": "position", "start": 0, "end": 50, "holder_id": holder} for holder in ("z", "a")]
    assert score_rows(GOLD[:2], twins)["overall"]["holder"] == 1


def test_further_answers_and_the_parent_are_right():
    given = [{"kind": "position", "start": 60, "end": 100, "holder_id": "c", "evidence_code": "asserted"}]
    report = score_rows(GOLD, given)["overall"]
    assert report["holder"] == 1
    assert report["alleged_as_asserted"] == 1
    assert score_rows(GOLD[:1], [{**GOLD[0], "holder_id": "s"}], parent={"a": "s"})["overall"]["holder"] == 1


def test_numbers_compare_as_amounts_and_durations():
    assert numbers_of({"horizon": "P6W"}) == numbers_of({"quantity": 42, "unit": "days"})
    assert numbers_of({"quantity": "6,000"}) == numbers_of({"quantity": 6000})
    wrong = [{"kind": "term", "start": 110, "end": 150, "horizon": "P15Y"}]
    assert score_rows(GOLD, wrong)["overall"]["numbers"] == 0


def test_furniture_is_seen():
    page = score_rows(GOLD, [{"kind": "event", "start": 190, "end": 210}], furniture=[{"start": 200, "end": 300}])
    assert page["overall"]["furniture"] == 1


def test_framer_and_framed_are_not_exchanged():
    swapped = [{"kind": "framing", "start": 160, "end": 170, "actor_id": "author", "framer_id": "a"}]
    report = score_rows(GOLD, swapped)["overall"]
    assert report["holder"] == report["framer_id"] == 0
