"""Masking: a sentence as the tone model sees it: the target one symbol, every other name another.

A word in capitals is a name. Where everything begins with a capital anyway (a sentence, a quotation) only words
that are never names are read; so a name that is also a word (Hope, Grant, Will) is a name everywhere.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml
from nltk.stem.snowball import SnowballStemmer

from parley.code.company import row_of
from parley.find.layers import hash_word
from parley.project import DATA
from parley.spans import Span, words_of

TARGET, AGAIN, NAME, NUMBER = "TARGET", "AGAIN", "NAME", "NUMBER"  # AGAIN: the target, named once more
GROUPS = ("blame", "praise", "harm", "help", "fail", "win", "bad", "good", "doubt")  # of data/lexicons/tone.yml
_MARKS = frozenset(',;:—–-()"“”.!?')
_ENDINGS = ("ed", "ly", "ing", "s")
FLAGS = ("negative", "saying", "break", "mark", "verb", "participle", "be", "own", "path", "name")
_STARTERS = frozenset("“”\"'‘’.?!:;-–—…([")
_OWN = frozenset({"his", "its", "their", "my", "our", "your", "whose"})
_PERSONAL = frozenset({"he", "she", "him", "her", "hers", "they", "them", "it", "we", "us", "i", "me", "you", "who"})
_PERSONAL |= _OWN | {"himself", "herself", "themselves", "itself"}
_STEMMER = SnowballStemmer("english")


class Masked(NamedTuple):
    """Words of a masked sentence with the offsets they stand for; which is the target; what the target was called."""

    words: list[str]
    spans: list[Span]
    quoted: list[bool]
    target: int
    is_pronoun: bool


def mask(text: str, target: Span, others: Sequence[Span] = (), again: Sequence[Span] = ()) -> Masked:
    """Return the sentence with `target` as one symbol and every other name (`others` and all in capitals) as another.

    `again` are further mentions of the target.

    >>> mask("Hope thanked Grant Miller, and Will left.", (0, 4)).words
    ['TARGET', 'thanked', 'NAME', ',', 'and', 'NAME', 'left', '.']
    """
    spans, folded = words_of(text)
    words: list[str] = []
    places: list[Span] = []
    quoted: list[bool] = []  # inside quotation marks
    symbols = dict.fromkeys(others, NAME) | dict.fromkeys(again, AGAIN)
    known = sorted(span for span in symbols if span[0] >= target[1] or span[1] <= target[0])
    at, other, is_open, is_start = -1, 0, False, True
    for (start, end), word in zip(spans, folded, strict=True):
        while other < len(known) and known[other][1] <= start:
            other += 1
        char = text[start]
        if start < target[1] and end > target[0] and word != "'s":
            if at >= 0:
                continue
            # what stands before it in capitals is its title or first name, whatever the span says
            if words and words[-1] == NAME and all(one[1] != places[-1][1] for one in known):
                del words[-1], places[-1], quoted[-1]
            at, symbol = len(words), TARGET
        elif other < len(known) and known[other][0] < end and word != "'s":
            symbol = symbols[known[other]]
        elif char.isupper() and word != "i":
            symbol = word if is_start and word in _never_names() else NAME
        else:
            symbol = NUMBER if char.isdigit() else word
        if word == '"':
            is_open = char == "“" or char != "”" and not is_open
        is_start = char in _STARTERS or (is_start and not char.isalnum())
        if symbol in (NAME, AGAIN) and words and words[-1] == symbol:
            places[-1] = (places[-1][0], end)
            continue
        if symbol == AGAIN and word in _OWN:
            words.append(symbol)
            places.append((start, end))
            quoted.append(is_open)
            symbol = "'s"
        words.append(symbol)
        places.append((start, end))
        quoted.append(is_open)
    if at < 0:
        at = len(words)
        words, places, quoted = [*words, TARGET], [*places, target], [*quoted, False]
    called = text[target[0] : target[1]].lower()
    if called in _OWN or called == "her" and at + 1 < len(words) and words[at + 1].isalpha():
        words, places, quoted = [
            [*row[: at + 1], more, *row[at + 1 :]]
            for row, more in ((words, "'s"), (places, places[at]), (quoted, quoted[at]))
        ]
    return Masked(words, places, quoted, at, called in _PERSONAL)


@lru_cache(maxsize=1)
def _never_names() -> frozenset[str]:
    path = DATA / "codebooks" / "core" / "words"
    closed = yaml.safe_load((path / "grammar.yml").read_text(encoding="utf-8"))
    names = set(yaml.safe_load((path / "common.yml").read_text(encoding="utf-8")))
    groups = ("determiners", "pronouns", "objects", "prepositions", "subordinators", "conjunctions", "adverbs")
    return frozenset(word for group in groups for word in closed[group]) - names


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word (Snowball), symbols as they are."""
    return str(_STEMMER.stem(word)) if word.isalpha() and word.islower() else word


