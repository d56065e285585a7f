"""A headless Chromium from the system, and the sample's site to open in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_QUIET += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def chromium():
    """A running browser; without one these checks fail, as a check that did not run has failed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("No Chromium here, so no page was checked: install it (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The published site of the sample, or the folder in PARLEY_SITE."""
    given = os.environ.get("PARLEY_SITE")
    if given:
        return Path(given)
    out = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "parley", "report", "data/corpus/sample", "--out", str(out)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out
