"""Subjects: who acts in a clause, told without a parser from the words around a phrase."""

import re
from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.names import View
from parley.phrases import inflect

_ASIDE = 16  # words between the commas of an apposition or a relative clause
_HEAD = re.compile(r"([a-z]+)~")
_DETERMINERS = frozenset({"the", "a", "an", "both"})
_CLASSES = ("prepositions", "subordinators", "conjunctions", "determiners", "pronouns", "objects")
_CLOSED = (*_CLASSES, "adverbs", "negatives", "days")
_OPENERS = frozenset(
    {"and", "but", "or", "that", "while", "because", "if", "when", "as", "although", "though", "where", "after"}
)


class Verbs(NamedTuple):
    """Closed classes and the forms of verbs that the codebook knows."""

    auxiliaries: frozenset[str]
    verbs: frozenset[str]
    saying: frozenset[str]
    said: frozenset[str]
    prepositions: frozenset[str]
    possessives: frozenset[str]
    adverbs: frozenset[str]
    closed: frozenset[str]
    inverting: frozenset[str]


@lru_cache(maxsize=8)
def read_verbs(book: Codebook) -> Verbs:
    """Return what tells a subject: auxiliaries, verb forms, and the small words before a noun phrase."""
    grammar, irregular = book.words.get("grammar", {}), book.words.get("irregular", {})
    verbs = {form for verb in irregular for form in inflect(verb, irregular)}
    saying: set[str] = set()
    said: set[str] = set()
    for rule in book.rules.get("cues", {}).values():
        heads = {head for phrase in rule.phrases for head in _HEAD.findall(phrase)}
        forms = {form for head in heads for form in inflect(head, irregular)}
        verbs |= forms
        if rule.codes.get("cue_code") == "say":
            saying |= forms
            said |= {form for form in forms - heads if not form.endswith("ing")}
    lists = {
        name: frozenset(map(str, grammar.get(name, ()))) for name in ("auxiliaries", "prepositions", "possessives")
    }
    adverbs = frozenset(map(str, grammar.get("adverbs", ()))) - lists["auxiliaries"] - lists["prepositions"]
    closed = frozenset(str(word) for name in _CLOSED for word in grammar.get(name, ()))
    return Verbs(
        lists["auxiliaries"],
        frozenset(verbs),
        frozenset(saying | {"said", "says"}),
        frozenset(said | {"said", "says"}),
        lists["prepositions"],
        lists["possessives"],
        adverbs,
        closed,
        lists["auxiliaries"] - {"'s", "'re", "'m", "'ve", "'ll", "'d"},
    )


def is_subject(view: View, first: int, last: int, verbs: Verbs) -> bool:
    """Say whether a phrase acts (see `verb_of`).

    >>> from parley.codebook import read_codebook
    >>> from parley.spans import words_of
    >>> raw = "Pressed by Ankara, Kyiv also agreed"
    >>> spans, words = words_of(raw)
    >>> verbs = read_verbs(read_codebook("ukraine-russia"))
    >>> view = View(words, spans, (False,) * 7, raw, 0, "", 0, False)
    >>> is_subject(view, 2, 3, verbs), is_subject(view, 4, 5, verbs)
    (False, True)
    """
    return verb_of(view, first, last, verbs) is not None


def verb_of(view: View, first: int, last: int, verbs: Verbs) -> str | None:
    """Return the verb that a phrase is the subject of, None where it is of none.

    A verb follows it and no preposition or owner stands before; or "said" stands before ("…," said Kyiv).
    """
    words = view.words
    begin = _opening(view, first)
    before = words[begin - 1] if begin > 0 else ""
    if before == "for" and words[last : last + 1] == ("to",):
        return "to"
    if before in verbs.said and (begin == 1 or words[begin - 2] in ('"', "''", ",", "'", "?", "!")):
        return before
    if before in verbs.prepositions and before not in _OPENERS or before in verbs.possessives:
        return None
    if before in verbs.inverting and (begin < 3 or words[begin - 2] in _OPENERS) and last < len(words):
        return words[last] if words[last] in verbs.verbs or words[last] in verbs.adverbs else None
    if before in verbs.verbs and words[last : last + 1] == ("to",) and words[last + 1 : last + 2]:
        return words[last + 1] if words[last + 1] in verbs.verbs else None  # urged Kyiv to show
    if (before in verbs.verbs or before in verbs.auxiliaries and before != "'s") and before not in verbs.saying:
        return None
    return _next_verb(view, last, verbs)


def _opening(view: View, first: int) -> int:
    """Return where a phrase begins: at its article, one adjective between allowed ("the present prime minister")."""
    words = view.words
    if first > 1 and words[first - 2] in _DETERMINERS and words[first - 1].isalpha():
        first -= 1
    while first > 0 and words[first - 1] in _DETERMINERS:
        first -= 1
    return first


def is_noun(view: View, at: int, verbs: Verbs) -> bool:
    """Say whether a word is, by its form and as nothing else fits, a noun or adjective; a hyphen counts as one."""
    if at >= len(view.words):
        return False
    word = view.words[at]
    if word == "-":
        return view.touches(at)
    if not word.isalpha() or word in verbs.closed or word in verbs.auxiliaries or word.endswith("ly"):
        return False
    return not is_verb(view, at, verbs)


def _next_verb(view: View, at: int, verbs: Verbs) -> str | None:
    words, size = view.words, len(view.words)
    at = past_aside(view, at)
    passed = 0
    while at < size and passed < 3 and (words[at] in verbs.adverbs or words[at].endswith("ly")):
        at, passed = at + 1, passed + 1
    if at >= size or not is_verb(view, at, verbs):
        return None
    if words[at] in ("has", "have", "had", "'s", "'ve") and at + 1 < size and words[at + 1] in verbs.verbs:
        return words[at + 1]
    return words[at]


def past_aside(view: View, at: int) -> int:
    """Return the word after an apposition or relative clause that begins at a word; else the word itself."""
    if at >= len(view.words) or view.words[at] not in (",", "(", "-", "--"):
        return at
    closing = {",": ",", "(": ")"}.get(view.words[at], view.words[at])
    for end in range(at + 1, min(len(view.words), at + _ASIDE)):
        if view.words[end] == closing:
            return end + 1
        if view.words[end] in (";", ":", '"'):
            break
    return at


def is_verb(view: View, at: int, verbs: Verbs) -> bool:
    """Say whether a word is, by its form, a finite verb."""
    word = view.words[at]
    if word in verbs.auxiliaries:
        return word not in ("'s", "to", "be", "been", "being") or word == "'s" and _is_copula(view, at)
    if view.caps[at] and at > 0 and not view.is_heading:
        return False
    if word in verbs.verbs:
        return not word.endswith("ing")
    return word.endswith("ed") and len(word) > 4 or word.endswith("s") and not word.endswith("ss") and len(word) > 3


def _is_copula(view: View, at: int) -> bool:
    """Say whether 's is "is" or "has": before not, an article, an adverb or an -ing form."""
    after = view.words[at + 1] if at + 1 < len(view.words) else ""
    return after in ("not", "a", "an", "the", "been", "already", "also", "now") or after.endswith("ing")
