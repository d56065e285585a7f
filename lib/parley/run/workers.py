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

_GRACE = 10
_FORKS = get_context("forkserver")
Task = tuple[Any, ...]


class Died(NamedTuple):
    """What a task yields in place of a result when its process broke or was killed."""

    reason: str


def preload(*modules: str) -> None:
    """Start the process that tasks are forked from, and have it import modules while others are busy."""
    _FORKS.set_forkserver_preload(list(modules))
    ensure_running()


def spread(work: Callable[..., Iterable[Any]], tasks: Sequence[Task], workers: int) -> Iterator[tuple[int, Any]]:
    """Yield (place of its task, result) for all that `work(*task)` yields, `workers` tasks at a time.

    A task runs in the working directory of its caller. Its process and all that this one starts are a group, which
    ends with the task or with the caller; so do their temporary files.
    """
    waiting = list(enumerate(tasks))[::-1]
    children: dict[Any, tuple[int, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="parley-") as scratch:
        try:
            while waiting or children:
                while waiting and len(children) < workers:
                    at, task = waiting.pop()
                    told, tell = _FORKS.Pipe(duplex=False)
                    child = _FORKS.Process(target=_run, args=(work, task, tell, scratch, Path.cwd()))
                    child.start()
                    tell.close()
                    children[told] = at, child
                for line in cast("list[Connection]", wait(list(children))):
                    at, child = children[line]
                    try:
                        result = line.recv()
                    except EOFError:
                        del children[line]
                        child.join(_GRACE)
                        _end(child)
                        if not child.exitcode:
                            continue
                        result = Died(_say_end(child.exitcode))
                    yield at, result
        finally:
            for _, child in children.values():
                _end(child)


def _run(work: Callable[..., Iterable[Any]], task: Task, tell: Connection, scratch: str, folder: Path) -> None:
    os.setsid()
    os.chdir(folder)
    tempfile.tempdir = scratch
    register_after_fork(tell, Connection.close)  # a fork of this process must not hold the line open
    try:
        results = work(*task)  # still without threads: it may fork
        Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
        for result in results:
            tell.send(result)
    except Exception as error:  # whatever it is, the parent says it in its own words
        tell.send(Died(f"{type(error).__name__}: {error}"))


def _end_with_parent(scratch: str) -> None:
    parent = parent_process()
    if parent:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)


def _end(child: Any) -> None:
    """Kill what is left of a child and its group, and wait for its end."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(child.pid, signal.SIGKILL)
    child.join()


def _say_end(code: int) -> str:
    return f"killed by signal {-code} (out of memory?)" if code < 0 else f"ended with exit code {code}"
