"""Framings: whose words, which words, and nobody's."""

import pytest
from coded_texts import code_texts, rows

from parley.code.agency import find_aggressor, find_deeds
from parley.code.passages import walk_articles
from parley.codebook import read_codebook

BOOK = read_codebook("ukraine-russia")


def test_the_words_of_a_speaker_are_the_speakers():
    (framing,) = rows("framings", "Kuleba said that Moscow was not serious about talks.")
    assert (framing.framer_id, framing.voice_code, framing.actor_id) == ("kuleba", "reported", "russia")


def test_the_surface_is_the_passage():
    text = "Beijing's cynical proposal found no friends."
    (framing,) = rows("framings", text)
    assert framing.surface == text[framing.start : framing.end] == "cynical proposal"


def test_words_in_scare_quotes_are_not_framed_twice():
    found = rows("framings", "Orban, “the peacemaker,” flew home.")
    assert [one.device_code for one in found] == ["scare_quote"]


def test_blame_in_scare_quotes_says_nothing_ill():
    (framing,) = rows("framings", "To them a neighbour with a vote is Poland’s “aggressor” of the day.")
    assert framing.tone_code == "neutral" and framing.is_distanced


@pytest.mark.parametrize("text", [" ", "“”", "“”“", "'''", '"a"', "A “b", "THE REGIME!", "regime " * 3000])
def test_odd_texts_are_coded_without_a_crash(text):
    assert all(one.end > one.start for one in rows("framings", text))


def _sentences(text):
    tables = code_texts(text)
    return next(walk_articles(tables, BOOK)).sentences


def test_a_passive_turns_agent_and_patient_round():
    (sentence,) = _sentences("Armenia was attacked by Azerbaijan.")
    (deed,) = find_deeds(sentence, BOOK)
    assert (deed.effect, deed.agents, deed.patients) == ("harm", ("azerbaijan",), ("armenia",))


def test_no_aggressor_where_both_sides_harm_alike():
    assert find_aggressor(_sentences("Armenia attacked Azerbaijan. Azerbaijan attacked Armenia."), BOOK) is None


def test_the_aggressor_is_whom_the_article_has_harm_others():
    assert find_aggressor(_sentences("Azerbaijan bombed Armenia. Armenia asked for help."), BOOK) == "azerbaijan"
