"""Training of the coding model: gradients, what is learnt, the same bytes again, weights with their card."""

import json
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from coded_passages import TEXTS, gold_text, write_gold
from test_coding_network import text_of, weights_of

from parley import cli
from parley.code.coding_model import N_EVIDENCE, draft_rows, evidence_of, read_model
from parley.code.coding_network import (
    BEGINS,
    GAP,
    GOES_ON,
    KIND_NAMES,
    OUTSIDE,
    columns_of,
    lay_out,
    read_items,
    read_passages,
)  # fmt: skip
from parley.code.items import CODES_BY_KIND
from parley.code.pointers import N_SIGNS
from parley.codebook import read_codebook
from parley.errors import InputError
from parley.find.layers import log_softmax
from parley.run import coding, coding_gradients, train_coding
from parley.run.coding import codes_of, learn_passages, read_examples
from parley.run.coding_gradients import Batch, Passage, find_gradients
from parley.run.passages import read_conflicts
from parley.run.pointing import learn_pointers, read_choices

ROUNDS = 60  # enough to get some of a few sentences right
DROPS = ("_DROP_FEATURE", "_DROP_STATE", "_DROP_ITEM", "_DROP_DEEP", "_DROP_PASSAGE")


def batch_of():
    """Return two texts with passages that are long, of one item, that share items and that end their text."""
    (one, one_states), (other, other_states) = text_of(9, 1), text_of(6, 2)
    one[2, 1] = one[2, 0]  # a feature that counts twice
    one[3, 2:] = 0  # an item with fewer features
    features, states, inside = lay_out([one, other], [one_states, other_states])
    kinds = np.random.default_rng(4).integers(0, 3, (15, len(KIND_NAMES)))
    shift = GAP + 9 + GAP
    passages = [
        Passage(np.arange(2, 7) + GAP, ((0, 3, 1), (3, 5, 0))),
        Passage(np.arange(5, 8) + GAP, ((5, 7, 1),)),
        Passage(np.arange(8, 9) + GAP, ()),
        Passage(np.arange(0, 6) + shift, ((0, 3, 2),)),
        Passage(np.arange(0, 1) + shift, ((5, 7, 0),)),
    ]
    return Batch(features, states.astype(float), inside, kinds, passages)


def loss_of(batch, params):
    items = read_items(batch.features, batch.states, params)
    states = read_passages(items, batch.inside, params)
    scores = states[batch.inside] @ params["kind.w"] + params["kind.b"]
    chances = log_softmax(scores.reshape(len(batch.kinds), len(KIND_NAMES), 3))
    total = -np.take_along_axis(chances, batch.kinds[..., None], axis=2).sum()
    items = items * batch.inside[:, None]
    for one in batch.passages:
        scores = states[one.places].mean(axis=0) @ params["code.state"]
        scores = scores + items[one.places].mean(axis=0) @ params["code.item"] + params["code.b"]
        for first, last, at in one.codes:
            total -= coding_gradients._CODE_SHARE * log_softmax(scores[first:last])[at]
    return total * coding_gradients._PER_ITEMS / len(batch.kinds)


@pytest.mark.parametrize("with_passages", [True, False])
def test_gradients_of_every_parameter_are_those_of_the_loss(monkeypatch, with_passages):
    for name in DROPS:
        monkeypatch.setattr(coding_gradients, name, 0.0)
    batch, params = batch_of(), weights_of()
    if not with_passages:
        batch = batch._replace(passages=[])
    found, _ = find_gradients(batch, params, np.random.default_rng(3))
    assert set(found) == {name for name in params if with_passages or not name.startswith("code.")}
    loss = partial(loss_of, batch, params)
    for name, gradient in found.items():
        if isinstance(gradient, tuple):
            rows, values = gradient
            gradient = np.zeros_like(params[name])
            gradient[rows] = values
            assert 0 not in rows, "the empty feature is not learnt"
        numbers = params[name].reshape(-1)
        slopes = np.zeros_like(numbers)
        for at in range(len(numbers)):
            kept = numbers[at]
            numbers[at] = kept + 1e-6
            above = loss()
            numbers[at] = kept - 1e-6
            slopes[at] = (above - loss()) / 2e-6
            numbers[at] = kept
        if name == "embed":
            slopes.reshape(params[name].shape)[0] = 0
        # float64 all through but for the masks, which are noughts and ones
        assert gradient.reshape(-1) == pytest.approx(slopes, rel=1e-4, abs=1e-3), name


def test_the_loss_that_is_shown_is_the_mean_over_items_and_kinds(monkeypatch):
    for name in DROPS:
        monkeypatch.setattr(coding_gradients, name, 0.0)
    batch, params = batch_of()._replace(passages=[]), {name: array / 4 for name, array in weights_of().items()}
    _, shown = find_gradients(batch, params, np.random.default_rng(3))
    assert shown * len(KIND_NAMES) * coding_gradients._PER_ITEMS == pytest.approx(loss_of(batch, params), rel=1e-5)


