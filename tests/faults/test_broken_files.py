"""Fault: files cut short, with flipped or random bytes. The good article is read, the broken one read or named."""

import random
from pathlib import Path

import pytest

from parley.errors import ParleyError
from parley.read.corpus import read_corpus

TINY = Path(__file__).parents[2] / "data" / "corpus" / "tiny"
FILES = sorted(
    path for path in TINY.rglob("*") if path.suffix in (".txt", ".md", ".html", ".csv") and path.name != "CARD.md"
)
GOOD = "The delegations met again in the morning and said that they would go on.\n"


def cut(data, picker):
    return data[: picker.randrange(len(data))]


def flip(data, picker):
    changed = bytearray(data)
    for at in picker.sample(range(len(data)), len(data) // 20):
        changed[at] = picker.randrange(256)
    return bytes(changed)


def shuffle(data, picker):
    lines = data.split(b"\n")
    return b"\n".join(picker.sample(lines, len(lines)))


def noise(data, picker):
    return picker.randbytes(len(data))


@pytest.mark.parametrize("harm", [cut, flip, shuffle, noise])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix + "-" + path.stem[:12])
def test_a_harmed_file_never_loses_the_good_one(tmp_path, path, harm):
    picker = random.Random(f"{path.name} {harm.__name__}")
    for round_ in range(4):
        name = f"harmed-{round_}{path.suffix}"
        (tmp_path / name).write_bytes(harm(path.read_bytes(), picker))
    for suffix in (".jsonl", ".parquet", ".md"):
        (tmp_path / f"other{suffix}").write_bytes(harm(path.read_bytes(), picker))
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    tables = read_corpus(tmp_path)
    assert "good" in set(tables["documents"].doc_id)
    told = {name.split("#")[0] for name in [*tables["documents"].source_path, *tables["problems"].source_path]}
    assert told == {file.name for file in tmp_path.iterdir()}


@pytest.mark.parametrize("suffix", [".txt", ".html", ".csv", ".jsonl", ".parquet"])
def test_noise_alone_is_read_or_refused_clearly(tmp_path, suffix):
    picker = random.Random(suffix)
    for size in (1, 10, 1000, 100_000):
        path = tmp_path / f"noise{size}{suffix}"
        path.write_bytes(picker.randbytes(size))
        try:
            assert len(read_corpus(path)["documents"])
        except ParleyError as error:
            assert path.name in str(error)
