"""Worker processes that cannot outlive their run: each task in a fork of its own, results as they come.

The standard pools leave orphans behind a killed parent, or wait for ever for a killed child. Here a child that dies is
reported, and a parent that dies, however it dies, takes its children and theirs with it.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.forkserver import ensure_running
from multiprocessing.util import register_after_fork
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple, cast

_GRACE = 5  # seconds that a child has to leave after its last result
_FORKS = get_context("forkserver")
_LONGEST = 60
Task = tuple[Any, ...]


class Died(NamedTuple):
    """What a task yields last when its process broke or was killed."""

    reason: str


def preload(*modules: str) -> None:
    """Start the process that tasks are forked from, and have it import modules while others are busy."""
    _stay_near()
    _FORKS.set_forkserver_preload(list(modules))
    ensure_running()


def _stay_near() -> None:
    """Leave a temporary folder whose path is too long for the sockets in it: an address has some hundred characters."""
    if len(tempfile.gettempdir()) > _LONGEST:
        tempfile.tempdir = "/tmp"


def spread(work: Callable[..., Iterable[Any]], tasks: Sequence[Task], workers: int) -> Iterator[tuple[int, Any]]:
    """Yield (place of its task, result) for all that `work(*task)` yields, `workers` tasks at a time.

    A task runs in the working directory of its caller. Its process and all that this one starts are a group, which
    ends with the task or with the caller; so do their temporary files.
    """
    waiting = list(enumerate(tasks))[::-1]
    children: dict[Any, tuple[int, Any]] = {}
    _stay_near()
    _sweep()
    with tempfile.TemporaryDirectory(prefix=f"parley-{os.getpid()}-") as scratch:
        try:
            while waiting or children:
                while waiting and len(children) < workers:
                    at, task = waiting.pop()
                    arguments = work, task, scratch, Path.cwd()
                    try:
                        told, child = _fork(*arguments)
                    except (EOFError, ConnectionError):  # the server was killed: the second call starts another
                        told, child = _fork(*arguments)
                    children[told] = at, child
                for line in cast("list[Connection]", wait(list(children))):
                    at, child = children[line]
                    try:
                        is_last, result = line.recv()
                    except EOFError:
                        child.join(_GRACE)
                        is_last, result = True, Died(_say_end(child.exitcode))
                    if is_last:
                        del children[line]
                        child.join(_GRACE)
                        _end(child)
                    if not is_last or result:
                        yield at, result
        finally:
            for _, child in children.values():
                _end(child)


def _sweep() -> None:
    """Remove temporary files of runs that were killed before they could."""
    for left in Path(tempfile.gettempdir()).glob("parley-*-*"):
        pid = left.name.split("-")[1]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except (ValueError, PermissionError):  # not ours
            continue


def _fork(work: Callable[..., Iterable[Any]], task: Task, scratch: str, folder: Path) -> tuple[Connection, Any]:
    told, tell = _FORKS.Pipe(duplex=False)
    child = _FORKS.Process(target=_run, args=(work, task, tell, scratch, folder))
    child.start()
    tell.close()
    return told, child


def _run(work: Callable[..., Iterable[Any]], task: Task, tell: Connection, scratch: str, folder: Path) -> None:
    os.setsid()
    os.chdir(folder)
    tempfile.tempdir = scratch
    register_after_fork(tell, Connection.close)  # a fork of this process must not hold the line open
    last = None
    try:
        results = work(*task)  # still without threads: it may fork
        Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
        for result in results:
            tell.send((False, result))
    except Exception as error:  # whatever it is, the parent says it in its own words
        last = Died(f"{type(error).__name__}: {error}")
    with suppress(BrokenPipeError):  # nobody listens any more
        tell.send((True, last))


def _end_with_parent(scratch: str) -> None:
    parent = parent_process()
    if parent:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)


def _end(child: Any) -> None:
    """Kill what is left of a child and its group, and wait for its end."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.kill()  # it may not have had the time to make a group
    child.join()


def _say_end(code: int | None) -> str:
    return f"killed by signal {-code} (out of memory?)" if code and code < 0 else "its process ended early"
