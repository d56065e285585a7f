"""The `parley` command. What it does stands in `run`; here are its words, its output and its exit codes.

Exit codes: 0 done or unchanged · 1 a report failed · 2 usage · 3 input problem · 75 another run holds the
lock · 124 timed out.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer

from parley.errors import ParleyError, TimedOutError, UsageError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Read articles on peace talks, code who says what, publish reports. Start with `parley report`.",
)
Corpus = Annotated[str, typer.Argument(help="a folder, one file, or a table (.jsonl, .csv, .parquet)")]
Pack = Annotated[str, typer.Option("--pack", help="codebook pack: a name or a folder")]
Coder = Annotated[str, typer.Option("--coder", help="models, or rules (no trained weights)")]
Workers = Annotated[int, typer.Option("--workers", help="worker processes")]
Many = Annotated[str, typer.Option(help="several with commas between")]


@app.command()
def build(
    corpus: Corpus,
    out: Annotated[Path, typer.Option("--out", help="folder for the tables")],
    pack: Pack = "ukraine-russia",
    workers: Workers = 1,
    coder: Coder = "models",
) -> None:
    """Code a corpus into tables (Parquet) in a folder."""
    from parley.run.build import build as build_tables
    from parley.store import write_tables

    tables = build_tables(corpus, pack, coder=coder, workers=workers)
    write_tables(tables, out)
    counts = {name: len(frame) for name, frame in tables.items() if len(frame)}
    _say(f"{out}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    _say_problems(tables["problems"])


@app.command()
def rows(
    corpus: Corpus,
    pack: Pack = "ukraine-russia",
    kind: Annotated[str, typer.Option("--kind", help="position, term, motive, framing, event, outlook …")] = "",
    coder: Coder = "models",
    workers: Workers = 1,
) -> None:
    """Print coded rows as JSON lines: their kind and the table's columns."""
    from parley.frames import rows_of
    from parley.run.build import build as build_tables
    from parley.tables import KINDS

    if kind and kind not in KINDS:
        raise UsageError("--kind", found=kind, expected=", ".join(KINDS))
    tables = build_tables(corpus, pack, coder=coder, workers=workers)
    for name in [kind] if kind else KINDS:
        for row in rows_of(tables[KINDS[name]]):
            sys.stdout.write(json.dumps({"kind": name, **row._asdict()}, ensure_ascii=False) + "\n")
    _say_problems(tables["problems"])


@app.command()
def report(
    corpus: Corpus,
    pack: Pack = "ukraine-russia",
    out: Annotated[Path, typer.Option("--out", help="folder of the site")] = Path("reports"),
    only: Annotated[str, typer.Option(help="notebooks to run, by number: 03,05")] = "",
    actors: Many = "",
    outlets: Many = "",
    since: Annotated[str, typer.Option(help="first day, 2022-11-01")] = "",
    until: Annotated[str, typer.Option(help="last day")] = "",
    coder: Coder = "models",
    workers: Workers = 2,
    against: Annotated[str, typer.Option(help="run to compare with; the newest where left out")] = "",
    keep: Annotated[int, typer.Option(help="how many runs to keep")] = 10,
    timeout: Annotated[int, typer.Option(help="seconds a run may take")] = 3600,
    cell_timeout: Annotated[int, typer.Option(help="seconds a cell of a notebook may take")] = 600,
    snippet: Annotated[int, typer.Option(help="longest quotation, in characters", min=40)] = 320,
) -> None:
    """Build, run the notebooks and publish the pages; does nothing where nothing changed."""
    from parley.run.reports import Wish, make_reports

    wish = Wish(
        corpus=corpus,
        pack=pack,
        only=_list(only),
        actors=_list(actors),
        outlets=_list(outlets),
        since=since,
        until=until,
        coder=coder,
        workers=workers,
        against=against,
        keep=keep,
        cell_timeout=cell_timeout,
        snippet=snippet,
    )
    with _time_limit(out, timeout):
        outcome = make_reports(wish, out)
    _say(outcome.line)
    raise typer.Exit(outcome.exit_code)


