"""How far found attributions agree with gold ones: per role, by holder, and end to end.

Everything is counted over words, so that quotation marks, commas and blanks at the edge of a span
never matter. Attributions of an article are paired one to one, greedily, by the Dice overlap of their
contents plus half that of their cues. A pair is a hit for a role at three levels: `overlap` (a word
shared), `half` (Dice of the two word sets at least .5), `exact` (the same words). The number to steer
by is `end_to_end.f1`: content half and source half right, of attributions with a source; it cannot be
won by long spans. Intervals come from drawing articles with replacement (Efron 1979), because the
sentences of one article resemble each other.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from parley.errors import InputError
from parley.frames import make_table

ROLES = ("source", "cue", "content")
LEVELS = ("overlap", "half", "exact")
MANNERS = ("direct", "mixed", "indirect")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r'["“][^"”\n]*["”]?')
_HALF = 0.5


class _Measure(NamedTuple):
    """A share: `hits` times their number over the sum of the counts `of`; `n` is the count it stands on."""

    hits: str
    of: tuple[str, ...]
    n: str


def _f1(name: str, hits: str, counted: str) -> dict[str, _Measure]:
    given, gold = f"{counted}.given", f"{counted}.gold"
    bases = {"p": (given,), "r": (gold,), "f1": (given, gold)}
    return {f"{name}.{key}": _Measure(hits, of, of[-1]) for key, of in bases.items()}


_MEASURES: dict[str, _Measure] = {}
for _role in ROLES:
    _MEASURES |= _f1(f"token.{_role}", f"token.{_role}", f"token.{_role}")
    for _level in LEVELS:
        _MEASURES |= _f1(f"{_level}.{_role}", f"{_level}.{_role}", f"n.{_role}")
_MEASURES |= _f1("end_to_end", "holder.half", "n.source")
_MEASURES |= {f"holder.{level}": _Measure(f"holder.{level}", ("found",), "found") for level in ("any", "half")}
_MEASURES |= {f"content_found.{way}": _Measure(f"found.{way}", (f"n.{way}",), f"n.{way}") for way in MANNERS}
_COLUMNS = sorted({name for measure in _MEASURES.values() for name in (measure.hits, *measure.of)})


def score_attributions(
    gold: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]], *, corpus: str = "", draws: int = 1000
) -> pd.DataFrame:
    """Return the agreement of given attributions with gold: one row per measure and group, a `quality` table.

    Both are rows with `id` and `attributions` (lists of `{source, cue, content}`, each a list of
    `[start, end]`); gold rows also have `text` and may have `outlet`. An article that `given` leaves out
    counts as found empty. Measures (shares, 0 to 1):
    `token|overlap|half|exact.ROLE.p|r|f1`, `holder.any|half` (of found contents: is the source right),
    `end_to_end.p|r|f1`, `content_found.direct|mixed|indirect` (recall of contents at half), each overall
    and, with ` outlet=NAME` after it, by outlet. `low` and `high` bound 95 % of `draws` resamples of articles.

    Raises:
        InputError: gold is empty, or `given` has an article that gold does not know.

    >>> gold = [{"id": "a", "text": "She said yes.",
    ...          "attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 12]]}]}]
    >>> table = score_attributions(gold, gold, draws=10).set_index("measure")
    >>> float(table.value["end_to_end.f1"])
    1.0
    """
    found_by_id = {row["id"]: row.get("attributions") or [] for row in given}
    odd = sorted(set(found_by_id) - {row["id"] for row in gold})
    if odd or not gold:
        found = f"articles unknown to gold: {odd[:3]}" if odd else "no gold articles"
        raise InputError("attributions", found=found, expected="gold and predictions of the same articles")
    counts = [count_agreement(row["text"], row["attributions"], found_by_id.get(row["id"], [])) for row in gold]
    matrix = np.array([[count[name] for name in _COLUMNS] for count in counts], dtype=float)
    groups: dict[str, list[int]] = {"": list(range(len(gold)))}
    for at, row in enumerate(gold):
        if row.get("outlet"):
            groups.setdefault(f" outlet={row['outlet']}", []).append(at)
    rows = []
    for name in ["", *sorted(set(groups) - {""})]:
        rows += [row | {"corpus": corpus, "table": "statements"} for row in _rows(matrix[groups[name]], name, draws)]
    return make_table("quality", rows)


def _rows(matrix: np.ndarray, group: str, draws: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(len(matrix))
    weights = rng.multinomial(len(matrix), np.full(len(matrix), 1 / max(len(matrix), 1)), size=draws)
    drawn, total = weights @ matrix, matrix.sum(axis=0, keepdims=True)
    rows = []
    for name, measure in _MEASURES.items():
        n = int(total[0, _COLUMNS.index(measure.n)])
        if n:
            low, high = np.quantile(_shares(drawn, measure), (0.025, 0.975)) if draws else (None, None)
            value = _shares(total, measure)[0]
            rows.append({"measure": name + group, "value": value, "n": n, "low": low, "high": high})
    return rows


def _shares(sums: np.ndarray, measure: _Measure) -> np.ndarray:
    hits = len(measure.of) * sums[:, _COLUMNS.index(measure.hits)]
    whole = sum(sums[:, _COLUMNS.index(name)] for name in measure.of)
    return np.divide(hits, whole, out=np.zeros_like(hits), where=whole > 0)


def count_agreement(text: str, gold: Iterable[Mapping[str, Any]], given: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Return the counts behind every measure for one article: hits, given and gold, by role and level."""
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    quoted = _quoted_words(text, starts)
    golds = [_words_by_role(one, starts, ends) for one in gold]
    givens = [_words_by_role(one, starts, ends) for one in given]
    count: Counter[str] = Counter()
    for role in ROLES:
        gold_words = frozenset().union(*(one[role] for one in golds))
        given_words = frozenset().union(*(one[role] for one in givens))
        count[f"token.{role}"] = len(gold_words & given_words)
        count[f"token.{role}.gold"], count[f"token.{role}.given"] = len(gold_words), len(given_words)
        count[f"n.{role}.gold"] = sum(1 for one in golds if one[role])
        count[f"n.{role}.given"] = sum(1 for one in givens if one[role])
    for one in golds:
        count[f"n.{_manner_of(one['content'], quoted)}"] += 1
    for gold_one, given_one in _pairs(golds, givens):
        _count_pair(gold_one, given_one, count)
        if _dice(gold_one["content"], given_one["content"]) >= _HALF:
            count[f"found.{_manner_of(gold_one['content'], quoted)}"] += 1
    return count


def _count_pair(one: Mapping[str, frozenset[int]], other: Mapping[str, frozenset[int]], count: Counter[str]) -> None:
    for role in ROLES:
        if one[role] & other[role]:
            count[f"overlap.{role}"] += 1
            count[f"half.{role}"] += _dice(one[role], other[role]) >= _HALF
            count[f"exact.{role}"] += one[role] == other[role]
    if one["source"] and _dice(one["content"], other["content"]) >= _HALF:
        count["found"] += 1
        count["holder.any"] += bool(one["source"] & other["source"])
        count["holder.half"] += _dice(one["source"], other["source"]) >= _HALF


def _words_by_role(
    attribution: Mapping[str, Any], starts: Sequence[int], ends: Sequence[int]
) -> dict[str, frozenset[int]]:
    """Return the numbers of the words that each role touches."""
    return {
        role: frozenset(
            at
            for start, end in attribution.get(role) or ()
            for at in range(bisect_right(ends, start), bisect_left(starts, end))
        )
        for role in ROLES
    }


def _pairs(
    golds: Sequence[Mapping[str, frozenset[int]]], givens: Sequence[Mapping[str, frozenset[int]]]
) -> list[tuple[Mapping[str, frozenset[int]], Mapping[str, frozenset[int]]]]:
    scored = [
        (_dice(one["content"], other["content"]) + _HALF * _dice(one["cue"], other["cue"]), -g, -p)
        for (g, one), (p, other) in product(enumerate(golds), enumerate(givens))
    ]
    pairs: dict[int, int] = {}
    for score, g, p in sorted(scored, reverse=True):
        if score > 0 and -g not in pairs and -p not in pairs.values():
            pairs[-g] = -p
    return [(golds[g], givens[p]) for g, p in pairs.items()]


def _dice(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _manner_of(content: frozenset[int], quoted: frozenset[int]) -> str:
    """Say how a content stands in the text: all its words between double quotation marks, some, or none."""
    inside = len(content & quoted)
    return "indirect" if not inside else "direct" if inside == len(content) else "mixed"


def _quoted_words(text: str, starts: Sequence[int]) -> frozenset[int]:
    """Return the numbers of the words between double quotation marks; a paragraph's end closes what is open."""
    spans = (match.span() for match in _QUOTED.finditer(text))
    return frozenset(at for start, end in spans for at in range(bisect_left(starts, start), bisect_left(starts, end)))
