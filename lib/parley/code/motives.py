"""Motives: what moves an actor, who says so, and in which words.

A text gives a reason by purpose ("in order to"), wish, cause, fear, hope or occasion (`rules/motives.yml`);
the words of the reason say which motive it is (`codes/motive_code.yml`). Reasons whose words name no motive,
and reasons whose owner is no known actor, make no row.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.code.accounts import THOUGHTS, Subject, account_of, ascribed, clause_at, is_cue
from parley.code.clauses import Clause, Sentence
from parley.code.passages import speaks_for, walk_articles
from parley.code.reasons import FRONTS, Reason, Spot, find_spots, read_reasons
from parley.code.roles import NOBODY, Place, owner_of, subject_after, subject_near, subject_of
from parley.codebook import Codebook
from parley.frames import make_table
from parley.spans import shared
from parley.tables import Tables

# motives so plain that a reason is worth a row even where nobody says whose it is
_PLAIN = frozenset({"military_pause", "avoid_defeat", "deception", "regime_survival", "fear_of_escalation"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "just", "only", "merely", "simply", "but"})
_WILLS = frozenset({"want", "refuse", "demand", "offer", "plan", "threaten"})
_NEAR = 10  # words between a subject and the verb of its wish, to be kept together
_CONFIDENCE = {"self": 0.75, "after": 0.65, "before": 0.55, "around": 0.5}


class Moved(NamedTuple):
    """Whom a reason moves, and the token from which the subject belongs to the passage (verbs keep theirs)."""

    subject: Subject
    first: int | None = None


def code_motives(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `motives` of all documents, in text order.

    One row per reason given for an actor and motive; `start, end` are the words of the reason. `basis_code` is
    declared where the actor (or somebody who speaks for it) says so itself, else imputed, and `attributed_by` names
    who imputes it. Codes and definitions: `codes/motive_code.yml`.

    Example:
        >>> from parley.run.build import build
        >>> motives = build("data/corpus/tiny", coder="rules")["motives"]
        >>> set(motives.basis_code) <= {"declared", "imputed"}
        True
    """
    rows: list[dict[str, Any]] = []
    for article in walk_articles(tables, codebook):
        found: list[dict[str, Any]] = []
        before: Sentence | None = None
        for sentence, clauses in zip(article.sentences, article.clauses, strict=True):
            if not sentence.is_summary:
                found += _rows(sentence, clauses, codebook, before)
            if sentence.mentions or before is not None and before.para != sentence.para:
                before = sentence
        rows += [row | {"motive_id": f"{article.doc_id}:v{n:04d}"} for n, row in enumerate(found)]
    return make_table("motives", rows)


def _rows(
    sentence: Sentence, clauses: Sequence[Clause], book: Codebook, before: Sentence | None
) -> Iterator[dict[str, Any]]:
    taken: list[tuple[str, Reason]] = []
    for spot in find_spots(sentence, clauses, book):
        for reason in read_reasons(spot):
            clause = clause_at(clauses, min(spot.match.end, reason.last - 1))
            for moved in _moved(spot, reason, clause, before) if clause else ():
                key = (str(moved.subject.actor_id), reason)
                if clause is None or any(_repeats(key, other) for other in taken):
                    continue
                taken.append(key)
                yield _row(spot, reason, clause, moved)


def _repeats(one: tuple[str, Reason], other: tuple[str, Reason]) -> bool:
    """Say whether two reasons of a sentence are one: same actor, and same motive or the same words."""
    (actor, (first, last, code)), (known, (start, end, before)) = one, other
    is_inside = 2 * shared((first, last), (start, end)) > last - first
    return actor == known and (code == before or is_inside) or actor == "None" and code == before and is_inside


