"""Names: the words by which a codebook knows its actors, matched over the words of a sentence.

Matching is on folded words, longest first; capitals are then held against the name as it stands in the
codebook: a word with a capital must have it ("US", "Xi", "the West"), a word without may have one. Words all
in capitals (a headline) match any case, but for short names that are common words ("US").
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from parley.codebook import Actor, Codebook
from parley.spans import Span, fold, tokenise, words_of

_QUOTE = str.maketrans("‘’′´`ʼ", "''''''")
_TITLE_SHARE = 0.7  # of a sentence's longer words have a capital: a headline in title case
_SHOUT_SHARE = 0.8  # of its letters are capitals: a headline in capitals


class Name(NamedTuple):
    """A way to name an actor; `sense` is name, surname, adjective, people, metonym, role, place or decoy."""

    words: tuple[str, ...]
    exact: tuple[str, ...]
    sense: str
    actor_id: str | None


class Hit(NamedTuple):
    """Words of a sentence (first to last, half-open) that are a name; several names where actors share it."""

    first: int
    last: int
    names: tuple[Name, ...]


class View(NamedTuple):
    """A sentence word by word: folded words, their places in `raw` and whether each begins with a capital.

    `raw` begins at `base` in the article.
    """

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    caps: tuple[bool, ...]
    raw: str
    base: int
    sent_id: str
    para: int
    is_heading: bool

    def surface(self, at: int) -> str:
        """Return a word as it stands in the text, with plain apostrophes."""
        start, end = self.spans[at]
        return self.raw[start:end].translate(_QUOTE)

    def touches(self, at: int) -> bool:
        """Say whether no space stands between a word and the one before."""
        return at > 0 and self.spans[at - 1][1] == self.spans[at][0]


class Lexicon(NamedTuple):
    """The names of a codebook by their first word, longest first."""

    by_first: dict[str, tuple[Name, ...]]
    shouted: frozenset[str]


def view_of(text: str, sentence: Any) -> View:
    """Return a row of `sentences` as words."""
    start = sentence.start
    raw = text[start : sentence.end]
    spans, words = words_of(raw)
    caps = tuple([raw[first].isupper() for first, _ in spans])
    is_heading = sentence.sentence_kind_code == "heading"
    return View(words, spans, caps, raw, start, sentence.sent_id, sentence.para, is_heading)


@lru_cache(maxsize=8)
def read_names(book: Codebook) -> Lexicon:
    """Return the names of a codebook, ready to match."""
    by_first: dict[str, set[Name]] = {}
    for name in _names(book):
        by_first.setdefault(name.words[0], set()).add(name)
    ordered = {
        first: tuple(sorted(names, key=lambda n: (-len(n.words), *map(str, n)))) for first, names in by_first.items()
    }
    return Lexicon(ordered, frozenset(book.words.get("naming", {}).get("shouted", ())))


def _names(book: Codebook) -> Iterator[Name]:
    composed = {form for actor in book.actors.values() for form in _composed(actor, book)}
    for actor in book.actors.values():
        for sense, forms in forms_of(actor):
            yield from (_name(form, sense, actor.actor_id) for form in forms if form not in composed)
    for place in book.places.values():
        yield from (_name(form, "place", None) for form in place.aliases)
    yield from (_name(form, "decoy", None) for form in book.words.get("decoys", ()))


def forms_of(actor: Actor) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the forms that name an actor, by sense."""
    yield "name", actor.aliases
    yield "surname", actor.surnames
    yield "metonym", actor.metonyms
    yield "role", actor.roles
    yield "people", [form for form in actor.demonyms if is_people(form)]
    yield "adjective", [form for form in actor.demonyms if not is_people(form)]


def _composed(actor: Actor, book: Codebook) -> Iterator[str]:
    """Yield what the actor is called by its office and its state ("Russian officials").

    Roles find these forms by themselves, and in lists too ("Turkish and Russian officials").
    """
    for office in actor.offices:
        state = book.actors[office.of]
        for word in book.words.get("roles", {}).get(office.role, {}).get("words", ()):
            yield from (f"{form} {word}" for form in (*state.demonyms, *state.aliases, *state.metonyms))


def is_people(demonym: str) -> bool:
    """Say whether a demonym is a plural noun (Russians), not an adjective (Russian, Swiss)."""
    return demonym.endswith("s") and not demonym.endswith(("ss", "us"))


def _name(form: str, sense: str, actor_id: str | None) -> Name:
    exact = tuple(form[start:end].translate(_QUOTE) for start, end in tokenise(form))
    return Name(tuple(fold(word) for word in exact), exact, sense, actor_id)


def match_names(view: View, lexicon: Lexicon) -> list[Hit]:
    """Return the names in a sentence in order, the longest first where they overlap."""
    hits: list[Hit] = []
    words, by_first = view.words, lexicon.by_first
    if by_first.keys().isdisjoint(words):
        return hits
    shouts: bool | None = None
    last = 0
    for at in [at for at, word in enumerate(words) if word in by_first]:
        if at < last:
            continue
        found: list[Name] = []
        for name in by_first[words[at]]:
            length = len(name.words)
            if found and length < len(found[0].words):
                break
            if length > 1 and words[at : at + length] != name.words:
                continue
            if shouts is None:
                shouts = is_shouted(view)
            if _has_case(view, at, name, lexicon.shouted if shouts else None):
                found.append(name)
        if found:
            last = at + len(found[0].words)
            hits.append(Hit(at, last, tuple(found)))
    return hits


def _has_case(view: View, at: int, name: Name, shouted: frozenset[str] | None) -> bool:
    for place, word in enumerate(name.exact, at):
        if word.islower():
            continue
        surface = view.surface(place)
        if surface != word and (shouted is None or surface != word.upper()):
            return False
        if shouted is not None and surface.lower() in shouted:
            return False
    return True


def is_shouted(view: View) -> bool:
    """Say whether a sentence is all in capitals, as some headlines are.

    >>> is_shouted(View((), (), (), "KYIV REJECTS US OFFER", 0, "", 0, True))
    True
    """
    n_upper = sum(map(str.isupper, view.raw))
    return n_upper > 6 and n_upper >= _SHOUT_SHARE * sum(map(str.isalpha, view.raw)) and " " in view.raw.strip()


def is_titled(view: View) -> bool:
    """Say whether a sentence has capitals in most words, as headlines in title case do: they tell nothing then."""
    longer = [at for at, word in enumerate(view.words) if len(word) > 3 and word.isalpha()]
    return len(longer) > 3 and sum(view.caps[at] for at in longer) > _TITLE_SHARE * len(longer)


@lru_cache(maxsize=4096)
def chain_of(actor_id: str, book: Codebook) -> tuple[str, ...]:
    """Return the actor and everything it rolls up to, nearest first."""
    chain = [actor_id]
    while (above := book.actors[chain[-1]].speaks_for_id) is not None and above not in chain:
        chain.append(above)
    return tuple(chain)
