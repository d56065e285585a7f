"""What is known about an article: title, outlet, date, url, language, genre, and where each came from.

The first source that says something wins: front matter, columns, sidecar table, HTML metadata ("stated"), then what
file name, address, folder and first line show ("inferred"). What none of them says is null.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from parley.read.articles import Article, Problem, lines_of, load_words
from parley.read.encodings import without_surrogates
from parley.read.languages import find_language, name_language
from parley.spans import fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-/._])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?,?[ -]((?:19|20)\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_PLAIN_FOLDER = re.compile(
    r"(articles?|texts?|txt|html?|md|data|corpus|corpora|files?|raw|news|input|sources?|docs?|\d+|[\d._-]+|[a-z]{2}"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\d._-]*)"
)
_FILE_NAME = re.compile(r"(?:(?P<day>[\d.-]{8,10})_(?P<after>[^_]+)_.+|(?P<before>[^_]+)_(?P<day2>[\d.-]{8,10})_.+)")


class Found(NamedTuple):
    """The metadata columns of `documents` for one article, and the problems met."""

    columns: dict[str, str | None]
    problems: list[Problem]


def fields_of(cells: Mapping[str, Any]) -> dict[str, str]:
    """Return the known fields among columns or front matter keys, first alias first, blanks left out.

    >>> fields_of({"headline": "No talks", "Date": "2022-11-09", "words": 300})
    {'title': 'No talks', 'published_on': '2022-11-09'}
    """
    plain = {fold_name(name): _plain(value) for name, value in cells.items()}
    found = {}
    for field, names in load_words("columns")["fields"].items():
        values = [plain[name] for name in names if plain.get(name)]
        if values:
            found[field] = values[0]
    return found


@lru_cache(maxsize=4096)
def fold_name(name: object) -> str:
    """Return a column name or key in lower case with underscores."""
    return re.sub(r"[\s-]+", "_", str(name).strip().strip("\ufeff").lower())


def _plain(value: Any) -> str:
    """Return a cell as text: whole numbers without `.0`, lists, dictionaries and missing values as nothing."""
    if value is None or isinstance(value, (list, dict, tuple, set, bool)) or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return without_surrogates(" ".join(str(value).split()))


def describe(article: Article) -> Found:
    """Return outlet, title, date, language, genre and url of an article, with `meta_basis`."""
    problems: list[Problem] = []
    got: dict[str, tuple[str, str]] = {}
    for where, fields in article.given:
        for field, value in fields.items():
            got.setdefault(field, (value, where))
    stated = got.pop("published_on", None)
    day = parse_date(stated[0]) if stated else None
    if stated and not day:
        found, expected = f"date {stated[0][:60]!r}", "a day such as 2022-11-09"
        problems.append(
            Problem(article.source_path, found, expected, "write year, month and day", "warning", stated[1])
        )
    basis = "stated" if day else "inferred"
    if stated and day:
        got["published_on"] = (day, stated[1])
    for field, hit in _infer(article, got.get("url", ("", ""))[0]).items():
        if field not in got and hit[0]:
            got[field] = hit
    columns: dict[str, str | None] = {
        field: got[field][0] for field in ("title", "url", "published_on") if field in got
    }
    columns["date_basis_code"] = basis if "published_on" in got else "unknown"
    columns["outlet_id"] = slug(got["outlet_id"][0]) or None if "outlet_id" in got else None
    columns["genre_code"], genre_basis = _find_genre(got)
    columns["language"], language_basis, doubts = _find_language(article, got)
    bases = {"title": "title", "outlet_id": "outlet", "published_on": "date", "url": "url"}
    told = [f"{name}={got[field][1]}" for field, name in bases.items() if field in got]
    columns["meta_basis"] = "; ".join([*told, f"genre={genre_basis}", f"language={language_basis}"])
    return Found(columns, problems + doubts)


def _infer(article: Article, url: str) -> dict[str, tuple[str, str]]:
    """Return what file name, address, folder and first line show."""
    path = PurePosixPath(article.source_path.split("#")[0])
    is_row = "#" in article.source_path
    hits: dict[str, tuple[str, str]] = {}
    name = None if is_row else _FILE_NAME.fullmatch(path.stem)
    if name and parse_date(name["day"] or name["day2"]):
        hits["outlet_id"] = (name["after"] or name["before"], "file name")
    host = (urlsplit(url).hostname or "") if url.startswith("http") else ""
    hits.setdefault("outlet_id", (host.removeprefix("www."), "host of the url"))
    if not hits["outlet_id"][0] and not is_row:
        folders = [part for part in path.parent.parts if not _PLAIN_FOLDER.fullmatch(part.lower())]
        hits["outlet_id"] = (folders[-1] if folders else "", "folder")
    for text, where in [("" if is_row else path.stem, "file name"), (url, "url"), (str(path.parent), "folder")]:
        day = parse_date(text, _YEAR_FIRST)
        if day:
            hits.setdefault("published_on", (day, where))
    hits["title"] = (first_headline(article.text, article.body), "first line")
    return hits


def parse_date(text: str, pattern: re.Pattern[str] | None = None) -> str | None:
    """Return the day that a text names, as ISO 8601; None if it names none or leaves day and month open.

    >>> parse_date("Wed, 9 Nov 2022 14:05 GMT"), parse_date("Nov. 9, 2022"), parse_date("20221109")
    ('2022-11-09', '2022-11-09', '2022-11-09')
    >>> parse_date("09/11/2022") is None and parse_date("November 2022") is None
    True
    """
    low = fold(text[:200])
    if hit := _YEAR_FIRST.search(low):
        return _iso(hit[1], hit[3] or hit[5], hit[4] or hit[6])
    if pattern is _YEAR_FIRST:
        return None
    if hit := _DAY_FIRST.search(low):
        return _iso(hit[3], _month(hit[2]), hit[1])
    if hit := _MONTH_FIRST.search(low):
        return _iso(hit[3], _month(hit[1]), hit[2])
    if hit := _NUMERIC.search(low):
        one, other, year = int(hit[1]), int(hit[3]), hit[4]
        if hit[2] == "." or one > 12 or one == other:
            return _iso(year, other, one)
        return _iso(year, one, other) if other > 12 else None
    return None


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0


def _iso(year: str, month: str | int, day: str | int) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def slug(text: str) -> str:
    """Return a name as an id: as it is if it already looks like one, else letters and digits joined by hyphens.

    >>> slug("The Kyiv Daily"), slug("wash-post"), slug("Правда, Ко")
    ('the-kyiv-daily', 'wash-post', 'правда-ко')
    """
    return (
        text
        if re.fullmatch(r"[\w-]+(\.[\w-]+)*", text) and text == text.lower()
        else ("-".join(re.findall(r"[^\W_]+", text.lower()))[:80])
    )


def first_headline(text: str, start: int = 0) -> str:
    """Return the first line if it looks like a headline, else nothing: short, no full stop, more text after it.

    >>> first_headline("Who could mediate?\\n\\nSeveral states offered."), first_headline("It rained.\\nMore.")
    ('Who could mediate?', '')
    """
    lines = lines_of(text, start)
    first, second = next(lines, None), next(lines, None)
    if not first or not second or first[1] - first[0] > 200:
        return ""
    line = text[first[0] : first[1]]
    heading = line.lstrip("#").strip() if line.startswith("#") else line
    words = heading.split()
    looks = 2 <= len(words) <= 25 and heading[-1] not in ".,;:" and re.match(r"[^\W_a-z]|[\"'“‘«]", heading)
    return heading.replace("**", "").strip("*_ ") if looks or (line.startswith("# ") and words) else ""


def _find_genre(got: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Return the genre and where it came from: metadata, the title's first word, the address, else `other`."""
    codes: dict[str, str] = {word: code for code, words in load_words("genres").items() for word in words}
    if "genre_code" in got:
        value, where = got["genre_code"]
        for word in [fold(value).replace("-", " "), *re.findall(r"[^\W_]+", fold(value))]:
            if word in codes:
                return codes[word], where
    head = re.match(r"([\w -]{3,20}?)\s*[:|]", got.get("title", ("", ""))[0])
    if head and (code := codes.get(fold(head[1]).replace("-", " "))):
        return code, "title"
    for part in urlsplit(got.get("url", ("", ""))[0]).path.lower().split("/")[:-1]:
        if part.replace("-", " ") in codes:
            return codes[part.replace("-", " ")], "url"
    return "other", "not stated"


def _find_language(article: Article, got: Mapping[str, tuple[str, str]]) -> tuple[str, str, list[Problem]]:
    """Return the language, where it came from, and a note where the text is not in English."""
    seen = find_language(article.text, article.body)
    stated = name_language(got["language"][0]) if "language" in got else None
    language, where = (stated, got["language"][1]) if stated else (seen, "text")
    if language == "en" and seen == "en":
        return language, where, []
    path = article.source_path
    if stated and seen not in ("und", stated):
        found, remedy = f"language {stated} stated in {where}, but the text looks like {seen}", "mend the statement"
        return language, where, [Problem(path, found, "the language of the text", remedy, "warning")]
    if language == "en":
        return language, where, []
    found = "a language we cannot tell" if language == "und" else f"a text in {language}"
    remedy = "state `language` if this is wrong, or use a codebook of that language"
    return language, where, [Problem(path, found, "English, the language of the core rules", remedy, "note")]
