"""Law of names: exchange two actors of one kind, gender and number, and only the names change.

Sides are a state with its leader: all forms of both are exchanged together (name, adjective, people, capital, full
name, surname, office). What is found must be the same in every other respect: how, by which rule, going back to what.
"""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.codebook import read_codebook
from parley.find.mentions import find_mentions
from parley.find.sentences import find_sentences
from parley.frames import make_table, rows_of

BOOK = read_codebook("ukraine-russia")
# states and their presidents in November 2022, all of them men
LEADERS = {"russia": "putin", "ukraine": "zelensky", "turkey": "erdogan", "france": "macron", "poland": "duda"}
LEADERS |= {"kazakhstan": "tokayev", "azerbaijan": "aliyev", "serbia": "vucic"}

SENTENCES = """
{A.full} rang {B.surname} at noon.
He said that he was ready to talk.
{A.surname} told {B.surname} that his patience was at an end.
The {A.adjective} president asked the {B.adjective} president for a map.
President {B.full} keeps his word, {A.surname} said.
{A.capital} and {B.capital} exchanged lists; it took a week.
{A.capital} said it had never refused to talk to {B.state}.
In {A.capital}, the president of {B.state} laid a wreath.
{A.adjective} officials doubt that {B.adjective} troops will leave.
The {A.people} walked out. They had waited for the {B.people}.
Officials in {B.capital} shrugged, and {A.state} kept its promise.
Before he left, {A.surname} thanked {B.state} and its foreign minister.
“He will not sign,” {A.surname} said of {B.surname}.
{A.state}’s government and the {B.adjective} side drew up a plan that would restore its name.
{B.surname}, the president of {B.state}, smiled at {A.surname}.
The presidents of {A.state} and {B.state} dined; the president spoke first.
A senior {A.adjective} diplomat met the {B.adjective} foreign ministry spokesman. He was late.
The former {A.adjective} president and the {B.adjective} deputy foreign minister sat apart.
Pavel Grishin, a baker, admires {A.surname}. He dislikes {B.surname}.
It was {A.surname} who asked; {B.surname} declined, for his own reasons.
{A.SURNAME} AND {B.SURNAME} TO MEET IN {A.CAPITAL}
""".strip().splitlines()


def forms_of(side):
    """Return the forms of a side, for the slots of a sentence; those in capitals are for headlines."""
    state, leader = BOOK.actors[side], BOOK.actors[LEADERS[side]]
    adjective, *people = state.demonyms
    forms = {"state": state.aliases[0], "adjective": adjective, "people": (people or [f"{adjective} people"])[0]}
    forms |= {"capital": state.metonyms[0], "full": leader.aliases[0], "surname": leader.surnames[0]}
    return SimpleNamespace(**forms, **{name.upper(): form.upper() for name, form in forms.items()})


def fill(lines, one, other):
    return "\n".join(line.format(A=forms_of(one), B=forms_of(other)) for line in lines)


def found(lines, one, other):
    """Return what is found, with the two sides called A and B: who, how, rule, and the place it goes back to."""
    text = fill(lines, one, other)
    tables = {"documents": make_table("documents", [{"doc_id": "d", "text": text, "published_on": "2022-11-15"}])}
    tables["removals"] = make_table("removals", [])
    tables["sentences"] = find_sentences(tables, BOOK)
    rows = rows_of(find_mentions(tables, BOOK))
    place = {row.mention_id: number for number, row in enumerate(rows)}
    return [
        (called(row.actor_id, one, other), row.how_code, row.rule_id, place.get(row.antecedent_id), row.confidence)
        for row in rows
    ]


def called(actor_id, one, other):
    chain = [actor_id]
    while BOOK.actors[chain[-1]].speaks_for_id:
        chain.append(BOOK.actors[chain[-1]].speaks_for_id)
    side = "A" if one in chain else "B" if other in chain else actor_id
    return side, BOOK.actors[actor_id].kind if actor_id not in (one, other) else "state"


# the pairs for which every role in the sentences has a holder in the codebook, so that all their forms are alike
ALIKE = [("russia", "ukraine"), ("france", "poland"), ("kazakhstan", "azerbaijan"), ("azerbaijan", "serbia")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
@given(lines=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
def test_two_sides_exchanged_are_found_alike(one, other, lines):
    if (one, other) == ("france", "poland"):  # no plural for the French: "the French people"
        lines = [line for line in lines if "people" not in line]
    lines = [SENTENCES[0], *lines]
    before, after = found(lines, one, other), found(lines, other, one)
    assert before and before == after


@pytest.mark.parametrize("line", SENTENCES)
@pytest.mark.parametrize("pair", [("russia", "ukraine"), ("ukraine", "turkey"), ("kazakhstan", "serbia")])
def test_each_sentence_is_found_alike_with_the_sides_exchanged(line, pair):
    one, other = pair
    if other == "turkey":  # Turkey has no group of troops in the codebook, and so other rows for them
        line = line.replace("troops", "officials")
    context = [SENTENCES[0], line]
    assert found(context, one, other) == found(context, other, one)
