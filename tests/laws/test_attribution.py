"""Laws of statements: offsets are true, articles stand alone, names do not matter, time is linear."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.test_names import LEADERS, SENTENCES, fill
from tests.operations import assert_linear

from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.find.statements import find_statements
from parley.frames import make_table, rows_of

BOOK = read_codebook("ukraine-russia")
MARKS = [", ", ". ", "“", "”", '"', "''", "‘", "’", "\n\n", ": ", "(", ")", "- ", "—", "x" * 40, "мир ", "שלום "]
WORDS = ["Lavrov said ", "“We go,” ", "he said", "that ", "the plan to ", "according to Kyiv", "BIDEN: ", "Q: ", "who "]
PIECES = st.sampled_from([*MARKS, *WORDS, "and ", "talks ", "Ankara's demand that "])
UNITS = ["Lavrov said that Kyiv wants talks. ", "“No,” he said, ", "said ", "“", "'", "according to ", "(", "plan to "]


CODERS = pytest.mark.parametrize("coder", ["rules", "models"])


def tables_of(*texts, coder="rules"):
    rows = [{"doc_id": f"d{n}", "text": text, "published_on": "2022-11-15"} for n, text in enumerate(texts)]
    tables = {"documents": make_table("documents", rows), "removals": make_table("removals", [])}
    tables["sentences"] = find_sentences(tables, BOOK)
    tables["mentions"] = find_mentions(tables, BOOK)
    tables["statements"] = find_statements(tables, BOOK, coder=coder)
    return tables


def told(row):
    """Return everything a statement says but for the ids of its article."""
    named = row._asdict()
    return {key: value for key, value in named.items() if key not in ("doc_id", "sent_id", "statement_id", "parent_id")}


def statements_of(*texts, coder="rules"):
    return rows_of(tables_of(*texts, coder=coder)["statements"])


@CODERS
@given(text=st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=120))
@settings(deadline=None, max_examples=120)
def test_any_text_gives_spans_in_it(text, coder):
    tables = tables_of(text, coder=coder)
    sentence_ids = set(tables["sentences"].sent_id)
    known = {row.statement_id for row in rows_of(tables["statements"])}
    for row in rows_of(tables["statements"]):
        parts = [*row.source_parts, *row.cue_parts, *row.content_parts]
        assert row.content_parts and all(0 <= start < end <= len(text) for start, end in parts)
        assert (row.start, row.end) == (min(a for a, _ in parts), max(b for _, b in parts))
        assert row.sent_id in sentence_ids and (row.parent_id is None or row.parent_id in known - {row.statement_id})


@CODERS
def test_statements_of_one_article_do_not_depend_on_the_others(coder):
    texts = [fill([line], "russia", "turkey") for line in SENTENCES]
    together = {}
    for row in statements_of(*texts, coder=coder):
        together.setdefault(row.doc_id, []).append(told(row))
    alone = {f"d{n}": [told(row) for row in statements_of(text, coder=coder)] for n, text in enumerate(texts)}
    assert together and together == {doc_id: rows for doc_id, rows in alone.items() if rows}


@CODERS
@pytest.mark.parametrize("other", ["ukraine", "turkey", "poland"])
def test_exchanged_names_exchange_speakers_and_nothing_else(other, coder):
    swap = {"russia": other, other: "russia", LEADERS["russia"]: LEADERS[other], LEADERS[other]: LEADERS["russia"]}

    def codes(one, two):
        return [
            (row.doc_id, row.rule_id, row.cue_code, row.manner_code, row.evidence_code, row.certainty_code)
            + (row.is_negated, row.speaker_rule, row.parent_id, row.speaker_id)
            for row in statements_of(*(fill([line], one, two) for line in SENTENCES), coder=coder)
        ]  # fmt: skip

    def rolled(actor_id):
        # bodies and groups of a side (russian_officials) count as the side
        while actor_id in BOOK.actors and actor_id not in swap and BOOK.actors[actor_id].speaks_for_id:
            actor_id = BOOK.actors[actor_id].speaks_for_id
        return actor_id

    there, back = codes("russia", other), codes(other, "russia")
    assert there, "nothing was tested"
    assert [row[:-1] for row in there] == [row[:-1] for row in back]
    assert [swap.get(rolled(row[-1]), rolled(row[-1])) for row in there] == [rolled(row[-1]) for row in back]


@CODERS
def test_time_grows_with_length_not_with_its_square(coder):
    for unit in (*UNITS, "A: b ", ", who "):

        def work(size, unit=unit):
            return lambda: statements_of(unit * size, coder=coder)

        assert_linear(work, 3_000 // len(unit), 24_000 // len(unit))
