"""Worker processes: results come as they are made, whatever dies is told, nothing stays behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from parley.run.workers import Died, spread

pytestmark = pytest.mark.slow


def count(n, folder=None):
    for at in range(n):
        yield at, os.getpid(), tempfile.gettempdir()


def die(how):
    yield "alive"
    if how == "raise":
        raise ValueError("no such thing")
    if how == "exit":
        os._exit(3)
    os.kill(os.getpid(), signal.SIGKILL)


def leave_a_child(place):
    if os.fork() == 0:
        Path(place).write_text(str(os.getpid()))
        time.sleep(600)
    while not Path(place).exists():
        time.sleep(0.01)
    yield "done"


def wait_for_ever(place):
    Path(place).write_text(str(os.getpid()))
    yield "started"
    time.sleep(600)


def is_gone(pid, seconds=3):
    """Whether a process ends in so many seconds: a signal is sent at once, but takes its time to arrive."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_results_come_with_the_place_of_their_task_from_other_processes():
    found = list(spread(count, [(2,), (0,), (1,)], 2))
    assert sorted((at, result[0]) for at, result in found) == [(0, 0), (0, 1), (2, 0)]
    assert os.getpid() not in {result[1] for _, result in found}
    assert not any(Path(result[2]).exists() for _, result in found), "temporary files stayed behind"


@pytest.mark.parametrize(
    ("how", "reason"), [("raise", "ValueError: no such thing"), ("exit", "early"), ("kill", "signal 9")]
)
def test_a_task_that_dies_is_told_and_the_others_go_on(how, reason):
    found = list(spread(die, [(how,)], 1))
    assert found[0] == (0, "alive")
    assert isinstance(found[1][1], Died) and reason in found[1][1].reason
    assert [at for at, _ in spread(count, [(1,), (1,)], 1)] == [0, 1]


def test_what_a_task_leaves_running_ends_with_it(tmp_path):
    place = tmp_path / "pid"
    assert list(spread(leave_a_child, [(str(place),)], 1)) == [(0, "done")]
    assert is_gone(int(place.read_text()))


def test_a_caller_that_stops_listening_ends_its_tasks(tmp_path):
    results = spread(wait_for_ever, [(str(tmp_path / "pid"),)], 1)
    assert next(results) == (0, "started")
    results.close()
    assert is_gone(int((tmp_path / "pid").read_text()))


def test_a_temporary_folder_too_long_for_sockets_is_left(tmp_path):
    deep = tmp_path / ("a" * 100)
    deep.mkdir()
    asked = "from parley.run.workers import spread\nprint(list(spread(pow, [], 1)), list(spread(divmod, [(7, 2)], 1)))"
    done = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | {"TMPDIR": str(deep)}, capture_output=True, text=True
    )
    assert done.stdout == "[] [(0, 3), (0, 1)]\n", done.stderr


def test_temporary_files_of_a_killed_run_are_swept_up(monkeypatch):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        for name in (f"parley-{gone.pid}-abc", f"parley-{os.getpid()}-abc", "parley-of-others"):
            (Path(folder) / name).mkdir()
        assert list(spread(count, [(1,)], 1))
        assert {path.name for path in Path(folder).iterdir()} == {f"parley-{os.getpid()}-abc", "parley-of-others"}
