"""Runs: quotations that go on over sentences and paragraphs, and those that nobody is named for."""

from collections.abc import Sequence

from parley.find.attributions import Attribution
from parley.find.lines import MARKS, QUOTES, Line, parts_of
from parley.find.patterns import Found
from parley.find.quotes import Quotation
from parley.spans import Span

CONTINUED = "quote.continued"
_CLOSING = frozenset({"before", "inverted", "after", "ahead", "opening"})
_LEAST = 4  # words of a quoted sentence that stands for a statement; shorter ones are catchwords


def content_parts_of(
    line: Line, hit: Found, quotations: Sequence[Quotation], following: Sequence[Line]
) -> tuple[Span, ...]:
    """Return the parts of a content, widened to the whole quotations at their edges and those that go on."""
    parts: list[Span] = []
    for tokens in hit.content:
        for start, end in parts_of(line, [tokens]):
            opening, closing = line.held[tokens[0]], line.held[tokens[1] - 1]
            if hit.by.window < 0:
                if opening >= 0 and quotations[opening].start < line.start:
                    start = quotations[opening].start
                if closing >= 0 and (quotations[closing].end > line.end or _only_marks(line, tokens[1], closing)):
                    end = max(end, quotations[closing].end)
            parts.append((start, end))
    if hit.by.window < 0 and (hit.pattern == "ahead" or parts and _goes_on(line, hit)):
        parts += _continued(line, parts, quotations, following, is_ahead=hit.pattern == "ahead")
    return tuple(parts)


def _only_marks(line: Line, at: int, held: int) -> bool:
    """Say whether nothing but marks is left of a quotation from a token on."""
    rest = [word for word, number in zip(line.words[at:], line.held[at:], strict=True) if number == held]
    return MARKS.issuperset(rest)


def _goes_on(line: Line, hit: Found) -> bool:
    """Say whether what is said ends in a quotation that the next sentence may go on with."""
    last = hit.content[-1][1]
    if hit.pattern not in _CLOSING or line.held[last - 1] < 0:
        return False
    return hit.pattern in ("before", "inverted") or MARKS.issuperset(line.words[last:])


def _continued(
    line: Line, parts: Sequence[Span], quotations: Sequence[Quotation], following: Sequence[Line], *, is_ahead: bool
) -> list[Span]:
    """Return the wholly quoted sentences that follow with no cue of their own.

    They go on within the paragraph; past it only where the mark before was left open (a quotation over
    several paragraphs opens each with a mark and closes only the last), or after a colon.
    """
    more: list[Span] = []
    end = parts[-1][1] if parts else line.end
    para, may_cross = line.para, is_ahead or _is_open(quotations, end)
    for other in following:
        if not other.words or other.end <= end:
            continue
        held = other.held[0]
        if other.para != para and not may_cross or held < 0 or other.held[-1] != held:
            break
        quotation = quotations[held]
        if quotation.end <= end:
            continue
        if other.words[0] not in QUOTES or quotation.start < other.start:
            break
        more.append((quotation.start, quotation.end))
        end, para, may_cross = quotation.end, other.para, not quotation.is_closed
    return more


def _is_open(quotations: Sequence[Quotation], end: int) -> bool:
    return any(quotation.end == end and not quotation.is_closed for quotation in quotations)


def orphans_of(lines: Sequence[Line], quotations: Sequence[Quotation], held: Sequence[Span]) -> list[Attribution]:
    """Return the wholly quoted paragraphs that no attribution holds: somebody goes on speaking."""
    orphans: list[Attribution] = []
    reached = 0
    for index, line in enumerate(lines):
        is_first = index == 0 or lines[index - 1].para != line.para
        if not line.words or not is_first or line.start < reached or line.held[0] < 0 or line.words[0] not in QUOTES:
            continue
        quotation = quotations[line.held[0]]
        last = next((n for n in range(index, len(lines)) if lines[n].end >= quotation.end), len(lines) - 1)
        is_whole = lines[last].held[-1] == line.held[0] and (
            last + 1 == len(lines) or lines[last + 1].para != line.para
        )
        is_taken = any(start < quotation.end and quotation.start < end for start, end in held)
        if is_whole and not is_taken and len(line.words) >= _LEAST:
            orphans.append(Attribution((), (), ((quotation.start, quotation.end),), 0.5, CONTINUED, "say"))
            reached = quotation.end
    return orphans
