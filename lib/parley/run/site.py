"""The published site: staging, atomic swap, history.

OUT/index.html      a fixed page that leads to the newest run
OUT/latest          → runs/ID, swapped in one step once the run is whole
OUT/runs/ID/        index.html, pages, tables/, changes.json, manifest.json
OUT/.staging-…      a run being made; a killed one is swept up by the next
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

_DOOR = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>parley reports</title>
<meta http-equiv="refresh" content="0; url=latest/index.html">
</head><body><p><a href="latest/index.html">To the newest reports</a></p></body></html>
"""


def list_runs(out: Path) -> list[str]:
    """Return the ids of the published runs, oldest first."""
    runs = out / "runs"
    return sorted(path.name for path in runs.iterdir() if (path / "manifest.json").exists()) if runs.is_dir() else []


def latest_run(out: Path) -> Path | None:
    """Return the folder of the newest whole run, None where there is none."""
    latest = out / "latest"
    if (latest / "manifest.json").exists():
        return latest.resolve()
    runs = list_runs(out)
    return out / "runs" / runs[-1] if runs else None


def read_manifest(run: Path) -> dict[str, Any]:
    """Return a run's manifest."""
    return dict(json.loads((run / "manifest.json").read_text(encoding="utf-8")))


def write_json(path: Path, value: Any) -> None:
    """Write plain data as JSON, the same bytes for the same data."""
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def open_staging(out: Path) -> Path:
    """Sweep up what killed runs left and return a new, empty staging folder."""
    out.mkdir(parents=True, exist_ok=True)
    for left in [*out.glob(".staging-*"), *out.glob(".latest-*"), *out.glob(".door")]:
        if left.is_symlink() or left.is_file():
            left.unlink()
        else:
            shutil.rmtree(left)
    staging = out / f".staging-{os.getpid()}"
    staging.mkdir()
    return staging


def next_id(out: Path, key: str) -> str:
    """Return the id of the next run: a number that grows, whatever the clock says, and the run's key."""
    numbers = [int(name.split("-")[0]) for name in list_runs(out) if name.split("-")[0].isdigit()]
    return f"{max(numbers, default=0) + 1:05d}-{key[:8]}"


def publish(staging: Path, out: Path, run_id: str) -> Path:
    """Move a whole staging folder to its place and point `latest` to it, each in one step; write nothing after that."""
    runs = out / "runs"
    runs.mkdir(exist_ok=True)
    door, pointer = out / ".door", out / f".latest-{os.getpid()}"
    door.write_text(_DOOR, encoding="utf-8")
    pointer.symlink_to(Path("runs") / run_id, target_is_directory=True)
    for path in [door, *staging.rglob("*"), staging, out]:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    if (runs / run_id).exists():  # whatever it is, it has no manifest
        shutil.rmtree(runs / run_id)
    staging.rename(runs / run_id)
    pointer.replace(out / "latest")
    door.replace(out / "index.html")
    return runs / run_id


def prune(out: Path, keep: int) -> None:
    """Remove the oldest runs beyond `keep`, never the newest; each leaves in one step: no half passes for one."""
    latest = latest_run(out)
    for name in list_runs(out)[: -max(keep, 1)]:
        if latest is None or name != latest.name:
            shutil.rmtree((out / "runs" / name).rename(out / f".staging-{name}"), ignore_errors=True)
