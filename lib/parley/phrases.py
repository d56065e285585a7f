r"""Phrase patterns: how a codebook says which words fire a rule, and the matcher over tokens.

A phrase is words in order, matched on folded tokens (`spans.fold`, `spans.tokenise`). Its marks:

    refuse~            any form of the word: refuse, refuses, refused, refusing
    (talks|a deal)     one of these; each may be several words and hold marks
    to?  (in fact)?    may be missing
    _                  any one word
    ..                 up to three words, not past , ; : . ! ? or a bracket
    ....               up to eight words, likewise but past commas
    <actor>            a whole mention of an actor (when `marks` are given)

Phrases that open alike share their way through a trie, so time grows with the text, not with the number of phrases.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from parley.errors import CodebookError
from parley.spans import fold, tokenise

ACTOR = "<actor>"
_STOPS = frozenset(",;:.!?()[]")
_HARD_STOPS = frozenset(";:.!?()[]")
_GAPS = {"..": (3, _STOPS), "....": (8, _HARD_STOPS)}
_MARKS = frozenset({*_GAPS, "_", ACTOR})
_PIECE = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)(\?)?|<actor>(\?)?|([^\s()]+)")
_VOWELS = "aeiou"
_MOST_VARIANTS = 4000
Actors = tuple[tuple[int, int], ...]
Text = tuple[Sequence[str], Mapping[int, int]]  # words, and where mentions of actors begin and end


class Match(NamedTuple):
    """One hit: token range (half-open), the key it was compiled under, token ranges of its actors."""

    start: int
    end: int
    key: str
    actors: tuple[tuple[int, int], ...]


class Node(NamedTuple):
    """A point in the trie: the nodes that follow by word, those by mark, and the keys of the phrases that end here."""

    after: "dict[str, Node]"
    marked: "dict[str, Node]"
    keys: list[str]


Hits = dict[int, tuple[int, list[str], Actors]]  # by the last node of a phrase: its end, its keys, its actors


class Matcher(NamedTuple):
    """Compiled phrases: the trie's root."""

    root: Node


