"""Framings: loaded words and clauses by which a text paints an actor, and whose words they are.

Devices: epithets, role labels, metaphors, evaluations and presuppositions (`rules/epithets.yml`), scare
quotes, and verbs of saying that slant (`rules/slants.yml`). A plain fact, however unflattering, is none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from parley.code.accounts import clause_at
from parley.code.agency import find_aggressor
from parley.code.clauses import Clause, Sentence
from parley.code.grammar import listed
from parley.code.loaded import find_loaded
from parley.code.passages import Article, walk_articles
from parley.code.realis import pasts_of
from parley.code.scare import find_scares
from parley.codebook import Codebook, Rule, compile_rules
from parley.find.evidence import judge_evidence
from parley.frames import make_table
from parley.phrases import find_phrases
from parley.spans import fold, words_of
from parley.tables import Tables

_OWNING = frozenset({"'s", "'", "his", "her", "its", "their", "the", "a", "this", "that", "any", "such", "no", "these"})
_SLUG = re.compile(r"[^a-z0-9]+")
_JUDGING = ("evaluation", "metaphor")  # devices that say something; a label presupposes it
_CONFIDENCE = {"scare_quote": 0.75, "attribution_verb": 0.7, "epithet": 0.7, "role_label": 0.7}


class Frame(NamedTuple):
    """One framing before its account: characters, the one framed, device and codes."""

    start: int
    end: int
    actor_id: str | None
    rule_id: str
    codes: dict[str, Any]
    statement: Any
    is_alone: bool = False


def code_framings(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return the `framings` of all documents, in text order.

    One row per actor (or thing: then only `target_id`) and loaded words; `start, end` are those words. `framer_id` is
    in whose speech or thought they stand, else `author`. Tone and roles are those of the words, `is_distanced`
    where scare quotes or "so-called" doubt them.

    Example:
        >>> from parley.run.build import build
        >>> framings = build("data/corpus/tiny", coder="rules")["framings"]
        >>> bool((framings.end > framings.start).all())
        True
    """
    rows: list[dict[str, Any]] = []
    for article in walk_articles(tables, codebook):
        found = list(_article_rows(article, codebook))
        rows += [row | {"framing_id": f"{article.doc_id}:f{n:04d}"} for n, row in enumerate(found)]
    return make_table("framings", rows)


def _article_rows(article: Article, book: Codebook) -> Iterator[dict[str, Any]]:
    blamed: list[str | None] = []
    for sentence, clauses in zip(article.sentences, article.clauses, strict=True):
        if sentence.is_summary:
            continue
        frames = _frames(sentence, clauses, book)
        for frame in sorted(frames, key=lambda frame: (frame.start, frame.end, frame.actor_id or "")):
            if frame.is_alone:
                # "the aggressor", of nobody in particular: whom the article has harm others
                blamed = blamed or [find_aggressor(article.sentences, book)]
                if blamed[0] is None:
                    continue
                frame = frame._replace(actor_id=blamed[0])
            yield _row(sentence, frame)


