"""Scare quotes: a few words in quotation marks, in the writer's own voice, that doubt or mock them.

Told apart from citation (somebody in the clause speaks), from titles and names (capitals, "known as"), and
from words spoken of as words. Where an actor stands beside the words, owns what they name or does it, the
actor is framed; else the thing is.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Clause, Sentence, parts_of
from parley.code.grammar import grammar_of
from parley.code.roles import owner_of, subject_of
from parley.codebook import Codebook, Rule, compile_rules
from parley.phrases import find_phrases
from parley.spans import Span

_MOST_WORDS = 5
_AWAY = frozenset({"up", "off", "out"})
_CLOSERS = "\"”'’»"
_THOUGHT = frozenset({"believe", "fear", "want", "plan", "predict"})


class Scare(NamedTuple):
    """Words in scare quotes: tokens inside the marks, the actors framed, the label in them if there is one."""

    first: int
    last: int
    actor_ids: tuple[str, ...]
    label: Rule | None


def find_scares(sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> Iterator[Scare]:
    """Yield the scare quotes of a sentence."""
    for start, end in sentence.quotations:
        if not sentence.start <= start < end <= sentence.end or sentence.text[end - 1] not in _CLOSERS:
            continue
        tokens = _inside(sentence, start, end)
        if tokens and _is_scare(sentence, clauses, tokens, book):
            label, framed = _label(sentence, tokens, book), _framed(sentence, tokens, book)
            # of nobody, only words that are often doubted: others are terms of art ("carried interest")
            if framed or label or _doubted(book) & set(sentence.words[tokens[0] : tokens[1]]):
                yield Scare(*tokens, framed, label)


def _inside(sentence: Sentence, start: int, end: int) -> Span | None:
    """Return the word tokens between the marks, without the marks and stray punctuation."""
    if any(char.isdigit() for char in sentence.text[start:end]):
        return None
    inside = [n for n, (a, b) in enumerate(sentence.spans) if a >= start and b <= end]
    while inside and not sentence.words[inside[0]][0].isalnum():
        inside.pop(0)
    while inside and not sentence.words[inside[-1]][0].isalnum():
        inside.pop()
    n_words = sum(sentence.words[n][0].isalpha() for n in inside)
    return (inside[0], inside[-1] + 1) if inside and 0 < n_words <= _MOST_WORDS else None


def _is_scare(sentence: Sentence, clauses: Sequence[Clause], tokens: Span, book: Codebook) -> bool:
    """Say whether words in quotation marks are doubted by the writer, not cited, named or defined."""
    first, last = tokens
    words, lists = sentence.words, {name: set(part) for name, part in book.words.get("framing", {}).items()}
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    for statement in sentence.statements:
        is_speech = statement.cue_code not in _THOUGHT
        if is_speech and any(a < end and b > start for a, b in parts_of(statement)):
            return False
    before = words[max(0, first - 3) : first]  # the marks themselves are no words of a sentence
    if before[-1:] in (("(",), ("not",), ("n't",)) or set(before) & lists["naming"]:
        return False
    grammar, inside = grammar_of(book), set(words[first:last])
    if inside & (grammar.pronouns | {"us", "me", "let", "my"}) or inside <= grammar.stops | grammar.prepositions:
        return False  # a clause, or a function word spoken of
    clause = next((one for one in clauses if one.first <= first < one.last), None)
    near = words[max(clause.first if clause else 0, first - 12) : first]
    # "calls up students for": no speech
    near = tuple(word for word, after in zip(near, words[first - len(near) + 1 :], strict=False) if after not in _AWAY)
    if set(near) & lists["speech"] or set(words[last : last + 4]) & lists["speech"]:
        return False
    named = [
        sentence.text[a].isupper()
        for (a, _), word in zip(sentence.spans[first:last], words[first:last], strict=True)
        if word[0].isalpha() and word not in grammar.prepositions | grammar.determiners | grammar.stops
    ]
    return not all(named)  # a title or a name


@lru_cache(maxsize=8)
def _doubted(book: Codebook) -> frozenset[str]:
    return frozenset(book.words.get("framing", {}).get("doubted", ()))


@lru_cache(maxsize=8)
def _rules(book: Codebook) -> dict[str, Rule]:
    return {name: rule for name, rule in book.rules.get("epithets", {}).items() if rule.options.get("form") == "noun"}


def _label(sentence: Sentence, tokens: Span, book: Codebook) -> Rule | None:
    """Return the rule of the role or epithet in the quoted words, if there is one."""
    rules = _rules(book)
    for match in find_phrases(compile_rules(book, "epithets"), sentence.words[tokens[0] : tokens[1]]):
        if match.key in rules:
            return rules[match.key]
    return None


def _framed(sentence: Sentence, tokens: Span, book: Codebook) -> tuple[str, ...]:
    """Return the actors whom the quoted words are about: beside them, owner, doer, subject."""
    first, last = tokens
    words, grammar = sentence.words, grammar_of(book)
    inside = [one for one in sentence.mentions if first <= one.first < last]
    if inside:
        return (inside[0].actor_id,)
    for one in sentence.mentions:
        if one.last == first - 1 and words[one.last] == ",":
            return (one.actor_id,)  # Erdogan, "the peacemaker,"
        if one.first == last and one.how_code in ("name", "metonym"):
            return (one.actor_id,)  # the "peacemaker" Erdogan
    owner = owner_of(sentence, first, book)
    if owner.named:
        return owner.actor_ids
    agents = [one for one in sentence.mentions if one.first >= last]
    if agents and agents[0].first - last <= 7:
        link = words[last : agents[0].first]
        if "by" in link or "of" in link[:3] and "from" not in link or "from" in link[:3]:
            return (agents[0].actor_id,)
    place = subject_of(sentence, _verb_before(words, first, grammar.stops), book)
    return place.actor_ids[:1]


def _verb_before(words: Sequence[str], at: int, stops: frozenset[str]) -> int:
    """Return the token from which to look for the subject: where the phrase before the quoted words opens."""
    while at > 0 and words[at - 1] not in stops:
        at -= 1
    return at
