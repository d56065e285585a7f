"""The files of a corpus: which are articles, which describe them, which are neither."""

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from parley.read.articles import Article, Problem, Reading, load_words, shorten
from parley.read.markup import read_page
from parley.read.plain import read_plain
from parley.read.rows import articles_of, is_sidecar, read_rows, read_sidecar

PLAIN = (".txt", ".md")
PAGES = (".html", ".htm")
TABLES = (".jsonl", ".csv", ".parquet")
FORMATS = ", ".join((*PLAIN, *PAGES, *TABLES))
NEVER_ARTICLES = ("card.md", "readme.md", "licence.md", "license.md", "changelog.md")


class _Sidecar(NamedTuple):
    """A table that describes files: where it is, and fields by the path it gives for each."""

    source_path: str
    by_path: dict[str, dict[str, str]]


def read_files(root: Path) -> Reading:
    """Return the articles of a folder (with its subfolders) or of one file, with what sidecar tables say of them."""
    base = root if root.is_dir() else root.parent
    articles: list[Article] = []
    problems: list[Problem] = []
    sidecars: list[_Sidecar] = []
    for file in _list_files(root):
        name = file.relative_to(base).as_posix()
        try:
            data = file.read_bytes()
        except OSError as error:
            found, remedy = f"a file that cannot be opened ({error.strerror})", "check the file and its permissions"
            problems.append(Problem(name, found, "a file", remedy))
            continue
        reading = _read_file(name, data, sidecars, alone=root.is_file())
        articles += reading.articles
        problems += reading.problems
    joined = _join_sidecars(articles, sidecars)
    return Reading(joined.articles, [*problems, *joined.problems])


def _list_files(root: Path) -> list[Path]:
    """Return the files to look at, in order of their path below the root; hidden ones and cards are left out."""
    if root.is_file():
        return [root]
    found = []
    for file in root.rglob("*"):
        parts = file.relative_to(root).parts
        if (
            file.is_file()
            and not any(part.startswith(".") for part in parts)
            and file.name.lower() not in NEVER_ARTICLES
        ):
            found.append(file)
    return sorted(found, key=lambda file: file.relative_to(root).as_posix())


def _read_file(name: str, data: bytes, sidecars: list[_Sidecar], *, alone: bool) -> Reading:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PLAIN:
        return read_plain(name, data)
    if suffix in PAGES:
        return read_page(name, data)
    if suffix not in TABLES:
        fault = Problem(name, f"a {suffix or 'nameless'} file, not read", FORMATS, "save articles as one of these")
        return Reading([], [fault if alone else fault._replace(severity_code="note")])
    rows, problems = read_rows(name, data)
    if is_sidecar(rows) and not alone:
        sidecars.append(_Sidecar(name, read_sidecar(rows)))
        return Reading([], problems)
    if rows and not any("text" in row.cells for row in rows):
        return Reading([], [*problems, _without_text(name, list(rows[0].cells), alone=alone)])
    if not rows and not problems:
        problems = [Problem(name, "no rows", "rows with a column `text`", "fill or delete the file")]
    reading = articles_of(name, rows)
    return Reading(reading.articles, [*problems, *reading.problems])


def _without_text(name: str, columns: list[str], *, alone: bool) -> Problem:
    """Say that a table has no articles: a note in a folder, where it may be about something else (facts.csv)."""
    like = next((column for column in columns if column in load_words("columns")["like_text"]), None)
    found = f"columns {', '.join(columns)[:200]}"
    remedy = f"rename `{like}`" if like else "not read: add `text` for articles, or `path` to describe files"
    return Problem(name, found, "a column `text`", remedy, "error" if like or alone else "note")


def _join_sidecars(articles: list[Article], sidecars: list[_Sidecar]) -> Reading:
    """Put what a sidecar says after the front matter, before the page's own metadata; warn of rows without a file."""
    joined, problems = list(articles), []
    for sidecar in sidecars:
        folder = PurePosixPath(sidecar.source_path).parent
        used = set()
        for at, article in enumerate(joined):
            path = PurePosixPath(article.source_path)
            if "#" in article.source_path or not path.is_relative_to(folder):
                continue
            names = (path.relative_to(folder).as_posix(), path.as_posix(), path.name)
            key = next((name for name in names if name in sidecar.by_path), None)
            if key:
                used.add(key)
                told = (f"sidecar {sidecar.source_path}", sidecar.by_path[key])
                first = [given for given in article.given if given[0] != "html metadata"]
                last = [given for given in article.given if given[0] == "html metadata"]
                joined[at] = article._replace(given=(*first, told, *last))
        expected, remedy = "a file beside the table that was read", "mend the path, or see why the file was not read"
        lost = [key for key in sidecar.by_path if key not in used]
        faults = [Problem(sidecar.source_path, f"path {key!r}", expected, remedy, "warning", key) for key in lost]
        problems += shorten(faults)
    return Reading(joined, problems)
