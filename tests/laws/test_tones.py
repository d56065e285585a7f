"""Laws of tone: names do not matter; time grows with length; whatever comes in, a verdict or none."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.code.tone import TONES, Case, judge_tones

# names of one or more words, and words of every day that are also names
NAMES = ["Brent", "Hope", "Grant", "Will", "Mark", "Rose", "Victor", "Kowalczyk", "May", "De la Cruz", "Ernst-August"]
FRAMES = [
    "{} betrayed the miners, and {} forgave it.",
    "“{} is the better man,” said a rival, and {} wept.",
    "{}'s lies cost {} the vote.",
    "Nobody trusts {} or {}.",
    "In June {} met {}.",
]


@settings(max_examples=60, deadline=None)
@given(frame=st.sampled_from(FRAMES), names=st.permutations(NAMES))
def test_exchanging_names_changes_no_verdict(frame, names):
    found = set()
    for one, other in (names[:2], names[2:4], reversed(names[:2])):
        text = frame.replace("{}", one, 1).replace("{}", other, 1)
        first = text.index(one)
        second = text.index(other, first + len(one))
        spans = [(first, first + len(one)), (second, second + len(other))]
        verdicts = judge_tones(
            [Case(text, (spans[0],), ((spans[1],),)), Case(text, (spans[1],), ((spans[0],),))], least=0
        )
        found.add(tuple(verdict[:4] for verdict in verdicts))
    assert len(found) == 1


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), ends=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_any_text_gives_a_verdict_or_none(text, ends):
    start, end = sorted(min(edge, len(text)) for edge in ends)
    (verdict,) = judge_tones([Case(text, ((start, end),), (((0, len(text)),),))])
    assert verdict.tone in (None, *TONES)
    assert sum(verdict[1:4]) == pytest.approx(1, abs=0.001)  # each is rounded to four places
    assert all(0 <= a < b <= len(text) for a, b in verdict.moved)


@pytest.mark.slow
def test_time_grows_with_length_only():
    def seconds(n_words):
        text = "Brent " + "lied to the angry miners and " * (n_words // 6)
        start = time.process_time()
        judge_tones([Case(text, ((0, 5),))])
        return time.process_time() - start

    seconds(600)
    short, long = (min(seconds(n) for _ in range(3)) for n in (3_000, 24_000))
    # eight times the words: linear is 8, quadratic 64
    assert long < 24 * short
