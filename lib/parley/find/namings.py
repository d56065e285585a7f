"""Namings: from the names in a sentence to who is named, by titles, offices, peoples and capitals.

The longest naming wins: "Turkish President Recep Tayyip Erdogan" is one naming of one person, "the Turkish
president" one of whoever held the office that day, "Turkish wheat" none at all.
"""

from collections.abc import Iterable, Sequence

from parley.codebook import Codebook
from parley.find.anchors import Found
from parley.find.names import Hit, Name, View, chain_of, match_names, read_names
from parley.find.offices import Day, read_offices, words_before
from parley.find.roles import Reader, Use, find_uses, resolve_use
from parley.find.senses import (
    Sense,
    fits_article,
    fits_neighbours,
    is_compound,
    is_other_name,
    is_town,
    known_words,
    read_naming,
    read_titles,
)
from parley.find.subjects import is_noun, read_verbs

_TRUST = {"alias": 0.98, "surname": 0.95, "title_name": 0.99, "role": 0.95, "metonym": 0.9, "demonym": 0.9}
_TRUST |= {"office": 0.97, "office_in_text": 0.9, "apposition": 0.97, "body": 0.97, "group": 0.95, "government": 0.95}
_LOOSE = 0.6  # the state for an office nobody is known to hold, a people without "the", a name inside a compound
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_IN_PLACE = frozenset({"in", "inside", "across", "near", "throughout", "into", "within", "outside"})


def name_actors(text: str, views: Sequence[View], published_on: str | None, book: Codebook) -> list[list[Found]]:
    """Return who is named in each sentence of an article, in order."""
    hits = [match_names(view, read_names(book)) for view in views]
    aliased = {name.actor_id for one in hits for hit in one for name in hit.names if name.sense == "name"}
    named = frozenset(who for who in aliased if who and book.actors[who].kind == "person")
    offices = read_offices(book)
    reader = Reader(book, offices, read_naming(book), read_titles(book), read_verbs(book), Day(published_on, named))
    allowed = {
        who: fits_article(book.actors[who], text)
        for who in {name.actor_id for one in hits for hit in one for name in hit.names}
        if who is not None
    }
    strangers: set[str] = set()
    senses = [_senses(view, one, reader, allowed, strangers) for view, one in zip(views, hits, strict=True)]
    found = []
    for view, one in zip(views, senses, strict=True):
        # a surname that somebody else in the article bears, where ours is never named in full
        kept = [s for s in one if s.name.sense != "surname" or s.actor_id in named or s.actor_id not in strangers]
        found.append(_namings(view, kept, reader) if kept else [])
    return found


def _senses(
    view: View, hits: Sequence[Hit], reader: Reader, allowed: dict[str, bool], strangers: set[str]
) -> list[Sense]:
    """Return what each name of a sentence stands for; those that name nobody are left out."""
    if not hits:
        return []
    known = known_words(hits, view, reader.titles)
    senses: list[Sense] = []
    for hit in hits:
        name = _choose(view, hit, reader, allowed)
        if name is None:
            continue
        if name.actor_id is None:
            senses.append(Sense(hit.first, hit.last, name, is_place=True))
            continue
        if name.sense == "adjective" and is_compound(view, hit.first, hit.last):
            continue  # pro-Russian, Russian-backed
        if name.sense in ("surname", "metonym", "name") and is_other_name(
            view, hit, reader.book.actors[name.actor_id], reader.naming, known
        ):
            if name.sense == "surname":
                strangers.add(name.actor_id)
            continue
        town = name.sense == "metonym" and (
            is_town(view, hit.first, hit.last, reader.naming) or _follows_town(view, senses, hit.first)
        )
        senses.append(Sense(hit.first, hit.last, name, town))
    return senses


def _choose(view: View, hit: Hit, reader: Reader, allowed: dict[str, bool]) -> Name | None:
    """Return the one name that words stand for; None where they are a decoy or two actors might be meant."""
    if any(name.sense == "decoy" for name in hit.names):
        return None
    fitting: dict[str | None, Name] = {}
    for name in hit.names:
        who = name.actor_id
        if who is None or allowed[who] and fits_neighbours(reader.book.actors[who], view, hit):
            fitting.setdefault(who, name)
    if len(fitting) > 1:
        fitting = {who: name for who, name in fitting.items() if who in reader.day.named}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _follows_town(view: View, senses: Sequence[Sense], first: int) -> bool:
    """Say whether a capital goes on a list of towns: "in Moscow and Kyiv"."""
    if not senses or not senses[-1].is_place:
        return False
    return view.words[senses[-1].last : first] in (("and",), (",",), ("or",), (",", "and"))


def _namings(view: View, senses: Sequence[Sense], reader: Reader) -> list[Found]:
    """Return who is named in a sentence: persons with their titles first, then roles, then the names left over."""
    uses = find_uses(view, senses, reader)
    found: list[Found] = []
    covered: set[int] = set()
    for at, sense in enumerate(senses):
        if sense.name.actor_id and reader.book.actors[sense.actor_id].kind == "person" and sense.name.sense != "role":
            use = uses[at]
            if use and use.first >= sense.last:  # "Putin's spokesman" is not Putin
                continue
            first = _title_start(view, senses, uses, at, reader)
            rule = "title_name" if first < sense.first else "surname" if sense.name.sense == "surname" else "alias"
            found.append(_found(first, sense.last, sense.actor_id, "name", rule))
            covered.update(range(first, sense.last))
    for at, sense in enumerate(senses):
        if sense.name.actor_id is None or sense.first in covered:
            continue
        use = uses[at]
        one = _by_role(view, sense, use, found, reader) if use else None
        one = one or _plain(view, sense, reader)
        if one and not covered & set(range(one.first, one.last)):
            found.append(one)
            covered.update(range(one.first, one.last))
    return sorted(found)


