"""Examples: do the phrases of a codebook fire where its own examples say they should, and not where not?

Two questions for each example. Does one of the entry's phrases fire on it? And does the coder, run over it as over
an article, give a row with the entry's code? An example that neither finds is an error; one that the coder misses
though a phrase fires, or a counter-example that it codes, is a warning: other rules may be the reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from parley.codebook import Code, Codebook, Rule
from parley.errors import CodebookError
from parley.frames import make_table, rows_of
from parley.phrases import Matcher, compile_phrases, find_phrases
from parley.run.build import code_tables
from parley.run.entries import Entry, Problem
from parley.spans import words_of
from parley.tables import CODED, Tables

_BY_SHAPE = ("furniture",)  # families whose rules look at the shape of a line, not at words alone
_DAY = "2022-11-15"  # examples have no date of their own; any day will do
# columns whose codes are found by the words of a code or rule, not by how a sentence is built
_BY_WORDS = ("issue_code", "term_code", "motive_code", "event_code", "about_code")


class Case(NamedTuple):
    """An example of an entry: the sentence, the code it should give, whether it should, whether a phrase fires."""

    entry: Entry
    column: str
    code: str
    text: str
    is_yes: bool
    fires: bool


def find_faults(entries: Iterable[Entry], book: Codebook) -> Iterator[Problem]:
    """Yield what is wrong with phrases and examples; `book` is the whole codebook, core and pack."""
    entries = [one for one in entries if isinstance(one.said, Code | Rule)]
    sound: list[tuple[Entry, Matcher]] = []
    for one in entries:
        try:
            sound.append((one, compile_phrases({one.name: one.said.phrases}, book.words.get("irregular", {}))))
        except CodebookError as error:
            told = {"where": error.where, "what": error.found, "wanted": error.expected}
            yield one.problem("odd_phrase", **told, remedy=error.remedy or "mend or split the phrase")
    yield from _unused(entries, book)
    if len(sound) == len(entries):  # else the coder cannot be run
        yield from _unlike(sound, book)


def _unused(entries: Iterable[Entry], book: Codebook) -> Iterator[Problem]:
    """Yield codes that nothing can ever give, rules whose codes do not exist, and phrases said twice."""
    given = {code for rules in book.rules.values() for rule in rules.values() for code in rule.codes.values()}
    seen: dict[tuple[str, str], str] = {}
    for one in entries:
        column = one.path.stem
        if isinstance(one.said, Code):
            if column in _BY_WORDS and not one.said.phrases and one.name not in given:
                yield one.problem("no_phrases")
            if column in _BY_WORDS and not (one.said.examples.yes and one.said.examples.no):
                yield one.problem("few_examples")
        else:
            yield from _rule_codes(one, book)
        for phrase in one.said.phrases:
            earlier = seen.setdefault((str(one.path), phrase), one.name)
            if earlier != one.name:
                yield one.problem("phrase_twice", phrase=phrase, earlier=earlier)


def _rule_codes(one: Entry, book: Codebook) -> Iterator[Problem]:
    for column, code in one.said.codes.items():
        if column.endswith("_code") and column not in book.codes:
            yield one.problem("unknown_column", column=column, columns=", ".join(book.codes))
        elif column in book.codes and code is not None and code not in book.codes[column]:
            yield one.problem("unknown_code", code=code, column=column)


def _unlike(sound: Sequence[tuple[Entry, Matcher]], book: Codebook) -> Iterator[Problem]:
    """Yield the examples that are not found, or not coded, as their entry says; all are coded in one batch."""
    cases = [case for one, matcher in sound for case in _cases(one, matcher)]
    if not cases:
        return
    rows = _codes_by_doc(code_tables(_as_articles(cases), book, "rules"))
    for number, case in enumerate(cases):
        given = rows.get(f"example{number}", set())
        is_given = (case.column, case.code) in given if case.column else None
        told = {"text": case.text, "code": case.code, "column": case.column}
        if case.is_yes and not case.fires and not is_given:
            yield case.entry.problem("no_phrase_fires" if case.column else "no_phrase_fires_here", **told)
        elif case.is_yes and is_given is False:
            yield case.entry.problem("not_coded", **told)
        elif not case.is_yes and is_given:
            yield case.entry.problem("wrongly_coded", **told)


def _cases(one: Entry, matcher: Matcher) -> Iterator[Case]:
    """Yield the examples of an entry, once for each code that it gives and that is found by words."""
    said = one.said
    codes: Mapping[str, Any] = {one.path.stem: one.name} if isinstance(said, Code) else said.codes
    by_words = [(column, str(code)) for column, code in codes.items() if column in _BY_WORDS and code is not None]
    if not said.phrases or one.path.stem in _BY_SHAPE:
        return
    for is_yes, texts in ((True, said.examples.yes), (False, said.examples.no)):
        for text in texts:
            words = words_of(text)[1]
            # any word may be an actor here: whether it is one is the coder's question
            fires = bool(find_phrases(matcher, words, {at: at + 1 for at in range(len(words))}))
            yield from (Case(one, column, code, text, is_yes, fires) for column, code in by_words or [("", "")])


def _as_articles(cases: Iterable[Case]) -> Tables:
    documents = [
        {"doc_id": f"example{number}", "text": case.text, "published_on": _DAY, "language": "en"}
        for number, case in enumerate(cases)
    ]
    return {"documents": make_table("documents", documents), "removals": make_table("removals", [])}


def _codes_by_doc(tables: Tables) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for table in CODED:
        for row in rows_of(tables[table]):
            for column in _BY_WORDS:
                if getattr(row, column, None) is not None:
                    found.setdefault(row.doc_id, set()).add((column, getattr(row, column)))
    return found
