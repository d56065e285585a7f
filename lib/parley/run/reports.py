"""Reports: one command from a corpus to a published site, safe to run again, by hand or by a timer."""

import shutil
import time
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from filelock import FileLock, Timeout

from parley.errors import LockedError, UsageError
from parley.project import NOTEBOOKS
from parley.run import site
from parley.run.fingerprint import hash_articles, hash_files, hash_value, inputs_of
from parley.run.jobs import Job, Outcome, check_parameters, run_jobs, warm_up

if TYPE_CHECKING:
    from parley.tell.view import View

_N_DOSSIERS = 8
_DOSSIER = "05-actor-dossier"
_RULES = ("codebook", "code", "models")


class Wish(NamedTuple):
    """What a person asks `parley report` for."""

    corpus: str
    pack: str = "ukraine-russia"
    only: list[str] = []
    actors: list[str] = []
    outlets: list[str] = []
    since: str = ""
    until: str = ""
    coder: str = "models"
    workers: int = 2
    against: str = ""
    keep: int = 10
    cell_timeout: int = 600
    snippet: int = 320


class Result(NamedTuple):
    """How a run ended: a line for people and the exit code."""

    line: str
    exit_code: int


def make_reports(wish: Wish, out: Path) -> Result:
    """Build the tables, run the notebooks and publish the site under `out`; do nothing where nothing changed.

    Raises:
        LockedError: another run is at work on `out`.
        UsageError, InputError, CodebookError: before anything is written.
        OSError: `out` cannot be written; nothing was published.
    """
    out.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(out / ".lock", timeout=0):
            return _make(wish, out)
    except Timeout as error:
        raise LockedError(out, found="another run at work here", remedy="wait for it to end") from error


def _make(wish: Wish, out: Path) -> Result:
    started, now = time.monotonic(), datetime.now(UTC)
    asked = {name: value for name, value in wish._asdict().items() if name not in ("workers", "keep", "cell_timeout")}
    inputs = inputs_of(wish.corpus, wish.pack)
    key = hash_value({"asked": asked, "inputs": inputs})
    previous = site.latest_run(out)
    manifest = site.read_manifest(previous) if previous else {}
    if previous and manifest.get("key") == key and not manifest.get("failed"):
        return Result(f"{out}: nothing changed since run {previous.name}", 0)
    base = _base_run(wish, out, manifest, key)
    warm_up(wish.pack)
    view = _read(wish)
    staging = site.open_staging(out)
    try:
        outcomes = _fill(staging, wish, view, inputs, (base, previous))
        if inputs_of(wish.corpus, wish.pack) != inputs:
            key = ""  # what was read is not surely what was hashed: the next run starts afresh
            outcomes = [outcome._replace(key="") for outcome in outcomes]
        failed = [outcome for outcome in outcomes if outcome.status == "failed"]
        record = {
            "id": (run_id := site.next_id(out, key or "unsettled")),
            "key": key,
            "asked": asked,
            "inputs": inputs,
            "versions": {name: version(name) for name in ("parley", "pandas", "nltk", "papermill", "matplotlib")},
            "against": base.name if base else None,
            "started": now.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - started, 1),
            "failed": [outcome.page for outcome in failed],
            "pages": {outcome.page: outcome._asdict() for outcome in outcomes},
        }
        site.write_json(staging / "manifest.json", record)
        site.publish(staging, out, run_id)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    site.prune(out, wish.keep)
    n_kept = sum(outcome.status == "kept" for outcome in outcomes)
    line = f"{out}/index.html: run {run_id}, {len(outcomes) - n_kept - len(failed)} pages made, {n_kept} kept"
    line += "; the input changed meanwhile: run again" if not key else ""
    line += "".join(f"\nFAILED {outcome.page}: {outcome.line}" for outcome in failed)
    return Result(line, 1 if failed else 0)


def _read(wish: Wish) -> "View":
    """Return what there is to report on; refuse a wish that cannot be granted."""
    from parley.codebook import read_codebook
    from parley.run.build import build

    book = read_codebook(wish.pack)
    names = [path.stem for path in _notebooks("")]
    _refuse("--actors", set(wish.actors) - set(book.actors), "actor_ids of the pack (see its actors.yml)")
    odd = {start for start in wish.only if not any(name.startswith(start) for name in names)}
    _refuse("--only", odd, ", ".join(name[:2] for name in names))
    for option, value in (("--since", wish.since), ("--until", wish.until)):
        try:
            date.fromisoformat(value or "2022-11-01")
        except ValueError:
            _refuse(option, {value}, "a day as 2022-11-01")
    tables = build(wish.corpus, wish.pack, coder=wish.coder, workers=wish.workers)
    outlets = set(tables["documents"]["outlet_id"].dropna())
    _refuse("--outlets", set(wish.outlets) - outlets, f"among {', '.join(sorted(outlets))}")
    return _look(wish, tables, book)


