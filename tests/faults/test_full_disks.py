"""Fault: the disk is full, files may not grow, or the output may not be written. Nothing half-written is shown."""

import os
import random
import subprocess

import pytest
from tests.faults.driver import Site

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that was published once."""
    site = Site(tmp_path_factory.mktemp("full"))
    site.check_next_run()
    return site


def check_survived(site, before, code, told):
    assert code in (0, 1), told
    name, files = site.published()
    if name == before[0]:
        assert files == before[1], "the published site was touched"
        assert code == 1 and "nothing was published" in told
    else:
        site.check_whole(
            failed=[line.split()[1].rstrip(":") for line in told.splitlines() if line.startswith("FAILED")]
        )


@pytest.mark.parametrize("trial", range(30))
def test_no_file_may_grow_beyond_a_limit(site, trial):
    limit = int(2 ** random.Random(trial).uniform(8, 17))  # the files of a run on tiny have up to 100 kB
    before = site.published()
    check_survived(site, before, *site.run(*site.ask_anew(), limit=limit))
    site.check_gone()
    site.check_next_run()


@pytest.fixture
def small_disk(tmp_path):
    """A site whose output folder is a disk of its own."""
    (tmp_path / "site").mkdir()
    site = Site(tmp_path / "site")
    site.out.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", site.out]).returncode:
        pytest.fail("this trial fills a small disk of its own: run it as root, where tmpfs may be mounted")
    yield site
    subprocess.run(["umount", "-l", site.out], check=True)


def resize(site, free):
    """Leave so many bytes free on the site's disk."""
    state = os.statvfs(site.out)
    used = (state.f_blocks - state.f_bfree) * state.f_frsize
    subprocess.run(["mount", "-o", f"remount,size={used + free}", site.out], check=True)


def test_the_disk_is_full_at_many_points_of_a_run(small_disk):
    site = small_disk
    site.check_next_run()
    for free in (0, 4_000, 40_000, 120_000, 250_000, 400_000, 550_000, 700_000):  # a run on tiny takes about 800 kB
        before = site.published()
        resize(site, free)
        check_survived(site, before, *site.run(*site.ask_anew()))
        site.check_gone()
        resize(site, 64_000_000)
        site.check_next_run()


def test_the_output_folder_may_only_be_read(small_disk):
    site = small_disk
    site.check_next_run()
    before = site.published()
    subprocess.run(["mount", "-o", "remount,ro", site.out], check=True)
    code, told = site.run(*site.ask_anew())
    assert code == 1 and "Read-only" in told and site.published() == before
    subprocess.run(["mount", "-o", "remount,rw", site.out], check=True)
    site.check_next_run()
