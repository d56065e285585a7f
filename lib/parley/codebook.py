"""Codebooks: what is looked for, in YAML that a political scientist can review.

`data/codebooks/core` holds the codes, cues and patterns of English; a pack (`ukraine-russia`) holds the
actors, places and plans of one conflict and may add issues, terms, motives and rules, never redefine them.
A folder of a codebook has:

    pack.yml       name, label, version, language, description
    actors.yml     actors with aliases, offices, demonyms and metonyms      (packs)
    places.yml     places that are no actors                                (packs)
    plans.yml      peace plans and deals on the table                       (packs)
    codes/*.yml    one file a code column (`stance_code.yml`): the codes, what they mean, examples
    rules/*.yml    one file a family (`acts.yml`): phrases and the codes they give
    words/*.yml    word lists by name: irregular forms, hedges, abbreviations …
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parley.errors import CodebookError
from parley.phrases import Matcher, compile_phrases
from parley.project import DATA, find_pack


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as 1.2 reads it: `yes`, `no` and `on` are words, a day is text; only true and false are flags."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Examples(_Strict):
    """Sentences that fall under an entry, and near misses that do not; both run as tests."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class Office(_Strict):
    """An office in time: `role` is a key of the word list `roles` (president), `of` the actor it belongs to."""

    role: str
    of: str
    since: str | None = None
    until: str | None = None


class Actor(_Strict):
    """Somebody who holds positions: a person, a state, a body or a loose group."""

    actor_id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    kind: Literal["person", "state", "body", "group"]
    speaks_for_id: str | None = None
    pronoun: Literal["he", "she", "it", "they"] = "it"
    aliases: tuple[str, ...] = Field(min_length=1, description="names, in exact case; the first is the usual one")
    surnames: tuple[str, ...] = Field((), description="short forms, used where the person is known from context")
    titles: tuple[str, ...] = Field((), description="words that stand before the name: President, Foreign Minister")
    roles: tuple[str, ...] = Field((), description="phrases that stand for the actor: the Russian Foreign Ministry")
    offices: tuple[Office, ...] = ()
    nouns: tuple[str, ...] = Field((), description="nouns that with `the` go back to the actor once named: alliance")
    demonyms: tuple[str, ...] = Field((), description="Russian, Russians")
    metonyms: tuple[str, ...] = Field((), description="capitals and palaces used for the government")
    not_before: tuple[str, ...] = Field((), description="not this actor when one of these words follows")
    not_after: tuple[str, ...] = Field((), description="not this actor when one of these words stands before")
    needs: tuple[str, ...] = Field((), description="only in articles that also hold one of these words")
    unless: tuple[str, ...] = Field((), description="not in articles that hold one of these words")
    source: str = Field("", description="where names and dates of office are known from")


class Place(_Strict):
    """A place that is no actor: a region, town, sea."""

    place_id: str
    label: str
    aliases: tuple[str, ...] = Field(min_length=1)
    in_id: str | None = Field(None, description="the state it lies in by internationally recognised borders")


class Plan(_Strict):
    """A peace plan, deal or agreement on the table."""

    plan_id: str
    label: str
    aliases: tuple[str, ...] = Field(min_length=1, description="phrases (see `parley.phrases`)")
    owner_id: str | None = None
    since: str | None = None


class Code(_Strict):
    """One code of a column: what it means, what falls under it and what does not."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    means: str
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    examples: Examples = Examples()
    source: str = ""
    phrases: tuple[str, ...] = Field((), description="words that name the thing (see `parley.phrases`)")


class Rule(_Strict):
    """Phrases and the codes they give. What else a family's rules may say stands in `options`."""

    rule_id: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    codes: dict[str, str | bool | None] = Field(default_factory=dict, description="column to code")
    phrases: tuple[str, ...] = Field(min_length=1, description="any of these (see `parley.phrases`)")
    needs: tuple[str, ...] = Field((), description="only with one of these phrases in the same clause")
    unless: tuple[str, ...] = Field((), description="not with one of these phrases in the same clause")
    options: dict[str, Any] = Field(default_factory=dict)
    reason: str = Field(description="why these words give these codes")
    examples: Examples = Examples()


class Pack(_Strict):
    """The head of a codebook folder."""

    name: str
    label: str
    version: str
    language: str
    description: str = ""


class Codebook(NamedTuple):
    """Core and pack together. `digest` is a hash over every file of both."""

    pack: Pack
    digest: str
    actors: dict[str, Actor]
    places: dict[str, Place]
    plans: dict[str, Plan]
    codes: dict[str, dict[str, Code]]
    rules: dict[str, dict[str, Rule]]
    words: dict[str, Any]

    def __hash__(self) -> int:
        """Hash by content, so that compiled matchers can be cached by codebook."""
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Codebook) and self.digest == other.digest


def read_codebook(pack: str | Path) -> Codebook:
    """Return the core codebook joined with a pack, given by name or folder.

    Raises:
        UsageError, InputError: there is no such pack.
        CodebookError: a file breaks the rules; the message gives file → path → found → what to do.

    Example:
        >>> read_codebook("ukraine-russia").actors["russia"].kind
        'state'
    """
    return _read(str(find_pack(pack)), _digest(find_pack(pack)))


