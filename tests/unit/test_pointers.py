"""Pointers: who is meant in a role. Where an actor stands tells, never its name."""

import numpy as np
import pytest
from coded_passages import ACTORS, SWAP, book, by_rules, swapped

from parley.code.items import CODES_BY_KIND
from parley.code.passages import walk_articles
from parley.code.plans import plan_at
from parley.code.pointers import (
    N_SIGNS,
    ROLES_BY_KIND,
    Scale,
    lead_of,
    likeliest,
    numbers_of,
    point,
    ruled_at,
    several,
    signs_after,
)  # fmt: skip
from parley.code.signs import cast_of, find_candidates, spot_of
from parley.frames import rows_of
from parley.run.pointing import Choice, learn_pointers
from parley.tables import KINDS, SCHEMAS

TEXT = """The River Union waited. Ilsen met Marek.

Norland, Sorland and the River Union dined. Ilsen said that Marek would leave the hall."""
EVEN = Scale(np.zeros(N_SIGNS), {})
SHORT = "Norland wants Sorland to leave the valley."


def spot_at(text, words, kind="position", **codes):
    [article] = walk_articles(by_rules(text), book())
    start = text.index(words)
    return spot_of(article, start, start + len(words), kind, codes)


def candidates(spot, before=()):
    return find_candidates(spot, cast_of(spot.article, book()), book(), before)


def test_everyone_named_near_is_a_candidate_and_so_are_the_author_and_nobody():
    signs = candidates(spot_at(TEXT, "leave the hall"))
    # the sentence, and the two before it
    assert set(signs) == {"ilsen", "marek", "norland", "sorland", "union", "author", None}


def test_who_was_named_long_before_or_only_later_is_a_candidate_whose_signs_say_so():
    text = "Norland waited. Rain fell. Rain fell. Rain fell. Sorland left the valley. Rain fell. The River Union slept."
    signs = candidates(spot_at(text, "left the valley"))
    assert set(signs) == {"sorland", "norland", "union", "author", None}
    assert "ago:back" in signs["norland"] and "later:2" in signs["union"]
    assert not any(sign.startswith(("ago", "later")) for sign in signs["sorland"])


def test_whom_somebody_speaks_for_is_a_candidate_with_the_signs_of_who_does():
    signs = candidates(spot_at("Ilsen said the valley was empty. The Norlandish mill stood still.", "valley was empty"))
    speaks_for = {actor["actor_id"]: actor.get("speaks_for_id") for actor in ACTORS}
    assert speaks_for["ilsen"] == "norland"
    assert "^S0" in signs["norland"] and "up1" in signs["norland"] and "S0" in signs["ilsen"]


def test_a_cast_ranks_its_actors_by_how_often_they_are_named():
    cast = cast_of(spot_at("Sorland waited. Norland waited. Norland slept.", "slept").article, book())
    assert cast.rank == {"norland": 0, "sorland": 1} and cast.n_mentions == 3
    assert cast.named_in == {"sorland": [0], "norland": [1, 2]}


def test_where_the_author_says_we_is_told_and_what_others_say_is_not():
    text = (
        "We shall wait. Norland waited. Our own side must leave the valley. “We are tired,” Ilsen said. The US slept."
    )
    spot = spot_at(text, "leave the valley")
    assert cast_of(spot.article, book()).speaks == [True, False, True, False, False]
    assert "author:we=2" in candidates(spot)["author"] and "author:we here=True" in candidates(spot)["author"]


def test_a_plan_keeps_its_owner_and_its_doubts_until_another_is_named():
    text = (
        "Norland's peace plan, a rumour, has ten points. Rain fell. The plan foresees a truce. "
        + "Rain fell. " * 10
        + "The end."
    )
    cast = cast_of(spot_at(text, "The end").article, book())
    plan = plan_at(cast.plans, 3)
    assert plan is not None and plan.owner_id == "norland" and plan.is_alleged
    assert plan_at(cast.plans, 1, 0) is None and plan_at(cast.plans, len(cast.plans) - 1) is None


def test_an_article_owes_nobody_anything():
    signs = candidates(spot_at(SHORT, "leave"))
    chances = point(spot_at(SHORT, "leave", "term"), signs, "obligor_id", EVEN)
    assert "author" not in chances and "author" in point(spot_at(SHORT, "leave"), signs, "holder_id", EVEN)


def test_a_text_without_actors_leaves_the_author_and_nobody():
    assert set(candidates(spot_at("Rain fell on the mill.", "fell"))) == {"author", None}


def test_a_spot_is_the_words_of_a_span_and_a_span_without_words_is_none():
    spot = spot_at(SHORT, "leave the valley")
    assert spot.sentence.words[spot.first : spot.last] == ("leave", "the", "valley")
    [article] = walk_articles(by_rules(SHORT), book())
    assert spot_of(article, SHORT.index(" wants"), SHORT.index("wants"), "position", {}) is None


def test_signs_hold_no_names():
    names = {actor["actor_id"] for actor in ACTORS}
    names |= {form.lower() for actor in ACTORS for form in (*actor["aliases"], *actor.get("metonyms", ()))}
    names |= {form.lower() for actor in ACTORS for form in actor.get("demonyms", ())}
    for words in ("waited", "met", "dined", "said", "would leave the hall"):
        for own in candidates(spot_at(TEXT, words), [(0, "union")]).values():
            told = [sign for sign in own if any(name in sign.lower() for name in names)]
            assert told == [], words


@pytest.mark.parametrize("words", ["waited", "met", "dined", "said", "would leave the hall"])
def test_signs_move_with_the_names(words):
    signs, other = candidates(spot_at(TEXT, words)), candidates(spot_at(swapped(TEXT), words))
    assert {SWAP.get(actor, actor): own for actor, own in signs.items()} == other


