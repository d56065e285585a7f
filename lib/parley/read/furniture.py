"""Page furniture inside article text: teasers, newsletter lines, captions, notices, counters.

What furniture looks like is data (`data/codebooks/core/rules/furniture.yml`); here lines are compared with it.
Precision comes first: a sentence left out by mistake is worse than a share button coded. Options of a rule:

    place         whole (the line says nothing else), colon (or a colon or question mark follows), label (or a bar or
                  arrow follows), start (anything follows)
    name_next     a capital follows
    most_words    the longest line it may be, 40 unless said
    at_end        it may also stand in the last bracket or the last sentence of a line
    promotes      it announces another article: the headline and teaser around it go with it
    takes_next    where the line ends in a colon, the next line belongs to it
    ends_article  what follows is no article text either, where most of the text stands before
    near_top      only in the first lines
    capitals      every longer word of the line has a capital
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from parley.codebook import Rule, load_yaml
from parley.phrases import Matcher, compile_phrases, find_phrases
from parley.project import DATA
from parley.read.articles import Article, Removal, lines_of
from parley.spans import Span, fold, tokenise

_LONGEST_LINE = 500
_HEAD = 100
_TOP_LINES = 6
_TEASER_WORDS = 45
_MARKS = {"whole": (), "colon": (":", "?", "|"), "label": (":", "?", "|", "»", "›", ">", "→", "]", "…", "–", "—")}
_WORD = re.compile(r"[^\W_]+|[©→]")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_BREAK = re.compile(r"[.!?…][\"'”’)]*\s+|\s[|–—]\s+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,100})[)\]]\W*$")
_IMAGE = re.compile(r"\[?!\[[^\]]*\]\([^)]*\)\]?(\([^)]*\))?[*_ ]*")
_BARS = re.compile(r"(?:[^|·•]{2,60}\s[|·•]\s){2,}[^|·•]{2,60}|[^·•]{2,80}\s[·•]\s[^·•.]{2,80}")


class _Hit(NamedTuple):
    """A line of furniture: the rule that says so, the kind, and whether the line says nothing more."""

    rule_id: str
    kind: str
    is_whole: bool = False


class _Page(NamedTuple):
    """The lines of a text, the line ends before each, the last line of prose, and how often longer words occur."""

    lines: Sequence[str]
    gaps: Sequence[int]
    last_prose: int
    n_by_word: Mapping[str, int]


@lru_cache(maxsize=1)
def furniture_rules() -> dict[str, Rule]:
    """Return the furniture rules of the core codebook by rule_id."""
    path = DATA / "codebooks" / "core" / "rules" / "furniture.yml"
    return {entry["rule_id"]: Rule.model_validate(entry) for entry in load_yaml(path)}


@lru_cache(maxsize=2)
def _matcher(*, at_end: bool = False) -> Matcher:
    rules = furniture_rules().items()
    return compile_phrases({name: rule.phrases for name, rule in rules if rule.options.get("at_end") or not at_end})


def find_furniture(article: Article) -> list[Removal]:
    """Return the removals of an article's text, what was removed in reading first, then in text order.

    >>> text = "Talks may begin.\\n\\nSign up for our newsletter!\\n\\nNobody knows when."
    >>> [(removal.text, removal.removal_kind_code) for removal in find_furniture(Article("a.txt", text))]
    [('Sign up for our newsletter!', 'newsletter')]
    """
    text, spans = article.text, list(lines_of(article.text, article.body))
    lines = [text[start:end] for start, end in spans]
    gaps = [text.count("\n", spans[at - 1][1], start) if at else 2 for at, (start, _) in enumerate(spans)]
    hits: dict[int, _Hit] = {}
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_LINE and (hit := _find_rule(line, at)):
            is_start = furniture_rules()[hit.rule_id].options["place"] == "start"
            if not (is_start and at and at - 1 not in hits and gaps[at] < 2 and _goes_on(lines[at - 1])):
                hits[at] = hit
    return [*article.removed, *_join(text, spans, _extend(text, spans, gaps, hits))]


def _extend(text: str, spans: Sequence[Span], gaps: Sequence[int], hits: dict[int, _Hit]) -> dict[int, _Hit]:
    """Add to the lines of furniture what goes with them: promoted headlines, corrections, readers' comments."""
    lines = [text[start:end] for start, end in spans]
    options = {at: furniture_rules()[hit.rule_id].options for at, hit in hits.items()}
    more: dict[int, _Hit] = {}
    announcing = [at for at, hit in hits.items() if options[at].get("promotes") and hit.is_whole]
    if announcing:
        last_prose = max((at for at, line in enumerate(lines) if _is_prose(line)), default=-1)
        page = _Page(lines, gaps, last_prose, Counter(_LONG_WORD.findall(fold(text))))
        for at in announcing:
            if at not in more:
                more |= _promoted(page, at, hits)
    for at, hit in hits.items():
        if options[at].get("takes_next") and lines[at].endswith(":") and at + 1 < len(lines):
            more.setdefault(at + 1, hit)
    least = 0.6 * (spans[-1][1] - spans[0][0]) + spans[0][0] if spans else 0
    end = next((at for at in hits if options[at].get("ends_article") and spans[at][0] > least), None)
    rest = {} if end is None else dict.fromkeys(range(end, len(lines)), hits[end])
    return rest | hits | more


