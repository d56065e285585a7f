"""Positions: who is for or against what, by which act, on which condition, and on whose account.

A position is an act ("is ready to", "ruled out") that governs a thing ("talks", "the plan"). Stance comes from
act, negation and issue words, never from tone. What is past, supposed or asked is no present position.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from parley.code.accounts import clause_at
from parley.code.acts import Act, chain_from, find_acts, governing, is_forecast
from parley.code.anaphors import Memory, find_anaphors, remember
from parley.code.clauses import Clause, Sentence
from parley.code.conditions import condition_of, is_past, text_through
from parley.code.grammar import listed
from parley.code.passages import Article, number_rows, speaks_for, walk_articles
from parley.code.provisions import find_provisions
from parley.code.stances import Stance, account_of, holders_of, opening_of, sum_up, target_after
from parley.code.things import Thing, find_things
from parley.codebook import Codebook
from parley.frames import make_table
from parley.tables import Tables

_CONFIDENCE = 0.7  # share of rows right when fifty were read by hand; lower for what the rules had to reach for
_ENUMERATION = 5  # words between two things of one enumeration
_SERIES = 25  # words between two things of one series of infinitives ("to cease fire …, and to come back")
_ADJUNCTS = frozenset({"during", "in", "at", "with", "after", "before", "by", "on", "as", "when", "despite", "amid"})
_LONGEST = 14  # words a passage goes on after the thing


def code_positions(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `positions` of all articles, in text order.

    One row for each holder, issue, act and speaker in a passage; `same_as` joins plain repetitions. Needs
    `documents`, `sentences`, `mentions` and `statements`. Stance and act as in the codebook (codes after
    PLOVER and CAMEO); a concrete clause of a bargain is a term, not a position.

    Example:
        >>> from parley.run.build import build
        >>> positions = build("data/corpus/tiny", coder="rules")["positions"]
        >>> set(positions.stance_code.dropna()) <= {"favours", "favours_if", "opposes", "ambivalent"}
        True
    """
    rows: list[dict[str, Any]] = []
    for article in walk_articles(tables, codebook):
        rows += number_rows(positions_of(article, codebook), "position_id", "p", article.doc_id, same_position)
    return make_table("positions", rows)


