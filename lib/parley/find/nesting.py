"""Nesting: which attribution stands in what another one says, and what order they come in."""

from collections.abc import Sequence

from parley.find.attributions import Attribution, hull
from parley.spans import Span

_NEAR = 40  # attributions before one that may hold it


def whole_of(one: Attribution) -> Span:
    """Return the hull of source, cue and content."""
    return hull([*one.source_parts, *one.cue_parts, *one.content_parts]) or (0, 0)


def in_order(raw: Sequence[Attribution]) -> list[Attribution]:
    """Return attributions by start, longest first among equals, so that a holder comes before what it holds."""
    return sorted(raw, key=lambda one: (whole_of(one)[0], -whole_of(one)[1], one.cue_parts, one.rule_id))


def nest(ordered: Sequence[Attribution]) -> list[int | None]:
    """Return for each attribution the number of the innermost one whose content holds it, null for the outermost.

    `ordered` as `in_order` gives it.
    """
    wholes = [whole_of(one) for one in ordered]
    sizes = [sum(end - start for start, end in one.content_parts) for one in ordered]
    parents: list[int | None] = []
    for index, whole in enumerate(wholes):
        holders = [
            other
            for other in range(max(0, index - _NEAR), index)
            if wholes[other] != whole and any(a <= whole[0] and whole[1] <= b for a, b in ordered[other].content_parts)
        ]
        parents.append(min(holders, key=lambda other: sizes[other]) if holders else None)
    return parents
