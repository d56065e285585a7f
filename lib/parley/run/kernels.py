"""Kernels that are forked, not started: a page is made in a fork of a process that has imported everything.

Imports are most of what a notebook costs. The fork server (see `workers`) imports this module once. Every page is a
fork of it and forks its kernel before anything has run there, so each notebook still has a fresh process and an empty
namespace, and nothing can leak from one actor's page to the next. papermill sees an ordinary kernel.
"""

import gc
import os
import pkgutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from papermill import execute_notebook
from traitlets.config import Config

import parley.tell
from parley.codebook import read_codebook
from parley.errors import ParleyError, ReportError
from parley.run.jobs import DONE, PACK, Job, Outcome
from parley.tell import pages

os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger, which nobody uses here, would warn on stderr
# What kernels, notebooks and pages would import one by one; all of it, as this module is only there to be forked.
_LATE = ["ipykernel.debugger", "matplotlib.backends.backend_svg", "nbconvert.exporters.html", "pyarrow.dataset"]
for _module in [
    *_LATE,
    "parley.run.inputs",
    *(f"parley.tell.{m.name}" for m in pkgutil.iter_modules(parley.tell.__path__)),
]:
    import_module(_module)
with suppress(ParleyError, KeyError):  # the run itself says what is wrong with its codebook
    read_codebook(os.environ[PACK])
gc.freeze()  # no collection walks through all that again in every fork
_LONGEST_LINE = 300


class _Kernel(ForkProcess):
    """A kernel that waits for its command; to jupyter_client it looks like a `Popen`."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        return self.exitcode

    def wait(self) -> int | None:
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        # An interrupt only comes before a kernel is stopped: it needs none, and would complain.
        if number != signal.SIGINT and self.pid and self.is_alive():
            os.kill(self.pid, number)


def _fork_kernel() -> type[AsyncKernelManager]:
    """Fork a kernel; return the manager of this one and no other."""
    command, orders = get_context("fork").Pipe(duplex=False)
    kernel = _Kernel(target=_serve, args=(command,), daemon=True)
    kernel.start()

    class Provisioner(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
            orders.send(cmd[cmd.index("-f") :])
            self.process, self.pid = kernel, kernel.pid  # type: ignore[assignment]  # looks enough like a Popen
            return self.connection_info

    class Manager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.provisioner = Provisioner(kernel_id="page", kernel_spec=self.kernel_spec, parent=self)

    return Manager


def _serve(command: Connection) -> None:
    IPKernelApp.launch_instance(command.recv(), parent_handle=os.getppid())


def make_page(job: Job, folder: Path, seconds: int) -> Iterator[Outcome]:
    """Yield what came of a job: `PAGE.html` in `folder`, or `failed/PAGE.ipynb`; `seconds` is what a cell may take."""
    runtime = tempfile.mkdtemp()
    os.environ |= {"JUPYTER_RUNTIME_DIR": runtime, "JUPYTER_PREFER_ENV_PATH": "1"}
    options = {
        "kernel_manager_class": _fork_kernel(),
        "shutdown_kernel": "immediate",
        "execution_timeout": seconds,
        # Sockets in a private folder: no port races, and no warning about open TCP.
        "config": Config({"KernelManager": {"transport": "ipc", "ip": f"{runtime}/kernel"}}),
    }
    return _make(job, folder, options)


def _make(job: Job, folder: Path, options: dict[str, Any]) -> Iterator[Outcome]:
    executed = folder / "failed" / f"{job.page}.ipynb"
    try:
        notebook = execute_notebook(
            job.notebook, executed, job.parameters, kernel_name="python3", progress_bar=False, **options
        )
        _check_last_word(notebook, job.page)
        (folder / f"{job.page}.html").write_text(pages.render_notebook(notebook), encoding="utf-8")
    except Exception as error:  # a notebook may break in any way; the others still run
        yield Outcome(job.page, "failed", job.page, _first_line(error), job.key)
        return
    executed.unlink()
    yield Outcome(job.page, "done", pages.title_of(notebook), pages.finding_of(notebook), job.key)


def _check_last_word(notebook: Any, page: str) -> None:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for output in (cells[-1].outputs if cells else []) if "data" in output]
    if not any(DONE in output["data"] for output in outputs):
        raise ReportError(page, found="no last word of the notebook", expected="its last cell run to the end")


def _first_line(error: Exception) -> str:
    """Say what broke: for a failed cell its error, without the traceback."""
    name, value = getattr(error, "ename", None), getattr(error, "evalue", None)
    lines = [line for line in str(value if name else error).splitlines() if line.strip()]
    return f"{name or type(error).__name__}: {lines[0] if lines else 'no message'}"[:_LONGEST_LINE]
