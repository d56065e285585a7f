"""Outlooks: who predicts what, and how likely it is said to be.

A prediction is a word of likelihood ("nowhere in sight") beside a thing that can come about ("talks"). The
author's own forecasts are the author's; a speaker's are the speaker's. A side's promise of its own deed is a
position, no prediction.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from parley.code.accounts import clause_at
from parley.code.acts import find_acts
from parley.code.clauses import Clause, Sentence
from parley.code.conditions import condition_of, is_past
from parley.code.forecasts import Forecast, answered, find_forecasts, verdict_of
from parley.code.holders import subject_of
from parley.code.passages import Article, number_rows, walk_articles
from parley.code.stances import account_of
from parley.code.things import find_decoys, outermost
from parley.codebook import Codebook, compile_codes
from parley.find.evidence import strongest
from parley.frames import make_table
from parley.phrases import find_phrases
from parley.tables import Tables

_CONFIDENCE = 0.65
_SUBJECT = 14  # words of a passage before and after its core
_AFTER = 4  # words after a thing whose likelihood is an adjective
_VERDICTS = frozenset({"possible", "impossible", "conceivable", "unthinkable", "out", "there"})
_CERTAINTY = {"ruled_out": "certain", "certain": "certain", "open": "possible"}


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
    followers = [*article.sentences[1:], None][: len(article.sentences)]
    for sentence, clauses, after in zip(article.sentences, article.clauses, followers, strict=True):
        if sentence.is_summary or not clauses:
            continue
        words = find_acts(sentence, book, "outlooks")
        verdict = verdict_of(words, sentence, after, book)
        if not words and verdict is None:
            continue
        marks = {m.first: m.last for m in sentence.mentions}
        told: set[tuple[str, str]] = set()
        decoys = find_decoys(sentence.words, book)
        hits = find_phrases(compile_codes(book, "about_code"), sentence.words, marks)
        things = outermost(hit for hit in hits if not any(d.start <= hit.start and hit.end <= d.end for d in decoys))
        words = [act for n, act in enumerate(words) if n == 0 or act.first >= words[n - 1].last]
        words = [act for act in words if not any(d.start <= act.first and act.last <= d.end for d in decoys)]
        found = find_forecasts(words, things, sentence, clauses, book)
        for forecast in answered(found, things, words, sentence, verdict):
            row = _row(forecast, sentence, clauses, book)
            if row is not None and (row["about_code"], row["likelihood_code"]) not in told:
                told.add((row["about_code"], row["likelihood_code"]))
                yield row


def _row(forecast: Forecast, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> dict[str, Any] | None:
    act, thing = forecast.act, forecast.thing
    clause = clause_at(clauses, min(act.first, thing.start))
    # "could have a deal within weeks" is no perfect
    if clause is None or is_past(clause, book) and sentence.words[act.last - 1] != "have":
        return None
    # "Unless the border closes, they will win": what follows the comma is no longer the condition
    is_condition = clause.kind_code == "condition"
    comma = next((at for at in range(clause.first, min(act.first, thing.start)) if sentence.words[at] == ","), None)
    if is_condition and comma is None:
        return None
    statement = clause.statement
    if clause.speaker_id in book.actors and thing.key == "talks_start" and sentence.words[act.first] in _VERDICTS:
        return None  # a side that calls talks possible or impossible takes a stance
    holder = statement.speaker_id if statement is not None else "author"
    if statement is None and sentence.words[act.first].startswith(tuple(book.words["outlooks"]["thinking"])):
        subject = subject_of(sentence, act.first, clauses, book)
        if subject.is_own:  # "few diplomats expect": theirs, not the author's
            holder = subject.actors[0] if subject.actors else None
    if clause.speaker_id is None and statement is None:
        return None
    account = account_of(clause, holder, (), book)
    condition = condition_of(thing.start, thing.end, clauses)
    start, end = _passage(forecast, clause, clauses, book)
    return {
        "doc_id": sentence.doc_id,
        "sent_id": sentence.sent_id,
        "start": start,
        "end": end,
        "rule_id": act.rule.rule_id,
        "confidence": _CONFIDENCE if not act.option("bare") else 0.5,
        **account.columns(),
        "speaker_id": account.teller_id if statement is not None else holder,
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


def _is_predicate(sentence: Sentence, at: int, book: Codebook) -> bool:
    """Say whether a form of "be" or a modal stands before: "is highly likely", not "a highly likely crisis"."""
    before, copulas = sentence.words[max(0, at - 2) : at], frozenset(book.words["outlooks"]["copulas"])
    return not copulas.isdisjoint(before) or sentence.words[at] in copulas


def _passage(forecast: Forecast, clause: Clause, clauses: Sequence[Clause], book: Codebook) -> tuple[int, int]:
    """Return the characters of the forecast: its clause, cut where that is long."""
    sentence = clause.sentence
    low = min(forecast.act.first, forecast.thing.start)
    high = max(forecast.act.last, forecast.thing.end)
    closing = clause_at(clauses, high - 1) or clause
    is_attribute = forecast.act.last <= forecast.thing.start <= forecast.act.last + 1 and not _is_predicate(
        sentence, low, book
    )
    first = low if is_attribute else max(clause.first, low - _SUBJECT)
    last = max(high, min(closing.last, high + (_AFTER if is_attribute else _SUBJECT)))
    while first < low and sentence.words[first] in ("and", "but", "that", "so", ","):
        first += 1
    return sentence.spans[first][0], sentence.spans[last - 1][1]
