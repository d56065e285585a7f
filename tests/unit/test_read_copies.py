"""Copies: which articles are the same text, and which came first."""

import random

import pytest
from tests.operations import assert_linear

from parley.read.copies import Text, group_copies

WORDS = [f"word{number}" for number in range(3000)]


def article(seed, n_words=300):
    return random.Random(seed).choices(WORDS, k=n_words)


def fours(words):
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


def edited(words, share, seed=1):
    """Change single words until at most this share of the 4-grams is left."""
    changed, picker = list(words), random.Random(seed)
    while len(fours(words) & fours(changed)) > share * len(fours(words)):
        at = picker.randrange(len(words))
        changed[at] = f"new{at}"
    return changed


def group(*texts):
    return group_copies(Text(f"d{n}", None, " ".join(words)) for n, words in enumerate(texts))


def test_equal_after_folding_is_the_same():
    one = " ".join(article(1)) + " it’s — so"
    found = group_copies([Text("a", None, one), Text("b", None, one.upper().replace("’", "'").replace("—", "-\n"))])
    assert [found[name].copy_code for name in "ab"] == ["original", "same"]


def test_punctuation_alone_makes_a_near_copy():
    one = " ".join(article(1))
    assert group_copies([Text("a", None, one), Text("b", None, one + "!")])["b"].copy_code == "near"


@pytest.mark.parametrize("n_words", [60, 300, 800])
@pytest.mark.parametrize(("share", "code"), [(0.95, "near"), (0.87, "near"), (0.79, "original"), (0.5, "original")])
def test_four_fifths_of_the_word_fours_shared_is_near(n_words, share, code):
    # one edit removes up to four of the 57 word fours of a short text: .87 stays above .8
    for seed in range(6):
        words = article(seed, n_words)
        assert group(words, edited(words, share, seed))["d1"].copy_code == code


def test_a_shortened_or_extended_copy_is_near_and_a_brief_is_not():
    words = article(1)
    found = group(words, words[:200], words + article(2, 200), words[:60])
    assert [found[f"d{n}"].copy_code for n in range(4)] == ["original", "near", "near", "original"]


def test_the_original_is_published_first_then_undated_ones_follow():
    one = " ".join(article(1))
    texts = [Text("a", None, one), Text("b", "2022-11-10", one), Text("c", "2022-11-09", one)]
    found = group_copies(texts)
    assert {copy.copy_group_id for copy in found.values()} == {"c"}
    assert [found[name].copy_code for name in "abc"] == ["same", "same", "original"]


def test_too_little_text_is_unknown():
    found = group(article(1, 19), article(1, 19))
    assert {copy.copy_code for copy in found.values()} == {"unknown"}


def test_a_wire_text_in_three_hundred_outlets_is_one_group():
    words = article(1)
    found = group(*(edited(words, 0.95, seed) for seed in range(300)))
    assert {copy.copy_group_id for copy in found.values()} == {"d0"}


def test_boilerplate_that_thousands_share_does_not_join_them_nor_take_quadratic_time():
    boilerplate = article(0, 40)

    def work(size):
        articles = [[*article(seed, 160), *boilerplate] for seed in range(1, size + 1)]
        return lambda: group(*articles)

    assert {copy.copy_code for copy in work(300)().values()} == {"original"}
    assert_linear(work, 150, 1_200)