def test_what_is_dropped_is_drawn_from_the_seed():
    batch, params = batch_of(), weights_of()
    one, again, other = (find_gradients(batch, params, np.random.default_rng(seed))[1] for seed in (3, 3, 4))
    assert one == again != other


@pytest.fixture(scope="module")
def conflicts(tmp_path_factory):
    return list(read_conflicts(write_gold(tmp_path_factory.mktemp("gold"))))


@pytest.fixture(scope="module")
def examples(conflicts):
    return [example for conflict in conflicts for example in read_examples(conflict)]


def test_examples_have_the_items_of_gold_labelled(examples):
    for example, (text, told) in zip(examples, TEXTS.values(), strict=False):
        assert len(example.passages) == len(told)
        for kind, words, _, _ in told:
            items = example.scan.items(text.index(words), text.index(words) + len(words))
            labels = example.kinds[items, KIND_NAMES.index(kind)].tolist()
            assert labels == [BEGINS, *[GOES_ON] * (len(items) - 1)], words
        labelled = sum(len(items) for _, items, _ in example.passages)
        assert np.count_nonzero(example.kinds != OUTSIDE) == labelled, "no other item is"


def test_of_two_rows_of_a_kind_that_share_words_the_inner_one_stands_on_top(conflicts):
    one = conflicts[0]
    outer = dict(one.rows["one.t1"][0])
    inner = outer | {"start": outer["start"] + len("would "), "end": outer["start"] + len("would sooner eat")}
    for rows in ([outer, inner], [inner, outer]):
        [example, *_] = read_examples(one._replace(rows=one.rows | {"one.t1": rows}))
        labels = example.kinds[example.scan.items(outer["start"], outer["end"]), 0].tolist()
        assert labels[:4] == [BEGINS, BEGINS, GOES_ON, GOES_ON]


def test_codes_have_none_only_where_a_column_may_be_left_out():
    codes = codes_of(read_codebook("core"))
    assert list(codes) == [f"{kind}.{column}" for kind, columns in CODES_BY_KIND.items() for column in columns]
    may = {name for name, known in codes.items() if "none" in known}
    assert may == {"position.stance_code", "framing.role_main_code", "framing.role_fine_code"}


def test_passages_keep_within_their_text_though_their_edges_move(examples):
    codes = codes_of(read_codebook("core"))
    example = examples[0]
    last = example.scan.words[-1]
    rows = [("event", [last], {"kind": "event", "event_code": "attack", "evidence_code": "asserted"})]
    for seed in range(40):  # a coin decides whether an edge moves, and how far
        rng = np.random.default_rng(seed)
        batch = coding._batch([example._replace(passages=rows)], codes, rng)
        [passage] = batch.passages
        assert len(passage.places) and batch.inside[passage.places].all(), seed


def test_labels_stand_in_the_scores_of_their_column(examples):
    codes = codes_of(read_codebook("core"))
    places, names = columns_of(codes), [(name, code) for name, known in codes.items() for code in known]
    batch = coding._batch(examples[:1], codes, np.random.default_rng(1))
    for (kind, _, row), passage in zip(examples[0].passages, batch.passages, strict=True):
        for column, (first, last, at) in zip(CODES_BY_KIND[kind], passage.codes, strict=True):
            assert (first, last) == places[f"{kind}.{column}"]
            assert names[first + at] == (f"{kind}.{column}", row.get(column) or "none")


def test_learning_is_the_same_again_for_the_same_seed(examples):
    codes = codes_of(read_codebook("core"))
    one, again, other = (learn_passages(examples[:1], codes, seed=seed, rounds=2) for seed in (1, 1, 2))
    assert all(np.array_equal(one[name], again[name]) for name in one)
    assert any(not np.array_equal(one[name], other[name]) for name in one)


def test_choices_hold_the_right_answers_of_gold(conflicts, examples):
    choices = list(read_choices(examples[:2], conflicts[0].book))
    assert {choice.role for choice in choices} >= {"position.holder_id", "term.beneficiary_id", "event.actor_ids"}
    assert all(any(choice.right) and len(choice.right) == len(choice.candidates) for choice in choices)
    assert all(0 <= number < N_SIGNS for choice in choices for own in choice.candidates for number in own)
    weights = learn_pointers(choices)
    assert weights.shape == (N_SIGNS,) and np.isfinite(weights).all()


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes_and_a_card(tmp_path):
    gold = write_gold(tmp_path / "gold")
    (one, card), (other, _) = (
        train_coding.train_coding(gold, tmp_path / f"{name}.npz", rounds=ROUNDS) for name in ("one", "other")
    )
    assert one.read_bytes() == other.read_bytes()
    n_rows = 2 * sum(len(told) for _, told in TEXTS.values())  # two conflicts of the same texts
    told = card.read_text(encoding="utf-8")
    assert f"gold (2 conflicts, {n_rows} rows; sha256 " in told and "name: one" in told


