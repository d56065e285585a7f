"""Lines: sentences as the rules of attribution read them, word by word, with quotations and word classes."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.codebook import Codebook
from parley.find.quotes import Quotation
from parley.spans import Span, words_of

MARKS = frozenset(".,;:!?()[]\"'-*_") | {"--", "...", "..", "…", "''", "``", "?!", "!?"}
QUOTES = frozenset({'"', "''", "``", "'"})
FINALS = frozenset({".", "!", "?", "...", "..", "…", "?!", "!?"})


class Line(NamedTuple):
    """A sentence: folded words with their characters in the text, which begin with a capital, which are quoted.

    `held[n]` is the number of the quotation that word n stands in, -1 outside; `is_shouted` says that the
    first word is all in capitals.
    """

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    caps: tuple[bool, ...]
    held: tuple[int, ...]
    start: int
    end: int
    para: int
    is_heading: bool
    is_shouted: bool


class Grammar(NamedTuple):
    """The closed classes of English (`words/grammar.yml`) and the verb forms that the codebook knows."""

    determiners: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    objects: frozenset[str]
    prepositions: frozenset[str]
    joiners: frozenset[str]
    auxiliaries: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    modals: frozenset[str]
    negatives: frozenset[str]
    adverbs: frozenset[str]
    subordinators: frozenset[str]
    questions: frozenset[str]
    conjunctions: frozenset[str]
    days: frozenset[str]
    nouns_too: frozenset[str]
    plurals: frozenset[str]
    light: frozenset[str]
    copulas: frozenset[str]
    appearing: frozenset[str]
    aspects: frozenset[str]
    addressees: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=8)
def read_grammar(book: Codebook) -> Grammar:
    """Return the word classes of a codebook."""
    classes = book.words.get("grammar", {})
    named = {name: frozenset(str(word) for word in classes.get(name, ())) for name in Grammar._fields[:-1]}
    pasts = {str(form) for forms in book.words.get("irregular", {}).values() for form in forms}
    return Grammar(**named, verbs=frozenset(pasts))


def read_lines(text: str, sentences: Sequence[Any], quotations: Sequence[Quotation]) -> list[Line]:
    """Return the lines of one text, in order, leaving out what was removed and captions."""
    lines = []
    starts = [quotation.start for quotation in quotations]
    for sentence in sentences:
        if sentence.is_removed or sentence.sentence_kind_code == "caption":
            continue
        base = sentence.start
        raw = text[base : sentence.end]
        relative, words = words_of(raw)
        spans = tuple((base + start, base + end) for start, end in relative)
        caps = tuple(raw[start].isupper() for start, _ in relative)
        held = _held(spans, quotations, starts)
        is_heading = sentence.sentence_kind_code == "heading"
        lines.append(
            Line(words, spans, caps, held, base, sentence.end, sentence.para, is_heading, _is_shouted(raw, relative))
        )
    return lines


def _is_shouted(raw: str, spans: Sequence[Span]) -> bool:
    word = raw[spans[0][0] : spans[0][1]] if spans else ""
    return len(word) > 1 and word.isupper()


def _held(spans: Sequence[Span], quotations: Sequence[Quotation], starts: Sequence[int]) -> tuple[int, ...]:
    if not spans:
        return ()
    number = max(0, bisect_left(starts, spans[0][0]) - 1)
    held = []
    for start, end in spans:
        while number < len(quotations) and quotations[number].end <= start:
            number += 1
        inside = number < len(quotations) and quotations[number].start < end
        held.append(number if inside else -1)
    return tuple(held)


def paragraphs_of(sentences: Sequence[Any]) -> list[Span]:
    """Return the paragraphs that sentences form, those removed left out."""
    spans: list[Span] = []
    last = None
    for sentence in sentences:
        if sentence.is_removed:
            last = None
            continue
        if last == sentence.para:
            spans[-1] = (spans[-1][0], sentence.end)
        else:
            spans.append((sentence.start, sentence.end))
        last = sentence.para
    return spans


def window_of(line: Line, at: int) -> Span:
    """Return the tokens a cue may see: those of its own quotation or brackets, or the whole line."""
    held = line.held[at]
    if held < 0:
        return _brackets(line, at) if "(" in line.words else (0, len(line.words))
    first, last = at, at
    while first > 0 and line.held[first - 1] == held and line.words[first - 1] not in QUOTES:
        first -= 1
    while last < len(line.words) and line.held[last] == held and line.words[last] not in QUOTES:
        last += 1
    return first, last


def _brackets(line: Line, at: int) -> Span:
    opening = next((n for n in range(at, -1, -1) if line.words[n] in "()"), -1)
    if opening < 0 or line.words[opening] != "(":
        return 0, len(line.words)
    closing = next((n for n in range(at, len(line.words)) if line.words[n] == ")"), len(line.words))
    return opening + 1, closing


def parts_of(line: Line, tokens: Sequence[Span]) -> tuple[Span, ...]:
    """Return token ranges of a line as spans of the text, without marks at their edges, empty ones left out."""
    parts = []
    for first, last in tokens:
        while first < last and line.words[first] in MARKS and line.words[first] not in QUOTES:
            first += 1
        while last > first and line.words[last - 1] in MARKS and line.words[last - 1] not in QUOTES:
            if line.words[last - 1] == ")" and "(" in line.words[first:last]:
                break
            last -= 1
        if first < last:
            parts.append((line.spans[first][0], line.spans[last - 1][1]))
    return tuple(parts)
