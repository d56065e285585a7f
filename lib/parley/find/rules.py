"""The rules coder: attributions of a text by cue patterns, no trained weights."""

from collections.abc import Sequence
from typing import Any

from parley.codebook import Codebook
from parley.find.attributions import Attribution
from parley.find.cues import read_lexicon
from parley.find.lines import QUOTES, Line, parts_of, read_lines
from parley.find.patterns import Found, match_patterns
from parley.find.quotes import Quotation, find_quotations
from parley.spans import Span


def find_by_rules(text: str, sentences: Sequence[Any], book: Codebook) -> list[Attribution]:
    """Return the attributions of one text by rules, in text order; `sentences` are its rows."""
    lexicon = read_lexicon(book)
    quotations = find_quotations(text, paragraphs_of(sentences))
    lines = read_lines(text, sentences, quotations)
    found: list[Attribution] = []
    for index, line in enumerate(lines):
        for hit in match_patterns(line, lexicon):
            if hit.cue and line.held[hit.cue[0][0]] >= 0:
                continue
            found.append(_attribution(line, hit, quotations, lines[index + 1 : index + 12]))
    return [one for one in found if one.content_parts]


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


def _attribution(line: Line, hit: Found, quotations: Sequence[Quotation], following: Sequence[Line]) -> Attribution:
    source = parts_of(line, hit.source)
    cue = parts_of(line, hit.cue)
    content = list(parts_of(line, hit.content))
    # a quotation that began in an earlier sentence, or goes on in later ones
    for index, (first, last) in enumerate(hit.content):
        if index >= len(content):
            break
        start, end = content[index]
        held = line.held[first] if first < len(line.held) else -1
        if held >= 0 and quotations[held].start < start:
            start = quotations[held].start
        held = line.held[last - 1] if 0 < last <= len(line.held) else -1
        if held >= 0 and quotations[held].end > end and quotations[held].end > line.end:
            end = quotations[held].end
        content[index] = (start, end)
    content += _continued(line, hit, quotations, following)
    return Attribution(
        source, cue, tuple(content), 0.5, f"rules.{hit.pattern}", hit.by.entry.cue_code, "not" in hit.by.has
    )


def _continued(line: Line, hit: Found, quotations: Sequence[Quotation], following: Sequence[Line]) -> list[Span]:
    """Return the fully quoted sentences right after, in the same paragraph, that have no cue of their own."""
    if hit.pattern not in ("before", "inverted") or len(hit.content) > 1 or line.held[hit.content[0][1] - 1] < 0:
        return []
    parts: list[Span] = []
    for other in following:
        if other.para != line.para or not other.words:
            break
        if other.held[0] < 0 or other.held[-1] != other.held[0]:
            break
        if other.words[0] in QUOTES or parts:
            quotation = quotations[other.held[0]]
            if parts and parts[-1][1] >= quotation.end:
                continue
            parts.append((quotation.start, quotation.end))
    return parts
