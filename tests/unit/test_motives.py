"""Motives: passages, owners and accounts."""

import pytest
from coded_texts import rows

WIDE = "Turkey wants to protect its trade and to raise its prestige, an aide said."


def test_the_passage_is_the_words_of_the_reason():
    text = "Driven by imperial ambitions, Putin refused every compromise."
    (motive,) = rows("motives", text)
    assert text[motive.start : motive.end] == "Driven by imperial ambitions"


def test_a_passage_ends_where_the_speaker_is_named():
    found = rows("motives", WIDE)
    assert found and all("aide" not in WIDE[one.start : one.end] for one in found)


def test_reasons_are_numbered_in_text_order():
    found = rows("motives", WIDE)
    assert [one.motive_id for one in found] == ["a0:v0000", "a0:v0001"]  # trade, then prestige
    assert [one.motive_code for one in found] == ["economy", "status"]


def test_what_an_actor_says_of_itself_is_declared_and_attributed_to_nobody():
    (motive,) = rows("motives", "Modi said India wanted an early end to the war because of rising fuel prices.")
    assert (motive.basis_code, motive.attributed_by, motive.speaker_id) == ("declared", None, "modi")


def test_what_the_author_says_is_imputed_and_ascribed():
    (motive,) = rows("motives", "Iran returned to the talks to escape crippling sanctions.")
    assert (motive.basis_code, motive.attributed_by, motive.voice_code) == ("imputed", "author", "ascribed")
    assert motive.evidence_code == "asserted"


def test_an_act_of_the_actor_is_no_statement_of_its_motive():
    (motive,) = rows("motives", "Aliyev rejected the draft to appease hardliners in his own camp.")
    assert (motive.basis_code, motive.attributed_by) == ("imputed", "author")


def test_one_article_leaves_the_rows_of_another_alone():
    alone = rows("motives", WIDE)
    both = [one for one in rows("motives", WIDE, "Iran fears chaos in Syria.") if one.doc_id == "a0"]
    assert both == alone


@pytest.mark.parametrize("text", ["", "…", "“", "Because.", "in order to", "WHY? BECAUSE OF MONEY!", "x " * 5000])
def test_odd_texts_are_coded_without_a_crash(text):
    assert all(one.end > one.start for one in rows("motives", text or " "))
