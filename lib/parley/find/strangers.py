"""Strangers: persons an article speaks of whom the codebook does not know.

They are never mentions. They matter because "he" may be one of them: then nobody of the codebook is meant.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.names import View
from parley.find.senses import read_naming
from parley.find.subjects import Verbs, is_subject, read_verbs
from parley.spans import fold

_DETERMINERS = frozenset(
    {"a", "an", "the", "one", "another", "this", "that", "some", "his", "her", "its", "their", "our", "'s"}
)
_SINGLE = frozenset({"a", "an", "another", "one"})
_AGENTS = ("er", "or", "man", "woman", "ist", "ian")
_COPULAS = frozenset({"is", "was", "be", "been", "are", "were", "as", "'s", "become", "became", "remain", "remains"})
_AFTER = frozenset({"a", "an", "the", "who", "whose", "one"})


class People(NamedTuple):
    """Words for people: nouns, honorifics and given names, and which tell he or she."""

    humans: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]
    women_names: frozenset[str]
    given_names: frozenset[str]
    honorifics: frozenset[str]
    things: frozenset[str]
    anybody: frozenset[str]
    verbs: Verbs


class Stranger(NamedTuple):
    """Words that mean an unknown person; `key` is alike for the same one, `pronoun` he, she or empty."""

    first: int
    last: int
    key: str
    pronoun: str


@lru_cache(maxsize=8)
def read_people(book: Codebook) -> People:
    """Return the words for people of a codebook."""
    lists, naming = book.words.get("references", {}), read_naming(book)
    parts = {name: frozenset(fold(str(word)) for word in lists.get(name, ())) for name in People._fields[:4]}
    return People(
        **parts,
        given_names=frozenset(words[0] for words in naming.given_names) | parts["women_names"],
        honorifics=frozenset(words[0] for words in naming.honorifics if len(words) == 1),
        things=frozenset(map(str, lists.get("things", ()))),
        anybody=frozenset(map(str, lists.get("anybody", ()))),
        verbs=read_verbs(book),
    )


def find_strangers(
    view: View, taken: Sequence[tuple[int, int]], known: dict[str, str], people: People
) -> list[Stranger]:
    """Return the unknown persons of a sentence; `known` keeps their surnames, with he or she, for the sentences after.

    `taken` are the words that are namings of the codebook's actors.
    """
    held = {at for first, last in taken for at in range(first, last)}
    found = [*_by_name(view, held, known, people), *_by_noun(view, held, people)]
    return sorted(found)


def _by_name(view: View, held: set[int], known: dict[str, str], people: People) -> Iterator[Stranger]:
    end = 0
    for at in [at for at, is_capital in enumerate(view.caps) if is_capital]:
        if at < end or at in held:
            continue
        end = _end_of_name(view, at, held)
        first = at + (
            at == 0 and end > 1 and view.words[0] not in people.given_names and view.words[0].islower() is False
        )
        last_word = view.words[end - 1]
        before = view.words[at - 1] if at > 0 else ""
        if last_word in known:
            yield Stranger(at, end, last_word, known[last_word])
        elif last_word not in people.things and _is_person(view, (at, end), before, people):
            known[last_word] = _pronoun(view.words[at], before, people)
            yield Stranger(first, end, last_word, known[last_word])


def _end_of_name(view: View, at: int, held: set[int]) -> int:
    end, size = at + 1, len(view.words)
    while end < size and end not in held:
        if view.caps[end] and view.words[end][0].isalpha():
            end += 1
        elif view.words[end] == "-" and end + 1 < size and view.touches(end) and view.caps[end + 1]:
            end += 2
        else:
            break
    return end


def _is_person(view: View, span: tuple[int, int], before: str, people: People) -> bool:
    first, end = span
    words = view.words
    if before in people.honorifics or words[first] in people.honorifics and end - first > 1:
        return True
    if before in people.verbs.said and first > 1 and words[first - 2] in ('"', "''", "'"):
        return True  # “…,” said Baron
    if (
        end - first < 2
        or end - first > 4
        or any(len(words[at]) > 1 and view.surface(at).isupper() for at in range(first, end))
    ):
        return False
    if words[first] in people.given_names:
        return True
    if first > 0 and before in people.humans:
        return True
    after = words[end] if end < len(words) else ""
    further = words[end + 1] if end + 1 < len(words) else ""
    return after == "," and (further in _AFTER or further in people.humans) or after in people.verbs.saying


def _pronoun(first: str, before: str, people: People) -> str:
    if before in people.women or first in people.women or first in people.women_names:
        return "she"
    return "he" if before in people.men or first in people.men or first in people.given_names else ""


def _by_noun(view: View, held: set[int], people: People) -> Iterator[Stranger]:
    words, before = view.words, ""
    for at, word in enumerate(words):
        if word in people.humans:
            if at not in held and _is_introduced(words, at):
                pronoun = "she" if word in people.women else "he" if word in people.men else ""
                yield Stranger(at, at + 1, word, pronoun)
        elif before in _SINGLE and word.endswith(_AGENTS):  # whoever acts, though no list has it: a fisherman
            if is_subject(view, at, at + 1, people.verbs):
                yield Stranger(at, at + 1, word, "")
        elif word in people.anybody:
            yield Stranger(at, at + 1, word, "")
        before = word


def _is_introduced(words: Sequence[str], at: int) -> bool:
    """Say whether an article or owner opens the phrase, and it is not said of somebody ("he is a desperate man")."""
    opening = next((back for back in range(at - 1, max(-1, at - 5), -1) if words[back] in _DETERMINERS), -1)
    return opening == 0 or opening > 0 and words[opening - 1] not in _COPULAS
