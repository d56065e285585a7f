"""Offices: role words, and who holds an office of a state on a day."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.codebook import Codebook
from parley.find.names import chain_of
from parley.spans import words_of

Words = tuple[str, ...]


class Role(NamedTuple):
    """An office, body or group of any state (`words/roles.yml`)."""

    key: str
    kind: str
    also: tuple[str, ...]
    is_held: bool = False
    has_of: bool = True
    is_one: bool = False


class Term(NamedTuple):
    """Who holds an office, from a day on and until another."""

    since: str
    until: str
    actor_id: str


class Offices(NamedTuple):
    """Role words to roles, and the holders of each role of each actor."""

    roles: dict[Words, tuple[Role, ...]]
    short: dict[Words, tuple[Role, ...]]
    plural: dict[Words, tuple[Role, ...]]
    holders: dict[tuple[str, str], tuple[Term, ...]]
    longest: int


class Day(NamedTuple):
    """When an article was published (null: unknown), and which persons it names in full."""

    published_on: str | None
    named: frozenset[str]


@lru_cache(maxsize=8)
def read_offices(book: Codebook) -> Offices:
    """Return the role words of a codebook and the holders of its offices."""
    tables: dict[str, dict[Words, list[Role]]] = {"words": {}, "short": {}, "plural": {}}
    for key, entry in book.words.get("roles", {}).items():
        role = _role(key, entry)
        for part in ("words", "short"):
            _add(tables[part], entry.get(part, ()), role)
        if role.kind == "person":
            _add(tables["plural"], (f"{form}s" for form in entry["words"]), role)
    holders: dict[tuple[str, str], list[Term]] = {}
    for actor in book.actors.values():
        for office in actor.offices:
            term = Term(office.since or "", office.until or "9999", actor.actor_id)
            holders.setdefault((office.role, office.of), []).append(term)
    words, short, plural = ({form: tuple(roles) for form, roles in table.items()} for table in tables.values())
    longest = max(map(len, words), default=0)
    return Offices(words, short, plural, {at: tuple(sorted(terms)) for at, terms in holders.items()}, longest)


def _role(key: str, entry: Mapping[str, Any]) -> Role:
    also, has_of = tuple(entry.get("also", ())), bool(entry.get("of", True))
    return Role(key, entry["kind"], also, bool(entry.get("held")), has_of, bool(entry.get("one")))


def _add(table: dict[Words, list[Role]], forms: Iterable[str], role: Role) -> None:
    for form in forms:
        table.setdefault(words_of(form)[1], []).append(role)


def holder_of(offices: Offices, role: Role, state_id: str, day: Day) -> tuple[str, str] | None:
    """Return who holds a role of a state on a day, with the rule that says so; None where nobody is known to.

    Without a day, it is the holder whom the article itself names, if there is just one.
    """
    for key in role.also or (role.key,):
        terms = offices.holders.get((key, state_id), ())
        if not terms:
            continue
        if role.kind != "person":
            return terms[0].actor_id, "mention.body" if role.kind == "body" else "mention.group"
        if day.published_on is None:
            held = {term.actor_id for term in terms} & day.named
            return (held.pop(), "mention.office_in_text") if len(held) == 1 else None
        size = len(day.published_on)
        held = {t.actor_id for t in terms if t.since[:size] <= day.published_on < t.until}
        if len(held) == 1:
            return held.pop(), "mention.office"
    return None


def resolve_role(
    offices: Offices, roles: Sequence[Role], state_id: str, day: Day, book: Codebook
) -> tuple[str, str] | None:
    """Return the actor that a role of a state stands for, and the rule; the state itself where nobody holds it."""
    for role in roles:
        if role.kind == "state":
            return state_id, "mention.government"
        of = chain_of(state_id, book) if role.kind == "group" else (state_id,)
        for owner in of:
            found = holder_of(offices, role, owner, day)
            if found:
                return found
    for role in reversed(roles):
        if not role.is_held:
            return state_id, "mention.office_undated" if day.published_on is None else f"mention.{role.kind}_of_state"
    return None


def words_at(table: Mapping[Words, Any] | frozenset[Words], words: Words, at: int, longest: int) -> int:
    """Return the length of the longest entry of a table that starts at a word (0: none)."""
    for size in range(min(longest, len(words) - at), 0, -1):
        if words[at : at + size] in table:
            return size
    return 0


def words_before(table: Mapping[Words, Any] | frozenset[Words], words: Words, end: int, longest: int) -> int:
    """Return the length of the longest entry of a table that ends before a word (0: none)."""
    for size in range(min(longest, end), 0, -1):
        if words[end - size : end] in table:
            return size
    return 0
