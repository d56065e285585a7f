"""Speakers: which actor the words of a source stand for, each resolution with the rule that made it.

A source is resolved by the mentions of actors in it. Null means that somebody spoke whom the text does
not let us name: an unnamed official, a person outside the codebook, nobody at all.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.codebook import Codebook
from parley.spans import Span, words_of

_PREPOSITIONS = frozenset(
    {"of", "for", "from", "to", "with", "in", "at", "by", "on", "near", "against", "about", "between", "among"}
)


class Speaker(NamedTuple):
    """An actor or null, and the rule that says so; `is_unnamed` where a source speaks but is not named."""

    speaker_id: str | None
    rule: str
    is_unnamed: bool = False


class SourceWords(NamedTuple):
    """The word lists of `words/sources.yml`."""

    voices: frozenset[str]
    collectives: frozenset[str]
    unnamed: frozenset[str]
    first: frozenset[str]


@lru_cache(maxsize=8)
def read_source_words(book: Codebook) -> SourceWords:
    """Return the word lists about sources."""
    lists = book.words.get("sources", {})
    return SourceWords(*(frozenset(str(word) for word in lists.get(name, ())) for name in SourceWords._fields))


def resolve_source(text: str, source: Sequence[Span], mentions: Sequence[Any], book: Codebook) -> list[Speaker]:
    """Return who speaks: one speaker, several where the source lists them, or one null with its reason.

    `mentions` are the rows of the text that lie in or touch the source, in order.
    """
    if not source:
        return [Speaker(None, "speaker.no_source")]
    start, end = source[0]
    lists = read_source_words(book)
    spans, words = words_of(text[start:end])
    if not words:
        return [Speaker(None, "speaker.no_source")]
    inside = [m for m in mentions if m.start >= start - 1 and m.end <= end + 1]
    heads = [m for m in inside if _is_head(text, m, start, end, words)]
    people = [m for m in heads if m.actor_id in book.actors and book.actors[m.actor_id].kind == "person"]
    if len(people) > 1 and len({m.actor_id for m in people}) > 1 and _is_list(text, people):
        return _each(people, "speaker.list")
    if people:
        return [Speaker(people[0].actor_id, f"speaker.{people[0].how_code}")]
    if len({m.actor_id for m in heads}) > 1 and _is_list(text, heads):
        return _each(heads, "speaker.list")
    if heads and heads[-1].how_code != "demonym":
        return [Speaker(heads[0].actor_id, f"speaker.{heads[0].how_code}")]
    if inside and lists.voices.intersection(words):
        return [Speaker(inside[-1].actor_id, "speaker.voice_of")]
    if inside and lists.collectives.intersection(words) and not lists.unnamed.intersection(words):
        return [Speaker(inside[0].actor_id, "speaker.collective")]
    if heads and (words[-1].endswith("s") and len(words) <= 2):
        return [Speaker(heads[-1].actor_id, "speaker.demonym")]
    unnamed = bool(lists.unnamed.intersection(words))
    return [Speaker(None, "speaker.unnamed" if unnamed else "speaker.unknown", unnamed)]


def _each(mentions: Sequence[Any], rule: str) -> list[Speaker]:
    return [Speaker(actor_id, rule) for actor_id in dict.fromkeys(m.actor_id for m in mentions)]


def _is_head(text: str, mention: Any, start: int, end: int, words: Sequence[str]) -> bool:
    """Say whether a mention is what the source is about: no possessor, not behind a preposition."""
    after = text[mention.end : mention.end + 2]
    if after[:1] in ("'", "’") and mention.end < end:
        return False
    before = text[start : mention.start].split()
    if mention.how_code == "demonym":
        return mention.end >= end - 1
    near = [word.lower() for word in before[-3:]]
    return not any(word in _PREPOSITIONS for word in near) or not before


def _is_list(text: str, mentions: Sequence[Any]) -> bool:
    """Say whether mentions are joined by "and": `Mr. A and Mr. B`."""
    between = text[mentions[0].end : mentions[-1].start].lower()
    return " and " in f" {between} "
