"""Pronouns: to whom he, she, it and they go back, where the text says so.

Measured on news with gold mentions (`it` and `they` rarely go back to the nearest name), so each has its own rule:
he and she go to the person who stands out most; it and its to a state or body that is the subject; they to a
group or people that is the subject, and to nobody else.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.anchors import Anchor, most_salient, recent
from parley.find.names import View
from parley.find.nominals import Scene, anchor_ahead
from parley.find.subjects import Verbs, is_subject, is_verb, past_aside, read_verbs

_ARTICLES = frozenset({"the", "a", "an", "this", "these", "those", "no", "any", "every"})
_BORDERS = frozenset(
    {",", ";", ":", "who", "whom", "which", "that", "if", "when", "because", "while", "as", "and", "but"}
)
_THINGS = frozenset({"state", "body", "group"})
_JOIN = frozenset({"and", "or", "with", "for", "to", "of"})


class Forms(NamedTuple):
    """Pronouns by what they are, and the words after "it" that say whether somebody acts."""

    pronoun: dict[str, str]
    subjects: frozenset[str]
    genitives: frozenset[str]
    objects: frozenset[str]
    idle: frozenset[str]
    willing: frozenset[str]
    verbs: Verbs


@lru_cache(maxsize=8)
def read_forms(book: Codebook) -> Forms:
    """Return the pronouns of `words/references.yml`."""
    lists = book.words.get("references", {})
    pronoun = {form: key for key, forms in lists.get("pronouns", {}).items() for form in forms}
    names = ("subjects", "genitives", "objects", "idle_verbs", "willing")
    subjects, genitives, objects, idle, willing = (frozenset(map(str, lists.get(name, ()))) for name in names)
    return Forms(pronoun, subjects, genitives, objects, idle, willing, read_verbs(book))


def resolve_pronoun(scene: Scene, at: int, forms: Forms) -> tuple[Anchor, str] | None:
    """Return the anchor that the pronoun at a word goes back to, with the rule; None where the text does not say."""
    kind = forms.pronoun[scene.view.words[at]]
    if kind in ("he", "she"):
        anchor = _person(scene, at, kind, forms)
    elif kind == "it":
        anchor = _thing(scene, at, forms)
    else:
        anchor = _group(scene) if scene.view.words[at] in ("they", "their") else None
    if anchor is None or anchor.who.startswith(":"):
        return None
    return anchor, "reference.ahead" if anchor.first > at and anchor.sentence == scene.sentence else f"reference.{kind}"


def _person(scene: Scene, at: int, pronoun: str, forms: Forms) -> Anchor | None:
    """Resolve he and she: the person who stands out most; a stranger may win, and then nobody is meant.

    Inside a quotation, its speaker is no candidate; "him" is not who acts in the same clause.
    """
    barred: set[str] = set()
    here = [anchor for anchor in recent(scene.anchors, scene.sentence, 0) if anchor.kind == "person"]
    word = scene.view.words[at]
    if scene.quote >= 0:
        near = recent(scene.anchors, scene.sentence, 1)
        barred = {a.who for a in near if a.is_subject and a.quote == -1 and a.kind == "person"}
    elif word in forms.objects or word == "her" and not _owns(scene.view, at, forms):
        acting = next((anchor for anchor in here if anchor.is_subject), None)
        same = acting and not set(scene.view.words[past_aside(scene.view, acting.last) : at]) & _BORDERS
        barred = {acting.who} if acting and same else set()
    elif word in forms.genitives or word == "her":
        acting = next((a for a in here if a.is_subject and a.quote == scene.quote and _may_be(a, pronoun)), None)
        acting = acting or (None if here else _ahead(scene, at, pronoun, forms))
        if acting:
            return acting
    is_tag = _is_tag(scene.view, at, forms)

    def fits(anchor: Anchor) -> bool:
        if anchor.kind != "person" or anchor.who in barred or not _may_be(anchor, pronoun):
            return False
        return not is_tag or anchor.sentence < scene.sentence or anchor.speaks

    return most_salient(scene.anchors, (scene.sentence, scene.quote), fits)


def _is_tag(view: View, at: int, forms: Forms) -> bool:
    """Say whether a pronoun with a verb of saying is set beside what is said: "…, he added"; "…", she said."""
    words = view.words
    if at == 0 or words[at - 1] not in (",", '"', "''", "'", "?", "!", "-"):
        return False
    after = at + 1
    while after < len(words) and words[after] in forms.verbs.adverbs:
        after += 1
    return after < len(words) and words[after] in forms.verbs.saying


def _ahead(scene: Scene, at: int, pronoun: str, forms: Forms) -> Anchor | None:
    """Return who acts after the opening phrase that a pronoun stands in: "In his speech, Lavrov said"."""
    words = scene.view.words
    if any(is_verb(scene.view, place, forms.verbs) for place in range(at)):
        return None
    comma = next((place for place in range(at, min(len(words), at + 14)) if words[place] == ","), -1)
    if comma < 0:
        return None
    begin = comma + 1 + (words[comma + 1 : comma + 2] == ("the",))
    anchor = anchor_ahead(scene, begin, (pronoun,))
    return anchor if anchor and is_subject(scene.view, anchor.first, anchor.last, forms.verbs) else None


def _may_be(anchor: Anchor, pronoun: str) -> bool:
    return anchor.pronoun in (pronoun, "")


def _owns(view: View, at: int, forms: Forms) -> bool:
    """Say whether "her" owns what follows (her plan) rather than being acted upon (told her that)."""
    if at + 1 >= len(view.words):
        return False
    after = view.words[at + 1]
    return after.isalpha() and after not in forms.verbs.prepositions and after not in _ARTICLES and after != "and"


def _thing(scene: Scene, at: int, forms: Forms) -> Anchor | None:
    words = scene.view.words
    if words[at] == "it" and not _acts(words, at, forms):
        return None
    anchor = _subject_here(scene, at, forms)
    if anchor is not None or _has_clause(scene.view, 0, at, forms.verbs):
        return anchor
    before = _first_subject(scene, forms) or (_first_owner(scene) if words[at] == "its" and at == 0 else None)
    return before if before and before.kind in _THINGS and before.pronoun == "it" else None


def _acts(words: Sequence[str], at: int, forms: Forms) -> bool:
    """Say whether "it" is followed by what an actor does: "it has refused", "it is ready", not "it is hard"."""
    after = at + 1
    while after < len(words) and (words[after] in forms.verbs.adverbs or words[after].endswith("ly")):
        after += 1
    if after >= len(words):
        return False
    is_modal = words[after] in (
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "must",
        "should",
        "has",
        "had",
        "'d",
        "'ll",
    )
    if is_modal:
        after += 1
        while after < len(words) and (words[after] in forms.verbs.adverbs or words[after] in ("not", "n't")):
            after += 1
        if after >= len(words):
            return False
    if words[after] in ("is", "was", "be", "been", "'s", "remain", "remains", "remained"):
        after += 1
        while after < len(words) and (words[after] in forms.verbs.adverbs or words[after] in ("not", "n't")):
            after += 1
        acting = words[after] if after < len(words) else ""
        return acting in forms.willing or acting.endswith("ing") and acting not in forms.idle
    if words[after] in forms.idle:
        return False
    return (
        is_modal and words[after].isalpha() or words[after] in forms.verbs.verbs or words[after].endswith(("ed", "s"))
    )


def _subject_here(scene: Scene, at: int, forms: Forms) -> Anchor | None:
    """Return the state or body that acts earlier in the sentence, if no thing acts in between.

    For "its" also the one just named ("NATO and its members"), or the only one named at all.
    """
    here = [a for a in recent(scene.anchors, scene.sentence, 0) if a.kind in _THINGS and a.pronoun == "it"]
    if not here:
        return None
    words = scene.view.words
    last = here[0]
    if words[at] == "its" and at - last.last == 1 and words[last.last] in _JOIN:
        return last
    acting = next((anchor for anchor in here if anchor.is_subject and anchor.quote in (-1, scene.quote)), None)
    if acting is None and words[at] == "its" and len({anchor.who for anchor in here}) == 1:
        acting = last
    if acting is None or _has_clause(scene.view, acting.last, at, forms.verbs):
        return None
    return acting


def _has_clause(view: View, start: int, end: int, verbs: Verbs) -> bool:
    """Say whether, between two words, a noun phrase of no actor comes to act: "said the deal had lost its sense"."""
    words, opened = view.words, -1
    for at in range(start, end):
        if words[at] in _ARTICLES and (at == start or words[at - 1] not in verbs.prepositions):
            opened = at
        elif words[at] in (",", ";", ":"):
            opened = -1
        elif 0 <= opened < at - 1 and is_verb(view, at, verbs) and not (words[at].endswith("s") and len(words[at]) > 3):
            return True
    return False


def _first_subject(scene: Scene, forms: Forms) -> Anchor | None:
    """Return the state or body that opens the sentence before and acts in it.

    A person who speaks of it may come first: "Peskov said Russia was open to talks. It …".
    """
    above = scene.above
    acting = [a for a in recent(scene.anchors, scene.sentence, 1) if a.sentence == scene.sentence - 1 and a.is_subject]
    acting.reverse()
    first = next((anchor for anchor in acting if anchor.kind != "person"), None)
    if above is None or first is None:
        return None
    speaker = next((anchor for anchor in acting if anchor.kind == "person" and anchor.last <= first.first), None)
    if speaker is not None:
        return None if _has_clause(above, speaker.last, first.first, forms.verbs) else first
    things = {anchor.who for anchor in acting if anchor.kind != "person"}
    opens = not any(is_verb(above, at, forms.verbs) for at in range(first.first))
    return first if opens or len(things) == 1 and not _has_clause(above, 0, first.first, forms.verbs) else None


def _first_owner(scene: Scene) -> Anchor | None:
    """Return who owns the subject that opens the sentence before: "India's answer was brief. Its envoy …"."""
    for anchor in recent(scene.anchors, scene.sentence, 1):
        if anchor.sentence == scene.sentence - 1 and anchor.first == 0 and scene.above is not None:
            words = scene.above.words
            owns = words[0] == "its" or words[anchor.last : anchor.last + 1] == ("'s",)
            return anchor if owns and anchor.kind in _THINGS and anchor.pronoun == "it" else None
    return None


def _group(scene: Scene) -> Anchor | None:
    """Resolve they: a group or people that acts in this sentence or opens the one before, if there is just one."""
    for sentence in (0, 1):
        many = [
            a
            for a in recent(scene.anchors, scene.sentence, sentence)
            if a.sentence == scene.sentence - sentence and a.is_subject and a.pronoun == "they"
        ]
        if many:
            whos = {anchor.who for anchor in many}
            return many[-1] if len(whos) == 1 else None
    return None
