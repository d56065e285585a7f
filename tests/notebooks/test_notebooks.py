"""The notebooks obey the house limits, and run: by papermill on given tables, and by Run All with no arguments."""

import ast
import json
import os
import re
from pathlib import Path
from statistics import median

import nbformat
import pytest

from parley.project import NOTEBOOKS

DONE = "application/vnd.parley.done+json"
REPORTS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
ALL = [*REPORTS, NOTEBOOKS / "explore.ipynb"]
NAMES = [
    "00-what-is-in-the-corpus",
    "01-why-now",
    "02-who-pushes-and-why",
    "03-positions-and-terms",
    "04-can-talks-start",
    "05-actor-dossier",
    "06-outlets",
    "90-how-far-to-trust-this",
]
SHARED = {"corpus", "pack", "since", "until", "outlets", "evidence", "voice", "tables"}


def name_of(path):
    return path.stem


def cells(path, kind="code"):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def parameters(path):
    (cell,) = [cell for cell in cells(path) if "parameters" in cell.metadata.get("tags", [])]
    return cell.source


def test_the_eight_reports_are_there():
    assert [path.stem for path in REPORTS] == NAMES


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_nothing_of_a_run_is_committed(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert (
        path.read_text(encoding="utf-8")
        == json.dumps(json.loads(path.read_text("utf-8")), indent=1, ensure_ascii=False) + "\n"
    )


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_code_cells_are_short(path):
    sizes = [len(cell.source.splitlines()) for cell in cells(path) if "parameters" not in cell.metadata.get("tags", [])]
    assert max(sizes) <= 8 and median(sizes) <= 3  # house style
    assert len(cells(path, "markdown")) >= len(cells(path)) / 2


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_code_cells_define_nothing_and_write_nothing(path):
    for cell in cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.With, ast.Try)
            assert not isinstance(node, banned), f"{path.name}: {cell.source[:60]}"
        assert not re.search(r"open\(|write_|to_csv|to_parquet|os\.|https?://|/home/|%", cell.source)


@pytest.mark.parametrize("path", REPORTS, ids=name_of)
def test_report_notebooks_have_no_widgets(path):
    assert "widgets" not in path.read_text("utf-8") and "explore" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_the_title_is_a_question_and_says_what_is_not_answered(path):
    first = cells(path, "markdown")[0].source
    assert re.match(r"# .+\?$|# .+…\?$", first.splitlines()[0])
    if path in REPORTS:
        assert "**Answers:**" in first and "**Does not answer:**" in first


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_parameters_are_typed_and_commented(path):
    lines = [line for line in parameters(path).splitlines() if not line.startswith("#")]
    declared = {line.split(":")[0] for line in lines}
    assert all(re.match(r"\w+: (str|int|list\[str\]) = .+  # \w+", line) for line in lines)
    assert declared >= SHARED
    assert ("actor" if path.stem.startswith("05") else "actors") in declared


@pytest.mark.parametrize("path", REPORTS, ids=name_of)
def test_coverage_and_checks_come_first_and_the_last_word_last(path):
    sources = [cell.source for cell in cells(path)]
    firsts = [at for at, source in enumerate(sources) if re.search(r"^(table|charts\.)", source)]
    assert sources.index("coverage(view)") < sources.index("check_view(view)") < firsts[0]
    assert sources[-1] == f'finish(view, "{path.stem}")'
    assert sources[-2] == "provenance(view)" and sources[-3].startswith("doubts(view")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Tables of the tiny corpus, built once."""
    from parley.run.build import build
    from parley.store import write_tables

    folder = tmp_path_factory.mktemp("tables")
    write_tables(build("data/corpus/tiny", "ukraine-russia", cache=tmp_path_factory.mktemp("cache")), folder)
    return folder


def texts_of(notebook, mime):
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output["data"][mime] for output in outputs if mime in output.get("data", {})]


def check_run(notebook, path):
    html = "\n".join(texts_of(notebook, "text/html"))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "two places on the page have one id"
    assert set(re.findall(r' href="#([^"]+)"', html)) <= set(ids), "a link leads nowhere"
    assert not re.search(r"<script|javascript:|src=|<link|@import|url\(http", html)
    assert all("aria-label=" in figure for figure in re.findall(r"<figure[^>]*>", html))
    assert not [
        output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "stream"
    ]
    (done,) = texts_of(notebook, DONE)
    assert done["notebook"] == path.stem and done["rows"] >= 0
    assert DONE in notebook.cells[-1].outputs[-1]["data"]


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS, ids=name_of)
def test_a_report_runs_by_papermill_on_given_tables(path, built, tmp_path):
    from papermill import execute_notebook

    given = {"tables": str(built), "outlets": "northern-wire, river-monitor", "since": "2022-11-01"}
    given |= {"actor": "russia"} if path.stem.startswith("05") else {"actors": ["russia"]}
    check_run(execute_notebook(str(path), str(tmp_path / "out.ipynb"), given, progress_bar=False), path)


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_a_notebook_runs_by_run_all_with_no_arguments(path, tmp_path):
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(NOTEBOOKS)}}  # JupyterLab runs a notebook where it lies
    NotebookClient(notebook, timeout=300, resources=folder).execute()
    if path in REPORTS:
        check_run(notebook, path)


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        ("since", "last week", "since: found 'last week'"),
        ("until", "2022-13-01", "until"),
        ("actors", "rusia", "actors: found rusia"),
        ("actors", 7, "actors: found 7"),
        ("outlets", ["no-such-paper"], "outlets: found no-such-paper"),
        ("evidence", "rumour", "evidence: found rumour"),
        ("voice", "loud", "voice: found loud"),
        ("snippet", "long", "snippet"),
        ("snippet", 5, "snippet"),
        ("colour", "red", "parameters: found colour"),
        ("tables", "no/such/folder", "no such file or folder"),
    ],
)
def test_a_wrong_parameter_is_refused_with_what_was_expected(parameter, value, message, made):
    from parley.errors import ParleyError
    from parley.run.inputs import open_view

    with pytest.raises(ParleyError, match=re.escape(message)):
        open_view("data/corpus/tiny", **({"tables": str(made)} | {parameter: value}))


def test_days_the_wrong_way_round_are_refused(made):
    from parley.errors import UsageError
    from parley.run.inputs import open_view

    with pytest.raises(UsageError, match="before until"):
        open_view("data/corpus/tiny", tables=str(made), since="2022-12-01", until="2022-11-01")


def test_lists_come_as_lists_or_as_text_with_commas(made):
    from parley.run.inputs import open_view

    views = [
        open_view("x", tables=str(made), outlets=given)
        for given in (["delta-post", "north-wire"], "delta-post, north-wire")
    ]
    assert [len(view.chosen["documents"]) for view in views] == [3, 3]


def test_paths_are_tried_from_the_project_root(made, monkeypatch, tmp_path):
    from parley.run.inputs import open_view

    monkeypatch.chdir(tmp_path)
    relative = os.path.relpath(made, Path(NOTEBOOKS).parent)
    assert len(open_view("x", tables=relative).every["documents"]) == 5


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Tables made by hand, on disk."""
    import sys

    sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))
    from made_tables import made_tables

    from parley.store import write_tables

    folder = tmp_path_factory.mktemp("made")
    write_tables(made_tables(), folder)
    return folder
