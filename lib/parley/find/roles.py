"""Roles: office words beside a state ("Turkey's foreign minister", "the president of Turkey") and whom they mean."""

from collections.abc import Sequence
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.names import View, chain_of, is_shouted, is_titled
from parley.find.offices import Day, Offices, Role, Words, resolve_role, words_at, words_before
from parley.find.senses import Naming, Sense
from parley.find.subjects import Verbs, is_noun

_LISTED = frozenset({",", "and", "or", "&", "nor"})
_UNNAMED = "mention.unnamed"


class Reader(NamedTuple):
    """What reading one article needs: the codebook's lists, the day, who is named."""

    book: Codebook
    offices: Offices
    naming: Naming
    titles: frozenset[Words]
    verbs: Verbs
    day: Day


class Use(NamedTuple):
    """Role words beside a state: their place, the roles they may mean, and what stands before them."""

    first: int
    last: int
    roles: tuple[Role, ...]
    is_former: bool = False
    is_below: bool = False
    is_unnamed: bool = False
    is_qualified: bool = False


def find_uses(view: View, senses: Sequence[Sense], reader: Reader) -> list[Use | None]:
    """Return the role words that go with each name of a sentence; a list shares its last role.

    "Russian and Ukrainian officials" gives both adjectives the officials.
    """
    uses: list[Use | None] = [None] * len(senses)
    for at in range(len(senses) - 1, -1, -1):
        sense = senses[at]
        if sense.name.actor_id is None or sense.name.sense == "people":
            continue
        uses[at] = _after(view, sense, reader) or _of(view, sense, reader)
        after = uses[at + 1] if at + 1 < len(senses) else None
        if uses[at] is None and after and _is_listed(view, sense, senses[at + 1]):
            uses[at + 1] = _one_each(after, view, reader)
            uses[at] = _one_each(after, view, reader)._replace(first=sense.first, last=sense.first)
    for at in range(1, len(senses)):
        before = uses[at - 1]
        if uses[at] is None and before and before.first < senses[at - 1].first and _is_joined(view, senses, at, reader):
            uses[at - 1] = _one_each(before, view, reader)
            uses[at] = _one_each(before, view, reader)._replace(first=senses[at].first, last=senses[at].first)
    return uses


def _after(view: View, sense: Sense, reader: Reader) -> Use | None:
    """Return the role words right after a state: "Turkish president", "Turkey's president", "Kremlin spokesman"."""
    words, at = view.words, sense.last
    is_genitive = at < len(words) and words[at] in ("'s", "'")
    kind = reader.book.actors[sense.actor_id].kind
    if is_genitive and sense.name.sense == "adjective":
        return None
    at += is_genitive
    is_short = sense.name.sense == "metonym" or kind == "person"
    use = _role_at(view, at, reader, is_short)
    if use is None or kind == "person" and not _is_owned(use, sense, is_genitive, reader):
        return None
    is_mass = use.roles[0].kind == "state" or use.roles[0].key in ("troops", "intelligence_service")
    if is_mass and not words[use.last - 1].endswith("s") and is_noun(view, use.last, reader.verbs):
        return None  # Russian state television, US military aid
    before = words_before(reader.naming.not_in_office, words, sense.first, 2)
    below = words_before(reader.naming.below, words, sense.first, 2)
    return use._replace(
        is_former=use.is_former or before > 0,
        is_below=use.is_below or below > 0,
        is_unnamed=not is_genitive and _is_unnamed(view, sense.first, reader.naming),
    )


def _is_owned(use: Use, sense: Sense, is_genitive: bool, reader: Reader) -> bool:
    """Say whether a role goes with a person: "Putin's minister", "Biden administration", but not "Clinton's team"."""
    top = reader.book.actors[chain_of(sense.actor_id, reader.book)[-1]]
    if top.kind != "state" or use.roles[0].key == "side":
        return False
    return is_genitive or all(role.kind == "state" for role in use.roles)


def _role_at(view: View, at: int, reader: Reader, is_short: bool) -> Use | None:
    """Return the role words that start at a word, small words before them passed over; the longest way wins."""
    words, offices, naming = view.words, reader.offices, reader.naming
    size = words_at(offices.roles, words, at, offices.longest)
    brief = words_at(offices.short, words, at, offices.longest) if is_short else 0
    best = None
    if size or brief:
        longest = max(size, brief)
        form = words[at : at + longest]
        roles = (offices.short.get(form, ()) if is_short else ()) + offices.roles.get(form, ())
        best = Use(at, at + longest, roles)
    for number, table in enumerate((naming.fillers, naming.not_in_office, naming.below)):
        passed = words_at(table, words, at, 3)
        further = _role_at(view, at + passed, reader, is_short) if passed else None
        if further and (best is None or further.last > best.last):
            best = further._replace(
                is_former=further.is_former or number == 1, is_below=further.is_below or number == 2, is_qualified=True
            )
    return best


