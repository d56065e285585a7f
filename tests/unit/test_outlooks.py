"""Outlooks: numbering, holders and the evidence of predictions."""

from coded_texts import rows


def test_outlooks_are_numbered_in_the_order_of_the_text():
    found = rows("outlooks", "Talks are unlikely this year. An extension of the grain deal is likely.")
    assert [row.outlook_id for row in found] == ["a0:o0000", "a0:o0001"]


def test_every_prediction_is_predicted():
    found = rows("outlooks", "A peace deal is unlikely. Talks will certainly resume, Milley said.")
    assert len(found) == 2  # one of the author's, one of a speaker's
    assert {row.evidence_code for row in found} == {"predicted"}
    assert [row.holder_id for row in found] == ["author", "milley"]


def test_one_forecast_is_told_once_in_a_sentence():
    assert len(rows("outlooks", "A compromise is unlikely, and a settlement is unlikely.")) == 1


def test_the_author_s_voice_is_the_author_s():
    (row,) = rows("outlooks", "A ceasefire is unlikely before spring.")
    assert (row.voice_code, row.speaker_id) == ("author", "author")
