"""Headings: lines that stand above the text rather than in it."""

import re
from collections.abc import Sequence
from typing import Any

from parley.spans import fold

_MARKDOWN = re.compile(r"\s*#{1,6}\s")
_BULLET = re.compile(r"\s*(?:[-–—*•·>]|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_LABEL = re.compile(r"\s*[^\s:]{1,20}(?: [^\s:]{1,20}){0,2}:\s")
_FINAL = tuple(".!;:,…\"'”’»")
_TITLE_MARKS = " .#\n\"'"
_MOST_WORDS, _MOST_IN_QUESTION, _MOST_CHARACTERS = 18, 25, 180


def mark_headings(text: str, pieces: Sequence[Any], title: str | None) -> set[int]:
    """Return the numbers of the sentences that are headings.

    `pieces` are the sentences of one text (`start`, `end`, `para`, `removal`). A heading is a paragraph
    of one sentence that is the title, bears a Markdown mark, or is a short line with no final mark (or a
    question) and text below it. Bullets, list items under a colon and speakers' labels are no headings.
    Where most paragraphs would be headings the text only lacks marks, and the plain ones are not counted.
    """
    sized: dict[int, int] = {}
    for piece in pieces:
        sized[piece.para] = sized.get(piece.para, 0) + 1
    known = fold(title).strip(_TITLE_MARKS) if title else None
    sure, likely = set(), set()
    above = ""
    for number, piece in enumerate(pieces):
        line = text[piece.start : piece.end].strip() if piece.end - piece.start < 2 * _MOST_CHARACTERS else ""
        alone = sized[piece.para] == 1 and piece.removal is None and line
        is_title = bool(known) and number < 5 and fold(line).strip(_TITLE_MARKS) == known
        if alone and (is_title or _MARKDOWN.match(line)):
            sure.add(number)
        elif alone and number + 1 < len(pieces) and not above.endswith(":") and _looks_like_heading(line):
            likely.add(number)
        above = line if piece.removal is None else above
    if len(likely) > len(sized) / 2:
        likely &= {0}
    return sure | likely


def _looks_like_heading(line: str) -> bool:
    n_words = len(line.split())
    if len(line) > _MOST_CHARACTERS or _BULLET.match(line) or not any(char.isalpha() for char in line):
        return False
    if line.endswith("?"):
        return 3 <= n_words <= _MOST_IN_QUESTION and line[0] not in "\"“'‘«" and not _LABEL.match(line[:12])
    return n_words <= _MOST_WORDS and (not line.endswith(_FINAL) or line.endswith(("U.S.", "U.N.", "U.K.")))
