"""Acts and things: where a sentence holds words that take a stance, and words that name what it is about.

An act is a hit of `rules/acts.yml`, a thing a hit of an issue's phrases (`codes/issue_code.yml`,
`rules/issues.yml`). Which act governs which thing is a matter of order and distance; acts that hand on
("is ready to" accept) form a chain.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.code.clauses import Clause, Named, Sentence
from parley.code.grammar import listed
from parley.code.things import Thing, actor_at, fits, marks_of, outermost
from parley.codebook import Codebook, Rule, compile_rules
from parley.find.lines import read_grammar
from parley.phrases import Match, Matcher, find_phrases

_REACH = 7  # words that may lie between an act and its thing, unless the rule says otherwise
_STEP = 5  # words that may lie between two acts of a chain ("urged both sides to accept")
_BARS = frozenset({";", ".", "?", "!", "("})
_BREAKING = ("contrast", "condition", "reason", "relative", "time")
_NOBODY = frozenset({"nobody", "none", "neither"})
_BEHIND = 10  # words that may lie between a thing and the verdict on it


class Act(NamedTuple):
    """Words that take a stance: tokens, rule, whether denied, the actors caught by the phrase."""

    first: int
    last: int
    rule: Rule
    is_negated: bool
    actors: tuple[str, ...]

    def option(self, key: str, default: Any = None) -> Any:
        """Return an option of the rule."""
        return self.rule.options.get(key, default)

    def codes(self) -> dict[str, Any] | None:
        """Return the rule's codes, those for a denied hit where "not" stands before; None: says nothing."""
        return self.option("negated") if self.is_negated else self.rule.codes


def find_acts(sentence: Sentence, book: Codebook, family: str = "acts") -> list[Act]:
    """Return the acts of a sentence in order, those inside a longer one left out."""
    return list(_acts(sentence.words, sentence.mentions, book, family))


@lru_cache(maxsize=2048)
def _acts(words: tuple[str, ...], mentions: tuple[Named, ...], book: Codebook, family: str) -> tuple["Act", ...]:
    marks = marks_of(words, mentions)
    rules = book.rules.get(family, {})
    hits = _past_days(compile_rules(book, family), words, marks, book)
    acts, negatives = [], read_grammar(book).negatives - {"no"}
    kept = outermost(one for one in hits if _is_read_right(rules[one.key], words, mentions, one.start, book))
    for hit in kept:
        if rules[hit.key].options.get("plain") and not negatives.isdisjoint(words[hit.start : hit.end]):
            continue  # "is not a betrayal": neither for nor against
        actors = tuple(actor_at(mentions, first) for first, _ in hit.actors)
        at = denial_before(words, hit.start, book)
        # a "not" that belongs to another act ("should not") is that act's, not this one's as well
        is_negated = at is not None and not any(
            one.start <= at < one.end and one.end - one.start > 1 and not rules[one.key].options.get("actors")
            for one in kept
            if one is not hit
        )
        acts.append(Act(hit.start, hit.end, rules[hit.key], is_negated, actors))
    return tuple(acts)


def _past_days(matcher: Matcher, words: Sequence[str], marks: Mapping[int, int], book: Codebook) -> list[Match]:
    """Return the hits among words, days skipped: "threatened on Thursday to leave" is "threatened to leave"."""
    days = listed(book, "weekdays")
    kept = [n for n, word in enumerate(words) if word not in days and not _opens_day(words, n, days)]
    if len(kept) == len(words):
        return find_phrases(matcher, words, marks, longest=False)
    place = {n: at for at, n in enumerate(kept)}
    moved = {place[first]: place[last - 1] + 1 for first, last in marks.items() if first in place and last - 1 in place}
    hits = find_phrases(matcher, [words[n] for n in kept], moved, longest=False)
    return [
        hit._replace(
            start=kept[hit.start],
            end=kept[hit.end - 1] + 1,
            actors=tuple((kept[first], kept[last - 1] + 1) for first, last in hit.actors),
        )
        for hit in hits
    ]


