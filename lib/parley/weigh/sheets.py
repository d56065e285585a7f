"""Scoring coded rows against a hand-coded sheet: which gold rows were met, and with which codes right.

A gold row is *met* when a predicted row of its kind covers at least half of it (or lies inside it and covers
40 %) and is at most four times as long; pairs are one to one. Steer by `core_right` (core rows met with
holder and main code right) and `precision_paired` (predicted rows that were needed; a repeat is wrong).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parley.spans import Span, shared

Row = Mapping[str, Any]
KINDS = ("position", "term", "motive", "framing", "event", "outlook")
_MAIN = {"position": "issue_code", "term": "term_code", "motive": "motive_code"}
_MAIN |= {"framing": "device_code", "event": "event_code", "outlook": "about_code"}
_STANCE = {"position": "stance_code", "framing": "tone_code"}
_MORE = {
    "position": ("act_code", "speaker"),
    "term": ("role_code", "obligor_id", "beneficiary_id", "speaker"),
    "motive": ("basis_code", "attributed_by"),
    "framing": ("framer_id", "role_main_code", "role_fine_code", "is_distanced"),
    "event": (),
    "outlook": ("likelihood_code",),
}
_COMMON = ("holder", "code", "stance", "evidence")
_ACTOR_FIELDS = ("holder", "speaker", "obligor_id", "beneficiary_id", "attributed_by", "framer_id")
_LONGEST = 4
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_ABSENT = object()


def score_rows(
    gold: Sequence[Row], given: Sequence[Row], *, furniture: Iterable[Row] = (), parent: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return shares by name with their counts (`counts`: [right, of]), overall and for each kind of row.

    `furniture` are spans no row may touch; `parent` maps an actor to the one it speaks for, which is right too.
    A share of nothing is None; recall and precision of nothing are 0.

    >>> row = {"kind": "position", "start": 0, "end": 9, "holder_id": "a", "issue_code": "talks"}
    >>> score_rows([row], [row])["overall"]["core_right"]
    1.0
    """
    spots = [span_of(spot) for spot in furniture]
    pairs = pair_rows(gold, given, parent or {})
    kinds = {kind: _score_part((kind,), gold, given, pairs, (spots, parent or {})) for kind in KINDS}
    missed = [row.get("id") for at, row in enumerate(gold) if row.get("core", 1) and at not in pairs]
    overall = _score_part(KINDS, gold, given, pairs, (spots, parent or {}))
    return {"overall": overall, "kinds": kinds, "missed_core": missed}


def span_of(row: Row) -> Span:
    """Return the evidence of a row: `evidence: {start, end}` or `start` and `end`."""
    place = row.get("evidence") or row
    return place["start"], place["end"]


def meets(gold: Row, given: Row) -> bool:
    """Say whether a predicted row meets a gold row."""
    if gold["kind"] != given["kind"]:
        return False
    one, other = span_of(gold), span_of(given)
    size, common = one[1] - one[0], shared(one, other)
    if other[1] - other[0] > _LONGEST * size:
        return False
    return 2 * common >= size or (one[0] <= other[0] and other[1] <= one[1] and 10 * common >= 4 * size)


def pair_rows(gold: Sequence[Row], given: Sequence[Row], parent: Mapping[str, str]) -> dict[int, int]:
    """Return the predicted row of each met gold row: greedily by overlap and equal codes, then moved along."""
    fits = {g: [p for p, row in enumerate(given) if meets(gold[g], row)] for g in range(len(gold))}
    ranked = sorted((-_likeness(gold[g], given[p], parent), g, p) for g in fits for p in fits[g])
    partner: dict[int, int] = {}
    taken: dict[int, int] = {}
    for _, g, p in ranked:
        if g not in partner and p not in taken:
            partner[g], taken[p] = p, g

    def place(g: int, seen: set[int]) -> bool:
        for p in fits[g]:
            if p in seen:
                continue
            seen.add(p)
            if p not in taken or place(taken[p], seen):
                partner[g], taken[p] = p, g
                return True
        return False

    for g in fits:
        if g not in partner:
            place(g, set())
    return partner


def _likeness(gold: Row, given: Row, parent: Mapping[str, str]) -> float:
    one, other = span_of(gold), span_of(given)
    dice = 2 * shared(one, other) / (one[1] - one[0] + other[1] - other[0])
    fields = _COMMON + _MORE[gold["kind"]]
    return dice + 0.1 * sum(is_right(gold, given, field, parent) is True for field in fields)


def _columns(kind: str, field: str) -> tuple[tuple[str, ...], str]:
    """Return the columns where a field is looked up, and the stem of its list of further right answers."""
    if field == "holder":
        if kind == "framing":
            return ("actor_id",), "actor_id"
        if kind in ("motive", "event"):
            return ("actor_id", "actor_ids", "holder_id"), "actor_id"
        return ("holder_id", "actor_id"), "holder_id"
    if field == "framer_id":
        return ("framer_id", "holder_id"), field
    named = {"code": _MAIN[kind], "stance": _STANCE.get(kind, ""), "evidence": "evidence_code", "speaker": "speaker_id"}
    name = named.get(field, field)
    return (name,), name


def _value(row: Row, field: str) -> Any:
    """Return the first value that is not null among the field's columns; null if one is there; else absent."""
    found: Any = _ABSENT
    for name in _columns(row["kind"], field)[0]:
        if name in row:
            if row[name] is not None:
                return row[name]
            found = None
    return found


