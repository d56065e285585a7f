"""What the readers of each format hand on: articles with what was given about them, and problems."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from parley.codebook import load_yaml
from parley.project import DATA

MOST_LISTED = 20
_LINE = re.compile(r"[^\s][^\r\n]*")


class Removal(NamedTuple):
    """A block that is not article text; without offsets where it was dropped from HTML."""

    start: int | None
    end: int | None
    removal_kind_code: str
    text: str
    rule_id: str


class Problem(NamedTuple):
    """A thing that went wrong with a file, and what to do about it."""

    source_path: str
    found: str
    expected: str
    remedy: str
    severity_code: Literal["error", "warning", "note"] = "error"
    place: str | None = None


class Article(NamedTuple):
    """One article as received. `given` holds what was said about it, most trusted first: (where, field to value).

    `body` is where the text proper starts, after front matter and header lines.
    """

    source_path: str
    text: str
    given: tuple[tuple[str, Mapping[str, str]], ...] = ()
    removed: tuple[Removal, ...] = ()
    body: int = 0


class Row(NamedTuple):
    """One row of a table: where it stands (`row 3`, `line 3`) and its cells by folded column name."""

    place: str
    cells: Mapping[str, Any]


class Reading(NamedTuple):
    """All that came out of one file."""

    articles: list[Article]
    problems: list[Problem]


def shorten(problems: list[Problem]) -> list[Problem]:
    """Return the problems of one file, the many last ones as one row that counts them."""
    if len(problems) <= MOST_LISTED:
        return problems
    first, rest = problems[: MOST_LISTED - 1], problems[MOST_LISTED - 1 :]
    found = f"{len(rest)} more rows like these, from {rest[0].place}"
    return [*first, rest[0]._replace(found=found, place=None)]


@lru_cache(maxsize=8)
def load_words(name: str) -> Any:
    """Return a word list of the core codebook: `genres`, `languages`."""
    return load_yaml(DATA / "codebooks" / "core" / "words" / f"{name}.yml")


def lines_of(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each line that is not blank, without white space at its ends.

    >>> list(lines_of("one\\r\\n\\r\\n  two"))
    [(0, 3), (9, 12)]
    """
    for line in _LINE.finditer(text, start):
        yield line.start(), line.start() + len(line[0].rstrip())