def _opens_day(words: Sequence[str], at: int, days: frozenset[str]) -> bool:
    return words[at] in ("on", "late", "earlier", "last") and at + 1 < len(words) and words[at + 1] in days


def _is_read_right(rule: Rule, words: Sequence[str], mentions: Sequence[Named], at: int, book: Codebook) -> bool:
    """Say whether the words are verb or noun as the rule wants ("the present Kremlin", "Kyiv demands that")."""
    if not fits(rule, words, book):
        return False
    grammar, shape = read_grammar(book), rule.options.get("shape", "verb")
    before = words[at - 1] if at else ""
    if shape == "verb" and not rule.options.get("adjective"):
        is_article = before in grammar.determiners and before not in listed(book, "plural_determiners")
        return not is_article and before not in grammar.possessives
    if shape == "norm" and at == 0 and words[at] == "should":
        return False  # "should Norland refuse" is an if
    if shape == "noun":
        named = [m for m in mentions if m.last == at and m.how_code not in ("demonym", "pronoun")]
        return not named and before not in _BEFORE_VERBS
    return True


_BEFORE_VERBS = frozenset({"who", "which", "he", "she", "they", "we", "i", "to", "n't", "not"})


def denial_before(words: Sequence[str], first: int, book: Codebook) -> int | None:
    """Return the token of the "not" in the verb group before a token, or of the "no" before a noun."""
    grammar, at = read_grammar(book), first
    while at > 0 and first - at < _REACH:
        word = words[at - 1]
        if word in grammar.negatives or word in _NOBODY:
            return None if word == "not" and at < len(words) and words[at] == "only" else at - 1
        if word == "one" and at > 1 and words[at - 2] == "no":
            return at - 2
        is_part = word in grammar.auxiliaries or word in grammar.adverbs or word in ("to", "any", "been", "be", "yet")
        if not is_part and not (word.endswith("ly") and len(word) > 4):
            return None
        at -= 1
    return None


