"""Speakers: which actor the words of a source stand for, each resolution with the rule that made it.

A source is resolved by the mentions of actors in it. Null means that somebody spoke whom the text does
not let us name: an unnamed official, a person outside the codebook, nobody at all.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.codebook import Codebook
from parley.find.lines import read_grammar
from parley.spans import Span, fold, tokenise

AUTHOR = "author"


class Speaker(NamedTuple):
    """An actor or null, and the rule that says so; `is_unnamed` where a source speaks but is not named."""

    speaker_id: str | None
    rule: str
    is_unnamed: bool = False


NOBODY = Speaker(None, "speaker.no_source")


class SourceWords(NamedTuple):
    """The word lists of `words/sources.yml`."""

    voices: frozenset[str]
    collectives: frozenset[str]
    unnamed: frozenset[str]
    hearsay: frozenset[str]
    first: frozenset[str]
    indefinite: frozenset[str]
    parts_of: frozenset[str]


@lru_cache(maxsize=8)
def read_source_words(book: Codebook) -> SourceWords:
    """Return the word lists about sources."""
    lists = book.words.get("sources", {})
    return SourceWords(*(frozenset(str(word) for word in lists.get(name, ())) for name in SourceWords._fields))


def resolve_source(text: str, source: Span, mentions: Sequence[Any], book: Codebook) -> list[Speaker]:
    """Return who speaks: one speaker, several where the source lists them, or one null with its reason.

    `mentions` are the rows of the text that touch the source, in order.
    """
    lists, words = read_source_words(book), _fold_words(text[source[0] : source[1]])
    if not words:
        return [NOBODY]
    if len(words) == 1 and words[0] in ("who", "which", "that", "whom"):
        return [_antecedent(text, source, mentions)]
    inside = [m for m in mentions if m.start >= source[0] - 1 and m.end <= source[1] + 1]
    heads = [m for m in inside if _is_head(text, m, source, book)]
    people = [m for m in heads if m.actor_id in book.actors and book.actors[m.actor_id].kind == "person"]
    joint = next((at for at, word in enumerate(words) if word in read_grammar(book).joiners), len(words))
    is_unnamed = bool(
        lists.unnamed.intersection(words[:joint])
        or joint < len(words)
        and words[joint - 1] in lists.parts_of
        and lists.unnamed.intersection(words)
    )
    if not people and is_unnamed and words[0] in lists.indefinite:
        return [Speaker(None, "speaker.unnamed", True)]
    for group in (people, heads):
        if len({m.actor_id for m in group}) > 1 and _are_joined(text, group):
            return [Speaker(actor_id, "speaker.list") for actor_id in dict.fromkeys(m.actor_id for m in group)]
        if group:
            return [Speaker(group[0].actor_id, f"speaker.{group[0].how_code}")]
    if inside and lists.voices.intersection(words):
        return [Speaker(inside[-1].actor_id, "speaker.voice_of")]
    if inside and lists.collectives.intersection(words) and not is_unnamed:
        return [Speaker(inside[0].actor_id, "speaker.collective")]
    return [Speaker(None, "speaker.unnamed" if is_unnamed else "speaker.unknown", is_unnamed)]


def _antecedent(text: str, source: Span, mentions: Sequence[Any]) -> Speaker:
    """Return the actor named right before `who`: `Mr. Ray, who said …`."""
    for mention in reversed(mentions):
        if mention.end <= source[0] and text[mention.end : source[0]].strip() in ("", ",", ", and", "and", "—", "–"):
            return Speaker(mention.actor_id, "speaker.relative")
    return Speaker(None, "speaker.unknown")


def _is_head(text: str, mention: Any, source: Span, book: Codebook) -> bool:
    """Say whether a mention is what the source is about: no possessor, no adjective, not behind a preposition."""
    after = text[mention.end : min(mention.end + 3, source[1])]
    if after[:1] in ("'", "’") and not after[1:2].isspace():
        return False
    if mention.how_code in ("demonym", "metonym") and mention.end < source[1] and after.strip()[:1].isalpha():
        return False  # Russian diplomats, Kremlin officials
    if text[mention.start : mention.end].lower() in read_grammar(book).possessives and after.strip():
        return False  # "his spokesman"
    before = _fold_words(text[source[0] : mention.start])
    for at in range(len(before) - 1, max(-1, len(before) - 4), -1):
        if before[at] in (",", ";"):
            break
        if before[at] in read_grammar(book).joiners:
            parts = read_source_words(book).parts_of
            return before[at] == "of" and at > 0 and before[at - 1] in parts
    return True


def _fold_words(text: str) -> list[str]:
    folded = fold(text)
    return [folded[start:end] for start, end in tokenise(folded)]


def _are_joined(text: str, mentions: Sequence[Any]) -> bool:
    """Say whether mentions are joined by "and": `Mr. A and Mr. B`."""
    between = text[mentions[0].end : mentions[-1].start]
    return len(between) < 60 and (" and " in f" {between} " or " & " in between)
