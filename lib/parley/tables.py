"""Every table and column of the project, declared once: dtype, meaning, codes.

The checks, the empty frames, the files on disk and `docs/data-dictionary.md` all come from here.
Offsets are characters, 0-based, half-open, into `documents.text`; dates are ISO 8601 text
(`2022-11-09`); null is unknown, never "none".
"""

import pandas as pd
import pandera.pandas as pa

Tables = dict[str, pd.DataFrame]

DTYPES = {"text": "str", "code": "str", "date": "str", "whole": "Int64", "number": "Float64", "flag": "boolean"}
DTYPES |= {"spans": "object", "ids": "object"}

_PLACE = """
doc_id      text    the article
sent_id     text?   the sentence (of a passage over several: the first)
start       whole   first character of the smallest passage that carries the row
end         whole   one past its last character
rule_id     text    the rule, or the model and its version, that made the row
confidence  number  how far to trust the row, 0 to 1; calibrated where a gold set allows
"""
_CODED = """
statement_id    text?  the statement the row stands in; null in the author's own words
speaker_id      text?  who says so, nearest speaker; `author` is the article's author; null: unknown or unnamed
voice_code      code   whose words: author, quoted, reported, ascribed
evidence_code   code   how far the text vouches for it
certainty_code  code?  how sure the speaker is
"""
_COLUMNS = {
    "documents": """
doc_id           text   the article; stable from run to run
outlet_id        text?  who published it
title            text?  headline
published_on     date?  day of publication
date_basis_code  code   stated, inferred (from the file name …) or unknown
language         text   ISO 639-1 code
genre_code       code   report, analysis, opinion …
url              text?  where it was published
text             text   the article as received; every offset points into it
sha256           text   hash of `text` in UTF-8
source_path      text   file (and row) it was read from, relative to the corpus
copy_group_id    text?  joins copies of one text; null where there is none
copy_code        code   original, same, near, unknown
meta_basis       text?  where title, outlet, date and url came from, as `title=first line; outlet=folder …`
""",
    "removals": """
doc_id             text    the article
start              whole?  first character left out of coding; null for blocks dropped from HTML
end                whole?  one past the last
removal_kind_code  code    teaser, menu, newsletter …
text               text    what was left out
rule_id            text    the rule that recognised it
""",
    "problems": """
problem_id     text   the problem
source_path    text   file it is about, relative to the corpus
doc_id         text?  the article, if there is one
place          text?  line, row, cell or offset
found          text   what is there
expected       text   what should be there
remedy         text   what to do
severity_code  code   error (left out), warning (read, look at it), note
""",
    "actors": """
actor_id         text   the actor
label            text   name for people
actor_kind_code  code   person, state, body, group, author
speaks_for_id    text?  state or bloc it rolls up to
""",
    "sentences": _PLACE
    + """
n                   whole    number of the sentence in its article, from 0
para                whole    number of its paragraph, from 0
sentence_kind_code  code     heading, body, caption
heading_sent_id     text?    the heading it stands under
valence             number?  NLTK's VADER, -1 to 1: good or bad news, never an actor's tone
is_removed          flag     part of a removal: kept so that sentences tile the text, never coded
""",
    "mentions": _PLACE
    + """
mention_id     text   the mention
actor_id       text   who is named
surface        text   the words that name it
how_code       code   name, role, demonym, metonym, pronoun, nominal
antecedent_id  text?  for a pronoun or nominal: the mention it goes back to
""",
    "statements": _PLACE
    + """
statement_id    text   the statement
speaker_id      text?  who speaks or thinks; null: unknown or unnamed
speaker_rule    text?  how the source was resolved to the speaker
source_parts    spans  [start, end] of each part of the source
cue_parts       spans  … of the cue
content_parts   spans  … of the content
source_start    whole? hull of the source
source_end      whole? its end
cue_start       whole? hull of the cue
cue_end         whole? its end
content_start   whole  hull of the content
content_end     whole  its end
cue             text?  the cue's words
cue_code        code   say, deny, demand … the class of the cue
manner_code     code   direct, indirect, mixed
evidence_code   code   how far the text vouches for the content
certainty_code  code?  how sure the speaker is
is_negated      flag   the attribution itself is negated (did not say)
parent_id       text?  the statement this one stands in
source          text?  the source's words, kept for unnamed sources ("a senior official")
""",
    "positions": _PLACE
    + _CODED
    + """
position_id   text   the position
holder_id     text?  whose stance it is
target_id     text?  towards whom
issue_code    code   on what
stance_code   code?  favours, favours_if, opposes, ambivalent
act_code      code   how it is taken: ready, refuse, urge …
condition     text?  the stated condition, in the text's words
same_as       text?  earlier position in the article that this one repeats
""",
    "terms": _PLACE
    + _CODED
    + """
term_id         text   the term
holder_id       text?  who demands, offers, accepts or refuses it; for a plan its owner
term_code       code   the clause
role_code       code   demand, offer, accept, refuse, red_line, provision
obligor_id      text?  who must do it
beneficiary_id  text?  for whom
place           text?  where, in the text's words
quantity        text?  amount ("100")
unit            text?  of what ("km")
horizon         text?  ISO 8601 duration or date ("P7Y")
condition       text?  on which condition, in the text's words
plan_id         text?  the plan it belongs to
same_as         text?  earlier term in the article that this one repeats
""",
    "motives": _PLACE
    + _CODED
    + """
motive_id      text   the motive
actor_id       text?  who is moved
motive_code    code   by what
basis_code     code   declared (says so itself) or imputed (someone else says so)
attributed_by  text?  who imputes it; `author` included
""",
    "framings": _PLACE
    + _CODED
    + """
framing_id      text     the framing
actor_id        text?    the actor framed
target_id       text?    the thing framed, where it is no actor
framer_id       text?    in whose speech or thought the words stand, else `author`
device_code     code     epithet, scare_quote, role_label …
surface         text     the framing words
tone_code       code?    negative, neutral, positive; null: abstained
p_negative      number?  probability of each tone, where a model gave them
p_neutral       number?  …
p_positive      number?  …
role_main_code  code?    protagonist, antagonist, innocent
role_fine_code  code?    peacemaker, deceiver, victim …
is_distanced    flag     the role is doubted (scare quotes), not given
""",
    "events": _PLACE
    + _CODED
    + """
event_id         text   the report of a happening
happening_id     text   joins reports of the same happening
event_code       code   meeting, retreat, agreement …
date_from        date?  first day
date_to          date?  last day
date_basis_code  code   stated, inferred, unknown
actor_ids        ids    who takes part
place            text?  where, in the text's words
""",
    "outlooks": _PLACE
    + _CODED
    + """
outlook_id       text   the prediction
holder_id        text?  whose prediction
about_code       code   talks_start, agreement …
likelihood_code  code   ruled_out … certain
condition        text?  on which condition, in the text's words
""",
    "quality": """
corpus   text     gold set
table    text     table (or model) measured
measure  text     name of the measure
value    number   its value
n        whole    how many cases it stands on
low      number?  lower end of the 95 % interval
high     number?  upper end
floor    number?  what the tests hold it to
""",
}
CODED = ("positions", "terms", "motives", "framings", "events", "outlooks")
KINDS = {"position": "positions", "term": "terms", "motive": "motives", "framing": "framings", "event": "events"}
KINDS |= {"outlook": "outlooks", "statement": "statements", "mention": "mentions"}
KEYS = {table: f"{kind}_id" for kind, table in KINDS.items()}
KEYS |= {"documents": "doc_id", "problems": "problem_id", "actors": "actor_id", "sentences": "sent_id"}


def _column(line: str) -> tuple[str, pa.Column]:
    name, kind, meaning = line.split(None, 2)
    base = kind.rstrip("?")
    metadata = {"kind": base}
    return name, pa.Column(
        DTYPES[base], nullable=kind.endswith("?"), coerce=True, description=meaning, metadata=metadata
    )


SCHEMAS = {
    table: pa.DataFrameSchema(
        dict(_column(line) for line in lines.splitlines() if line),
        name=table,
        strict=True,
        ordered=True,
        unique=[KEYS[table]] if table in KEYS else None,
    )
    for table, lines in _COLUMNS.items()
}
