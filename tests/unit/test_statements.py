"""Statements: nesting, evidence along the chain, who speaks; the patterns themselves stand in tests/specs."""

import pytest
from tests.laws.test_attribution import statements_of
from tests.specs.test_specs import _file

from parley.codebook import read_codebook
from parley.errors import UsageError
from parley.find.attributions import Attribution
from parley.find.evidence import judge_evidence, judge_statement, strongest
from parley.find.nesting import in_order, nest
from parley.find.statements import find_statements

BOOK = read_codebook("ukraine-russia")


def attribution(source, cue, *content):
    return Attribution((source,), (cue,), content, 0.5, "test")


def test_what_stands_in_a_content_has_the_innermost_holder_as_parent():
    outer = attribution((0, 4), (5, 9), (10, 90))
    middle = attribution((10, 14), (15, 19), (20, 60))
    inner = attribution((20, 24), (25, 29), (30, 50))
    apart = attribution((70, 74), (75, 79), (80, 95))
    ordered = in_order([inner, apart, middle, outer])
    assert ordered == [outer, middle, inner, apart]
    assert nest(ordered) == [None, 0, 1, None]


def test_an_unknown_coder_is_refused():
    with pytest.raises(UsageError, match="no such coder"):
        find_statements({}, BOOK, coder="oracle")


@pytest.mark.parametrize(
    ("words", "base", "judged"),
    [
        ("the troops left", "asserted", ("asserted", "certain")),
        ("the troops will leave", "asserted", ("predicted", "certain")),
        ("the troops would leave", "asserted", ("hypothetical", "certain")),
        ("the troops would leave", "said", ("predicted", "certain")),
        ("that if asked the troops would leave", "said", ("hypothetical", "certain")),
        ("the troops allegedly left", "said", ("alleged", "doubtful")),
        ("the troops might leave", "said", ("said", "possible")),
        ("the troops left ; they may return", "said", ("said", "certain")),
    ],
)
def test_a_passage_is_judged_by_its_own_words(words, base, judged):
    assert judge_evidence(words.split(), BOOK, base=base) == judged


@pytest.mark.parametrize(
    ("cue", "code", "given", "judged"),
    [
        ("said", "say", ["said"], ("said", "certain")),
        ("denied", "deny", ["said"], ("denied", "certain")),
        ("hinted", "hint", ["said"], ("implied", "possible")),
        ("believes", "believe", ["asserted"], ("asserted", "probable")),
        ("plans", "plan", ["asserted"], ("hypothetical", "certain")),
        ("said", "say", ["said", "alleged"], ("alleged", "doubtful")),
        ("reportedly said", "say", ["said"], ("alleged", "doubtful")),
        ("said", "say", ["unnamed", "predicted"], ("unnamed", "certain")),
    ],
)
def test_a_statement_is_judged_by_its_cue_its_source_and_its_holder(cue, code, given, judged):
    assert judge_statement(code, (cue.split(), ["talks", "were", "over"]), given, BOOK) == judged


def test_the_strongest_code_follows_the_order_of_the_codes():
    assert strongest(["said", "asserted"]) == "said"
    assert strongest(["unnamed", "hypothetical", "denied"]) == "denied"


def test_an_allegation_two_levels_up_still_holds():
    rows = statements_of("There were rumours that Peskov said that Moscow wants a pause.")
    assert [row.evidence_code for row in rows] == ["alleged"] * 3
    assert [row.parent_id for row in rows] == [None, "d0:t0000", "d0:t0001"]


@pytest.mark.xfail(strict=True, reason="what Peskov says runs on past the rumour that holds it")
def test_what_stands_in_a_rumour_ends_with_it():
    rows = statements_of("Rumours that Peskov said that Moscow wants a pause reached the front.")
    assert [row.evidence_code for row in rows] == ["alleged"] * 3


def test_ids_count_rows_and_speakers_of_one_saying_share_its_words():
    rows = statements_of("Baerbock and Colonna said the union would not look away.")
    assert [row.statement_id for row in rows] == ["d0:t0000", "d0:t0001"]
    assert rows[0].content_parts == rows[1].content_parts


def test_every_cue_rule_is_shown_by_a_spec():
    rows = statements_of(*(spec["text"] for spec in _file("statements")))
    shown = {row.rule_id.rpartition(".")[0] for row in rows}
    assert set(BOOK.rules["cues"]) <= shown
