"""Rows by the coding model: drafts made whole, with who is meant, on whose account, how much and when.

Where a rule coded a passage its row stands, for rules are the surer; the model (`code/coding_model.py`) adds rows where
they are silent. `--coder rules` never comes here.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parley.code.accounts import THOUGHTS, Account, Subject, account_of, clause_at
from parley.code.clauses import Clause
from parley.code.coding_model import MODEL, RULE_ID, Draft, confidence_of, draft_rows, read_model
from parley.code.conditions import condition_of, text_through
from parley.code.events import days_near, place_in
from parley.code.framings import thing_id
from parley.code.happenings import join_happenings
from parley.code.items import Scan, scan_articles
from parley.code.passages import number_rows, speaks_for, voice_of
from parley.code.plans import plan_at
from parley.code.pointers import ROLES_BY_KIND, Scale, lead_of, likeliest, point, ruled_at, several, signs_after
from parley.code.positions import issue_of, same_position
from parley.code.provisions import Provision, parts_of_clause
from parley.code.quantities import is_half
from parley.code.signs import Cast, Spot, cast_of, find_candidates, spot_of
from parley.code.terms import same_term
from parley.codebook import Codebook
from parley.frames import make_table, rows_by
from parley.tables import KEYS, KINDS, SCHEMAS, Tables

_LETTERS = {"position": "p", "term": "c", "motive": "v", "framing": "f", "event": "e", "outlook": "o"}
_SAME = {"position": same_position, "term": same_term}
_CERTAINTY = {"predicted": "probable", "implied": "possible", "alleged": "doubtful", "hypothetical": "possible"}
_LEFT_OPEN = (("obligor_id",), ("beneficiary_id",), ("quantity", "unit"), ("horizon",))  # null where rules cannot tell
_NONE = "none"
_LEAST = 0.2  # calibrated confidence below which a draft is no row: four in five would be one too many
_BEHIND = 12  # words behind a draft that may still belong to it: with whom, how much, how long
_PARTING = frozenset({";", ",", "and", "or", "but", "while", "-"})


def code_by_model(coded: Tables, tables: Tables, book: Codebook, path: Path = MODEL) -> Tables:
    """Return the coded tables of the rules with rows added where only the model finds one.

    Raises:
        InputError: there is no weights file at `path`.
    """
    model = read_model(path)
    scale, trust = Scale(model.weights["signs"], {}), model.weights["trust"].tolist()
    found = {
        kind: {doc: [row._asdict() for row in own] for doc, own in rows_by(coded[KINDS[kind]]).items()}
        for kind in _LETTERS
    }
    for scan in scan_articles(tables | coded, book):
        cast = cast_of(scan.article, book)
        last: dict[str, list[tuple[int, str | None]]] = {kind: [] for kind in _LETTERS}
        left = {kind: list(rows) for kind, rows in scan.coded.items()}
        for draft in sorted(draft_rows(scan, model), key=lambda one: (one.start, one.end)):
            ruled = ruled_at(left[draft.kind], draft.start, draft.end)
            own = found[draft.kind].setdefault(scan.article.doc_id, [])
            if ruled is not None:
                place = spot_of(scan.article, ruled.start, ruled.end, draft.kind, {})
                if place is not None:
                    last[draft.kind].insert(0, (place.number, getattr(ruled, lead_of(draft.kind))))
                if draft.kind != "term":
                    continue  # of the others rules leave nothing open that a draft could fill in
                left["term"].remove(ruled)  # one of a list that the rules took for one clause; the others are new
            elif confidence_of(draft, trust) < _LEAST:
                continue
            for number, row in _rows(draft, scan, (cast, last[draft.kind]), (scale, trust), book):
                if ruled is not None:
                    _fill(own, ruled, row, KEYS[KINDS[draft.kind]])
                else:
                    own.append(row)
                    last[draft.kind].insert(0, (number, row[lead_of(draft.kind)]))
    doc_ids = tables["documents"]["doc_id"].tolist()
    return coded | {
        KINDS[kind]: make_table(
            KINDS[kind], [row for doc in doc_ids for row in _numbered(kind, by_doc.get(doc, []), doc, book)]
        )
        for kind, by_doc in found.items()
    }


def _fill(rows: Sequence[dict[str, Any]], ruled: Any, drafted: dict[str, Any], key: str) -> None:
    """Fill in from a drafted row what the row of a rule, one of the rows of its article, leaves open."""
    row = next(one for one in rows if one.get(key) == getattr(ruled, key))
    for names in _LEFT_OPEN:
        if all(name in row and row[name] is None for name in names):
            row |= {name: drafted.get(name) for name in names}


def _numbered(kind: str, rows: list[dict[str, Any]], doc_id: str, book: Codebook) -> Iterator[dict[str, Any]]:
    """Yield the rows of an article in text order, with ids of their own."""
    table = KINDS[kind]
    # rules first: a drafted report of the same happening is the one that is left out
    rows = sorted(rows, key=lambda row: (row["rule_id"] == RULE_ID, row["start"], row["end"]))
    plain = [{name: row.get(name) for name in SCHEMAS[table].columns} for row in rows]
    if kind == "event":
        plain = join_happenings(plain, book)
    for row in number_rows(iter(plain), KEYS[table], _LETTERS[kind], doc_id, _SAME.get(kind, id)):
        if kind not in _SAME:
            row.pop("same_as")
        yield row


def _rows(
    draft: Draft,
    scan: Scan,
    seen: tuple[Cast, Sequence[tuple[int, str | None]]],
    weights: tuple[Scale, Sequence[float]],
    book: Codebook,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the row of a draft with the number of its sentence; none where the draft holds no word."""
    codes = {column: code for column, (code, _) in draft.codes.items()}
    spot = spot_of(scan.article, draft.start, draft.end, draft.kind, codes)
    clause = clause_at(spot.clauses, spot.first) if spot else None
    if spot is None or clause is None or not any(map(str.isalnum, spot.sentence.words[spot.first : spot.last])):
        return
    if draft.kind != "framing":
        spot = spot._replace(last=_clause_end(draft, spot, clause_at(spot.clauses, spot.last - 1)))
    meant = _point_all(spot, find_candidates(spot, seen[0], book, seen[1]), weights[0], book)
    lead = meant[lead_of(draft.kind)]
    actor_id = lead[0] if isinstance(lead, list) and lead else lead if isinstance(lead, str) else None
    row: dict[str, Any] = {column: None if code == _NONE else code for column, code in codes.items()}
    row |= meant
    row |= {
        "doc_id": scan.article.doc_id,
        "sent_id": spot.sentence.sent_id,
        "start": draft.start,
        "end": spot.sentence.spans[spot.last - 1][1],
        "rule_id": RULE_ID,
        "confidence": round(confidence_of(draft, weights[1]), 3),
    }
    told = account_of(clause, Subject(actor_id), clause.words, (row["start"], row["end"]), book)
    row |= _told(told, actor_id, codes["evidence_code"], clause, book)
    yield spot.number, row | _MAKERS[draft.kind](row, spot, told, seen[0], book)