@pytest.mark.slow
def test_the_card_names_other_bytes_for_other_gold(tmp_path):
    gold = write_gold(tmp_path / "gold")
    _, card = train_coding.train_coding(gold, tmp_path / "m.npz", rounds=ROUNDS)
    before = card.read_text(encoding="utf-8")
    (gold / "two.jsonl").unlink()
    train_coding.train_coding(gold, tmp_path / "m.npz", rounds=ROUNDS)
    [one], [other] = (
        [line for line in text.splitlines() if line.startswith("from:")] for text in (before, card.read_text("utf-8"))
    )
    assert one.split("sha256")[1] != other.split("sha256")[1]


@pytest.mark.slow
def test_one_conflict_is_enough_to_train_on(tmp_path):
    gold = write_gold(tmp_path / "gold")
    (gold / "two.jsonl").unlink()
    weights, _ = train_coding.train_coding(gold, tmp_path / "m.npz", rounds=ROUNDS)
    assert len(read_model(weights).networks) == 2


@pytest.fixture
def command(monkeypatch):
    """Run `parley train coding` for a few rounds and return its exit code."""

    def call(gold, out):
        monkeypatch.setattr(coding, "_ROUNDS", ROUNDS)
        monkeypatch.setattr("sys.argv", ["parley", "train", "coding", "--gold", str(gold), "--out", str(out)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0

    return call


@pytest.mark.slow
def test_the_command_trains_and_writes_weights_and_card(command, tmp_path):
    assert command(write_gold(tmp_path / "gold"), tmp_path / "m.npz") == 0
    assert "name: m" in (tmp_path / "m.md").read_text(encoding="utf-8")
    model = read_model(tmp_path / "m.npz")
    assert set(model.codes) == set(codes_of(read_codebook("core")))
    assert model.weights["signs"].shape == (N_SIGNS,) and model.weights["trust"].shape == (N_EVIDENCE,)


def test_the_command_ends_with_a_line_where_there_is_no_gold(command, tmp_path, capfd):
    (tmp_path / "gold").mkdir()
    assert command(tmp_path / "gold", tmp_path / "m.npz") == 3  # an input problem (`errors.py`)
    told = capfd.readouterr().err
    assert "gold" in told and "Traceback" not in told and not (tmp_path / "m.npz").exists()


def test_where_nothing_is_drafted_nothing_is_known_of_drafts():
    assert train_coding._fit_trust([]).tolist() == [0.0] * N_EVIDENCE


@pytest.mark.slow
@pytest.mark.parametrize("change", ["no rows", "no texts"])
def test_gold_that_teaches_nothing_is_an_error_that_names_it(tmp_path, change):
    gold = write_gold(tmp_path / "gold")
    for path in gold.glob("*.jsonl"):
        head, *texts = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        texts = [] if change == "no texts" else [text | {"rows": []} for text in texts]
        path.write_text("".join(json.dumps(line) + "\n" for line in (head, *texts)), encoding="utf-8")
    with pytest.raises(InputError, match="gold"):
        train_coding.train_coding(gold, tmp_path / "m.npz", rounds=60)


@pytest.mark.parametrize(
    ("key", "value"),
    [("kind", "poem"), ("act_code", "sings"), ("evidence_code", "sworn")],
    ids=["kind", "code", "evidence"],
)
def test_a_row_with_a_code_that_is_none_is_an_error_that_names_the_file(tmp_path, key, value):
    text = gold_text("t1")
    text["rows"][0][key] = value
    gold = write_gold(tmp_path / "gold")
    head = (gold / "one.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (gold / "one.jsonl").write_text(f"{head}\n{json.dumps(text)}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"one\.jsonl"):
        train_coding.train_coding(gold, tmp_path / "m.npz", rounds=1)


@pytest.mark.slow
def test_a_draft_is_right_where_it_meets_a_row_with_its_main_code_and_those_of_rules_are_left_out(tmp_path, coder):
    [conflict, *_] = read_conflicts(write_gold(tmp_path / "gold"))
    examples, model = coding.read_examples(conflict), read_model(coder)
    rated = list(train_coding._rate(model, examples))
    drafts = [draft for example in examples for draft in draft_rows(example.scan, model)]
    assert rated and [evidence for evidence, _ in rated] == [evidence_of(draft) for draft in drafts]
    assert any(right for _, right in rated), "the model was trained on these"
    ruled = {kind: [SimpleNamespace(start=0, end=10**6)] for kind in KIND_NAMES}
    covered = [example._replace(scan=example.scan._replace(coded=ruled)) for example in examples]
    assert list(train_coding._rate(model, covered)) == []


def test_of_a_kind_that_nobody_knows_a_text_teaches_nothing():
    scores = np.random.default_rng(3).normal(size=(4, 3 * len(KIND_NAMES)))
    labels = np.zeros((4, len(KIND_NAMES)), dtype=np.int64)
    labels[:, 2] = coding_gradients.UNKNOWN
    off, loss = coding_gradients._kinds_off(scores, labels)
    by_kind = off.reshape(4, len(KIND_NAMES), 3)
    assert np.isfinite(loss) and not by_kind[:, 2].any() and by_kind[:, [0, 1, 3, 4, 5]].any(axis=(0, 2)).all()