def test_the_likeliest_moves_with_the_names_even_where_two_are_alike():
    text = "Ilsen met the River Union, Norland and Sorland.\n\nRain fell. The mill stood still."
    ones = []
    for exchange in (str, swapped):
        spot = spot_at(exchange(text), "stood")
        ones.append(list(point(spot, candidates(spot), "holder_id", EVEN)))
    assert [SWAP.get(actor, actor) for actor in ones[0]] == ones[1], "where chances are equal, not the name decides"


def test_the_row_before_of_the_kind_is_a_sign_only_where_it_stands_near():
    spot = spot_at(TEXT, "leave the hall")
    near = candidates(spot, [(spot.number - 1, "norland")])
    far = candidates(spot, [(spot.number - 2, "norland")])
    assert [sign for sign in near["norland"] if sign.startswith("before")] == ["before0:1"]
    assert [sign for own in far.values() for sign in own if sign.startswith("before")] == []


def test_chances_sum_to_one_and_the_likeliest_stands_first():
    spot = spot_at(TEXT, "leave the hall")
    weights = np.random.default_rng(2).standard_normal(N_SIGNS)
    chances = point(spot, candidates(spot), "holder_id", Scale(weights, {}))
    assert sum(chances.values()) == pytest.approx(1)
    assert list(chances.values()) == sorted(chances.values(), reverse=True)


def test_the_same_sign_weighs_otherwise_in_another_role_and_with_another_code():
    spot, other = spot_at(SHORT, "leave", act_code="urge"), spot_at(SHORT, "leave", act_code="refuse")
    urged, refused = set(numbers_of(spot, ["first"], "holder_id")), set(numbers_of(other, ["first"], "holder_id"))
    assert len(urged) == 2 and len(urged & refused) == 1, "each sign counts alone, and with the row's code"
    assert urged.isdisjoint(numbers_of(spot, ["first"], "target_id"))


def test_a_choice_that_is_always_made_alike_is_learnt():
    choices, spots = [], []
    for text in (SHORT, swapped(SHORT), "Marek asks Ilsen to leave the valley.", "Norburg begs Sorburg to leave."):
        spot = spot_at(text, "leave", act_code="urge")
        signs = candidates(spot)
        first, second = dict.fromkeys(one.actor_id for one in spot.sentence.mentions)
        spots.append((spot, signs, second))
        rows = [numbers_of(spot, own, "holder_id") for own in signs.values()]
        choices += [Choice(rows, [actor == second for actor in signs], "position.holder_id")] * 5
    weights = learn_pointers(choices)
    for spot, signs, second in spots:
        assert next(iter(point(spot, signs, "holder_id", Scale(weights, {})))) == second
    assert np.array_equal(weights, learn_pointers(choices)), "the same again for the same seed"


def test_nobody_can_be_learnt_too():
    spot = spot_at(SHORT, "leave", act_code="urge")
    signs = candidates(spot)
    rows = [numbers_of(spot, own, "target_id") for own in signs.values()]
    weights = learn_pointers([Choice(rows, [actor is None for actor in signs], "position.target_id")] * 20)
    assert next(iter(point(spot, signs, "target_id", Scale(weights, {})))) is None


def test_several_are_the_likeliest_of_those_named_and_those_of_at_least_half_its_chance():
    assert several({"a": 0.4, "b": 0.2, "c": 0.19, None: 0.21}) == ["a", "b"]
    assert several({"author": 0.5, "a": 0.3, None: 0.2}) == ["a"], "neither author nor nobody takes part"
    assert several({None: 0.6, "author": 0.4}) == []


def test_nobody_is_meant_only_where_that_is_likelier_than_all_others_together():
    assert likeliest({None: 0.45, "a": 0.3, "b": 0.25}) == "a"
    assert likeliest({None: 0.55, "a": 0.3, "b": 0.15}) is None
    assert likeliest({"author": 0.5, None: 0.3, "a": 0.2}) == "author"
    assert likeliest({None: 1.0}) is None


def test_signs_after_say_who_holds_the_row_and_who_is_of_his_side():
    signs = {"ilsen": ["x"], "norland": ["y"], "marek": ["z"], None: [], "author": []}
    after = signs_after(signs, "norland", book())
    assert {actor: own[-1] for actor, own in after.items()} == {
        "ilsen": "side",
        "norland": "holder",
        "marek": "other",
        None: "other",
        "author": "other",
    }
    assert signs["ilsen"] == ["x"], "the signs that went in are left alone"


def test_where_nobody_holds_a_row_nobody_is_of_his_side():
    after = signs_after({"ilsen": [], None: [], "author": []}, None, book())
    assert after == {"ilsen": ["other"], None: ["holder"], "author": ["other"]}


def test_a_row_of_the_rules_is_met_where_half_of_either_is_shared():
    text = "Norland is ready to negotiate with Sorland."
    [row] = rows_of(by_rules(text)["positions"])
    half = (row.end - row.start) // 2
    assert ruled_at([row], row.start, row.end) is row
    assert ruled_at([row], row.start, row.start + 2) is row, "all of the other"
    assert ruled_at([row], row.end - half + 1, row.end + 2 * half) is None
    assert ruled_at([row], row.end, row.end + 9) is None
    assert ruled_at([], 0, 9) is None


def test_every_kind_has_roles_that_are_columns_of_its_table_with_the_lead_first():
    assert set(ROLES_BY_KIND) == set(CODES_BY_KIND)
    for kind, roles in ROLES_BY_KIND.items():
        assert set(roles) <= set(SCHEMAS[KINDS[kind]].columns) and lead_of(kind) == roles[0]
