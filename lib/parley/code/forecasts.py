"""Forecasts: which word of likelihood speaks of which thing, and the verdict that follows a claim or a question."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parley.code.accounts import clause_at
from parley.code.acts import Act, find_acts, is_open
from parley.code.clauses import Clause, Sentence
from parley.code.grammar import grammar_of, listed
from parley.code.holders import heads_between
from parley.code.passages import speaks_for
from parley.code.realis import pasts_of
from parley.codebook import Codebook
from parley.phrases import Match

_REACH = 8  # words that may lie between likelihood and thing, unless the rule says otherwise
_NEAR = 3  # words over which an "and" may stand between likelihood and thing
_JOINERS = frozenset({"and", "but", "or"})
_SUBJECT = 14  # words that may lie between a thing and the likelihood said of it
_PASSED = ("relative", "aside")


class Forecast(NamedTuple):
    """A word of likelihood with the thing it speaks of (a hit keyed by about_code)."""

    act: Act
    thing: Match
    likelihood_code: str


def find_forecasts(
    words: Sequence[Act], things: Sequence[Match], sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> Iterator[Forecast]:
    """Yield for each thing the likelihood that speaks of it: the surest rule, then the nearest words."""
    taken: set[int] = set()
    # "a deal on prisoners or on grain is possible": what opens with "or on" is no clause of its own
    links = grammar_of(book).prepositions - {"before", "after", "until"}
    whole = [one for one in clauses if not (one.words[0] in _JOINERS and links.intersection(one.words[1:2]))]
    for thing in things:
        best: tuple[tuple[int, int], Act, str] | None = None
        for act in words:
            code = _likelihood(act, sentence)
            gap = _gap(act, thing)
            if code is None or gap is None or thing.key not in act.option("about", (thing.key,)):
                continue
            low, high = (act.last, thing.start) if act.first <= thing.start else (thing.end, act.first)
            if low < high and not is_open(low, high, sentence, whole):
                continue
            gap -= sum(
                c.last - c.first for c in clauses if c.kind_code in _PASSED and low <= c.first and c.last <= high
            )
            is_subject = thing.end <= act.first
            reach = _REACH if act.option("bare") else _SUBJECT
            if gap > (max(reach, act.option("reach", _REACH)) if is_subject else act.option("reach", _REACH)):
                continue
            if gap > _NEAR and _is_parted(low, high, is_subject, sentence, book):
                continue
            if act.option("bare") and act.first in (0, clauses[0].first):
                continue  # "May they rest": a wish
            if act.option("bare") and _is_own_deed(act, thing, sentence, clauses, book):
                continue
            rank = (1 if act.option("bare") else 0, gap)
            if best is None or rank < best[0]:
                best = rank, act, code
        if best is not None and best[1].first not in taken:
            taken.add(best[1].first)
            yield Forecast(best[1], thing, best[2])


def _is_parted(low: int, high: int, is_subject: bool, sentence: Sentence, book: Codebook) -> bool:
    """Say whether a joining word between thing and likelihood opens another thought.

    "A deal on prisoners or on grain is possible" is one thought, "the talks ended and a storm is likely" two.
    """
    words = sentence.words
    joint = [at for at in range(low, high) if words[at] in _JOINERS and not _joins_names(sentence, at)]
    if not joint:
        return False
    verbs = listed(book, "finite") | pasts_of(book)
    told = words[low : joint[-1]]
    return not is_subject or any(word in verbs or word.endswith("ed") and len(word) > 4 for word in told)


def _joins_names(sentence: Sentence, at: int) -> bool:
    """Say whether an "and" stands between two names: "talks between Norland and Sudmark", "and the EU"."""
    after = at + 1 + (sentence.words[at + 1 : at + 2] == ("the",))
    return after < len(sentence.words) and sentence.text[sentence.spans[after][0]].isupper()


def answered(
    forecasts: Iterable[Forecast],
    things: Sequence[Match],
    words: Sequence[Act],
    sentence: Sentence,
    verdict: Act | None,
) -> Iterator[Forecast]:
    """Yield the forecasts with the verdict that follows them: "The deal will be extended. Very likely.".

    A question forecasts nothing by itself; with a verdict behind it ("Can it hold? Probably.") it does, and so
    does any bare future.
    """
    code, is_question = _likelihood(verdict, sentence) if verdict else None, sentence.words[-1] == "?"
    if verdict is None or code is None:
        yield from () if is_question else forecasts
        return
    kept = [one for one in forecasts if one.act is not verdict]
    if not kept and things and (is_question or any(act.rule.rule_id == "outlook.will" for act in words)):
        thing = things[0]
        kept = [Forecast(verdict._replace(first=thing.start, last=thing.end), thing, code)]
    yield from (one._replace(likelihood_code=code) if one.act.option("bare") else one for one in kept)


def verdict_of(words: Sequence[Act], sentence: Sentence, after: Sentence | None, book: Codebook) -> Act | None:
    """Return the verdict that stands for itself behind a claim, in the sentence or opening the next one."""
    for act in words:
        if "." in sentence.words[: act.first] and _is_fragment(act, sentence, book):
            return act
    if after is None or after.para != sentence.para:
        return None
    return next((one for one in find_acts(after, book, "outlooks")[:1] if _is_fragment(one, after, book)), None)


def _is_fragment(act: Act, sentence: Sentence, book: Codebook) -> bool:
    """Say whether words are a verdict: "Unlikely, one in eight", "Very likely", "Doubtful before spring"."""
    lists, words = book.words["outlooks"], sentence.words
    opens = act.first == 0 or words[act.first - 1] in lists["before_verdict"]
    closes = act.last == len(words) or words[act.last] in lists["after_verdict"]
    return opens and closes and not act.option("bare")


def _likelihood(act: Act, sentence: Sentence) -> str | None:
    if act.option("bare") and not {"no", "not", "n't", "never"}.isdisjoint(sentence.words[act.last : act.last + 2]):
        return None  # "could be no peace": said as a refusal, not as an open matter
    return act.option("negated") if act.is_negated else str(act.rule.codes["likelihood_code"])


def _gap(act: Act, thing: Match) -> int | None:
    side = act.option("side", "either")
    if act.first >= thing.end:
        return act.first - thing.end if side != "after" else None
    if thing.start >= act.last:
        return thing.start - act.last if side != "before" else None
    return 0 if side == "either" else None


def _is_own_deed(act: Act, thing: Match, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> bool:
    """Say whether a known actor speaks of what it will or may do itself ("we may return to talks")."""
    clause = clause_at(clauses, act.first)
    if clause is None:
        return False
    if {"i", "we"}.intersection(sentence.words[clause.first : act.first]):
        return True
    heads = heads_between(sentence, clause.first, act.first, book)
    return any(clause.speaker_id != "author" and speaks_for(clause.speaker_id, m.actor_id, book) for m in heads)
