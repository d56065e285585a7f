"""Statements: who says, thinks, wants or fears what, in whose words, and how far the text vouches for it.

A coder (rules, or a model with rules for what it leaves out) hands over raw attributions; the steps here
are the same for both: nesting, speakers, manner, evidence, rows.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.codebook import Codebook
from parley.errors import UsageError
from parley.find.attribution_model import find_by_model
from parley.find.attributions import Attribution, hull
from parley.find.cues import read_lexicon
from parley.find.evidence import INNER, judge_statement
from parley.find.labels import TRANSCRIPT
from parley.find.lines import paragraphs_of, read_lines
from parley.find.merges import merge
from parley.find.nesting import in_order, nest, whole_of
from parley.find.quotes import Quotation, find_quotations, quoted_share
from parley.find.rules import find_by_rules
from parley.find.runs import CONTINUED
from parley.find.speakers import AUTHOR, NOBODY, Speaker, read_source_words, resolve_source
from parley.frames import make_table, rows_by, rows_of
from parley.spans import Span, holding, words_of
from parley.tables import Tables

CODERS = ("models", "rules")
_BEFORE = 12  # characters before "who" in which its antecedent must end
_MOST_OF_CONTENT = 60  # words that are read for hedges


class _Text(NamedTuple):
    """What the steps need of one article; `words` are all its words, folded, `starts` where each begins."""

    document: Any
    sentences: Sequence[Any]
    mentions: Sequence[Any]
    quotations: Sequence[Quotation]
    words: Sequence[str]
    starts: Sequence[int]
    book: Codebook


class _Judged(NamedTuple):
    """An attribution with its speakers and codes."""

    speakers: list[Speaker]
    evidence_code: str
    certainty_code: str


def find_statements(tables: Tables, codebook: Codebook, *, coder: str = "models") -> pd.DataFrame:
    """Return the `statements` of all documents, in text order.

    One row per act of speech or thought and speaker (two people who say one thing are two rows). Needs
    `documents`, `sentences` and `mentions`. `coder` is rules, or models: a trained network, with rules for what it
    leaves out. `start, end` is the hull of source, cue and content; a statement that stands in what
    another one says has its `parent_id`.

    Raises:
        UsageError: there is no such coder.
        InputError: the trained weights are missing (`coder="rules"` needs none).

    Example:
        >>> from parley.codebook import read_codebook
        >>> from parley.find.mentions import find_mentions
        >>> from parley.find.sentences import find_sentences
        >>> book, text = read_codebook("ukraine-russia"), "Mr. Lavrov said that talks were over."
        >>> tables = {"documents": make_table("documents", [{"doc_id": "a", "text": text}])}
        >>> tables |= {"removals": make_table("removals", [])}
        >>> tables["sentences"] = find_sentences(tables, book)
        >>> tables["mentions"] = find_mentions(tables, book)
        >>> row = find_statements(tables, book, coder="rules").iloc[0]
        >>> row.speaker_id, row.cue, text[row.content_start : row.content_end], row.evidence_code
        ('lavrov', 'said', 'that talks were over', 'said')
    """
    if coder not in CODERS:
        raise UsageError(f"coder {coder}", found="no such coder", expected=" or ".join(CODERS))
    sentences, mentions = rows_by(tables["sentences"]), rows_by(tables["mentions"])
    rows: list[dict[str, Any]] = []
    for document in rows_of(tables["documents"]):
        own = sentences.get(document.doc_id, [])
        quotations = find_quotations(document.text, paragraphs_of(own))
        words, starts = _words_of(document.text, own)
        text = _Text(document, own, mentions.get(document.doc_id, []), quotations, words, starts, codebook)
        rows += _rows(text, _attributions(text, coder))
    return make_table("statements", rows)


def _attributions(text: _Text, coder: str) -> list[Attribution]:
    lines = read_lines(text.document.text, text.sentences, text.quotations)
    by_rules = find_by_rules(lines, text.quotations, text.book)
    if coder == "rules":
        return by_rules
    by_model = find_by_model(text.document.text, lines, text.mentions)
    return merge(by_model, by_rules, lines, read_lexicon(text.book))


def _rows(text: _Text, raw: Sequence[Attribution]) -> Iterator[dict[str, Any]]:
    ordered = in_order(raw)
    parents = nest(ordered)
    sentence_starts = [sentence.start for sentence in text.sentences]
    mention_ends = [mention.end for mention in text.mentions]
    judged: list[_Judged] = []
    ids: list[str] = []
    quoted = [NOBODY]
    n = 0
    for index, one in enumerate(ordered):
        parent = parents[index]
        above = judged[parent] if parent is not None else None
        row = _row(text, one)
        if one.rule_id == CONTINUED:
            speakers = [speaker._replace(rule="speaker.continued") for speaker in quoted]
        else:
            speakers = _speakers(text, one, above, mention_ends)
        judged.append(_judge(text, one, above, speakers))
        if one.source_parts and row["manner_code"] != "indirect":
            quoted = speakers
        ids.append(f"{text.document.doc_id}:t{n:04d}")
        for speaker in judged[-1].speakers:
            yield row | {
                "sent_id": text.sentences[max(0, holding(sentence_starts, row["start"]))].sent_id,
                "statement_id": f"{text.document.doc_id}:t{n:04d}",
                "speaker_id": speaker.speaker_id,
                "speaker_rule": speaker.rule,
                "evidence_code": judged[-1].evidence_code,
                "certainty_code": judged[-1].certainty_code,
                "parent_id": ids[parent] if parent is not None else None,
            }
            n += 1


def _judge(text: _Text, one: Attribution, above: _Judged | None, speakers: list[Speaker]) -> _Judged:
    cue_code = one.cue_code or "say"
    codes = [*one.doubts]
    if above is not None:
        codes.append(above.evidence_code)
    if any(speaker.is_unnamed for speaker in speakers) or not one.source_parts and ".passive." in one.rule_id:
        codes.append("unnamed")
    elif above is None and (cue_code in INNER or not one.source_parts and one.rule_id != CONTINUED):
        codes.append("asserted")
    else:
        codes.append("said")
    if not read_source_words(text.book).hearsay.isdisjoint(_words(text, one.source_parts[:1])):
        codes.append("alleged")  # "according to rumours in the capital"
    words = (_words(text, one.cue_parts), _words(text, one.content_parts[:1]))
    evidence, certainty = judge_statement(cue_code, words, codes, text.book)
    if one.is_negated and evidence == "denied" and cue_code == "deny":
        evidence = "said"  # "did not deny"
    return _Judged(speakers, evidence, certainty)


def _speakers(text: _Text, one: Attribution, above: _Judged | None, mention_ends: Sequence[int]) -> list[Speaker]:
    source = hull(one.source_parts[:1])
    if source is None:
        return [NOBODY]
    words = _words(text, [source])
    if len(words) == 1 and words[0] in read_source_words(text.book).first:
        if above is None:
            return [Speaker(AUTHOR, "speaker.first_person")]
        return [speaker._replace(rule="speaker.first_person") for speaker in above.speakers]
    near = list[Any]()
    for at in range(bisect_left(mention_ends, source[0] - _BEFORE), len(mention_ends)):
        if text.mentions[at].start > source[1]:
            break
        near.append(text.mentions[at])
    return resolve_source(text.document.text, source, near, text.book)


def _words_of(text: str, sentences: Sequence[Any]) -> tuple[list[str], list[int]]:
    """Return the folded words of a text and where they begin, sentence by sentence (as other steps cut them)."""
    words: list[str] = []
    starts: list[int] = []
    for sentence in sentences:
        spans, folded = words_of(text[sentence.start : sentence.end])
        words += folded
        starts += [sentence.start + start for start, _ in spans]
    return words, starts


def _words(text: _Text, parts: Sequence[Span]) -> list[str]:
    found: list[str] = []
    for start, end in parts:
        first = bisect_left(text.starts, start)
        found += text.words[first : min(bisect_left(text.starts, end), first + _MOST_OF_CONTENT)]
    return found


def _row(text: _Text, one: Attribution) -> dict[str, Any]:
    start, end = whole_of(one)
    row: dict[str, Any] = {
        "doc_id": text.document.doc_id,
        "start": start,
        "end": end,
        "rule_id": one.rule_id,
        "confidence": one.confidence,
        "cue_code": one.cue_code or "say",
        "manner_code": manner_of(one, text.quotations),
        "is_negated": one.is_negated,
    }
    for role, parts in (("source", one.source_parts), ("cue", one.cue_parts), ("content", one.content_parts)):
        span = hull(parts) or (None, None)
        row |= {f"{role}_parts": [list(part) for part in parts], f"{role}_start": span[0], f"{role}_end": span[1]}
    for role, parts in (("source", one.source_parts), ("cue", one.cue_parts)):
        row[role] = " ".join(text.document.text[a:b] for a, b in parts) or None
    return row


def manner_of(one: Attribution, quotations: Sequence[Quotation]) -> str:
    """Return direct where the content is all in quotation marks (or a transcript), mixed where some of it is."""
    sizes = [end - start for start, end in one.content_parts]
    shares = [quoted_share(quotations, start, end) for start, end in one.content_parts]
    share = sum(share * size for share, size in zip(shares, sizes, strict=True)) / max(1, sum(sizes))
    if share > 0.9 or one.rule_id == TRANSCRIPT:
        return "direct"
    return "mixed" if share > 0 else "indirect"
