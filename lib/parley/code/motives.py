"""Motives: what moves an actor, who says so, and in which words.

A text gives a reason by purpose ("in order to"), wish, cause, fear, hope or occasion (`rules/motives.yml`);
the words of the reason say which motive it is (`codes/motive_code.yml`). Reasons whose words name no motive,
and reasons whose owner is no known actor, make no row.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.code.accounts import THOUGHTS, Subject, account_of, ascribed, clause_at, is_cue
from parley.code.clauses import Clause, Sentence, parts_of
from parley.code.grammar import grammar_of
from parley.code.passages import speaks_for, walk_articles
from parley.code.roles import (
    NOBODY,
    Place,
    is_named,
    name_tokens,
    owner_of,
    subject_after,
    subject_near,
    subject_of,
)
from parley.codebook import Codebook, Rule, compile_codes, compile_rules
from parley.frames import make_table
from parley.phrases import Match, find_phrases
from parley.spans import Span, shared
from parley.tables import Tables

# motives so plain that a reason is worth a row even where nobody says whose it is
_PLAIN = frozenset({"military_pause", "avoid_defeat", "deception", "regime_survival", "fear_of_escalation"})
_FEARS = frozenset({"fear_of_escalation", "fear_of_collapse"})
_JOINERS = frozenset({",", "and", "or", ";", "but", "also"})
_CONSEQUENCES = frozenset({"so", "but", "yet", "while", "hence", "therefore", "then"})
_FRONTS = frozenset({",", "and", "but", "also", "-", "that", '"', "“"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "just", "only", "merely", "simply", "but"})
_NOT_ONLY = frozenset({"not", "only", "further", "both", "also", "and", "or", "either", "thus"})
_NEAR = 10  # words between a subject and the verb of its wish, to be kept together
_LONGEST = 40  # words of a reason
_CONFIDENCE = {"self": 0.75, "after": 0.65, "before": 0.55, "around": 0.5}


class Spot(NamedTuple):
    """Words that announce a reason: where they stand, and the rule they fired."""

    sentence: Sentence
    clauses: Sequence[Clause]
    rule: Rule
    match: Match
    book: Codebook

    @property
    def kind(self) -> str:
        """Where the reason stands: after the words, before them, or it is the words themselves."""
        return str(self.rule.options.get("reason", "after"))

    @property
    def chars(self) -> Span:
        """The characters of the words."""
        return self.sentence.spans[self.match.start][0], self.sentence.spans[self.match.end - 1][1]


class Moved(NamedTuple):
    """Whom a reason moves, and the token from which the subject belongs to the passage (verbs keep theirs)."""

    subject: Subject
    first: int | None = None


class Reason(NamedTuple):
    """A reason: its tokens and the motive they name."""

    first: int
    last: int
    motive_code: str


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
        found = [
            row
            for sentence, clauses in zip(article.sentences, article.clauses, strict=True)
            if not sentence.is_summary
            for row in _rows(sentence, clauses, codebook)
        ]
        rows += [row | {"motive_id": f"{article.doc_id}:v{n:04d}"} for n, row in enumerate(found)]
    return make_table("motives", rows)


def _rows(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[dict[str, Any]]:
    taken: list[tuple[str, Reason]] = []
    for spot in _spots(sentence, clauses, book):
        for reason in _reasons(spot):
            clause = clause_at(clauses, min(spot.match.end, reason.last - 1))
            for moved in _moved(spot, reason, clause) if clause else ():
                key = (str(moved.subject.actor_id), reason)
                if clause is None or any(_repeats(key, other) for other in taken):
                    continue
                taken.append(key)
                yield _row(spot, reason, clause, moved)


def _repeats(one: tuple[str, Reason], other: tuple[str, Reason]) -> bool:
    """Say whether two reasons of a sentence are one: same actor, and same motive or the same words."""
    (actor, (first, last, code)), (known, (start, end, before)) = one, other
    return actor == known and (code == before or 2 * shared((first, last), (start, end)) > last - first)


def _spots(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Spot]:
    marks, names = {one.first: one.last for one in sentence.mentions}, name_tokens(sentence)
    rules, governors = book.rules.get("motives", {}), frozenset(book.words.get("governors", ()))
    for match in find_phrases(compile_rules(book, "motives"), sentence.words, marks):
        rule = rules[match.key]
        before = [word for word in sentence.words[max(0, match.start - 3) : match.start] if word not in _NOT_ONLY]
        if sentence.words[match.start - 1 : match.start] == ("not",):
            continue
        if is_named(match, names):
            continue
        is_joined = sentence.words[match.start - 1 : match.start] in (("and",), ("or",), (",",))
        if rule.options.get("governed") and (is_joined or before and before[-1] in governors):
            continue  # "agreed to protect": no purpose, but what was agreed
        yield Spot(sentence, clauses, rule, match, book)


def _reasons(spot: Spot) -> Iterator[Reason]:
    """Yield the reasons that a spot announces."""
    match = spot.match
    if spot.kind == "self":
        end = match.end if spot.rule.options.get("short") else max(match.end, _reason_end(spot))
        yield Reason(match.start, end, str(spot.rule.codes["motive_code"]))
    elif spot.kind == "around":
        clause = clause_at(spot.clauses, match.start)
        yield from _named(spot, clause.first if clause else match.start, _reason_end(spot))
    elif spot.kind == "before" and not subject_of(spot.sentence, match.start, spot.book).named:
        clause = clause_at(spot.clauses, match.start)
        yield from _named(spot, clause.first if clause else 0, match.start)
    elif spot.kind == "after":
        yield from _named(spot, match.start, _reason_end(spot))


def _reason_end(spot: Spot) -> int:
    """Return the token where a reason ends: a hard mark, the next clause, or the end of what a speaker says."""
    words, at = spot.sentence.words, spot.match.end
    edges = [clause.first for clause in spot.clauses if clause.first > at + 1 and _opens_another(spot, clause)]
    last = min([*edges[:1], at + _LONGEST, len(words)])
    for statement in spot.sentence.statements:
        ends = [end for start, end in parts_of(statement) if start <= spot.chars[0] < end]
        if (statement.source_start or 0) > spot.chars[1] and _follows_comma(spot.sentence, statement.source_start):
            ends.append(statement.source_start)  # "…, a diplomat said"
        for end in ends if not is_cue(statement, spot.chars) else ():
            last = next((n for n in range(at, last) if spot.sentence.spans[n][0] >= end), last)
    # "they hate to lose, so they send signals": what follows from the reason is not part of it
    last = next((n for n in range(at, last - 2) if words[n] == "," and _goes_on(spot, n + 1)), last)
    if spot.match.start == 0 or words[spot.match.start - 1] in _FRONTS:
        last = next((n for n in range(at, last - 1) if words[n] == "," and _opens_subject(spot, n + 1)), last)
    while last > at and words[last - 1] in ',;:.!?()[]-"“”':
        last -= 1
    return last


def _goes_on(spot: Spot, at: int) -> bool:
    """Say whether after a comma another thought begins: "…, so they send signals", "…, and he fears"."""
    words = spot.sentence.words
    return words[at] in _CONSEQUENCES or words[at] in ("and", "or") and words[at + 1] in grammar_of(spot.book).pronouns


def _follows_comma(sentence: Sentence, start: int) -> bool:
    return sentence.text[sentence.start : start].rstrip()[-1:] in (",", "”", '"')


def _opens_another(spot: Spot, clause: Clause) -> bool:
    """Say whether a new clause opens here, not just the content of a statement or a second verb."""
    before = clause.sentence.words[clause.first - 1] if clause.first else ""
    joins = clause.words[0] in ("and", "or", "nor", "but") and clause.first + 1 < clause.last
    return (
        clause.kind_code not in ("main", "time")
        or before in ";:-()"
        or joins
        and _opens_subject(spot, clause.first + 1)
    )


def _opens_subject(spot: Spot, at: int) -> bool:
    """Say whether a noun phrase with an actor opens at a token: the subject after a fronted reason."""
    grammar, words = grammar_of(spot.book), spot.sentence.words
    near = [one.first for one in spot.sentence.mentions if at <= one.first <= at + 2]
    is_named = any(grammar.skipped.isdisjoint(words[at:first]) for first in near)
    return is_named or words[at] in grammar.determiners or words[at] in grammar.pronouns


def _named(spot: Spot, first: int, last: int) -> Iterator[Reason]:
    """Yield a reason for each motive that the words between two tokens name, cut at joining words."""
    sentence, options = spot.sentence, spot.rule.options
    inside = [one for one in sentence.mentions if first <= one.first < last and one.how_code != "pronoun"]
    marks = {one.first - first: one.last - first for one in inside}
    hits = find_phrases(compile_codes(spot.book, "motive_code"), sentence.words[first:last], marks)
    only, fears = options.get("only"), options.get("fear", False)
    start, held = first, None
    for hit in hits:
        if only and hit.key not in only or hit.key in _FEARS and not fears:
            continue
        if held is not None:
            cut = _cut(sentence.words, first + held.end, first + hit.start)
            if hit.key == held.key or cut is None:
                continue
            yield Reason(start, cut, held.key)
            start = next(at for at in range(cut, first + hit.start + 1) if sentence.words[at] not in _JOINERS)
        held = hit
    if held is not None:
        yield Reason(start, last, held.key)


def _cut(words: Sequence[str], first: int, last: int) -> int | None:
    """Return the first joining word between two tokens."""
    return next((at for at in range(first, last) if words[at] in _JOINERS), None)


def _moved(spot: Spot, reason: Reason, clause: Clause) -> tuple[Moved, ...]:
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
    is_orphan = spot.rule.options.get("orphan") and reason.motive_code in _PLAIN
    return (Moved(Subject(None)),) if is_orphan else ()


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
    if at == 0 or sentence.words[at - 1] in _FRONTS:
        # "Alarmed by the threats, the allies …": the subject follows the comma
        comma = next((n for n in range(reason.last, len(sentence.words)) if sentence.words[n] == ","), None)
        place = subject_after(sentence, comma + 1, book) if comma is not None else NOBODY
        if place.named or at == 0:
            return place
    if how == "clause":
        return subject_near(sentence, spot.clauses, at, book)
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
