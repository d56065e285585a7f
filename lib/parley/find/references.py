"""References: pronouns and bare nouns joined to the mentions they go back to.

No parser and no model: salience with a preference for subjects, which on news with gold mentions finds about
three in four he and she and fewer of the others. Where nobody stands out there is no row.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parley.codebook import Codebook
from parley.find.anchors import Anchor, Found, Mention
from parley.find.names import View
from parley.find.nominals import Ahead, Scene, read_nouns, resolve_nominal
from parley.find.offices import Day
from parley.find.pronouns import Forms, read_forms, resolve_pronoun
from parley.find.quotes import Quotation, find_quotations
from parley.find.strangers import Stranger, find_strangers, read_people
from parley.find.subjects import Verbs, verb_of
from parley.spans import Span

_TRUST = {"he": 0.85, "she": 0.85, "it": 0.75, "they": 0.65, "office": 0.9, "office_of_state": 0.75, "state": 0.7}
_TRUST |= {"government": 0.7, "noun": 0.85, "ahead": 0.8, "apposition": 0.95}
_STRANGE = frozenset({"mention.person_of_state", "mention.other_person", "mention.unnamed", "mention.office_undated"})
_MANY = frozenset({"mention.demonym", "mention.people", "mention.group_of_state"})


class Article(NamedTuple):
    """What reading the references of one article needs; `anchors` and `known` grow as it is read."""

    views: Sequence[View]
    day: Day
    book: Codebook
    quotations: Sequence[Quotation]
    anchors: list[Anchor]
    known: dict[str, str]


def find_references(
    text: str, views: Sequence[View], namings: Sequence[Sequence[Found]], published_on: str | None, book: Codebook
) -> list[Mention]:
    """Return the mentions of an article in order: the namings of its sentences, and what goes back to them."""
    if not any(namings):
        return []
    named = frozenset(one.actor_id for found in namings for one in found if one.how == "name")
    quotations = find_quotations(text, _paragraphs(views))
    article = Article(views, Day(published_on, named), book, quotations, [], {})
    return [mention for number, found in enumerate(namings) for mention in _read_sentence(article, number, found)]


def _paragraphs(views: Sequence[View]) -> list[Span]:
    spans: dict[int, Span] = {}
    for view in views:
        start = spans.get(view.para, (view.base, 0))[0]
        spans[view.para] = (start, view.base + len(view.raw))
    return list(spans.values())


def _read_sentence(article: Article, number: int, namings: Sequence[Found]) -> Iterator[Mention]:
    """Yield the mentions of a sentence, word by word, each known to those after it."""
    view = article.views[number]
    nouns, forms, people = read_nouns(article.book), read_forms(article.book), read_people(article.book)
    taken = [(one.first, one.last) for one in namings]
    strangers = {one.first: one for one in find_strangers(view, taken, article.known, people)}
    named = {one.first: one for one in namings}
    ahead = Ahead(named, frozenset(strangers))
    last, size = 0, len(view.words)
    for at, word in enumerate(view.words):
        if at < last or not (at in named or at in strangers or word == "the" or word in forms.pronoun):
            continue
        if at in named:
            mention: Mention | None = Mention(number, named[at])
        elif word in forms.pronoun:
            mention = _pronoun(_scene(article, number, at, ahead), at, forms)
        elif word == "the" and at + 1 < size and at + 1 not in named and view.words[at + 1] in nouns.first:
            mention = _nominal(_scene(article, number, at, ahead), at)
        else:
            mention = None
        if mention:
            yield mention
            _remember(article, mention, forms.verbs)
            last = mention.found.last
        elif at in strangers:
            _remember_stranger(article, number, strangers[at], forms.verbs)


def _scene(article: Article, number: int, at: int, ahead: Ahead) -> Scene:
    above = article.views[number - 1] if number else None
    view = article.views[number]
    return Scene(view, above, number, _quote(article, view, at), article.anchors, ahead, article.day, article.book)


def _quote(article: Article, view: View, at: int) -> int:
    """Return the number of the quotation a word stands in, -1 outside."""
    start = view.base + view.spans[at][0]
    number = bisect_right(article.quotations, start, key=lambda quotation: quotation.start) - 1
    return number if number >= 0 and start < article.quotations[number].end else -1


def _pronoun(scene: Scene, at: int, forms: Forms) -> Mention | None:
    resolved = resolve_pronoun(scene, at, forms)
    if resolved is None:
        return None
    anchor, rule = resolved
    found = Found(at, at + 1, anchor.who, "pronoun", rule, _TRUST[rule.removeprefix("reference.")])
    return Mention(scene.sentence, found, anchor.key)


def _nominal(scene: Scene, at: int) -> Mention | None:
    resolved = resolve_nominal(scene, at)
    if resolved is None or any(place in scene.ahead.named for place in range(at, resolved[0] + 1)):
        return None
    end, who, anchor, rule = resolved
    found = Found(at + 1, end, who, "nominal", rule, _TRUST[rule.removeprefix("reference.")])
    return Mention(scene.sentence, found, anchor.key)


def _remember(article: Article, mention: Mention, verbs: Verbs) -> None:
    found, number = mention.found, mention.sentence
    view, actor = article.views[number], article.book.actors[found.actor_id]
    pronoun: str = actor.pronoun
    if found.rule in _MANY:
        pronoun = "they"
    elif found.rule == "mention.unnamed" or actor.kind == "person" and pronoun not in ("he", "she"):
        pronoun = ""
    bears_role = found.how == "role" or found.rule == "mention.title_name"
    words = view.words[found.first : found.last] if bears_role else ()
    is_owner = found.how == "pronoun" and view.words[found.first] not in read_forms(article.book).subjects
    verb = None if is_owner else verb_of(view, found.first, found.last, verbs)
    if verb:
        _spread(article, view, found.first, number)
    quote = _quote(article, view, found.first)
    place = (number, found.first, found.last)
    acts = (verb is not None, verb in verbs.saying)
    article.anchors.append(Anchor(*place, found.actor_id, actor.kind, pronoun, *acts, quote, mention.key, words))
    if found.rule in _STRANGE:
        stranger = Stranger(found.first, found.last, words[-1] if words else found.actor_id, "")
        _remember_stranger(article, number, stranger, verbs)


def _spread(article: Article, view: View, first: int, number: int) -> None:
    """Let who is joined to a subject act too: "Kyiv and Ankara agreed"."""
    before = article.anchors[-1] if article.anchors else None
    if before is None or before.sentence != number or before.last >= first or before.is_subject:
        return
    if set(view.words[before.last : first]) - {",", "the"} in ({"and"}, {"or"}):
        article.anchors[-1] = before._replace(is_subject=True)


def _remember_stranger(article: Article, number: int, one: Stranger, verbs: Verbs) -> None:
    view = article.views[number]
    verb = verb_of(view, one.first, one.last, verbs)
    quote = _quote(article, view, one.first)
    key = (number, one.first)
    place = (number, one.first, one.last)
    acts = (verb is not None, verb in verbs.saying)
    article.anchors.append(Anchor(*place, f":{one.key}", "person", one.pronoun, *acts, quote, key, ()))
