"""Quotations: what stands between marks, and what only looks like one."""

import pytest

from parley.find.quotes import find_quotations, quoted_share


def quoted(text):
    return [text[one.start : one.end] for one in find_quotations(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Go,” he said. “Now.”", ["“Go,”", "“Now.”"]),
        ('"Go," he said.', ['"Go,"']),
        ("''Go,'' he said.", ["''Go,''"]),
        ("«Go», he said.", ["«Go»"]),
        ("‘The council’s bridge isn’t theirs,’ she said.", ["‘The council’s bridge isn’t theirs,’"]),
        ("“Outer ‘inner’ words,” he said.", ["“Outer ‘inner’ words,”"]),
        ("The workers' union won't go.", []),
        ("It’s the mayors’ own plan.", []),
        ('A 6" pipe', []),
        ('ends" with a mark', []),
        ("“never closed, he said.", ["“never closed, he said."]),
    ],
)
def test_marks_make_quotations_and_apostrophes_do_not(text, found):
    assert quoted(text) == found


def test_a_quotation_that_is_not_closed_ends_with_its_paragraph():
    text = "“never closed.\n\nThe river rose."
    (one,) = find_quotations(text, [(0, 16), (16, len(text))])
    assert (text[one.start : one.end], one.is_closed) == ("“never closed.", False)


def test_the_quoted_share_of_a_span():
    text = "He said “four” words"
    found = find_quotations(text, [(0, len(text))])
    assert quoted_share(found, 0, len(text)) == pytest.approx(6 / 20)  # six of twenty characters
    assert quoted_share(found, 8, 14) == 1.0
