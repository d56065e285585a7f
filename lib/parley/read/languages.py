"""The language of a text, from its script and its small words; `und` where they do not tell."""

import re
from functools import lru_cache

from parley.read.articles import load_words

_SCRIPTS = [
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]")),
]
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000
_FEW_WORDS = 30


def find_language(text: str, start: int = 0) -> str:
    """Return the ISO 639-1 code of the language a text looks to be in, `und` if that cannot be told.

    >>> find_language("Москва готова к переговорам, но Киев объявил новые условия"), find_language("Київ відмовився")
    ('ru', 'uk')
    >>> find_language("The Kremlin is ready to talk, but it has not said to whom.")
    'en'
    """
    sample = text[start : start + _SAMPLE]
    if len(sample.encode("ascii", errors="ignore")) > 0.9 * len(sample):
        return _by_small_words(sample)
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    script = max(counts, key=lambda name: counts[name])
    if not counts[script]:
        return "und"
    if script == "zh" and counts["ja"]:
        return "ja"
    if script == "cyrillic":
        return _by_letters(sample, {"uk": "іїєґ", "ru": "ыэёъ"}, "ў")
    if script == "arabic":
        return "fa" if re.search("[پچگژ]", sample) else "ar"
    return _by_small_words(sample) if script == "latin" else script


def _by_letters(sample: str, letters: dict[str, str], other: str) -> str:
    low = sample.lower()
    counts = {name: sum(low.count(letter) for letter in signs) for name, signs in letters.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] and not any(letter in low for letter in other) else "und"


def _by_small_words(sample: str) -> str:
    words = _WORD.findall(sample.lower())
    if not words:
        return "und"
    if sum(map(_small_words()["en"].__contains__, words)) > 0.25 * len(words):
        return "en"
    shares = {name: sum(map(small.__contains__, words)) / len(words) for name, small in _small_words().items()}
    best = max(shares, key=lambda name: shares[name])
    if len(words) < _FEW_WORDS and sample.isascii() and shares[best] <= shares["en"]:
        return "en"
    return best if shares[best] >= 0.08 else "und"


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(entry["words"]) for name, entry in load_words("languages").items()}


def name_language(stated: str) -> str | None:
    """Return the code of a language stated as `en`, `en-GB`, `eng` or `English`; None if it is not understood.

    >>> name_language("en_GB"), name_language("Ukrainian"), name_language("?")
    ('en', 'uk', None)
    """
    low = re.split(r"[-_ ]", stated.strip().lower())[0]
    if re.fullmatch("[a-z]{2}", low):
        return low
    names = {name: code for code, entry in load_words("languages").items() for name in entry["names"]}
    return names.get(low)
