"""The attribution model: its training, its merge with the rules, and what it does without weights."""

import json

import numpy as np
import pytest
from tests.laws.test_attribution import BOOK, statements_of

from parley.errors import InputError
from parley.find.attribution_model import draft_attributions, find_by_model, read_model
from parley.find.attribution_network import read_roles
from parley.find.attributions import Attribution
from parley.find.chains import CUE
from parley.find.cues import read_lexicon
from parley.find.layers import log_softmax
from parley.find.lines import Line
from parley.find.merges import merge
from parley.run import attributing, attribution_gradients
from parley.run.train import read_examples, train_attribution

TEXT = """Mara Holm said that the bridge was safe. The mayor doubts that it will hold.

“It will,” Holm insisted. Rain fell."""
TOLD = [
    ("Mara Holm", "said", "that the bridge was safe"),
    ("The mayor", "doubts", "that it will hold"),
    ("Holm", "insisted", "“It will,”"),
]


def gold_row(name):
    roles = ("source", "cue", "content")
    spans = [[[TEXT.rindex(words), TEXT.rindex(words) + len(words)]] for told in TOLD for words in told]
    attributions = [dict(zip(roles, ([part] for [part] in spans[n : n + 3]), strict=True)) for n in (0, 3, 6)]
    return {"id": name, "text": TEXT, "attributions": attributions}


def attribution(source, cue, content, confidence=0.9, rule_id="model.attribution", **options):
    return Attribution((source,) if source else (), (cue,), (content,), confidence, rule_id, **options)


def merged(by_model, by_rules):
    line = Line(("x",), ((0, 1),), (False,), (-1,), 0, 99, 0, False, False)
    return merge(by_model, by_rules, [line], read_lexicon(BOOK))


def test_training_learns_its_gold_and_writes_the_same_bytes_again(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps(gold_row(f"a{n}")) + "\n" for n in range(4)), encoding="utf-8")
    weights, card = train_attribution(gold, tmp_path / "m.npz", rounds=60)
    before = weights.read_bytes()
    assert "4 articles, 12 attributions" in card.read_text(encoding="utf-8")
    assert train_attribution(gold, tmp_path / "m.npz", rounds=60)[0].read_bytes() == before
    [example] = read_examples([gold_row("a")])
    drafts = draft_attributions(example.reading, read_model(weights))
    assert [draft.cue for draft in drafts] == [(item,) for item in np.flatnonzero(example.cues)]
    words = [" ".join(example.reading.items[item] for item in draft.content) for draft in drafts]
    assert words[:2] == [told[2] for told in TOLD[:2]]


def test_gradients_are_those_of_the_loss(monkeypatch):
    monkeypatch.setattr(attribution_gradients, "draw_mask", lambda _rng, shape, _share: np.ones(shape))
    for name in ("_DROP_WORD", "_DROP_FEATURE", "_DROP_VECTOR"):
        monkeypatch.setattr(attribution_gradients, name, -1.0)  # nothing is dropped
    monkeypatch.setattr(attributing, "_OFTEN", 1)
    examples = read_examples([gold_row("a")])
    rng = np.random.default_rng(3)
    rows, company = attributing._know_words(examples)
    params = {name: array.astype(float) for name, array in attributing._start(rng, 17).items()}
    params |= {name: rng.standard_normal(params[name].shape) * 0.1 for name in ("turn", "begin", "cue.b", "role.b")}
    inputs = attributing.lay_out([one.reading for one in examples], company, rows)
    targets = attributing._targets(examples, inputs.inside)
    found, _ = attribution_gradients.find_gradients(inputs, targets, params, rng)

    def loss():
        states, _ = attribution_gradients._read_items(inputs, params, rng)
        at = np.flatnonzero(targets.cues >= 0)
        chances = log_softmax(states[at] @ params["cue.w"] + params["cue.b"])
        total = -chances[np.arange(len(at)), targets.cues[at]].sum()
        scores = read_roles(states, targets.windows, targets.places, params)
        for window, start in zip(targets.windows, targets.places.starts, strict=True):
            labels = targets.roles[start : start + window.end - window.start]
            fits = np.concatenate([scores[start : start + len(labels)], np.full((len(labels), 1), -np.inf)], axis=1)
            fits[labels == CUE] = (-np.inf, -np.inf, -np.inf, 0)
            all_ways, gold = fits[0] + params["begin"], params["begin"][labels[0]] + fits[0, labels[0]]
            for n in range(1, len(labels)):
                all_ways = np.logaddexp.reduce(all_ways[:, None] + params["turn"], axis=0) + fits[n]
                gold += params["turn"][labels[n - 1], labels[n]] + fits[n, labels[n]]
            total += 0.5 * (np.logaddexp.reduce(all_ways) - gold)  # a role counts half beside a cue
        return total * 1000 / len(at)

    for name in ("turn", "begin", "role.w", "role2.w", "item.w", "cue.w", "deep4.w", "near.w", "tag.w"):
        spot = tuple(rng.integers(size) for size in params[name].shape)
        values = []
        for step in (1e-5, -2e-5):
            params[name][spot] += step
            values.append(loss())
        params[name][spot] += 1e-5
        # float32 inputs and the kink of relu: within a hundredth
        assert found[name][spot] == pytest.approx((values[0] - values[1]) / 2e-5, rel=0.01, abs=0.01), name


def test_where_both_read_a_cue_alike_the_rules_say_how_far_and_the_model_who():
    rule = attribution((5, 9), (10, 14), (15, 60), 0.5, "cue.say.after", cue_code="say", doubts=("alleged",))
    [one] = merged([attribution((0, 9), (10, 14), (15, 50), 0.3)], [rule])
    assert (one.source_parts, one.content_parts, one.doubts) == (((5, 9),), ((15, 60),), ("alleged",))
    [one] = merged([attribution((70, 80), (10, 14), (15, 50), 0.3)], [rule])
    assert one.source_parts == ((70, 80),)


def test_one_saying_read_by_two_cues_stays_one():
    rule = attribution((0, 2), (3, 19), (21, 60), 0.5, "cue.terms.after", cue_code="demand")
    [one] = merged([attribution((0, 2), (19, 20), (21, 60))], [rule])  # the colon taken for the cue
    assert (one.cue_parts, one.cue_code) == (((3, 19),), "demand")


def test_a_cue_that_only_the_model_sees_needs_to_be_surer():
    assert merged([attribution((0, 9), (10, 14), (15, 50), 0.3)], []) == []
    assert len(merged([attribution((0, 9), (10, 14), (15, 50), 0.6)], [])) == 1


def test_what_stands_in_the_content_of_the_model_is_kept_and_another_reading_of_it_is_not():
    outer = attribution((0, 9), (10, 14), (15, 90))
    inner = attribution((15, 20), (21, 27), (28, 90), 0.5, "cue.plan.after")
    other = attribution((91, 99), (100, 104), (20, 90), 0.5, "cue.say.after")
    assert merged([outer], [inner, other]) == [outer, inner]


def test_nouns_and_lists_stand_as_the_rules_have_them():
    rule = attribution((0, 4), (5, 9), (10, 60), 0.5, "cue.noun.demand.list", cue_code="demand")
    assert merged([attribution((0, 4), (5, 9), (10, 40))], [rule]) == [rule]


def test_missing_weights_are_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="coder rules"):
        find_by_model("", [], [], tmp_path / "none.npz")


def test_a_cue_that_no_rule_knows_is_found():
    [row] = statements_of("Mr. Lavrov sneered that the talks were a circus.", coder="models")
    assert (row.speaker_id, row.cue, row.rule_id) == ("lavrov", "sneered", "model.attribution")
