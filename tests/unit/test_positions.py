"""Positions: ids and repetitions, passages, and what the coder leaves alone."""

import pytest
from coded_texts import code_texts, rows

from parley.code.conditions import is_past
from parley.code.passages import chain_of, speaks_for, walk_articles
from parley.codebook import read_codebook

BOOK = read_codebook("ukraine-russia")


def clauses_of(text):
    return [clause for article in walk_articles(code_texts(text), BOOK) for each in article.clauses for clause in each]


def test_a_plain_repetition_points_to_the_first():
    found = rows("positions", "Moscow is ready for talks. The day was cold. Moscow is ready for talks.")
    assert [row.position_id for row in found] == ["a0:p0000", "a0:p0001"]
    assert [row.same_as for row in found] == [None, "a0:p0000"]


def test_rows_are_numbered_by_article_in_the_order_of_the_text():
    found = rows("positions", "Kyiv rejected talks. Ankara offered to mediate.", "Berlin rejected talks.")
    assert [row.position_id for row in found] == ["a0:p0000", "a0:p0001", "a1:p0000"]
    assert [row.holder_id for row in found] == ["ukraine", "turkey", "germany"]


def test_the_passage_runs_from_the_subject_to_what_the_act_governs():
    text = "On a cold day, Kyiv refused to negotiate, and snow fell."
    (row,) = rows("positions", text)
    assert text[row.start : row.end] == "Kyiv refused to negotiate"


@pytest.mark.xfail(strict=True, reason="a capital after a comma behind a place is taken for another place")
def test_a_government_after_a_place_is_a_government():
    assert rows("positions", "On a cold day in Geneva, Kyiv ruled out talks with Moscow.")


def test_a_subject_that_nobody_knows_holds_nothing():
    assert rows("positions", "The farmers of the valley refuse to negotiate.") == []


def test_a_passive_without_a_doer_holds_nothing():
    assert rows("positions", "Kyiv was offered a peace plan.") == []


def test_a_headline_that_sums_up_the_body_is_no_row():
    text = "Kyiv rejects talks\n\nThe president spoke for an hour on Monday about the harvest.\n"
    assert rows("positions", text) == []


def test_every_mention_belongs_to_one_clause():
    clauses = clauses_of("Kyiv is ready to talk, but Moscow refuses.")
    assert [m.actor_id for clause in clauses for m in clause.mentions] == ["ukraine", "russia"]


def test_clauses_hold_every_word_once():
    text = "Moscow would leave, if Kyiv agreed; Ankara (the host) would watch, and the guns would fall silent."
    clauses = clauses_of(text)
    held = [at for clause in clauses for at in range(clause.first, clause.last)]
    assert len(held) == len(set(held))
    words = clauses[0].sentence.words
    assert {words[at] for at in set(range(len(words))) - set(held)} <= set(",;.()")


def test_an_if_clause_is_a_condition_and_supposed():
    kinds = {clause.kind_code: clause.evidence_code for clause in clauses_of("Kyiv will talk if Moscow leaves.")}
    assert kinds["condition"] == "hypothetical"


def test_what_used_to_be_is_past():
    past, present = clauses_of("Moscow used to be open. Moscow is open.")
    assert is_past(past, BOOK)
    assert not is_past(present, BOOK)


def test_quoted_words_without_a_speaker_are_not_the_author_s():
    clauses = clauses_of("The banner was red. “We must negotiate with all who are left,” it read.")
    assert all(clause.speaker_id != "author" for clause in clauses if "negotiate" in clause.words)


def test_a_minister_speaks_for_the_ministry_and_the_state():
    assert chain_of("lavrov", BOOK) == ("lavrov", "russia_mfa", "russia")
    assert speaks_for("lavrov", "russia", BOOK)
    assert not speaks_for("lavrov", "ukraine", BOOK)
    assert not speaks_for(None, "russia", BOOK)
