"""Terms: who demands, offers, accepts or refuses which concrete clause, from whom, for how long; and plans' clauses.

A clause of a bargain ("withdraw its troops") becomes a term only under words that demand, offer, accept,
refuse or plan it: an act before it, a list's opening ("three conditions:"), a plan, an if-clause of somebody's
readiness. What merely happens is no term.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from parley.code.accounts import Account, clause_at
from parley.code.acts import denial_before, find_acts, is_forecast
from parley.code.clauses import Clause, Sentence
from parley.code.conditions import condition_of, is_past, text_through
from parley.code.leads import Lead, View, find_lead
from parley.code.passages import Article, number_rows, speaks_for, walk_articles
from parley.code.plans import PlanHit, find_plans
from parley.code.provisions import Provision, find_provisions, parts_of_clause
from parley.code.stances import account_of, holders_of
from parley.codebook import Codebook
from parley.find.evidence import strongest
from parley.find.lines import read_grammar
from parley.frames import make_table
from parley.tables import Tables

_CONFIDENCE = {"act": 0.7, "list": 0.75, "plan": 0.65, "condition": 0.6, "chain": 0.6, "cue": 0.55}


_BARE = frozenset({"ceasefire", "cease", "truce", "armistice", "hostilities", "fighting", "war", "guns", "violence"})


def code_terms(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `terms` of all articles, in text order.

    One row for each clause and holder; a plan's clauses have the plan's evidence (never asserted) and its owner
    or null as holder. Horizons are ISO 8601. Needs `documents`, `sentences`, `mentions` and `statements`. Clauses
    after the variables of PA-X.

    Example:
        >>> from parley.run.build import build
        >>> terms = build("data/corpus/tiny", coder="rules")["terms"]
        >>> not set(terms[terms.role_code == "provision"].evidence_code) & {"asserted"}
        True
    """
    rows: list[dict[str, Any]] = []
    for article in walk_articles(tables, codebook):
        rows += number_rows(terms_of(article, codebook), "term_id", "c", article.doc_id, same_term)
    return make_table("terms", rows)


