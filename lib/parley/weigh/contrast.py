"""Words that tell two groups apart: log-odds with an informative prior."""

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

import pandas as pd


def contrast(one: Mapping[str, int], other: Mapping[str, int], *, weight: float = 10.0) -> pd.DataFrame:
    """Return how much more each word belongs to `one` than to `other`, strongest first.

    One row per word: n_one, n_other, log_odds (above 0: more in `one`) and z (log_odds over its standard
    error; beyond 1.96 either way chance is a poor explanation for one word looked at alone). The method is
    that of Monroe, Colaresi and Quinn 2008, "Fightin' Words", Political Analysis 16, equations 15, 16 and 22:
    the prior is the two groups together, scaled to `weight` words, so that rare words are not taken for telling.

    Example:
        >>> found = contrast({"regime": 9, "talks": 20}, {"partner": 8, "talks": 21})
        >>> found.word.tolist(), bool(found.z.iloc[0] > 0 > found.z.iloc[-1])
        (['regime', 'talks', 'partner'], True)
    """
    together = Counter(one) + Counter(other)  # words counted nought times have no odds
    n_one, n_other, n_both = sum(one.values()), sum(other.values()), sum(together.values())
    rows = []
    for word, n_word in together.items():
        prior = weight * n_word / n_both
        y_one, y_other = one.get(word, 0) + prior, other.get(word, 0) + prior
        # A group of this one word only has odds without end: half a case more keeps them finite.
        rest_one, rest_other = max(n_one + weight - y_one, 0.5), max(n_other + weight - y_other, 0.5)
        log_odds = log(y_one / rest_one) - log(y_other / rest_other)
        z = log_odds / sqrt(1 / y_one + 1 / y_other)
        rows.append((word, one.get(word, 0), other.get(word, 0), log_odds, z))
    frame = pd.DataFrame(rows, columns=["word", "n_one", "n_other", "log_odds", "z"])
    return frame.sort_values(["z", "word"], ascending=[False, True], ignore_index=True)


def contrast_groups(frame: pd.DataFrame, group: str, word: str, *, weight: float = 10.0) -> pd.DataFrame:
    """Return `contrast` of each group of a frame with all the others together; one row per group and word there.

    Rows where either column is unknown are left out; words count folded to lower case.
    """
    known = frame[[group, word]].dropna()
    known = known.assign(**{word: known[word].str.lower()})
    counts = {name: Counter(part[word]) for name, part in known.groupby(group, sort=True)}
    found = []
    for name, mine in counts.items():
        others: Counter[str] = Counter()
        for other, theirs in counts.items():
            if other != name:
                others.update(theirs)
        if others:
            scored = contrast(mine, others, weight=weight)
            found.append(scored[scored["n_one"] > 0].assign(**{group: name}))
    columns = [group, "word", "n_one", "n_other", "log_odds", "z"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)
