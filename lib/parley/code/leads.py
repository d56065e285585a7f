"""Leads: what makes a concrete clause a term: a list it stands in, a plan, an act over it, a condition, a chain."""

from collections.abc import Sequence
from typing import NamedTuple

from parley.code.accounts import clause_at
from parley.code.acts import Act, chain_from, governing, is_open
from parley.code.clauses import Clause, Sentence
from parley.code.conditions import is_condition
from parley.code.holders import subject_of
from parley.code.passages import speaks_for
from parley.code.plans import PlanHit
from parley.code.provisions import Provision
from parley.code.stances import sum_up
from parley.code.things import Thing
from parley.codebook import Codebook

_ROLE_BY_CUE = {"demand": "demand", "offer": "offer", "refuse": "refuse"}
_DUTIES = frozenset({"must", "should", "ought", "has", "have", "needs"})
_WILLS = frozenset({"will", "would", "'ll", "shall"})
_CHAIN = 14  # words between two clauses of one enumeration


class Lead(NamedTuple):
    """What makes a clause a term: how it was found, role, chain of acts, plan, rule."""

    basis: str
    role_code: str
    chain: tuple[Act, ...]
    plan: PlanHit | None
    rule_id: str


class View(NamedTuple):
    """What the search for a lead reads: a sentence, its clauses, acts and plans, the plan of the sentence before."""

    sentence: Sentence
    clauses: Sequence[Clause]
    acts: Sequence[Act]
    plans: Sequence[PlanHit]
    running: PlanHit | None
    book: Codebook


def find_lead(one: Provision, view: View, before: tuple[Provision, Lead] | None) -> Lead | None:
    """Return what makes a clause a term; None where nothing does. `before` is the clause before, with its lead."""
    sentence, clauses, acts, plans, running, book = view
    clause = clause_at(clauses, one.at)
    if clause is None or sentence.words[-1] == "?" and clause.statement is None:
        return None
    if one.is_weak:
        lead = _listed(one, view) or _acted(one, sentence, clauses, acts, book)
        lead = lead or _chained(one, sentence, clauses, before)
        return lead if lead is not None and lead.role_code in ("demand", "provision", "refuse") else None
    return (
        _listed(one, view)
        or _planned(one, sentence, acts, plans)
        or _acted(one, sentence, clauses, acts, book)
        or _conditional(one, view)
        or _chained(one, sentence, clauses, before)
        or _continued(clause, running)
        or _cued(clause, acts)
        or _promised(one, view, clause)
    )


def _listed(one: Provision, view: View) -> Lead | None:
    """Read a list after a colon by what stands before the colon: a plan, or an act ("stressed the key terms:")."""
    sentence, clauses, acts, plans, _, book = view
    opened = [at for at in range(one.first) if sentence.words[at] in (":", "(", ")")]
    if not opened or sentence.words[opened[-1]] == ")":
        return None
    colon = opened[-1]
    plan = next((hit for hit in reversed(plans) if hit.last <= colon), None)
    act = next((a for a in reversed(acts) if a.last <= colon and (a.codes() or {}).get("role_code")), None)
    own = next((a for a in acts if colon < a.first < one.at and (a.codes() or {}).get("role_code")), None)
    if plan and (act is None or act.first < plan.last or act.rule.rule_id.startswith("propose")):
        return Lead("plan", "provision", (), plan, plan.rule_id)
    if act is None or own is not None and own.option("shape") != "norm":
        return None
    chain = chain_from(act, acts, sentence, clauses, book)
    stance = sum_up(chain, None)
    return Lead("list", stance.role_code, tuple(chain), None, act.rule.rule_id) if stance and stance.role_code else None


def _planned(one: Provision, sentence: Sentence, acts: Sequence[Act], plans: Sequence[PlanHit]) -> Lead | None:
    """Read a clause under a plan of the same sentence: "under the plan", "the draft foresees"."""
    for plan in reversed(plans):
        modal = not {"would", "will", "shall", "must", "should", "to", "could"}.isdisjoint(
            sentence.words[one.first : one.last]
        )
        is_duty = not _DUTIES.isdisjoint(sentence.words[plan.first : plan.last])
        if plan.opens == "clause" and plan.last <= one.at and is_duty:
            return Lead("cue", "demand", (), None, "plan.norm")  # "any deal must include"
        if plan.opens == "frame" and modal and (plan.last <= one.at or plan.first >= one.till):
            return Lead("plan", "provision", (), plan, plan.rule_id)
        if plan.opens != "clause" or plan.last > one.at:
            continue
        nearer = [a for a in acts if plan.last <= a.first < one.at and (a.codes() or {}).get("role_code")]
        if not any(a.option("shape", "verb") == "verb" and not a.option("step") for a in nearer):
            return Lead("plan", "provision", (), plan, plan.rule_id)
    return None


