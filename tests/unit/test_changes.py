"""What changed between two runs is told by who and what, with the passages before and after."""

import pytest

from parley.frames import make_table
from parley.weigh.changes import find_changes

ACTORS = [
    {"actor_id": "ankara_envoy", "label": "the envoy", "actor_kind_code": "person", "speaks_for_id": "turkey"},
    {"actor_id": "turkey", "label": "Turkey", "actor_kind_code": "state"},
    {"actor_id": "russia", "label": "Russia", "actor_kind_code": "state"},
    {"actor_id": "ukraine", "label": "Ukraine", "actor_kind_code": "state"},
]


def tables(**rows):
    """Return tables in which article d1 is older than d2 and so on; a row says in which article it stands."""
    docs = [
        {"doc_id": f"d{n}", "published_on": f"2022-11-{n:02d}", "outlet_id": "delta-post", "text": "x" * 50}
        for n in range(1, 10)
    ]
    frames = {"documents": make_table("documents", docs), "actors": make_table("actors", ACTORS)}
    for name in ("positions", "terms", "framings"):
        key = f"{name[:-1]}_id"
        made = [
            {"start": n, "end": n + 1, "evidence_code": "said", key: f"{name}{n}"} | row
            for n, row in enumerate(rows.get(name, []))
        ]
        frames[name] = make_table(name, made)
    return frames


def position(doc_id, holder, issue, stance, **more):
    return {"doc_id": doc_id, "holder_id": holder, "issue_code": issue, "stance_code": stance} | more


def term(doc_id, holder, code, role, **more):
    return {"doc_id": doc_id, "holder_id": holder, "term_code": code, "role_code": role} | more


def told(old, new):
    return [(one.kind, one.table, one.holder_id, one.about, one.was, one.now) for one in find_changes(old, new)]


def test_equal_tables_have_no_changes():
    same = tables(
        positions=[position("d1", "russia", "talks", "favours")], terms=[term("d1", "russia", "borders", "demand")]
    )
    assert told(same, same) == []


def test_the_newest_stance_counts_and_brings_both_passages():
    old = tables(
        positions=[position("d1", "russia", "talks", "favours_if"), position("d2", "russia", "talks", "favours")]
    )
    new = tables(positions=[position("d3", "russia", "talks", "opposes"), position("d2", "russia", "talks", "favours")])
    (change,) = find_changes(old, new)
    assert (change.kind, change.was, change.now) == ("hardened", "favours", "opposes")
    assert (change.before.doc_id, change.after.doc_id) == ("d2", "d3")


@pytest.mark.parametrize(
    ("issue", "was", "now", "kind"),
    [
        ("talks", "opposes", "favours_if", "softened"),
        ("ceasefire", "favours", "ambivalent", "hardened"),
        ("military_aid", "opposes", "favours", "hardened"),
        ("sanctions", "favours", "favours_if", "softened"),
        ("alliance", "opposes", "favours", "shifted"),
    ],
)
def test_the_direction_of_a_change_depends_on_the_issue(issue, was, now, kind):
    old, new = (tables(positions=[position("d1", "russia", issue, stance)]) for stance in (was, now))
    assert told(old, new) == [(kind, "positions", "russia", issue, was, now)]


def test_a_stance_towards_another_target_is_another_position():
    old = tables(positions=[position("d1", "russia", "talks", "favours", target_id="ukraine")])
    new = tables(positions=[position("d1", "russia", "talks", "favours", target_id="turkey")])
    assert [(one.kind, one.target_id) for one in find_changes(old, new)] == [("new", "turkey"), ("dropped", "ukraine")]


def test_what_is_only_alleged_denied_or_hypothetical_changes_nothing():
    old = tables(positions=[position("d1", "russia", "talks", "favours")])
    for code in ("alleged", "denied", "hypothetical"):
        doubtful = position("d2", "russia", "talks", "opposes", evidence_code=code)
        assert told(old, tables(positions=[position("d1", "russia", "talks", "favours"), doubtful])) == []


