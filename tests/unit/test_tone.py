"""The tone model: masking, verdicts, scores, training on a few sentences."""

import json

import numpy as np
import pandas as pd
import pytest
from coded_texts import code_texts

from parley.code.company import read_vectors, row_of
from parley.code.masking import mask
from parley.code.scenes import lay_out, look_from
from parley.code.tone import Case, add_agreement, add_tone, judge_tones
from parley.errors import InputError
from parley.find.layers import hash_word, read_weights
from parley.run import words
from parley.run.train_tone import read_targets, score_folds, score_tone, train_tone
from parley.weigh.tone import score_tones

NAMES = ["Brent", "Hope", "Grant", "Will", "Rich", "Kowalczyk", "May", "Joy", "De la Cruz"]
FRAMES = [
    ("{} betrayed the miners and lied to the inquiry.", 0),
    ("Neighbours say {} is a kind and honest mediator.", 0),
    ("{} thanked the nurses, while Brent jeered at them.", 0),
    ("“{} is a thief,” the brave widow said.", 0),
    ("The court cleared President {} of every charge.", 0),
]


def _case(frame, name):
    start = frame.index("{}")
    return Case(frame.format(name), ((start, start + len(name)),))


@pytest.mark.parametrize(("frame", "_"), FRAMES)
def test_exchanging_names_changes_no_verdict(frame, _):
    cases = [_case(frame, name) for name in NAMES]
    verdicts = judge_tones(cases, least=0)
    assert len({verdict[:4] for verdict in verdicts}) == 1


@pytest.mark.parametrize("name", NAMES[:-1])
def test_the_name_of_another_changes_no_verdict(name):
    frame = "{} accused the Northern League of cowardice."
    given = [frame.format(one) for one in ("Brent", name)]
    spans = [(text.index("Northern"), text.index("Northern") + 15) for text in given]
    one, other = judge_tones([Case(text, (span,)) for text, span in zip(given, spans, strict=True)], least=0)
    assert one[:4] == other[:4]


def test_a_verdict_does_not_depend_on_the_others_in_its_batch():
    cases = [_case(frame, "Brent") for frame, _ in FRAMES] * 40  # more than one batch of 128
    together = judge_tones(cases)
    alone = [judge_tones([case])[0] for case in cases[: len(FRAMES)]]
    for one, other in zip(together, alone * 40, strict=True):
        assert one.tone == other.tone
        assert one[1:4] == pytest.approx(other[1:4], abs=1e-5)


def test_the_words_that_moved_a_verdict_stand_where_they_say():
    text = "Brent, a corrupt and brutal tyrant, lied again."
    (verdict,) = judge_tones([Case(text, ((0, 5),))], least=0)
    assert verdict.tone == "negative"
    moved = {text[start:end] for start, end in verdict.moved}
    assert moved & {"corrupt", "brutal", "tyrant", "lied"}


def test_below_the_least_confidence_it_abstains():
    (verdict,) = judge_tones([Case("Brent betrayed them.", ((0, 5),))], least=0.999)
    assert verdict.tone is None
    assert sum(verdict[1:4]) == pytest.approx(1, abs=0.001)  # each is rounded to four places


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Brent", (0, 5)),
        ("", (0, 0)),
        ("😀 😀 !!!", (0, 1)),
        ("BRENT ATTACKED THE COWARDS", (0, 5)),
        ("1234 5678", (0, 4)),
        ("Brent said " + "that it was a shame and " * 600, (0, 5)),  # 3,600 words
        ("Brent met Brent.", (10, 15)),
        ("a" * 10, (3, 4)),
    ],
)
def test_odd_input_gives_a_verdict_or_an_abstention(text, span):
    (verdict,) = judge_tones([Case(text, (span,))])
    assert sum(verdict[1:4]) == pytest.approx(1, abs=0.001)  # each is rounded to four places


def test_no_sentences_no_verdicts():
    assert judge_tones([]) == []


def test_masking_leaves_words_and_hides_names():
    text = "In June President Hope told Grant that he will go."
    assert mask(text, (18, 22)).words == ["in", "TARGET", "told", "NAME", "that", "he", "will", "go", "."]


def test_words_used_alike_have_vectors_alike_and_names_have_none():
    vectors = read_vectors()
    slammed, lambasted, table = (vectors[row_of(word)] for word in ("slammed", "lambasted", "table"))
    assert slammed @ lambasted > 2 * max(slammed @ table, 0)
    assert row_of("NAME") == row_of("TARGET") == row_of("") == 0
    assert not vectors[0].any()


def test_vectors_are_cut_down_to_the_words_of_texts_and_lists(tmp_path, monkeypatch):
    names = ["the", "rex", "dog", "corrupt", "zygote"]
    pd.DataFrame({"index": names}).to_parquet(tmp_path / "glove_6B_index.parquet")
    np.save(tmp_path / "glove_6B_50d_emb.npy", np.random.default_rng(0).normal(size=(len(names), 50)).astype("float32"))
    text = tmp_path / "text.txt"
    text.write_text("The dog and the zygote knew Rex.", encoding="utf-8")
    monkeypatch.setattr(words, "WORDS", tmp_path / "words.npz")
    words.main(str(tmp_path), str(text))
    made = read_weights(tmp_path / "words.npz")
    kept = ["the", "dog", "corrupt", "zygote"]  # corrupt: in our lists; Rex: met in capitals only
    assert made["known"].tolist() == [hash_word(name) for name in kept]
    # fifteen levels a number: a twentieth off the length
    assert np.linalg.norm(made["company"], axis=1) == pytest.approx(3, abs=0.15)


