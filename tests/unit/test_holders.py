"""Holders: whose stance words are, read without a parser."""

from parley.code.holders import _line_of


def test_a_sentence_read_for_its_subject_says_of_every_word_whether_it_is_quoted():
    # a stray quotation mark made the article fail, and all its rows were lost
    line = _line_of(("'", "norland", "refused"), ((0, 1), (1, 8), (9, 16)), "'Norland refused", 0)
    assert line.held == (-1, -1, -1)
