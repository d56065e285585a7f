"""Anchors: what a pronoun or bare noun may go back to, weighed by how much each stands out.

Salience after Lappin and Leass (1994), much reduced: a subject weighs 1.6, anything else 1; half is lost with
each sentence; what lies more than six sentences back is out of mind.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

_SUBJECT, _DECAY, _WINDOW = 1.6, 0.5, 6
_REST = 0.25  # of their weight have the lesser namings of one and the same
_QUOTED = 0.4  # of its weight has what is named inside a quotation, for words outside


class Found(NamedTuple):
    """A naming in one sentence: words first to last (half-open), who, how, by which rule, how surely."""

    first: int
    last: int
    actor_id: str
    how: str
    rule: str
    confidence: float


class Mention(NamedTuple):
    """A naming with the number of its sentence; `antecedent` is the key of the mention it goes back to."""

    sentence: int
    found: Found
    antecedent: tuple[int, int] | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Return what tells mentions of an article apart: sentence and first word."""
        return self.sentence, self.found.first


class Anchor(NamedTuple):
    """Something named so far. `who` is an actor, or a stranger's key with a colon before it.

    `kind` is the actor's kind (stranger: person), `pronoun` the one that fits ("" for any of he and she),
    `speaks` where a verb of saying follows,
    `quote` the number of the quotation it stands in (-1 outside), `key` the mention, `words` its words.
    """

    sentence: int
    first: int
    last: int
    who: str
    kind: str
    pronoun: str
    is_subject: bool
    speaks: bool
    quote: int
    key: tuple[int, int] | None
    words: tuple[str, ...]


def weigh(anchor: Anchor, sentence: int, quote: int) -> float:
    """Return how much an anchor stands out, seen from a sentence and a quotation."""
    weight = (_SUBJECT if anchor.is_subject else 1.0) * _DECAY ** (sentence - anchor.sentence)
    return weight * (_QUOTED if anchor.quote not in (-1, quote) else 1.0)


def recent(anchors: Sequence[Anchor], sentence: int, window: int = _WINDOW) -> Iterable[Anchor]:
    """Yield the anchors of the last sentences, the latest first."""
    for anchor in reversed(anchors):
        if anchor.sentence < sentence - window:
            return
        yield anchor


def most_salient(
    anchors: Sequence[Anchor],
    place: tuple[int, int],
    fits: Callable[[Anchor], bool],
    margin: float = 1.15,
    window: int = _WINDOW,
) -> Anchor | None:
    """Return the latest anchor of whoever stands out most at a place (sentence, quotation) among those that fit.

    None where nobody fits, or where the first stands out less than `margin` times the second: then the text does
    not say.
    """
    sentence, quote = place
    weights: dict[str, float] = {}
    top: dict[str, float] = {}
    latest: dict[str, Anchor] = {}
    for anchor in recent(anchors, sentence, window):
        if fits(anchor):
            weight = weigh(anchor, sentence, quote)
            weights[anchor.who] = weights.get(anchor.who, 0.0) + weight
            top[anchor.who] = max(top.get(anchor.who, 0.0), weight)
            latest.setdefault(anchor.who, anchor)
    if not weights:
        return None
    weights = {who: top[who] + _REST * (weights[who] - top[who]) for who in weights}
    ranked = sorted(weights, key=lambda who: (-weights[who], who))
    if len(ranked) > 1 and weights[ranked[0]] < margin * weights[ranked[1]]:
        return None
    return latest[ranked[0]]
