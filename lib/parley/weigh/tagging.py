"""How many words get the right part of speech."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from parley.errors import InputError
from parley.frames import make_table


def score_tags(
    gold: Sequence[Sequence[str]], given: Sequence[Sequence[str]], *, corpus: str = "", draws: int = 1000
) -> pd.DataFrame:
    """Return the accuracy of given tags on gold words: a `quality` table, over all tags and recall by gold tag.

    `gold` and `given` are the tags of the same sentences. `low` and `high` bound 95 % of `draws` resamples of
    sentences (accuracy only).

    Raises:
        InputError: gold is empty, or a sentence has another number of tags than its gold.

    >>> score_tags([["NOUN", "VERB"]], [["NOUN", "NOUN"]], draws=10).value.tolist()
    [0.5, 1.0, 0.0]
    """
    if not gold or len(gold) != len(given):
        raise InputError("tags", found=f"{len(given)} sentences", expected=f"the {len(gold)} (at least one) of gold")
    counts = []
    for number, (one, other) in enumerate(zip(gold, given, strict=True), 1):
        if len(one) != len(other):
            raise InputError(f"tags → sentence {number}", found=f"{len(other)} tags", expected=f"{len(one)}")
        counts.append((sum(tag == found for tag, found in zip(one, other, strict=True)), len(one)))
    matrix = np.array(counts)
    drawn = np.random.default_rng(0).multinomial(len(gold), np.full(len(gold), 1 / len(gold)), size=draws) @ matrix
    low, high = np.quantile(drawn[:, 0] / np.maximum(drawn[:, 1], 1), (0.025, 0.975)) if draws else (None, None)
    right, n = matrix.sum(axis=0).tolist()
    rows = [{"measure": "tags.accuracy", "value": right / max(n, 1), "n": n, "low": low, "high": high}]
    pairs = [pair for one, other in zip(gold, given, strict=True) for pair in zip(one, other, strict=True)]
    for tag in sorted({tag for tag, _ in pairs}):
        found = [other == tag for one, other in pairs if one == tag]
        rows.append({"measure": f"tags.recall tag={tag}", "value": sum(found) / len(found), "n": len(found)})
    return make_table("quality", [{"corpus": corpus, "table": "tags", **row} for row in rows])
