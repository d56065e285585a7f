"""Mentions: every naming of an actor, by name, role, people or capital, and what goes back to one."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from parley.codebook import Codebook
from parley.find.names import view_of
from parley.find.namings import name_actors
from parley.find.references import find_references
from parley.frames import make_table, rows_by, rows_of
from parley.tables import Tables


def find_mentions(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `mentions` of all documents, in text order.

    One row per naming of an actor of the codebook, with the rule that fired. Pronouns and bare nouns ("the
    minister") that go back to a naming are rows with `antecedent_id`; where the text does not say to whom they go
    back, there is no row. Needs `documents` and `sentences`; removed sentences have no rows.

    Example:
        >>> from parley.codebook import read_codebook
        >>> from parley.find.sentences import find_sentences
        >>> book = read_codebook("ukraine-russia")
        >>> text = "Ankara offered to host. The Turkish president said he was ready."
        >>> document = {"doc_id": "a", "text": text, "published_on": "2022-11-09"}
        >>> tables = {"documents": make_table("documents", [document]), "removals": make_table("removals", [])}
        >>> tables["sentences"] = find_sentences(tables, book)
        >>> found = find_mentions(tables, book)
        >>> list(zip(found.surface, found.actor_id, found.how_code))[:2]
        [('Ankara', 'turkey', 'metonym'), ('Turkish president', 'erdogan', 'role')]
    """
    sentences = rows_by(tables["sentences"])
    rows: list[dict[str, Any]] = []
    for document in rows_of(tables["documents"]):
        rows += _rows(document, sentences.get(document.doc_id, []), codebook)
    return make_table("mentions", rows)


def _rows(document: Any, sentences: Sequence[Any], book: Codebook) -> Iterator[dict[str, Any]]:
    views = [view_of(document.text, sentence) for sentence in sentences if not sentence.is_removed]
    namings = name_actors(document.text, views, document.published_on, book)
    mentions = find_references(document.text, views, namings, document.published_on, book)
    ids = {one.key: f"{document.doc_id}:m{number:04d}" for number, one in enumerate(mentions)}
    for one in mentions:
        view, found = views[one.sentence], one.found
        start, end = view.base + view.spans[found.first][0], view.base + view.spans[found.last - 1][1]
        yield {
            "doc_id": document.doc_id,
            "sent_id": view.sent_id,
            "start": start,
            "end": end,
            "rule_id": found.rule,
            "confidence": found.confidence,
            "mention_id": ids[one.key],
            "actor_id": found.actor_id,
            "surface": document.text[start:end],
            "how_code": found.how,
            "antecedent_id": ids[one.antecedent] if one.antecedent else None,
        }