def _goes_on(line: str) -> bool:
    """Say whether the sentence of a long line goes on in the next, as in text wrapped by hand."""
    return len(line) > 60 and (line[-1].islower() or line[-1] == ",")


def _find_rule(line: str, at: int) -> _Hit | None:
    """Return the rule that takes a line for furniture."""
    if line.startswith(("![", "[![")) and _IMAGE.fullmatch(line):
        return _Hit("furniture.image", "caption")
    hit = _match(line, line, at)
    if hit:
        return hit
    if (" | " in line or " · " in line) and _BARS.fullmatch(line):
        return _Hit("furniture.menu", "menu")
    bracket = _BRACKET.search(line) if line.rstrip("*_. ")[-1:] in (")", "]") else None
    breaks = [match.end() for match in _BREAK.finditer(line, max(0, len(line) - _HEAD))]
    tails = [*([bracket[1]] if bracket else []), *([line[breaks[-1] :]] if breaks else [])]
    return next((hit for tail in tails if (hit := _match(tail, line, at, at_end=True))), None)


def _match(part: str, line: str, at: int, *, at_end: bool = False) -> _Hit | None:
    """Return the longest rule whose phrase opens a line, or the part at its end."""
    first, matcher = _WORD.search(part, 0, 60), _matcher(at_end=at_end)
    if not first or _plain(fold(first[0])) not in matcher.root.after:
        return None
    head = fold(part[:_HEAD])
    spans = [span for span in tokenise(head) if _WORD.search(head, *span)]
    words = [_plain(head[start:end]) for start, end in spans]
    hits = [hit for hit in find_phrases(matcher, words, longest=False) if hit.start == 0]
    for hit in sorted(hits, key=lambda hit: (-hit.end, hit.key)):
        rule = furniture_rules()[hit.key]
        is_whole = hit.end == len(spans) and len(part) <= _HEAD
        following = head[spans[hit.end - 1][1] :].lstrip(" *_")
        place = rule.options["place"]
        is_named = is_whole or not rule.options.get("name_next") or _name_follows(part, spans[hit.end :])
        is_placed = is_whole or place == "start" or following.startswith(_MARKS[place])
        if is_named and is_placed and _allows(rule.options, line, at):
            return _Hit(hit.key, str(rule.codes["removal_kind_code"]), is_whole)
    return None


def _name_follows(part: str, spans: Sequence[Span]) -> bool:
    return bool(spans) and part[spans[0][0]].isupper()


def _plain(word: str) -> str:
    """Return a folded word, any number as 0, so that a rule can say `0 comments`."""
    return "0" if word[0].isdigit() else word


