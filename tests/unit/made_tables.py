"""Tables made by hand for the tests of `tell`: five short articles of three outlets, and rows of every kind."""

from parley.frames import make_table
from parley.tables import SCHEMAS

TEXTS = {
    "a": "Kyiv demands that Moscow pull back its troops. It refuses talks with Putin, Zelensky said.",
    "b": "Moscow is ready to talk, the Kremlin said. It will not pull back its troops. Talks are unlikely soon.",
    "c": "Moscow is ready to talk, the Kremlin said. It will not pull back its troops. Talks are unlikely soon!",
    "d": "A secret plan reportedly asks for a withdrawal. Ankara wants prestige. The so-called 'peacemaker' met Putin.",
    "e": "Zelensky is now for talks, if the troops leave. <b>The cunning regime</b> & its friends waited.",
}
OUTLETS = {"a": "delta-post", "b": "north-wire", "c": "delta-post", "d": "reed-review", "e": "reed-review"}
DAYS = {"a": "2022-11-01", "b": "2022-11-03", "c": "2022-11-04", "d": "2022-11-10", "e": "2022-12-02"}
ACTORS = [
    ("author", "the article's author", "author", None),
    ("ukraine", "Ukraine", "state", None),
    ("russia", "Russia", "state", None),
    ("turkey", "Turkey", "state", None),
    ("zelensky", "Zelensky", "person", "ukraine"),
    ("putin", "Putin", "person", "russia"),
]
KINDS = {
    "positions": "p",
    "terms": "c",
    "motives": "v",
    "framings": "f",
    "events": "e",
    "outlooks": "o",
    "mentions": "m",
}
KINDS["statements"] = "t"
KEY_COLUMNS = {"positions": "position_id", "terms": "term_id", "motives": "motive_id", "framings": "framing_id"}
KEY_COLUMNS |= {"events": "event_id", "outlooks": "outlook_id", "mentions": "mention_id", "statements": "statement_id"}


def row(table, n, doc_id, passage, **columns):
    """One row of a table whose passage is found in its article's text."""
    start = TEXTS[doc_id].index(passage)
    made = {"doc_id": doc_id, "sent_id": f"{doc_id}:s0000", "start": start, "end": start + len(passage)}
    made |= {"rule_id": "made.by_hand", "confidence": 0.9, KEY_COLUMNS[table]: f"{doc_id}:{KINDS[table]}{n:04d}"}
    defaults = {"voice_code": "reported", "evidence_code": "said", "speaker_id": None}
    return made | {key: value for key, value in defaults.items() if key in SCHEMAS[table].columns} | columns


def sentences():
    rows = []
    for doc_id, text in TEXTS.items():
        start = 0
        for n, part in enumerate(text.replace("! ", ". ").split(". ")):
            end = min(len(text), start + len(part) + 2)
            rows.append(
                {
                    "doc_id": doc_id,
                    "sent_id": f"{doc_id}:s{n:04d}",
                    "start": start,
                    "end": end,
                    "rule_id": "made",
                    "confidence": 1.0,
                }
                | {"n": n, "para": 0, "sentence_kind_code": "body", "valence": 0.1 * n, "is_removed": False}
            )
            start = end
    return rows


