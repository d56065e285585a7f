"""Events: days, takers-part, and one happening told twice."""

import pytest
from coded_texts import rows

MET = "Aliyev met Erdogan in Istanbul on 3 November."


def test_a_dated_happening_has_one_id_in_two_articles():
    one, other = rows("events", MET, "On Thursday 3 November Aliyev met Erdogan in Istanbul.")
    assert one.doc_id != other.doc_id
    assert one.happening_id == other.happening_id == "meeting:2022-11-03:azerbaijan"


def test_an_undated_happening_stays_in_its_article():
    one, other = rows("events", "Aliyev met Erdogan in Istanbul.", "Aliyev met Erdogan in Istanbul.")
    assert one.happening_id != other.happening_id


def test_a_second_mention_without_news_is_no_row():
    assert len(rows("events", f"{MET} Aliyev met Erdogan for two hours.")) == 1


def test_a_second_report_that_tells_the_day_is_kept_and_dates_the_first():
    first, second = rows("events", f"Aliyev met Erdogan in Istanbul. {MET}")
    assert first.happening_id == second.happening_id
    assert (first.date_from, first.date_basis_code) == ("2022-11-03", "inferred")
    assert (second.date_from, second.date_basis_code) == ("2022-11-03", "stated")


def test_a_day_that_belongs_to_the_saying_is_not_the_day_of_the_deed():
    (event,) = rows("events", "Aliyev met Erdogan in Istanbul, the ministry said on Monday.")
    assert event.date_from is None


def test_without_a_day_of_publication_a_weekday_stays_unknown():
    (event,) = rows("events", "Aliyev met Erdogan in Istanbul on Monday.", published_on=None)
    assert (event.date_from, event.date_basis_code) == (None, "unknown")


def test_all_who_take_part_are_listed_the_doer_first():
    (event,) = rows("events", MET)
    assert event.actor_ids == ["aliyev", "erdogan"]


def test_a_month_is_no_place():
    (event,) = rows("events", "Armenia and Azerbaijan signed a truce in October.")
    assert event.place is None


@pytest.mark.parametrize(
    "text", [" ", "Met.", "On 31 February they met.", "MET! MET! MET!", "attack " * 3000, "met Erdogan"]
)
def test_odd_texts_are_coded_without_a_crash(text):
    assert all(one.end > one.start for one in rows("events", text))