def _allows(options: dict[str, Any], line: str, at: int) -> bool:
    words = line.split()
    if len(words) > options.get("most_words", 40) or (options.get("near_top") and at >= _TOP_LINES):
        return False
    return not options.get("capitals") or not any(word[0].islower() for word in words if len(word) > 3)


def _promoted(page: _Page, at: int, hits: Mapping[int, _Hit]) -> dict[int, _Hit]:
    """Return what a line such as "Read also" announces: a headline said twice and its teaser, or headlines.

    A paragraph after a headline that is not said twice may belong to the article: it stays, unless another announcement
    follows or it shares no longer word with the rest of the article (of the real paragraphs of 924 articles, 1.3 %).
    """
    lines, teaser = page.lines, _Hit(hits[at].rule_id, "teaser")
    for first, second in ((at - 1, at + 1), (at + 1, at + 2)):
        if first >= 0 and second < len(lines) and _is_twice(lines[first], lines[second]):
            has_teaser = second + 2 < len(lines) and _is_teaser(lines[second + 1])
            return dict.fromkeys(range(min(first, at), second + 1 + has_teaser), teaser)
    end = at + 1
    while end < len(lines) and (at > page.last_prose or page.gaps[end] < 2) and _is_headline(lines[end], 1):
        end += 1
    if end > at + 1 or at + 2 >= len(lines) or not _is_headline(lines[at + 1], 3):
        return dict.fromkeys(range(at, end), hits[at])
    has_teaser = at + 3 < len(lines) and _is_teaser(lines[at + 2])
    has_teaser = has_teaser and (at + 3 in hits or _is_off_topic(page, at))
    return dict.fromkeys(range(at, at + 2 + has_teaser), teaser)


def _is_off_topic(page: _Page, at: int) -> bool:
    """Say whether the second line after an announcement shares no word of five letters with a long article."""
    line, near = page.lines[at + 2], Counter(_LONG_WORD.findall(fold("\n".join(page.lines[at : at + 3]))))
    words = set(_LONG_WORD.findall(fold(line)))
    is_long = sum(page.n_by_word.values()) - sum(near.values()) >= 80
    return line[0] not in '"“‘«' and len(words) >= 4 and is_long and all(page.n_by_word[w] == near[w] for w in words)


def _is_twice(one: str, other: str) -> bool:
    return bool(one) and one[-1] != "." and fold(one).strip(" #*_") == fold(other).strip(" #*_")


def _is_headline(line: str, least_words: int) -> bool:
    """Say whether a line may be another article's headline; a question may be a heading of this one."""
    n_words = len(line.split())
    return least_words <= n_words <= 25 and line[-1] not in '.;,:?"”' and not line[0].islower() and line[0] != "#"


def _is_prose(line: str) -> bool:
    return len(line.split()) > 12 and line.rstrip("”\"’')»*_")[-1:] in (".", "!", "?", "…")


def _is_teaser(line: str) -> bool:
    return 0 < len(line.split()) <= _TEASER_WORDS and line[-1] != "?" and line[0] != "#"


def _join(text: str, spans: Sequence[Span], hits: dict[int, _Hit]) -> list[Removal]:
    """Return the removals, neighbouring lines of one kind as one."""
    removals: list[Removal] = []
    for at in sorted(hits):
        (rule_id, kind, _), (start, end) = hits[at], spans[at]
        if at - 1 in hits and removals[-1].removal_kind_code == kind:
            start, rule_id = removals[-1].start or 0, removals.pop().rule_id
        removals.append(Removal(start, end, kind, text[start:end], rule_id))
    return removals


def without_removals(text: str, blocks: list[Removal]) -> str:
    """Return a text without its removals, for comparing it with others; offsets no longer hold."""
    pieces, at = [], 0
    for block in blocks:
        if block.start is not None and block.end is not None:
            pieces.append(text[at : block.start])
            at = block.end
    return "\n".join([*pieces, text[at:]])
