"""Fault: a run, a page, a kernel or the process they are forked from is killed, at random moments.

After each trial the published site is as it was or whole and new, no process is left, and the next run succeeds.
"""

import random
import signal
import time

import pytest
from tests.faults.driver import Site, hurt

pytestmark = pytest.mark.faults
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)


def publish(folder, **how):
    site = Site(folder, **how)
    site.check_next_run()
    started = time.monotonic()
    site.check_next_run()
    site.seconds = time.monotonic() - started
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that was published once; runs follow each other on it, as they would on a machine."""
    return publish(tmp_path_factory.mktemp("killed"))


@pytest.fixture(scope="module")
def cold_site(tmp_path_factory):
    """The same with runs that start as a user's do."""
    return publish(tmp_path_factory.mktemp("cold"), is_warm=False)


def check_as_before_or_new(site, before):
    name, files = site.published()
    if name == before[0]:
        assert files == before[1], "the published site was touched"
    else:
        site.check_whole()


@pytest.mark.parametrize("trial", range(60))
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_run_is_killed_at_any_moment(site, number, trial):
    check_killed(site, number, trial)


@pytest.mark.parametrize("trial", range(3))
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_run_that_started_cold_is_killed_at_any_moment(cold_site, number, trial):
    check_killed(cold_site, number, trial)


def check_killed(site, number, trial):
    before = site.published()
    process = site.start(*site.ask_anew())
    time.sleep(random.Random(f"{number} {trial}").uniform(0, site.seconds))
    hurt(process.pid, number)
    _, told = process.communicate(timeout=60)
    assert "Traceback" not in told, told
    site.check_gone()
    check_as_before_or_new(site, before)
    site.check_next_run()


@pytest.mark.parametrize("trial", range(12))
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
@pytest.mark.parametrize("part", ["server", "page", "kernel"])
def test_a_part_of_a_run_is_killed_and_the_rest_is_published(site, part, number, trial):
    process = site.start(*site.ask_anew())
    pid = site.wait_for(part, process)
    assert pid, f"there was no {part} to kill"
    time.sleep(random.Random(f"{part} {number} {trial}").uniform(0, 0.4))
    hurt(pid, number)
    _, told = process.communicate(timeout=120)
    assert "Traceback" not in told, told
    failed = [line.split()[1].rstrip(":") for line in told.splitlines() if line.startswith("FAILED")]
    assert process.returncode == (1 if failed else 0), told
    site.check_gone()
    site.check_whole(failed=failed)
    site.check_next_run()
