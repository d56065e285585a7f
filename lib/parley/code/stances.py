"""Stances: what a chain of acts amounts to, whose it is, and on whose account and condition it stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from parley.code.accounts import THOUGHTS, Account, clause_at
from parley.code.acts import Act
from parley.code.clauses import Clause, Sentence
from parley.code.holders import Subject, agent_after, heads_between, possessor_of, subject_near, subject_of
from parley.code.passages import speaks_for, voice_of
from parley.code.things import Thing
from parley.codebook import Codebook
from parley.find.evidence import judge_evidence, strongest
from parley.find.lines import read_grammar

_SIGNS = {"favours": 1, "favours_if": 1, "opposes": -1, "ambivalent": 0}
_PRESSING = frozenset({"urge", "demand", "propose", "threaten", "ultimatum", "accuse", "deny", "support", "signal"})
_BY_WILL = frozenset({"predicted", "hypothetical"})


class Stance(NamedTuple):
    """The sum of a chain: act, sign (1 for, -1 against, 0 both, None unsaid), how the holder stands to a clause."""

    act_code: str
    sign: int | None
    role_code: str | None


def sum_up(chain: Sequence[Act], issue_code: str | None) -> Stance | None:
    """Return what a chain of acts, innermost first, says about an issue; None where it says nothing.

    "Refused to accept the plan": the inner act is for it, the outer turns it round.
    """
    inner = chain[0].codes()
    if inner is None:
        return None
    act, role = _named(chain[0], inner, issue_code), inner.get("role_code")
    sign = _SIGNS.get(inner.get("stance_code") or "")
    for outer in chain[1:]:
        codes = outer.codes()
        if codes is None:
            return None
        turn = _SIGNS.get(codes.get("stance_code") or "")
        if sign == 0 and turn == 1 and codes["act_code"] in ("ready", "ready_if"):
            act, sign = "signal", 1  # "ready to consider a truce" leans towards it
            continue
        if turn is None or sign is None:
            sign = None
        else:
            sign *= turn
        is_specific = codes["act_code"] in ("ready", "ready_if") and act != "refuse"
        if not is_specific or codes["act_code"] in _PRESSING:
            act = _named(outer, codes, issue_code)
        if outer.rule.rule_id == "concede.drop":
            role = "accept" if role == "refuse" else None  # a dropped demand is no term any more
        elif role is not None and codes.get("role_code") is not None:
            is_proposal = outer.rule.rule_id.startswith("propose")
            role = "offer" if is_proposal and role == "accept" else _role_over(str(codes["role_code"]), str(role))
    return Stance(act, sign, role)


def _named(act: Act, codes: dict[str, Any], issue_code: str | None) -> str:
    narrower = {} if act.is_negated else act.option("by_issue", {})
    return str(narrower.get(issue_code, codes["act_code"]))


def _role_over(outer: str, inner: str) -> str:
    """Return the role of a clause under two acts: ready to accept is accept, refuse to offer is refuse."""
    if outer in ("refuse", "demand", "red_line"):
        return "offer" if outer == inner == "refuse" else outer
    return inner


def holders_of(
    chain: Sequence[Act], at: int, sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> tuple[Subject, bool]:
    """Return who holds a stance (subject of the outermost act, possessor, or speaker); true where it is the speaker.

    `at` is the token of the thing.
    """
    outer = chain[-1]
    shape = outer.option("shape", "verb")
    roles = dict(zip(outer.option("actors", ()), outer.actors, strict=False))
    if roles.get("holder"):
        return Subject((roles["holder"],), outer.first, True), False
    cued = statement_cued(outer, sentence)
    if cued:
        actors = tuple(actor for one in cued for actor in _sources(one, sentence))
        if shape == "verb":
            joint = subject_of(sentence, outer.first, clauses, book).actors
            actors = joint if set(actors) < set(joint) else actors  # "Poland and the Baltic states oppose"
        first = _token_at(sentence, min(one.source_start or one.start for one in cued))
        return Subject(actors, min(first, outer.first), True), False
    clause = clause_at(clauses, at if shape == "norm" else outer.first)
    if shape in ("claim", "verdict", "norm", "bluff"):
        bound = _bound_to(outer, sentence) if shape == "verdict" else ()
        if bound:
            return Subject(bound, outer.first, True), False
        speaker = clause.speaker_id if clause else None
        if shape == "bluff" and clause and speaker == "author" and _is_named_so(clause, outer):
            return subject_near(sentence, outer.first, clauses, book, is_noun=True), False
        is_opinion = shape == "norm" or outer.rule.rule_id in ("verdict.harm", "verdict.help")
        is_own = is_opinion and ":" not in sentence.words[: outer.first]
        held = speaker if speaker and (speaker != "author" or is_own) else None
        return Subject((held,) if held else (), outer.first, False), True
    if shape == "noun":
        owners = possessor_of(sentence, outer.first, outer.last, book)
        near = subject_near(sentence, outer.first, clauses, book, is_noun=True)
        return (Subject(owners, outer.first, True) if owners else near), False
    agents = agent_after(sentence, outer.last, clauses, book)
    if agents or _is_passive(outer, sentence, book):
        return Subject(agents, outer.first, False), False
    if clause and clause.statement and clause.cue_code in ("demand", "offer") and _is_called_for(outer, clause):
        speaker = clause.speaker_id  # "proposed that they should promote talks": who proposes it, holds it
        return Subject((speaker,) if speaker else (), outer.first, False), True
    subject = subject_of(sentence, outer.first, clauses, book)
    if not subject.actors and clause and clause.statement and outer.rule.codes.get("act_code") == "demand":
        speaker = clause.speaker_id  # "it is the world that needs guarantees": the speaker demands them
        return Subject((speaker,) if speaker else (), outer.first, False), True
    return subject, False


def _is_called_for(act: Act, clause: Clause) -> bool:
    """Say whether an act in the content of a demand or offer is what is asked for."""
    before = clause.sentence.words[clause.first : act.first]
    return "should" in before or "must" in before or before[-1:] == ("to",)


def _is_passive(act: Act, sentence: Sentence, book: Codebook) -> bool:
    """Say whether the subject suffers the act ("was offered a hub"): then the doer is not the subject."""
    word, grammar = sentence.words[act.first], read_grammar(book)
    if act.option("adjective") or not (word.endswith("ed") or word in grammar.verbs):
        return False
    at = act.first
    while at > 0 and (sentence.words[at - 1] in grammar.adverbs or sentence.words[at - 1].endswith("ly")):
        at -= 1
    return at > 0 and sentence.words[at - 1] in grammar.be


def statement_cued(act: Act, sentence: Sentence) -> list[Any]:
    """Return the statements whose cue the act's words are ("rejected", "called for")."""
    start, end = sentence.spans[act.first][0], sentence.spans[act.last - 1][1]
    return [
        one
        for one in sentence.statements
        if one.cue_start is not None and _sources(one, sentence) and _overlap(start, end, one.cue_parts or ())
    ]


