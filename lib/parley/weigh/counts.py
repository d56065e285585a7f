"""Counts in which a text counts once, however many outlets printed it, and people roll up to their side."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from parley.frames import rows_of
from parley.tables import CODED, KEYS, Tables

_COPIES = ("same", "near")
_ACTOR_COLUMNS = (
    "actor_id",
    "holder_id",
    "speaker_id",
    "target_id",
    "obligor_id",
    "beneficiary_id",
    "attributed_by",
    "framer_id",
)


class Choice(NamedTuple):
    """What to look at: days (ISO, both ends included), actors, outlets, evidence and voice; empty means all."""

    since: str = ""
    until: str = ""
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()


def keep_once(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents with one of each group of copies: the original, else the earliest.

    Example:
        >>> from parley.frames import make_table
        >>> copies = [{"doc_id": "b", "copy_group_id": "g", "copy_code": "near"},
        ...           {"doc_id": "a", "copy_group_id": "g", "copy_code": "original"}, {"doc_id": "c"}]
        >>> keep_once(make_table("documents", copies)).doc_id.tolist()
        ['a', 'c']
    """
    ranks = pd.DataFrame(
        {
            "group": documents["copy_group_id"].fillna(documents["doc_id"]),
            "is_copy": documents["copy_code"].isin(_COPIES),
            "day": documents["published_on"].fillna("9999"),
            "doc_id": documents["doc_id"],
        }
    )
    first = ranks.sort_values(["group", "is_copy", "day", "doc_id"]).drop_duplicates("group")
    return documents[documents["doc_id"].isin(first["doc_id"])]


def count_once(tables: Tables) -> Tables:
    """Return the tables with the rows of one article of each group of copies, and repetitions left out.

    A row that repeats an earlier one of its article (`same_as`) is left out where that one is there.
    """
    kept = _of_documents(tables, keep_once(tables["documents"]))
    for name, frame in kept.items():
        if "same_as" in frame:
            kept[name] = frame[~frame["same_as"].isin(frame[KEYS[name]])]
    return kept


def choose_rows(tables: Tables, choice: Choice) -> Tables:
    """Return the tables with the articles and coded rows that `choice` asks for.

    Undated articles are left out only where a day is asked for. An actor stands for everyone who speaks for it.
    """
    documents = tables["documents"]
    if choice.since:
        documents = documents[documents["published_on"].fillna("") >= choice.since]
    if choice.until:
        documents = documents[documents["published_on"].fillna("9999") <= choice.until]
    if choice.outlets:
        documents = documents[documents["outlet_id"].isin(choice.outlets)]
    kept = _of_documents(tables, documents)
    actors = members_of(tables["actors"], choice.actors)
    for name in (*CODED, "statements"):
        frame = kept[name]
        if choice.evidence:
            frame = frame[frame["evidence_code"].isin(choice.evidence)]
        if choice.voice and "voice_code" in frame:
            frame = frame[frame["voice_code"].isin(choice.voice)]
        if actors:
            frame = frame[_names_any(frame, actors)]
        kept[name] = frame
    return kept


def about_actor(tables: Tables, actor_id: str) -> Tables:
    """Return the tables with the articles that concern an actor or who speaks for it, and with these articles' copies.

    An article concerns an actor that it names, or that holds, says or is the object of a coded row in it.
    """
    members, documents = members_of(tables["actors"], (actor_id,)), tables["documents"]
    found: set[str] = set()
    for name in (*CODED, "statements", "mentions"):
        found |= set(tables[name].loc[_names_any(tables[name], members), "doc_id"])
    if not found:  # a page on an actor that no article names says so over all of them
        return tables
    groups = set(documents.loc[documents["doc_id"].isin(found), "copy_group_id"].dropna())
    kept = _of_documents(tables, documents[documents["doc_id"].isin(found) | documents["copy_group_id"].isin(groups)])
    return kept | {"problems": kept["problems"][kept["problems"]["doc_id"].isin(kept["documents"]["doc_id"])]}


def _of_documents(tables: Tables, documents: pd.DataFrame) -> Tables:
    if len(documents) == len(tables["documents"]):
        return dict(tables)
    return {
        name: frame[frame["doc_id"].isin(documents["doc_id"])] if "doc_id" in frame and name != "problems" else frame
        for name, frame in tables.items()
    } | {"documents": documents}


def _names_any(frame: pd.DataFrame, actors: set[str]) -> pd.Series:
    named = pd.Series(False, index=frame.index)
    for column in _ACTOR_COLUMNS:
        if column in frame:
            named |= frame[column].isin(actors)
    if "actor_ids" in frame:
        named |= pd.Series([bool(actors & set(ids or ())) for ids in frame["actor_ids"]], index=frame.index, dtype=bool)
    return named


def sides_of(actors: pd.DataFrame) -> dict[str, str]:
    """Return the side of each actor: up `speaks_for_id` to the first state, else to the last in the chain.

    Example:
        >>> from parley.frames import make_table
        >>> people = [{"actor_id": "kherson_mayor", "actor_kind_code": "person", "speaks_for_id": "ukraine"},
        ...           {"actor_id": "ukraine", "actor_kind_code": "state", "speaks_for_id": "europe"}]
        >>> sides_of(make_table("actors", people))["kherson_mayor"]
        'ukraine'
    """
    by_id = {row.actor_id: row for row in rows_of(actors)}
    return {actor_id: _side(actor_id, by_id) for actor_id in by_id}


def _side(actor_id: str, by_id: Mapping[str, Any]) -> str:
    seen = {actor_id}
    while (row := by_id.get(actor_id)) and row.actor_kind_code != "state" and row.speaks_for_id not in (None, *seen):
        actor_id = row.speaks_for_id
        seen.add(actor_id)
    return actor_id


def members_of(actors: pd.DataFrame, chosen: tuple[str, ...]) -> set[str]:
    """Return the chosen actors and everyone who speaks for them, directly or not."""
    members = set(chosen)
    pairs = [(row.actor_id, row.speaks_for_id) for row in rows_of(actors)]
    while more := {actor for actor, above in pairs if above in members} - members:
        members |= more
    return members