def _clause_end(draft: Draft, spot: Spot, clause: Clause | None) -> int:
    """Return the token where a draft's clause ends, or the next of its kind begins: a passage is a whole phrase."""
    spans, words = spot.sentence.spans, spot.sentence.words
    last = spot.last
    while last > spot.first + 1 and words[last - 1] in _PARTING:  # "and" leads on to the next
        last -= 1
    end = max(last, min(clause.last if clause else last, last + _BEHIND))
    for at in range(last, end):
        if words[at] in _PARTING and not is_half(words, at) or spans[at][0] >= draft.until:
            return at
    return end


def _point_all(
    spot: Spot, signs: dict[str | None, list[str]], scale: Scale, book: Codebook
) -> dict[str, str | list[str] | None]:
    lead, *others = ROLES_BY_KIND[spot.kind]
    chances = point(spot, signs, lead, scale)
    if lead == "actor_ids":
        return {lead: several(chances)}
    meant: dict[str, str | list[str] | None] = {lead: likeliest(chances)}
    after = signs_after(signs, likeliest(chances), book)
    return meant | {role: likeliest(point(spot, after, role, scale)) for role in others}


def _told(account: Account, actor_id: str | None, evidence: str, clause: Any, book: Codebook) -> dict[str, Any]:
    """Return the columns of the account: the model's evidence, but for what the text plainly doubts."""
    if account.evidence_code in ("alleged", "denied") or evidence == "asserted":
        evidence = account.evidence_code
    certainty = account.certainty_code if evidence in ("asserted", "said", "unnamed", "denied") else None
    own = account.columns()
    if actor_id is not None and actor_id != "author" and own["voice_code"] != "author":
        own["voice_code"] = voice_of(clause, actor_id, book)
    elif actor_id != "author" and own["voice_code"] == "author":
        own["voice_code"] = "ascribed"
    return own | {"evidence_code": evidence, "certainty_code": certainty or _CERTAINTY.get(evidence, "certain")}