def made_tables():
    """Return every table; `c` is a near copy of `b`."""
    documents = [
        {"doc_id": doc_id, "outlet_id": OUTLETS[doc_id], "title": f"Title {doc_id}", "published_on": DAYS[doc_id]}
        | {"date_basis_code": "stated", "language": "en", "genre_code": "report", "text": text, "sha256": doc_id * 64}
        | {"url": f"https://example.org/{doc_id}", "source_path": f"{doc_id}.txt"}
        | ({"copy_group_id": "g"} if doc_id in "bc" else {})
        | {"copy_code": "near" if doc_id == "c" else "original"}
        for doc_id, text in TEXTS.items()
    ]
    ready = {
        "issue_code": "talks",
        "stance_code": "favours",
        "act_code": "ready",
        "holder_id": "russia",
        "speaker_id": "russia",
    }
    away = {"term_code": "withdrawal", "role_code": "refuse", "holder_id": "russia", "obligor_id": "russia"}
    rows = {
        "positions": [
            row(
                "positions",
                1,
                "a",
                "refuses talks with Putin",
                holder_id="zelensky",
                speaker_id="zelensky",
                issue_code="talks",
            )
            | {"stance_code": "opposes", "act_code": "refuse", "target_id": "putin"},
            row("positions", 1, "b", "ready to talk", **ready),
            row("positions", 1, "c", "ready to talk", **ready),
            row(
                "positions",
                1,
                "e",
                "for talks, if the troops leave",
                holder_id="zelensky",
                speaker_id="author",
                issue_code="talks",
            )
            | {
                "stance_code": "favours_if",
                "act_code": "ready_if",
                "voice_code": "ascribed",
                "evidence_code": "asserted",
            },
            row(
                "positions",
                2,
                "e",
                "for talks",
                holder_id="zelensky",
                issue_code="talks",
                stance_code="favours",
                act_code="ready",
            )
            | {"same_as": "e:p0001"},
        ],
        "terms": [
            row(
                "terms", 1, "a", "pull back its troops", holder_id="ukraine", speaker_id="zelensky", obligor_id="russia"
            )
            | {"term_code": "withdrawal", "role_code": "demand", "quantity": "100", "unit": "km", "horizon": "P7Y"},
            row("terms", 1, "b", "not pull back its troops", speaker_id="russia", **away),
            row("terms", 1, "c", "not pull back its troops", speaker_id="russia", **away),
            row("terms", 1, "d", "a withdrawal", term_code="withdrawal", role_code="provision", plan_id="secret_plan")
            | {"evidence_code": "alleged", "obligor_id": "russia"},
        ],
        "motives": [
            row("motives", 1, "d", "wants prestige", actor_id="turkey", motive_code="status", basis_code="imputed")
            | {"attributed_by": "author", "speaker_id": "author", "voice_code": "ascribed"}
        ],
        "framings": [
            row(
                "framings",
                1,
                "d",
                "'peacemaker'",
                actor_id="turkey",
                framer_id="author",
                speaker_id="author",
                surface="'peacemaker'",
            )
            | {
                "device_code": "scare_quote",
                "tone_code": "negative",
                "role_main_code": "protagonist",
                "is_distanced": True,
            },
            row(
                "framings",
                1,
                "e",
                "<b>The cunning regime</b>",
                actor_id="russia",
                framer_id="author",
                speaker_id="author",
            )
            | {
                "surface": "<b>The cunning regime</b>",
                "device_code": "epithet",
                "tone_code": None,
                "is_distanced": False,
            },
        ],
        "events": [
            row("events", 1, "d", "met Putin", happening_id="d:e0001", event_code="meeting", date_from="2022-11-08")
            | {
                "date_to": "2022-11-08",
                "date_basis_code": "inferred",
                "actor_ids": ["putin", "turkey"],
                "evidence_code": "asserted",
            }
        ],
        "outlooks": [
            row(
                "outlooks",
                1,
                "b",
                "unlikely soon",
                holder_id="author",
                speaker_id="author",
                about_code="talks_start",
            )
            | {"likelihood_code": "unlikely", "evidence_code": "predicted", "voice_code": "author"}
        ],
        "mentions": [row("mentions", 1, "a", "Kyiv", actor_id="ukraine", surface="Kyiv", how_code="metonym")],
        "statements": [
            row(
                "statements",
                1,
                "b",
                "the Kremlin said",
                speaker_id="russia",
                cue="said",
                cue_code="say",
                manner_code="indirect",
            )
            | {"content_start": 0, "content_end": 23, "cue_start": 37, "cue_end": 41, "is_negated": False}
        ],
        "sentences": sentences(),
        "documents": documents,
        "removals": [{"doc_id": "a", "removal_kind_code": "menu", "text": "Home | <i>World</i>", "rule_id": "menu"}],
        "problems": [{"problem_id": "p1", "source_path": "x.txt", "found": "an empty file", "expected": "text"}],
        "actors": [
            dict(zip(["actor_id", "label", "actor_kind_code", "speaks_for_id"], actor, strict=True)) for actor in ACTORS
        ],
        "quality": [],
    }
    return {table: make_table(table, made) for table, made in rows.items()}
