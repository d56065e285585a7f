"""`parley report` on a small site: what is kept, what is told, what survives. `make faults` has many more trials."""

import json
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.faults.driver import ROOT, Site, hurt

from parley.run import reports
from parley.run import site as sites
from parley.run.fingerprint import inputs_of
from parley.run.reports import Wish, list_jobs

pytestmark = pytest.mark.slow
ARTICLE = "Ankara offers a hall\n\nTurkey is ready to host talks, Ankara said on {day} November.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that was published once, with two small notebooks."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.check_next_run()
    return site


def test_nothing_changed_nothing_done(site):
    asked = site.ask_anew()
    assert site.run(*asked)[0] == 0
    before = site.published()
    code, told = site.run(*asked)
    assert code == 0 and "nothing changed" in told
    assert site.published() == before


def test_a_killed_run_leaves_the_site_and_the_next_one_sweeps_up(site):
    before = site.published()
    process = site.start(*site.ask_anew())
    assert site.wait_for("kernel", process)
    hurt(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    site.check_gone()
    assert site.published() == before
    site.check_next_run()


def test_a_killed_kernel_costs_one_page(site):
    process = site.start(*site.ask_anew(), "--only", "04", PARLEY_BREAK="import time; time.sleep(600)")
    pid = site.wait_for("kernel", process)
    time.sleep(0.5)
    hurt(pid, signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1 and "FAILED 04-breaks" in told
    site.check_whole(failed=["04-breaks"])
    site.check_gone()


def test_a_notebook_that_hangs_ends_with_the_run_or_its_cell(site):
    before = site.published()
    hang = "import time; time.sleep(600)"
    code, told = site.run(*site.ask_anew(), "--timeout", 10, PARLEY_BREAK=hang)
    assert code == 124 and "nothing was published" in told
    site.check_gone()
    assert site.published() == before
    code, told = site.run(*site.ask_anew(), "--cell-timeout", 1, PARLEY_BREAK=hang)
    assert code == 1 and "FAILED 04-breaks: CellTimeoutError" in told
    assert (site.out / "latest" / "03-fine.html").exists()
    assert "CellTimeoutError" in (site.out / "latest" / "index.html").read_text("utf-8")


def test_a_failed_page_is_made_again_and_the_others_are_kept(site):
    asked = site.ask_anew()
    assert site.run(*asked, PARLEY_BREAK="1 / 0")[0] == 1
    against = site.check_whole(failed=["04-breaks"])["against"]
    code, told = site.run(*asked)
    assert code == 0 and "1 pages made, 1 kept" in told
    assert site.check_whole()["against"] == against, "changes are told against the run before the failed one"


def test_a_second_run_waits_for_nothing(site):
    first = site.start(*site.ask_anew())
    assert site.wait_for("server", first)
    code, told = site.run(*site.ask_anew())
    assert code == 75 and "another run" in told
    assert first.communicate(timeout=120) and first.returncode == 0
    site.check_whole()


def test_a_place_that_cannot_be_written_gets_one_line(site):
    for place in ("/proc/parley", site.corpus / "CARD.md"):
        code, told = site.run("--out", place)
        assert code == 1 and len(told.strip().splitlines()) == 1 and str(place) in told


def test_changes_are_told_against_any_run_with_both_passages(site):
    before = site.published()[0]
    (site.corpus / "2022-11-20_strait-herald_hall.txt").write_text(ARTICLE.format(day=20), encoding="utf-8")
    asked = site.ask_anew()
    assert site.run(*asked)[0] == 0
    new = json.loads((site.out / "latest" / "changes.json").read_text("utf-8"))
    assert new and all(change["kind"] in ("promoter", "new") for change in new)
    assert any(change["after"]["doc_id"] == "2022-11-20_strait-herald_hall" for change in new)
    index = (site.out / "latest" / "index.html").read_text("utf-8")
    assert all(change["after"]["quote"] in index for change in new)
    (site.corpus / "2022-11-20_strait-herald_hall.txt").unlink()
    assert site.run(*asked)[0] == 0
    gone = json.loads((site.out / "latest" / "changes.json").read_text("utf-8"))
    assert [(change["kind"], change["line"]) for change in gone] == [("dropped", change["line"]) for change in new]
    assert site.run(*asked, "--against", before)[0] == 0
    assert json.loads((site.out / "latest" / "changes.json").read_text("utf-8")) == []
    code, told = site.run(*asked, "--against", "00000-nothing")
    assert code == 2 and before in told


def test_input_that_changes_meanwhile_is_never_taken_for_read(tmp_path, monkeypatch):
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "data" / "corpus" / "tiny", corpus)
    wish = Wish(str(corpus), only=["04"], coder="rules")
    run_jobs = reports.run_jobs

    def changing(*given):
        (corpus / "late.txt").write_text(ARTICLE.format(day=21), encoding="utf-8")
        return run_jobs(*given)

    monkeypatch.setattr(reports, "run_jobs", changing)
    assert "run again" in reports.make_reports(wish, tmp_path / "out").line
    monkeypatch.setattr(reports, "run_jobs", run_jobs)
    assert "1 pages made" in reports.make_reports(wish, tmp_path / "out").line
    assert "nothing changed" in reports.make_reports(wish, tmp_path / "out").line


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The tiny corpus, to add to."""
    folder = tmp_path_factory.mktemp("corpus") / "tiny"
    shutil.copytree(ROOT / "data" / "corpus" / "tiny", folder)
    return folder


def keys(corpus, **wish):
    asked = Wish(str(corpus), actors=["turkey", "ukraine"], coder="rules", **wish)
    jobs = list_jobs(asked, Path("/nowhere"), reports._read(asked), inputs_of(corpus, asked.pack))
    return {job.page: job.key for job in jobs}


def test_a_dossier_depends_on_the_articles_that_concern_its_actor(corpus):
    before = keys(corpus)
    (corpus / "2022-11-21_strait-herald_hall.txt").write_text(ARTICLE.format(day=21), encoding="utf-8")
    after = keys(corpus)
    assert {page for page in before if before[page] == after[page]} == {"05-ukraine"}
    assert keys(corpus) == after


def test_every_page_depends_on_what_was_asked(corpus):
    before, after = keys(corpus), keys(corpus, until="2022-11-12")
    assert not {page for page in before if before[page] == after[page]}


def test_old_runs_go_and_half_runs_are_none(tmp_path):
    for n in range(4):
        staging = sites.open_staging(tmp_path)
        sites.write_json(staging / "manifest.json", {"n": n})
        sites.publish(staging, tmp_path, sites.next_id(tmp_path, "abc"))
    (tmp_path / "runs" / "00009-half").mkdir()
    sites.prune(tmp_path, 2)
    assert sites.list_runs(tmp_path) == ["00003-abc", "00004-abc"]
    assert not list(tmp_path.glob(".staging-*"))