def _position(row: dict[str, Any], spot: Spot, told: Account, cast: Cast, book: Codebook) -> dict[str, Any]:
    return {"issue_code": issue_of(row["issue_code"], row["target_id"], book), "condition": _condition(spot)}


def _condition(spot: Spot) -> str | None:
    found = condition_of(spot.first, spot.last, spot.clauses)
    return text_through(found, spot.clauses) if found else None


def _term(row: dict[str, Any], spot: Spot, told: Account, cast: Cast, book: Codebook) -> dict[str, Any]:
    clause = Provision(spot.first, spot.last, spot.first, spot.last, row["term_code"], is_weak=False)
    parts = parts_of_clause(clause, spot.sentence, spot.clauses, spot.sentence.published_on, book)
    named = {name: getattr(parts, name) for name in ("place", "quantity", "unit", "horizon")}
    listed = plan_at(cast.plans, spot.number, 1) if row["holder_id"] == "author" else None
    is_plans = row["role_code"] == "provision" or listed is not None and listed.opens == "list"
    if is_plans or row["holder_id"] is None:  # a plan's clause: its owner's or nobody's, and no fact
        plan = plan_at(cast.plans, spot.number)
        if is_plans:
            owner_id, plan_id = (plan.owner_id, plan.plan_id) if plan else (None, None)
            named |= {"role_code": "provision", "holder_id": owner_id, "plan_id": plan_id}
        if row["evidence_code"] not in ("alleged", "denied", "unnamed"):
            named["evidence_code"] = "alleged" if plan is not None and plan.is_alleged else "hypothetical"
    return named | {"condition": _condition(spot)}


def _motive(row: dict[str, Any], spot: Spot, told: Account, cast: Cast, book: Codebook) -> dict[str, Any]:
    is_own = told.teller_id != "author" and speaks_for(told.teller_id, row["actor_id"], book)
    is_thought = told.statement is not None and told.statement.cue_code in THOUGHTS
    is_declared = is_own and not is_thought or row["basis_code"] == "declared" and told.teller_id != "author"
    return {
        "basis_code": "declared" if is_declared else "imputed",
        "attributed_by": None if is_declared else row["attributed_by"] or told.teller_id,
    }


def _framing(row: dict[str, Any], spot: Spot, told: Account, cast: Cast, book: Codebook) -> dict[str, Any]:
    surface = spot.sentence.text[row["start"] : row["end"]]
    actor_id = None if row["actor_id"] == "author" else row["actor_id"]
    return {
        "actor_id": actor_id,
        "surface": surface,
        "target_id": None if actor_id else thing_id(surface),
        "is_distanced": row["device_code"] == "scare_quote",
        **_framed_by(row["framer_id"], row["evidence_code"], told),
    }


def _framed_by(framer_id: str | None, evidence: str, told: Account) -> dict[str, Any]:
    """Return the account of a framing: it stands in the speech of whoever frames."""
    if framer_id == "author":
        own = {"statement_id": None, "speaker_id": "author", "voice_code": "author"}
        return own | {"evidence_code": "asserted" if evidence in ("said", "unnamed") else evidence}
    voice = told.voice_code if told.teller_id == framer_id and told.voice_code != "author" else "reported"
    if evidence == "asserted":
        evidence = "said" if framer_id else "unnamed"
    return {"speaker_id": framer_id, "voice_code": voice, "evidence_code": evidence}


def _event(row: dict[str, Any], spot: Spot, told: Account, cast: Cast, book: Codebook) -> dict[str, Any]:
    days = days_near(spot.sentence, spot.first, spot.last, book)
    return {
        "date_from": days.first.isoformat() if days else None,
        "date_to": days.last.isoformat() if days else None,
        "date_basis_code": "stated" if days else "unknown",
        "place": place_in(spot.sentence, spot.first, spot.last, book),
    }


def _outlook(row: dict[str, Any], spot: Spot, told: Account, cast: Cast, book: Codebook) -> dict[str, Any]:
    voice = "author" if row["holder_id"] == "author" else "reported" if told.statement is None else told.voice_code
    return {"voice_code": voice, "condition": _condition(spot)}


_MAKERS = {
    "position": _position,
    "term": _term,
    "motive": _motive,
    "framing": _framing,
    "event": _event,
    "outlook": _outlook,
}
