"""Metadata: dates, outlets, genres and languages, and where each came from."""

import pytest

from parley.read.articles import Article
from parley.read.metadata import describe, fields_of, parse_date

BODY = "The delegations met again in the morning and said that they would go on with it.\n"


def columns(source_path="a.txt", text=BODY, **given):
    return describe(Article(source_path, text, (("front matter", fields_of(given)),))).columns


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-11-09", "2022-11-09"),
        ("2022-11-09T23:59:00+03:00", "2022-11-09"),  # the day as the outlet writes it
        ("2022/11/9", "2022-11-09"),
        ("20221109", "2022-11-09"),
        ("9th of November, 2022", "2022-11-09"),
        ("Sept. 9, 2022", "2022-09-09"),
        ("Wednesday 9 November 2022", "2022-11-09"),
        ("9.11.2022", "2022-11-09"),
        ("13/11/2022", "2022-11-13"),
        ("11/13/2022", "2022-11-13"),
        ("11/11/2022", "2022-11-11"),
        ("9/11/2022", None),  # ninth of November or eleventh of September?
        ("2022-13-01", None),
        ("31 February 2022", None),
        ("November 2022", None),
        ("2022-11", None),
        ("yesterday", None),
        ("120221109", None),
    ],
)
def test_dates(text, day):
    assert parse_date(text) == day


def test_a_date_that_cannot_be_told_is_null_with_a_warning():
    found = describe(Article("a.txt", BODY, (("column", {"published_on": "9/11/2022"}),)))
    assert "published_on" not in found.columns and found.columns["date_basis_code"] == "unknown"
    assert [row.severity_code for row in found.problems] == ["warning"]


@pytest.mark.parametrize(
    ("path", "outlet", "day"),
    [
        ("2022-11-09_harbour-press_ferries-stop.txt", "harbour-press", "2022-11-09"),
        ("harbour-press_2022-11-09_ferries-stop.txt", "harbour-press", "2022-11-09"),
        ("harbour-press/2022-11-09-ferries-stop.txt", "harbour-press", "2022-11-09"),
        ("Harbour Press/2022/ferries.txt", "harbour-press", None),
        ("articles/november/ferries.txt", None, None),
        ("peace-talks-2022-11.txt", None, None),
    ],
)
def test_file_name_and_folder_tell_outlet_and_date(path, outlet, day):
    found = columns(path)
    assert (found["outlet_id"], found.get("published_on")) == (outlet, day)
    assert found["date_basis_code"] == ("inferred" if day else "unknown")


def test_the_address_tells_outlet_and_date():
    found = columns(url="https://www.harbour.example/2022/11/09/ferries")
    assert (found["outlet_id"], found["published_on"]) == ("harbour.example", "2022-11-09")
    assert "outlet=host of the url; date=url" in found["meta_basis"]


def test_what_is_stated_goes_before_what_is_inferred():
    found = columns("2022-11-09_other_x.txt", outlet="Harbour Press", date="2022-11-10")
    assert (found["outlet_id"], found["published_on"], found["date_basis_code"]) == (
        "harbour-press",
        "2022-11-10",
        "stated",
    )


@pytest.mark.parametrize(
    ("given", "genre"),
    [
        ({"genre": "report"}, "report"),
        ({"section": "Op-Ed"}, "opinion"),
        ({"category": "News Analysis"}, "analysis"),
        ({"title": "Interview: A monitor looks back"}, "interview"),
        ({"title": "Opinion | The window"}, "opinion"),
        ({"url": "https://harbour.example/opinion/2022/window"}, "opinion"),
        ({"section": "World"}, "other"),
        ({}, "other"),
    ],
)
def test_genres(given, genre):
    assert columns(**given)["genre_code"] == genre


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Who could mediate?\n\n" + BODY, "Who could mediate?"),
        ("# **Ferries** and bridges\n\n" + BODY, "Ferries and bridges"),
        ("“We are ready”\n" + BODY, "“We are ready”"),
        (BODY + BODY, None),
        ("Only one line without a full stop", None),
        ("it begins in the middle\n" + BODY, None),
    ],
)
def test_the_first_line_is_a_title_only_if_it_looks_like_one(text, title):
    assert columns(text=text).get("title") == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("Die Delegationen trafen sich am Morgen und sprachen über die Fähren, aber nicht über den Frieden.", "de"),
        ("Les délégations se sont réunies le matin et ont parlé des navires, mais pas de la paix.", "fr"),
        ("Delegasi bertemu lagi pada pagi hari dan mereka berbicara tentang kapal yang tidak bisa berlayar.", "id"),
        ("Москва готова к переговорам, но объявила новые условия.", "ru"),
        ("Київ відмовився від переговорів.", "uk"),
        ("ქართული ტექსტი", "ka"),
        ("12345 67890", "und"),
        ("Putin refuses talks", "en"),
    ],
)
def test_languages(text, language):
    assert columns(text=text)["language"] == language


def test_a_stated_language_that_the_text_belies_is_a_warning():
    found = describe(Article("a.txt", "Москва готова к переговорам, объявил он.", (("column", {"language": "en"}),)))
    assert found.columns["language"] == "en" and found.problems[0].severity_code == "warning"