@lru_cache(maxsize=65536)
def says_something(word: str) -> bool:
    """Say whether a masked word is more than a name, a number, a mark or one of the little words of grammar."""
    return word[0].islower() and word not in _list("little") | _list("opens_clause") | _list("be") | _never_names()


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    return dict(yaml.safe_load((DATA / "lexicons" / "tone.yml").read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def _list(name: str) -> frozenset[str]:
    return frozenset(_lists()[name])


@lru_cache(maxsize=1)
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(_list(group) | {stem(word) for word in _list(group)} for group in GROUPS)


@lru_cache(maxsize=1)
def _vader() -> dict[str, float]:
    lines = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    exact = {row[0]: float(row[1]) / 4 for row in rows if len(row) > 1 and row[0].isalpha()}
    stems: dict[str, float] = {}
    for word, value in exact.items():
        stems.setdefault(stem(word), value)
    return stems | exact


@lru_cache(maxsize=65536)
def values_of(word: str) -> tuple[float, ...]:
    """Return what the word lists say of a masked word: VADER's good, its bad, then membership of each group of ours."""
    if not word[0].islower():
        return (0.0,) * (2 + len(GROUPS))
    root, vader = stem(word), _vader()
    value = vader.get(word) or vader.get(root) or 0.0
    return (max(value, 0.0), max(-value, 0.0), *(float(root in group or word in group) for group in _groups()))


def known_words() -> set[str]:
    """Return the words of all word lists."""
    return set(_vader()) | {word for words in _lists().values() for word in words}


class Word(NamedTuple):
    """What is known of a word: hashes (word, stem, kind, ending), values in lists, job, its row in `company`."""

    hashes: tuple[int, int, int, int]
    values: tuple[float, ...]
    flags: tuple[bool, ...]
    company: int


def _kind_of(word: str, values: Sequence[float]) -> str:
    """Return the kind under which patterns know a word: its job, its group in our list, or its ending."""
    for job in ("not", "said", "be"):
        if word in _list(job):
            return job
    if (
        word in (TARGET, AGAIN, NAME, NUMBER)
        or word in _MARKS
        or word in _list("opens_clause")
        or word in _list("little")
    ):
        return word
    for group, value in zip(GROUPS[:-1], values[2:], strict=False):
        if value:
            return f"{group}.ed" if word.endswith("ed") else group
    if any(values[:2]):
        return "good?" if values[0] else "bad?"
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "*")


@lru_cache(maxsize=65536)
def read_word(word: str) -> Word:
    """Return what is known of a masked word (`""`: the gap between sentences)."""
    values = values_of(word) if word else (0.0,) * (2 + len(GROUPS))
    kind = _kind_of(word, values) if word else "#"
    is_verb = kind.split(".")[0] in GROUPS or kind in ("ed", "s", "ing", "said", "good?", "bad?")
    flags = (
        kind == "not",
        kind == "said",
        word in _list("opens_clause") or word in _MARKS and word != "-",
        word in _MARKS or not word,
        is_verb or word.endswith("en"),
        word.endswith(("ed", "en")),
        kind == "be",
        word == "'s",
        kind in _list("on_path"),
        word == NAME,
    )
    hashes = (hash_word(word), hash_word(stem(word)) + 1, hash_word("=" + kind), hash_word("-" + word[-3:]))
    return Word(hashes, values, flags, row_of(word))
