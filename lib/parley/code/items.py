"""Items: articles as the coding model reads them, word by word, with names hidden.

Beside the states of the attribution network and the vector of its word each item has features: its word, who is named
there (only what kind of actor), the codes that words of the codebook and of the topic lexicon point to, its clause, and
what the rules coded. So the model learns when the rules are right and reads on where they are silent.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from parley.code.company import read_vectors, row_of
from parley.code.passages import Article, Sentence, walk_articles
from parley.code.roles import is_named, name_tokens
from parley.codebook import Codebook, load_yaml
from parley.find.attribution_model import read_blocks
from parley.find.attribution_network import root_of
from parley.find.features import Reading
from parley.find.layers import hash_word
from parley.find.lines import paragraphs_of, read_lines
from parley.find.quotes import find_quotations
from parley.frames import rows_by, rows_of
from parley.phrases import Matcher, compile_phrases, find_phrases
from parley.project import DATA
from parley.tables import KINDS, Tables

TOPICS = DATA / "lexicons" / "topics.yml"
N_BUCKETS, N_FEATURES = 16384, 40
CODES_BY_KIND = {
    "position": ("issue_code", "stance_code", "act_code", "evidence_code"),
    "term": ("term_code", "role_code", "evidence_code"),
    "motive": ("motive_code", "basis_code", "evidence_code"),
    "framing": ("device_code", "tone_code", "role_main_code", "role_fine_code", "evidence_code"),
    "event": ("event_code", "evidence_code"),
    "outlook": ("about_code", "likelihood_code", "evidence_code"),
}
_FAMILIES = ("acts", "issues", "motives", "epithets", "events", "outlooks", "plans", "weak_terms", "slants")
_COLUMNS = ("issue_code", "term_code", "motive_code", "about_code")


class Scan(NamedTuple):
    """An article as the model reads it: its items, their states and word vectors side by side, feature numbers.

    `words` are the items that are words (no marks), `starts` and `ends` their characters; `features` has one row
    an item, 0 where there are no more. `coded` are the rows of the rules, by kind.
    """

    article: Article
    reading: Reading
    states: np.ndarray
    features: np.ndarray
    words: list[int]
    starts: list[int]
    ends: list[int]
    coded: Mapping[str, Sequence[Any]]

    def items(self, start: int, end: int) -> list[int]:
        """Return the items that share a character with a span of the text."""
        return self.words[bisect_right(self.ends, start) : bisect_left(self.starts, end)]


def scan_articles(tables: Tables, book: Codebook) -> Iterator[Scan]:
    """Yield every article with body text as the model reads it; `tables` hold the rows that the rules coded."""
    sentences, mentions = rows_by(tables["sentences"]), rows_by(tables["mentions"])
    coded = {kind: rows_by(tables[KINDS[kind]]) for kind in CODES_BY_KIND}
    articles = {article.doc_id: article for article in walk_articles(tables, book)}
    vectors = read_vectors()
    for doc in rows_of(tables["documents"]):
        own, named = sentences.get(doc.doc_id, []), mentions.get(doc.doc_id, [])
        lines = read_lines(doc.text, own, find_quotations(doc.text, paragraphs_of(own)))
        rows = {kind: by_doc.get(doc.doc_id, []) for kind, by_doc in coded.items()}
        for reading, states in read_blocks(doc.text, lines, named):
            company = vectors[[row_of(item.lower()) for item in reading.items]]
            words = np.flatnonzero(reading.line_of >= 0).tolist()
            starts, ends = ([reading.spans[n][side] for n in words] for side in (0, 1))
            scan = Scan(
                articles[doc.doc_id], reading, np.hstack([states, company]), np.zeros(0), words, starts, ends, rows
            )
            yield scan._replace(features=_features(scan, named, book))


def _features(scan: Scan, named: Sequence[Any], book: Codebook) -> np.ndarray:
    reading = scan.reading
    found = [
        [*_word_features(item), _number(f"q={state}")]
        for item, state in zip(reading.items, reading.quoted.tolist(), strict=True)
    ]

    def mark(start: int, end: int, numbers: Iterable[int], opening: int = 0) -> None:
        inside = scan.items(start, end)
        for item in inside:
            found[item].extend(numbers)
        if opening and inside:
            found[inside[0]].append(opening)

    for one in named:
        sort = book.actors[one.actor_id].kind if one.actor_id in book.actors else ""
        mark(one.start, one.end, (_number(f"m={sort}"), _number(f"h={one.how_code}")))
    for kind, rows in scan.coded.items():
        for row in rows:
            codes = [_number(f"R{kind}:{column}={getattr(row, column)}") for column in CODES_BY_KIND[kind][:-1]]
            mark(row.start, row.end, [_number(f"R{kind}"), *codes], _number(f"RB{kind}"))
    for sentence, clauses in zip(scan.article.sentences, scan.article.clauses, strict=True):
        for start, end, key in _hits(sentence, book):
            mark(start, end, _key_features(key), _number(f"B:{key.split(':')[0]}"))
        for clause in clauses:
            told = clause.statement
            cue = () if told is None else (_number(f"in={clause.cue_code}"), _number(f"ev={clause.evidence_code}"))
            mark(clause.start, clause.end, (_number(f"cl={clause.kind_code}"), *cue))
    table = np.zeros((len(found), N_FEATURES), dtype=np.int64)
    for row, numbers in zip(table, found, strict=True):
        kept = list(dict.fromkeys(numbers))[:N_FEATURES]
        row[: len(kept)] = kept
    return table


@lru_cache(maxsize=65536)
def _number(feature: str) -> int:
    return 1 + hash_word(feature) % (N_BUCKETS - 1)


@lru_cache(maxsize=65536)
def _word_features(item: str) -> tuple[int, ...]:
    lower = item.lower()
    if lower[0] == "<":
        return (_number(f"w={lower}"),)
    root = root_of(lower)
    ending = (_number(f"e={lower[-3:]}"),) if len(lower) > 4 else ()
    return (_number(f"w={lower}"), _number(f"r={root}"), *ending, *_topics().get(root, ()))


@lru_cache(maxsize=1)
def _topics() -> dict[str, tuple[int, ...]]:
    """Return by the root of each word of the topic lexicon the feature numbers of the codes it points to."""
    found: dict[str, set[int]] = {}
    for column, words_by_code in load_yaml(TOPICS).items():
        for code, words in words_by_code.items():
            for word in words:
                found.setdefault(root_of(word), set()).add(_number(f"t:{column}={code}"))
    return {root: tuple(sorted(numbers)) for root, numbers in found.items()}


@lru_cache(maxsize=16384)
def _key_features(key: str) -> tuple[int, ...]:
    family, *codes = key.split(":")
    return (_number(f"I:{family}"), *(_number(f":{family}:{code}") for code in codes))


def _hits(sentence: Sentence, book: Codebook) -> Iterator[tuple[int, int, str]]:
    """Yield the words of the codebook in a sentence that point to a code: characters, and family with codes."""
    marks, names = {one.first: one.last for one in sentence.mentions}, name_tokens(sentence)
    for hit in find_phrases(_hints(book), sentence.words, marks, longest=False):
        if not is_named(hit, names):  # no word of a name points to a code
            yield sentence.spans[hit.start][0], sentence.spans[hit.end - 1][1], _codes_of(hit.key, book)


@lru_cache(maxsize=8)
def _hints(book: Codebook) -> Matcher:
    """Return one matcher for the phrases of all families and columns: one pass finds what thirteen would."""
    groups = {name: book.rules.get(name, {}) for name in _FAMILIES} | {name: book.codes[name] for name in _COLUMNS}
    phrases = {f"{group}:{key}": one.phrases for group, known in groups.items() for key, one in known.items()}
    return compile_phrases(phrases, book.words.get("irregular", {}))


@lru_cache(maxsize=16384)
def _codes_of(key: str, book: Codebook) -> str:
    """Return family and codes of a hit as one word: `acts:act_code=ready:…`, or `code:term_code=withdrawal`."""
    family, _, name = key.partition(":")
    if family in _COLUMNS:
        return f"code:{family}={name}"
    return ":".join([family, *(f"{column}={code}" for column, code in sorted(book.rules[family][name].codes.items()))])
