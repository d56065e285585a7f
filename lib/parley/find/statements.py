"""Statements: who says, thinks, wants or fears what, in whose words, and how far the text vouches for it.

A coder (rules, or a model with rules for what it leaves out) hands over raw attributions; the steps here
are the same for both: nesting, speakers, manner, evidence, rows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from parley.codebook import Codebook
from parley.errors import UsageError
from parley.find.attributions import Attribution, hull
from parley.find.evidence import judge_statement, strongest
from parley.find.quotes import Quotation, find_quotations, quoted_share
from parley.find.rules import find_by_rules, paragraphs_of
from parley.find.speakers import Speaker, read_source_words, resolve_source
from parley.frames import make_table, rows_by, rows_of
from parley.spans import Span, holding, words_of
from parley.tables import Tables

CODERS = ("models", "rules")


def find_statements(tables: Tables, codebook: Codebook, *, coder: str = "models") -> pd.DataFrame:
    """Return the `statements` of all documents, in text order.

    One row per act of speech or thought and speaker (two people who say one thing are two rows). Needs
    `documents`, `sentences` and `mentions`. `coder` is rules, or models (a trained model, with the rules for
    what it leaves out). Codes as in the codebook; `start, end` is the hull of source, cue and content.

    Raises:
        UsageError: there is no such coder.
    """
    if coder not in CODERS:
        raise UsageError(f"coder {coder}", found="no such coder", expected=" or ".join(CODERS))
    sentences, mentions = rows_by(tables["sentences"]), rows_by(tables["mentions"])
    rows: list[dict[str, Any]] = []
    for document in rows_of(tables["documents"]):
        own = sentences.get(document.doc_id, [])
        raw = find_by_rules(document.text, own, codebook)
        rows += _rows(document, own, mentions.get(document.doc_id, []), raw, codebook)
    return make_table("statements", rows)


def _rows(
    document: Any, sentences: Sequence[Any], mentions: Sequence[Any], raw: Sequence[Attribution], book: Codebook
) -> Iterator[dict[str, Any]]:
    text = document.text
    ordered = sorted(raw, key=lambda one: (_whole(one)[0], -_whole(one)[1], one.rule_id))
    parents = nest(ordered)
    quotations = find_quotations(text, paragraphs_of(sentences))
    starts = [sentence.start for sentence in sentences]
    mention_starts = [mention.start for mention in mentions]
    speakers: list[list[Speaker]] = []
    evidence: list[str] = []
    ids: list[str] = []
    n = 0
    for index, one in enumerate(ordered):
        parent = parents[index]
        speakers.append(
            _speakers(text, one, (mentions, mention_starts), speakers[parent] if parent is not None else None, book)
        )
        words = _content_words(text, one)
        is_unnamed = all(speaker.is_unnamed or not one.source_parts for speaker in speakers[-1])
        code, certainty = judge_statement(one.cue_code or "say", words, one.doubts, is_unnamed=is_unnamed, book=book)
        if parent is not None and evidence[parent] == "alleged":
            code = strongest([code, "alleged"])
        evidence.append(code)
        ids.append(f"{document.doc_id}:t{n:04d}")
        for speaker in speakers[-1]:
            row = _row(text, one, quotations)
            start, _ = _whole(one)
            row |= {
                "doc_id": document.doc_id,
                "sent_id": sentences[max(0, holding(starts, start))].sent_id,
                "statement_id": f"{document.doc_id}:t{n:04d}",
                "speaker_id": speaker.speaker_id,
                "speaker_rule": speaker.rule,
                "evidence_code": code,
                "certainty_code": certainty,
                "parent_id": ids[parent] if parent is not None else None,
            }
            n += 1
            yield row


def _row(text: str, one: Attribution, quotations: Sequence[Quotation]) -> dict[str, Any]:
    start, end = _whole(one)
    source, cue, content = hull(one.source_parts), hull(one.cue_parts), hull(one.content_parts)
    return {
        "start": start,
        "end": end,
        "rule_id": one.rule_id,
        "confidence": one.confidence,
        "source_parts": [list(part) for part in one.source_parts],
        "cue_parts": [list(part) for part in one.cue_parts],
        "content_parts": [list(part) for part in one.content_parts],
        "source_start": source[0] if source else None,
        "source_end": source[1] if source else None,
        "cue_start": cue[0] if cue else None,
        "cue_end": cue[1] if cue else None,
        "content_start": content[0] if content else None,
        "content_end": content[1] if content else None,
        "cue": " ".join(text[a:b] for a, b in one.cue_parts) or None,
        "cue_code": one.cue_code or "say",
        "manner_code": manner_of(one, quotations),
        "is_negated": one.is_negated,
        "source": " ".join(text[a:b] for a, b in one.source_parts) or None,
    }


def manner_of(one: Attribution, quotations: Sequence[Quotation]) -> str:
    """Return direct where the content is all in quotation marks, mixed where some of it is, else indirect."""
    shares = [quoted_share(quotations, start, end) for start, end in one.content_parts]
    sizes = [end - start for start, end in one.content_parts]
    share = sum(s * n for s, n in zip(shares, sizes, strict=True)) / max(1, sum(sizes))
    return "direct" if share > 0.9 else "mixed" if share > 0 else "indirect"


def nest(ordered: Sequence[Attribution]) -> list[int | None]:
    """Return for each attribution the number of the innermost one whose content holds it, null for the outermost.

    `ordered` is sorted by start, longest first among equals.
    """
    parents: list[int | None] = []
    for index, one in enumerate(ordered):
        start, end = _whole(one)
        best: int | None = None
        for other in range(max(0, index - 40), index):
            for a, b in ordered[other].content_parts:
                holds = a <= start and end <= b and _whole(ordered[other]) != (start, end)
                if holds and (best is None or _size(ordered[other]) < _size(ordered[best])):
                    best = other
        parents.append(best)
    return parents


def _whole(one: Attribution) -> Span:
    return hull([*one.source_parts, *one.cue_parts, *one.content_parts]) or (0, 0)


def _size(one: Attribution) -> int:
    return sum(end - start for start, end in one.content_parts)


def _content_words(text: str, one: Attribution) -> list[str]:
    return [word for start, end in one.content_parts[:1] for word in words_of(text[start : min(end, start + 400)])[1]]


def _speakers(
    text: str,
    one: Attribution,
    mentions: tuple[Sequence[Any], Sequence[int]],
    above: Sequence[Speaker] | None,
    book: Codebook,
) -> list[Speaker]:
    rows, starts = mentions
    source = hull(one.source_parts)
    if source is None:
        return [Speaker(None, "speaker.no_source")]
    words = words_of(text[source[0] : source[1]])[1]
    if above is not None and len(words) == 1 and words[0] in read_source_words(book).first:
        return [speaker._replace(rule="speaker.first_person") for speaker in above]
    first = holding(starts, source[0] - 2) + 1
    last = holding(starts, source[1]) + 1
    return resolve_source(text, one.source_parts, rows[first:last], book)
