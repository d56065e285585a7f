"""Gold sets as people hand them over, read and checked: attributions as JSON lines, tagged words as CoNLL-U."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from parley.errors import InputError

ROLES = ("source", "cue", "content")


class TaggedSentence(NamedTuple):
    """A sentence of a treebank: its words, the part of speech of each, and the document it is from."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    document: str


def read_attributions(path: Path, *, with_text: bool = True) -> list[dict[str, Any]]:
    """Return the rows of a gold (or, without texts, a prediction) file of attributions.

    A row has `id`, `text` and `attributions`: `{source, cue, content}`, each a list of `[start, end]`.

    Raises:
        InputError: no such file, no rows, broken JSON, a missing key, an id twice, an offset outside the text.
    """
    rows: dict[str, dict[str, Any]] = {}
    for number, line in _lines(path):
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(where, found=error.msg, expected="one JSON object a line", remedy="mend it") from error
        needed = ("id", "text", "attributions") if with_text else ("id", "attributions")
        missing = [key for key in needed if not isinstance(row, dict) or key not in row]
        if missing:
            raise InputError(where, found=f"no {', '.join(missing)}", expected=", ".join(needed), remedy="add the key")
        if row["id"] in rows:
            raise InputError(where, found=f"id {row['id']} twice", expected="each article once", remedy="drop one")
        if with_text:
            _check_spans(row, where)
        rows[row["id"]] = row
    if not rows:
        raise InputError(path, found="no rows", expected="at least one article a line")
    return list(rows.values())


def _check_spans(row: dict[str, Any], where: str) -> None:
    size = len(row["text"])
    for number, one in enumerate(row["attributions"]):
        for role in ROLES:
            for span in one.get(role) or ():
                whole = isinstance(span, list) and len(span) == 2 and all(isinstance(edge, int) for edge in span)
                if not whole or not 0 <= span[0] < span[1] <= size:
                    place = f"{where} → attributions → {number} → {role}"
                    raise InputError(place, found=span, expected=f"[start, end] within 0 and {size}", remedy="mend it")


def read_treebank(path: Path) -> list[TaggedSentence]:
    """Return the sentences of a CoNLL-U file.

    Raises:
        InputError: no such file, no sentences, or a word line without its ten columns.
    """
    sentences: list[TaggedSentence] = []
    document, words = "", list[list[str]]()
    for number, line in [*_lines(path), (0, "")]:
        if line.startswith("# newdoc"):
            document = line.split("=")[-1].strip()
        if line.startswith("#"):
            continue
        if line:
            fields = line.split("\t")
            if len(fields) != 10:
                found = f"{len(fields)} columns"
                raise InputError(f"{path}:{number}", found=found, expected="the ten of CoNLL-U", remedy="mend it")
            if fields[0].isdigit():
                words.append(fields)
        elif words:
            forms, tags = ([fields[column] for fields in words] for column in (1, 3))
            sentences.append(TaggedSentence(tuple(forms), tuple(tags), document))
            words = []
    if not sentences:
        raise InputError(path, found="no sentences", expected="a treebank in CoNLL-U")
    return sentences


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers; blank lines only where the format needs them."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, found=str(error), expected="a readable file in UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() or path.suffix == ".conllu":
            yield number, line
