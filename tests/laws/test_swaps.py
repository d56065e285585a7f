"""Law of names for coded rows: exchange two sides in a text, and the rows move with the names, none changes.

A side is a state with its president and capital, all forms exchanged together. Rows of every kind, by rules and by
models, must be equal in every column once the actors are exchanged back.
"""

from functools import lru_cache

import pytest

from parley.codebook import read_codebook
from parley.frames import make_table, rows_of
from parley.run.build import code_tables
from parley.tables import CODED

BOOK = read_codebook("ukraine-russia")
LEADERS = {"russia": "putin", "ukraine": "zelensky", "turkey": "erdogan", "france": "macron", "poland": "duda"}
PAIRS = [("russia", "ukraine"), ("turkey", "france"), ("poland", "russia"), ("ukraine", "france")]
ACTORS = ("holder_id", "target_id", "speaker_id", "obligor_id", "beneficiary_id")
ACTORS += ("actor_id", "framer_id", "attributed_by", "actor_ids")
# columns that count characters, or hold words of the text
OFFSETS = ("start", "end", "condition", "place", "surface", "happening_id")

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
{A.leader}, a cunning tyrant, needs talks to win time, {B.leader} said.
{A.leader} met {B.leader} in Geneva on Monday.
{A.state} attacked the town with drones, and {B.state} lost the bridge.
{A.state} would sooner eat its hat than sit down with {B.leader}.
{A.capital} keeps the kettle warm for {B.leader}, a fox in a wig.
{A.leader} wants the harvest home before {B.capital} wakes up.
""".strip().splitlines()


def forms_of(side):
    state, leader = BOOK.actors[side], BOOK.actors[LEADERS[side]]
    return type("Side", (), {"state": state.aliases[0], "capital": state.metonyms[0], "leader": leader.aliases[0]})


@lru_cache(maxsize=8)
def coded(one, other, coder):
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
    read = {"documents": make_table("documents", documents), "removals": make_table("removals", [])}
    tables = code_tables(read, BOOK, coder)
    return {name: rows_of(tables[name]) for name in CODED}


def swapped(row, names, table):
    """Return a row without its offsets, its actors exchanged: names differ in length, so offsets move."""
    values = row._asdict()
    for column in ACTORS:
        if column == "actor_ids" and column in values:
            values[column] = [names.get(actor_id, actor_id) for actor_id in values[column]]
        elif column in values:
            values[column] = names.get(values[column], values[column])
    left_out = (*OFFSETS, "target_id") if table == "framings" else OFFSETS  # a thing framed, in the text's words
    return {key: value for key, value in values.items() if key not in left_out}


@pytest.mark.parametrize("coder", ["rules", "models"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("table", CODED)
def test_rows_move_with_the_names(one, other, table, coder):
    names = {one: other, other: one, LEADERS[one]: LEADERS[other], LEADERS[other]: LEADERS[one]}
    straight, turned = coded(one, other, coder)[table], coded(other, one, coder)[table]
    assert straight, f"no {table}: nothing was tested"
    assert [swapped(row, names, table) for row in turned] == [swapped(row, {}, table) for row in straight]
