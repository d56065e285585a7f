"""The command: exit codes, and a line instead of a traceback for every bad input."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from parley import cli
from parley.errors import ParleyError

ARTICLE = "Moscow is ready to negotiate, the Kremlin said.\n\nKyiv refuses to talk to Putin.\n"


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the command as a shell would and return exit code, output and messages."""

    def call(*words):
        monkeypatch.setattr("sys.argv", ["parley", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        code = ended.value.code
        return 0 if code is None else code, told.out, told.err

    return call


def test_rows_are_json_lines_of_their_kind(run, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    code, out, _ = run("rows", tmp_path, "--coder", "rules", "--kind", "position")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert rows, "no position in two plain sentences"
    assert {row["kind"] for row in rows} == {"position"}
    assert {ARTICLE[row["start"] : row["end"]] for row in rows} <= {
        ARTICLE[a:b] for a in range(90) for b in range(a, 90)
    }


def test_build_writes_tables_that_export_turns_to_csv(run, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("build", tmp_path / "a.txt", "--out", tmp_path / "t", "--coder", "rules")[0] == 0
    assert run("export", tmp_path / "t", "--to", "csv")[0] == 0
    assert (tmp_path / "t" / "positions.csv").read_text(encoding="utf-8").startswith("doc_id,sent_id,start,end")


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (["rows", "no/such/folder"], 3, "no/such/folder"),
        (["rows", "data/corpus/tiny", "--pack", "no-such-pack"], 3, "ukraine-russia"),
        (["rows", "data/corpus/tiny", "--kind", "poem"], 2, "position"),
        (["rows", "data/corpus/tiny", "--coder", "oracle"], 2, "models, rules"),
        (["report", "data/corpus/tiny", "--only", "77"], 2, "77"),
        (["report", "data/corpus/tiny", "--since", "last week"], 2, "last week"),
        (["report", "data/corpus/tiny", "--actors", "nobody"], 2, "nobody"),
        (["score", "poems", "data"], 2, "attribution"),
        (["score", "sheet", "data/codebooks"], 3, "gold.jsonl"),
        (["export", "data/codebooks", "--to", "csv"], 3, "parquet"),
        (["report"], 2, ""),
    ],
)
def test_a_bad_word_gets_one_line_and_its_exit_code(run, words, exit_code, told, tmp_path):
    out = ["--out", str(tmp_path / "out")] if words[0] == "report" and len(words) > 1 else []
    code, _, messages = run(*words, *out)
    assert code == exit_code
    assert told in messages


def test_nothing_is_published_when_the_wish_is_refused(run, tmp_path):
    run("report", "data/corpus/tiny", "--actors", "nobody", "--out", tmp_path / "out")
    assert not (tmp_path / "out" / "index.html").exists()


def test_every_error_of_the_family_has_its_exit_code():
    codes = {child.__name__: child.exit_code for child in ParleyError.__subclasses__()}
    assert codes == {"UsageError": 2, "InputError": 3, "ReportError": 1, "LockedError": 75, "TimedOutError": 124}


def test_help_names_every_command():
    shown = CliRunner().invoke(cli.app, ["--help"]).output
    assert all(name in shown for name in ("build", "rows", "report", "check", "new-pack", "score", "train", "export"))


def test_a_request_to_end_is_heard_even_inside_a_callback():
    # Python drops what is raised while a weak reference is cleaned up; a run would go on as if nobody had asked
    code = """
import os, signal, time, weakref
from parley import cli
class Held: pass
def work():
    held = Held()
    watch = weakref.ref(held, lambda _: os.kill(os.getpid(), signal.SIGTERM))
    del held
    time.sleep(20)
cli.app = work
cli.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 143 and "Traceback" not in done.stderr, done.stderr