def _moved(spot: Spot, reason: Reason, clause: Clause, before: Sentence | None) -> tuple[Moved, ...]:
    """Return the actors whom the reason moves."""
    if spot.kind in ("before", "around"):
        firsts = {first for first, _ in spot.match.actors}
        return tuple(Moved(Subject(one.actor_id)) for one in spot.sentence.mentions if one.first in firsts)
    place, spans = _place(spot, reason), spot.sentence.spans
    how = spot.rule.options.get("actor")
    if not place.named and how == "named":
        inside = [one for one in spot.sentence.mentions if one.last <= spot.match.start]
        return tuple(Moved(Subject(one.actor_id)) for one in inside[-1:])
    if place.named:
        first_by_actor = {one.actor_id: one.first for one in reversed(place.named)}
        first = min(first_by_actor.values())
        is_near = spot.match.start - _NEAR <= first < spot.match.start
        is_kept = (
            is_near and reason.first == spot.match.start and spot.rule.options.get("actor", "subject") == "subject"
        )
        return tuple(
            Moved(Subject(actor_id, spans[first_by_actor[actor_id]][0]), first if is_kept else None)
            for actor_id in place.actor_ids
        )
    thinker = clause.statement
    thinks = thinker is not None and (how == "thinker" and thinker.cue_code in THOUGHTS or is_cue(thinker, spot.chars))
    if thinks and thinker.speaker_id is not None:
        return (Moved(Subject(thinker.speaker_id)),)
    if (
        place.how in ("none", "thing")
        and before is not None
        and before.para == spot.sentence.para
        and _is_abstract(spot, clause)
    ):
        # "The offer came from Norland. The aim is to split the alliance.": whoever acts in the sentence before
        return (Moved(Subject(before.mentions[0].actor_id)),) if before.mentions else ()
    if place.how in ("none", "thing") and spot.rule.options.get("speaker") and clause.speaker_id in spot.book.actors:
        # "Little time is left to prevent a famine, the UN warned": what moves the one who says it
        return (Moved(Subject(clause.speaker_id)),)
    is_orphan = spot.rule.options.get("orphan") and reason.motive_code in _PLAIN
    return (Moved(Subject(None)),) if is_orphan else ()


def _willing(sentence: Sentence, place: Place, clauses: Sequence[Clause]) -> Place:
    """Return who wants or refuses where the actor found stands in what is wanted ("will not recognise Norland")."""
    told = clause_at(clauses, place.named[0].first) if place.named else None
    if told is None or told.statement is None or place.named[0].first > told.first + 1:
        return place
    if told.statement.cue_code not in _WILLS and not told.statement.cue.startswith("will"):
        return place
    owners = [one for one in sentence.mentions if one.actor_id == told.statement.speaker_id and one.first < told.first]
    return Place((owners[-1],), "head") if owners else place


def _is_abstract(spot: Spot, clause: Clause) -> bool:
    """Say whether a clause opens with what an act is for, not with who acts: "The aim is …", "It is to …"."""
    words = spot.sentence.words[clause.first : spot.match.start]
    is_named = any(clause.first <= one.first < spot.match.start for one in spot.sentence.mentions)
    is_noun = not set(spot.book.words["abstract"]).isdisjoint(words[:3])
    is_it = words[:1] in (("it",), ("this",), ("that",)) and words[1:2] in (("is",), ("was",)) and len(words) < 4
    return (is_noun or is_it) and not is_named and spot.rule.options.get("actor", "subject") in ("subject", "clause")


def _place(spot: Spot, reason: Reason) -> Place:
    """Return whom the reason moves, by where the rule says the actor stands."""
    sentence, at, book, how = spot.sentence, spot.match.start, spot.book, spot.rule.options.get("actor", "subject")
    if how == "inside":
        owners = [one for one in sentence.mentions if at <= one.first < spot.match.end]
        return Place((owners[0],), "owner") if owners else subject_of(sentence, at, book)
    if how == "owner":
        owner = owner_of(sentence, at, book)
        is_said = at and sentence.words[at - 1] in _BE
        return subject_of(sentence, at - 1, book) if is_said and not owner.named else owner
    if at == 0 or sentence.words[at - 1] in FRONTS:
        # "Alarmed by the threats, the allies …": the subject follows the comma
        comma = next((n for n in range(reason.last, len(sentence.words)) if sentence.words[n] == ","), None)
        place = subject_after(sentence, comma + 1, book) if comma is not None else NOBODY
        if place.named or at == 0:
            return place
    if how == "clause":
        return _willing(sentence, subject_near(sentence, spot.clauses, at, book), spot.clauses)
    place = subject_of(sentence, at, book)
    return place if place.named else owner_of(sentence, at, book)


def _row(spot: Spot, reason: Reason, clause: Clause, moved: Moved) -> dict[str, Any]:
    sentence, book, actor_id = spot.sentence, spot.book, moved.subject.actor_id
    hedges = sentence.words[min(clause.first, spot.match.start) : spot.match.end]
    account = ascribed(account_of(clause, moved.subject, hedges, spot.chars, book), actor_id, book)
    is_declared = account.teller_id != "author" and speaks_for(account.teller_id, actor_id, book)
    return {
        "doc_id": sentence.doc_id,
        "sent_id": sentence.sent_id,
        "start": sentence.spans[reason.first if moved.first is None else moved.first][0],
        "end": sentence.spans[reason.last - 1][1],
        "rule_id": spot.rule.rule_id,
        "confidence": _CONFIDENCE[spot.kind],
        **account.columns(),
        "actor_id": actor_id,
        "motive_code": reason.motive_code,
        "basis_code": "declared" if is_declared else "imputed",
        "attributed_by": None if is_declared else account.teller_id,
    }
