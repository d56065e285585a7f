"""Evidence: how far the text vouches for what is said, and how sure the speaker is.

Where several codes fit, the first of alleged, denied, unnamed, hypothetical, predicted, implied, said,
asserted holds, and it holds for the whole chain: an allegation upstream makes everything under it alleged.
"""

from collections.abc import Iterable, Sequence

from parley.codebook import Codebook, compile_words
from parley.phrases import find_phrases

PRECEDENCE = ("alleged", "denied", "unnamed", "hypothetical", "predicted", "implied", "said", "asserted")
# Classes of cue by which a writer says what somebody thinks: nobody need have said it.
INNER = frozenset({"believe", "fear", "want", "plan"})
_DOUBTS = ("doubtful", "possible", "probable")
_BREAKS = frozenset({";", ":", "."})
_NEXT = frozenset({"but", "after", "before", "which", "who", "while", "although", "though"})
_SUPPOSING = frozenset({"would", "'d", "could", "might"})
_LONGEST, _NEAR = 30, 10  # words of what is said first; words between "would" and "if"
_CERTAINTY_BY_CUE = {"believe": "probable", "fear": "possible", "hint": "possible", "predict": "probable"}
_EVIDENCE_BY_CUE = {"deny": "denied", "hint": "implied", "predict": "predicted", "plan": "hypothetical"}


def strongest(codes: Iterable[str]) -> str:
    """Return the evidence code that holds where several fit.

    >>> strongest(["said", "predicted", "alleged"])
    'alleged'
    """
    return min(codes, key=PRECEDENCE.index)


def judge_evidence(words: Sequence[str], book: Codebook, *, base: str = "asserted") -> tuple[str, str]:
    """Return evidence and certainty of a passage from its own words.

    `words` are folded; `base` is what holds without any hedge: asserted in the author's own voice, said or
    unnamed in somebody's. In reported speech "would" only shifts "will" back: it predicts, it does not suppose.

    >>> from parley.codebook import read_codebook
    >>> judge_evidence("talks will probably resume".split(), read_codebook("core"))
    ('predicted', 'probable')
    """
    clause = _first_clause(words)
    keys = {match.key for match in find_phrases(compile_words(book, "modality"), clause, longest=False)}
    codes = {base} | keys.intersection({"alleged", "predicted"})
    if base == "asserted":
        codes |= keys.intersection({"implied", "hypothetical"})
    elif _is_conditional(clause):
        codes.add("hypothetical")
    elif "would" in clause or "'d" in clause:
        codes.add("predicted")
    return strongest(codes), next((code for code in _DOUBTS if code in keys), "certain")


def judge_statement(
    cue_code: str, words: tuple[Sequence[str], Sequence[str]], codes: Iterable[str], book: Codebook
) -> tuple[str, str]:
    """Return evidence and certainty of a statement.

    `words` are those of its cue and of its content; `codes` what holds besides: of the source (said,
    unnamed, asserted), of the cue's rule, and of the statement it stands in.
    """
    cue, content = words
    given = [code for code in codes if code in PRECEDENCE]
    own = {match.key for match in find_phrases(compile_words(book, "modality"), cue, longest=False)}
    evidence, certainty = judge_evidence(content, book, base="said" if cue_code not in INNER else "asserted")
    found = {*given, *own.intersection({"alleged", "hypothetical", "predicted"})}
    if evidence not in ("said", "asserted", "implied") and cue_code not in INNER:
        found.add(evidence)
    if cue_code in _EVIDENCE_BY_CUE:
        found.add(_EVIDENCE_BY_CUE[cue_code])
    holds = strongest(found or {evidence})
    named = [code for code in codes if code not in PRECEDENCE]
    if certainty == "certain":
        certainty = named[0] if named else _CERTAINTY_BY_CUE.get(cue_code, "certain")
    return holds, "doubtful" if holds == "alleged" else certainty


def _is_conditional(words: Sequence[str]) -> bool:
    """Say whether a passage opens with a condition, or has one near its "would"."""
    at = next((at for at, word in enumerate(words) if word in ("if", "unless")), None)
    return at is not None and (at < 3 or not _SUPPOSING.isdisjoint(words[max(0, at - _NEAR) : at]))


def _first_clause(words: Sequence[str]) -> Sequence[str]:
    """Return what is said first: it carries the code, later clauses have codes of their own."""
    for at in range(3, min(len(words), _LONGEST)):
        following = words[at + 1] if at + 1 < len(words) else ""
        is_joined = words[at] in ("and", "but") and following == "that" or words[at] == "," and following in _NEXT
        if words[at] in _BREAKS or is_joined:
            return words[:at]
    return words[:_LONGEST]
