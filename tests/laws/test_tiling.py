"""Law: sentences tile the text, whatever it is made of."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.operations import assert_linear

from parley.codebook import read_codebook
from parley.find.sentences import _read_stops as read_stops
from parley.find.sentences import find_sentences, split_text
from parley.frames import make_table

BOOK = read_codebook("ukraine-russia")
STOPS = read_stops(BOOK)
PROSE = st.text(st.sampled_from("ab AB.!?…\n\r\u2028 \t“”\"'’().,:;-#мир1U\u00a0"), max_size=200)


@given(PROSE | st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=4))
@settings(deadline=None, max_examples=150)
def test_sentences_tile_the_text_and_keep_to_removals(text, borders):
    removed = []
    for start, end in sorted(borders):
        start, end = max(start, removed[-1][1] if removed else 0), min(end, len(text))
        if start < end:
            removed.append((start, end, "other"))
    pieces = split_text(text, STOPS, removed)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    inside = {at for start, end, _ in removed for at in range(start, end)}
    for piece in pieces:
        ink = {at in inside for at in range(piece.start, piece.end) if not text[at].isspace()}
        assert ink <= {piece.removal is not None}


def test_time_grows_with_length_not_with_its_square():
    for unit in ("word ", "!", "a.b", "мир и ", "“No.” ", "\n", ". ", "A. ", "x"):

        def work(size, unit=unit):
            frame = make_table("documents", [{"doc_id": "a", "text": unit * size}])
            return lambda: find_sentences({"documents": frame, "removals": make_table("removals", [])}, BOOK)

        assert_linear(work, 5_000 // len(unit), 80_000 // len(unit))
