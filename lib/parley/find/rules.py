"""The rules coder: attributions of a text by cue patterns, no trained weights."""

from collections.abc import Sequence
from typing import Any

from parley.codebook import Codebook
from parley.find.asides import match_adjective, match_label, match_noun, match_source
from parley.find.attributions import Attribution
from parley.find.contents import Reach
from parley.find.cues import Cue, Entry, Lexicon, find_cues, read_lexicon
from parley.find.lines import QUOTES, Line, parts_of, read_lines
from parley.find.patterns import Found, match_verb
from parley.find.quotes import Quotation, find_quotations
from parley.spans import Span

_COLON = Cue(
    0,
    1,
    0,
    "other",
    frozenset(),
    Entry("cue.label", "say", "label", frozenset({"clause"}), {}, frozenset(), (), True),
    -1,
)


def find_by_rules(text: str, sentences: Sequence[Any], book: Codebook) -> list[Attribution]:
    """Return the attributions of one text by rules, in text order; `sentences` are its rows."""
    lexicon = read_lexicon(book)
    quotations = find_quotations(text, paragraphs_of(sentences))
    lines = read_lines(text, sentences, quotations)
    found: list[Attribution] = []
    for index, line in enumerate(lines):
        for hit in match_line(line, lexicon):
            found.append(_attribution(line, hit, quotations, lines[index + 1 : index + 12]))
    return [one for one in found if one.content_parts]


def match_line(line: Line, lexicon: Lexicon) -> list[Found]:
    """Return the attributions of a line, in the order of their cues."""
    grammar, found = lexicon.grammar, list[Found]()
    cues = find_cues(line, lexicon)
    if line.is_heading and ":" in line.words:
        label = match_label(line, _COLON)
        if label is not None:
            return [label]
    for index, cue in enumerate(cues):
        if cue.window >= 0:
            continue
        later = tuple(other for other in cues[index + 1 :] if other.window == cue.window)
        reach = Reach(*window_of(line, cue.first), later, grammar)
        if cue.entry.kind == "source":
            hit = match_source(line, cue, reach)
        elif cue.entry.kind == "noun":
            hit = match_noun(line, cue, reach)
        elif cue.entry.kind == "adjective":
            hit = match_adjective(line, cue, found, reach)
        else:
            hit = match_verb(line, cue, found, reach)
        if hit is not None:
            found.append(hit)
    return found


def window_of(line: Line, at: int) -> Span:
    """Return the tokens a cue may see: those of its own quotation, or the whole line."""
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
    """Return the inside of the brackets around a token, else the whole line."""
    opening = next((n for n in range(at, -1, -1) if line.words[n] in "()"), -1)
    if opening < 0 or line.words[opening] != "(":
        return 0, len(line.words)
    closing = next((n for n in range(at, len(line.words)) if line.words[n] == ")"), len(line.words))
    return opening + 1, closing


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
    entry = hit.by.entry
    rule_id = f"{entry.rule_id}.{hit.pattern}"
    return Attribution(source, cue, tuple(content), 0.5, rule_id, entry.cue_code, _is_negated(line, hit), entry.doubts)


def _is_negated(line: Line, hit: Found) -> bool:
    """Say whether the attribution itself is denied: `did not say`, `nobody promised`."""
    opening = line.words[hit.source[0][0]] if hit.source else ""
    return "not" in hit.by.has or opening in ("no", "nobody", "none", "neither")


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
