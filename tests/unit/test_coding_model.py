"""Drafts: runs of items that become passages, confidence, and the file that a model is kept in."""

import numpy as np
import pytest
from coded_passages import TEXTS, scans_of

from parley.code.coding_model import (
    _FLOOR,
    _STAY,
    MODEL,
    N_EVIDENCE,
    Draft,
    _runs,
    confidence_of,
    draft_rows,
    evidence_of,
    read_model,
)
from parley.code.coding_network import KIND_NAMES, NONE
from parley.code.items import CODES_BY_KIND
from parley.codebook import read_codebook
from parley.errors import InputError
from parley.find.layers import read_weights, write_weights
from parley.run.coding import codes_of


def runs(within, begins=(), line_of=None):
    within = np.array(within)
    starts = np.isin(np.arange(len(within)), list(begins))
    line_of = np.zeros(len(within), dtype=int) if line_of is None else np.array(line_of)
    return list(_runs(within, starts, line_of))


def draft(chance, code=0.9, kind="position", *, share=0.3, items=(1, 2)):
    codes = {"issue_code": ("talks", code), "act_code": ("urge", 0.1)}
    return Draft(kind, items, 0, 9, 9, chance, chance, share, 100, codes)


def test_items_side_by_side_are_one_run():
    assert runs([0.0, 0.7, 0.8, 0.9, 0.0]) == [[1, 2, 3]]


def test_a_run_goes_on_over_a_low_chance_but_one_item_must_be_over_the_floor():
    low, high = _STAY + 0.01, _FLOOR + 0.01
    assert runs([low, high, low, _STAY]) == [[0, 1, 2]]
    assert runs([low, _FLOOR, low]) == [], "over means over"


def test_a_run_is_split_where_another_begins():
    assert runs([0.7, 0.8, 0.7, 0.8], begins=[0, 2]) == [[0, 1], [2, 3]]


def test_an_item_under_the_floor_begins_nothing():
    assert runs([0.7, 0.8, _FLOOR, _FLOOR], begins=[2]) == [[0, 1, 2, 3]]


def test_a_run_ends_with_its_sentence():
    assert runs([0.7, 0.8, 0.7, 0.8], line_of=[0, 0, 1, 1]) == [[0, 1], [2, 3]]
    # a mark before a sentence (-1) is never within
    assert runs([0.7, 0.0, 0.8], line_of=[0, -1, 1]) == [[0], [2]]


def test_a_gap_parts_two_runs_and_a_weak_one_is_left_out():
    assert runs([0.7, 0.1, _FLOOR, 0.1, 0.9]) == [[0], [4]]


def test_nothing_within_is_no_run():
    assert runs([0.0, 0.0]) == runs([]) == []