def _frames(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> list[Frame]:
    frames = [*_scares(sentence, clauses, book), *_slants(sentence, book)]
    quoted = [(frame.start, frame.end) for frame in frames]
    for frame in _loaded(sentence, clauses, book):
        if not any(start < frame.end and end > frame.start for start, end in quoted):
            frames.append(frame)
    return frames


def _scares(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Frame]:
    for scare in find_scares(sentence, clauses, book):
        codes = dict(scare.label.codes) if scare.label else {}
        # words of blame in scare quotes are doubted too: then nothing ill is said of the actor
        tone = "neutral" if codes.get("tone_code") == "negative" else "negative"
        codes |= {"device_code": "scare_quote", "tone_code": tone, "is_distanced": True}
        start, end = sentence.spans[scare.first][0], sentence.spans[scare.last - 1][1]
        rule_id = scare.label.rule_id if scare.label else "scare_quote"
        for actor_id in scare.actor_ids or (None,):
            yield Frame(start, end, actor_id, rule_id, codes, _statement(clauses, scare.first))


def _loaded(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Frame]:
    for loaded in find_loaded(sentence, clauses, book):
        start, end = sentence.spans[loaded.first][0], sentence.spans[loaded.last - 1][1]
        codes = dict(loaded.rule.codes) | {"is_distanced": bool(loaded.rule.options.get("distanced"))}
        if loaded.is_predicate:
            codes["device_code"] = "evaluation"
        if loaded.is_negated:
            # "is no enemy" speaks well of the actor, "is no honest broker" ill, and neither gives a role
            tone = {"negative": "positive", "positive": "negative"}.get(str(codes["tone_code"]), "neutral")
            codes = {"device_code": "evaluation", "tone_code": tone, "is_distanced": False}
        clause = clause_at(clauses, loaded.last - 1)
        told = clause.statement if clause else None
        if (
            clause
            and not told
            and codes["device_code"] in _JUDGING
            and judge_evidence(clause.words, book)[0] == "hypothetical"
        ):
            codes["evidence_code"] = "hypothetical"  # "an offer that would make it the crossroads of the continent"
        yield Frame(start, end, loaded.actor_id, loaded.rule.rule_id, codes, told, loaded.is_alone)


def _statement(clauses: Sequence[Clause], token: int) -> Any:
    clause = clause_at(clauses, token)
    return clause.statement if clause else None


def _slants(sentence: Sentence, book: Codebook) -> Iterator[Frame]:
    """Yield the loaded verbs of saying: they frame the speaker, in the voice of whoever tells of the speaking."""
    known = {statement.statement_id: statement for statement in sentence.statements}
    for statement in sentence.statements:
        if statement.speaker_id is None or statement.cue_start is None or statement.is_negated:
            continue
        if not sentence.start <= statement.cue_start < sentence.end:
            continue
        rule = _slant(statement, sentence.text, book)
        if rule is not None:
            codes = {"device_code": "attribution_verb", "is_distanced": False, **rule.codes}
            above = known.get(statement.parent_id)
            yield Frame(statement.cue_start, statement.cue_end, statement.speaker_id, rule.rule_id, codes, above)


def _slant(statement: Any, text: str, book: Codebook) -> Rule | None:
    words = words_of(text[statement.cue_start : statement.cue_end])[1]
    before = words_of(text[max(0, statement.cue_start - 12) : statement.cue_start])[1][-1:]
    if set(before) & _OWNING:
        return None  # "his claim": a noun
    rules = book.rules.get("slants", {})
    for match in find_phrases(compile_rules(book, "slants"), words):
        rule = rules[match.key]
        following = words_of(text[statement.cue_end : statement.cue_end + 30])[1][:1]
        content = words_of(text[statement.content_start : min(statement.content_end, statement.content_start + 200)])[1]
        if not set(following) & set(rule.options.get("not_before", ())) and _is_clause(content, book):
            return rule
    return None


def _is_clause(words: Sequence[str], book: Codebook) -> bool:
    """Say whether what is said holds a finite verb: "admitted that it failed", not "admitted the patients"."""
    known = listed(book, "finite") | pasts_of(book)
    return any(word in known or word.endswith("ed") and len(word) > 4 for word in words)


def _row(sentence: Sentence, frame: Frame) -> dict[str, Any]:
    told, surface = frame.statement, sentence.text[frame.start : frame.end]
    voice = "author" if told is None else "quoted" if told.manner_code == "direct" else "reported"
    return {
        "doc_id": sentence.doc_id,
        "sent_id": sentence.sent_id,
        "start": frame.start,
        "end": frame.end,
        "rule_id": frame.rule_id,
        "confidence": _CONFIDENCE.get(frame.codes["device_code"], 0.6),
        "statement_id": told.statement_id if told else None,
        "speaker_id": told.speaker_id if told else "author",
        "voice_code": voice,
        "evidence_code": told.evidence_code if told else "asserted",
        "certainty_code": (told.certainty_code if told else None) or "certain",
        "actor_id": frame.actor_id,
        "target_id": None if frame.actor_id else thing_id(surface),
        "framer_id": told.speaker_id if told else "author",
        "surface": surface,
        **frame.codes,
    }


def thing_id(surface: str) -> str | None:
    """Return the id of a thing framed: its words in plain letters.

    >>> thing_id("“Special” operation")
    'special_operation'
    """
    return _SLUG.sub("_", fold(surface)).strip("_") or None
