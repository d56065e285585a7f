"""Terms: numbering, obligors, plans and their evidence."""

from coded_texts import rows


def test_terms_are_numbered_in_the_order_of_the_text():
    text = "Kyiv demands reparations, a tribunal and security guarantees."
    assert [row.term_id for row in rows("terms", text)] == ["a0:c0000", "a0:c0001", "a0:c0002"]


def test_whoever_refuses_a_deed_of_its_own_is_the_one_obliged():
    (row,) = rows("terms", "Moscow refuses to withdraw its troops.")
    assert (row.holder_id, row.role_code, row.obligor_id) == ("russia", "refuse", "russia")


def test_troops_and_ministries_bind_their_state():
    (row,) = rows("terms", "Kyiv demands that the Russian army leave the city.")
    assert row.obligor_id == "russia"


def test_no_clause_of_a_plan_is_asserted():
    text = "The plan is short: Russia would withdraw its troops; Ukraine would become neutral."
    found = rows("terms", text)
    assert len(found) == 2  # withdrawal, neutrality
    assert {row.role_code for row in found} == {"provision"}
    assert {row.evidence_code for row in found} == {"hypothetical"}


def test_what_a_plan_named_before_foresees_is_its_clause():
    text = "The plan is short: Russia would withdraw its troops. It foresees a tribunal."
    assert [row.term_code for row in rows("terms", text)] == ["withdrawal", "accountability"]


def test_everything_under_a_rumour_is_alleged():
    text = "Rumours tell of a plan: Russia would withdraw its troops and Ukraine would become neutral for ten years."
    found = rows("terms", text)
    assert len(found) == 2  # withdrawal, neutrality
    assert {row.evidence_code for row in found} == {"alleged"}


def test_a_plan_is_not_taken_over_many_paragraphs():
    text = "A plan was published.\n\nIt rained.\n\nThe fair opened.\n\nUkraine would become neutral, he thought."
    assert not [row for row in rows("terms", text) if row.role_code == "provision"]


def test_amounts_of_one_clause_do_not_stray_into_the_next():
    found = rows("terms", "Kyiv demands a buffer zone of 30 kilometres and the release of 200 prisoners.")
    assert [(row.term_code, row.quantity, row.unit) for row in found] == [
        ("demilitarisation", "30", "km"),
        ("prisoners", "200", "prisoners"),
    ]
