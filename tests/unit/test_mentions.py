"""Mentions: rows, offsets, ids, dates of office, and texts of every odd kind."""

import pytest
from tests.operations import assert_linear

from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.frames import check_table, make_table, rows_of

BOOK = read_codebook("ukraine-russia")


def mentions_of(*texts, published_on="2022-11-15", removed=()):
    documents = [{"doc_id": f"d{n}", "text": text, "published_on": published_on} for n, text in enumerate(texts)]
    tables = {"documents": make_table("documents", documents)}
    tables["removals"] = make_table("removals", [{"doc_id": "d0", **removal} for removal in removed])
    tables["sentences"] = find_sentences(tables, BOOK)
    return find_mentions(tables, BOOK)


def named(*texts, **options):
    return [(row.surface, row.actor_id) for row in rows_of(mentions_of(*texts, **options))]


def test_rows_keep_the_table_and_its_codes():
    found = mentions_of("Moscow and the Turkish president met the Ukrainians. He left.")
    check_table("mentions", found, {"how_code": BOOK.codes["how_code"]})
    assert set(found["how_code"]) == {"metonym", "role", "demonym", "pronoun"}


def test_surface_equals_its_span_and_ids_count_in_text_order():
    text = "Kyiv said it would wait. In Ankara, President Erdoğan’s plane stood ready; the president slept."
    found = rows_of(mentions_of(text))
    assert all(text[row.start : row.end] == row.surface for row in found)
    assert [row.mention_id for row in found] == [f"d0:m{n:04d}" for n in range(len(found))]
    assert [row.start for row in found] == sorted(row.start for row in found)


def test_no_two_mentions_share_a_character():
    found = rows_of(
        mentions_of("Russian Foreign Ministry spokeswoman Maria Zakharova and NATO chief Jens Stoltenberg's aide")
    )
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_nothing_is_found_in_removed_sentences():
    text = "Moscow waits.\n\nRead more: Putin in pictures\n\nKyiv waits too."
    start = text.index("Read")
    removal = {"start": start, "end": start + 28, "removal_kind_code": "teaser", "text": "Read", "rule_id": "x"}
    assert named(text, removed=[removal]) == [("Moscow", "russia"), ("Kyiv", "ukraine")]


@pytest.mark.parametrize(
    ("day", "actor_id"),
    [
        ("2022-09-05", "johnson"),  # his last full day
        ("2022-09-06", "truss"),  # who takes office on a day holds it that day
        ("2022-10-25", "sunak"),
        ("2022-11", "sunak"),  # a month will do
        ("1990-01-01", "uk"),  # nobody of the codebook held it
    ],
)
def test_an_office_is_whose_it_was_that_day(day, actor_id):
    assert named("The British prime minister spoke.", published_on=day) == [("British prime minister", actor_id)]


def test_without_a_date_an_office_is_the_states_unless_the_article_names_its_holder():
    assert named("The British prime minister spoke.", published_on=None) == [("British prime minister", "uk")]
    text = "Rishi Sunak spoke. The British prime minister then left."
    assert ("British prime minister", "sunak") in named(text, published_on=None)


def test_a_surname_two_actors_share_needs_its_first_name_in_the_article():
    book = BOOK._replace(
        digest="shared surname",
        actors=BOOK.actors
        | {"orban_a": BOOK.actors["orban"].model_copy(update={"actor_id": "orban_a", "aliases": ("Anna Orban",)})},
    )
    tables = {"documents": make_table("documents", [{"doc_id": "d", "text": "Orban spoke."}])}
    tables["removals"] = make_table("removals", [])
    tables["sentences"] = find_sentences(tables, book)
    assert not len(find_mentions(tables, book))
    tables["documents"] = make_table("documents", [{"doc_id": "d", "text": "Anna Orban spoke. Orban sat down."}])
    tables["sentences"] = find_sentences(tables, book)
    assert find_mentions(tables, book)["actor_id"].tolist() == ["orban_a", "orban_a"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "Путін сказав, що Київ не здасться.",
        "قال الرئيس الروسي فلاديمير بوتين",
        "“Putin “said” that ”Kyiv",
        "U.S.-U.S.-U.S. the the the of of of 's 's",
        "the president of the president of the president of Turkey of",
        "Q: Is Moscow ready?\nPUTIN: It is.\n- Kyiv\n- Ankara",
        "Russia" * 50,
        "\u0130stanbul and \u0130brahim Kal\u0131n",
    ],
)
def test_odd_texts_give_true_offsets_or_nothing(text):
    for row in rows_of(mentions_of(text)):
        assert text[row.start : row.end] == row.surface


def test_rows_of_an_article_do_not_depend_on_others():
    one, other = "Putin met Erdogan. He smiled.", "Biden called. The president waited."
    together = mentions_of(one, other)
    alone = mentions_of(one)
    assert together[together["doc_id"] == "d0"].reset_index(drop=True).equals(alone)


def test_time_grows_with_the_text_not_faster():
    piece = "Putin said he would meet the Turkish president in Moscow, where it snowed on Kyiv’s envoy. "

    def work(size):
        document = {"doc_id": "d", "text": piece * size, "published_on": "2022-11-15"}
        tables = {"documents": make_table("documents", [document]), "removals": make_table("removals", [])}
        tables["sentences"] = find_sentences(tables, BOOK)
        return lambda: find_mentions(tables, BOOK)

    assert_linear(work, 20, 320)
