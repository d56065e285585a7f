"""Clauses of a bargain in a sentence: where they stand, who must do them, for whom, where, how much, how long."""

from collections.abc import Sequence
from typing import NamedTuple

from parley.code.clauses import Clause, Named, Sentence
from parley.code.conditions import last_through
from parley.code.grammar import listed
from parley.code.holders import agent_after, heads_between
from parley.code.quantities import Measure, find_measures, is_half
from parley.code.things import compile_places, marks_of, outermost
from parley.codebook import Codebook, compile_codes, compile_rules
from parley.find.lines import read_grammar
from parley.phrases import Match, find_phrases

_SEAMS = frozenset({",", ";", "and", "or", "plus", "but", ":", "including"})


class Provision(NamedTuple):
    """A concrete clause: its words (tokens `at` to `till`), the stretch it fills (`first` to `last`), its code.

    `is_weak`: the words name a clause only where clauses are plainly listed.
    """

    at: int
    till: int
    first: int
    last: int
    term_code: str
    is_weak: bool


def _weak_hits(sentence: Sentence, book: Codebook) -> list[Match]:
    """Return words that name a clause only among clauses ("trials"), keyed by term_code."""
    rules = book.rules.get("weak_terms", {})
    hits = outermost(find_phrases(compile_rules(book, "weak_terms"), sentence.words))
    return [hit._replace(key=str(rules[hit.key].codes["term_code"])) for hit in hits]