@app.command()
def check(path: Annotated[Path, typer.Argument(help="a corpus or a codebook pack")]) -> None:
    """Check a corpus or a codebook pack: every problem with file, line, what was found, what to do."""
    from parley.project import find_pack, find_path
    from parley.run.check import check_corpus, check_pack

    known = path if path.exists() else None
    folder = known or (find_pack(str(path)) if path.parent == Path() else find_path(path))
    is_pack = folder.is_dir() and ((folder / "pack.yml").exists() or (folder / "actors.yml").exists())
    problems = check_pack(folder) if is_pack else check_corpus(folder)
    for problem in problems:
        place = f":{problem['place']}" if problem.get("place") else ""
        expected = f"; expected {problem['expected']}" if problem.get("expected") else ""
        sys.stdout.write(
            f"{problem['severity_code']}: {problem['source_path']}{place}: "
            f"found {problem['found']}{expected}; {problem['remedy']}\n"
        )
    n_errors = sum(problem["severity_code"] == "error" for problem in problems)
    _say(f"{folder}: {n_errors} errors, {len(problems) - n_errors} other notes")
    raise typer.Exit(3 if n_errors else 0)


@app.command("new-pack")
def new_pack(folder: Annotated[Path, typer.Argument(help="folder to make")]) -> None:
    """Make a skeleton codebook pack for another conflict."""
    from parley.run.skeleton import make_pack

    make_pack(folder)
    _say(f"{folder}: made; read its comments, then `parley check {folder}`")


@app.command()
def score(
    what: Annotated[str, typer.Argument(help="attribution, tone, tagger or sheet")],
    gold: Annotated[Path, typer.Argument(help="gold file or folder")],
    pack: Pack = "ukraine-russia",
    given: Annotated[Path | None, typer.Option("--given", help="predictions made elsewhere")] = None,
    write: Annotated[Path | None, typer.Option("--write", help="save our predictions here")] = None,
    coder: Coder = "models",
) -> None:
    """Run our coder on the texts of a gold set and score it; prints JSON."""
    from parley.run.scores import score as score_gold

    result = score_gold(what, gold, pack=pack, given=given, write=write, coder=coder)
    sys.stdout.write(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


@app.command()
def train(
    what: Annotated[str, typer.Argument(help="attribution, tone, tagger or coding")],
    gold: Annotated[Path, typer.Option("--gold", help="gold file, or folder")],
    out: Annotated[Path, typer.Option("--out", help="file for the weights; the card goes beside it")],
    others: Annotated[
        Path | None, typer.Option("--others", help="coding: texts in which nothing is to be found")
    ] = None,
) -> None:
    """Train a model from gold: weights and a model card."""
    from parley.run.train import train as train_model

    for path in train_model(what, gold, out, others=others):
        _say(str(path))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="folder of tables")],
    to: Annotated[str, typer.Option("--to", help="csv")] = "csv",
    out: Annotated[Path | None, typer.Option("--out", help="folder to write; the tables' own where left out")] = None,
) -> None:
    """Write built tables in another form."""
    from parley.store import export_csv, read_tables

    if to != "csv":
        raise UsageError("--to", found=to, expected="csv")
    for path in export_csv(read_tables(folder), out or folder):
        _say(str(path))


@contextmanager
def _time_limit(out: Path, seconds: int) -> Iterator[None]:
    """Raise wherever the run may be, so that everything it started is ended on the way out."""

    def stop(*_: object) -> None:
        raise TimedOutError(out, found=f"a run of over {seconds} s", remedy="raise --timeout; nothing was published")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    yield
    signal.alarm(0)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _say_problems(problems: Sized) -> None:
    n_problems = len(problems)
    if n_problems:
        _say(f"problems found: {n_problems}; see the table `problems`, or `parley check` on the corpus")


def main() -> None:
    """Run the command; a user never sees a traceback for a bad input, a full disk or a stopped run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave by the door: what was started is ended
    # a request to end that falls into a callback (of a weak reference, say) is dropped by Python: it is made again
    again = Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM))
    sys.unraisablehook = lambda told: again.start() if told.exc_type is SystemExit else sys.__unraisablehook__(told)
    try:
        app()
    except ParleyError as error:
        _say(f"parley: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        _say(f"parley: {error.filename or 'writing'}: {error.strerror or error}; nothing was published")
        sys.exit(1)
    except KeyboardInterrupt:
        _say("parley: interrupted")
        sys.exit(130)
