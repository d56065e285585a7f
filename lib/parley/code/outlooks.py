"""Outlooks: who predicts what, and how likely it is said to be.

A prediction is a word of likelihood ("nowhere in sight") beside a thing that can come about ("talks"). The
author's own forecasts are the author's; a speaker's are the speaker's. A side's promise of its own deed is a
position, no prediction.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.code.acts import Act, find_acts, is_open
from parley.code.clauses import Clause, Sentence
from parley.code.conditions import clause_at, condition_of, is_past
from parley.code.holders import heads_between, subject_of
from parley.code.passages import Article, number_rows, speaks_for, walk_articles
from parley.code.stances import account_of, columns_of
from parley.code.things import find_decoys, outermost
from parley.codebook import Codebook, compile_codes
from parley.find.evidence import strongest
from parley.frames import make_table
from parley.phrases import Match, find_phrases
from parley.tables import Tables

_CONFIDENCE = 0.65
_REACH = 8  # words that may lie between likelihood and thing, unless the rule says otherwise
_NEAR = 3  # words over which an "and" may stand between likelihood and thing
_JOINERS = frozenset({"and", "but", "or"})
_SUBJECT = 14  # words of a passage before and after its core
_AFTER = 4  # words after a thing whose likelihood is an adjective
_PASSED = ("relative", "aside")
_THINKING = ("expect", "anticipat", "foresee", "predict", "doubt", "forecast", "few", "nobody")
_VERDICTS = frozenset({"possible", "impossible", "conceivable", "unthinkable", "out"})
_CERTAINTY = {"ruled_out": "certain", "certain": "certain", "open": "possible"}


class Forecast(NamedTuple):
    """A word of likelihood with the thing it speaks of (a hit keyed by about_code)."""

    act: Act
    thing: Match
    likelihood_code: str


def code_outlooks(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `outlooks` of all articles, in text order.

    One row for each prediction; `evidence_code` is predicted, unless rumour or denial stands above it. Needs
    `documents`, `sentences`, `mentions` and `statements`. The scale follows words of estimative probability
    (Kent 1964), in seven steps.

    Example:
        >>> from parley.run.build import build
        >>> outlooks = build("data/corpus/tiny", coder="rules")["outlooks"]
        >>> bool((outlooks.end > outlooks.start).all())
        True
    """
    rows: list[dict[str, Any]] = []
    for article in walk_articles(tables, codebook):
        for row in number_rows(outlooks_of(article, codebook), "outlook_id", "o", article.doc_id, _same):
            row.pop("same_as")
            rows.append(row)
    return make_table("outlooks", rows)


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["start"], row["end"], row["holder_id"], row["about_code"]


def outlooks_of(article: Article, book: Codebook) -> Iterator[dict[str, Any]]:
    """Yield the rows of one article, without ids."""
    followers = [*article.sentences[1:], None]
    for sentence, clauses, after in zip(article.sentences, article.clauses, followers, strict=True):
        if sentence.is_summary or not clauses:
            continue
        words = find_acts(sentence, book, "outlooks")
        if not words:
            continue
        marks = {m.first: m.last for m in sentence.mentions}
        told: set[tuple[str, str]] = set()
        decoys = find_decoys(sentence.words, book)
        hits = find_phrases(compile_codes(book, "about_code"), sentence.words, marks)
        things = outermost(hit for hit in hits if not any(d.start <= hit.start and hit.end <= d.end for d in decoys))
        words = [act for n, act in enumerate(words) if n == 0 or act.first >= words[n - 1].last]
        words = [act for act in words if not any(d.start <= act.first and act.last <= d.end for d in decoys)]
        for forecast in _forecasts(words, things, sentence, clauses, book):
            verdict = _verdict_after(forecast, words, sentence, after, book)
            row = _row(forecast._replace(likelihood_code=verdict), sentence, clauses, book)
            if row is not None and (row["about_code"], row["likelihood_code"]) not in told:
                told.add((row["about_code"], row["likelihood_code"]))
                yield row