@lru_cache(maxsize=8)
def _read(pack_folder: str, digest: str) -> Codebook:
    core, folder = DATA / "codebooks" / "core", Path(pack_folder)
    layers = [core] if folder == core else [core, folder]
    book = Codebook(_one(folder / "pack.yml", Pack), digest, {}, {}, {}, {}, {}, {})
    for layer in layers:
        _add_entries(layer / "actors.yml", Actor, "actor_id", book.actors)
        _add_entries(layer / "places.yml", Place, "place_id", book.places)
        _add_entries(layer / "plans.yml", Plan, "plan_id", book.plans)
        for path in sorted((layer / "codes").glob("*.yml")):
            _add_entries(path, Code, "code", book.codes.setdefault(path.stem, {}))
        for path in sorted((layer / "rules").glob("*.yml")):
            _add_entries(path, Rule, "rule_id", book.rules.setdefault(path.stem, {}))
        for path in sorted((layer / "words").glob("*.yml")):
            words = load_yaml(path)
            known = book.words.get(path.stem)
            book.words[path.stem] = {**(known or {}), **words} if isinstance(words, dict) else [*(known or []), *words]
    _check_links(book, folder)
    return book


def _check_links(book: Codebook, folder: Path) -> None:
    if not book.actors and folder.name != "core":
        raise CodebookError(folder / "actors.yml", found="no actors", expected="at least one", remedy="name who speaks")
    for actor in book.actors.values():
        for key, other in [("speaks_for_id", actor.speaks_for_id), *(("offices → of", o.of) for o in actor.offices)]:
            if other and other not in book.actors:
                where = f"{folder / 'actors.yml'} → {actor.actor_id} → {key}"
                raise CodebookError(
                    where, found=repr(other), expected="an actor_id of the pack", remedy="add or mend it"
                )
        chain = [actor.actor_id]
        while (above := book.actors[chain[-1]].speaks_for_id) is not None:
            if above in chain:
                where = f"{folder / 'actors.yml'} → {actor.actor_id} → speaks_for_id"
                raise CodebookError(where, found=" → ".join([*chain, above]), expected="no circle", remedy="cut it")
            chain.append(above)


def load_yaml(path: Path) -> Any:
    """Return the content of a YAML file, with file and line in the error where it is broken."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else path
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise CodebookError(place, found=problem, expected="valid YAML in UTF-8", remedy="mend the line") from error


def _one(path: Path, model: type[Any]) -> Any:
    if not path.exists():
        raise CodebookError(path, found="no such file", expected="a codebook folder", remedy="see `parley new-pack`")
    return _checked(model, load_yaml(path), path, "")


def _add_entries(path: Path, model: type[Any], key: str, known: dict[str, Any]) -> None:
    if not path.exists():
        return
    entries = load_yaml(path) or []
    if not isinstance(entries, list):
        raise CodebookError(path, found=f"a {type(entries).__name__}", expected="a list of entries")
    for number, raw in enumerate(entries, 1):
        name = str(raw.get(key)) if isinstance(raw, dict) and raw.get(key) else f"entry {number}"
        entry = _checked(model, raw, path, name)
        if name in known:
            raise CodebookError(
                f"{path} → {name}", found="this id a second time", expected="one entry", remedy="rename"
            )
        known[name] = entry


def _checked(model: type[Any], raw: Any, path: Path, name: str) -> Any:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        fault = error.errors()[0]
        where = " → ".join([str(path), *([name] if name else []), *(str(part) for part in fault["loc"])])
        if fault["type"] == "extra_forbidden":
            expected = ", ".join(model.model_fields)
            raise CodebookError(where, found="an unknown key", expected=f"one of {expected}", remedy="mend") from None
        found = repr(fault["input"])[:120] if fault["type"] != "missing" else "nothing"
        raise CodebookError(where, found=found, expected=fault["msg"], remedy="mend the entry") from None


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for layer in (DATA / "codebooks" / "core", folder):
        for path in sorted(layer.rglob("*.yml")):
            digest.update(f"{path.relative_to(layer)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=256)
def compile_rules(book: Codebook, family: str, part: str = "phrases") -> Matcher:
    """Return the matcher for a family of rules (`part`: phrases, needs or unless), keyed by rule_id."""
    return _compiled(book, {name: getattr(rule, part) for name, rule in book.rules.get(family, {}).items()})


@lru_cache(maxsize=64)
def compile_codes(book: Codebook, column: str) -> Matcher:
    """Return the matcher for the phrases of a code column, keyed by code."""
    return _compiled(book, {name: code.phrases for name, code in book.codes.get(column, {}).items()})


@lru_cache(maxsize=64)
def compile_words(book: Codebook, name: str) -> Matcher:
    """Return the matcher for the phrases of a word list, keyed as in `words/NAME.yml`."""
    return _compiled(book, {key: tuple(phrases) for key, phrases in book.words.get(name, {}).items()})


def _compiled(book: Codebook, phrases: dict[str, tuple[str, ...]]) -> Matcher:
    """Return the matcher for phrases by key; packs that add nothing to them share the matcher of the core."""
    irregular = tuple((verb, tuple(forms)) for verb, forms in book.words.get("irregular", {}).items())
    return _compile(tuple(phrases.items()), irregular)


@lru_cache(maxsize=256)
def _compile(phrases: tuple[Any, ...], irregular: tuple[Any, ...]) -> Matcher:
    return compile_phrases(dict(phrases), dict(irregular))


def codes_by_column(book: Codebook) -> dict[str, list[str]]:
    """Return the allowed codes of every code column."""
    return {column: list(codes) for column, codes in book.codes.items()}