def _refuse(option: str, odd: set[str], expected: str) -> None:
    if odd:
        raise UsageError(option, found=", ".join(sorted(odd)), expected=expected)


def _look(wish: Wish, tables: Any, book: Any) -> "View":
    from parley.tell.view import make_view
    from parley.weigh.counts import Choice

    choice = Choice(wish.since, wish.until, tuple(wish.actors), tuple(wish.outlets))
    return make_view(tables, book, choice=choice, snippet=wish.snippet)


def _fill(
    staging: Path, wish: Wish, view: "View", inputs: dict[str, str], runs: tuple[Path | None, ...]
) -> list[Outcome]:
    """Make all but the manifest in the staging folder, after the runs (to compare with, to keep pages of)."""
    from parley.run.front import write_actors, write_front
    from parley.store import export_csv, read_tables, write_tables

    base, previous = runs
    write_tables(view.every, staging / "tables")
    export_csv(view.every, staging / "tables")
    jobs = list_jobs(wish, staging, view, inputs)
    known = site.read_manifest(previous)["pages"] if previous else {}
    outcomes: dict[str, Outcome] = {}
    for job in jobs:
        page = known.get(job.page)
        if previous and page and page["key"] == job.key and page["status"] != "failed":
            shutil.copyfile(previous / f"{job.page}.html", staging / f"{job.page}.html")
            outcomes[job.page] = Outcome(**{**page, "status": "kept"})
    todo = [job for job in jobs if job.page not in outcomes]
    made = run_jobs(todo, staging, wish.workers, wish.cell_timeout)
    outcomes |= {outcome.page: outcome for outcome in made}
    if not any(outcome.status == "failed" for outcome in made):
        (staging / "failed").rmdir()
    pages = [outcomes[job.page] for job in jobs]
    before, note = None, ""
    if base:
        other = [name for name in _RULES if site.read_manifest(base)["inputs"].get(name) != inputs[name]]
        note = f"The {' and the '.join(other)} changed as well, which may be why." if other else ""
        try:
            before = _look(wish, read_tables(base / "tables"), view.book)
        except KeyError:
            note = "The run before was made by another version, whose tables cannot be compared."
    write_front(staging, view, before, pages, note)
    write_actors(staging, view, {page.page[3:] for page in pages if page.status != "failed"})
    return pages


def list_jobs(wish: Wish, staging: Path, view: "View", inputs: dict[str, str]) -> list[Job]:
    """Return the pages to make: each report notebook, and the dossier once for each chosen actor.

    A dossier depends on the articles that concern its actor, any other page on all tables.
    """
    from parley.frames import rows_of
    from parley.run.front import count_rows
    from parley.weigh.counts import about_actor

    shared: dict[str, Any] = {"corpus": wish.corpus, "pack": wish.pack, "since": wish.since, "until": wish.until}
    shared |= {"snippet": wish.snippet, "outlets": wish.outlets, "tables": str((staging / "tables").resolve())}
    depends = {name: digest for name, digest in inputs.items() if name not in ("corpus", "lock", "notebooks")}
    digests = hash_articles(view.every)
    actors = wish.actors or list(count_rows(view))[:_N_DOSSIERS]
    jobs = []
    for path in _notebooks(*wish.only or [""]):
        pages: dict[str, dict[str, Any]] = {path.stem: {"actors": wish.actors}}
        if path.stem == _DOSSIER:
            pages = {f"05-{actor}": {"actor": actor} for actor in actors}
        for page, more in pages.items():
            parameters = {**shared, **more}
            check_parameters(path, parameters)
            stands_on = about_actor(view.every, more["actor"]) if "actor" in more else view.every
            articles = [digests[doc_id] for doc_id in stands_on["documents"]["doc_id"]]
            rest = [hash_files([path], NOTEBOOKS), rows_of(stands_on["problems"]), articles]
            jobs.append(Job(page, path, parameters, hash_value([parameters | {"tables": ""}, depends, rest])))
    return jobs


def _notebooks(*starts: str) -> list[Path]:
    return sorted(path for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb") if path.stem.startswith(starts))


def _base_run(wish: Wish, out: Path, manifest: dict[str, Any], key: str) -> Path | None:
    """Return the run that changes are told against: the one asked for, else the newest made of other input."""
    runs = site.list_runs(out)
    if wish.against and wish.against not in runs:
        raise UsageError("--against", found=wish.against, expected=f"one of {', '.join(runs) or 'no run yet'}")
    name = wish.against or manifest.get("against" if manifest.get("key") == key else "id")
    return out / "runs" / name if name in runs else None