def same_term(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what two rows share that name the same term."""
    return tuple(row[key] for key in ("holder_id", "term_code", "role_code", "obligor_id", "speaker_id", "plan_id"))


def terms_of(article: Article, book: Codebook) -> Iterator[dict[str, Any]]:
    """Yield the rows of one article, without ids."""
    running: PlanHit | None = None  # a plan named before: "It has three points. Norland would …"
    named_in = -2
    for sentence, clauses in zip(article.sentences, article.clauses, strict=True):
        if sentence.is_summary or not clauses:
            running = None
            continue
        plans = find_plans(sentence, clauses, book, running)
        found = find_provisions(sentence, clauses, book)
        acts = find_acts(sentence, book) if found else []
        lead: Lead | None = None
        for n, one in enumerate(found):
            before = (found[n - 1], lead) if n and lead else None
            lead = find_lead(one, View(sentence, clauses, acts, plans, running, book), before)
            if lead is not None:
                yield from _rows(one, lead, View(sentence, clauses, acts, plans, running, book), book)
        if plans:
            running, named_in = plans[-1], sentence.para
        elif sentence.para > named_in + 1:
            running = None


def _rows(one: Provision, lead: Lead, view: View, book: Codebook) -> Iterator[dict[str, Any]]:
    sentence, clauses, running = view.sentence, view.clauses, view.running
    clause = clause_at(clauses, one.at)
    if clause is None or is_past(clause, book) or _is_denied(one, lead, sentence, book):
        return
    if lead.chain and is_forecast(lead.chain[-1], sentence, book):
        return  # "unlikely that Norland would accept": an outlook
    holders, target = _holders(one, lead, clause, clauses, book)
    binding = [act.last for act in lead.chain if act.option("shape") != "norm" and act.last <= one.at]
    inner = one._replace(first=max([one.first, *binding]))
    parts = parts_of_clause(inner, sentence, clauses, sentence.published_on, book)
    condition = condition_of(one.at, one.till, clauses) if clause.kind_code != "condition" else None
    start, end = sentence.spans[_opening(one, lead)][0], sentence.spans[one.last - 1][1]
    if not holders and lead.rule_id.startswith("propose"):
        # what nameless people propose is a plan on the table, nobody's own offer
        holders, lead = [None], lead._replace(role_code="provision", basis="plan", plan=lead.plan or running)
    if not holders and lead.basis == "list":
        holders = [None]
    is_bare = one.term_code == "ceasefire" and not _BARE.isdisjoint(sentence.words[one.at : one.till])
    if is_bare and lead.basis == "act" and not (parts.obligor_id or target or parts.horizon):
        return  # a bare call for a ceasefire is a position
    for holder_id in holders:
        obligor = parts.obligor_id or target
        is_other = holder_id is not None and obligor is not None and not speaks_for(obligor, holder_id, book)
        if is_other and lead.rule_id.startswith("propose"):
            lead = lead._replace(role_code="demand")  # what one proposes that the other should do
        if obligor is None and lead.role_code in ("offer", "accept", "refuse"):
            obligor = holder_id
        yield {
            "doc_id": sentence.doc_id,
            "sent_id": sentence.sent_id,
            "start": start,
            "end": end,
            "rule_id": lead.rule_id,
            "confidence": _CONFIDENCE[lead.basis],
            **_account(one, lead, holder_id, clause, book).columns(),
            "holder_id": holder_id,
            "term_code": one.term_code,
            "role_code": lead.role_code,
            **parts._asdict(),
            "obligor_id": obligor,
            "condition": text_through(condition, clauses) if condition else None,
            "plan_id": lead.plan.plan_id if lead.plan else None,
        }


def _is_denied(one: Provision, lead: Lead, sentence: Sentence, book: Codebook) -> bool:
    """Say whether a "not" of its own stands before the clause ("would not have to disarm")."""
    at = denial_before(sentence.words, one.at, book)
    low = max([one.first, *(act.last for act in lead.chain if act.last <= one.at)])
    if at is None and lead.role_code in ("provision", "demand"):
        at = next((n for n in range(low, one.at) if sentence.words[n] in read_grammar(book).negatives), None)
    return at is not None and not any(act.first <= at < act.last or act.is_negated for act in lead.chain)


def _opening(one: Provision, lead: Lead) -> int:
    """Return the token where the passage begins: the act that binds the holder itself, else the clause behind it."""
    inside = [act for act in lead.chain if one.first <= act.first and act.last <= one.at]
    if not inside:
        return one.first
    if lead.role_code == "demand" and inside[-1].option("shape") != "norm":
        return max(one.first, min(max(act.last for act in inside), one.at))
    return one.first


def _holders(
    one: Provision, lead: Lead, clause: Clause, clauses: Sequence[Clause], book: Codebook
) -> tuple[Sequence[str | None], str | None]:
    """Return whose term it is, and whom an act presses: the plan's owner or null, the act's holder, the speaker."""
    if lead.plan is not None:
        return [lead.plan.owner_id], None
    if not lead.chain:
        speaker = clause.speaker_id
        return ([speaker] if speaker and speaker != "author" else []), None
    subject, _ = holders_of(lead.chain, one.at, clause.sentence, clauses, book)
    roles = dict(zip(lead.chain[-1].option("actors", ()), lead.chain[-1].actors, strict=False))
    return list(subject.actors), roles.get("target")


def _account(one: Provision, lead: Lead, holder_id: str | None, clause: Clause, book: Codebook) -> Account:
    account = account_of(clause, holder_id, lead.chain, book)
    if lead.basis == "condition" and account.evidence_code == "hypothetical":
        account = account._replace(evidence_code="said")  # the condition is supposed, that it is set is said
    if lead.plan is None:
        return account
    is_own = account.statement is not None and account.teller_id is None and lead.plan.opens == "clause"
    evidence = ["hypothetical" if is_own else account.evidence_code, "hypothetical"]  # "the plan foresees": no source
    if account.evidence_code == "alleged":
        evidence.append("alleged")
    if lead.plan.is_alleged:
        evidence.append("alleged")
    doubt = "doubtful" if strongest(evidence) == "alleged" else account.certainty_code
    speaker = lead.plan.speaker_id if lead.plan.is_alleged and account.statement is None else account.teller_id
    return account._replace(
        evidence_code=strongest(evidence), certainty_code=doubt, teller_id=speaker, voice_code="ascribed"
    )