def is_right(gold: Row, given: Row, field: str, parent: Mapping[str, str]) -> bool | None:
    """Say whether a field of the predicted row is right; None where gold leaves it open."""
    kind = gold["kind"]
    wanted, got = _value(gold, field), _value(given, field)
    if wanted is _ABSENT or (field == "evidence" and kind in ("framing", "event") and got in (_ABSENT, None)):
        return None
    answers = [wanted, *gold.get(f"{_columns(kind, field)[1]}_ok", [])]
    if field == "framer_id" or (field == "holder" and kind != "framing"):
        answers += gold.get("holders_ok", [])
    if isinstance(wanted, list):
        answers += wanted
    if field in _ACTOR_FIELDS and not (field == "holder" and kind == "framing"):
        answers += [parent[answer] for answer in answers if isinstance(answer, str) and answer in parent]
    if isinstance(got, list):
        return got in answers or any(item in answers for item in got)
    return (None if got is _ABSENT else got) in answers


def numbers_of(row: Row) -> set[str]:
    """Return every number of a term as comparable text: durations in ISO form, dates, bare amounts.

    >>> numbers_of({"quantity": "7", "unit": "years"}) == numbers_of({"horizon": "P7Y"})
    True
    >>> numbers_of({"quantity": "2 billion"}) == numbers_of({"quantity": "2,000,000,000"})
    True
    """
    numbers = set()
    if row.get("horizon") is not None:
        numbers.add(_duration(str(row["horizon"])))
    if row.get("quantity") is not None:
        amount = re.sub(r"(?<=\d),(?=\d{3})", "", str(row["quantity"])).strip().casefold()
        shown = re.fullmatch(r"(\d+(?:\.\d+)?)(?: (thousand|million|billion|trillion))?", amount)
        amount = f"{float(shown[1]) * _SCALES.get(shown[2], 1):.12g}" if shown else amount
        unit = str(row.get("unit") or "").casefold().removesuffix("s")
        if unit == "hour":
            numbers.add(f"PT{amount}H")
        elif unit in _UNITS:
            numbers.add(_duration(f"P{amount}{_UNITS[unit]}"))
        else:
            numbers.add(amount)
    return numbers


def _duration(text: str) -> str:
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?", text)
    return f"P{7 * int(match[1] or 0) + int(match[2] or 0)}D" if match and text != "P" else text


def _score_part(
    kinds: Sequence[str],
    gold: Sequence[Row],
    given: Sequence[Row],
    pairs: Mapping[int, int],
    about: tuple[Sequence[Span], Mapping[str, str]],
) -> dict[str, Any]:
    spots, parent = about
    rows = [g for g, row in enumerate(gold) if row["kind"] in kinds]
    core = [g for g in rows if gold[g].get("core", 1)]
    ours = [p for p, row in enumerate(given) if row["kind"] in kinds]
    met, used = [g for g in rows if g in pairs], set(pairs.values())

    def whole(g: int) -> bool:
        wrong = [is_right(gold[g], given[pairs[g]], field, parent) is False for field in ("holder", "code")]
        return not any(wrong)

    counts = {
        "core_recall": [sum(g in pairs for g in core), len(core)],
        "core_right": [sum(g in pairs and whole(g) for g in core), len(core)],
        "recall": [len(met), len(rows)],
        "precision": [sum(any(meets(row, given[p]) for row in gold) for p in ours), len(ours)],
        "precision_touch": [sum(any(shared(span_of(row), span_of(given[p])) for row in gold) for p in ours), len(ours)],
        "precision_paired": [sum(p in used for p in ours), len(ours)],
    }
    for name in dict.fromkeys([*_COMMON, *(name for kind in kinds for name in _MORE[kind])]):
        asked = [g for g in met if name in _COMMON or name in _MORE[gold[g]["kind"]]]
        verdicts = [is_right(gold[g], given[pairs[g]], name, parent) for g in asked]
        counts[name] = [verdicts.count(True), len(verdicts) - verdicts.count(None)]
    result: dict[str, Any] = {}
    if "term" in kinds:
        counts |= _count_numbers([g for g in rows if gold[g]["kind"] == "term"], gold, given, pairs)
    for name, (n, of) in counts.items():
        result[name] = round(n / of, 4) if of else (0.0 if name.startswith(("core", "recall", "precision")) else None)
    total = result["precision"] + result["recall"]
    result["f1"] = round(2 * result["precision"] * result["recall"] / total, 4) if total else 0.0
    result["furniture"] = sum(any(shared(spot, span_of(given[p])) for spot in spots) for p in ours)
    for code in ("alleged", "hypothetical"):
        result[f"{code}_as_asserted"] = sum(
            gold[g].get("evidence_code") == code
            and "asserted" not in gold[g].get("evidence_code_ok", [])
            and given[pairs[g]].get("evidence_code") == "asserted"
            for g in met
        )
    return result | {"counts": counts}


def _count_numbers(
    terms: Sequence[int], gold: Sequence[Row], given: Sequence[Row], pairs: Mapping[int, int]
) -> dict[str, list[int]]:
    counted = [g for g in terms if numbers_of(gold[g])]
    right = 0
    for g in counted:
        horizons = [gold[g].get("horizon"), *gold[g].get("horizon_ok", [])]
        choices = [numbers_of({**gold[g], "horizon": horizon}) for horizon in horizons]
        right += g in pairs and any(choice <= numbers_of(given[pairs[g]]) for choice in choices)
    return {"numbers": [right, sum(g in pairs for g in counted)], "numbers_of_all": [right, len(counted)]}
