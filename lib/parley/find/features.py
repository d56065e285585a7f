"""How the attribution model reads a text: word by word, names hidden, quotations and sentence ends marked.

A lexical model must not learn who speaks. So every name becomes `<name>` and every adjective made of one
`<named>`, by capitals and part of speech and, where a codebook knows the actor, by its mentions; names of
several words become one item, so that long and short names read alike. Titles, days and months stay.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from parley.find.lines import QUOTES, Line
from parley.find.tags import Tagger, weigh_tags
from parley.spans import Span

NAME, NAMED, SENTENCE, PARAGRAPH = "<name>", "<named>", "<s>", "<p>"
OUTSIDE, INSIDE, OPENING, CLOSING = range(4)
_NO_SPAN = (0, 0)
# Stand-ins for actors that a codebook knows, so that the tagger judges the words beside them all alike.
_SOMEONE, _SOMEONES = "Smith", "American"
_MASKED_HOW = {"name": _SOMEONE, "metonym": _SOMEONE, "demonym": _SOMEONES}
_KEPT = re.compile(
    r"""(?:mrs?|ms|dr|sen|rep|gov|gen|lt|col|capt|prof|rev|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.
    | i | president | senator | governor | secretary | judge | justice | mayor | professor | sir | lord | king | queen
    | prince | pope | chair(?:wo)?man | minister | ambassador | speaker | representative | congress(?:wo)?man
    | chancellor | monday | tuesday | wednesday | thursday | friday | saturday | sunday | january | february | march
    | april | may | june | july | august | september | october | november | december""",
    re.VERBOSE | re.IGNORECASE,
)


class Reading(NamedTuple):
    """A text as items: words, hidden names, and a mark before each sentence and paragraph.

    `spans` are characters of the text, (0, 0) for marks; `lines` the items of each sentence, its mark left
    out; `line_of` the sentence of each item (-1 for marks); `quoted` one of OUTSIDE, INSIDE, OPENING,
    CLOSING; `tags` the probabilities of its part of speech (zeros for marks).
    """

    items: list[str]
    spans: list[Span]
    lines: list[Span]
    line_of: np.ndarray
    quoted: np.ndarray
    tags: np.ndarray


class _Unit(NamedTuple):
    """A word, or a known actor's whole name, as the tagger sees it."""

    word: str
    span: Span
    quoted: int
    is_actor: bool


def read_text(text: str, lines: Sequence[Line], mentions: Sequence[Any], tagger: Tagger) -> Reading:
    """Return the reading of a text; `mentions` are its rows, in order (none where no codebook is at hand)."""
    units = [
        list(_units_of(text, line, masks)) if masks or max(line.held, default=-1) >= 0 else _plain_units(text, line)
        for line, masks in zip(lines, _masks_by_line(lines, mentions), strict=True)
    ]
    chances = weigh_tags([[unit.word for unit in own] for own in units], tagger)
    best = chances.argmax(axis=1).tolist()
    items, spans, spots = list[str](), list[Span](), list[Span]()
    line_of, quoted, tag_of = list[int](), list[int](), list[int]()
    at, para = 0, None
    for number, (line, own) in enumerate(zip(lines, units, strict=True)):
        items.append(SENTENCE if line.para == para else PARAGRAPH)
        spans.append(_NO_SPAN)
        line_of.append(-1)
        quoted.append(INSIDE if own and own[0].quoted in (INSIDE, CLOSING) else OUTSIDE)
        tag_of.append(-1)
        first, para, runs_on, is_title = len(items), line.para, False, _is_title(own)
        for place, unit in enumerate(own):
            item = unit.word
            if unit.is_actor or item[0].isupper():
                item = _mask(unit, tagger.tags[best[at]], is_first=place == 0)
            if item == NAME and runs_on and not is_title:
                spans[-1] = (spans[-1][0], unit.span[1])
            else:
                items.append(item)
                spans.append(unit.span)
                line_of.append(number)
                quoted.append(unit.quoted)
                tag_of.append(at)
            runs_on = item == NAME
            at += 1
        spots.append((first, len(items)))
    none = np.zeros((1, chances.shape[1]), dtype=np.float32)
    tags = np.concatenate([chances, none])[tag_of]
    return Reading(items, spans, spots, np.array(line_of), np.array(quoted), tags)


def _masks_by_line(lines: Sequence[Line], mentions: Sequence[Any]) -> Iterator[list[tuple[int, int, str]]]:
    """Yield for each line the known names in it: start, end and the word that stands in for them."""
    at = 0
    for line in lines:
        masks = []
        while at < len(mentions) and mentions[at].start < line.end:
            mention = mentions[at]
            if mention.start >= line.start and mention.how_code in _MASKED_HOW:
                masks.append((mention.start, mention.end, _MASKED_HOW[mention.how_code]))
            at += 1
        yield masks


def _plain_units(text: str, line: Line) -> list[_Unit]:
    """Return the units of a line that holds no known name and no quotation (most do not; this is quicker)."""
    return [_Unit(text[start:end], (start, end), OUTSIDE, False) for start, end in line.spans]


def _units_of(text: str, line: Line, masks: Sequence[tuple[int, int, str]]) -> Iterator[_Unit]:
    held, size, mask, reached = line.held, len(line.words), 0, -1
    for n, (start, end) in enumerate(line.spans):
        if start < reached:
            continue
        quoted = OUTSIDE if held[n] < 0 else INSIDE
        if quoted and line.words[n] in QUOTES:
            opens, closes = n == 0 or held[n - 1] != held[n], n + 1 == size or held[n + 1] != held[n]
            quoted = OPENING if opens else CLOSING if closes else INSIDE
        while mask < len(masks) and masks[mask][1] <= start:
            mask += 1
        if mask < len(masks) and masks[mask][0] <= start and line.caps[n]:
            reached = masks[mask][1]
            yield _Unit(masks[mask][2], (start, max(end, reached)), quoted, True)
        else:
            yield _Unit(text[start:end], (start, end), quoted, False)


def _mask(unit: _Unit, tag: str, *, is_first: bool) -> str:
    if unit.is_actor:
        return NAME if unit.word == _SOMEONE else NAMED
    if tag not in ("PROPN", "ADJ") or _KEPT.fullmatch(unit.word):
        return unit.word
    return NAME if tag == "PROPN" else unit.word if is_first else NAMED


def _is_title(units: Sequence[_Unit]) -> bool:
    """Say whether Most Words Are Written So: capitals then tell no names."""
    words = [unit.word for unit in units if len(unit.word) > 3 and unit.word.isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
