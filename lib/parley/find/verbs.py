"""Verbs: whether the word of a cue is used as a verb, seen without a tagger from its neighbours."""

from parley.find.cues import Cue
from parley.find.lines import QUOTES, Grammar, Line

_ALONE = frozenset({"that", "this", "another", "each", "either", "neither"})  # determiners that stand for a person


def is_verb(line: Line, cue: Cue, grammar: Grammar) -> bool:
    """Say whether the word is used as a finite verb or a participle, not as a noun or an adjective."""
    words = line.words
    before = words[cue.group - 1] if cue.group else ""
    if "to" in cue.has:
        return bool(cue.has & {"be", "have", "modal"})
    if cue.group < cue.first and cue.has:
        return True
    if before in grammar.possessives or before in grammar.determiners and before not in _ALONE | grammar.plurals:
        return False
    if cue.form == "ing":
        return True
    if before in grammar.prepositions or before == "to":
        return before == "as" and cue.form == "past"
    head = words[cue.first]
    if cue.form == "base":
        is_plural = before in grammar.plurals or before.endswith("s") and not before.endswith("ss")
        return bool(before) and (is_plural or head not in grammar.nouns_too)
    if cue.form == "third" and head in grammar.nouns_too:
        return before in grammar.pronouns or _is_followed(line, cue, grammar)
    return True


def _is_followed(line: Line, cue: Cue, grammar: Grammar) -> bool:
    """Say whether what follows suits a verb rather than a noun: `poll shows the …`, not `talk shows in …`."""
    if cue.last >= len(line.words):
        return False
    word = line.words[cue.last]
    if word == "to":
        has_verb = main_verb(line, cue.last, len(line.words), grammar) is not None  # "Russian plans to … were leaked"
        return "to" in cue.entry.takes and line.caps[cue.group - 1] and not has_verb
    known = grammar.determiners | grammar.pronouns | grammar.questions | grammar.possessives | QUOTES
    return word in known or line.caps[cue.last] or word == ":" or word[0].isdigit()


def main_verb(line: Line, at: int, end: int, grammar: Grammar) -> int | None:
    """Return the first finite verb from a token on that belongs to no clause opened there; None where there is none.

    In `rumours that a deal is close | reached the trenches` it is the second one: the first belongs to `that`.
    """
    is_open = False
    here = at
    while here < end:
        word = line.words[here]
        if word in grammar.subordinators or word in grammar.conjunctions or word == "," or word == "to":
            is_open = is_open or word != "to"
        elif line.held[here] < 0 and is_finite(line, here, grammar):
            if here + 1 < end and line.words[here + 1] == "by":
                pass
            elif not is_open:
                return here
            else:
                is_open = False
                here = _past_chain(line, here, end, grammar)
        here += 1
    return None


def _past_chain(line: Line, at: int, end: int, grammar: Grammar) -> int:
    """Return the last word of a verb group: `had not been asked`."""
    words = line.words
    while at + 1 < end and words[at] in grammar.auxiliaries | grammar.adverbs:
        is_on = words[at + 1] in grammar.auxiliaries | grammar.adverbs or is_finite(line, at + 1, grammar)
        if not is_on and not words[at + 1].endswith("ing"):
            break
        at += 1
    return at


def is_finite(line: Line, at: int, grammar: Grammar) -> bool:
    """Say whether a word is plainly a finite verb: an auxiliary, a known past, a form in -ed."""
    word = line.words[at]
    if word in grammar.auxiliaries:
        return word not in ("'s", "been", "being", "not")
    if word in grammar.verbs:
        return True
    return word.endswith("ed") and len(word) > 4 and not line.caps[at] and line.words[at - 1] not in grammar.determiners
