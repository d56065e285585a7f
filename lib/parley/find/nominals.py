"""Nominals: bare nouns with "the" that go back to somebody named before ("the minister", "the alliance")."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.anchors import Anchor, Found, most_salient, recent
from parley.find.names import View, chain_of
from parley.find.offices import Day, Role, Words, holder_of, read_offices, words_at
from parley.spans import words_of

_STATE_WINDOW = 3
_OF = frozenset({"of", "for", "from"})
_NOBODY = Anchor(-1, 0, 0, "", "", "", False, False, -1, None, ())


class Nouns(NamedTuple):
    """Nouns that go back, by what they go back by: an office, an actor of their own, a state, its government."""

    offices: dict[Words, tuple[Role, ...]]
    own: dict[Words, frozenset[str]]
    states: frozenset[Words]
    governments: frozenset[Words]
    capitals: dict[Words, str]
    longest: int
    first: frozenset[str]


@lru_cache(maxsize=8)
def read_nouns(book: Codebook) -> Nouns:
    """Return the nouns of `words/references.yml` and `words/roles.yml`."""
    table, lists = read_offices(book), book.words.get("references", {})
    by_key = {role.key: role for roles in table.roles.values() for role in roles}
    named: dict[Words, tuple[Role, ...]] = {
        form: kept for form, roles in table.roles.items() if (kept := tuple(role for role in roles if _goes_back(role)))
    }
    for word, keys in lists.get("offices", {}).items():
        named[words_of(word)[1]] = tuple(by_key[key] for key in keys if key in by_key)
    own: dict[Words, frozenset[str]] = {}
    for actor in book.actors.values():
        for noun in actor.nouns:
            form = words_of(noun)[1]
            own[form] = own.get(form, frozenset()) | {actor.actor_id}
    states, governments = (frozenset(words_of(word)[1] for word in lists.get(name, ())) for name in Nouns._fields[2:4])
    capitals = {words_of(name)[1]: actor.actor_id for actor in book.actors.values() for name in actor.metonyms}
    every = (*named, *own, *states, *governments)
    longest, first = max(map(len, every), default=1), frozenset(form[0] for form in every)
    return Nouns(named, own, states, governments, capitals, longest, first)


def _goes_back(role: Role) -> bool:
    return role.kind in ("person", "body") and not role.is_held or role.key == "official"


class Ahead(NamedTuple):
    """What the sentence holds in all, by first word: namings, and where strangers stand."""

    named: Mapping[int, Found]
    strangers: frozenset[int]


class Scene(NamedTuple):
    """What is known where a word stands: the sentence and the one above, its number, the quotation, what was named."""

    view: View
    above: View | None
    sentence: int
    quote: int
    anchors: Sequence[Anchor]
    ahead: Ahead
    day: Day
    book: Codebook


def anchor_ahead(scene: Scene, at: int, pronouns: Sequence[str] = ("he", "she")) -> Anchor | None:
    """Return the person named at a word that is still to come in the sentence."""
    found = scene.ahead.named.get(at)
    if found is None or scene.book.actors[found.actor_id].kind != "person":
        return None
    pronoun = scene.book.actors[found.actor_id].pronoun
    if pronoun in ("he", "she") and pronoun not in pronouns:
        return None
    place = (scene.sentence, found.first, found.last)
    return Anchor(*place, found.actor_id, "person", pronoun, True, False, scene.quote, place[:2], ())


def resolve_nominal(scene: Scene, at: int) -> tuple[int, str, Anchor, str] | None:
    """Return, for "the" at a word: the end of the noun, who is meant, the anchor and the rule; None: nobody is told."""
    nouns, words = read_nouns(scene.book), scene.view.words
    size = words_at(nouns.offices, words, at + 1, nouns.longest)
    owned = words_at(nouns.own, words, at + 1, nouns.longest)
    end = at + 1 + max(size, owned, 1)
    form, after = words[at + 1 : end], words[end : end + 1]
    if after and (after[0] in _OF or after[0] == "-"):
        return None
    found: tuple[str, Anchor, str] | None
    if owned > size:
        found = _by_own(scene, nouns.own[form])
    elif size:
        beside = anchor_ahead(scene, end + 1) if after == (",",) else None
        if after == (",",) and beside is None and end + 1 in scene.ahead.strangers:
            return None
        found = (beside.who, beside, "reference.apposition") if beside else _by_office(scene, at, form, nouns)
    elif form in nouns.states:
        found = _by_state(scene)
    else:
        found = _by_government(scene, form[0]) if form in nouns.governments else None
    return (end, *found) if found else None


def _by_own(scene: Scene, whos: frozenset[str]) -> tuple[str, Anchor, str] | None:
    """Resolve a noun that the codebook gives to one or more actors: who of them was named last stands."""
    anchor = next((anchor for anchor in reversed(scene.anchors) if anchor.who in whos), None)
    return (anchor.who, anchor, "reference.noun") if anchor else None


def _by_office(scene: Scene, at: int, form: Words, nouns: Nouns) -> tuple[str, Anchor, str] | None:
    """Resolve an office.

    The state that the sentence is set in goes first ("In Moscow, the foreign ministry"), then the state of who acts
    in the sentence ("Podolyak, an adviser to the president"); then whoever of those named held the office that day,
    be it far back if nobody else did; then its holder in the state that acted last.
    """
    roles = tuple(role for role in nouns.offices[form])
    town = _town(scene, at, nouns)
    if town:
        return _held(scene, roles, *town)
    acting = next((a for a in recent(scene.anchors, scene.sentence, 0) if a.is_subject and a.kind != "state"), None)
    state = _state_of(acting, scene.book) if acting else None
    if acting and state:
        found = _held(scene, roles, state, acting)
        if found and found[0] != acting.who and any(anchor.who == found[0] for anchor in scene.anchors):
            return found

    known = [anchor for anchor in scene.anchors if not anchor.who.startswith(":")]
    named = [anchor for anchor in known if _is_named_so(anchor, form)]  # introduced by the very word
    holding = [anchor for anchor in known if _holds(anchor, form, roles, scene)]
    for anchors in (named, holding):
        anchor = most_salient(anchors, (scene.sentence, scene.quote), lambda _: True)
        if anchor is None and len({one.who for one in anchors}) == 1:
            anchor = anchors[-1]
        if anchor:
            return anchor.who, anchor, "reference.office"
    if named or holding:  # several, and none stands out
        return None
    for anchor in recent(scene.anchors, scene.sentence, _STATE_WINDOW):
        state = _state_of(anchor, scene.book) if anchor.is_subject else None
        if state:
            return _held(scene, roles, state, anchor)
    return None


def _town(scene: Scene, at: int, nouns: Nouns) -> tuple[str, Anchor] | None:
    """Return the state whose capital the sentence opens in: "In Moscow, the foreign ministry said"."""
    words = scene.view.words
    if words[0] != "in":
        return None
    size = words_at(nouns.capitals, words[:at], 1, 2)
    if not size:
        return None
    state = nouns.capitals[words[1 : 1 + size]]
    return state, next((anchor for anchor in reversed(scene.anchors) if anchor.who == state), _NOBODY)


def _held(scene: Scene, roles: Sequence[Role], state: str, anchor: Anchor) -> tuple[str, Anchor, str] | None:
    offices = read_offices(scene.book)
    held = (holder_of(offices, role, state, scene.day) for role in roles if role.kind != "group")
    return next(((one[0], anchor, "reference.office_of_state") for one in held if one), None)


def _is_named_so(anchor: Anchor, form: Words) -> bool:
    size = len(form)
    return any(anchor.words[at : at + size] == form for at in range(len(anchor.words) - size + 1))


def _holds(anchor: Anchor, form: Words, roles: Sequence[Role], scene: Scene) -> bool:
    """Say whether an anchor holds one of the roles on the day, or bears the noun as a title."""
    actor, offices = scene.book.actors[anchor.who], read_offices(scene.book)
    for office in actor.offices:
        for role in roles:
            if role.kind != "group" and office.role in (role.also or (role.key,)):
                held = holder_of(offices, role, office.of, scene.day)
                if held and held[0] == anchor.who:
                    return True
    return any(words_of(title)[1][-len(form) :] == form for title in actor.titles)


def _by_state(scene: Scene) -> tuple[str, Anchor, str] | None:
    place = (scene.sentence, scene.quote)
    anchor = most_salient(scene.anchors, place, lambda one: one.kind == "state", 1.3, 2)
    return (anchor.who, anchor, "reference.state") if anchor else None


def _by_government(scene: Scene, noun: str) -> tuple[str, Anchor, str] | None:
    """Resolve "the regime": to whom the word was last said of, else to the state that acted last."""
    named = next((anchor for anchor in reversed(scene.anchors) if noun in anchor.words), None)
    acting = (a for a in recent(scene.anchors, scene.sentence, _STATE_WINDOW) if a.is_subject)
    anchor = named or next((one for one in acting if _state_of(one, scene.book)), None)
    state = _state_of(anchor, scene.book) if anchor else None
    return (state, anchor, "reference.government") if anchor and state else None


def _state_of(anchor: Anchor, book: Codebook) -> str | None:
    """Return the state that an anchor is or rolls up to."""
    top = "" if anchor.who.startswith(":") else chain_of(anchor.who, book)[-1]
    return top if top and book.actors[top].kind == "state" else None