def _sources(statement: Any, sentence: Sentence) -> tuple[str, ...]:
    """Return who speaks a statement; of people who are not named, the group they belong to ("Western elites")."""
    if statement.speaker_id:
        return (statement.speaker_id,)
    if statement.source_start is None:
        return ()
    spans = sentence.spans
    inside = [
        m.actor_id
        for m in sentence.mentions
        if statement.source_start < spans[m.last - 1][1] and spans[m.first][0] < statement.source_end
    ]
    return tuple(inside[:1])


def _overlap(start: int, end: int, parts: Sequence[Sequence[int]]) -> bool:
    return any(a < end and start < b for a, b in parts)


def _token_at(sentence: Sentence, offset: int) -> int:
    return next((n for n, (_, end) in enumerate(sentence.spans) if end > offset), 0)


def _bound_to(act: Act, sentence: Sentence) -> tuple[str, ...]:
    """Return for whom a verdict holds, where the text says so: "is a red line for Kyiv", "unacceptable to Moscow"."""
    for mention in sentence.mentions:
        if act.last <= mention.first <= act.last + 2 and sentence.words[mention.first - 1] in ("for", "to", "in"):
            return (mention.actor_id,)
    return ()


def _is_named_so(clause: Clause, act: Act) -> bool:
    """Say whether the subject names the thing so ("called it a ploy"), rather than the author."""
    return any(word.startswith(_NAMING) for word in clause.words[: max(0, act.first - clause.first)])


