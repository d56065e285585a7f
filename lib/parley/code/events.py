"""Events: reports of happenings, with who took part, when and where, and which reports are of one happening.

What a text wishes, plans, fears or denies is no event (`parley.code.realis`). Rules: `rules/events.yml`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.code.accounts import Subject, account_of, clause_at
from parley.code.clauses import Clause, Sentence
from parley.code.dates import DateRange, find_dates
from parley.code.grammar import grammar_of, listed
from parley.code.happenings import join_happenings
from parley.code.passages import walk_articles
from parley.code.realis import happened
from parley.code.roles import is_named, name_tokens, object_of, owner_of, subject_after, subject_of, unique
from parley.code.things import compile_places
from parley.codebook import Codebook, Rule, compile_rules
from parley.frames import make_table
from parley.phrases import Match, find_phrases
from parley.spans import words_of
from parley.tables import Tables

_REACH = 12  # words after the rule's own that may still name who, when and where
_NAME = r"(?:the )?[A-Z][\w’'-]+(?: (?:and |of |de )?[A-Z][\w’'-]+){0,3}"
_TIMES = "January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]+day"
_PLACE = re.compile(rf"\b(?:in|at|near|from|outside|around|to) (?!(?:{_TIMES})\b)({_NAME})")
_FAR = 14  # words between a report and its day
_ENDS = frozenset(',;:.!?()[]-"“”')


class Report(NamedTuple):
    """A report of a happening before its account: tokens, actors, days and place."""

    first: int
    last: int
    rule: Rule
    match: Match
    actor_ids: tuple[str, ...]
    days: DateRange | None
    place: str | None


def code_events(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `events` of all documents, in text order.

    One row per report of a happening; a mere mention of one already reported in the article is no new report.
    `date_from, date_to` are resolved against the day of publication: `stated` where the sentence says when,
    `inferred` where another report of the happening in the article does, else unknown. `happening_id` joins
    reports of one happening; dated ones also across articles.

    Example:
        >>> from parley.run.build import build
        >>> events = build("data/corpus/tiny", coder="rules")["events"]
        >>> set(events.date_basis_code) <= {"stated", "inferred", "unknown"}
        True
    """
    rows: list[dict[str, Any]] = []
    for article in walk_articles(tables, codebook):
        found: list[dict[str, Any]] = []
        for sentence, clauses in zip(article.sentences, article.clauses, strict=True):
            if not sentence.is_summary and sentence.words[-1:] != ("?",):
                found += _rows(sentence, clauses, codebook)
        kept = join_happenings(found, codebook)
        rows += [row | {"event_id": f"{article.doc_id}:e{n:04d}"} for n, row in enumerate(kept)]
    return make_table("events", rows)


