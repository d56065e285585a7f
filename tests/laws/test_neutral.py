"""No rule treats an actor by name: the phrases of the core codebook name nobody whom a pack could hold."""

import re

import pytest

from parley.codebook import read_codebook

PACKS = ("ukraine-russia", "ethiopia-tigray")
COMMON = {"polish"}  # "polish an image"
IDIOMS = ("russian roulette", "china shop")


def _names():
    names = set()
    for pack in PACKS:
        for actor in read_codebook(pack).actors.values():
            if actor.kind in ("state", "person"):
                names.update(name.lower() for name in (*actor.aliases, *actor.demonyms, *actor.metonyms))
    return {name.removeprefix("the ") for name in names if len(name) > 3} - COMMON


def _without_idioms(phrase):
    for idiom in IDIOMS:
        phrase = phrase.replace(idiom, "")
    return phrase


@pytest.mark.parametrize("family", sorted(read_codebook("core").rules))
def test_no_phrase_of_core_names_an_actor(family):
    named = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _names()), key=len, reverse=True)) + r")\b")
    for rule in read_codebook("core").rules[family].values():
        for phrase in (*rule.phrases, *rule.needs, *rule.unless):
            found = named.search(_without_idioms(phrase.lower()))
            assert not found, f"{family} → {rule.rule_id}: {phrase!r} names {found.group() if found else ''}"


@pytest.mark.parametrize("column", sorted(read_codebook("core").codes))
def test_no_phrase_of_a_core_code_names_an_actor(column):
    named = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _names()), key=len, reverse=True)) + r")\b")
    for code in read_codebook("core").codes[column].values():
        for phrase in code.phrases:
            found = named.search(_without_idioms(phrase.lower()))
            assert not found, f"{column} → {code.code}: {phrase!r} names {found.group() if found else ''}"
