"""Evidence: how far the text vouches for what is said, and how sure the speaker is.

Where several codes fit, the first of alleged, denied, unnamed, hypothetical, predicted, implied, said,
asserted holds; an allegation upstream makes everything under it alleged.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from parley.codebook import Codebook
from parley.phrases import Matcher, compile_phrases, find_phrases

PRECEDENCE = ("alleged", "denied", "unnamed", "hypothetical", "predicted", "implied", "said", "asserted")
_DOUBTS = ("doubtful", "possible", "probable")
_BREAKS = frozenset({";", ":", "."})
_CERTAINTY_BY_CUE = {"believe": "probable", "fear": "possible", "hint": "possible", "predict": "probable"}


def strongest(codes: Iterable[str]) -> str:
    """Return the evidence code that holds where several fit.

    >>> strongest(["said", "predicted", "alleged"])
    'alleged'
    """
    return min(codes, key=PRECEDENCE.index)


@lru_cache(maxsize=8)
def _modality(book: Codebook) -> Matcher:
    return compile_phrases(book.words.get("modality", {}), book.words.get("irregular", {}))


def judge_evidence(words: Sequence[str], book: Codebook, *, speaker: str = "asserted") -> tuple[str, str]:
    """Return evidence and certainty of a passage from its own words.

    `words` are folded; `speaker` is what holds without any hedge: asserted in the author's own voice,
    said or unnamed in somebody's. In reported speech "would" only shifts "will" back and is a prediction.

    >>> from parley.codebook import read_codebook
    >>> judge_evidence("talks will probably resume".split(), read_codebook("core"))
    ('predicted', 'probable')
    """
    clause = _first_clause(words)
    keys = {match.key for match in find_phrases(_modality(book), clause, longest=False)}
    codes = [speaker]
    if "alleged" in keys:
        codes.append("alleged")
    if "predicted" in keys:
        codes.append("predicted")
    if "implied" in keys and speaker == "asserted":
        codes.append("implied")
    if "hypothetical" in keys:
        is_supposed = speaker == "asserted" or "if" in clause or "unless" in clause
        codes.append("hypothetical" if is_supposed else "predicted" if "would" in clause else speaker)
    certainty = next((code for code in _DOUBTS if code in keys), "certain")
    return strongest(codes), certainty


def judge_statement(
    cue_code: str, content: Sequence[str], doubts: Sequence[str], *, is_unnamed: bool, book: Codebook
) -> tuple[str, str]:
    """Return evidence and certainty of a statement from its cue, its source and the words of its content."""
    evidence, certainty = judge_evidence(content, book, speaker="unnamed" if is_unnamed else "said")
    codes = [evidence, *(code for code in doubts if code in PRECEDENCE)]
    if cue_code == "deny":
        codes.append("denied")
    if cue_code == "hint":
        codes.append("implied")
    if cue_code == "predict":
        codes.append("predicted")
    named = [code for code in doubts if code not in PRECEDENCE]
    if certainty == "certain":
        certainty = named[0] if named else _CERTAINTY_BY_CUE.get(cue_code, "certain")
    evidence = strongest(codes)
    return evidence, "doubtful" if evidence == "alleged" and certainty == "certain" else certainty


def _first_clause(words: Sequence[str]) -> Sequence[str]:
    """Return the words up to the first hard break: what is said first carries the statement's code."""
    for at, word in enumerate(words):
        if word in _BREAKS and at > 2:
            return words[:at]
    return words[:40]
