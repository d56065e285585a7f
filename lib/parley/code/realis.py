"""Did it happen? Whether a verb or noun reports a happening, or only a wish, plan, threat, denial or supposition.

A verb reports when it is past, perfect or in progress and nothing before it negates, wishes or supposes it; a
noun when a definite word stands before it ("the retreat", "Norland's attack", "after talks in …").
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.code.clauses import Clause, Sentence
from parley.codebook import Codebook, Rule
from parley.phrases import Match

# Statements whose content is wished, planned or feared, not told.
_UNREAL = frozenset({"fear", "predict", "offer", "plan"})
_UNREAL_VERBS = frozenset({"fear", "predict"})  # the others take "to": a past verb inside them is told as real
_BEFORE_VERB = 5


class Words(NamedTuple):
    """Words that say whether something happened (`words/realis.yml`)."""

    negatives: frozenset[str]
    modals: frozenset[str]
    progress: frozenset[str]
    openers: frozenset[str]
    definite: frozenset[str]
    after: frozenset[str]
    unreal: frozenset[str]
    future: frozenset[str]
    counts: frozenset[str]
    doubts: frozenset[str]
    unsure: frozenset[str]
    same: frozenset[str]


@lru_cache(maxsize=8)
def words_for(book: Codebook) -> Words:
    """Return the word lists of `words/realis.yml`."""
    lists = book.words.get("realis", {})
    return Words(*(frozenset(lists.get(name, ())) for name in Words._fields))


def happened(sentence: Sentence, clause: Clause, match: Match, rule: Rule, book: Codebook) -> bool:
    """Say whether the words of an event rule report something that happened."""
    form, told = rule.options.get("form", "verb"), clause.statement
    is_unreal = told is not None and told.cue_code in _UNREAL and told.content_start <= sentence.spans[match.start][0]
    if told is not None and (told.evidence_code == "denied" or told.is_negated):
        return False
    if form == "noun":
        return _is_definite(sentence, match, rule, book) and not (is_unreal and told.cue_code in ("offer", "plan"))
    if form == "any":
        return not set(_left(sentence.words, clause.first, match.start)) & words_for(book).negatives
    if is_unreal and told.cue_code in _UNREAL_VERBS or clause.kind_code == "condition":
        return False
    return _is_told(sentence.words, clause.first, match, rule, book)


def _left(words: Sequence[str], first: int, at: int) -> Sequence[str]:
    return words[max(first, at - _BEFORE_VERB) : at]


def _is_told(words: Sequence[str], first: int, match: Match, rule: Rule, book: Codebook) -> bool:
    lists, options = words_for(book), rule.options
    left = _left(words, first, match.start)
    near, word, before = left[-3:], words[match.start], left[-1] if left else ""
    if not options.get("negated") and set(near) & lists.negatives:
        return False
    if options.get("subject") == "inside":
        # the words before are the subject's own; "a deal can be signed soon" holds its doubt inside
        return _is_past(word, match, words, book) and not set(words[match.start : match.end]) & lists.unsure
    if not options.get("future") and set(left) & lists.modals:
        return False
    if options.get("negated") and word in lists.progress | {"did", "does", "do", "had", "has", "have", "was", "were"}:
        return True
    if before == "to" or "to" in near and "have" in near:  # "claims to have annexed"
        return False
    noun = next((one for one in reversed(left) if not one.endswith("ly")), "")
    if word.endswith("ed") and (noun in lists.definite or noun in lists.counts):  # "the four partly occupied regions"
        return False
    if word.endswith("ing") and word not in ("ring", "bring"):
        return before in lists.openers or bool(set(near) & lists.progress)
    if word in lists.same and set(near) & {"has", "have", "had", "'ve"}:
        return True
    return _is_past(word, match, words, book) or bool(set(near) & lists.progress and word.endswith(("ed", "en")))


@lru_cache(maxsize=8)
def pasts_of(book: Codebook) -> frozenset[str]:
    """Return the past forms of irregular verbs."""
    irregular = book.words.get("irregular", {})
    present = {"has", "goes", "does", "is", "are", "am"}
    return frozenset(form for forms in irregular.values() for form in forms if not form.endswith("ing")) - present


def _is_past(word: str, match: Match, words: Sequence[str], book: Codebook) -> bool:
    if word.endswith("ed") and len(word) > 3 or word in pasts_of(book):
        return True
    # "talks between them broke down": the phrase opens with its subject, the verb is its last past form
    inside = words[match.start + 1 : match.end]
    is_past = any(one.endswith("ed") and len(one) > 3 or one in pasts_of(book) for one in inside)
    return is_past and (word == "meeting" or not word.endswith("ing"))


def _is_definite(sentence: Sentence, match: Match, rule: Rule, book: Codebook) -> bool:
    words, lists, at = sentence.words, words_for(book), match.start
    left = words[max(0, at - 4) : at]
    if set(words[match.end : match.end + 5]) & lists.future or set(words[match.end : match.end + 10]) & lists.doubts:
        return False
    if rule.options.get("bare"):
        return True
    if set(left) & lists.unreal and not (rule.options.get("dated") and set(left[-2:]) & {"a", "an"}):
        return False
    if words[at - 1 : at] and words[at - 1] in lists.after:
        return True
    starts = {one.first: one.last for one in sentence.mentions}
    if at in starts or any(at - 3 <= last <= at for last in starts.values()):
        return True  # "Russia's retreat", "the Russian retreat"
    return bool(set(left[-3:]) & (lists.definite | ({"a", "an"} if rule.options.get("dated") else set())))
