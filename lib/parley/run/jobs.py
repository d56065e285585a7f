"""Report jobs: a notebook and its parameters for each page, checked against what the notebook declares, and run.

papermill only warns of a parameter that a notebook does not declare, and runs its defaults: here it is refused.
"""

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from parley.errors import UsageError
from parley.run.workers import Died, preload, spread

DONE = "application/vnd.parley.done+json"
PACK = "PARLEY_WARM_PACK"
_TYPES = {"str": str, "int": int, "float": float, "bool": bool, "list[str]": list}


class Job(NamedTuple):
    """One page to make. `key` is a hash of all it depends on: same key, same page."""

    page: str
    notebook: Path
    parameters: dict[str, Any]
    key: str


class Outcome(NamedTuple):
    """What came of a job: `status` is done, kept (nothing changed) or failed; `line` says why."""

    page: str
    status: str
    title: str
    line: str
    key: str


def declared_parameters(notebook: Path) -> dict[str, str]:
    """Return the parameters that a notebook declares, by name, with their annotated type.

    >>> declared_parameters(Path("notebooks/03-positions-and-terms.ipynb"))["actors"]
    'list[str]'
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    lines = ast.parse("\n".join(found)).body
    return {ast.unparse(line.target): ast.unparse(line.annotation) for line in lines if isinstance(line, ast.AnnAssign)}


def check_parameters(notebook: Path, parameters: dict[str, Any]) -> None:
    """Refuse parameters that the notebook does not declare, or not of this type.

    Raises:
        UsageError: naming the notebook and what it declares.
    """
    place, declared = f"{notebook.name} → parameters", declared_parameters(notebook)
    odd = sorted(set(parameters) - set(declared))
    if odd:
        raise UsageError(place, found=", ".join(odd), expected=", ".join(declared))
    for name, value in parameters.items():
        if type(value) is not _TYPES[declared[name]]:
            raise UsageError(f"{place} → {name}", found=repr(value), expected=declared[name])


def warm_up(pack: str) -> None:
    """Start importing what pages need, the codebook included, in the process that they will be forked from."""
    os.environ[PACK] = pack
    preload("parley.run.kernels", "parley.cli")


def run_jobs(jobs: list[Job], folder: Path, workers: int, cell_seconds: int = 600) -> list[Outcome]:
    """Make the pages of all jobs in `folder`, `workers` at a time; return what came of each, in their order.

    A page is `PAGE.html`; one that failed leaves its executed notebook as `failed/PAGE.ipynb`.
    """
    (folder / "failed").mkdir(exist_ok=True)
    outcomes: dict[int, Outcome] = {}
    with tqdm(total=len(jobs), unit="page", desc="reports", delay=2, leave=False, disable=None) as bar:
        for at, result in spread(_make_page, [(job, folder, cell_seconds) for job in jobs], workers):
            job = jobs[at]
            died = isinstance(result, Died)
            outcomes[at] = Outcome(job.page, "failed", job.page, result.reason, job.key) if died else result
            bar.update()
    return [outcomes[at] for at in range(len(jobs))]


def _make_page(job: Job, folder: Path, cell_seconds: int) -> Iterator[Outcome]:
    from parley.run.kernels import make_page  # late: it imports all that notebooks need, which the parent does not

    return make_page(job, folder, cell_seconds)
