"""Signs: the actors that a drafted row may mean, and where each stands, never who it is.

Every actor of the article is a candidate, and so are those they speak for, the author and nobody. Signs say whether
one is named inside the passage or before it, is its subject, possessor, the speaker of the statement around it, how
long ago and how often it is named; `code/pointers.py` weighs them.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from parley.code.accounts import clause_at
from parley.code.clauses import Clause, Named, Sentence, parts_of
from parley.code.holders import possessor_of, subject_of
from parley.code.passages import Article, chain_of
from parley.code.plans import PlanHit, find_plans
from parley.codebook import Codebook
from parley.spans import holding

_BACK = 2  # sentences before in which the order of the actors is looked at
_AGO = ((3, "near"), (5, "back"), (9, "far"))  # sentences since an actor was named; more is long ago
_MOST_OFTEN = 5  # ranks by how often actors are named that are told apart
_MOST_WE = 3  # sentences in which the author stands that are told apart
# Signs of one who speaks for others that say most of them where they stand themselves as well.
_HANDED_UP = ("^S", "^subject", "^cue", "^possessor", "^i", "^b1")


class Cast(NamedTuple):
    """What an article names: in which sentences each actor is, and its rank by how often (0: most often).

    `speaks` says of each sentence whether its author stands in it: "we" or "our", and nobody quoted or reported.
    `plans` are those that each sentence speaks of.
    """

    named_in: Mapping[str, Sequence[int]]
    rank: Mapping[str, int]
    n_mentions: int
    speaks: Sequence[bool]
    plans: Sequence[Sequence[PlanHit]]


class Spot(NamedTuple):
    """A passage in its sentence: tokens `first` to `last`, of kind and codes as drafted."""

    article: Article
    number: int
    first: int
    last: int
    kind: str
    codes: Mapping[str, str]

    @property
    def sentence(self) -> Sentence:
        """The sentence that the passage begins in."""
        return self.article.sentences[self.number]

    @property
    def clauses(self) -> Sequence[Clause]:
        """The clauses of that sentence."""
        return self.article.clauses[self.number]


def spot_of(article: Article, start: int, end: int, kind: str, codes: Mapping[str, str]) -> Spot | None:
    """Return the spot of a span of the text; None where it holds no word of a sentence."""
    number = holding([one.start for one in article.sentences], start)
    if number < 0:
        return None
    inside = [n for n, span in enumerate(article.sentences[number].spans) if span[0] < end and start < span[1]]
    return Spot(article, number, inside[0], inside[-1] + 1, kind, codes) if inside else None


def cast_of(article: Article, book: Codebook) -> Cast:
    """Return what an article names; of two actors named equally often, the one named first is first."""
    named_in: dict[str, list[int]] = {}
    for number, sentence in enumerate(article.sentences):
        for one in sentence.mentions:
            named_in.setdefault(one.actor_id, []).append(number)
    counts = Counter({actor_id: len(own) for actor_id, own in named_in.items()})  # in text order
    rank = {actor_id: n for n, (actor_id, _) in enumerate(counts.most_common())}
    we = frozenset(book.words["sources"]["first"]) - {"us"}  # a folded "US" reads the same
    speaks = [not we.isdisjoint(one.words) and not one.quotations and not one.statements for one in article.sentences]
    plans = [find_plans(*pair, book) for pair in zip(article.sentences, article.clauses, strict=True)]
    return Cast(named_in, rank, max(1, counts.total()), speaks, plans)


def find_candidates(
    spot: Spot, cast: Cast, book: Codebook, before: Sequence[tuple[int, str | None]] = ()
) -> dict[str | None, list[str]]:
    """Return the signs of every actor that a row at this spot may mean, `author` and None (nobody) among them.

    `before` are the rows of the kind that stand before it, latest first: the number of their sentence, whose they are.
    """
    signs: dict[str | None, list[str]] = {}
    for actor_id, sign in _signs(spot, book):
        signs.setdefault(actor_id, []).append(sign)
    for rank, (number, actor_id) in enumerate(before[:2] if spot.kind != "event" else ()):
        if spot.number - number <= 1:
            signs.setdefault(actor_id, []).append(f"before{rank}:{spot.number - number}")
    told = {actor for actor, own in signs.items() if any(sign.startswith("S0") for sign in own)}
    for actor_id, own in signs.items():
        own.append(f"k={book.actors[actor_id].kind}" if actor_id in book.actors else "k=")
        if actor_id is not None and any(one != actor_id and one in chain_of(actor_id, book) for one in told):
            own.append("side of S0")
    _add_far(signs, spot, cast, book)
    _add_represented(signs, book)
    clause = clause_at(spot.clauses, spot.first)
    said = clause.statement is not None if clause else False
    around = [f"said={said}", f"n={min(3, len(signs))}", f"ev={spot.codes.get('evidence_code')}"]
    around += [f"we={min(_MOST_WE, sum(cast.speaks))}", f"we here={cast.speaks[spot.number]}"]
    around.append(f"source={clause.source is not None and clause.speaker_id is None if clause else False}")
    for nobody in ("author", None):
        own = signs.setdefault(nobody, [])
        own += [f"{nobody}", *(f"{nobody}:{sign}" for sign in around)]
    return signs


def _signs(spot: Spot, book: Codebook) -> Iterator[tuple[str | None, str]]:
    sentence, clauses = spot.sentence, spot.clauses
    yield from _told_signs(spot)
    before = [one for one in sentence.mentions if one.first < spot.first]
    inside = [one for one in sentence.mentions if spot.first <= one.first < spot.last]
    after = [one for one in sentence.mentions if one.first >= spot.last]
    for name, named in (("b", before[::-1]), ("i", inside), ("a", after)):
        for rank, one in enumerate(named[:4], 1):
            gap = spot.first - one.last if name == "b" else one.first - spot.last if name == "a" else 0
            yield one.actor_id, f"{name}{rank}"
            yield one.actor_id, f"{name}:{one.how_code}"
            yield one.actor_id, f"{name}:gap={min(4, max(0, gap) // 2)}"
            yield one.actor_id, f"{name}<{_word(sentence, one.first - 1)}"
            yield one.actor_id, f"{name}>{_word(sentence, one.last)}"
    if inside:
        yield inside[-1].actor_id, "i last"
    if sentence.mentions:
        yield sentence.mentions[0].actor_id, "first"
    if clauses:
        subject = subject_of(sentence, spot.first, clauses, book)
        for actor_id in subject.actors:
            yield actor_id, f"subject:{subject.is_own}"
        for actor_id in possessor_of(sentence, spot.first, spot.last, book)[:1]:
            yield actor_id, "possessor"
    for back in range(1, _BACK + 1):
        if spot.number - back >= 0:
            earlier = spot.article.sentences[spot.number - back]
            is_near = earlier.para == sentence.para
            for n, one in enumerate(_heads(earlier.mentions)):
                yield one.actor_id, f"p{back}:{min(n, 2)}:{is_near}"


def _add_far(signs: dict[str | None, list[str]], spot: Spot, cast: Cast, book: Codebook) -> None:
    """Add the actors named elsewhere in the article, and how often each is."""
    for actor_id, numbers in cast.named_in.items():
        if actor_id not in signs:
            kind = book.actors[actor_id].kind if actor_id in book.actors else ""
            signs[actor_id] = [_distance(numbers, spot.number), f"k={kind}"]
        signs[actor_id].append(f"often:{min(_MOST_OFTEN, cast.rank[actor_id])}")
        signs[actor_id].append(f"share:{8 * len(numbers) // cast.n_mentions}")
        if numbers[0] == 0:
            signs[actor_id].append("opens")


def _distance(numbers: Sequence[int], number: int) -> str:
    at = bisect_right(numbers, number)
    if at == 0:
        return f"later:{min(3, numbers[0] - number)}"
    return "ago:" + next((name for most, name in _AGO if number - numbers[at - 1] <= most), "long")


def _add_represented(signs: dict[str | None, list[str]], book: Codebook) -> None:
    """Add those for whom the candidates speak, with the signs of who does: "the minister refused" may mean a state."""
    handed: dict[str, list[str]] = {}
    for actor_id, own in signs.items():
        for steps, above in enumerate(chain_of(actor_id, book)[1:], 1):
            handed.setdefault(above, []).extend([*(f"^{sign}" for sign in own), f"up{steps}"])
    for above, own in handed.items():
        if above in signs:
            own = [sign for sign in own if sign.startswith((*_HANDED_UP, "up"))]
        else:
            own += ["only up", f"k={book.actors[above].kind}"]
        signs.setdefault(above, []).extend(dict.fromkeys(own))


def _told_signs(spot: Spot) -> Iterator[tuple[str | None, str]]:
    """Yield who speaks: in the statement around the passage, in those around that, and where its cue is inside."""
    sentence = spot.sentence
    start, end = sentence.spans[spot.first][0], sentence.spans[spot.last - 1][1]
    clause = clause_at(spot.clauses, spot.first)
    inner = clause.statement if clause else None
    known = {one.statement_id: one for one in sentence.statements}
    for depth in range(3):
        if inner is None:
            break
        yield inner.speaker_id, f"S{depth}"
        yield inner.speaker_id, f"S{depth}:{inner.cue_code}"
        inner = known.get(inner.parent_id)
    for one in sentence.statements:
        if one.cue_start is not None and one.cue_start < end and start < one.cue_end:
            yield one.speaker_id, "cue"
            yield one.speaker_id, f"cue:{one.cue_code}"
        if any(low < end and start < high for low, high in parts_of(one)):
            yield one.speaker_id, "content"
        yield one.speaker_id, "speaks"


def _heads(mentions: Sequence[Named]) -> list[Named]:
    """Return the first mention of each actor, in order."""
    return list({one.actor_id: one for one in reversed(mentions)}.values())[::-1]


def _word(sentence: Sentence, at: int) -> str:
    if not 0 <= at < len(sentence.words):
        return "|"
    return "<name>" if any(one.first <= at < one.last for one in sentence.mentions) else sentence.words[at]
