"""The `parley` command on two small notebooks that break on demand, and what a published site must be.

Run as a program it is the command itself, with faults that the environment asks for:
PARLEY_NOTEBOOKS (folder of notebooks), PARLEY_BREAK (code that 04-breaks runs), PARLEY_CLOCK (seconds to add to the
clock), PARLEY_BAD_ARTICLE (a coder breaks on articles that hold these words).
"""

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path

import nbformat

if __name__ == "__main__":  # run as a program, not imported: the tests are not on its path
    sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.faults.warm import Starter, WarmProcess, serve

ROOT = Path(__file__).parents[2]
TINY = ROOT / "data" / "corpus" / "tiny"
_PARAMETERS = """corpus: str = "data/corpus/tiny"
pack: str = "ukraine-russia"
since: str = ""
until: str = ""
actors: list[str] = []
outlets: list[str] = []
snippet: int = 320
tables: str = ""
"""
_BODY = """from parley.store import read_tables
from parley.tell.coverage import LastWord
found = read_tables(tables)
found["documents"][["doc_id"]]"""


def write_notebook(path, *cells, parameters=_PARAMETERS, last='LastWord("made", len(found["documents"]))'):
    """Write a notebook whose cells are code, the parameters first and the last word last."""
    new = nbformat.v4.new_code_cell
    made = [
        nbformat.v4.new_markdown_cell(f"# What is in {path.stem}?"),
        new(parameters, metadata={"tags": ["parameters"]}),
    ]
    made += [new(cell) for cell in (*cells, *([last] if last else []))]
    notebook = nbformat.v4.new_notebook(cells=made)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


