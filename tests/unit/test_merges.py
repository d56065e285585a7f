"""Merges: what the model and the rules read of one cue becomes one attribution."""

from parley.codebook import read_codebook
from parley.find.attributions import Attribution
from parley.find.cues import read_lexicon
from parley.find.merges import merge

TEXT = "According to rumours in the port, the rebels have agreed to a truce."
CUE, SOURCE, WHOLE = (0, 12), (13, 32), (34, 67)
BY_RULES = Attribution((SOURCE,), (CUE,), (WHOLE,), 0.5, "cue.according.according", "say")


def merged(content, pattern="according"):
    by_model = Attribution((SOURCE,), (CUE,), (content,), 0.9, "model.attribution")
    by_rules = BY_RULES._replace(rule_id=f"cue.any.{pattern}")
    return merge([by_model], [by_rules], [], read_lexicon(read_codebook("core")))


def test_a_model_that_stops_early_goes_on_as_far_as_a_sure_rule():
    # the model breaks off at "the rebels", for "agreed" is a cue of its own: all of it is rumour
    (one,) = merged((34, 44))
    assert TEXT[one.content_parts[0][0] : one.content_parts[0][1]] == "the rebels have agreed to a truce"
    assert one.confidence == 0.9


def test_the_same_content_is_one_attribution():
    (one,) = merged(WHOLE)
    assert one.content_parts == (WHOLE,) and one.source_parts == (SOURCE,)
