"""The tagger: what it says of plain sentences, odd input, its training and its gold."""

import numpy as np
import pytest

from parley.errors import InputError
from parley.find.layers import read_weights
from parley.find.tags import TAGGER, read_tagger, tag_words, weigh_tags
from parley.run.gold import TaggedSentence, read_treebank
from parley.run.tagging import learn_tags
from parley.run.train import score_tagger, train_tagger
from parley.weigh.tagging import score_tags

GOLD = [
    TaggedSentence(("They", "sign", "it", "."), ("PRON", "VERB", "PRON", "PUNCT"), "a"),
    TaggedSentence(("The", "sign", "fell", "."), ("DET", "NOUN", "VERB", "PUNCT"), "a"),
] * 20


def conllu(*lines):
    return "\n".join("\t".join([str(n), word, "_", tag, *"______"]) for n, (word, tag) in enumerate(lines, 1)) + "\n\n"


def test_one_word_has_its_tag_by_the_words_around():
    sentences = [["They", "plan", "to", "leave", "."], ["The", "plan", "failed", "."]]
    verb, noun = tag_words(sentences)
    assert (verb[1], noun[1]) == ("VERB", "NOUN")


def test_every_word_gets_a_tag_and_sentences_do_not_touch_each_other():
    one, other = ["Envoys", "met", "."], ["Nobody", "would", "say", "why", "."]
    assert tag_words([one, other]) == tag_words([one]) + tag_words([other])
    assert [len(tags) for tags in tag_words([one, [], other])] == [3, 0, 5]


@pytest.mark.parametrize("word", ["", "a" * 100_000, "Переговоры", "محادثات", "🕊", "\ud800"])
def test_odd_words_get_some_tag(word):
    assert len(tag_words([[word]])[0]) == 1


def test_a_long_run_of_words_is_worked_on_in_pieces():
    tags = tag_words([["talks", "went", "on"]] * 5000)
    assert len(tags) == 5000
    assert tags[0] == tags[-1]


def test_probabilities_of_a_word_sum_to_one():
    sums = weigh_tags([["Peace", "!"]], read_tagger(TAGGER)).sum(axis=1)
    assert np.allclose(sums, 1, atol=1e-5)  # float32


def test_training_learns_its_gold_and_gives_the_same_weights_again():
    first, again = learn_tags(GOLD, rounds=30), learn_tags(GOLD, rounds=30)
    assert all(np.array_equal(first.weights[name], again.weights[name]) for name in first.weights)
    best = weigh_tags([one.words for one in GOLD[:2]], first).argmax(axis=1)
    assert [first.tags[number] for number in best] == [*GOLD[0].tags, *GOLD[1].tags]


def test_weights_and_card_are_written_and_the_text_of_a_card_stays(tmp_path):
    gold = tmp_path / "tiny.conllu"
    gold.write_text(conllu(("Talks", "NOUN"), ("failed", "VERB")) * 3, encoding="utf-8")
    weights, card = train_tagger(gold, tmp_path / "t.npz", rounds=2)
    assert "licence: unknown" in card.read_text(encoding="utf-8")
    card.write_text(card.read_text(encoding="utf-8").replace("unknown", "CC0") + "Mine.\n", encoding="utf-8")
    before = weights.read_bytes()
    train_tagger(gold, tmp_path / "t.npz", rounds=2)
    assert weights.read_bytes() == before
    assert "licence: CC0" in card.read_text(encoding="utf-8")
    assert card.read_text(encoding="utf-8").endswith("Mine.\n")


def test_scores_of_a_treebank_against_itself_are_one(tmp_path):
    gold = tmp_path / "tiny.conllu"
    gold.write_text(conllu(("Talks", "NOUN"), ("failed", "VERB")), encoding="utf-8")
    assert score_tagger(gold, given=gold)["tags.accuracy"]["value"] == 1


def test_tags_of_another_number_of_words_are_refused():
    with pytest.raises(InputError, match="sentence 1"):
        score_tags([["NOUN", "VERB"]], [["NOUN"]])


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "no sentences"), ("# only a comment\n", "no sentences"), ("1\tTalks\tNOUN\n", ":1.*3 columns")],
)
def test_broken_treebanks_are_told_by_file_and_line(tmp_path, content, told):
    path = tmp_path / "broken.conllu"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_treebank(path)


def test_a_missing_weights_file_is_told_with_the_remedy(tmp_path):
    with pytest.raises(InputError, match="coder rules"):
        read_weights(tmp_path / "none.npz")
