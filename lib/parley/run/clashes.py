"""Clashes: entries of a pack that are sound one by one and wrong together, or sure to be found in the wrong place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from parley.codebook import Actor, Codebook, Place, Plan
from parley.find.names import forms_of
from parley.run.entries import WARNING, Entry, Problem
from parley.spans import words_of

_SHARED = "names only one actor can claim"


def find_clashes(entries: Iterable[Entry], core: Codebook) -> Iterator[Problem]:
    """Yield what is wrong between entries: links to nobody, circles, names claimed twice, offices that overlap."""
    entries = list(entries)
    actors = {one.name: one for one in entries if isinstance(one.said, Actor)}
    yield from _links(entries, actors, core.words.get("roles", {}))
    yield from _circles(actors)
    yield from _shared_names(actors)
    yield from _common_names(actors, _ordinary(core))
    yield from _terms(actors)


def _links(entries: Iterable[Entry], actors: Mapping[str, Entry], roles: Mapping[str, Any]) -> Iterator[Problem]:
    for one in entries:
        said = one.said
        links: list[tuple[str, str | None]] = []
        if isinstance(said, Actor):
            links = [("speaks_for_id", said.speaks_for_id), *(("offices", office.of) for office in said.offices)]
            for office in said.offices:
                if office.role not in roles:
                    expected = "a key of core/words/roles.yml"
                    yield one.problem(
                        "offices", f"role {office.role!r}", expected, "take one of those, or add it there"
                    )
            if said.kind == "person" and said.pronoun not in ("he", "she"):
                yield one.problem("pronoun", said.pronoun, "he or she", "add it, or no pronoun finds them") | WARNING
        elif isinstance(said, Place):
            links = [("in_id", said.in_id)]
        elif isinstance(said, Plan):
            links = [("owner_id", said.owner_id)]
        for key, other in links:
            if other and other not in actors:
                yield one.problem(key, repr(other), "an actor_id of the pack", "add the actor or mend the id")


def _circles(actors: Mapping[str, Entry]) -> Iterator[Problem]:
    told: set[str] = set()
    for name, one in actors.items():
        chain = [name]
        while (above := actors[chain[-1]].said.speaks_for_id) in actors:
            chain.append(above)
            if above in chain[:-1]:
                if above == name and not told & set(chain):
                    yield one.problem("speaks_for_id", " → ".join(chain), "no circle", "cut it at one place")
                    told.update(chain)
                break


def _shared_names(actors: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield names that two actors claim: neither is then found by them, but where a full name tells them apart."""
    claims: dict[str, list[tuple[str, str]]] = {}
    for name, one in actors.items():
        for sense, forms in forms_of(one.said):
            for form in set(forms):
                claims.setdefault(form, []).append((name, sense))
    for form, owners in claims.items():
        names = list(dict.fromkeys(name for name, _ in owners))
        if len(names) < 2:
            continue
        one = actors[names[-1]]
        is_surname = all(sense == "surname" for _, sense in owners)
        keys = {"surname": "surnames", "metonym": "metonyms", "role": "roles", "name": "aliases"}
        key = keys.get(next(sense for name, sense in owners if name == names[-1]), "demonyms")
        remedy = (
            "it counts only where a full name stands too"
            if is_surname
            else "leave it to one of them, or make it longer"
        )
        found = f"{form!r}, also of {', '.join(names[:-1])}"
        problem = one.problem(key, found, _SHARED, remedy)
        yield problem | WARNING if is_surname else problem


def _ordinary(core: Codebook) -> frozenset[str]:
    """Return the words that are ordinary English: small words, irregular verbs, and the list of common words."""
    words = {str(word) for word in core.words.get("common", ())}
    words.update(str(form) for verb, forms in core.words.get("irregular", {}).items() for form in (verb, *forms))
    words.update(str(word) for forms in core.words.get("grammar", {}).values() for word in forms)
    return frozenset(word for word in words if word.isalpha())


def _common_names(actors: Mapping[str, Entry], ordinary: frozenset[str]) -> Iterator[Problem]:
    for one in actors.values():
        actor: Actor = one.said
        is_guarded = bool(actor.needs or actor.unless or actor.not_before or actor.not_after)
        for key, forms in (("aliases", actor.aliases), ("surnames", actor.surnames), ("metonyms", actor.metonyms)):
            for form in forms:
                if form != form.strip() or not form:
                    yield one.problem(key, repr(form), "a name without spaces at its ends", "trim it")
                elif len(words_of(form)[1]) == 1 and form.islower():
                    remedy = "write it with its capital, or move it to `roles`"
                    yield one.problem(key, f"{form!r}, in small letters", "a capital", remedy) | WARNING
                elif form.lower() in ordinary and not form.isupper() and not is_guarded:
                    found = f"{form!r}, which is an ordinary word too"
                    remedy = "add needs, unless, not_before or not_after, or use the full name only"
                    yield one.problem(key, found, "a name that is no other word", remedy) | WARNING


def _terms(actors: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield days that are none, terms that end before they begin, and one office held by two at a time."""
    held: dict[tuple[str, str], list[tuple[str, str, Entry]]] = {}
    for one in actors.values():
        for office in one.said.offices:
            days = [day for day in (office.since, office.until) if day is not None]
            odd = [day for day in days if not _is_day(day)]
            for day in odd:
                yield one.problem("offices", repr(day), "a day as 2022-11-09", "mend the day")
            if not odd and len(days) == 2 and days[0] >= days[1]:
                yield one.problem(
                    "offices", f"{office.role} until {days[1]}", f"a day after {days[0]}", "mend the days"
                )
            if one.said.kind == "person" and not odd:
                held.setdefault((office.role, office.of), []).append((office.since or "", office.until or "9999", one))
    for (role, of), terms in held.items():
        terms.sort(key=lambda term: term[:2])
        for (_, until, earlier), (since, _, later) in zip(terms, terms[1:], strict=False):
            if since < until and earlier.name != later.name:
                found = f"{role} of {of} while {earlier.name} holds it"
                remedy = "end the earlier term, or no one is found by the office then"
                yield later.problem("offices", found, "one holder at a time", remedy) | WARNING


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
