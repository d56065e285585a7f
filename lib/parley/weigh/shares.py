"""Shares with intervals: Wilson's for independent cases, a bootstrap over articles for rows that share them."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd

_Z = 1.959964  # 95 %


class Share(NamedTuple):
    """A share between 0 and 1 with its 95 % interval: `k` of `n` rows, out of `n_articles` articles."""

    share: float
    low: float
    high: float
    k: int
    n: int
    n_articles: int


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the ends of Wilson's 95 % score interval for k of n.

    The examples are published: Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.

    >>> [tuple(round(end, 4) for end in wilson(k, n)) for k, n in [(81, 263), (15, 148), (0, 20), (1, 29)]]
    [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611), (0.0061, 0.1718)]
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share")
    share, square = k / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def share_by_article(hits: Sequence[bool], articles: Sequence[str], *, draws: int = 2000, seed: int = 11) -> Share:
    """Return the share of rows that are hits; its interval comes from drawing articles, not rows, again.

    Rows of one article are not independent, so articles are resampled with replacement (Efron and
    Tibshirani 1993, chapter 13: percentiles). With fewer than two articles, or where every row agrees, the
    drawing shows no spread: then Wilson's interval over the articles is given.

    >>> share = share_by_article([True, True, False, True], ["a", "a", "b", "c"])
    >>> share.k, share.n, share.n_articles, round(share.share, 2), share.low < .75 < share.high
    (3, 4, 3, 0.75, True)
    """
    counts = pd.DataFrame({"hit": list(hits), "article": list(articles)}).groupby("article")["hit"].agg(["sum", "size"])
    k_by_article, n_by_article = counts["sum"].to_numpy(dtype=float), counts["size"].to_numpy(dtype=float)
    k, n, n_articles = int(k_by_article.sum()), int(n_by_article.sum()), len(counts)
    if n == 0:
        raise ValueError("no rows, no share")
    if n_articles < 2 or k in (0, n):
        low, high = wilson(n_articles if k == n else round(n_articles * k / n), n_articles)
    else:
        picks = np.random.default_rng(seed).integers(0, n_articles, size=(draws, n_articles))
        drawn = k_by_article[picks].sum(axis=1) / n_by_article[picks].sum(axis=1)
        low, high = (float(end) for end in np.quantile(drawn, [0.025, 0.975]))
    return Share(k / n, min(low, k / n), max(high, k / n), k, n, n_articles)