def _forecasts(
    words: Sequence[Act], things: Sequence[Match], sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> Iterator[Forecast]:
    """Yield for each thing the likelihood that speaks of it: the surest rule, then the nearest words."""
    taken: set[int] = set()
    for thing in things:
        best: tuple[tuple[int, int], Act, str] | None = None
        for act in words:
            code = _likelihood(act, sentence)
            gap = _gap(act, thing)
            if code is None or gap is None:
                continue
            low, high = (act.last, thing.start) if act.first <= thing.start else (thing.end, act.first)
            if low < high and not is_open(low, high, sentence, clauses):
                continue
            gap -= sum(
                c.last - c.first for c in clauses if c.kind_code in _PASSED and low <= c.first and c.last <= high
            )
            is_subject = thing.end <= act.first
            if gap > (max(_REACH, act.option("reach", _REACH)) if is_subject else act.option("reach", _REACH)):
                continue
            if gap > _NEAR and _JOINERS.intersection(sentence.words[low:high]):
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


def _verdict_after(
    forecast: Forecast, words: Sequence[Act], sentence: Sentence, after: Sentence | None, book: Codebook
) -> str:
    """Return the likelihood, by the verdict where one follows: "The deal will be extended. Very likely."."""
    if not forecast.act.option("bare"):
        return forecast.likelihood_code
    low = max(forecast.act.last, forecast.thing.end)
    for act in words:
        if act.first > low and "." in sentence.words[low : act.first] and not act.option("bare"):
            return _likelihood(act, sentence) or forecast.likelihood_code
    if after is not None and after.para == sentence.para:
        for act in find_acts(after, book, "outlooks"):
            if act.first <= 1 and not act.option("bare"):
                return _likelihood(act, after) or forecast.likelihood_code
    return forecast.likelihood_code


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
    return 0


def _is_own_deed(act: Act, thing: Match, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> bool:
    """Say whether a known actor speaks of what it will or may do itself ("we may return to talks")."""
    clause = clause_at(clauses, act.first)
    if clause is None:
        return False
    if {"i", "we"}.intersection(sentence.words[clause.first : act.first]):
        return True
    heads = heads_between(sentence, clause.first, act.first, book)
    return any(clause.speaker_id != "author" and speaks_for(clause.speaker_id, m.actor_id, book) for m in heads)


def _row(forecast: Forecast, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> dict[str, Any] | None:
    act, thing = forecast.act, forecast.thing
    clause = clause_at(clauses, min(act.first, thing.start))
    if clause is None or clause.kind_code == "condition" or is_past(clause, book):
        return None
    if sentence.words[-1] == "?" and clause.statement is None:
        return None
    statement = clause.statement
    if clause.speaker_id in book.actors and thing.key == "talks_start" and sentence.words[act.first] in _VERDICTS:
        return None  # a side that calls talks possible or impossible takes a stance
    holder = statement.speaker_id if statement is not None else "author"
    if statement is None and sentence.words[act.first].startswith(_THINKING):
        subject = subject_of(sentence, act.first, clauses, book)
        if subject.is_own:  # "few diplomats expect": theirs, not the author's
            holder = subject.actors[0] if subject.actors else None
    if clause.speaker_id is None and statement is None:
        return None
    account = account_of(clause, holder, (), book)
    condition = condition_of(thing.start, thing.end, clauses)
    start, end = _passage(forecast, clause, clauses, sentence)
    return {
        "doc_id": sentence.doc_id,
        "sent_id": sentence.sent_id,
        "start": start,
        "end": end,
        "rule_id": act.rule.rule_id,
        "confidence": _CONFIDENCE if not act.option("bare") else 0.5,
        **columns_of(account),
        "speaker_id": account.speaker_id if statement is not None else holder,
        "voice_code": "author" if holder == "author" else "reported" if statement is None else clause.voice_code,
        "evidence_code": strongest([account.evidence_code, "predicted"])
        if account.evidence_code in ("alleged", "denied")
        else "predicted",
        "certainty_code": _CERTAINTY.get(forecast.likelihood_code, "probable"),
        "holder_id": holder,
        "about_code": thing.key,
        "likelihood_code": forecast.likelihood_code,
        "condition": sentence.text[condition.start : condition.end] if condition else None,
    }


def _is_predicate(sentence: Sentence, at: int) -> bool:
    """Say whether a form of "be" or a modal stands before: "is highly likely", not "a highly likely crisis"."""
    before = sentence.words[max(0, at - 2) : at]
    return not _COPULAS.isdisjoint(before) or sentence.words[at] in _COPULAS


_COPULAS = frozenset(
    {"is", "are", "was", "were", "be", "seems", "looks", "will", "may", "might", "could", "would", "'s"}
)


def _passage(forecast: Forecast, clause: Clause, clauses: Sequence[Clause], sentence: Sentence) -> tuple[int, int]:
    """Return the characters of the forecast: its clause, cut where that is long."""
    low = min(forecast.act.first, forecast.thing.start)
    high = max(forecast.act.last, forecast.thing.end)
    closing = clause_at(clauses, high - 1) or clause
    is_attribute = forecast.act.last <= forecast.thing.start <= forecast.act.last + 1 and not _is_predicate(
        sentence, low
    )
    first = low if is_attribute else max(clause.first, low - _SUBJECT)
    last = max(high, min(closing.last, high + (_AFTER if is_attribute else _SUBJECT)))
    while first < low and sentence.words[first] in ("and", "but", "that", "so", ","):
        first += 1
    return sentence.spans[first][0], sentence.spans[last - 1][1]
