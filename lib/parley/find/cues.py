"""Cues: the words that say that somebody speaks, thinks, wants or fears (`rules/cues.yml`).

A rule's `options` say of what `kind` its phrases are (verb, noun, adjective, source) and what the cue
`takes`: clause (that …, or a bare clause), quote, thing (a noun phrase), to (an infinitive), person (a hearer
comes first), as, or a preposition. `subjects` names a list of `words/sources.yml`: a cue only with such a
subject. `evidence` and `certainty` are codes that the wording adds. `bare`: a noun that needs no owner.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.lines import FINALS, QUOTES, Grammar, Line, read_grammar
from parley.phrases import Matcher, compile_phrases, find_phrases, inflect

_PLAIN = re.compile(r"[a-z]+")
_KINDS = ("adjective", "verb", "source", "noun")
_HEAD = re.compile(r"([a-z]+)~")


class Entry(NamedTuple):
    """What a phrase of the codebook stands for."""

    rule_id: str
    cue_code: str
    kind: str
    takes: frozenset[str]
    forms: Mapping[str, str]
    subjects: frozenset[str]
    doubts: tuple[str, ...]
    is_bare: bool


class Cue(NamedTuple):
    """A cue in a line: tokens `first` to `last`, `group` where its auxiliaries begin, and its form.

    `form`: base, third, past, ing, or other for what is no verb. `has`: be, have, modal, not, to: what the
    auxiliaries are. `window` is the quotation it stands in, -1 outside.
    """

    first: int
    last: int
    group: int
    form: str
    has: frozenset[str]
    entry: Entry
    window: int


class Lexicon(NamedTuple):
    """All cues of a codebook, compiled."""

    matcher: Matcher
    entries: dict[str, Entry]
    grammar: Grammar


@lru_cache(maxsize=8)
def read_lexicon(book: Codebook) -> Lexicon:
    """Return the cues of a codebook, ready to match."""
    irregular = book.words.get("irregular", {})
    entries, phrases = {}, {}
    for rule in book.rules.get("cues", {}).values():
        for phrase in rule.phrases:
            heads = _HEAD.findall(phrase)
            forms = {form: kind for verb in heads for form, kind in _forms(verb, irregular).items()}
            forms = forms or {word: "ing" if word.endswith("ing") else "past" for word in _PLAIN.findall(phrase)}
            key = f"{rule.rule_id}|{phrase}"
            takes = frozenset(rule.options.get("takes", ()))
            subjects = frozenset(book.words.get("sources", {}).get(rule.options.get("subjects", ""), ()))
            doubts = tuple(rule.options[name] for name in ("evidence", "certainty") if name in rule.options)
            is_bare = bool(rule.options.get("bare"))
            code, kind = str(rule.codes["cue_code"]), rule.options["kind"]
            entries[key] = Entry(rule.rule_id, code, kind, takes, forms, subjects, doubts, is_bare)
            phrases[key] = [phrase]
    grammar = read_grammar(book)
    verbs = (entry.forms.items() for entry in entries.values() if entry.kind == "verb")
    finite = {form for forms in verbs for form, kind in forms if kind != "base"}
    grammar = grammar._replace(verbs=grammar.verbs | (finite - grammar.nouns_too))
    return Lexicon(compile_phrases(phrases, irregular), entries, grammar)


def _forms(verb: str, irregular: Mapping[str, list[str]]) -> dict[str, str]:
    pasts = irregular.get(verb, [])
    forms = {}
    for form in inflect(verb, irregular):
        kind = "past"
        if form == verb:
            kind = "base"
        elif form.endswith("ing"):
            kind = "ing"
        elif form.endswith("s") and form not in pasts:
            kind = "third"
        forms[form] = kind
    if verb == "be":
        forms |= {"is": "third", "am": "third", "are": "third"}
    return forms


def find_cues(line: Line, lexicon: Lexicon) -> list[Cue]:
    """Return the cues of a line in order, at one word the longest first; what starts inside another is left out."""
    found: list[Cue] = []
    reached = 0
    for first, last, entry in _ranked(line, lexicon):
        same = bool(found) and found[-1].first == first
        if first < reached and not same or _is_part_of_word(line, first, last):
            continue
        reached = max(reached, last)
        form = next((entry.forms[word] for word in line.words[first:last] if word in entry.forms), "other")
        group, has = first, frozenset[str]()
        if entry.kind in ("verb", "adjective"):
            group, has = _group(line, first, form if entry.kind == "verb" else "past", lexicon.grammar)
        found.append(Cue(first, last, group, form, has, entry, line.held[first]))
    return found


def _ranked(line: Line, lexicon: Lexicon) -> list[tuple[int, int, Entry]]:
    """Return the hits by place, longest first; of equals an adjective before a verb, a verb before a noun."""
    hits = [
        (match.start, match.end, lexicon.entries[match.key])
        for match in find_phrases(lexicon.matcher, line.words, longest=False)
    ]
    return sorted(hits, key=lambda hit: (hit[0], -hit[1], _KINDS.index(hit[2].kind), hit[2].rule_id))


def _is_part_of_word(line: Line, first: int, last: int) -> bool:
    """Say whether a hyphen ties the words to others (`so-called`), or capitals make them a name (`the Plan`)."""
    words, spans = line.words, line.spans
    if first and words[first - 1] == "-" and spans[first - 1][1] == spans[first][0]:
        return True
    if last < len(words) and words[last] == "-" and spans[last][0] == spans[last - 1][1]:
        return True
    is_name = line.caps[first] and first > 0 and words[first - 1] not in QUOTES and words[first - 1] not in FINALS
    return is_name and not line.is_heading and words[first - 1] not in (":", "-", "--")


def _group(line: Line, cue_first: int, form: str, grammar: Grammar) -> tuple[int, frozenset[str]]:
    """Step back over auxiliaries, adverbs and days before a verb: where the group begins, and what is in it."""
    has: set[str] = set()
    words, at, group = line.words, cue_first - 1, cue_first
    while at >= 0 and line.held[at] == line.held[cue_first]:
        word = words[at]
        if word == "'s" and (
            not has and form not in ("past", "ing") or at == 0 or words[at - 1] in grammar.determiners
        ):
            break
        if word in grammar.negatives:
            has.add("not")
        elif (
            word in grammar.copulas
            and form == "past"
            or word in grammar.be
            and (word != "'s" or form in ("past", "ing"))
        ):
            has.add("be")
        elif word in grammar.have:
            has.add("have")
        elif word == "to" and at > 1 and (words[at - 1] in grammar.aspects or words[at - 1] == "on"):
            has.add("modal")  # began to say, went on to say
            at -= 1 + (words[at - 1] == "on")
        elif word in grammar.modals:
            has.add("to" if word == "to" else "modal")
        elif word in grammar.days and line.caps[at] and at > 0 and words[at - 1] in ("on", "late", "early", "last"):
            at -= 2  # "the envoy on Tuesday said"
            continue
        elif not (word in grammar.adverbs or word.endswith("ly") and not line.caps[at]):
            break
        group = at
        at -= 1
    while group < cue_first and words[group] in ("in", "all", "both", "so", "yet", "then", "too", "just", "even"):
        group += 1
    return group, frozenset(has)
