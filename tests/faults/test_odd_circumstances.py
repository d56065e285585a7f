"""Fault: runs at once, clocks that jump, input that changes meanwhile, a broken codebook, notebooks that break."""

import random
import shutil
import threading
import time

import pandas as pd
import pytest
from tests.faults.driver import ROOT, Site, write_notebook

pytestmark = pytest.mark.faults
ARTICLE = "Talks {n}\n\nMoscow is ready to negotiate, the Kremlin said. Kyiv refused to talk in round {n}.\n"
BREAKS = {
    "raises": 'raise ValueError("no <b>such</b> thing")',
    "leaves": "import sys; sys.exit(0)",
    "ends": "import os; os._exit(0)",
    "is-killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "is-interrupted": "raise KeyboardInterrupt",
    "wants-too-much": "bytearray(10**14)",
    "removes-its-tables": "import shutil, pathlib; shutil.rmtree(pathlib.Path(tables).parent); read_tables(tables)",
    "hangs": "import time; time.sleep(600)",
    "hangs-in-c": 'import re; re.match(r"(a|a)+$", "a" * 60 + "b")',
    "ignores-signals": "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (2, 15)]; time.sleep(600)",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that was published once."""
    site = Site(tmp_path_factory.mktemp("odd"))
    site.check_next_run()
    return site


@pytest.mark.parametrize("trial", range(12))
def test_two_runs_at_once(site, trial):
    picker = random.Random(trial)
    first = site.start(*site.ask_anew())
    time.sleep(picker.uniform(0, 2))
    second = site.start(*site.ask_anew())
    told = [process.communicate(timeout=120)[1] for process in (first, second)]
    codes = [process.returncode for process in (first, second)]
    assert set(codes) <= {0, 75} and 0 in codes, told
    assert all("another run" in told[at] for at, code in enumerate(codes) if code == 75)
    site.check_whole()
    site.check_next_run()


@pytest.mark.parametrize("shift", [-(10**9), -86_400, 3_600, 10**9])
def test_the_clock_jumps(site, shift):
    before, _ = site.published()
    code, told = site.run(*site.ask_anew(), PARLEY_CLOCK=shift)
    assert code == 0, told
    assert site.published()[0] > before
    site.check_whole()
    site.check_next_run()


@pytest.mark.parametrize("trial", range(12))
def test_the_articles_change_during_the_run(site, trial):
    picker, stopped = random.Random(trial), threading.Event()
    moving = site.corpus / "moving.txt"

    def change():
        n = 0
        while not stopped.wait(picker.uniform(0, 0.3)):
            n += 1
            if n % 3 == 2:
                moving.unlink(missing_ok=True)
            else:
                moving.write_text(ARTICLE.format(n=f"{trial}-{n}"), encoding="utf-8")

    thread = threading.Thread(target=change)
    thread.start()
    code, told = site.run(*site.ask_anew())
    stopped.set()
    thread.join()
    moving.unlink(missing_ok=True)
    assert code in (0, 1, 3), told
    site.check_whole()
    site.check_next_run()
    documents = pd.read_parquet(site.out / "latest" / "tables" / "documents.parquet")
    assert "moving" not in set(documents.doc_id) and len(documents) == 6  # as many as there are in tiny


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("actors.yml", "- actor_id: [russia"),
        ("actors.yml", ""),
        ("actors.yml", "- {actor_id: russia, label: Russia, kind: state, colour: red}\n"),
        ("pack.yml", "label: 7: 8"),
        ("pack.yml", None),
        ("places.yml", "\x00\x01\x02"),
    ],
)
def test_the_codebook_breaks_between_runs(site, name, content, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / "data" / "codebooks" / "ukraine-russia", pack)
    asked = ["--pack", pack, *site.ask_anew()]
    site.check_next_run(*asked)
    before, good = site.published(), (pack / name).read_bytes()
    (pack / name).unlink() if content is None else (pack / name).write_text(content, encoding="utf-8")
    code, told = site.run(*asked)
    assert code == 3 and name in told, told
    assert site.published() == before
    (pack / name).write_bytes(good)
    assert site.run(*asked)[0] == 0
    site.check_next_run()


@pytest.mark.parametrize("how", BREAKS)
def test_a_notebook_breaks_and_the_others_are_published(site, how):
    code, told = site.run(*site.ask_anew(), "--cell-timeout", 3, PARLEY_BREAK=BREAKS[how])
    if how == "removes-its-tables":  # then there is nothing left to publish
        assert code == 1 and "nothing was published" in told
    else:
        assert code == 1 and "FAILED 04-breaks: " in told, told
        site.check_whole(failed=["04-breaks"])
        run = site.out / "latest"
        assert (run / "failed" / "04-breaks.ipynb").exists() and not (run / "04-breaks.html").exists()
        assert "<b>such" not in (run / "index.html").read_text("utf-8")
    site.check_gone()
    site.check_next_run()


def test_a_notebook_without_a_last_word_has_failed(site):
    path = write_notebook(site.notebooks / "07-says-nothing.ipynb", "1 + 1", last="")
    code, told = site.run(*site.ask_anew())
    assert code == 1 and "last word" in told
    site.check_whole(failed=["07-says-nothing"])
    path.unlink()
    site.check_next_run()


@pytest.mark.parametrize("how", ["hangs", "hangs-in-c", "ignores-signals"])
def test_a_run_ends_at_its_time_limit(site, how):
    before, started = site.published(), time.monotonic()
    code, told = site.run(*site.ask_anew(), "--timeout", 12, PARLEY_BREAK=BREAKS[how])
    assert code == 124 and "--timeout" in told, told
    assert time.monotonic() - started < 60 and site.published() == before
    site.check_gone()
    site.check_next_run()


def test_what_a_notebook_starts_ends_with_its_page(site):
    started = 'import subprocess; subprocess.Popen(["sleep", "600"])'
    assert site.run(*site.ask_anew(), PARLEY_BREAK=started)[0] == 0
    site.check_gone()
    site.check_whole()


def test_an_article_that_breaks_a_rule_loses_only_itself(site):
    (site.corpus / "odd.txt").write_text(ARTICLE.format(n="of the unruly"), encoding="utf-8")
    code, told = site.run(PARLEY_BAD_ARTICLE="round of the unruly")
    assert code == 0, told
    site.check_whole()
    tables = {
        name: pd.read_parquet(site.out / "latest" / "tables" / f"{name}.parquet") for name in ("documents", "problems")
    }
    assert "odd" in set(tables["documents"].doc_id)
    (found,) = tables["problems"].query("doc_id == 'odd'").found
    assert "divides by nothing" in found
    (site.corpus / "odd.txt").unlink()
    site.check_next_run()
