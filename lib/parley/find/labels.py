"""Labels: names before a colon, in headlines (`Ray: talks are over`) and transcripts (`RAY: We are done.`)."""

from collections.abc import Sequence

from parley.find.attributions import Attribution
from parley.find.lines import QUOTES, Line
from parley.spans import Span

TRANSCRIPT = "label.transcript"
_LONGEST = 8  # words before the colon
_SMALL = frozenset({"of", "the", "'s", "for", "-", ".", "and", "de", "van", "von", "al"})


def find_labelled(lines: Sequence[Line]) -> dict[int, Attribution]:
    """Return the attributions that labels make, by the number of the line they open.

    In a heading one label is enough; in the body it must stand before a quotation, or be one of several: two
    in capitals, or three of any kind. What follows to the end of the paragraph is what the label says.
    """
    colons: dict[int, int] = {}
    for index, line in enumerate(lines):
        is_first = index == 0 or lines[index - 1].para != line.para
        colon = _colon(line) if is_first and ":" in line.words[:_LONGEST] else None
        if colon is not None:
            colons[index] = colon
    n_shouted = sum(1 for index, colon in colons.items() if _is_shouted(lines[index], colon))
    is_transcript = n_shouted >= 2 or sum(1 for index in colons if not lines[index].is_heading) >= 3
    found: dict[int, Attribution] = {}
    for index, colon in colons.items():
        line = lines[index]
        if line.is_heading or is_transcript or line.words[colon + 1] in QUOTES:
            found[index] = _attribution(lines, index, colon)
    return found


def _colon(line: Line) -> int | None:
    colon = line.words.index(":")
    if colon == 0 or colon + 2 >= len(line.words) or not line.caps[0]:
        return None
    is_name = all(line.caps[at] or line.words[at] in _SMALL for at in range(colon))
    return colon if is_name and line.spans[colon][1] < line.spans[colon + 1][0] else None


def _is_shouted(line: Line, colon: int) -> bool:
    return line.is_shouted or colon == 1 and line.words[0] in ("q", "a")


def _attribution(lines: Sequence[Line], index: int, colon: int) -> Attribution:
    line = lines[index]
    source: tuple[Span, ...] = ((line.spans[0][0], line.spans[colon - 1][1]),)
    if line.words[:colon] in (("q",), ("a",)):
        source = ()
    last = index
    while last + 1 < len(lines) and lines[last + 1].para == line.para and not line.is_heading:
        last += 1
    content = (line.spans[colon + 1][0], lines[last].spans[-1][1])
    rule_id = "label.heading" if line.is_heading else TRANSCRIPT
    return Attribution(source, (line.spans[colon],), (content,), 0.5, rule_id, "say")
