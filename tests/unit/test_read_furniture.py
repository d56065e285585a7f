"""Furniture: every rule on its own examples, and the shapes that take more than one line."""

import pytest
from tests.operations import assert_linear

from parley.read.articles import Article
from parley.read.furniture import find_furniture, furniture_rules

TOP = "The delegations met again in the morning.\n\n"
MORE = "They spoke of the ferries for two hours, and then of the two bridges across the river.\n\n"
RULES = furniture_rules()
YES = [(name, line) for name, rule in RULES.items() for line in rule.examples.yes]
NO = [(name, line) for name, rule in RULES.items() for line in rule.examples.no]


def removed(text):
    return [removal.text for removal in find_furniture(Article("a.txt", text))]


@pytest.mark.parametrize(("name", "line"), YES)
def test_examples_are_removed_wherever_they_stand(name, line):
    texts = [TOP + line + "\n\n" + MORE, TOP + MORE + line, "Heading\n\n" + line + "\n\n" + TOP + MORE]
    found = [find_furniture(Article("a.txt", text)) for text in texts]
    assert all([(row.text, row.rule_id) for row in rows] == [(line, name)] for rows in found)


@pytest.mark.parametrize(("name", "line"), NO)
def test_near_misses_stay(name, line):
    assert removed(TOP + line + "\n\n" + MORE) == removed(line + "\n\n" + MORE) == removed(TOP + MORE + line) == []


def test_every_rule_has_both_kinds_of_examples():
    assert all(rule.examples.yes and rule.examples.no for rule in RULES.values())


HEADLINE = "Grain Ships Wait Longer Than in Spring"
TEASER = "Captains at anchor now spend two weeks before a team comes aboard."


@pytest.mark.parametrize(
    "block",
    [
        f"{HEADLINE}\nOther stories\n\n{HEADLINE}\n\n{TEASER}",
        f"{HEADLINE}\n\nREAD ALSO\n\n{HEADLINE.upper()}\n\n{TEASER}",
        f"Related articles\n{HEADLINE}\n{HEADLINE}\n{TEASER}",
    ],
)
def test_a_headline_said_twice_goes_with_its_teaser(block):
    assert removed(TOP + block + "\n\n" + MORE) == [block]


def test_what_follows_a_promoted_headline_stays_if_it_belongs_to_the_article():
    question = "Who would pay for the ferries?"
    paragraph = "The bridges across the river were spoken of for two hours, then the delegations left."
    text = TOP * 8 + f"Read also\n\n{HEADLINE}\n\n{paragraph}\n\n{question}\n\n" + MORE * 8
    assert removed(text) == [f"Read also\n\n{HEADLINE}"]


def test_a_heading_after_an_announcement_without_headline_stays():
    assert removed(TOP + "Read also\n\nWhat comes next?\n\n" + MORE) == ["Read also"]


def test_a_teaser_that_shares_no_word_with_the_article_goes():
    block = f"Editor’s pick\n\n{HEADLINE}\n\n{TEASER}"
    article = (TOP + MORE) * 12  # long enough to tell
    assert removed(article + block + "\n\n" + MORE) == [block]


def test_a_list_of_headlines_at_the_end_goes_whole():
    block = "Most read\n\nFerry prices rise again\n\nTen walks by the sea\n\nWeather"
    assert removed(TOP + MORE + block) == [block]


def test_readers_comments_after_the_counter_go_with_it():
    block = "Comments (2)\n\nAnna\n\nI do not believe a word of it. They will never go."
    assert removed(TOP + MORE * 4 + block) == [block]


def test_a_counter_at_the_top_takes_nothing_with_it():
    assert removed("Ferries stand still\n\n12 comments\n\n" + TOP + MORE * 4) == ["12 comments"]


def test_a_sentence_wrapped_by_hand_is_no_furniture():
    wrapped = "The ministers of both countries were asked by their neighbours to\n"
    wrapped += "sign up for the newsletter of peace, as one of them mocked.\n\n"
    assert removed(TOP + wrapped + MORE) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Comments from the Kremlin were few.",
        "Related to this is the question of the ports.",
        "Follow the grain, and you will find the money.",
        "By signing the decree, the president closed the door.",
        "Get the army out, he demanded.",
        "Share the burden, the minister asked her colleagues.",
        "Subscribe to peace, the bishop preached.",
        "“Read my lips: no talks,” he said.",
        "More: the city is without power, water and heat.",
        "Correction will take years, the bank’s report says.",
        "Published accounts differ.",
        "Photo opportunities were refused by the Western leaders.",
        "Support for talks is growing; support our troops, others say.",
        "To report on the front has become dangerous.",
        "He spoke to Reuters.",
        "Reporting from Kherson is dangerous.",
        "Kyiv | Moscow: one line, two worlds.",
        "The Kremlin (photo by the river) was shut.",
    ],
)
def test_sentences_that_begin_like_furniture_stay(sentence):
    assert removed(TOP + sentence + "\n\n" + MORE) == []


def test_markdown_images_are_captions_and_links_stay_in_their_sentences():
    text = TOP + "![The bridge](b.jpg)\n\nThe [delegations](https://x.example/d) went home.\n\n" + MORE
    assert removed(text) == ["![The bridge](b.jpg)"]


@pytest.mark.parametrize(
    "line", ["Read also", "12 comments", "Correction:", "Read also\n\nFerries stand still\n\nIt rained."]
)
def test_time_grows_with_the_number_of_lines_not_with_its_square(line):
    def work(size):
        piece = Article("a.txt", (line + "\n\n") * size)
        return lambda: find_furniture(piece)

    assert_linear(work, 300, 4_800)


def test_offsets_hold_with_carriage_returns():
    text = "Heading\r\n\r\n12 comments\r\n\r\n" + TOP + MORE * 3 + "\r\nADVERTISEMENT\r\n"
    rows = find_furniture(Article("a.txt", text))
    assert [text[row.start : row.end] for row in rows] == [row.text for row in rows] == ["12 comments", "ADVERTISEMENT"]