def test_a_promoter_is_new_only_where_nobody_of_its_side_was_one():
    none = tables(positions=[position("d1", "russia", "talks", "opposes")])
    turkey = position("d2", "turkey", "mediation", "favours")
    envoy = position("d3", "ankara_envoy", "talks", "favours_if")
    with_turkey = tables(positions=[position("d1", "russia", "talks", "opposes"), turkey])
    with_both = tables(positions=[position("d1", "russia", "talks", "opposes"), turkey, envoy])
    assert [(one.kind, one.holder_id) for one in find_changes(none, with_turkey)] == [("promoter", "turkey")]
    assert [(one.kind, one.holder_id) for one in find_changes(with_turkey, with_both)] == [("new", "ankara_envoy")]


def test_terms_are_added_withdrawn_hardened_and_softened():
    old = tables(
        terms=[
            term("d1", "ukraine", "withdrawal", "demand"),
            term("d1", "ukraine", "reparations", "demand"),
            term("d1", "russia", "neutrality", "red_line"),
        ]
    )
    new = tables(
        terms=[
            term("d2", "ukraine", "withdrawal", "red_line"),
            term("d2", "ukraine", "prisoners", "offer"),
            term("d2", "russia", "neutrality", "demand"),
        ]
    )
    assert told(old, new) == [
        ("hardened", "terms", "ukraine", "withdrawal", "demand", "red_line"),
        ("softened", "terms", "russia", "neutrality", "red_line", "demand"),
        ("new", "terms", "ukraine", "prisoners", None, "offer"),
        ("dropped", "terms", "ukraine", "reparations", "demand", None),
    ]


def test_unknown_holders_and_stances_are_no_news():
    new = tables(
        positions=[position("d1", None, "talks", "favours"), position("d1", "russia", "talks", None)],
        terms=[term("d1", None, "borders", "provision")],
    )
    assert told(tables(), new) == []


def framings(tones, first=1, **more):
    """Return framings of Russia in the outlet's own words, two to an article."""
    return [
        {
            "doc_id": f"d{first + n // 2}",
            "actor_id": "russia",
            "framer_id": "author",
            "tone_code": "negative" if tone == "-" else "positive",
        }
        | more
        for n, tone in enumerate(tones)
    ]


def test_tone_moves_only_beyond_both_intervals():
    mild, harsh = tables(framings=framings("++-+++++++")), tables(framings=framings("---+------"))
    (change,) = find_changes(mild, harsh)
    assert (change.kind, change.holder_id, change.about) == ("tone", "russia", "delta-post")
    assert change.was.share == 0.1 and change.now.share == 0.9
    assert change.was.high < change.now.share and change.was.share < change.now.low
    assert (change.before.tone_code, change.after.tone_code) == ("positive", "negative")
    assert told(mild, tables(framings=framings("++-++-++++"))) == []  # one word more is within the interval


def test_few_words_or_articles_or_quoted_words_tell_nothing_of_tone():
    mild = tables(framings=framings("++++++++++"))
    assert told(mild, tables(framings=framings("----"))) == []  # four words
    two_articles = [{**row, "doc_id": f"d{1 + n % 2}"} for n, row in enumerate(framings("----------"))]
    assert told(mild, tables(framings=two_articles)) == []
    assert told(mild, tables(framings=framings("----------", framer_id="ukraine"))) == []


def test_an_article_printed_twice_counts_once():
    old = tables(positions=[position("d1", "russia", "talks", "favours")])
    new = tables(positions=[position("d1", "russia", "talks", "favours"), position("d2", "russia", "talks", "opposes")])
    copies = [
        {
            "doc_id": "d1",
            "published_on": "2022-11-01",
            "copy_group_id": "d1",
            "copy_code": "original",
            "text": "x" * 50,
        },
        {"doc_id": "d2", "published_on": "2022-11-02", "copy_group_id": "d1", "copy_code": "near", "text": "x" * 50},
    ]
    new["documents"] = make_table("documents", copies)
    assert told(old, new) == []
