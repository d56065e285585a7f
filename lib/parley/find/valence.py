"""Valence: whether a sentence is good or bad news, by NLTK's VADER.

Hutto, C.J. & Gilbert, E.E. (2014). VADER: A Parsimonious Rule-based Model for Sentiment Analysis of
Social Media Text. It says nothing about the tone towards an actor.
"""

import re
from functools import lru_cache
from importlib.resources import files

from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_LATIN = re.compile(r"[A-Za-z]{2}")


class _Analyser(SentimentIntensityAnalyzer):
    """NLTK's analyser with its word list read by us: NLTK refuses files that a package tool hard-linked."""

    def __init__(self) -> None:
        self.lexicon_file = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8").strip()
        self.lexicon = self.make_lex_dict()
        self.constants = VaderConstants()

    def compound(self, text: str) -> float:
        """Return the compound score of a text with plain quotation marks.

        NLTK joins every mark with every word of the text to look words up; leaving out the marks that do
        not occur changes no score and takes a third of the time.
        """
        self.constants.PUNC_LIST = [mark for mark in VaderConstants.PUNC_LIST if mark in text]
        return float(self.polarity_scores(text)["compound"])


@lru_cache(maxsize=1)
def _analyser() -> _Analyser:
    return _Analyser()


@lru_cache(maxsize=16384)
def score_valence(sentence: str) -> float | None:
    """Return VADER's compound score, -1 to 1, rounded to four places; null where nothing is in Latin letters.

    >>> score_valence("The attack killed many."), score_valence("Они ушли.")
    (-0.8225, None)
    """
    if not _LATIN.search(sentence):
        return None
    return _analyser().compound(sentence.translate(_PLAIN))
