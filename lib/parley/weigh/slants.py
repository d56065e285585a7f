"""Slants: shares of tone by outlet and actor with intervals over articles, and the news they stand in."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from parley.frames import group_rows
from parley.weigh.shares import Share, share_by_article


class Slant(NamedTuple):
    """Framings of one actor in one outlet: rows with a verdict, without one, and shares of each tone."""

    rows: tuple[Any, ...]
    abstained: tuple[Any, ...]
    shares: dict[str, Share]


def find_slants(
    framings: Iterable[Any],
    outlet: Callable[[Any], str],
    actor: Callable[[Any], str | None],
    *,
    tones: tuple[str, ...] = ("negative", "neutral", "positive"),
) -> dict[tuple[str, str], Slant]:
    """Return the slant of each outlet towards each actor. Shares are of the rows with a verdict.

    Example:
        >>> from collections import namedtuple
        >>> Framing = namedtuple("Framing", "doc_id tone_code")
        >>> rows = [Framing("a", "negative"), Framing("b", "positive"), Framing("b", None)]
        >>> slant = find_slants(rows, lambda row: "delta-post", lambda row: "russia")["delta-post", "russia"]
        >>> slant.shares["negative"].share, len(slant.abstained)
        (0.5, 1)
    """
    found = {}
    for place, rows in group_rows(framings, lambda row: (outlet(row), actor(row))).items():
        if place[1] is None:
            continue
        clear = [row for row in rows if row.tone_code is not None]
        shares = {
            tone: share_by_article([row.tone_code == tone for row in clear], [row.doc_id for row in clear])
            for tone in (tones if clear else ())
        }
        found[place] = Slant(tuple(clear), tuple(row for row in rows if row.tone_code is None), shares)
    return found


def mean_valence(mentions: Iterable[Any], valence_by_sentence: Mapping[str, float | None]) -> tuple[float, int] | None:
    """Return the mean valence of the sentences that name an actor, and their number; null where none has one."""
    sentences = {row.sent_id for row in mentions}
    values = [value for sent_id in sentences if (value := valence_by_sentence.get(sent_id)) is not None]
    return (sum(values) / len(values), len(values)) if values else None
