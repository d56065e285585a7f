"""Reasons: which words of a sentence announce one, how far it reaches, and which motive its words name.

The announcing words stand in `rules/motives.yml`, the words that name a motive in `codes/motive_code.yml`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parley.code.accounts import clause_at, is_cue
from parley.code.clauses import Clause, Sentence, parts_of
from parley.code.grammar import grammar_of
from parley.code.roles import is_named, name_tokens, subject_of
from parley.codebook import Codebook, Rule, compile_codes, compile_rules
from parley.phrases import Match, find_phrases
from parley.spans import Span

_FEARS = frozenset({"fear_of_escalation", "fear_of_collapse"})
_JOINERS = frozenset({",", "and", "or", ";", "but", "also"})
_CONSEQUENCES = frozenset({"so", "but", "yet", "while", "hence", "therefore", "then"})
FRONTS = frozenset({",", "and", "but", "also", "-", "that", '"', "“"})  # before a reason put before its subject
_NOT_ONLY = frozenset({"not", "only", "further", "both", "also", "and", "or", "either", "thus"})
_LONGEST = 40  # words of a reason
_FAR = 18  # words from the announcing words to those that name the motive


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


class Reason(NamedTuple):
    """A reason: its tokens and the motive they name."""

    first: int
    last: int
    motive_code: str


def find_spots(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Spot]:
    """Yield the words of a sentence that announce a reason, in order."""
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


def read_reasons(spot: Spot) -> Iterator[Reason]:
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
    if spot.match.start == 0 or words[spot.match.start - 1] in FRONTS:
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
    is_other = clause.kind_code not in ("main", "time") or before in ";:-()"
    return is_other or joins and _opens_subject(spot, clause.first + 1)


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
        is_far = held is None and first + hit.start > spot.match.end + _FAR
        if is_far or only and hit.key not in only or hit.key in _FEARS and not fears:
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
