"""Reports: one command from a corpus to a published site, safe to run again, by hand or by a timer."""

import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from parley.errors import LockedError, UsageError
from parley.project import NOTEBOOKS
from parley.run import site
from parley.run.fingerprint import hash_files, hash_value, inputs_of
from parley.run.jobs import Job, check_parameters, run_jobs

_N_DOSSIERS = 8
_DOSSIER = "05-actor-dossier"


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
    timeout: int = 3600


class Result(NamedTuple):
    """How a run ended: a line for people and the exit code."""

    line: str
    exit_code: int


def make_reports(wish: Wish, out: Path) -> Result:
    """Build the tables, run the notebooks and publish the site under `out`; do nothing where nothing changed.

    Raises:
        LockedError: another run is at work on `out`.
        TimedOutError: the run took longer than `wish.timeout` seconds; nothing was published.
        UsageError, InputError, CodebookError: before anything is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(out / ".lock", timeout=0):
            return _make(wish, out)
    except Timeout as error:
        raise LockedError(out, found="another run at work here", remedy="wait for it to end") from error


def _make(wish: Wish, out: Path) -> Result:
    started = time.time()
    asked = {name: value for name, value in wish._asdict().items() if name not in ("workers", "keep", "timeout")}
    inputs = inputs_of(wish.corpus, wish.pack)
    key = hash_value({"asked": asked, "inputs": inputs})
    previous = site.latest_run(out)
    manifest = site.read_manifest(previous) if previous else {}
    if previous and manifest.get("key") == key and not manifest.get("failed"):
        return Result(f"{out}: nothing changed since run {previous.name}", 0)

    from parley.codebook import read_codebook
    from parley.run.build import build
    from parley.run.front import write_actors, write_front
    from parley.store import export_csv, read_tables, write_tables

    book = read_codebook(wish.pack)
    _check_wish(wish, list(book.actors))
    base = _base_run(wish, out, previous)
    tables = build(wish.corpus, wish.pack, coder=wish.coder, workers=wish.workers)
    staging = site.open_staging(out)
    write_tables(tables, staging / "tables")
    export_csv(tables, staging / "tables")
    jobs = list_jobs(wish, staging, tables, inputs)
    kept = manifest.get("pages", {}) if previous else {}
    outcomes = run_jobs(jobs, staging, kept_from=previous, kept=kept, limits=(wish.workers, started + wish.timeout))
    before = read_tables(base / "tables") if base else None
    write_front(staging, tables, book, before, outcomes)
    write_actors(staging, tables, book, outcomes)
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    if not failed:
        (staging / "failed").rmdir()
    run_id = site.next_id(out, key)
    record = {
        "id": run_id,
        "key": key,
        "asked": asked,
        "inputs": inputs,
        "versions": _versions(),
        "against": base.name if base else None,
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 1),
        "failed": [outcome.page for outcome in failed],
        "pages": {outcome.page: outcome._asdict() for outcome in outcomes},
    }
    site.write_json(staging / "manifest.json", record)
    site.publish(staging, out, run_id)
    site.prune(out, wish.keep)
    n_done = sum(outcome.status == "done" for outcome in outcomes)
    line = f"{out}/index.html: run {run_id}, {n_done} pages made, {len(outcomes) - n_done - len(failed)} kept"
    if failed:
        line += ", FAILED: " + "; ".join(f"{outcome.page}: {outcome.line}" for outcome in failed)
    return Result(line, 1 if failed else 0)


def list_jobs(wish: Wish, staging: Path, tables: Any, inputs: dict[str, str]) -> list[Job]:
    """Return the pages to make: each report notebook, and the dossier once for each chosen actor.

    Raises:
        UsageError: `wish.only` names a notebook that there is not.
    """
    from parley.codebook import read_codebook
    from parley.run.front import count_rows

    names = sorted(path.stem for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    odd = [number for number in wish.only if not any(name.startswith(number) for name in names)]
    if odd:
        raise UsageError("--only", found=", ".join(odd), expected=", ".join(name[:2] for name in names))
    chosen = [name for name in names if not wish.only or any(name.startswith(number) for number in wish.only)]
    shared = {
        "corpus": wish.corpus,
        "pack": wish.pack,
        "since": wish.since,
        "until": wish.until,
        "outlets": wish.outlets,
        "tables": str((staging / "tables").resolve()),
    }
    depends = {name: digest for name, digest in inputs.items() if name not in ("corpus", "lock")}
    depends["tables"] = hash_files((staging / "tables").glob("*.parquet"), staging)
    actors = wish.actors or list(count_rows(tables, read_codebook(wish.pack)))[:_N_DOSSIERS]
    jobs = []
    for name in chosen:
        pages = [(f"05-{actor}", {"actor": actor}) for actor in actors]
        for page, more in pages if name == _DOSSIER else [(name, {"actors": wish.actors})]:
            parameters = {**shared, **more}
            check_parameters(name, parameters)
            key = hash_value([name, {**parameters, "tables": ""}, depends])
            jobs.append(Job(page, name, parameters, key))
    return jobs


def _check_wish(wish: Wish, actors: list[str]) -> None:
    odd = sorted(set(wish.actors) - set(actors))
    if odd:
        raise UsageError(
            "--actors", found=", ".join(odd), expected="actor_ids of the pack", remedy="see its actors.yml"
        )
    for name, value in (("--since", wish.since), ("--until", wish.until)):
        try:
            datetime.fromisoformat(value or "2022-11-01")
        except ValueError:
            raise UsageError(name, found=value, expected="a day as 2022-11-01") from None


def _base_run(wish: Wish, out: Path, previous: Path | None) -> Path | None:
    """Return the run that changes are told against."""
    if not wish.against:
        return previous
    if wish.against not in site.list_runs(out):
        raise UsageError("--against", found=wish.against, expected=f"one of {', '.join(site.list_runs(out))}")
    return out / "runs" / wish.against


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("parley", "pandas", "nltk", "papermill", "nbconvert", "matplotlib")}