_NAMING = (
    "call", "brand", "dismiss", "see", "saw", "describ", "denounc", "regard", "consider", "view", "slam", "label",
)  # fmt: skip


def account_of(
    clause: Clause, holder_id: str | None, chain: Sequence[Act], book: Codebook, *, until: int | None = None
) -> Account:
    """Return on whose account a stance stands; `until` is the token where it ends.

    A thought that the author ascribes ("Moscow wants") is told by whoever tells of it. A "will" or "would" in
    reported speech is the stance itself, no forecast.
    """
    sentence = clause.sentence
    statement = clause.statement
    own = {id(one) for act in chain for one in statement_cued(act, sentence)}
    while statement is not None and id(statement) in own:
        above = _parent(statement, sentence)
        is_nobody = above is None or above.speaker_id is None and above.evidence_code != "unnamed"
        if is_nobody and statement.cue_code not in THOUGHTS:
            break  # the author tells of the holder's own speech
        statement = above  # somebody else tells what the holder demands, wants or thinks
    if statement is None:
        # what follows the thing is about the thing: "a truce that would see hostages freed"
        words = clause.words[: max(1, until - clause.first)] if until is not None else clause.words
        evidence, certainty = judge_evidence(words, book)
        if chain and chain[-1].option("speech") and evidence == "asserted" and holder_id != "author":
            return Account(holder_id, None, "reported", "said", certainty)
        if clause.statement is None and clause.speaker_id is None:
            return Account(None, None, "ascribed", "unnamed", certainty)
        if clause.statement is not None and clause.statement.evidence_code == "alleged":
            evidence = "alleged"
        voice = "author" if holder_id == "author" else "ascribed"
        return Account("author", None, voice, evidence, certainty)
    evidence = statement.evidence_code
    if evidence in _BY_WILL:
        evidence = "unnamed" if statement.speaker_id is None and statement.source else "said"
    if clause.evidence_code == "alleged" or clause.kind_code == "condition":
        evidence = strongest([evidence, clause.evidence_code])
    if evidence == "denied" and id(statement) in own:
        evidence = "said"  # what is denied or dismissed is the thing; that the holder does so is said
    speaker = statement.speaker_id
    if speaker is None and id(statement) in own and holder_id:
        speaker = holder_id  # the act is the statement's own cue: its subject spoke
    voice = voice_of(clause, holder_id, book) if speaks_for(speaker, holder_id, book) else "ascribed"
    return Account(speaker, statement, voice, evidence, clause.certainty_code)


def _parent(statement: Any, sentence: Sentence) -> Any:
    return next((one for one in sentence.statements if one.statement_id == statement.parent_id), None)


def target_after(thing: Thing, sentence: Sentence, holder_id: str | None, book: Codebook) -> str | None:
    """Return towards whom: the actor after "with" or "to" behind the thing, or inside it."""
    words = sentence.words
    for mention in sentence.mentions:
        if thing.first <= mention.first < thing.last and not speaks_for(mention.actor_id, holder_id, book):
            return mention.actor_id
        if thing.last <= mention.first <= thing.last + 4:
            between = words[thing.last : mention.first]
            if between and between[0] in ("with", "to", "towards", "between", "on", "against"):
                return mention.actor_id if not speaks_for(mention.actor_id, holder_id, book) else None
    return None


def opening_of(
    subject: Subject, chain: Sequence[Act], clause: Clause | None, sentence: Sentence, book: Codebook
) -> int:
    """Return the token where the passage begins: the subject, where it stands near in the same clause, else the act."""
    first = min(act.first for act in chain)
    if clause is None:
        return first
    heads = heads_between(sentence, clause.first, first, book)
    if subject.is_own and clause.first <= subject.first <= first and first - subject.first <= 12:
        return subject.first
    return heads[0].first if heads and first - heads[0].first <= 8 else first
