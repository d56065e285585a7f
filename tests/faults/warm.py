"""Runs that start warm: forked from a process that has imported everything, so that trials can be many.

A run and the fork server under it each spend seconds on imports before anything can go wrong. Here both are forked
instead of executed; what runs, which processes there are, and which signals they get is the same. Some trials of each
kind start cold, as a user's do.
"""

import json
import multiprocessing.util
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD)


class WarmProcess:
    """A run, forked from the starter; enough of a `Popen` for the trials."""

    def __init__(self, starter: "Starter", order: dict[str, Any]):
        self._starter, self._told, self.returncode = starter, Path(order["told"]), None
        self.pid = starter.ask(order)

    def poll(self):
        if self.returncode is None:
            self.returncode = self._starter.ask({"wait": self.pid, "seconds": 0})
        return self.returncode

    def communicate(self, timeout=60):
        if self.returncode is None:
            self.returncode = self._starter.ask({"wait": self.pid, "seconds": timeout})
        assert self.returncode is not None, f"the run did not end in {timeout} s"
        return None, self._told.read_text("utf-8")


class Starter:
    """The process that runs are forked from; everything under it carries its mark in the environment."""

    def __init__(self, program: str, environment: dict[str, str], folder: Path):
        words = [sys.executable, program, "--starter"]
        self._process = subprocess.Popen(
            words, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.pid = self._process.pid

    def ask(self, order: dict[str, Any]) -> Any:
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def serve(run: Callable[[], None]) -> None:
    """Fork a run for every order from the standard input, until it closes."""
    import parley.run.build
    import parley.run.front
    import parley.run.kernels  # noqa: F401  (imports what pages need)

    multiprocessing.util.spawnv_passfds = _fork
    for line in sys.stdin:
        order = json.loads(line)
        answer = _wait(order["wait"], order["seconds"]) if "wait" in order else _start(order, run)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _start(order: dict[str, Any], run: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    told = os.open(order["told"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDWR)
    for source, target in ((nothing, 0), (nothing, 1), (told, 2)):
        os.dup2(source, target)
    os.closerange(3, 256)
    os.environ.update(order["environment"])
    sys.argv = order["words"]
    if order["limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    return _leave(run)


def _wait(pid: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            return None
        time.sleep(0.01)


def _fork(_path: str, words: list[str], passed: list[int]) -> int:
    """Fork where multiprocessing would execute Python: close what it would close, run what it would run."""
    pid = os.fork()
    if pid:
        return pid
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    for fd in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208  (names are numbers)
        if fd > 2 and fd not in passed:
            with suppress(OSError):
                os.close(fd)
    Path("/proc/self/comm").write_text("forkserver" if "forkserver" in words[-1] else "tracker")
    return _leave(lambda: exec(words[-1]))


def _leave(run: Callable[[], None]) -> NoReturn:
    code: Any = 0
    try:
        run()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 1
    with suppress(Exception):
        sys.stderr.flush()
        multiprocessing.util._exit_function()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)
