"""Clashes: entries of a pack that are sound one by one and wrong together, or sure to be found in the wrong place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from parley.codebook import Actor, Codebook, Place, Plan
from parley.find.names import forms_of
from parley.run.entries import Entry, Problem
from parley.spans import words_of


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
            odd = [office.role for office in said.offices if office.role not in roles]
            yield from (one.problem("unknown_role", role=role) for role in odd)
            if said.kind == "person" and said.pronoun not in ("he", "she"):
                yield one.problem("no_pronoun", pronoun=said.pronoun)
        elif isinstance(said, Place):
            links = [("in_id", said.in_id)]
        elif isinstance(said, Plan):
            links = [("owner_id", said.owner_id)]
        for key, other in links:
            if other and other not in actors:
                yield one.problem("lost_link", key, other=other)


def _circles(actors: Mapping[str, Entry]) -> Iterator[Problem]:
    told: set[str] = set()
    for name, one in actors.items():
        chain = [name]
        while (above := actors[chain[-1]].said.speaks_for_id) in actors:
            chain.append(above)
            if above in chain[:-1]:
                if above == name and not told & set(chain):
                    yield one.problem("circle", chain=" → ".join(chain))
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
        fault = "shared_surname" if is_surname else "shared_name"
        yield one.problem(fault, key, form=form, others=", ".join(names[:-1]))


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
                    yield one.problem("untrimmed", key, form=form)
                elif len(words_of(form)[1]) == 1 and form.islower():
                    yield one.problem("small_letters", key, form=form)
                elif form.lower() in ordinary and not form.isupper() and not is_guarded:
                    yield one.problem("ordinary_word", key, form=form)


def _terms(actors: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield days that are none, terms that end before they begin, and one office held by two at a time."""
    held: dict[tuple[str, str], list[tuple[str, str, Entry]]] = {}
    for one in actors.values():
        for office in one.said.offices:
            days = [day for day in (office.since, office.until) if day is not None]
            odd = [day for day in days if not _is_day(day)]
            yield from (one.problem("odd_day", day=day) for day in odd)
            if not odd and len(days) == 2 and days[0] >= days[1]:
                yield one.problem("early_end", role=office.role, until=days[1], since=days[0])
            if one.said.kind == "person" and not odd:
                held.setdefault((office.role, office.of), []).append((office.since or "", office.until or "9999", one))
    for (role, of), terms in held.items():
        terms.sort(key=lambda term: term[:2])
        for (_, until, earlier), (since, _, later) in zip(terms, terms[1:], strict=False):
            if since < until and earlier.name != later.name:
                yield later.problem("two_holders", role=role, of=of, holder=earlier.name)


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
