"""Composed passages of a made-up conflict, coded, for the tests of the coding model.

Two sides of one kind, gender and length of name: exchanged, every offset stays where it is.
"""

import json
from functools import lru_cache

from parley.code.drafted import code_by_model
from parley.code.items import scan_articles
from parley.codebook import Actor, read_codebook
from parley.frames import make_table
from parley.run.build import code_tables
from parley.tables import CODED

DAY = "2022-11-15"
SIDES = {"Norland": "Sorland", "Norlandic": "Sorlandic", "Norburg": "Sorburg", "Ilsen": "Marek"}
_STATE, _PERSON = {"kind": "state"}, {"kind": "person", "pronoun": "he"}
ACTORS = [
    {"actor_id": "norland", "aliases": ["Norland"], "demonyms": ["Norlandic"], "metonyms": ["Norburg"]} | _STATE,
    {"actor_id": "sorland", "aliases": ["Sorland"], "demonyms": ["Sorlandic"], "metonyms": ["Sorburg"]} | _STATE,
    {"actor_id": "ilsen", "aliases": ["Ilsen"], "speaks_for_id": "norland"} | _PERSON,
    {"actor_id": "marek", "aliases": ["Marek"], "speaks_for_id": "sorland"} | _PERSON,
    {"actor_id": "union", "kind": "group", "aliases": ["the River Union", "River Union"], "pronoun": "they"},
]
for _actor in ACTORS:
    _actor["label"] = _actor["aliases"][0]
SWAP = {"norland": "sorland", "ilsen": "marek"}
SWAP |= {other: one for one, other in SWAP.items()}

# Each text with its rows: kind, words, columns. What the words say, no rule of the codebook knows.
_SAID = {"evidence_code": "asserted"}
TEXTS = {
    "t1": (
        "Norland would sooner eat its hat than share a room with Sorland. Ilsen keeps the kettle warm for envoys.\n\n"
        "The River Union lent its boathouse. Sorland let shells fall on the mill at dawn.",
        [
            ("position", "would sooner eat its hat than share a room", "norland", ("talks", "opposes", "refuse")),
            ("position", "keeps the kettle warm for envoys", "ilsen", ("talks", "favours", "ready")),
            ("event", "let shells fall on the mill", ["sorland"], ("attack",)),
        ],
    ),
    "t2": (
        "Sorland would give back the two valleys. Marek, a fox in a wig, reckons that ink will dry before spring.\n\n"
        "Sorland wants its harvest home, and so it parleys.",
        [
            ("term", "would give back the two valleys", "sorland", ("transfer_of_territory", "offer")),
            ("framing", "a fox in a wig", "marek", ("epithet", "negative", "antagonist", "deceiver")),
            ("outlook", "ink will dry before spring", "marek", ("agreement", "likely")),
            ("motive", "wants its harvest home", "sorland", ("economy", "imputed")),
        ],
    ),
}
_LEAD = {"motive": "actor_id", "framing": "actor_id", "event": "actor_ids"}
_COLUMNS = {
    "position": ("issue_code", "stance_code", "act_code"),
    "term": ("term_code", "role_code"),
    "motive": ("motive_code", "basis_code"),
    "framing": ("device_code", "tone_code", "role_main_code", "role_fine_code"),
    "event": ("event_code",),
    "outlook": ("about_code", "likelihood_code"),
}


def swapped(text):
    """Return a text with the two sides exchanged, all their forms together."""
    for one, other in SIDES.items():
        text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    return text


def book(*, others=()):
    """Return the core codebook with the actors of the conflict, and `others` besides."""
    actors = {raw["actor_id"]: Actor.model_validate(raw) for raw in (*ACTORS, *others)}
    return read_codebook("core")._replace(digest=repr(actors), actors=actors)


def gold_text(name):
    """Return a text of the conflict as a line of a gold file."""
    text, told = TEXTS[name]
    rows = []
    for kind, words, lead, codes in told:
        start = text.index(words)
        row = {"kind": kind, "start": start, "end": start + len(words), _LEAD.get(kind, "holder_id"): lead}
        rows.append(row | dict(zip(_COLUMNS[kind], codes, strict=True)) | _SAID)
    return {"doc_id": name, "published_on": DAY, "text": text, "rows": rows}


def write_gold(folder):
    """Write two small gold files, one with the sides exchanged, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [gold_text(name) for name in TEXTS]
    for name, change in (("one", str), ("two", swapped)):
        exchange = SWAP if change is swapped else {}
        lines = [{"actors": ACTORS}]
        for text in texts:
            rows = [
                {key: _moved(value, exchange) if key in ("holder_id", "actor_id", "actor_ids") else value
                 for key, value in row.items()}
                for row in text["rows"]
            ]  # fmt: skip
            lines.append(text | {"text": change(text["text"]), "rows": rows, "doc_id": f"{name}.{text['doc_id']}"})
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


def _moved(value, exchange):
    return [exchange.get(one, one) for one in value] if isinstance(value, list) else exchange.get(value, value)


def moved(row, columns):
    """Return a row with its actors exchanged in the columns named."""
    return {key: _moved(value, SWAP) if key in columns and value is not None else value for key, value in row.items()}


def read_of(*texts):
    """Return the tables as read for texts, each an article of its own (`a0`, `a1` …)."""
    documents = [
        {"doc_id": f"a{n}", "published_on": DAY, "date_basis_code": "stated", "language": "en", "genre_code": "report",
         "text": text, "sha256": "", "source_path": "test", "copy_code": "original"}
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return {"documents": make_table("documents", documents), "removals": make_table("removals", [])}


@lru_cache(maxsize=64)
def by_rules(*texts, codebook=None):
    """Return every table for texts, coded by rules, statements by the models; frames are never changed in place."""
    return code_tables(read_of(*texts), codebook or book(), "rules", statements_by="models")


def by_model(path, *texts, codebook=None):
    """Return the coded tables for texts with the rows that the model at `path` adds."""
    tables = by_rules(*texts, codebook=codebook)
    return code_by_model({name: tables[name] for name in CODED}, tables, codebook or book(), path)


def scans_of(*texts, codebook=None):
    """Return the texts as the coding model reads them."""
    return list(scan_articles(by_rules(*texts, codebook=codebook), codebook or book()))