def same_position(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what two rows share that take the same position."""
    return row["holder_id"], row["target_id"], row["issue_code"], row["stance_code"], row["act_code"], row["speaker_id"]


def positions_of(article: Article, book: Codebook) -> Iterator[dict[str, Any]]:
    """Yield the rows of one article, without ids."""
    memory = Memory()
    for sentence, clauses in zip(article.sentences, article.clauses, strict=True):
        if sentence.is_summary or not clauses:
            continue
        acts = find_acts(sentence, book)
        named = find_things(sentence, book)
        things = sorted([*named, *find_anaphors(sentence, acts, named, memory, book)])
        memory = remember(memory, things)
        if not acts:
            continue
        taken: set[tuple[Any, ...]] = set()
        for chain, thing in _pairs(acts, things, sentence, clauses, book):
            for row in _rows(chain, thing, sentence, clauses, book):
                key = row["holder_id"], row["issue_code"], row["stance_code"]
                if key not in taken:
                    taken.add(key)
                    yield row


def _pairs(
    acts: Sequence[Act], things: Sequence[Thing], sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> Iterator[tuple[list[Act], Thing]]:
    """Yield chains of acts with what they govern: things that acts name themselves first, for they are surer."""
    for act in acts:
        if act.option("issue"):
            chain = chain_from(act, acts, sentence, clauses, book)
            yield chain, Thing(act.first, act.last, str(act.option("issue")), False, True)
    fixed = [(act.first, act.last) for act in acts if act.option("issue")]
    free = [t for t in things if not any(first <= t.first and t.last <= last for first, last in fixed)]
    chains = [governing(thing, acts, sentence, clauses, book) for thing in free]
    for n, thing in enumerate(free):
        for other in (n - 1, n + 1):
            if not chains[n] and 0 <= other < len(free) and chains[other] and _is_joined(thing, free[other], sentence):
                chains[n] = chains[other]
        if chains[n]:
            yield chains[n], thing


def _is_joined(one: Thing, other: Thing, sentence: Sentence) -> bool:
    """Say whether two things are an enumeration ("an early ceasefire and a return to dialogue")."""
    low, high = (one, other) if one.first < other.first else (other, one)
    between = sentence.words[low.last : high.first]
    if len(between) <= _ENUMERATION:
        return not {"and", "or", ","}.isdisjoint(between) and _ADJUNCTS.isdisjoint(between)
    pairs = list(zip(between, between[1:], strict=False))
    return len(between) <= _SERIES and (("and", "to") in pairs or (",", "to") in pairs or ("and", "for") in pairs)


def _rows(
    chain: Sequence[Act], thing: Thing, sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> Iterator[dict[str, Any]]:
    clause, act_clause = clause_at(clauses, thing.first), clause_at(clauses, chain[-1].first)
    stance = sum_up(chain, thing.issue_code)
    if stance is None or clause is None or act_clause is None or _is_void(chain, clause, act_clause, book):
        return
    if (
        stance.role_code
        and thing.issue_code in listed(book, "clause_issues")
        and _is_clause(thing, sentence, clauses, book)
    ):
        return
    subject, is_speaker = holders_of(chain, thing.first, sentence, clauses, book)
    for holder_id in subject.actors:
        if chain[-1].option("spoken") and not (is_speaker or subject.is_own or clause.statement):
            continue
        target_id = _target(chain, thing, sentence, holder_id, book)
        issue = issue_of(thing.issue_code, target_id, book)
        found = condition_of(thing.first, thing.last, clauses, with_time=stance.sign == -1)
        told = clause if clause.statement else act_clause
        account = account_of(told, holder_id, chain, book, until=max(thing.last, chain[0].last))
        if "alleged" in (act_clause.evidence_code, account.evidence_code):
            is_upstream = account.statement is not None and account.statement.evidence_code == "alleged"
            is_thing = not is_upstream and not _DOUBTED.isdisjoint(sentence.words[max(0, thing.first - 3) : thing.last])
            evidence = "said" if is_thing and chain[-1].last <= thing.first else "alleged"
            account = account._replace(evidence_code=evidence)
        stance_code, act_code = _codes(stance, thing, found)
        if (act_code == "signal" or chain[-1].option("evidence")) and account.evidence_code in ("asserted", "said"):
            account = account._replace(evidence_code="implied")
        first = opening_of(subject, chain, act_clause, sentence, book)
        start, end = _passage(min(first, thing.first), chain, thing, (clause, found), sentence)
        yield {
            "doc_id": sentence.doc_id,
            "sent_id": sentence.sent_id,
            "start": start,
            "end": end,
            "rule_id": chain[-1].rule.rule_id,
            "confidence": _confidence(chain, subject.is_own, is_speaker),
            **account.columns(),
            "holder_id": holder_id,
            "target_id": target_id,
            "issue_code": issue,
            "stance_code": stance_code,
            "act_code": act_code,
            "condition": text_through(found, clauses) if found else None,
        }


def _is_clause(thing: Thing, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> bool:
    """Say whether the thing is a concrete clause of a bargain, which is coded as a term."""
    return any(
        one.at < thing.last and thing.first < one.till and not one.is_weak and one.term_code != "alliance_membership"
        for one in find_provisions(sentence, clauses, book)
    )


def _is_void(chain: Sequence[Act], clause: Clause, act_clause: Clause, book: Codebook) -> bool:
    """Say whether the words hold no present stance: past, in an if-clause, in a question of the author's."""
    if act_clause.kind_code == "condition":
        return True
    if is_past(act_clause, book) or is_past(clause, book) or is_forecast(chain[-1], clause.sentence, book):
        return True
    return clause.sentence.words[-1] == "?" and clause.statement is None


# "rejected a supposed plan": the plan is in doubt, the rejection is not
_DOUBTED = frozenset({"supposed", "alleged", "purported", "reported", "rumoured", "rumored", "leaked", "unconfirmed"})


def _target(chain: Sequence[Act], thing: Thing, sentence: Sentence, holder_id: str, book: Codebook) -> str | None:
    for act in chain:
        roles = dict(zip(act.option("actors", ()), act.actors, strict=False))
        if roles.get("target") and not speaks_for(roles["target"], holder_id, book):
            return roles["target"]
    return target_after(thing, sentence, holder_id, book)


def issue_of(issue_code: str, target_id: str | None, book: Codebook) -> str:
    """Return the issue; talks with a named person are another issue than talks with the side."""
    is_person = target_id in book.actors and book.actors[target_id].kind == "person"
    return "talks_with_leader" if issue_code == "talks" and is_person else issue_code


def _codes(stance: Stance, thing: Thing, condition: Clause | None) -> tuple[str | None, str]:
    """Return stance and act with the issue's direction and the condition taken in."""
    sign = None if stance.sign is None else -stance.sign if thing.is_against else stance.sign
    name = {1: "favours", -1: "opposes", 0: "ambivalent"}.get(sign) if sign is not None else None
    act = stance.act_code
    if condition is not None and name == "favours" and act in _CONDITIONAL:
        return "favours_if", "ready_if" if act in ("ready", "signal", "state") else act
    if condition is not None and name == "opposes" and act == "refuse" and _UNTIL.intersection(condition.words[:3]):
        return "favours_if", "ready_if"
    if act == "ready_if":
        name = "favours_if"
    return name, act


_CONDITIONAL = ("ready", "accept_plan", "signal", "state", "concede", "propose", "mediate", "host")
_UNTIL = frozenset({"until", "unless", "before", "without", "long"})  # "as long as their troops are here"


def _passage(
    first: int, chain: Sequence[Act], thing: Thing, ends: tuple[Clause, Clause | None], sentence: Sentence
) -> tuple[int, int]:
    """Return the characters from the subject to the end of what the act governs, a condition at once included."""
    clause, condition = ends
    last = max(thing.last, *(act.last for act in chain))
    stop = max(last, min(clause.last, last + _LONGEST))
    stop = next((at for at in range(last, stop) if sentence.words[at] == ","), stop)
    if condition is not None and 0 <= condition.first - stop <= 2 and condition.last - condition.first <= _LONGEST:
        stop = condition.last
    return sentence.spans[first][0], sentence.spans[stop - 1][1]


def _confidence(chain: Sequence[Act], is_own: bool, is_speaker: bool) -> float:
    prior = float(chain[-1].option("prior", _CONFIDENCE))
    reached = 1.0 if is_own or is_speaker else 0.85
    return round(prior * reached * 0.95 ** (len(chain) - 1), 3)
