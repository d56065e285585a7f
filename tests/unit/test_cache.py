"""The cache gives back what was kept, and nothing else."""

from parley.run.cache import article_key, read_cache, write_cache

ROWS = {"sentences": [["d", 0, 5, None, "ü"]]}


def test_rows_come_back_under_their_key_only(tmp_path):
    write_cache(tmp_path, {"k": ROWS})
    assert read_cache(tmp_path, ["k", "other"]) == {"k": ROWS}


def test_nothing_is_known_before_the_first_run(tmp_path):
    assert read_cache(tmp_path / "none", ["k"]) == {}


def test_a_broken_store_is_made_anew(tmp_path):
    (tmp_path / "rows.sqlite").write_bytes(b"half a file, left by a full disk" * 40)
    assert read_cache(tmp_path, ["k"]) == {}
    write_cache(tmp_path, {"k": ROWS})
    assert read_cache(tmp_path, ["k"]) == {"k": ROWS}


def test_every_part_of_the_key_counts():
    assert len({article_key(parts) for parts in (["a", "b"], ["ab", ""], ["a", None], ["b", "a"])}) == 4