@pytest.mark.parametrize("confidence", [1e-9, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("code", [0.0, 1e-9, 1.0])
def test_confidence_lies_between_nought_and_one(confidence, code):
    rng = np.random.default_rng(5)
    for kind in KIND_NAMES:
        one = draft(confidence, code, kind)
        assert np.isfinite(evidence_of(one)).all()
        for trust in rng.standard_normal((20, len(evidence_of(one)))):
            assert 0 <= confidence_of(one, trust) <= 1


def test_confidence_rises_with_what_speaks_for_a_draft():
    trust = np.array([0.1, *[0.5] * (N_EVIDENCE - 1)])
    by_passage = [confidence_of(draft(sure), trust) for sure in (0.1, 0.5, 0.9, 0.99)]
    by_code = [confidence_of(draft(0.5, code), trust) for code in (0.1, 0.5, 0.9, 0.99)]
    by_text = [confidence_of(draft(0.5, share=share), trust) for share in (0.01, 0.1, 0.5)]
    by_length = [confidence_of(draft(0.5, items=tuple(range(n))), trust) for n in (1, 2, 9)]
    for ranked in (by_passage, by_code, by_text, by_length):
        assert ranked == sorted(set(ranked))


def test_the_trust_of_the_model_at_hand_rises_with_both():
    trust = read_model(MODEL).weights["trust"]
    assert len(trust) == len(evidence_of(draft(0.5))) == N_EVIDENCE
    assert trust[1] > 0, "a surer passage is righter"
    assert trust[2] > 0, "a surer code is righter"


def test_the_model_at_hand_knows_the_codes_of_the_codebook():
    model, known = read_model(MODEL), read_codebook("core").codes
    assert {f"{kind}.{column}" for kind, columns in CODES_BY_KIND.items() for column in columns} == set(model.codes)
    for name, codes in model.codes.items():
        assert set(codes) - {NONE} == set(known[name.split(".")[1]]), name


def test_missing_weights_are_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="none.npz.*--coder rules"):
        read_model(tmp_path / "none.npz")


def test_a_broken_weights_file_is_an_error_too(tmp_path):
    (tmp_path / "broken.npz").write_bytes(b"no weights")
    with pytest.raises(InputError, match="broken.npz.*--coder rules"):
        read_model(tmp_path / "broken.npz")


def test_a_model_is_read_as_it_was_written(trained, tmp_path):
    model, arrays = read_model(trained), read_weights(trained)
    packed = {name: 127 for name in arrays if name.startswith("embed")}
    write_weights(tmp_path / "again.npz", arrays, packed=packed)
    again = read_model(tmp_path / "again.npz")
    assert list(again.codes.items()) == list(model.codes.items()), "order is what scores are read by"
    assert len(again.networks) == len(model.networks) > 0
    for one, other in zip((*model.networks, model.weights), (*again.networks, again.weights), strict=True):
        assert set(one) == set(other)
        for name, array in one.items():
            # tables are packed to 127 steps either way, once more
            assert np.allclose(other[name], array, atol=float(abs(array).max()) / 100), name


def test_codes_are_kept_in_the_order_in_which_they_are_scored(trained):
    assert list(read_model(trained).codes.items()) == list(codes_of(read_codebook("core")).items())


def test_the_empty_feature_weighs_nothing(trained):
    assert all(not network["embed"][0].any() for network in read_model(trained).networks)


def test_networks_that_vote_are_not_the_same(trained):
    one, *others = read_model(trained).networks
    assert all(not np.array_equal(one["kind.w"], other["kind.w"]) for other in others)


def test_a_model_finds_the_passages_and_codes_that_it_learnt(coder):
    model = read_model(coder)
    texts = [text for text, _ in TEXTS.values()]
    for scan, (text, told) in zip(scans_of(*texts), TEXTS.values(), strict=True):
        found = {(one.kind, text[one.start : one.end]): one for one in draft_rows(scan, model)}
        assert set(found) == {(kind, words) for kind, words, _, _ in told}
        for kind, words, _, codes in told:
            drafted = [code for code, _ in found[kind, words].codes.values()]
            assert drafted == [*codes, *[NONE] * (len(CODES_BY_KIND[kind]) - 1 - len(codes)), "asserted"], words


def test_the_columns_of_a_draft_are_those_of_its_kind_with_the_main_code_first(coder):
    model = read_model(coder)
    for scan in scans_of(*(text for text, _ in TEXTS.values())):
        for one in draft_rows(scan, model):
            assert tuple(one.codes) == CODES_BY_KIND[one.kind]


def test_drafts_lie_within_a_sentence_and_begin_and_end_with_a_word(bold_coder):
    model = read_model(bold_coder)
    [scan] = scans_of(TEXTS["t1"][0])
    drafts = draft_rows(scan, model)
    assert drafts, "a bold model drafts"
    for one in drafts:
        assert len({scan.reading.line_of[item] for item in one.items}) == 1
        assert one.start == scan.reading.spans[one.items[0]][0] and one.end == scan.reading.spans[one.items[-1]][1]
        assert 0 < one.chance <= one.peak <= 1 and one.size == len(scan.reading.items)


def test_of_two_networks_the_mean_decides(coder):
    model = read_model(coder)
    [scan, *_] = scans_of(TEXTS["t1"][0])
    together = draft_rows(scan, model)
    assert together
    for networks in (model.networks * 2, model.networks[::-1]):
        for one, other in zip(together, draft_rows(scan, model._replace(networks=networks)), strict=True):
            assert (one.kind, one.items, one.until) == (other.kind, other.items, other.until)
            assert one.chance == pytest.approx(other.chance)
            assert {column: code for column, (code, _) in one.codes.items()} == {
                column: code for column, (code, _) in other.codes.items()
            }


def test_a_draft_may_reach_until_the_next_of_its_kind_begins(bold_coder):
    text = TEXTS["t1"][0]
    [scan] = scans_of(text)
    drafts = draft_rows(scan, read_model(bold_coder))
    for kind in KIND_NAMES:
        own = [one for one in drafts if one.kind == kind]
        assert [one.until for one in own] == [*(one.start for one in own[1:]), len(text)][: len(own)]
        assert all(one.end <= one.until for one in own)


def test_a_heading_that_sums_up_has_no_drafts(bold_coder):
    model = read_model(bold_coder)
    title, body = "Norland would sooner eat its hat", "Ilsen keeps the kettle warm for envoys."
    [scan] = scans_of(f"{title}\n\n{body}")
    drafts = draft_rows(scan, model)
    assert drafts and all(one.start > len(title) for one in drafts)
    [alone] = scans_of(title)
    assert all(0 <= one.start < one.end <= len(title) for one in draft_rows(alone, model))
