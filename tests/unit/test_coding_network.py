"""The network of the coding model: texts in one run, how far a state looks, chances that sum to one."""

import numpy as np
import pytest

from parley.code.coding_network import (
    DEEP,
    GAP,
    KIND_NAMES,
    columns_of,
    lay_out,
    read_items,
    read_passages,
    weigh_codes,
    weigh_kinds,
)  # fmt: skip

CODES = {"position.act_code": ["deny", "ready", "urge"], "position.stance_code": ["favours", "none"]}
CODES |= {"term.term_code": ["amnesty", "ceasefire"]}
N_BUCKETS, N_FEATURES, N_STATES, ITEM, STATE = 50, 4, 3, 6, 5
REACH = 1 + sum(DEEP.values())  # the first layer looks one item either way


def weights_of(seed=1):
    rng = np.random.default_rng(seed)
    shapes = {"embed": (N_BUCKETS, ITEM), "state.w": (N_STATES, ITEM), "near.w": (3 * ITEM, STATE), "near.b": (STATE,)}
    shapes |= {f"{name}.w": (3 * STATE, STATE) for name in DEEP} | {f"{name}.b": (STATE,) for name in DEEP}
    shapes |= {"kind.w": (STATE, 3 * len(KIND_NAMES)), "kind.b": (3 * len(KIND_NAMES),)}
    size = sum(map(len, CODES.values()))
    shapes |= {"code.state": (STATE, size), "code.item": (ITEM, size), "code.b": (size,)}
    weights = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    weights["embed"][0] = 0
    return weights


def text_of(size, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(1, N_BUCKETS, (size, N_FEATURES)), rng.standard_normal((size, N_STATES)).astype(np.float32)


def read(texts, weights):
    features, states, inside = lay_out([one for one, _ in texts], [one for _, one in texts])
    items = read_items(features, states, weights)
    return read_passages(items, inside, weights)[inside]


def test_two_texts_in_one_batch_are_read_as_each_alone():
    weights, texts = weights_of(), [text_of(12, 1), text_of(1, 2), text_of(7, 3)]
    together = read(texts, weights)
    alone = np.concatenate([read([one], weights) for one in texts])
    assert together == pytest.approx(alone, abs=1e-9)


def test_texts_are_laid_out_with_gaps_around_each():
    one, other = text_of(3, 1), text_of(2, 2)
    features, states, inside = lay_out([one[0], other[0]], [one[1], other[1]])
    assert inside.tolist() == [False] * GAP + [True] * 3 + [False] * GAP + [True] * 2 + [False] * GAP
    assert not features[~inside].any() and not states[~inside].any()
    assert np.array_equal(features[inside], np.concatenate([one[0], other[0]]))
    assert np.array_equal(states[inside], np.concatenate([one[1], other[1]]))
    assert len(features) == len(states) == len(inside)


def test_the_gap_is_as_wide_as_the_widest_layer_looks():
    assert max(DEEP.values()) == GAP


def test_a_state_looks_as_far_as_its_layers_together_and_no_further():
    weights = {name: abs(array) for name, array in weights_of().items()}  # nothing is cut off by relu
    features, states = text_of(2 * REACH + 3, 1)
    before = read([(features, abs(states))], weights)
    changed = features.copy()
    changed[0] = 1 + changed[0] % (N_BUCKETS - 1)
    moved = np.flatnonzero((read([(changed, abs(states))], weights) != before).any(axis=1))
    assert moved.max() == REACH


def test_chances_of_each_kind_sum_to_one():
    weights = weights_of()
    chances = weigh_kinds(read([text_of(9, 1)], weights), weights)
    assert chances.shape == (9, len(KIND_NAMES), 3)
    assert chances.sum(axis=2) == pytest.approx(1)


def test_columns_tile_the_scores():
    places = columns_of(CODES)
    assert [places[name] for name in CODES] == [(0, 3), (3, 5), (5, 7)]


def test_a_passage_is_scored_by_the_means_of_its_items_and_states():
    weights, rng = weights_of(), np.random.default_rng(6)
    items, states = rng.standard_normal((9, ITEM)), rng.standard_normal((9, STATE))
    runs = np.array([(0, 3), (2, 9), (8, 9), (0, 9)])  # they may overlap, and end with the text
    scores = weigh_codes(items, states, runs, weights)
    for (first, last), own in zip(runs, scores, strict=True):
        means = states[first:last].mean(axis=0), items[first:last].mean(axis=0)
        assert own == pytest.approx(
            means[0] @ weights["code.state"] + means[1] @ weights["code.item"] + weights["code.b"]
        )


def test_where_there_is_no_passage_there_are_no_scores():
    weights = weights_of()
    scores = weigh_codes(np.ones((2, ITEM)), np.ones((2, STATE)), np.zeros((0, 2), int), weights)
    assert scores.shape == (0, len(weights["code.b"]))


def test_codes_do_not_depend_on_how_long_a_passage_is():
    items, states = np.ones((9, ITEM)), np.ones((9, STATE))
    one, many = weigh_codes(items, states, np.array([(0, 1), (0, 9)]), weights_of())
    assert many == pytest.approx(one)
