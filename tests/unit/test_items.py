"""Items: articles as the coding model reads them. Names are hidden; words of the codebook and rows are features."""

from itertools import product

import numpy as np
import pytest
from coded_passages import TEXTS, book, by_rules, scans_of, swapped

from parley.code.items import CODES_BY_KIND, N_BUCKETS, N_FEATURES, TOPICS, scan_articles
from parley.codebook import load_yaml, read_codebook
from parley.frames import make_table
from parley.tables import CODED

TEXT = """Ilsen said that Norland was ready to negotiate with Sorland, but Marek ruled out a ceasefire.

“We refuse,” Norburg answered. Rumours tell of a Sorlandic plan. The River Union hopes for an agreement by May."""


@pytest.mark.parametrize("text", [TEXT, *(text for text, _ in TEXTS.values())])
def test_two_actors_of_one_kind_exchanged_give_the_same_numbers(text):
    [one], [other] = scans_of(text), scans_of(swapped(text))
    assert one.reading.items == other.reading.items, "names are hidden"
    assert np.array_equal(one.features, other.features)
    assert np.array_equal(one.states, other.states)


# a word of the topic lexicon, phrases of the codebook and a word of every day, all of them surnames here
@pytest.mark.parametrize("name", ["Hope", "Truce", "Amnesty", "Victor", "Grant", "Hawk", "Bargain"])
def test_a_name_that_is_a_word_of_the_lexicon_points_to_no_code(name):
    def read(surname):
        minister = {"actor_id": "minister", "label": surname, "kind": "person", "aliases": [f"Alma {surname}"]}
        minister |= {"surnames": [surname], "pronoun": "she", "speaks_for_id": "norland"}
        text = f"Alma {surname} met Marek in Norburg. “No,” {surname} said. Marek waited for {surname}."
        [scan] = scans_of(text, codebook=book(others=[minister]))
        return scan

    plain, telling = read("Quill"), read(name)
    assert telling.reading.items == plain.reading.items
    assert np.array_equal(telling.features, plain.features)
    assert np.array_equal(telling.states, plain.states), "nor does the company that the word keeps"


@pytest.mark.xfail(strict=True, reason="a capital that is only a place is hidden by its part of speech: Moscow, Kyiv")
def test_capitals_that_are_places_are_hidden_alike():
    pack = read_codebook("ukraine-russia")
    [one], [other] = (scans_of(f"In {name} they keep the kettle warm.", codebook=pack) for name in ("Moscow", "Kyiv"))
    assert one.reading.items == other.reading.items


def test_the_same_words_point_to_codes_where_they_are_no_name():
    [plain], [telling] = scans_of("Norland lives in a barn."), scans_of("Norland lives in hope.")
    at = telling.reading.items.index("hope")
    n_codes = np.count_nonzero(telling.features[at]) - np.count_nonzero(plain.features[at + 1])
    assert n_codes > 0, "`hope` stands in the topic lexicon, `barn` does not"


def test_only_the_kind_of_an_actor_is_a_feature():
    person = {"actor_id": "p", "label": "Quill", "kind": "person", "aliases": ["Quill"]}
    group = person | {"kind": "group"}
    [one], [other] = (scans_of("Quill left.", codebook=book(others=[actor])) for actor in (person, group))
    where = np.flatnonzero((one.features != other.features).any(axis=1)).tolist()
    assert where == [one.reading.items.index("<name>")]


def test_items_of_a_span_are_the_words_that_share_a_character_with_it():
    [scan] = scans_of(TEXT)
    start = TEXT.index("ready to negotiate")

    def words(first, last):
        return [scan.reading.items[n] for n in scan.items(first, last)]

    assert words(start, start + len("ready to negotiate")) == ["ready", "to", "negotiate"]
    assert words(start + 1, start + 2) == ["ready"], "a part of a word is enough"
    assert words(start - 1, start) == [], "a blank is no word"
    assert [scan.reading.items[n] for n in scan.words if scan.reading.line_of[n] < 0] == [], "marks are no words"


def test_rows_of_the_rules_are_features_of_their_items_alone():
    text = "Norland is ready to negotiate with Sorland. The mill stood still."
    tables = by_rules(text)
    [coded] = scan_articles(tables, book())
    [bare] = scan_articles(tables | {name: make_table(name, []) for name in CODED}, book())
    [row] = coded.coded["position"]
    changed = np.flatnonzero((coded.features != bare.features).any(axis=1)).tolist()
    assert changed == coded.items(row.start, row.end)


def test_numbers_are_in_range_with_the_empty_ones_last():
    [scan] = scans_of(TEXT)
    assert scan.features.shape == (len(scan.reading.items), N_FEATURES)
    assert scan.features.min() >= 0 and scan.features.max() < N_BUCKETS
    for row in scan.features:
        size = np.count_nonzero(row)
        assert size and row[:size].all(), "every item has a feature, and no gap among them"


def test_an_item_with_more_features_than_places_keeps_the_first():
    known = read_codebook("core").codes
    place = {"doc_id": "a0", "sent_id": "a0:s0000", "start": 0, "end": 7, "rule_id": "x", "confidence": 1.0}
    place |= {"voice_code": "author", "evidence_code": "asserted"}
    rows = [
        place | {"term_id": f"t{n}", "term_code": term, "role_code": role}
        for n, (term, role) in enumerate(product(sorted(known["term_code"]), sorted(known["role_code"])))
    ]
    tables = by_rules("Norland waits.")
    [scan] = scan_articles(tables | {"terms": make_table("terms", rows)}, book())
    [bare] = scan_articles(tables, book())
    [item] = scan.items(0, 7)
    assert np.count_nonzero(scan.features[item]) == N_FEATURES
    n_before = np.count_nonzero(bare.features[item]) - 1  # all but the clause, which comes last
    assert np.array_equal(scan.features[item][:n_before], bare.features[item][:n_before])


def test_every_column_that_is_drafted_has_its_codes():
    known = read_codebook("core").codes
    assert {column for columns in CODES_BY_KIND.values() for column in columns} <= set(known)


def test_the_topic_lexicon_keeps_to_the_codebook_and_names_words():
    known = read_codebook("core").codes
    for column, words_by_code in load_yaml(TOPICS).items():
        assert set(words_by_code) <= set(known[column]), column
        odd = {word for words in words_by_code.values() for word in words if word != word.lower() or " " in word}
        assert odd == set(), column
