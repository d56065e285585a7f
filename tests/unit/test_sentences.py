"""Sentences: where they end, which are headings, what removals do to them."""

import pytest

from parley.codebook import read_codebook
from parley.find.sentences import find_sentences
from parley.find.valence import score_valence
from parley.frames import make_table

BOOK = read_codebook("ukraine-russia")


def sentences_of(text, removed=(), title=None):
    documents = make_table("documents", [{"doc_id": "a", "text": text, "title": title}])
    removals = [
        {"doc_id": "a", "start": s, "end": e, "removal_kind_code": kind, "text": text[s:e]} for s, e, kind in removed
    ]
    tables = {"documents": documents, "removals": make_table("removals", removals)}
    return find_sentences(tables, BOOK)


def cut(text):
    found = sentences_of(text)
    return [text[start:end].strip() for start, end in zip(found.start, found.end, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "“We won’t talk,” Mr. Orban told the U.S. delegation on Nov. 9.",
        "Gen. Mark Smith, who spoke in Washington, D.C., gave no date.",
        "The window is open… but narrow.",
        "“Yes!” he said.",
        "“Is it over?” Ms. Ray asked.",
        "''Is it over?'' the Turkish President Mr. Ray asked.",
        "Lt. Col. J. R. Smith agreed.",
        "See No. 5 for details.",
        "It cost $1.5 million and 3.2 percent of output.",
        "The treaty (signed in Mar. 2022) lapsed.",
        "Prices rose, e.g. Moscow grain, by a third.",
        "The U.N. Security Council met.",
    ],
)
def test_a_stop_inside_a_sentence_is_no_end(text):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "first, second",
    [
        ("He met envoys of the U.N.", "He left at once."),
        ("They sat until 5 p.m.", "The talks failed."),
        ("Is it time?", "“Yes!” he said."),
        ("“We go.”", "“You stay.”"),
        ("Nobody came...", "Silence followed."),
        ("That is all.", "20 men remained."),
        ("He said no.", "Then he left."),
        ("They want an end (or a pause.)", "Nobody knows."),
    ],
)
def test_a_final_mark_before_a_capital_ends_a_sentence(first, second):
    assert cut(f"{first} {second}") == [first, second]


def test_lines_are_paragraphs_but_wrapped_lines_are_not():
    assert sentences_of("One line.\nAnother one.\n\nA third.").para.tolist() == [0, 1, 2]
    wrapped = "\n".join(
        [
            "the envoy spoke at length about the terms that both",
            *["sides had put on the table in the autumn of that year"] * 5,
        ]
    )
    assert sentences_of(wrapped).para.tolist() == [0]


def test_headings_are_told_from_body_and_point_to_the_text_below():
    text = "Talks stall\n\nThe envoys met.\n\nWho wants talks, and why?\n\nNobody does.\n\n## Outlook\n\nIt is bleak."
    found = sentences_of(text)
    assert found.sentence_kind_code.tolist() == ["heading", "body"] * 3
    assert found.heading_sent_id.tolist()[1::2] == ["a:s0000", "a:s0002", "a:s0004"]
    assert found.heading_sent_id.isna().tolist()[0::2] == [True] * 3


def test_the_known_title_is_a_heading_even_with_a_full_stop():
    assert sentences_of("We won.\n\nThey lost.", title="We won").sentence_kind_code.tolist() == ["heading", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "He named two terms:\n\n- withdrawal of all troops\n\n- return of prisoners\n\nNobody agreed.",
        "MODERATOR: What do you want?\n\nENVOY: Peace.\n\nMODERATOR: Since when?\n\nENVOY: Always.",
        "no marks here\nnor here\nnor in this line\nnor in the last",
    ],
)
def test_lists_transcripts_and_text_without_marks_are_body(text):
    assert set(sentences_of(text).sentence_kind_code.tolist()[1:]) == {"body"}


def test_a_removal_cuts_sentences_at_its_borders_and_flags_them():
    text = "They met in Ankara. Subscribe now! They parted."
    start = text.index("Subscribe")
    found = sentences_of(text, [(start - 3, start + 14, "advert")])
    assert found.is_removed.tolist() == [False, True, True, False]
    assert [found.start[1], found.end[2]] == [start - 3, start + 15]  # the space after it goes with it
    assert found.valence.isna().tolist() == [False, True, True, False]


def test_a_caption_removed_is_a_caption():
    text = "They met.\nThe envoys shake hands. Photo: Agency\nThey parted."
    found = sentences_of(text, [(10, 48, "caption")])
    assert found.sentence_kind_code.tolist() == ["body", "caption", "caption", "body"]


def test_valence_is_vaders_own_and_null_in_other_scripts():
    assert score_valence("VADER is smart, handsome, and funny.") == 0.8316  # the figure its authors print
    assert score_valence("He isn’t happy.") == score_valence("He isn't happy.") < 0
    assert score_valence("Они ушли без боя.") is None


def test_a_monstrous_sentence_is_cut_so_that_later_steps_stay_linear():
    assert sentences_of("peace " * 2000).end.sub(sentences_of("peace " * 2000).start).max() <= 4000
