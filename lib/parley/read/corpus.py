"""A folder, file or table of articles to the tables documents, removals and problems."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

from parley.errors import InputError
from parley.frames import check_table, make_table
from parley.project import find_path
from parley.read.articles import Article, Problem
from parley.read.copies import Text, group_copies
from parley.read.encodings import odd_signs
from parley.read.files import FORMATS, read_files
from parley.read.furniture import find_furniture, without_removals
from parley.read.metadata import describe, slug
from parley.tables import Tables


def read_corpus(path: str | Path) -> Tables:
    """Return `documents`, `removals` and `problems` of a folder (with its subfolders), one file, or a table.

    One row of documents per article, sorted by source path: `.txt`, `.md`, `.html`, and rows of `.jsonl`, `.csv` and
    `.parquet` with a column `text`. A table without `text` but with a column `path` or `file` describes files.
    Title, outlet, date, url, genre and language come from what is stated (front matter, columns, sidecar, HTML
    metadata) or inferred (file name, address, folder, first line); `meta_basis` says which. `documents.text` is the
    text as received. Page furniture stands in removals. A file or row that cannot be used is a row of problems.

    Raises:
        InputError: there is no such path, or nothing in it can be read.

    Example:
        >>> tables = read_corpus("data/corpus/tiny")
        >>> tables["documents"].outlet_id.tolist()[:2], len(tables["documents"])
        (['northern-wire', 'dnipro-courier'], 6)
    """
    root = find_path(path)
    reading = read_files(root)
    if not reading.articles:
        raise _nothing_to_read(root, reading.problems)
    return _make_tables(reading.articles, reading.problems)


def _nothing_to_read(root: Path, problems: list[Problem]) -> InputError:
    errors = [problem for problem in problems if problem.severity_code != "note"] or problems
    if not errors:
        return InputError(root, found="no articles", expected=f"files in {FORMATS}", remedy="put articles there")
    first = errors[0]
    where = root if root.name == first.source_path else f"{root} → {first.source_path}"
    more = f" ({len(errors) - 1} more problems of this kind)" if len(errors) > 1 else ""
    where = f"{where} → {first.place}" if first.place else where
    return InputError(where, found=first.found, expected=first.expected, remedy=f"{first.remedy}{more}")


def _make_tables(articles: list[Article], met: list[Problem]) -> Tables:
    documents: list[dict[str, Any]] = []
    removals: list[dict[str, Any]] = []
    texts: list[Text] = []
    problems: list[tuple[Problem, str | None]] = [(problem, None) for problem in met]
    for doc_id, article, clash in _with_ids(articles):
        found, blocks = describe(article), find_furniture(article)
        problems += [
            (problem, doc_id) for problem in (*clash, *odd_signs(article.source_path, article.text), *found.problems)
        ]
        removals += [{"doc_id": doc_id, **block._asdict()} for block in blocks]
        digest = hashlib.sha256(article.text.encode()).hexdigest()
        own = {"doc_id": doc_id, "text": article.text, "sha256": digest, "source_path": article.source_path}
        documents.append({**found.columns, **own})
        texts.append(Text(doc_id, found.columns.get("published_on"), without_removals(article.text, blocks)))
    copies = group_copies(texts)
    for document in documents:
        document |= copies[document["doc_id"]]._asdict()
    rows = {"documents": documents, "removals": removals, "problems": _number(problems)}
    return {name: check_table(name, make_table(name, rows[name])) for name in rows}


def _with_ids(articles: list[Article]) -> Iterator[tuple[str, Article, list[Problem]]]:
    """Yield each article with its id: as stated, else from its path; a second one gets a number and a warning."""
    wanted = [_wanted_id(article) for article in articles]
    used = set(wanted)
    numbers: dict[str, Iterator[int]] = {}
    for name, article in zip(wanted, articles, strict=True):
        doc_id, clash = name, []
        if name in numbers:
            doc_id = next(other for n in numbers[name] if (other := f"{name}-{n}") not in used)
            remedy = f"read as {doc_id!r}; give it an id of its own"
            clash = [Problem(article.source_path, f"id {name!r} a second time", "one article an id", remedy, "warning")]
        used.add(doc_id)
        numbers.setdefault(name, count(2))
        yield doc_id, article, clash


def _wanted_id(article: Article) -> str:
    for _, fields in article.given:
        if "doc_id" in fields:
            return _as_id(fields["doc_id"])
    path, _, row = article.source_path.partition("#")
    parts = PurePosixPath(path).with_suffix("").parts
    return "-".join([*(_as_id(part) for part in parts), *([row] if row else [])])


def _as_id(name: str) -> str:
    """Return a name that can stand in file names and addresses: as it is if it can, else as a slug."""
    return name if re.fullmatch(r"[\w-]+(\.[\w-]+)*", name) else slug(name) or "article"


def _number(problems: list[tuple[Problem, str | None]]) -> list[dict[str, Any]]:
    """Return rows of problems with an id each: the file and a number, the same from run to run."""
    n_by_path: Counter[str] = Counter()
    rows = []
    for problem, doc_id in problems:
        n_by_path[problem.source_path] += 1
        name = f"{problem.source_path}#{n_by_path[problem.source_path]}"
        rows.append({"problem_id": name, "doc_id": doc_id, **problem._asdict()})
    return rows
