"""Report jobs: one notebook with its parameters, run through papermill in a process of its own, to one page.

What papermill leaves to its caller is done here: unknown parameters are refused, values are plain JSON,
a run counts only with the notebook's own last word (see research notes in `docs/decisions`).
"""

import os
import shutil
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from parley.errors import ReportError, TimedOutError, UsageError
from parley.project import NOTEBOOKS

_CELL_SECONDS = 600
DONE = "application/vnd.parley.done+json"


class Job(NamedTuple):
    """One page to make. `key` is a hash of all it depends on: same key, same page."""

    page: str
    notebook: str
    parameters: dict[str, Any]
    key: str


class Outcome(NamedTuple):
    """What came of a job: `status` is done, kept (nothing changed) or failed; `line` says why."""

    page: str
    status: str
    title: str
    line: str
    key: str


def declared_parameters(notebook: str) -> dict[str, str]:
    """Return the parameters that a notebook declares, by name, with their annotated type.

    >>> declared_parameters("03-positions-and-terms")["corpus"]
    'str'
    """
    from papermill import inspect_notebook

    found = inspect_notebook(str(NOTEBOOKS / f"{notebook}.ipynb"))
    return {name: str(entry["inferred_type_name"]) for name, entry in found.items()}


def check_parameters(notebook: str, parameters: dict[str, Any]) -> None:
    """Refuse parameters that the notebook does not declare: papermill only warns and runs its defaults.

    Raises:
        UsageError: naming the notebook and what it declares.
    """
    declared = declared_parameters(notebook)
    odd = sorted(set(parameters) - set(declared))
    if odd:
        raise UsageError(f"{notebook}.ipynb → parameters", found=", ".join(odd), expected=", ".join(declared))


def run_jobs(
    jobs: list[Job],
    folder: Path,
    *,
    kept_from: Path | None,
    kept: dict[str, Any],
    limits: tuple[int, float],
) -> list[Outcome]:
    """Make the pages of all jobs in `folder`, `limits[0]` at a time; return what came of each, in their order.

    A page whose key is the same as in the run `kept_from` (its pages in `kept`) is taken from there.

    Raises:
        TimedOutError: the clock (seconds since 1970) passed `limits[1]`.
    """
    workers, deadline = limits
    outcomes: dict[str, Outcome] = {}
    for job in jobs:
        known = kept.get(job.page)
        if kept_from and known and known["key"] == job.key and known["status"] != "failed":
            shutil.copyfile(kept_from / f"{job.page}.html", folder / f"{job.page}.html")
            outcomes[job.page] = Outcome(job.page, "kept", known["title"], "", job.key)
    todo = [job for job in jobs if job.page not in outcomes]
    (folder / "failed").mkdir(exist_ok=True)
    pool = ProcessPoolExecutor(max(1, min(workers, len(todo))), mp_context=get_context("spawn"))
    try:
        running = [pool.submit(run_job, job, folder) for job in todo]
        for future in tqdm(running, unit="page", desc="reports", delay=2, leave=False, disable=None):
            outcome = future.result(timeout=max(0.1, deadline - time.time()))
            outcomes[outcome.page] = outcome
    except FutureTimeoutError:
        for process in list(getattr(pool, "_processes", {}).values()):
            process.terminate()
        raise TimedOutError(folder.parent, found="a run that took too long", remedy="raise --timeout") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return [outcomes[job.page] for job in jobs]


def run_job(job: Job, folder: Path, seconds: int = _CELL_SECONDS) -> Outcome:
    """Run a job's notebook and write `PAGE.html` in `folder`; a failed one leaves `failed/PAGE.ipynb` instead."""
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    from parley.tell.pages import render_notebook, title_of

    executed = folder / "failed" / f"{job.page}.ipynb"
    try:
        notebook = _execute(job, executed, seconds)
        title = title_of(notebook)
        _check_last_word(notebook, job.page)
        (folder / f"{job.page}.html").write_text(render_notebook(notebook), encoding="utf-8")
    except Exception as error:  # a notebook may break in any way; the others still run
        return Outcome(job.page, "failed", job.page, _first_line(error), job.key)
    executed.unlink()
    return Outcome(job.page, "done", title, "", job.key)


def _execute(job: Job, executed: Path, seconds: int) -> Any:
    from papermill import execute_notebook
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="parley-") as runtime:
        os.environ["JUPYTER_RUNTIME_DIR"] = runtime
        return execute_notebook(
            str(NOTEBOOKS / f"{job.notebook}.ipynb"),
            str(executed),
            parameters=job.parameters,
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=seconds,
            # Sockets in a private folder: no port races, no kernel warning about open TCP, and no two
            # kernels on one path (by default all of them take `kernel-ipc` in the working directory).
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{runtime}/kernel"}}),
        )


def _check_last_word(notebook: Any, page: str) -> None:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for output in (cells[-1].outputs if cells else []) if "data" in output]
    if not any(DONE in output["data"] for output in outputs):
        raise ReportError(page, found="no last word of the notebook", expected="its last cell run to the end")


def _first_line(error: Exception) -> str:
    """Say what broke: for a failed cell its error, without the traceback."""
    name, value = getattr(error, "ename", None), getattr(error, "evalue", None)
    lines = [line for line in str(value if name else error).splitlines() if line.strip()]
    return f"{name or type(error).__name__}: {lines[0] if lines else 'no message'}"