def _found(first: int, last: int, actor_id: str, how: str, rule: str) -> Found:
    return Found(first, last, actor_id, how, f"mention.{rule}", _TRUST.get(rule, _LOOSE))


def _title_start(view: View, senses: Sequence[Sense], uses: Sequence[Use | None], at: int, reader: Reader) -> int:
    """Return where a person's naming begins: before the titles, and before the state whose titles they are."""
    words, start = view.words, senses[at].first
    floor = next((s.last for s in reversed(senses[:at]) if _is_person(s, reader)), 0)
    while size := words_before(reader.titles, words, start, 6):
        if start - size < floor:
            break
        start -= size
        while size := (
            words_before(reader.naming.not_in_office, words, start, 2)
            or words_before(reader.naming.below, words, start, 2)
        ):
            start -= size
    for state, use in zip(reversed(senses[:at]), reversed(uses[:at]), strict=True):
        if state.actor_id == senses[at].actor_id and state.last == start:  # Tesla CEO Elon Musk
            return state.first
        if state.name.actor_id is None or _is_person(state, reader):
            break
        if state.last == start and use and use.first < state.first:  # President of Turkey Recep Tayyip Erdogan
            return use.first
        if start == senses[at].first or state.last < start - 1:
            break
        if state.last >= start or words[state.last] == "'s" or use is not None and use.last >= start:
            start = min(start, state.first)
            while size := words_before(reader.naming.not_in_office, words, start, 2):
                start -= size
        break
    return start


def _is_person(sense: Sense, reader: Reader) -> bool:
    return sense.name.actor_id is not None and reader.book.actors[sense.actor_id].kind == "person"


def _by_role(view: View, sense: Sense, use: Use, persons: Iterable[Found], reader: Reader) -> Found | None:
    """Return the naming by a role of a state; somebody named beside it in apposition is who holds it."""
    first = min(sense.first, use.first)
    last = max(sense.last, use.last)
    how = "demonym" if sense.name.sense == "adjective" and use.roles[0].kind == "state" else "role"
    beside = _beside(view, first, last, persons) if use.roles[0].kind in ("person", "body") else None
    if beside and _belongs(beside, sense.actor_id, reader):
        return _found(first, last, beside, "role", "apposition")
    resolved = resolve_use(view, sense, use, reader)
    if resolved is None:
        return None
    actor_id, rule = resolved
    return _found(first, last, actor_id, how, rule.removeprefix("mention."))


def _beside(view: View, first: int, last: int, persons: Iterable[Found]) -> str | None:
    """Return the person named next to a role, with only a comma and an article between."""
    words = view.words
    begin = first
    while begin > 0 and words[begin - 1] in ("the", "a", "an"):
        begin -= 1
    for person in persons:
        if person.how != "name":
            continue
        if begin > 0 and words[begin - 1] == "," and person.last == begin - 1:
            return person.actor_id
        if last < len(words) and words[last] == "," and person.first == last + 1:
            after = words[person.last] if person.last < len(words) else "."
            return person.actor_id if after in (",", ".", ";", ")", "-") else None
    return None


def _belongs(person: str, state: str, reader: Reader) -> bool:
    actor = reader.book.actors[person]
    owners = {office.of for office in actor.offices} | set(chain_of(person, reader.book))
    return bool(owners & set(chain_of(state, reader.book)))


def _plain(view: View, sense: Sense, reader: Reader) -> Found | None:
    """Return the naming by a name alone; an adjective names nobody, but for "the French have refused"."""
    first, last, words = sense.first, sense.last, view.words
    after = words[last] if last < len(words) else "."
    before = words[first - 1] if first else ""
    kind = sense.name.sense
    who = sense.actor_id
    if kind == "metonym" and (sense.is_place or before in _ARTICLES and is_noun(view, last, reader.verbs)):
        return None  # the Kyiv compact
    if kind == "adjective":
        is_people = before == "the" and (after,) in reader.naming.acting and reader.book.actors[who].kind == "state"
        return _found(first, last, who, "demonym", "demonym") if is_people else None
    if kind == "people":
        if before == "the" or view.is_heading:
            return _found(first, last, who, "demonym", "demonym")
        is_part = before[:1].isdigit() or (before,) in reader.naming.indefinite
        is_part = is_part or words_before(reader.naming.part_of, words, first, 2) > 0
        return None if is_part else _found(first, last, who, "demonym", "people")
    how = "metonym" if kind == "metonym" else "role" if kind == "role" else "name"
    if is_compound(view, first, last):
        return _found(first, last, who, how, "compound")
    if how == "name" and _stands_in(words, first) and reader.book.actors[who].kind == "state":
        return _found(first, last, who, how, "name_as_place")
    return _found(first, last, who, how, "alias" if how == "name" else how)


def _stands_in(words: Sequence[str], first: int) -> bool:
    """Say whether "in" and the like stand before a name: the country, then, rather than its government."""
    first -= first > 0 and words[first - 1] == "the"
    return first > 0 and words[first - 1] in _IN_PLACE