def inflect(word: str, irregular: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Return the forms of a verb or noun: as given in `irregular`, else by the regular rules.

    >>> inflect("refuse"), inflect("deny")
    (['refuse', 'refuses', 'refused', 'refusing'], ['deny', 'denies', 'denied', 'denying'])
    >>> inflect("see", {"see": ["saw", "seen"]})
    ['see', 'sees', 'saw', 'seen', 'seeing']
    """
    third = word + ("es" if re.search(r"(s|x|z|ch|sh|o)$", word) else "s")
    stem = word
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        third, past, stem = word[:-1] + "ies", word[:-1] + "ied", word
    elif word.endswith("e"):
        past, stem = word + "d", word if word.endswith(("ee", "ye", "oe")) else word[:-1]
        stem = word[:-2] + "y" if word.endswith("ie") else stem
    elif _doubles(word):
        past, stem = word + word[-1] + "ed", word + word[-1]
    else:
        past = word + "ed"
    pasts = list((irregular or {}).get(word, [past]))
    return list(dict.fromkeys([word, third, *pasts, stem + "ing"]))


def _doubles(word: str) -> bool:
    """Say whether the last letter is doubled before -ed: one-syllable consonant-vowel-consonant, and -mit, -fer."""
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", word):
        return True
    return bool(re.search(r"(mit|fer|cur|pel|bel|cel|trol|plan|but)$", word)) and not word.endswith(("cancel", "offer"))


def compile_phrases(
    phrases: Mapping[str, Iterable[str]], irregular: Mapping[str, Sequence[str]] | None = None
) -> Matcher:
    """Return a matcher for the phrases of each key.

    Raises:
        CodebookError: a phrase is empty, unbalanced, opens with a gap, or stands for too many variants.
    """
    root = Node({}, {}, [])
    for key, patterns in phrases.items():
        for pattern in patterns:
            for variant in _variants(pattern, irregular or {}):
                node = root
                for word in variant:
                    followers = node.marked if word in _MARKS else node.after
                    node = followers.setdefault(word, Node({}, {}, []))
                if key not in node.keys:
                    node.keys.append(key)
    return Matcher(root)


def _variants(pattern: str, irregular: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    if pattern.count("(") != pattern.count(")"):
        raise CodebookError(f"phrase {pattern!r}", found="a bracket without its partner", expected="(one|other)")
    variants = _expand(pattern, irregular)
    if any(not variant or variant[0] in _GAPS or variant[0] == "_" for variant in variants):
        raise CodebookError(f"phrase {pattern!r}", found="no first word", expected="a phrase that opens with a word")
    return variants


def _expand(pattern: str, irregular: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    choices: list[list[tuple[str, ...]]] = []
    size = 1
    for match in _PIECE.finditer(pattern):
        group, group_maybe, actor_maybe, word = match.groups()
        if group is not None:
            options = [variant for part in _split(group) for variant in _expand(part, irregular)]
            maybe = group_maybe
        elif word is None:
            options, maybe = [(ACTOR,)], actor_maybe
        else:
            maybe = "?" if word.endswith("?") and len(word) > 1 else None
            options = _word_options(word.removesuffix("?") if maybe else word, irregular)
        options = [*options, ()] if maybe else options
        size *= len(options)
        if size > _MOST_VARIANTS:
            raise CodebookError(
                f"phrase {pattern!r}",
                found="too many variants",
                expected=f"at most {_MOST_VARIANTS}",
                remedy="split it",
            )
        choices.append(options)
    return [tuple(word for part in parts for word in part) for parts in product(*choices)]


def _split(group: str) -> list[str]:
    """Split `a|b (c|d)` at the bars of its own level."""
    parts, depth = [""], 0
    for char in group:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _word_options(word: str, irregular: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    if word in _GAPS or word == "_":
        return [(word,)]
    forms = inflect(word[:-1].lower(), irregular) if word.endswith("~") else [word]
    return [_words(form) for form in forms]


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    folded = fold(text)
    return tuple(folded[start:end] for start, end in tokenise(folded))


def find_phrases(
    matcher: Matcher, words: Sequence[str], marks: Mapping[int, int] | None = None, *, longest: bool = True
) -> list[Match]:
    """Return the hits of a matcher in a list of folded words, in order.

    `marks` maps the first token of each mention of an actor to one past its last token, for `<actor>`.
    At one place, each key is reported once, by its longest phrase; with `longest`, keys whose hit is
    inside a longer hit that starts at the same word are left out.

    >>> matcher = compile_phrases({"ready": ["be~ ready to (talk|negotiate)"]}, {"be": ["is", "are", "was"]})
    >>> find_phrases(matcher, "moscow is ready to talk".split())
    [Match(start=1, end=5, key='ready', actors=())]
    """
    found: list[Match] = []
    text: Text = words, marks or {}
    by_word, by_actor = matcher.root.after, matcher.root.marked.get(ACTOR) if marks else None
    for at, word in enumerate(words):
        node = by_word.get(word)
        if node is None and (by_actor is None or at not in text[1]):
            continue
        hits: Hits = {}
        if node is not None:
            _follow(node, text, at + 1, (), hits)
        if by_actor is not None and at in text[1]:
            _follow(by_actor, text, text[1][at], ((at, text[1][at]),), hits)
        if hits:
            found += _best(at, hits, longest)
    return found


def _best(at: int, hits: Hits, longest: bool) -> list[Match]:
    best: dict[str, Match] = {}
    for end, keys, actors in hits.values():
        for key in keys:
            if key not in best or (end, len(actors)) > (best[key].end, len(best[key].actors)):
                best[key] = Match(at, end, key, actors)
    farthest = max(match.end for match in best.values())
    return [best[key] for key in sorted(best) if best[key].end == farthest or not longest]


def _follow(node: Node, text: Text, at: int, actors: Actors, hits: Hits) -> None:
    """Gather into `hits` the end of every phrase that goes on from here, by its last node: the nearest end first."""
    if node.keys:
        hits.setdefault(id(node), (at, node.keys, actors))
    words, marks = text
    size = len(words)
    if at < size:
        follower = node.after.get(words[at])
        if follower is not None:
            _follow(follower, text, at + 1, actors, hits)
    for mark, follower in node.marked.items():
        if mark == "_":
            if at < size:
                _follow(follower, text, at + 1, actors, hits)
        elif mark == ACTOR:
            if at in marks:
                _follow(follower, text, marks[at], (*actors, (at, marks[at])), hits)
        else:
            most, stops = _GAPS[mark]
            for place in range(at, min(at + most, size) + 1):
                if place > at and words[place - 1] in stops:
                    break
                # a gap only leads on where the word behind it does
                if place < size and words[place] in follower.after or follower.marked or follower.keys:
                    _follow(follower, text, place, actors, hits)
