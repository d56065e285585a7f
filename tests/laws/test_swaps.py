"""Law of names for coded rows: exchange two sides in a text, and the rows move with the names, none changes.

A side is a state with its president and capital, all forms exchanged together. Positions, terms and outlooks must be
equal in every column once the actors are exchanged back.
"""

import pytest

from parley.code.outlooks import code_outlooks
from parley.code.positions import code_positions
from parley.code.terms import code_terms
from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.find.statements import find_statements
from parley.frames import make_table, rows_of

BOOK = read_codebook("ukraine-russia")
LEADERS = {"russia": "putin", "ukraine": "zelensky", "turkey": "erdogan", "france": "macron", "poland": "duda"}
PAIRS = [("russia", "ukraine"), ("turkey", "france"), ("poland", "russia"), ("ukraine", "france")]
ACTORS = ("holder_id", "target_id", "speaker_id", "obligor_id", "beneficiary_id")

SENTENCES = """
{A.state} is ready to negotiate with {B.state}, but not with {B.leader}.
{A.leader} ruled out a ceasefire and called on {B.capital} to release the prisoners.
{A.capital} demands that {B.state} withdraw its troops within 30 days.
{B.state} refuses to pay for the damage, {B.leader} said.
{A.leader} accused {B.capital} of rejecting talks.
{A.state} offered neutrality in return for security guarantees from {B.state}.
Under the plan, {A.state} would leave the region and {B.state} would hold a referendum.
Rumours tell of a plan: {B.state} would become neutral for seven years; sanctions on {A.state} would be lifted.
{B.leader} is unlikely to accept such terms.
{A.leader} said that {B.state} could not be trusted.
Nobody in {A.state} trusts {B.leader}.
{B.capital} is open to talks only if {A.state} returns the occupied regions.
{A.state} and {B.state} agreed to hold talks.
{A.capital} urged {B.leader} to return to the negotiating table.
""".strip().splitlines()


def forms_of(side):
    state, leader = BOOK.actors[side], BOOK.actors[LEADERS[side]]
    return type("Side", (), {"state": state.aliases[0], "capital": state.metonyms[0], "leader": leader.aliases[0]})


def coded(one, other):
    """Return the rows of each table for the sentences, every sentence an article of its own."""
    texts = [line.format(A=forms_of(one), B=forms_of(other)) for line in SENTENCES]
    documents = [
        {
            "doc_id": f"a{n:02d}",
            "published_on": "2022-11-15",
            "date_basis_code": "stated",
            "language": "en",
            "genre_code": "report",
            "text": text,
            "sha256": "",
            "source_path": "law",
            "copy_code": "original",
        }
        for n, text in enumerate(texts)
    ]
    tables = {"documents": make_table("documents", documents), "removals": make_table("removals", [])}
    tables["sentences"] = find_sentences(tables, BOOK)
    tables["mentions"] = find_mentions(tables, BOOK)
    tables["statements"] = find_statements(tables, BOOK, coder="rules")
    coders = {"positions": code_positions, "terms": code_terms, "outlooks": code_outlooks}
    return {name: rows_of(coder(tables, BOOK)) for name, coder in coders.items()}


def swapped(row, names):
    """Return a row without its offsets, its actors exchanged: names differ in length, so offsets move."""
    values = row._asdict()
    for column in ACTORS:
        if column in values:
            values[column] = names.get(values[column], values[column])
    return {key: value for key, value in values.items() if key not in ("start", "end", "condition", "place")}


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("table", ["positions", "terms", "outlooks"])
def test_rows_move_with_the_names(one, other, table):
    names = {one: other, other: one, LEADERS[one]: LEADERS[other], LEADERS[other]: LEADERS[one]}
    straight, turned = coded(one, other)[table], coded(other, one)[table]
    assert straight, f"no {table}: nothing was tested"
    assert [swapped(row, names) for row in turned] == [swapped(row, {}) for row in straight]
