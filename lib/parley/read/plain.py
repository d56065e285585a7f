"""Articles in plain text and Markdown, with front matter or simple header lines before the text."""

import re
from functools import lru_cache
from typing import NamedTuple

import yaml

from parley.read.articles import Article, Problem, Reading, Removal, load_words
from parley.read.encodings import decode
from parley.read.metadata import fields_of, fold_name

_FENCE = re.compile(r"\s*---[ \t]*(?:\r\n|\n|\r)")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_HEADER = re.compile(r"([A-Za-z][A-Za-z _-]{1,20}?)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(\r\n|\n|\r|$)")
_MOST_FRONT = 20_000


class _Front(NamedTuple):
    """What stands before the text: its fields, its place (None if there is none) and the problems met."""

    fields: dict[str, str]
    span: tuple[int, int] | None
    rule_id: str = ""
    problems: tuple[Problem, ...] = ()


def read_plain(source_path: str, data: bytes) -> Reading:
    """Return the article of one `.txt` or `.md` file; its text is the decoded file, line ends kept."""
    text, problems = decode(source_path, data)
    if text is None:
        return Reading([], problems)
    front = _find_front(source_path, text)
    problems = [*problems, *front.problems]
    start, body = front.span or (0, 0)
    if not text[body:].strip():
        found = "nothing but front matter" if front.span else "an empty file"
        return Reading(
            [], [*problems, Problem(source_path, found, "the text of an article", "add it, or delete the file")]
        )
    removed: tuple[Removal, ...] = ()
    if front.span:
        end = start + len(text[start:body].rstrip())
        removed = (Removal(start, end, "other", text[start:end], front.rule_id),)
    where = "front matter" if front.rule_id == "read.front_matter" else "header lines"
    return Reading([Article(source_path, text, ((where, front.fields),), removed, body)], problems)


def _find_front(source_path: str, text: str) -> _Front:
    opening = _FENCE.match(text)
    if not opening:
        return _header_lines(text)
    closing = _FENCE_END.search(text, opening.end(), opening.end() + _MOST_FRONT)
    start = opening.end() - len(opening.group().lstrip())
    if not closing:
        front = _header_lines(text, opening.end())
        if not front.span:
            return front
        fault = Problem(
            source_path, "front matter without an end", "a line --- after it", "add it", "warning", "line 1"
        )
        return _Front(front.fields, (start, front.span[1]), "read.front_matter", (fault,))
    raw, span = text[opening.end() : closing.start()], (start, closing.end())
    try:
        loaded = yaml.load(raw, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return _line_by_line(source_path, raw, span)
    return _Front(fields_of(loaded), span, "read.front_matter") if isinstance(loaded, dict) else _Front({}, None)


def _line_by_line(source_path: str, raw: str, span: tuple[int, int]) -> _Front:
    """Read front matter that is no YAML, most often for a colon in the title; warn where a line says nothing to us."""
    lines = raw.splitlines()
    fields = fields_of({name: value.strip(" \t\"'") for name, _, value in (line.partition(":") for line in lines)})
    odd = next((n for n, line in enumerate(lines, 2) if line.strip() and not re.match(r"[\w -]+:|\s|#|- ", line)), None)
    if odd is None:
        return _Front(fields, span, "read.front_matter")
    expected, remedy = "lines such as `title: …`", "mend the line; the others were read"
    fault = Problem(source_path, "broken front matter", expected, remedy, "warning", f"line {odd}")
    return _Front(fields, span, "read.front_matter", (fault,)) if fields else _Front({}, None, "", (fault,))


def _header_lines(text: str, start: int = 0) -> _Front:
    """Take known `Key: value` lines at the top; without a fence they must end in a blank line."""
    cells: dict[str, str] = {}
    at, end = start, start
    while (line := _HEADER.match(text, at)) and fold_name(line[1]) in _known_keys() and at < len(text):
        cells[line[1]] = line[2]
        at = end = line.end()
    fields = fields_of(cells)
    is_closed = not text[end:].strip() or text[end : end + 1] in "\r\n"
    if not fields or not (is_closed or start):
        return _Front({}, None)
    return _Front(fields, (start, end), "read.header_lines")


@lru_cache(maxsize=1)
def _known_keys() -> frozenset[str]:
    columns = load_words("columns")
    return frozenset(columns["aside"]).union(*columns["fields"].values())