def _of(view: View, sense: Sense, reader: Reader) -> Use | None:
    """Return the role words before "of" and a state, or "in" and its capital: "officials in Ankara"."""
    if sense.name.sense not in ("name", "metonym"):
        return None
    words, end = view.words, sense.first
    end -= end > 0 and words[end - 1] == "the"
    if not (end > 1 and words[end - 1] in ("of", "in")):
        return None
    end -= 1
    if words[end] == "in":
        size = words_before(reader.naming.seated, words, end, 3) if sense.name.sense == "metonym" else 0
        roles = reader.offices.roles.get(words[end - size : end], ())
        return Use(end - size, end, roles) if size and roles else None
    size = words_before(reader.offices.roles, words, end, reader.offices.longest)
    plural = 0 if size else words_before(reader.offices.plural, words, end, reader.offices.longest)
    table = reader.offices.roles if size else reader.offices.plural
    roles = tuple(role for role in table.get(words[end - size - plural : end], ()) if role.has_of)
    if not roles:
        return None
    first = end - size - plural
    return Use(
        first,
        end,
        roles,
        is_former=words_before(reader.naming.not_in_office, words, first, 2) > 0,
        is_below=words_before(reader.naming.below, words, first, 2) > 0,
        is_unnamed=_is_unnamed(view, first, reader.naming),
    )


def _is_unnamed(view: View, at: int, naming: Naming) -> bool:
    """Say whether "a", "one" or the like opens the phrase before a word, small words between passed over."""
    while size := words_before(naming.fillers, view.words, at, 3):
        at -= size
    return words_before(naming.indefinite, view.words, at, 1) > 0


def _is_listed(view: View, sense: Sense, after: Sense) -> bool:
    """Say whether a name that can stand for an adjective is listed before another: "U.S. and European …"."""
    between = view.words[sense.last : after.first]
    is_short = sense.name.sense == "adjective" or sense.name.sense == "name" and view.surface(sense.first).isupper()
    return is_short and 0 < len(between) < 3 and set(between) <= _LISTED


def _is_joined(view: View, senses: Sequence[Sense], at: int, reader: Reader) -> bool:
    """Say whether a state goes on a list after "of": "presidents of Russia and the United States"."""
    if senses[at].name.sense != "name" or reader.book.actors[senses[at].actor_id].kind == "person":
        return False
    return view.words[senses[at - 1].last : senses[at].first] in (("and",), ("and", "the"))


def _one_each(use: Use, view: View, reader: Reader) -> Use:
    """Return a plural role as said of each in a list: the presidents of two states are two presidents."""
    if use.is_qualified or use.roles[0].kind == "person":
        return use
    return use._replace(roles=(*reader.offices.plural.get(view.words[use.first : use.last], ()), *use.roles))


def resolve_use(view: View, sense: Sense, use: Use, reader: Reader) -> tuple[str, str] | None:
    """Return whom a role of a state means, and the rule; None where the words name nobody of the codebook.

    Somebody who no longer holds the office is not named by it. A deputy, or an office followed by a name that
    the codebook lacks, stands for the state; one of several ("a Turkish diplomat") for its officials.
    """
    state = sense.actor_id
    if reader.book.actors[state].kind == "person":
        state = chain_of(state, reader.book)[-1]
    role = use.roles[0]
    if use.is_former or role.is_held and use.is_below:
        return None
    if role.kind in ("person", "body") or role.key == "official":
        if use.is_below:
            return state, f"mention.{role.kind}_of_state"
        if role.kind == "person" and _has_other_name(view, max(use.last, sense.last), reader.naming):
            return state, "mention.other_person"
        if use.is_unnamed and role.is_one:
            return None
        if use.is_unnamed and role.kind == "person" or role.key == "official":
            officials = [Role("officials", "group", ())]
            found = resolve_role(reader.offices, officials, state, reader.day, reader.book)
            return (found[0] if found else state), _UNNAMED
    return resolve_role(reader.offices, use.roles, state, reader.day, reader.book)


def _has_other_name(view: View, at: int, naming: Naming) -> bool:
    """Say whether a capitalised word follows that can only be the name of the person in the office."""
    if at >= len(view.words) or not view.caps[at] or not view.words[at].isalpha() or len(view.words[at]) < 2:
        return False
    return (view.words[at],) not in naming.calendar and not is_titled(view) and not is_shouted(view)
