"""The scorer of attributions: its measures on a text small enough to count by hand."""

import pytest

from parley.errors import InputError
from parley.weigh.attribution import count_agreement, score_attributions

TEXT = 'The envoy said talks may resume soon. "We are ready," Marta Holm told us.'


def spans(*passages):
    return [[TEXT.index(passage), TEXT.index(passage) + len(passage)] for passage in passages]


def attribution(source, cue, content):
    return {"source": spans(*source), "cue": spans(*cue), "content": spans(*content)}


ENVOY = attribution(["The envoy"], ["said"], ["talks may resume soon"])
HOLM = attribution(["Marta Holm"], ["told"], ['"We are ready,"'])
GOLD = [{"id": "a", "outlet": "wire", "text": TEXT, "attributions": [ENVOY, HOLM]}]


def values(given, **options):
    table = score_attributions(GOLD, [{"id": "a", "attributions": given}], draws=50, **options)
    return dict(zip(table.measure, table.value, strict=True))


def test_gold_against_itself_is_one_in_every_measure():
    assert set(values([ENVOY, HOLM]).values()) == {1.0}


def test_nothing_found_is_nought_and_no_holder_is_judged():
    scores = values([])
    assert scores["end_to_end.f1"] == 0
    assert "holder.any" not in scores  # no content found, so no holder to be right or wrong about


def test_marks_and_blanks_at_the_edges_do_not_matter():
    bare = attribution(["Marta Holm"], ["told"], ["We are ready"])
    assert values([ENVOY, bare])["exact.content.f1"] == 1


def test_a_long_content_is_half_right_only_while_it_is_short_enough():
    # 4 gold words within 6 given: Dice 8/10; within the sentence's 7 and five more: 8/16, still half
    longer = {"source": spans("The envoy"), "cue": spans("said"), "content": spans('talks may resume soon. "We are')}
    scores = values([longer])
    assert scores["half.content.r"] == 0.5  # one of the two gold contents
    assert scores["exact.content.r"] == 0
    assert scores["end_to_end.p"] == 1


def test_a_wrong_source_is_found_content_but_not_end_to_end():
    wrong = attribution(["talks"], ["said"], ["talks may resume soon"])
    scores = values([wrong, HOLM])
    assert scores["holder.any"] == 0.5
    assert scores["end_to_end.f1"] == 0.5


def test_recall_is_told_by_manner_and_by_outlet():
    scores = values([HOLM])
    assert scores["content_found.direct"] == 1
    assert scores["content_found.indirect"] == 0
    assert scores["end_to_end.r outlet=wire"] == 0.5


def test_an_unclosed_quotation_ends_with_its_paragraph():
    text = "“We wait\nNobody came, he said."
    counts = count_agreement(text, [{"content": [[9, 20]], "cue": [[25, 29]]}], [])
    assert counts["n.indirect"] == 1


def test_intervals_hold_the_value_and_are_the_same_each_time():
    gold = [{**GOLD[0], "id": str(n)} for n in range(8)]
    given = [{"id": str(n), "attributions": [ENVOY] if n % 2 else [ENVOY, HOLM]} for n in range(8)]
    first, again = (score_attributions(gold, given, draws=200) for _ in range(2))
    row = first[first.measure == "end_to_end.r"].iloc[0]
    assert row.low < row.value < row.high
    assert first.equals(again)


def test_an_article_unknown_to_gold_is_refused():
    with pytest.raises(InputError, match="unknown to gold"):
        score_attributions(GOLD, [{"id": "b", "attributions": []}])


def test_empty_gold_is_refused():
    with pytest.raises(InputError, match="no gold"):
        score_attributions([], [])
