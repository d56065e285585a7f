"""Versions: what is in the air, told one by one in the sentences that follow its announcement."""

from collections.abc import Sequence

from parley.codebook import Codebook, compile_words
from parley.find.attributions import Attribution
from parley.find.lines import Line
from parley.phrases import find_phrases

_TRUST = 0.5  # as of all rules of this coder


def find_versions(lines: Sequence[Line], book: Codebook) -> list[Attribution]:
    """Return one attribution for each announcement: nobody says it, all that is counted up after it is alleged.

    "Three versions are making the rounds. The first points to the port authority, which wants the dues."
    """
    found: list[Attribution] = []
    for index, line in enumerate(lines):
        matches = find_phrases(compile_words(book, "versions"), line.words)
        cue = next((match for match in matches if match.key == "announced"), None)
        told = [other for other in lines[index + 1 :] if cue and other.para == line.para]
        first = next((n for n, other in enumerate(told) if _opens(other, book)), None)
        if cue and first is not None:
            cue_span, content = (
                (line.spans[cue.start][0], line.spans[cue.end - 1][1]),
                (told[first].start, told[-1].end),
            )
            doubts = ("alleged", "doubtful")
            found.append(Attribution((), (cue_span,), (content,), _TRUST, "versions.list", "allege", doubts=doubts))
    return found


def _opens(line: Line, book: Codebook) -> bool:
    matches = find_phrases(compile_words(book, "versions"), line.words[:4])
    return any(match.key == "counted" and match.start == 0 for match in matches)
