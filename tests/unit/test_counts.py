"""Counts: copies once, people with their side, choices that keep what they should."""

import pytest
from made_tables import made_tables

from parley.weigh.bargains import find_bargains
from parley.weigh.counts import Choice, choose_rows, count_once, members_of, sides_of
from parley.weigh.shares import share_by_article, wilson
from parley.weigh.slants import mean_valence


@pytest.fixture
def tables():
    return made_tables()


def test_a_copy_counts_once(tables):
    once = count_once(tables)
    assert once["documents"]["doc_id"].tolist() == ["a", "b", "d", "e"]
    assert "c" not in set(once["positions"]["doc_id"])


def test_a_copy_counts_where_its_original_is_not_looked_at(tables):
    chosen = count_once(choose_rows(tables, Choice(outlets=("delta-post",))))
    assert chosen["documents"]["doc_id"].tolist() == ["a", "c"]


def test_a_repetition_counts_where_what_it_repeats_is_not_looked_at(tables):
    said = count_once(choose_rows(tables, Choice(evidence=("said",))))
    assert "e:p0002" in said["positions"]["position_id"].tolist()
    assert "e:p0002" not in count_once(tables)["positions"]["position_id"].tolist()


def test_days_are_kept_from_the_first_to_the_last_inclusive(tables):
    chosen = choose_rows(tables, Choice(since="2022-11-03", until="2022-11-10"))
    assert chosen["documents"]["doc_id"].tolist() == ["b", "c", "d"]
    assert set(chosen["sentences"]["doc_id"]) == {"b", "c", "d"}


def test_undated_articles_stay_unless_a_day_is_asked_for(tables):
    tables["documents"] = tables["documents"].assign(published_on=None)
    assert len(choose_rows(tables, Choice(voice=("quoted",)))["documents"]) == 5
    assert len(choose_rows(tables, Choice(since="2022-01-01"))["documents"]) == 0
    assert len(choose_rows(tables, Choice(until="2022-12-31"))["documents"]) == 0


def test_a_side_stands_for_its_people(tables):
    chosen = choose_rows(tables, Choice(actors=("ukraine",)))
    assert chosen["positions"]["holder_id"].tolist() == ["zelensky"] * 3
    assert members_of(tables["actors"], ("ukraine",)) == {"ukraine", "zelensky"}


def test_events_are_chosen_by_who_takes_part(tables):
    assert len(choose_rows(tables, Choice(actors=("russia",)))["events"]) == 1
    assert len(choose_rows(tables, Choice(actors=("ukraine",)))["events"]) == 0


def test_evidence_and_voice_choose_coded_rows(tables):
    assert choose_rows(tables, Choice(evidence=("alleged",)))["terms"]["term_id"].tolist() == ["d:c0001"]
    assert choose_rows(tables, Choice(voice=("ascribed",)))["positions"]["position_id"].tolist() == ["e:p0001"]


def test_nothing_given_is_changed(tables):
    before = {name: frame.copy() for name, frame in tables.items()}
    count_once(choose_rows(tables, Choice(actors=("russia",), since="2022-11-02")))
    assert all(frame.equals(before[name]) for name, frame in tables.items())


def test_people_roll_up_to_their_state(tables):
    sides = sides_of(tables["actors"])
    assert sides["zelensky"] == "ukraine" and sides["russia"] == "russia"


def test_wilson_holds_the_share_and_stays_between_0_and_1():
    for n in range(1, 40):
        for k in range(n + 1):
            low, high = wilson(k, n)
            assert 0 <= low <= k / n + 1e-12 and k / n - 1e-12 <= high <= 1


@pytest.mark.parametrize(("k", "n"), [(1, 0), (3, 2), (-1, 5)])
def test_wilson_refuses_what_is_no_share(k, n):
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)


def test_one_long_article_cannot_feign_certainty():
    spread = share_by_article([True, False] * 20, [f"d{at}" for at in range(40)])
    # the same forty rows from two articles that disagree: nothing is known about a third
    clumped = share_by_article([True] * 20 + [False] * 20, ["a"] * 20 + ["b"] * 20)
    assert clumped.high - clumped.low > 2 * (spread.high - spread.low)


def test_rows_that_all_agree_still_have_an_interval():
    share = share_by_article([True] * 6, ["a", "a", "b", "c", "c", "c"])
    assert share.share == 1 and share.low == pytest.approx(wilson(3, 3)[0])  # three articles, not six rows


def test_the_interval_is_the_same_every_time():
    given = [True, True, False, False, True], ["a", "b", "b", "c", "d"]
    assert share_by_article(*given) == share_by_article(*given)


def test_mean_valence_counts_a_sentence_once():
    class Mention:
        def __init__(self, sent_id):
            self.sent_id = sent_id

    mentions = [Mention("s1"), Mention("s1"), Mention("s2"), Mention("s3")]
    assert mean_valence(mentions, {"s1": -1.0, "s2": 0.5, "s3": None}) == (-0.25, 2)
    assert mean_valence([], {}) is None


class Term:
    def __init__(self, holder_id, role_code, obligor_id=None, term_code="withdrawal"):
        self.holder_id, self.role_code, self.obligor_id, self.term_code = holder_id, role_code, obligor_id, term_code


@pytest.mark.parametrize(
    ("one", "other", "reading"),
    [
        (Term("a", "demand", "b"), Term("b", "refuse", "b"), "clash"),
        (Term("a", "demand", "b"), Term("b", "accept", "b"), "overlap"),
        (Term("a", "demand", "b"), Term("b", "demand", "a"), "clash"),  # each wants the other's army gone
        (Term("a", "demand"), Term("b", "offer", "b"), "overlap"),  # who must do it is open on one side
        (Term("a", "refuse"), Term("b", "refuse"), "both refuse"),
        (Term("a", "red_line"), Term("b", "offer"), "red line"),
    ],
)
def test_bargains_between_two_sides(one, other, reading):
    assert [bargain.reading for bargain in find_bargains([one, other], {})] == [reading]


def test_what_is_asked_of_a_side_that_does_not_answer_is_a_gap():
    asked = [Term("a", "demand", "b"), Term("b", "offer", term_code="amnesty")]  # amnesty is asked of nobody
    assert [(bargain.one, bargain.other, bargain.reading) for bargain in find_bargains(asked, {})] == [
        ("a", "b", "gap")
    ]


def test_provisions_and_terms_of_nobody_are_no_bargain():
    assert find_bargains([Term("a", "provision"), Term(None, "demand")], {}) == []


def test_an_author_is_no_side_of_a_bargain():
    assert find_bargains([Term("author", "demand"), Term("b", "offer"), Term("author", "demand", "b")], {}) == []
