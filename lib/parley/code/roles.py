"""Who does it and to whom: the actors at the subject and object places of a verb, seen without a parser.

The text is read from closed classes of words (`words/grammar.yml`) and the mentions found before. Where the
place is held by something that is no actor, its owner may be taken instead ("Moscow's offer is meant to …");
the caller says whether that will do.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parley.code.clauses import Clause, Named, Sentence
from parley.code.grammar import Grammar, grammar_of, peoples_of
from parley.codebook import Codebook
from parley.phrases import Match

_FARTHEST = 30  # words a subject may stand before its verb
_LONGEST_ASIDE = 25
_ENDS = frozenset(";:.!?")
# what a verb's subject is not looked for beyond: "the allies fear that Norland could strike and spread …"
_SEAMS = frozenset({";", ":", "-", "that", "because", "if", "while", "although", "whether", "unless"})
_OWNERS = frozenset({"his", "her", "its", "their", "our", "my"})
_QUOTES = frozenset('"“”')


class Place(NamedTuple):
    """The actors at a place of a verb.

    `how`: head (the actor itself), owner (of what stands there), first (of the clause: the verb shares an earlier
    verb's subject), people (persons unknown to the codebook), thing, none.
    """

    named: tuple[Named, ...]
    how: str

    @property
    def actor_ids(self) -> tuple[str, ...]:
        """The actors, each once, in order."""
        return tuple(dict.fromkeys(one.actor_id for one in self.named))


NOBODY = Place((), "none")


def subject_of(sentence: Sentence, at: int, book: Codebook) -> Place:
    """Return the actors at the subject place of the verb (or adjective) that starts at token `at`."""
    grammar, words = grammar_of(book), sentence.words
    end = _before_verb(words, at, grammar)
    if end > 0 and words[end - 1] == ",":
        end = _before_aside(words, end - 1)
    if end <= 0:
        return NOBODY
    word = words[end - 1]
    if word in ("who", "which", "that", "whom") or word in _QUOTES:
        end -= 1 + (end > 1 and words[end - 2] in (",", "-"))
        if end <= 0:
            return NOBODY
        word = words[end - 1]
    if word in ("and", "but", "or", "yet", "then", "nor", "to", ","):
        return _first(sentence, end, grammar)
    return _phrase(sentence, end, grammar)


def subject_near(sentence: Sentence, clauses: Sequence[Clause], at: int, book: Codebook) -> Place:
    """Return the subject of the clause that goes on into token `at`: whose act an adverb or purpose belongs to.

    The first actor of the nearest clause before that has one, left of its verb by being first: in "Norland says
    Sudmark wants a truce in order to …" it is Sudmark.
    """
    grammar, fallback = grammar_of(book), NOBODY
    for clause in reversed([clause for clause in clauses if clause.first < at]):
        for one in clause.mentions:
            if one.first >= at:
                break
            if _how(sentence, one, grammar) == "head" and not (
                one.first and sentence.words[one.first - 1] in grammar.prepositions - {"as", "like"}
            ):
                return Place(_joined_after(sentence, one), "head")
            if not fallback.named:
                fallback = Place((one,), "owner")
        if fallback.named:
            return fallback
    return fallback


def object_of(sentence: Sentence, at: int, book: Codebook) -> Place:
    """Return the actors that stand right after token `at`: up to three words on, not past the end of the phrase."""
    grammar = grammar_of(book)
    for one in sentence.mentions:
        if one.first >= at:
            between = sentence.words[at : one.first]
            if len(between) <= 3 and not any(word in grammar.stops for word in between):
                return Place(_joined_after(sentence, one), _how(sentence, one, grammar))
            break
    return NOBODY


def subject_after(sentence: Sentence, at: int, book: Codebook) -> Place:
    """Return the first actor after token `at` that nothing but a determiner precedes: the subject after a comma."""
    grammar, words = grammar_of(book), sentence.words
    for one in sentence.mentions:
        if one.first >= at:
            if any(word in grammar.auxiliaries for word in words[at : one.first]):
                return NOBODY
            return Place(_joined_after(sentence, one), _how(sentence, one, grammar))
    return NOBODY


def owner_of(sentence: Sentence, at: int, book: Codebook) -> Place:
    """Return the actor that owns the noun at token `at`: "Moscow's offer", "a Russian offer", "the offer of Moscow"."""
    words, grammar = sentence.words, grammar_of(book)
    before = [one for one in sentence.mentions if one.last <= at]
    for back in (at - 1, at - 2, at - 3):
        if back < 0 or words[back] in grammar.stops or words[back] in grammar.prepositions:
            break
        if words[back] in peoples_of(book) and not any(one.first <= back < one.last for one in sentence.mentions):
            return Place((Named(back, back + 1, peoples_of(book)[words[back]], "demonym", ""),), "owner")
    if before:
        one = before[-1]
        between = words[one.last : at]
        owns = one.how_code == "demonym" or between[:1] == ("'s",) or one.last < len(words) and words[one.last] == "'"
        plain = not any(word in grammar.stops or word in grammar.prepositions for word in between)
        if owns and plain and len(between) <= 5:
            return Place((one,), "owner")
        if words[one.first] in _OWNERS and plain and len(between) <= 4:
            return Place((one,), "owner")
    after = next((one for one in sentence.mentions if one.first > at), None)
    if after is not None:
        has_the = words[after.first - 1] == "the"
        if words[after.first - 1 - has_the] in ("of", "by", "from") and after.first - at <= 3 + has_the:
            return Place((after,), "owner")
    return NOBODY


def _before_verb(words: tuple[str, ...], at: int, grammar: Grammar) -> int:
    end = at
    while end > 0 and (words[end - 1] in grammar.skipped or words[end - 1].endswith("ly")):
        end -= 1
    # "He's keen": the mark of the owner stands for "is" right before a verb or adjective
    return end - 1 if end > 0 and words[end - 1] == "'s" else end


def _before_aside(words: tuple[str, ...], closing: int) -> int:
    """Return the token that opens the aside a comma closes ("Erdogan, who met Putin, wants"), or the comma itself."""
    for at in range(closing - 1, max(0, closing - _LONGEST_ASIDE) - 1, -1):
        if words[at] == ",":
            return at
        if words[at] in _ENDS:
            break
    return closing


def _phrase(sentence: Sentence, end: int, grammar: Grammar) -> Place:
    """Return the actors of the noun phrase that ends before token `end`."""
    words, start = sentence.words, end
    while start > max(0, end - _FARTHEST) and words[start - 1] not in grammar.stops:
        start -= 1
    inside = [one for one in sentence.mentions if one.last > start and one.first < end]
    if not inside:
        if words[end - 1] in grammar.pronouns:
            return NOBODY
        is_people = words[end - 1] in grammar.agents or sentence.text[sentence.spans[end - 1][0]].isupper()
        return Place((), "people" if is_people and end > 1 else "thing")
    last = inside[-1]
    if last.last < end and sentence.text[sentence.spans[end - 1][0]].isupper():
        return Place((), "people")  # a name that is no actor of the codebook stands before the verb
    if last.last == end:
        before = words[last.first - 1] if last.first else ""
        outer = _outer(words, last, grammar)
        if before in grammar.prepositions or outer is not None:
            # "the leaders of Norland", but not "the war in Norland"
            if outer is not None and words[outer] in grammar.agents:
                return Place(_joined_before(sentence, last), "head")
            # "Putin's visit to Kyiv worries …": the first actor owns what stands there
            return Place((inside[0],), "owner") if inside[0] is not last else Place((last,), "owner")
        return Place(_joined_before(sentence, last), "head")
    head = words[end - 1]
    owns = words[last.first] in _OWNERS or last.how_code == "demonym"
    is_owner = last.last < end and (owns or words[last.last] in ("'s", "'"))
    if is_owner and head in grammar.agents:
        return Place((last,), "head")
    first = inside[0]
    if not is_owner and not any(word in grammar.prepositions for word in words[start : first.first]):
        trailing = words[first.last : end]
        if trailing and trailing[0] in grammar.prepositions and first.how_code != "demonym":
            return Place((first,), "head")  # "Putin in his speech wanted"
    return Place((last if is_owner else first,), "owner")


def _outer(words: tuple[str, ...], one: Named, grammar: Grammar) -> int | None:
    """Return the noun before "of" or "in" before a mention ("leaders of the North" → leaders)."""
    at = one.first - 1
    while at > 0 and words[at] in grammar.determiners:
        at -= 1
    return at - 1 if at > 0 and words[at] in ("of", "in", "from", "at") else None


def _first(sentence: Sentence, end: int, grammar: Grammar) -> Place:
    """Return the first actor of the stretch that could be a subject: the verb shares it with an earlier verb."""
    words = sentence.words
    floor = max([at + 1 for at in range(end - 1) if words[at] in _SEAMS], default=0)
    fallback: Place = NOBODY
    for one in sentence.mentions:
        if one.first < floor or one.last > end:
            continue
        how = _how(sentence, one, grammar)
        if how == "head" and (one.first == 0 or words[one.first - 1] not in grammar.prepositions):
            return Place(_joined_after(sentence, one), "first")
        if fallback is NOBODY:
            fallback = Place((one,), "owner")
    return fallback


def _how(sentence: Sentence, one: Named, grammar: Grammar) -> str:
    """Say whether a mention stands for the actor (head) or only owns the noun after it (owner)."""
    words = sentence.words
    outer = _outer(words, one, grammar)
    if outer is not None and words[outer] not in grammar.agents and words[one.first - 1] in ("of", "in", "from", "at"):
        return "owner"
    if one.last < len(words) and words[one.last] in ("'s", "'"):
        following = words[one.last + 1 : one.last + 4]
        return "head" if any(word in grammar.agents for word in following) else "owner"
    if one.how_code == "demonym" and one.last < len(words):
        word = words[one.last]
        is_noun = word not in grammar.stops and word not in grammar.prepositions and word not in grammar.skipped
        if is_noun and word not in grammar.agents and not words[one.last - 1].endswith(("s", "ese", "ish")):
            return "owner"
    return "head"


def _joined_before(sentence: Sentence, last: Named) -> tuple[Named, ...]:
    """Return a mention and those joined to it before ("Moscow and Ankara")."""
    joined, words = [last], sentence.words
    for one in reversed([one for one in sentence.mentions if one.last <= last.first]):
        between = [word for word in words[one.last : joined[0].first] if word not in ("the", "other")]
        if not between or not set(between) <= {"and", ",", "or", "both"}:
            break
        joined.insert(0, one)
    return tuple(joined)


def _joined_after(sentence: Sentence, first: Named) -> tuple[Named, ...]:
    """Return a mention and those joined to it after."""
    joined, words = [first], sentence.words
    for one in (one for one in sentence.mentions if one.first >= first.last):
        between = [word for word in words[joined[-1].last : one.first] if word not in ("the", "other")]
        if not between or "and" not in between or not set(between) <= {"and", ",", "both"}:
            break
        joined.append(one)
    return tuple(joined)


def name_tokens(sentence: Sentence) -> frozenset[int]:
    """Return the tokens that are part of a name: no word of a name fires a rule (a minister called Hope)."""
    names = (one for one in sentence.mentions if one.how_code == "name")
    return frozenset(at for one in names for at in range(one.first, one.last))


def is_named(match: Match, names: frozenset[int]) -> bool:
    """Say whether the words of a match are words of a name, but for the actors the rule itself asks for."""
    if not names:
        return False
    asked = {at for first, last in match.actors for at in range(first, last)}
    return any(at in names and at not in asked for at in (match.start, match.end - 1))


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items, each once, in order.

    >>> unique(["a", "b", "a"])
    ('a', 'b')
    """
    return tuple(dict.fromkeys(items))