def governing(
    thing: Thing, acts: Sequence[Act], sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> list[Act]:
    """Return the chain of acts that govern a thing, innermost first; empty where nothing does."""
    near: tuple[int, Act] | None = None
    for act in sorted(acts, key=lambda one: bool(one.option("weak"))):
        if act.option("issue") or bool(act.option("bare")) != (thing.first == thing.last):
            continue
        if thing.issue_code not in act.option("issues", (thing.issue_code,)):
            continue
        gap = _gap(act, thing)
        if gap is None or not _reaches(act, thing, sentence, clauses):
            continue
        if act.option("shape") == "bluff":
            return [act]  # "called the offer of talks a ploy": the verdict outweighs the offer
        if near and act.option("weak"):
            continue
        is_surer = near is not None and (
            near[1].codes() is None or act.option("actors") and not near[1].option("actors")
        )
        if near is None or gap < near[0] or gap == near[0] and is_surer:
            near = gap, act
    if near is None:
        near = next(((0, act) for act in acts if _takes_before(act, thing, sentence, clauses, book)), None)
    if near is None:
        return []
    return [near[1]] if near[1].option("shape") == "verdict" else chain_from(near[1], acts, sentence, clauses, book)


def _takes_before(act: Act, thing: Thing, sentence: Sentence, clauses: Sequence[Clause], book: Codebook) -> bool:
    """Say whether a verb takes a thing that stands before it: "the truce that Cairo proposed", "was rejected by"."""
    gap, words = act.first - thing.last, sentence.words
    is_verb = act.option("shape", "verb") == "verb" and not act.option("adjective") and not act.option("actors")
    if not is_verb or not 0 < gap <= _BEHIND or thing.issue_code not in act.option("issues", (thing.issue_code,)):
        return False
    after = words[act.last] if act.last < len(words) else "."
    between = words[thing.last : act.first]
    if between[0] in ("that", "which") or between[:2] == (",", "which"):
        is_free = after in _BARS | read_grammar(book).auxiliaries | listed(book, "after_taken")
        return is_free and gap <= _REACH and between[-1] not in ("that", "which", "to")
    at = act.first
    while at > thing.last and (words[at - 1] in read_grammar(book).adverbs or words[at - 1].endswith("ly")):
        at -= 1
    is_passive = words[at - 1] in read_grammar(book).be and words[act.first].endswith(_PARTICIPLES)
    return is_passive and after == "by" and is_open(thing.last, act.first, sentence, clauses)


_PARTICIPLES = ("ed", "en", "out", "down", "aside", "back", "put", "ught")


def _gap(act: Act, thing: Thing) -> int | None:
    """Return how many words lie between an act and a thing that stands where its shape wants it."""
    if act.option("shape") in ("verdict", "red_line"):
        gap = act.first - thing.last
        overlaps = act.first < thing.last and thing.first < act.last
        return 0 if overlaps and act.first <= thing.first else gap if 0 <= gap <= act.option("reach", _BEHIND) else None
    if act.option("shape") == "bluff":
        gap = max(thing.first - act.last, act.first - thing.last, 0)
        return gap if gap <= act.option("reach", _REACH) else None
    if act.first >= thing.first or act.last >= thing.last and not act.option("holds"):
        return None
    gap = max(0, thing.first - act.last)
    return gap if gap <= act.option("reach", _REACH) else None


def _reaches(act: Act, thing: Thing, sentence: Sentence, clauses: Sequence[Clause]) -> bool:
    """Say whether no bar stands between act and thing: a full stop, a new clause with its own verb."""
    low, high = (act.last, thing.first) if act.first <= thing.first else (thing.last, act.first)
    return is_open(low, high, sentence, clauses)


def is_open(low: int, high: int, sentence: Sentence, clauses: Sequence[Clause]) -> bool:
    """Say whether the words from token `low` to `high` go on within one clause, or into what it says."""
    if not _BARS.isdisjoint(sentence.words[low:high]):
        return False
    for n, clause in enumerate(clauses):
        if low < clause.first <= high or low == clause.first < high:
            opening = clause.words[0]
            is_passed = clause.kind_code in ("relative", "aside") and clause.last <= high and n + 1 < len(clauses)
            if not is_passed and (clause.kind_code in _BREAKING or opening in ("and", "or", "nor", "but")):
                return False
    return True


def chain_from(
    act: Act, acts: Sequence[Act], sentence: Sentence, clauses: Sequence[Clause], book: Codebook
) -> list[Act]:
    """Return an act and the acts that hand on to it, innermost first ("urged" … "to accept")."""
    chain = [act]
    while len(chain) < 4:
        inner = chain[-1]
        outer = [
            one
            for one in acts
            if one.option("step")
            and one.first < inner.first
            and inner.first - one.last <= _STEP
            and one.last <= inner.first + 1
            and is_open(one.last, inner.first, sentence, clauses)
            and _is_step(sentence, one, inner, book)
        ]
        if not outer:
            break
        chain.append(max(outer, key=lambda one: one.last))
    return chain


def _is_step(sentence: Sentence, outer: Act, inner: Act, book: Codebook) -> bool:
    """Say whether the words between two acts are a hearer or small words, so that the first governs the second."""
    between = sentence.words[outer.last : inner.first]
    named = {at for m in sentence.mentions for at in range(m.first, m.last)}
    small = listed(book, "small")
    loose = [
        word
        for at, word in enumerate(between, outer.last)
        if at not in named and word not in small and not word.endswith("ly")
    ]
    return len(loose) <= (0 if outer.option("shape") == "norm" else 1)


def is_forecast(act: Act, sentence: Sentence, book: Codebook) -> bool:
    """Say whether "likely to" or "may" stands before an act: a forecast of a stance is an outlook."""
    return not listed(book, "forecasts").isdisjoint(sentence.words[max(0, act.first - 6) : act.first])
