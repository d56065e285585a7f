"""Deeds: who acts and who suffers, from tables alone."""

import pytest

from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.frames import make_table
from parley.tell.deeds import find_parts, parts_by_side
from parley.tell.view import make_view

TEXT = "Russia attacked Ukraine. Ukraine was attacked by Russia. Turkey helped Ukraine. Russia attacked Ukraine again."


@pytest.fixture(scope="module")
def view():
    book = read_codebook("ukraine-russia")
    article = {"doc_id": "a", "text": TEXT, "outlet_id": "delta-post", "language": "en"}
    tables = {"documents": make_table("documents", [article]), "removals": make_table("removals", [])}
    tables["sentences"] = find_sentences(tables, book)
    tables["mentions"] = find_mentions(tables, book)
    tables["statements"] = make_table("statements", [])
    labels = {"russia": "Russia", "ukraine": "Ukraine", "turkey": "Turkey"}
    states = [{"actor_id": key, "label": label, "actor_kind_code": "state"} for key, label in labels.items()]
    return make_view(tables | {"actors": make_table("actors", states)}, book)


def test_a_passive_turns_the_parts_round(view):
    parts = [(part.side, part.part) for part in find_parts(view)]
    # three attacks, one of them told in the passive, and one act of help
    assert parts.count(("Russia", "does harm")) == 3
    assert parts.count(("Ukraine", "suffers")) == 3
    assert ("Turkey", "helps") in parts and ("Ukraine", "is helped") in parts


def test_every_part_opens_into_its_verb(view):
    rows = [part.row for part in find_parts(view)]
    assert {TEXT[row.start : row.end] for row in rows} == {"attacked", "helped"}


def test_the_finding_names_who_acts_and_who_suffers(view):
    grid = parts_by_side(find_parts(view))
    assert grid.title == "Shown doing harm most: Russia (3); suffering most: Ukraine (3)"


def test_without_a_codebook_there_are_no_deeds(view):
    assert find_parts(view._replace(book=None)) == []