def find_provisions(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> list[Provision]:
    """Return the clauses of a bargain that a sentence names, in order, each with the stretch of words it fills."""
    marks = marks_of(sentence.words, sentence.mentions)
    hits = outermost(find_phrases(compile_codes(book, "term_code"), sentence.words, marks))
    kept: list[Match] = []
    weak = [hit for hit in _weak_hits(sentence, book) if all(hit.end <= h.start or h.end <= hit.start for h in hits)]
    for hit in sorted([*hits, *weak]):
        # of overlapping words the longer name the clause: "demilitarised zone around the plant" is nuclear safety
        if kept and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    found: list[Provision] = []
    for n, hit in enumerate(kept):
        clause = next((one for one in clauses if one.first <= hit.start < one.last), None)
        if clause is None:
            continue
        first, last = clause.first, max(last_through(clause, clauses), hit.end)
        if n and kept[n - 1].start >= clause.first:
            seam = _seam(sentence.words, kept[n - 1].end, hit.start)
            if seam is not None:
                first = seam + 1
            elif found and found[-1].is_weak and hit not in weak:
                found.pop()  # "guarantees that it will stay neutral": the stronger name is the clause
            else:
                continue  # a second name inside one clause
        if n + 1 < len(kept) and kept[n + 1].start < clause.last:
            seam = _seam(sentence.words, hit.end, kept[n + 1].start)
            last = seam if seam is not None else last
        first = _behind_others(sentence.words, first, hit.start)
        found.append(Provision(hit.start, hit.end, first, last, hit.key, hit in weak))
    return [_trimmed(one, sentence) for one in found]


def _behind_others(words: Sequence[str], first: int, at: int) -> int:
    """Return where a clause begins behind others that are no terms ("a corridor and the recognition of")."""
    if at > first and words[at - 1] in ("the", "a", "an") and at - 2 > first and words[at - 2] in ("and", ","):
        return at - 1
    return first


def _seam(words: Sequence[str], low: int, high: int) -> int | None:
    """Return the token that parts two clauses of an enumeration, None where they are one."""
    seams = [at for at in range(low, high) if words[at] in _SEAMS]
    return seams[-1] if seams else None


def _trimmed(one: Provision, sentence: Sentence) -> Provision:
    first, last, words = one.first, one.last, sentence.words
    while first < one.at and words[first] in (*_SEAMS, "(", '"'):
        first += 1
    # what follows "and" or a comma is another matter: "stop fighting and return to the table"
    ends = (at for at in range(one.till, last) if words[at] in ("and", "but", ",", "or") and not is_half(words, at))
    last = next(ends, last)
    while last > one.till and words[last - 1] in (*_SEAMS, ")", "."):
        last -= 1
    return one._replace(first=first, last=last)


class Parts(NamedTuple):
    """Who must do it and for whom, where, how much of what, for how long."""

    obligor_id: str | None
    beneficiary_id: str | None
    place: str | None
    quantity: str | None
    unit: str | None
    horizon: str | None


def parts_of_clause(
    one: Provision, sentence: Sentence, clauses: Sequence[Clause], published_on: str | None, book: Codebook
) -> Parts:
    """Return what a clause of a bargain says of obligor, beneficiary, place, amount and horizon; null where unsaid."""
    measures = find_measures(sentence.words[one.first : one.last], published_on, book)
    amount = next((m for m in measures if m.quantity), Measure(0, 0, None, None, None))
    horizon = next((m.horizon for m in measures if m.horizon), None)
    return Parts(
        obligor_id=_rolled(_obligor(one, sentence, clauses, book), book),
        beneficiary_id=_beneficiary(one, sentence, book),
        place=_place(one, sentence, book),
        quantity=amount.quantity,
        unit=amount.unit,
        horizon=horizon,
    )


def _rolled(actor_id: str | None, book: Codebook) -> str | None:
    """Return the side that answers for an actor: its troops and ministries bind the state, a person stays a person."""
    actor = book.actors.get(actor_id) if actor_id else None
    if actor is None or actor.kind == "person" or actor.speaks_for_id is None:
        return actor_id
    return _rolled(actor.speaks_for_id, book)


def _obligor(one: Provision, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> str | None:
    """Return who must do it: the subject ("Russia must withdraw"), whose troops they are, "by" or "from" whom."""
    agents = agent_after(sentence, one.till, clauses, book)
    if agents:
        return agents[0]
    before = [m for m in sentence.mentions if one.first <= m.first < one.at]
    heads = [m for m in heads_between(sentence, one.first, one.at, book) if not _is_given(sentence, m)]
    if heads:
        return heads[-1].actor_id
    owners = [m for m in before if _owns(sentence, m)]
    if owners:
        return owners[-1].actor_id
    inside = [m for m in sentence.mentions if one.at <= m.first < one.till and _owns(sentence, m)]
    if inside and one.term_code in _OWN:
        return inside[0].actor_id
    after = [m for m in sentence.mentions if one.till <= m.first < one.last]
    for mention in after:
        if sentence.words[mention.first - 1] in ("from", "by") and one.term_code in _GIVEN:
            return mention.actor_id
        if mention.first - one.till <= 1 and one.term_code in _OWN and not _is_aim(sentence, mention):
            return mention.actor_id
    return None


def _is_given(sentence: Sentence, mention: Named) -> bool:
    """Say whether a mention is who gets it ("giving Norland guarantees")."""
    return mention.first > 0 and sentence.words[mention.first - 1].startswith(
        ("giv", "gave", "grant", "offer", "provid")
    )


def _is_aim(sentence: Sentence, mention: Named) -> bool:
    """Say whether a mention is a place or aim ("withdrawal from Norland"), not whose troops they are."""
    return sentence.words[mention.first - 1] in ("from", "to", "in", "on", "behind", "for", "with", "against")


_OWN = frozenset({"withdrawal", "force_limit", "disarmament", "demilitarisation", "ceasefire"})
_GIVEN = frozenset({"security_guarantee", "reparations", "reconstruction", "recognition", "sanctions_relief", "energy"})


def _owns(sentence: Sentence, mention: Named) -> bool:
    """Say whether a mention is the owner of what follows: a demonym, or a possessor."""
    after = sentence.words[mention.last] if mention.last < len(sentence.words) else ""
    return mention.how_code == "demonym" or after in ("'s", "'")


def _owns_good(sentence: Sentence, mention: Named, book: Codebook) -> bool:
    """Say whether what a mention owns is a good that a clause secures ("Ukraine's security")."""
    return _owns(sentence, mention) and not listed(book, "goods").isdisjoint(
        sentence.words[mention.last : mention.last + 3]
    )


def _beneficiary(one: Provision, sentence: Sentence, book: Codebook) -> str | None:
    """Return for whom: `give Ukraine`, `for Ukraine`, or whose good it is ("Ukraine's security")."""
    for mention in sentence.mentions:
        if one.first <= mention.first < one.at and _is_given(sentence, mention):
            return mention.actor_id
        before = sentence.words[mention.first - 1] if mention.first else ""
        is_object = one.term_code == "recognition" and (before == "of" or before.startswith("recogni"))
        if one.at < mention.first < one.last and (before in ("for", "to") or is_object):
            return mention.actor_id
    if one.term_code not in _OWN:
        owned = [m for m in sentence.mentions if one.at <= m.first < one.last and _owns_good(sentence, m, book)]
        return owned[0].actor_id if owned else None
    return None


def _place(one: Provision, sentence: Sentence, book: Codebook) -> str | None:
    """Return where, in the text's words: a place of the pack, else "from the strait", else a state after "from"."""
    words = sentence.words[one.first : one.last]
    hits = outermost(find_phrases(compile_places(book), words))
    if hits:
        return _text(sentence, one.first + hits[0].start, one.first + hits[0].end)
    grammar = read_grammar(book)
    for at in range(one.at, one.last):
        if sentence.words[at] in listed(book, "place_words"):
            for last in range(at + 1, min(at + 6, one.last)):
                if sentence.words[last] in _SEAMS or sentence.words[last] in listed(book, "place_words"):
                    break
                if sentence.words[last] in listed(book, "places") and sentence.words[at + 1] in grammar.determiners:
                    return _text(sentence, at + 1, last + 1)
    for mention in sentence.mentions:
        is_inside = one.at < mention.first < one.last and mention.how_code == "name" and not _owns(sentence, mention)
        if is_inside and sentence.words[mention.first - 1] in ("from", "in", "around"):
            return _text(sentence, mention.first, mention.last)
    return None


def _text(sentence: Sentence, first: int, last: int) -> str:
    return sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]]
