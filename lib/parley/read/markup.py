"""Articles in HTML: the main text by trafilatura, and a list of what was dropped."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from parley.read.articles import Article, Problem, Reading, Removal, lines_of, load_words
from parley.read.encodings import decode, without_surrogates
from parley.read.furniture import find_furniture, without_removals

_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SILENT = ("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea")
# Everything else runs on within a line.
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "em", "font", "i", "img", "label", "mark", "q", "s", "small", "span")
    + ("strong", "sub", "sup", "time", "u", "wbr")
)
_GRAM = 3


def read_page(source_path: str, data: bytes) -> Reading:
    """Return the article of one HTML page; its text is the main text as extracted, the rest stands in `removed`."""
    charset = _CHARSET.search(data[:4096])
    html, problems = decode(source_path, data, charset[1].decode("ascii") if charset else None)
    if html is None:
        return Reading([], problems)
    # Loading the extractor takes half a second: only where there is HTML.
    import trafilatura

    tree = trafilatura.load_html(html) if html.strip() else None
    options = {"original_date": True, "extensive_search": False}
    page = None
    if tree is not None:
        page = trafilatura.bare_extraction(
            html, include_comments=False, with_metadata=True, date_extraction_params=options
        )
    text = without_surrogates((page.text if page is not None and not isinstance(page, dict) else "") or "")
    if tree is None or not _has_prose(text, {" ".join(link.text_content().split()) for link in tree.iter("a")}):
        found = "an empty file" if not html.strip() else "no article text, only menus and links"
        remedy = "save the page with its article, or paste the article into a .txt file"
        return Reading([], [*problems, Problem(source_path, found, "a page with an article", remedy)])
    language = _LANGUAGE.search(html[:4096])
    named = {"title": "title", "sitename": "outlet_id", "date": "published_on", "url": "url"}
    fields = {field: str(getattr(page, name)) for name, field in named.items() if getattr(page, name)}
    fields |= {"language": language[1]} if language else {}
    removed = tuple(Removal(None, None, kind, block, "read.html") for kind, block in _dropped(tree, text))
    return Reading([Article(source_path, text, (("html metadata", fields),), removed)], problems)


def _has_prose(text: str, links: set[str]) -> bool:
    """Say whether anything is left of an extracted text that is neither furniture nor a link of a menu."""
    kept = without_removals(text, find_furniture(Article("", text)))
    lines = (kept[start:end] for start, end in lines_of(kept))
    return any(line not in links and (len(line.split()) >= 8 or line[-1] in '.!?…"”') for line in lines)


def _dropped(tree: Any, kept: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of the blocks of a page that are not in the kept text, neighbours of one kind as one."""
    kept_grams = {gram for line in kept.split("\n") for gram in _grams(line)}
    pending: list[str] = []
    kind = ""
    for block_kind, block in _blocks(tree):
        grams = _grams(block)
        if sum(gram in kept_grams for gram in grams) * 2 > len(grams):
            continue
        if block_kind != kind and pending:
            yield kind, "\n".join(pending)
            pending = []
        kind = block_kind
        pending.append(block)
    if pending:
        yield kind, "\n".join(pending)


def _grams(text: str) -> list[tuple[str, ...]]:
    """Return the word triples of a block; of a shorter block, the block itself."""
    words = text.split()
    return [tuple(words[at : at + _GRAM]) for at in range(max(1, len(words) - _GRAM + 1))]


def _blocks(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield removal kind and text of each block of text in a page, in one walk."""
    etree.strip_elements(tree, etree.Comment, *_SILENT, with_tail=False)
    kinds = ["other"]
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_block = element.tag not in _INLINE
        if is_block and (text := " ".join("".join(pieces).split())):
            yield kinds[-1], text
        pieces = [] if is_block else pieces
        if event == "start":
            kinds.append(_kind_of(element) or kinds[-1])
            pieces.append(element.text or "")
        else:
            kinds.pop()
            pieces.append(element.tail or "")
    if text := " ".join("".join(pieces).split()):
        yield kinds[-1], text


def _kind_of(element: Any) -> str | None:
    """Return the removal kind that tag, role, id or class of an element speaks of."""
    signs = " ".join([str(element.tag), *(element.get(name) or "" for name in ("role", "id", "class"))])
    return next((_regions()[word] for word in re.findall("[a-z]+", signs.lower()) if word in _regions()), None)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    return {word: kind for kind, words in load_words("page_regions").items() for word in words}
