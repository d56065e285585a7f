"""On whose account a motive, framing or event stands: who tells it, in which voice, how surely.

A thought that the author ascribes to an actor ("Moscow wants …") is told by the author, not by the actor:
the account climbs from the thinker to whoever tells of the thought.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from parley.code.clauses import Clause, parts_of
from parley.code.passages import speaks_for
from parley.codebook import Codebook
from parley.find.evidence import judge_evidence, strongest
from parley.spans import Span

THOUGHTS = frozenset({"believe", "fear", "want", "plan", "hope", "predict"})


class Account(NamedTuple):
    """Who tells it (`author`, an actor, null where unknown), and the evidence columns of a coded row."""

    teller_id: str | None
    statement: Any
    voice_code: str
    evidence_code: str
    certainty_code: str

    def columns(self) -> dict[str, Any]:
        """Return the columns that every coded row has."""
        return {
            "statement_id": self.statement.statement_id if self.statement else None,
            "speaker_id": self.teller_id,
            "voice_code": self.voice_code,
            "evidence_code": self.evidence_code,
            "certainty_code": self.certainty_code,
        }


class Subject(NamedTuple):
    """Of whom something is told: the actor, and where it is named (a character) if in the same sentence."""

    actor_id: str | None
    at: int | None = None


def account_of(clause: Clause, subject: Subject, hedges: Sequence[str], words: Span, book: Codebook) -> Account:
    """Return who tells what stands in the clause about an actor.

    `hedges` are the words that may weaken it; `words` (characters) are those that fired the rule: a statement
    whose cue they hold is the thought itself.
    """
    told = _telling(clause, subject, words, book)
    if told is None:
        evidence, certainty = judge_evidence(hedges, book)
        # "seems to want": the author is not sure, but nobody hints
        return Account("author", None, "author", "asserted" if evidence == "implied" else evidence, certainty)
    own, certainty = judge_evidence(hedges, book, base=told.evidence_code)
    evidence = strongest([told.evidence_code, own if own in ("alleged",) else told.evidence_code])
    certainty = told.certainty_code if told.certainty_code and certainty == "certain" else certainty
    voice = "quoted" if told.manner_code == "direct" else "reported"
    return Account(told.speaker_id, told, voice, evidence, certainty)


def ascribed(account: Account, actor_id: str | None, book: Codebook) -> Account:
    """Return the account of what an actor thinks or wants: `ascribed` unless the actor tells it itself."""
    if account.teller_id is not None and speaks_for(account.teller_id, actor_id, book):
        return account
    return account._replace(voice_code="ascribed")


def clause_at(clauses: Sequence[Clause], token: int) -> Clause | None:
    """Return the clause that holds a token of the sentence, else the one before it."""
    best = None
    for clause in clauses:
        if clause.first > token:
            break
        best = clause
    return best or (clauses[0] if clauses else None)


def is_cue(statement: Any, words: Span) -> bool:
    """Say whether a statement's cue stands in the words (characters) that fired a rule."""
    return statement.cue_start is not None and bool(statement.cue_start < words[1] and statement.cue_end > words[0])


def _telling(clause: Clause, subject: Subject, words: Span, book: Codebook) -> Any:
    """Climb from the innermost statement over thoughts and acts of the actor itself."""
    known = {statement.statement_id: statement for statement in clause.sentence.statements}
    statement = clause.statement
    while statement is not None and (_is_own(statement, subject, book) or is_cue(statement, words)):
        statement = known.get(statement.parent_id)
    if statement is not None or clause.statement is None:
        return statement
    # "Norland asked for a truce to rearm, analysts say": those who say all of it tell it, parent or not
    tellers = [one for one in known.values() if one.cue_code not in THOUGHTS and not is_cue(one, words)]
    around = [one for one in tellers if any(start <= words[0] and words[1] <= end for start, end in parts_of(one))]
    return next((one for one in around if not _is_own(one, subject, book)), None)


def _is_own(statement: Any, subject: Subject, book: Codebook) -> bool:
    """Say whether the statement is a thought or an act of the actor, told by somebody else.

    In "Norland rejected the draft to please voters" Norland stands outside what it says: the author tells why.
    """
    is_speaker = statement.speaker_id == subject.actor_id or speaks_for(statement.speaker_id, subject.actor_id, book)
    if not is_speaker:
        return False
    if statement.cue_code in THOUGHTS:
        return True
    return subject.at is not None and not any(start <= subject.at < end for start, end in parts_of(statement))
