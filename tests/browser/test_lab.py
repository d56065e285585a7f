"""JupyterLab opens the explore notebook, runs it, and its widgets filter what is shown."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import pytest
from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser
_MINUTES = 60_000
_QUIET = ["--LabApp.news_url=None", f"--LabApp.app_settings_dir={ROOT / 'notebooks' / '.lab'}"]  # as `make lab` does


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab on a copy of the notebook, with no settings but its own."""
    shutil.copy(ROOT / "notebooks" / "explore.ipynb", tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    words += ["--IdentityProvider.token=read", f"--ServerApp.root_dir={tmp_path}", *_QUIET]
    own = {
        "JUPYTER_CONFIG_DIR": tmp_path / "c",
        "JUPYTER_DATA_DIR": tmp_path / "d",
        "JUPYTER_RUNTIME_DIR": tmp_path / "r",
    }
    environment = os.environ | {name: str(path) for name, path in own.items()}
    log = (tmp_path / "lab.log").open("w")
    server = subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/api?token=read", timeout=5).close()
            break
        except OSError:
            assert server.poll() is None, (tmp_path / "lab.log").read_text()
            time.sleep(0.5)
    yield address
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):  # it asks again whether one means it
        with suppress(subprocess.TimeoutExpired, ProcessLookupError):
            os.killpg(server.pid, number)
            server.wait(10)
    log.close()


@pytest.mark.timeout(600)
def test_run_all_and_filter(chromium, lab):
    outside = []
    page = chromium.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.set_default_timeout(2 * _MINUTES)
    home = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(home) else outside.append(asked.url))
    page.goto(f"{lab}/lab/tree/explore.ipynb?token=read")
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()  # else it asks which kernel
    page.get_by_role("heading", name=re.compile("What does the corpus say")).wait_for()  # the first screen explains
    for _ in range(10):  # JupyterLab drops what is asked of it while it still connects to the kernel
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        time.sleep(3)
        if "[ ]" not in page.locator(".jp-InputPrompt").first.inner_text():
            break
    actor = page.locator(".widget-dropdown", has_text="actor").locator("select")
    actor.wait_for(timeout=4 * _MINUTES)
    assert page.get_by_text("Jupyter news").count() == 0
    shown = page.locator(".jp-OutputArea .parley-evidence .lead").first
    n_all = int(re.match(r"[\d,]+", shown.inner_text())[0].replace(",", ""))
    started = time.monotonic()
    actor.select_option(label="Turkey")
    page.wait_for_function(
        "before => document.querySelector('.parley-evidence .lead').innerText !== before", arg=shown.inner_text()
    )
    waited = time.monotonic() - started
    n_turkey = int(re.match(r"[\d,]+", shown.inner_text())[0].replace(",", ""))
    assert 0 < n_turkey < n_all
    assert waited < 5, f"a change of filter took {waited:.1f} s in the browser"
    assert page.locator(".parley-evidence mark").count() > 0 and page.locator(".parley-evidence .cite").count() > 0
    page.get_by_role("tab", name="Words in context").click()
    query = page.get_by_placeholder("negotiat")
    query.fill("talk*")
    query.press("Enter")
    page.locator(".parley-concordance mark").first.wait_for()
    errors = page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-error")
    assert errors.count() == 0, errors.first.inner_text()
    assert not outside