def _rows(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[dict[str, Any]]:
    taken: list[tuple[int, int]] = []
    for report, clause in _reports(sentence, clauses, book):
        if any(report.match.start < last and report.match.end > first for first, last in taken):
            continue
        taken.append((report.match.start, report.match.end))
        yield _row(sentence, clause, report, book)


def _reports(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[tuple[Report, Clause]]:
    marks, rules = {one.first: one.last for one in sentence.mentions}, book.rules.get("events", {})
    names = name_tokens(sentence)
    for match in find_phrases(compile_rules(book, "events"), sentence.words, marks):
        clause, rule = clause_at(clauses, match.start), rules[match.key]
        if clause is None or is_named(match, names) or not happened(sentence, clause, match, rule, book):
            continue
        if rule.options.get("name_next") and not _names_place(sentence, match.end) or _is_barred(clause, rule, book):
            continue
        if rule.options.get("form") != "noun" and sentence.words[match.end : match.end + 1] in (("'s",), ("'",)):
            continue  # "meeting Norland's demands"
        report = _report(sentence, clause, match, rule, book)
        if report is not None and _is_told_well(report):
            yield report, clause


def _report(sentence: Sentence, clause: Clause, match: Match, rule: Rule, book: Codebook) -> Report | None:
    is_noun = rule.options.get("form") == "noun"
    # "talks between them broke down": the words themselves hold the subject, which may be somebody's
    owned = is_noun or rule.options.get("subject") == "inside"
    subject = owner_of(sentence, match.start, book) if owned else subject_of(sentence, match.start, book)
    if not owned and subject.how == "thing":
        return None  # "the harvest met the needs of Norland"
    end = _noun_end(sentence, match.end, book) if is_noun else _end(sentence, match, book)
    first = _noun_start(sentence, match.start, book) if is_noun else match.start
    for one in subject.named:
        if one.last <= match.start and match.start - one.first <= 12:
            first = min(first, one.first)
    around = [one.actor_id for one in sentence.mentions if first <= one.first < end and one.how_code != "demonym"]
    actors = unique([*subject.actor_ids, *around, *object_of(sentence, match.end, book).actor_ids])
    if not actors and is_noun and "," in sentence.words[end : end + 3]:
        # "In a speech on Sunday, the president …"
        actors = subject_after(sentence, sentence.words.index(",", end) + 1, book).actor_ids
    is_aside = any(one.last == match.start - 1 for one in sentence.mentions) and sentence.words[match.start - 1] == ","
    if not actors and (is_noun or is_aside):
        # "Norland's setbacks, the latest being the retreat from the port": the nearest actor before
        actors = tuple(one.actor_id for one in sentence.mentions if one.last <= first)[-1:]
    return Report(
        first,
        end,
        rule,
        match,
        actors,
        days_near(sentence, match.start, match.end, book),
        place_in(sentence, first, end, book),
    )


def _is_told_well(report: Report) -> bool:
    """Say whether a report says enough: who, or at least when and where; some nouns count with their day only."""
    if report.rule.options.get("dated") and report.days is None:
        return False
    return bool(report.actor_ids) or report.days is not None


def _is_barred(clause: Clause, rule: Rule, book: Codebook) -> bool:
    """Say whether the clause holds words under which the rule means something else."""
    if not rule.unless:
        return False
    return any(hit.key == rule.rule_id for hit in find_phrases(compile_rules(book, "events", "unless"), clause.words))


def _names_place(sentence: Sentence, at: int) -> bool:
    """Say whether a name stands right after: a word with a capital, but for an article."""
    at += sentence.words[at : at + 1] == ("the",)
    return at < len(sentence.words) and sentence.text[sentence.spans[at][0]].isupper()


def _end(sentence: Sentence, match: Match, book: Codebook) -> int:
    """Return where a verb's report ends: its phrase and what follows, up to a mark or another verb or clause."""
    last = min(len(sentence.words), match.end + _REACH)
    stops = (grammar_of(book).auxiliaries | grammar_of(book).subordinators | _ENDS) - {"as", "than"}
    end = next((at for at in range(match.end, last) if sentence.words[at] in stops), last)
    while end > match.end and sentence.words[end - 1] in grammar_of(book).prepositions | grammar_of(book).determiners:
        end -= 1
    return end


def _noun_start(sentence: Sentence, at: int, book: Codebook) -> int:
    """Return where the noun phrase of a happening opens: its adjectives and article."""
    words, grammar = sentence.words, grammar_of(book)
    for back in range(1, 4):
        if at - back < 0 or words[at - back] in grammar.stops or words[at - back] in grammar.prepositions:
            break
        if words[at - back] in grammar.determiners:
            return at - back
    return at


def _noun_end(sentence: Sentence, at: int, book: Codebook) -> int:
    """Return where the noun phrase of a happening ends: the places, names and days it goes on with."""
    words, grammar = sentence.words, grammar_of(book)
    inside = {n for one in sentence.mentions for n in range(one.first, one.last)}
    links = (grammar.prepositions | grammar.determiners) - {"that", "to", "as", "than"}
    end = at
    for n in range(at, min(len(words), at + _REACH)):
        named = n in inside or sentence.text[sentence.spans[n][0]].isupper() or words[n].isdigit()
        if not (named or words[n] in links) or words[n] in _ENDS:
            break
        end = n + 1 if named else end
    return end


def days_near(sentence: Sentence, at: int, till: int, book: Codebook) -> DateRange | None:
    """Return the days named nearest to tokens `at` to `till`, where nothing between them parts the two."""
    text = sentence.text[sentence.start : sentence.end]
    first, last = (sentence.spans[at][0] - sentence.start, sentence.spans[till - 1][1] - sentence.start)
    near: list[tuple[int, DateRange]] = []
    for one in find_dates(text, sentence.published_on):
        between = words_of(text[last : one.start] if one.start >= last else text[one.end : first])[1]
        if len(between) <= _FAR and listed(book, "parts_dates").isdisjoint(between):
            near.append((len(between), one))
    return min(near, key=lambda pair: (pair[0], pair[1].start))[1] if near else None


def place_in(sentence: Sentence, first: int, last: int, book: Codebook) -> str | None:
    """Return the place named in the report, in the text's words: one of the codebook, else a name after "in"."""
    for hit in find_phrases(compile_places(book), sentence.words[first:last]):
        return sentence.text[sentence.spans[first + hit.start][0] : sentence.spans[first + hit.end - 1][1]]
    match = _PLACE.search(sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]])
    return match.group(1) if match else None


def _row(sentence: Sentence, clause: Clause, report: Report, book: Codebook) -> dict[str, Any]:
    first, last = report.first, report.last
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    words = sentence.spans[report.match.start][0], sentence.spans[report.match.end - 1][1]
    subject = Subject(report.actor_ids[0] if report.actor_ids else None, start)
    account = account_of(clause, subject, clause.words, words, book)
    days = report.days
    return {
        "doc_id": sentence.doc_id,
        "sent_id": sentence.sent_id,
        "start": start,
        "end": end,
        "rule_id": report.rule.rule_id,
        "confidence": 0.6 if report.rule.options.get("form") == "noun" else 0.7,
        **account.columns(),
        "event_code": report.rule.codes["event_code"],
        "date_from": days.first.isoformat() if days else None,
        "date_to": days.last.isoformat() if days else None,
        "date_basis_code": "stated" if days else "unknown",
        "actor_ids": list(report.actor_ids),
        "place": report.place,
    }