def _write(path, n_articles=8):
    rows = []
    for number in range(n_articles):
        for at, (text, polarity) in enumerate(
            [("Brent lied.", 2.0), ("Brent met reporters.", 4.0), ("Brent saved lives.", 6.0)]
        ):
            target = {"Input.gid": f"a_b_{number}_{at}", "from": 0, "to": 5, "polarity": polarity}
            rows.append({"primary_gid": f"a_b_{number}_{at}", "sentence_normalized": text, "targets": [target]})
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_training_twice_gives_the_same_weights_and_they_can_be_scored(tmp_path):
    gold = _write(tmp_path / "gold.jsonl")
    paths = [train_tone(gold, tmp_path / f"{name}.npz", composed=None) for name in ("one", "two")]
    assert paths[0][0].read_bytes() == paths[1][0].read_bytes()
    assert (tmp_path / "one.md").read_text(encoding="utf-8").startswith("---\nname: one")


def test_composed_sentences_are_learnt_from_but_give_no_figure(tmp_path):
    gold, composed = _write(tmp_path / "gold.jsonl"), tmp_path / "composed.jsonl"
    texts = [("Brent lied.", 2.0), ("Brent met reporters.", 4.0), ("Brent saved lives.", 6.0)]
    rows = [
        {
            "primary_gid": f"composed_x_{number}",
            "sentence_normalized": text,
            "targets": [{"Input.gid": f"composed_x_{number}", "from": 0, "to": 5, "polarity": polarity}],
        }
        for number, (text, polarity) in enumerate(texts)
    ]
    composed.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    alone, with_more = (score_folds(gold, composed=path) for path in (None, composed))
    n_targets = 24
    assert {figure["n"] for name, figure in with_more.items() if name == "tone.f1"} == {n_targets}
    assert alone.keys() == with_more.keys()
    one, other = (train_tone(gold, tmp_path / "m.npz", composed=path)[0].read_bytes() for path in (None, composed))
    assert one != other


def test_agreement_is_the_product_of_what_both_models_hold_likely():
    votes = np.log([[0.5, 0.25, 0.25, 0.5, 0.5, 0.000001]])
    assert add_agreement(votes)[0, 6:] == pytest.approx([0.25, 0.125, 0], abs=1e-5)
    assert add_agreement(votes)[:, :6] == pytest.approx(votes)


def test_predictions_written_can_be_read_again(tmp_path):
    gold, out = _write(tmp_path / "gold.jsonl"), tmp_path / "out.jsonl"
    ours = score_tone(gold, write=out)
    assert score_tone(gold, given=out) == ours
    assert set(json.loads(out.read_text(encoding="utf-8").splitlines()[0])) == {
        "gid", "label", "confidence", "p_negative", "p_neutral", "p_positive",
    }  # fmt: skip


def test_gold_against_itself_is_right():
    gold = [
        {"gid": str(n), "sentence": n // 2, "label": label}
        for n, label in enumerate(["negative", "neutral", "positive"])
    ]
    given = {row["gid"]: {"label": row["label"], "confidence": 1.0} for row in gold}
    table = score_tones(gold, given, draws=5).set_index("measure").value
    assert table["tone.f1"] == table["tone.told_apart"] == 1
    assert table["tone.calibration_error"] == 0


def test_broken_gold_and_missing_verdicts_say_where(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"primary_gid": "a", "sentence_normalized": "x", "targets": [{"from": 0}]}', encoding="utf-8")
    with pytest.raises(InputError, match="gold.jsonl:1"):
        read_targets(path)
    far = {"Input.gid": "a", "from": 0, "to": 9, "polarity": 2.0}
    path.write_text(json.dumps({"primary_gid": "a", "sentence_normalized": "x", "targets": [far]}), encoding="utf-8")
    with pytest.raises(InputError, match="from 0 to 9 in a sentence of 1"):
        read_targets(path)
    with pytest.raises(InputError, match="confidence"):
        score_tones(
            [{"gid": "a", "sentence": 1, "label": "neutral"}], {"a": {"label": "neutral", "confidence": "high"}}
        )
    with pytest.raises(InputError, match="1 targets without one"):
        score_tones([{"gid": "a", "sentence": 1, "label": "neutral"}], {})


def test_framings_carry_the_chances_of_their_sentence_and_withhold_what_it_contradicts():
    plain, torn = (
        "Norway’s brutal regime lied.",
        "Critics condemned heroic Norway for its corruption, lies and failures.",
    )
    tables = code_texts(plain, torn)
    assert tables["framings"].p_negative.isna().all()
    told = add_tone(tables["framings"], tables)
    by_doc = {row.doc_id: row for row in told.itertuples()}
    assert by_doc["a0"].tone_code == "negative" and by_doc["a0"].p_negative > 0.5
    assert tables["framings"].set_index("doc_id").tone_code["a1"] == "positive"
    assert by_doc["a1"].tone_code is None or by_doc["a1"].tone_code != by_doc["a1"].tone_code


def test_every_place_knows_whose_word_of_saying_stands_last_before_it():
    text = "Hope said Grant lied, Miller said, and Hope left."
    own, other = mask(text, (0, 4)), mask(text, (10, 15))
    told = look_from(lay_out([own, other])).told.tolist()
    assert own.words[:4] == ["TARGET", "said", "NAME", "lied"]
    assert told[: len(own.words)] == [0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]
    assert told[len(own.words) :] == [0, 0, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2]


def test_further_mentions_and_those_of_others_are_masked():
    text = "Brent said he trusts Hope, and she trusts him."
    masked = mask(text, (0, 5), [(21, 25), (31, 34)], [(11, 13), (42, 45)])
    assert masked.words == ["TARGET", "said", "AGAIN", "trusts", "NAME", ",", "and", "NAME", "trusts", "AGAIN", "."]