class Site:
    """A corpus, an output folder and a way to run the command on them, all in one folder."""

    def __init__(self, folder, *, is_warm=True):
        self.folder, self.out, self.corpus = folder, folder / "out", folder / "corpus"
        shutil.copytree(TINY, self.corpus)
        self.notebooks, self.scratch = folder / "notebooks", folder / "tmp"
        self.notebooks.mkdir()
        self.scratch.mkdir()
        write_notebook(self.notebooks / "03-fine.ipynb", _BODY)
        write_notebook(self.notebooks / "04-breaks.ipynb", _BODY, 'import os\nexec(os.environ.get("PARLEY_BREAK", ""))')
        self.mark = f"PARLEY_MARK={uuid.uuid4()}"
        self.day = 0
        name, value = self.mark.split("=")
        self.settings = {name: value, "PARLEY_NOTEBOOKS": self.notebooks, "TMPDIR": self.scratch, "TQDM_DISABLE": "1"}
        self.settings |= {"PARLEY_CACHE": self.folder / "cache", "PARLEY_WARM_PACK": "ukraine-russia"}
        self.settings = {key: str(value) for key, value in self.settings.items()}
        self.starter = Starter(__file__, os.environ | self.settings, ROOT) if is_warm else None

    def start(self, *more, limit=None, **environment):
        """Start the command and return its process; `limit` is the largest file that it may write, in bytes."""
        words = [str(word) for word in (__file__, "report", self.corpus, "--out", self.out, "--coder", "rules", *more)]
        more_settings = {key: str(value) for key, value in environment.items()}
        if self.starter:
            told = self.folder / f"told-{uuid.uuid4()}"
            order = {"words": words, "environment": more_settings, "limit": limit, "told": str(told)}
            return WarmProcess(self.starter, order)
        return subprocess.Popen(
            [sys.executable, *words],
            env=os.environ | self.settings | more_settings,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None,
        )

    def run(self, *more, **environment):
        """Run the command to its end; return exit code and messages."""
        process = self.start(*more, **environment)
        _, told = process.communicate(timeout=300)
        assert "Traceback" not in told, told
        return process.returncode, told

    def ask_anew(self):
        """Return options that no run had before, so that there is something to do without anything to code."""
        self.day += 1
        return ["--until", f"{2023 + self.day // 300}-{1 + self.day // 25 % 12:02d}-{1 + self.day % 25:02d}"]

    def published(self):
        """Return the name of the newest run and the hash of each of its files."""
        run = (self.out / "latest").resolve()
        files = [path for path in sorted(run.rglob("*")) if path.is_file()]
        return run.name, {str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def check_whole(self, *, failed=()):
        """Assert that the published site is whole, every page, table and link; `failed` are pages not there."""
        run = (self.out / "latest").resolve()
        manifest = json.loads((run / "manifest.json").read_text("utf-8"))
        assert manifest["id"] == run.name and sorted(manifest["failed"]) == sorted(failed)
        for page in set(manifest["pages"]) - set(failed):
            assert (run / f"{page}.html").read_text("utf-8").rstrip().endswith("</html>"), page
        index = (run / "index.html").read_text("utf-8")
        for place in re.findall(r'href="([^"#]+)"', index):
            assert (run / place).exists(), f"the index leads to {place}, which is not there"
        assert all(name in index for name in failed)
        assert isinstance(json.loads((run / "changes.json").read_text("utf-8")), list)
        from parley.store import read_tables

        assert len(read_tables(run / "tables")) > 10
        assert 'href="latest/index.html"' in (self.out / "index.html").read_text("utf-8")
        return manifest

    def processes(self):
        """Return the processes of this site's runs that are alive, by the mark in their environment: pid to parent."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (place / "environ").read_bytes():
                    state, parent = (place / "stat").read_text().rpartition(")")[2].split()[:2]
                    if state != "Z" and not (self.starter and self.starter.pid == int(place.name)):
                        found[int(place.name)] = int(parent)
            except (OSError, ValueError):
                continue
        return found

    def wait_for(self, part, process, seconds=60):
        """Return the pid of a part of a run (server, page or kernel) once it is there; None if the run ended before."""
        depth = {"server": 1, "page": 2, "kernel": 3}[part]
        until = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < until:
            parents = self.processes()
            for pid in sorted(parents, reverse=True):
                chain = [pid]
                while chain[-1] != process.pid and parents.get(chain[-1]) is not None:
                    chain.append(parents[chain[-1]])
                if chain[-1] == process.pid and len(chain) == depth + 1 and _is_fork(pid):
                    return pid
            time.sleep(0.02)
        return None

    def check_gone(self, seconds=8):
        """Assert that no process of a run is left."""
        until = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.05)
        assert not left, [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in left]

    def check_next_run(self, *more):
        """Assert that a run without a fault succeeds, publishes a whole site and sweeps up."""
        runs = self.out / "runs"
        before = {path.name for path in runs.iterdir()} if runs.is_dir() else set()
        code, told = self.run(*(more or self.ask_anew()))
        assert code == 0, told
        assert before < {path.name for path in runs.iterdir()} or len(before) >= 10, "a run was lost"
        self.check_whole()
        left = {path.name for path in self.out.iterdir()} - {"runs", "latest", "index.html", ".lock"}
        assert not left, left
        self.check_gone()
        assert not list(self.scratch.glob("parley-*")), "temporary files were not swept up"


def _is_fork(pid):
    with suppress(OSError):
        return any(b"forkserver" in Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "comm"))
    return False


def hurt(pid, number):
    """Send a signal to a process, gone or not."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _main():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # what this driver imports is no part of a run
    from parley import cli
    from parley.run import fingerprint, reports

    reports.NOTEBOOKS = fingerprint.NOTEBOOKS = Path(os.environ["PARLEY_NOTEBOOKS"])
    if shift := float(os.environ.get("PARLEY_CLOCK", 0)):
        now = time.time
        time.time = lambda: now() + shift
    if words := os.environ.get("PARLEY_BAD_ARTICLE"):
        from parley.code import events

        code_events = events.code_events

        def broken(tables, book):
            if tables["documents"]["text"].str.contains(words, regex=False).any():
                raise ZeroDivisionError("a rule that divides by nothing")
            return code_events(tables, book)

        events.code_events = broken
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests themselves run in the background
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    except KeyboardInterrupt:
        sys.exit(130)
    cli.main()


if __name__ == "__main__":
    serve(_main) if sys.argv[1:] == ["--starter"] else _main()
