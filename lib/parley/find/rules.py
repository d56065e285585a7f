"""The rules coder: attributions of a text by cue patterns, no trained weights."""

from collections.abc import Sequence

from parley.codebook import Codebook
from parley.find.asides import match_adjective, match_noun, match_source
from parley.find.attributions import Attribution
from parley.find.contents import Reach
from parley.find.cues import Cue, Lexicon, find_cues, read_lexicon
from parley.find.labels import find_labelled
from parley.find.lines import Line, parts_of, window_of
from parley.find.patterns import Found, match_verb
from parley.find.quotes import Quotation
from parley.find.runs import content_parts_of, orphans_of
from parley.find.versions import find_versions

_FOLLOWING = 12  # sentences that may go on with a quotation
_TRUST = 0.5  # end-to-end precision of the rules on news is .7, content and source exact .5


def find_by_rules(lines: Sequence[Line], quotations: Sequence[Quotation], book: Codebook) -> list[Attribution]:
    """Return the attributions of one text by rules, in text order."""
    lexicon = read_lexicon(book)
    found: list[Attribution] = []
    inner: list[Attribution] = []
    labelled = find_labelled(lines)
    for index, line in enumerate(lines):
        if index in labelled:
            found.append(labelled[index])
            continue
        for hit in match_line(line, lexicon):
            following = lines[index + 1 : index + _FOLLOWING]
            one = _attribution(line, hit, quotations, following)
            if one.content_parts:
                (found if hit.by.window < 0 else inner).append(one)
    held = sorted(part for one in found for part in one.content_parts)
    found += [one for one in inner if _is_held(one, held)]
    return found + find_versions(lines, book) + orphans_of(lines, quotations, held)


def match_line(line: Line, lexicon: Lexicon) -> list[Found]:
    """Return the attributions of a line, in the order of their cues."""
    found = list[Found]()
    cues = find_cues(line, lexicon)
    for index, cue in enumerate(cues):
        if found and cue.first < found[-1].by.last and cue.first >= found[-1].by.first:
            continue
        later = tuple(other for other in cues[index + 1 :] if other.window == cue.window and other.first >= cue.last)
        hit = _match(line, cue, found, Reach(*window_of(line, cue.first), later, lexicon.grammar))
        if hit is not None and not _is_idle(line, hit, found):
            found.append(hit)
    return found


def _match(line: Line, cue: Cue, found: Sequence[Found], reach: Reach) -> Found | None:
    if cue.entry.kind == "source":
        return match_source(line, cue, reach)
    if cue.entry.kind == "noun":
        return match_noun(line, cue, reach)
    if cue.entry.kind == "adjective":
        return match_adjective(line, cue, found, reach)
    return match_verb(line, cue, found, reach)


def _is_idle(line: Line, hit: Found, found: Sequence[Found]) -> bool:
    """Say whether an attribution adds nothing.

    Somebody quoted speaks of himself (`“I want peace,” he said` is one statement); the reader is addressed
    (`you may ask`); a list belongs to the verb before it (`he named his terms: …`).
    """
    opening = line.words[hit.source[0][0]] if hit.source else ""
    if opening in ("you", "let") or hit.by.window >= 0 and opening in ("i", "we", "my", "our"):
        return True
    owners = [one for one in found if one.by.entry.kind == "verb" and one.by.entry.cue_code != "allege"]
    first = hit.cue[0][0]
    if hit.pattern == "list" and any(one.content == hit.content for one in found):
        return True
    return hit.pattern == "list" and any(start <= first < end for one in owners for start, end in one.content)


def _attribution(line: Line, hit: Found, quotations: Sequence[Quotation], following: Sequence[Line]) -> Attribution:
    entry = hit.by.entry
    return Attribution(
        source_parts=parts_of(line, hit.source),
        cue_parts=parts_of(line, hit.cue),
        content_parts=content_parts_of(line, hit, quotations, following),
        confidence=_TRUST,
        rule_id=f"{entry.rule_id}.{hit.pattern}",
        cue_code=entry.cue_code,
        is_negated=_is_negated(line, hit),
        doubts=entry.doubts,
    )


def _is_negated(line: Line, hit: Found) -> bool:
    """Say whether the attribution itself is denied: `did not say`, `nobody promised`."""
    opening = line.words[hit.source[0][0]] if hit.source else ""
    return "not" in hit.by.has or opening in ("no", "nobody", "none", "neither")


def _is_held(one: Attribution, held: Sequence[tuple[int, int]]) -> bool:
    """Say whether an attribution inside a quotation stands in what somebody is known to say."""
    start, end = one.content_parts[0]
    return any(a <= start and end <= b for a, b in held)
