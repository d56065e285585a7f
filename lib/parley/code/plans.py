"""Plans: where a sentence speaks of a plan or deal whose clauses follow, whose it is, and whether it is rumour."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Clause, Sentence
from parley.code.holders import possessor_of
from parley.code.things import outermost
from parley.codebook import Codebook, compile_rules
from parley.find.evidence import judge_evidence
from parley.phrases import Matcher, compile_phrases, find_phrases

_RUNNING = 9  # sentences after which a plan is no longer the one spoken of
_OFFERED = 8  # words between a plan and the "by" that names its author


class PlanHit(NamedTuple):
    """Words about a plan: tokens, how its clauses follow, its id and owner where known, who tells of it."""

    first: int
    last: int
    opens: str
    rule_id: str
    plan_id: str | None
    owner_id: str | None
    speaker_id: str | None
    is_alleged: bool


@lru_cache(maxsize=8)
def _known(book: Codebook) -> Matcher:
    named = {plan_id: plan.aliases for plan_id, plan in book.plans.items()}
    return compile_phrases(named, book.words.get("irregular", {}))


def find_plans(
    sentence: Sentence, clauses: Sequence[Clause], book: Codebook, running: PlanHit | None = None
) -> list[PlanHit]:
    """Return where a sentence speaks of plans, in order; the plan's owner is null where nobody is named.

    `running` is the plan named before, which "it foresees" takes up.
    """
    hits = outermost(find_phrases(compile_rules(book, "plans"), sentence.words, longest=False))
    if not hits:
        return []
    named = find_phrases(_known(book), sentence.words)
    rules = book.rules["plans"]
    found = []
    for hit in hits:
        if rules[hit.key].options.get("goes_on"):
            if running is not None:
                found.append(running._replace(first=hit.start, last=hit.end, opens="clause", rule_id=hit.key))
            continue
        plan_id = next((one.key for one in named if one.start < hit.end and hit.start < one.end), None)
        owner = book.plans[plan_id].owner_id if plan_id else None
        clause = next((one for one in clauses if one.first <= hit.start < one.last), None)
        told = [one for one in clauses if one.first <= hit.end]
        is_alleged = any(judge_evidence(one.words, book)[0] == "alleged" for one in told) or bool(
            clause and clause.evidence_code == "alleged"
        )
        found.append(
            PlanHit(
                first=hit.start,
                last=hit.end,
                opens=str(rules[hit.key].options["opens"]),
                rule_id=hit.key,
                plan_id=plan_id,
                owner_id=owner or _owner(sentence, hit.start, hit.end, book),
                speaker_id=clause.speaker_id if clause and clause.statement else None,
                is_alleged=is_alleged,
            )
        )
    return found


def _owner(sentence: Sentence, first: int, last: int, book: Codebook) -> str | None:
    """Return whose plan it is: its possessor, or who offered it ("a plan put forward by Ankara")."""
    owners = possessor_of(sentence, first, last, book)
    if owners:
        return owners[0]
    for mention in sentence.mentions:
        near = sentence.words[last : mention.first]
        if mention.first >= last and len(near) <= _OFFERED and near and near[-1] == "by" and ":" not in near:
            return mention.actor_id
    return None


def plan_at(plans: Sequence[Sequence[PlanHit]], number: int, back: int = _RUNNING) -> PlanHit | None:
    """Return the plan named last up to the end of a sentence, at most some sentences `back`; `plans` has those of each.

    Its owner is the one named last for a plan; it is rumour if any word about it so far says so.
    """
    named = [at for at in range(number + 1) if plans[at]]
    if not named or number - named[-1] > back:
        return None
    last = plans[named[-1]][-1]
    same = [hit for at in named for hit in plans[at] if hit.plan_id == last.plan_id]
    owner_id = next((hit.owner_id for hit in reversed(same) if hit.owner_id), None)
    return last._replace(owner_id=owner_id, is_alleged=any(hit.is_alleged for hit in same))
