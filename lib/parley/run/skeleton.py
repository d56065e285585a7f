"""Skeleton: a codebook pack to begin another conflict with; it passes `parley check` as it stands."""

from pathlib import Path

from parley.errors import UsageError

_PACK = """\
# The head of the pack. The name is what you give to `--pack`; raise the version when codes or names change.
name: {name}
label: {name}
version: "0.1"
language: en
description: Actors, places and plans of the talks between Norland and Sudmark (invented; write your own).
"""
_ACTORS = """\
# Who holds positions. Replace the invented actors below, keep their order: states first, then bodies, groups, persons.
#
# actor_id       states by short English name, persons by family name, bodies as state_body, groups as they are called
# kind           person, state, body or group
# speaks_for_id  for whom a person, body or group speaks; pages show both
# aliases        names in exact case, the usual one first; a name in a headline in capitals is found too
# demonyms       the adjective first, then the people: "Norlandic officials", "the Norlanders"
# metonyms       capitals and palaces that stand for the government; "in Harbourton" is read as the town
# offices        who held what, and when: gives the person for "the Norlandic president" on the day of an article.
#                `role` is a key of core/words/roles.yml; leave `until` out while the term lasts
# nouns          nouns that go back to the actor once it is named: "the alliance"
# not_before, not_after, needs, unless
#                when the words are somebody or something else: "Holm" not before "University", only in articles
#                that hold "minister", not in articles that hold "football"
# source         where names and days of office are known from

- actor_id: norland
  label: Norland
  kind: state
  aliases: [Norland, Kingdom of Norland]
  demonyms: [Norlandic, Norlanders]
  metonyms: [Harbourton]
  source: invented
- actor_id: norland_mfa
  label: Norlandic Foreign Ministry
  kind: body
  speaks_for_id: norland
  aliases: [Norlandic Foreign Ministry]
  offices:
    - {role: foreign_ministry, of: norland}
    - {role: foreign_ministry_spokesperson, of: norland}
  source: invented
- actor_id: norlandic_officials
  label: Norlandic officials
  kind: group
  pronoun: they
  speaks_for_id: norland
  aliases: [Norlandic officials]
  offices: [{role: officials, of: norland}]
  source: invented
- actor_id: holm
  label: Astrid Holm
  kind: person
  pronoun: she
  speaks_for_id: norland
  aliases: [Astrid Holm]
  surnames: [Holm]
  offices: [{role: president, of: norland, since: "2021-05-03"}]
  source: invented
- actor_id: sudmark
  label: Sudmark
  kind: state
  aliases: [Sudmark, Republic of Sudmark]
  demonyms: [Sudmarkian, Sudmarkians]
  metonyms: [Fort Varga]
  source: invented
- actor_id: varga
  label: Istvan Varga
  kind: person
  pronoun: he
  speaks_for_id: sudmark
  aliases: [Istvan Varga]
  surnames: [Varga]
  titles: [Colonel]
  offices: [{role: president, of: sudmark, since: "2019-01-15"}]
  source: invented
"""
_PLACES = """\
# Places that are no actors. `in_id`: the state they lie in by internationally recognised borders.
- place_id: grey_strait
  label: Grey Strait
  aliases: [Grey Strait]
- place_id: lighthouse_island
  label: Lighthouse Island
  aliases: [Lighthouse Island]
  in_id: norland
"""
_PLANS = """\
# Plans, deals and agreements on the table. The aliases are phrases:
#   (truce|ceasefire)   one of these         deal?   may be missing         sign~   any form of the word
#   _   any one word    ..   up to three words
- plan_id: strait_accord
  label: Strait Accord
  aliases: [strait (accord|deal|agreement), harbour (accord|agreement)]
  since: "2024-02-01"
"""
_ISSUES = """\
# Issues of this conflict beside those of core/codes/issue_code.yml, each with the words by which it is found, and
# with examples: `parley check` runs them. Delete the file if you need none.
- code: fishing_rights
  label: fishing rights
  means: Who may fish where; favours - granting the right.
  examples:
    yes: ["Norland supports fishing rights for Sudmark."]
    no: ["Norland supports its fishermen."]
  phrases: [fishing (right|rights|licence|licences), right to fish]
"""
_DECOYS = """\
# Names that hold an actor's name and are not it: papers, clubs, companies. Nobody is named by them.
- Norland Gazette
- Harbourton United
"""
_FILES = {"pack.yml": _PACK, "actors.yml": _ACTORS, "places.yml": _PLACES, "plans.yml": _PLANS}
_FILES |= {"codes/issue_code.yml": _ISSUES, "words/decoys.yml": _DECOYS}


def make_pack(folder: Path) -> None:
    """Write a skeleton pack with comments and invented entries into a folder that is new or empty.

    Raises:
        UsageError: there is something in the folder, or it is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(folder, found="something there already", expected="a new folder", remedy="give another name")
    for inside, text in _FILES.items():
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{name}", folder.resolve().name), encoding="utf-8")
