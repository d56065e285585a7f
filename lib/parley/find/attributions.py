"""Attributions: the raw form in which rules or a model hand over who says what, before it is made a row."""

from collections.abc import Sequence
from typing import NamedTuple

from parley.spans import Span


class Attribution(NamedTuple):
    """One act of speech or thought in one text; every part is a span of characters of that text.

    `source_parts` may be empty (nobody is named) and so may `cue_parts` (a quotation that goes on);
    `content_parts` never is. `cue_code` is null where a model gives no class: it is then looked up from
    the cue's words. `doubts` holds codes that the wording adds to the evidence (alleged, predicted …).
    """

    source_parts: tuple[Span, ...]
    cue_parts: tuple[Span, ...]
    content_parts: tuple[Span, ...]
    confidence: float
    rule_id: str
    cue_code: str | None = None
    is_negated: bool = False
    doubts: tuple[str, ...] = ()


def hull(parts: Sequence[Span]) -> Span | None:
    """Return the span from the first to the last part; None where there are none.

    >>> hull([(0, 4), (9, 12)]), hull([])
    ((0, 12), None)
    """
    return (min(start for start, _ in parts), max(end for _, end in parts)) if parts else None
