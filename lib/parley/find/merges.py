"""Merges: attributions by the trained model and by rules become one set.

Where both read one cue alike, the model says who speaks and the rules how far it goes (measured on PolNeAR dev: of
contents that both have half right, the rules have more exact). What the rules alone see is kept where the model has
nothing, and where it can have nothing: its gold knows no attribution that stands in what another one says.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from parley.find.attributions import Attribution
from parley.find.cues import Lexicon, find_cues
from parley.find.lines import Line
from parley.find.nesting import whole_of
from parley.spans import Span, holding, shared

# Of the model's attributions, those that a rule reads alike are kept at a lower confidence than those it does not.
ALIKE, ALONE = 0.15, 0.5
_HALF = 0.5
# Patterns that know what the model's gold does not teach: these stand as the rules have them …
_OWN = frozenset({"noun", "list", "adjective", "opener", "asked", "to", "that", "transcript", "heading"})
# … and these are right more often than not where the model takes the same words otherwise.
_SURE = frozenset({"before", "by", "according", "inverted", "wedged"})


def merge(
    by_model: Sequence[Attribution], by_rules: Sequence[Attribution], lines: Sequence[Line], lexicon: Lexicon
) -> list[Attribution]:
    """Return the attributions of one text: the model's, what only the rules see, and where they agree one of both."""
    cues, contents = _Index(by_rules, "cue_parts"), _Index(by_rules, "content_parts")
    starts = [line.start for line in lines]
    merged: list[Attribution] = []
    taken: list[Attribution] = []
    met: set[int] = set()
    for one in by_model:
        same = cues.touched(one.cue_parts)
        alike = [n for n in contents.touched(one.content_parts) if _is_alike(one, by_rules[n])]
        same = same or [n for n in alike if _share(one.source_parts, by_rules[n].source_parts)]
        twin = next((by_rules[n] for n in same if n in alike or _is_cut(one, by_rules[n])), None)
        if one.confidence < (ALONE if twin is None else ALIKE):
            continue
        if any(_pattern(by_rules[n]) in _OWN for n in {*same, *alike}):
            continue
        met.update(same)
        if twin is None:
            line = lines[max(0, holding(starts, one.cue_parts[0][0]))]
            merged.append(_classify(one, line, lexicon))
        else:
            merged.append(_join(one, twin))
        taken += [one, merged[-1]]
    model_at = _Index(taken, "content_parts")
    for number, one in enumerate(by_rules):
        others = [taken[other] for other in model_at.touched(one.content_parts)]
        is_new = all(not _is_alike(one, other) for other in others) or any(_holds(other, one) for other in others)
        if number not in met and (is_new or _pattern(one) in _OWN | _SURE):
            merged.append(one)
    return merged


def _pattern(rule: Attribution) -> str:
    return rule.rule_id.rsplit(".", 1)[-1]


def _is_alike(one: Attribution, other: Attribution) -> bool:
    return _dice(one.content_parts, other.content_parts) >= _HALF


def _is_cut(one: Attribution, rule: Attribution) -> bool:
    """Say whether the model stops early in what a sure rule reads: "according to rumours, the rebels | have agreed"."""
    inside = [any(a <= start and end <= b for a, b in rule.content_parts) for start, end in one.content_parts]
    return _pattern(rule) in _SURE and all(inside)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Say whether an attribution stands, source, cue and content, in what another one says."""
    start, end = whole_of(inner)
    return any(first <= start and end <= last for first, last in outer.content_parts)


class _Index:
    """Which attributions have a role at some place of the text; parts of that role seldom overlap one another."""

    def __init__(self, ones: Sequence[Attribution], role: str) -> None:
        parts = sorted((*part, number) for number, one in enumerate(ones) for part in getattr(one, role))
        self.parts, self.ends = parts, list(accumulate((end for _, end, _ in parts), max))

    def touched(self, spans: Sequence[Span]) -> list[int]:
        """Return the numbers of the attributions whose parts share characters with spans, in order."""
        found = set()
        for start, end in spans:
            for at in range(bisect_right(self.ends, start), len(self.parts)):
                if self.parts[at][0] >= end:
                    break
                if self.parts[at][1] > start:
                    found.add(self.parts[at][2])
        return sorted(found)


def _join(one: Attribution, rule: Attribution) -> Attribution:
    """Return what both read alike: as far as the rules say, by whom the model says."""
    confidence = max(one.confidence, rule.confidence)
    if _share(one.content_parts, rule.source_parts) or _share(one.source_parts, rule.content_parts):
        return one._replace(confidence=confidence, cue_code=rule.cue_code, doubts=rule.doubts)
    is_torn = len(one.source_parts) != 1 and _share(one.source_parts, rule.source_parts)
    is_same = is_torn or not one.source_parts or _dice(one.source_parts, rule.source_parts) >= _HALF
    return rule._replace(confidence=confidence, source_parts=rule.source_parts if is_same else one.source_parts)


def _share(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(shared(a, b) for a in some for b in others)


def _classify(one: Attribution, line: Line, lexicon: Lexicon) -> Attribution:
    """Return the model's attribution with the class and the doubts that the codebook gives its cue's words."""
    for cue in find_cues(line, lexicon):
        if _share([(line.spans[cue.first][0], line.spans[cue.last - 1][1])], one.cue_parts):
            return one._replace(cue_code=cue.entry.cue_code, doubts=cue.entry.doubts)
    return one


def _dice(some: Sequence[Span], others: Sequence[Span]) -> float:
    common = sum(shared(a, b) for a in some for b in others)
    size = sum(end - start for start, end in (*some, *others))
    return 2 * common / max(1, size)
