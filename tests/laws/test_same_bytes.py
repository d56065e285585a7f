"""The same input, codebook, version and previous run give the same bytes, on any day, anywhere, in any order."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LATER = "import time\nnow = time.time\ntime.time = lambda: now() + 10**8\n"  # three years, in every process
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "2"}


def publish_twice(folder, workers, environment):
    """Publish a corpus, then the same with one article more; return the bytes of every file of both runs."""
    corpus = folder / "corpus"
    shutil.copytree(ROOT / "data" / "corpus" / "tiny", corpus)
    words = [sys.executable, "-m", "parley", "report", "corpus", "--out", "out", "--only", "05,06"]
    words += ["--actors", "russia", "--workers", str(workers)]
    for _ in range(2):
        done = subprocess.run(words, cwd=folder, env=os.environ | environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        (corpus / "2022-11-20_strait-herald_hall.txt").write_text(
            "A hall\n\nAnkara is ready to host talks, it said. The cunning regime in Moscow refused.\n",
            encoding="utf-8",
        )
    runs = folder / "out" / "runs"
    return {
        str(path.relative_to(runs)): path.read_bytes()
        for path in sorted(runs.rglob("*"))
        if path.is_file() and path.name != "manifest.json"  # which has the clock values
    }


@pytest.mark.slow
def test_two_machines_publish_the_same_bytes(tmp_path):
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "sitecustomize.py").write_text(LATER)
    here, there = tmp_path / "here", tmp_path / "a" / "much longer" / "way to there"
    here.mkdir()
    there.mkdir(parents=True)
    path = os.pathsep.join(part for part in (str(tmp_path / "later"), os.environ.get("PYTHONPATH", "")) if part)
    one = publish_twice(here, 1, HERE | {"PARLEY_CACHE": str(here / "cache")})
    other = publish_twice(there, 2, THERE | {"PARLEY_CACHE": str(there / "cache"), "PYTHONPATH": path})
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert len({name.split("/")[0] for name in one}) == 2