def _acted(
    one: Provision, sentence: Sentence, clauses: Sequence[Clause], acts: Sequence[Act], book: Codebook
) -> Lead | None:
    """Read a clause under an act: "demanded that", "refuses to", "must", "is a red line"."""
    able = [act for act in acts if (act.codes() or {}).get("role_code") and not act.option("issue")]
    chain = governing(Thing(one.at, one.till, "", False, True), able, sentence, clauses, book)
    stance = sum_up(chain, None) if chain else None
    if stance is None or stance.role_code is None:
        return None
    return Lead("act", stance.role_code, tuple(chain), None, chain[-1].rule.rule_id)


def _conditional(one: Provision, view: View) -> Lead | None:
    """Read a condition put on somebody's readiness as a demand: "ready to talk if the troops leave"."""
    sentence, clauses, acts, _, _, book = view
    here = next((n for n, clause in enumerate(clauses) if clause.first <= one.at < clause.last), None)
    if here is None:
        return None
    start, end = clauses[here].first, clauses[here].last
    before = [a for a in acts if a.last <= start and a.codes() is not None]
    is_refused = bool(before) and (before[-1].codes() or {}).get("stance_code") == "opposes"
    if not is_condition(clauses[here], with_time=is_refused):
        return None
    after = [a for a in acts if a.first >= end and a.codes() is not None]
    if not before and (here or not after):
        return None
    chain = chain_from(before[-1] if before else after[0], acts, sentence, clauses, book)
    return Lead("condition", "demand", tuple(chain), None, f"condition.{chain[-1].rule.rule_id}")


def _chained(
    one: Provision, sentence: Sentence, clauses: Sequence[Clause], before: tuple[Provision, Lead] | None
) -> Lead | None:
    """Take the lead of the clause before in an enumeration: "demanded troops out, prisoners freed and damage paid"."""
    if before is None or one.first - before[0].last > _CHAIN:
        return None
    between = sentence.words[before[0].last : one.first]
    if any(word in (".", "?", "!") for word in between):
        return None
    if before[1].basis in ("act", "chain") and not is_open(before[0].till, one.first, sentence, clauses):
        opening = clause_at(clauses, one.at)
        if opening is None or opening.kind_code != "main" or opening.first < one.first - 1:
            return None
    return before[1]._replace(basis="chain") if before[1].plan is None else before[1]


def _continued(clause: Clause, running: PlanHit | None) -> Lead | None:
    """Read a "would" in the sentence after a plan as the plan's."""
    if running is None or not {"would", "shall"}.intersection(clause.words) or clause.statement:
        return None
    if clause.words[0] in ("he", "she", "they", "i", "we"):
        return None
    return Lead("plan", "provision", (), running, f"{running.rule_id}.next")


def _cued(clause: Clause, acts: Sequence[Act]) -> Lead | None:
    """Read a clause in the content of a demand, offer or refusal that no act caught."""
    statement = clause.statement
    if statement is None or statement.is_negated or statement.cue_code not in _ROLE_BY_CUE:
        return None
    if any(act.rule.rule_id == "concede.drop" for act in acts):
        return None  # "dropped its demand that": no demand any more
    if "order" in (statement.cue or ""):
        return None  # a general who orders his own troops back demands nothing of the other side
    return Lead("cue", _ROLE_BY_CUE[statement.cue_code], (), None, f"cue.{statement.cue_code}")


def _promised(one: Provision, view: View, clause: Clause) -> Lead | None:
    """Read what a speaker says of its own deeds as an offer: "Norland said it would withdraw its troops"."""
    words = view.sentence.words
    if clause.statement is None or clause.kind_code != "main" or not clause.speaker_id:
        return None
    is_will = not _WILLS.isdisjoint(words[max(0, one.at - 2) : one.at])
    if not is_will or clause.statement.cue_code not in ("say", "confirm", "offer", "plan"):
        return None
    subject = subject_of(view.sentence, one.at, view.clauses, view.book)
    if not any(speaks_for(clause.speaker_id, actor, view.book) for actor in subject.actors):
        return None
    return Lead("cue", "offer", (), None, "cue.promise")
