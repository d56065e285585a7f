"""Report jobs: parameters arrive as they were meant or are refused, and only a last word makes a page."""

import json

import pytest
from tests.faults.driver import write_notebook

from parley.errors import UsageError
from parley.project import NOTEBOOKS
from parley.run.jobs import Job, check_parameters, declared_parameters, run_jobs

VALUES = {
    "since": "2022-11-01",
    "country": "NO",
    "code": "007",
    "number": 1000,
    "share": 0.5,
    "flag": False,
    "names": ["NO", "007", "1e3", "null", "l'été «x»", '"; import os; os._exit(1) #'],
    "empty": [],
}
DECLARED = """since: str = "2000-01-01"  # a day
country: str = "SE"
code: str = "1"
number: int = 1
share: float = 1.0
flag: bool = True
names: list[str] = ["a"]
empty: list[str] = ["a"]
place: str = ""
"""
TOLD = """import json, pathlib
values = [since, country, code, number, share, flag, names, empty]
told = json.dumps(values) + str([type(value).__name__ for value in values])
pathlib.Path(place).write_text(told) and None"""
LAST = 'from parley.tell.coverage import LastWord\nLastWord("made", 1)'


@pytest.fixture
def notebook(tmp_path):
    """A notebook that writes down what its parameters are."""
    return write_notebook(tmp_path / "03-tells.ipynb", TOLD, parameters=DECLARED, last=LAST)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")), ids=lambda path: path.stem)
def test_every_parameter_of_a_report_has_a_type_that_is_known(path):
    assert set(declared_parameters(path).values()) <= {"str", "int", "list[str]"}
    assert {"corpus", "pack", "tables"} <= set(declared_parameters(path))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"sinse": "2022-11-01"}, "found sinse; expected since, country"),
        ({"number": "7"}, "number: found '7'; expected int"),
        ({"number": True}, "number: found True; expected int"),
        ({"code": 7}, "code: found 7; expected str"),
        ({"names": "a,b"}, "names: found 'a,b'; expected list[str]"),
        ({"names": ("a", "b")}, "expected list[str]"),
        ({"flag": "no"}, "flag: found 'no'; expected bool"),
        ({"since": None}, "since: found None; expected str"),
    ],
)
def test_parameters_that_are_unknown_or_of_another_type_are_refused(notebook, given, told):
    check_parameters(notebook, VALUES)
    with pytest.raises(UsageError) as caught:
        check_parameters(notebook, given)
    assert told in str(caught.value) and "03-tells.ipynb" in str(caught.value)


@pytest.mark.slow
def test_values_arrive_as_they_were_declared(notebook, tmp_path):
    values = VALUES | {"place": str(tmp_path / "told")}
    check_parameters(notebook, values)
    (outcome,) = run_jobs([Job("03-tells", notebook, values, "k")], tmp_path, 1)
    assert outcome.status == "done", outcome
    told = (tmp_path / "told").read_text()
    types = "['str', 'str', 'str', 'int', 'float', 'bool', 'list', 'list']"
    assert told == json.dumps(list(VALUES.values())) + types
    assert (tmp_path / "03-tells.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_pages_share_no_state_and_bring_their_own_failures(tmp_path):
    none = "pass"
    first = write_notebook(
        tmp_path / "1.ipynb", "import parley, os\nparley.left = os.environ['LEFT'] = 'x'", parameters=none, last=LAST
    )
    asks = "import parley, os\n(hasattr(parley, 'left'), 'LEFT' in os.environ, 'os' in dir(__builtins__))"
    second = write_notebook(tmp_path / "2.ipynb", asks, parameters=none, last=LAST)
    third = write_notebook(tmp_path / "3.ipynb", "1 / 0", parameters=none, last=LAST)
    jobs = [Job(path.stem, path, {}, path.stem) for path in (first, third, second)]
    outcomes = run_jobs(jobs, tmp_path, 1)
    assert [(one.page, one.status) for one in outcomes] == [("1", "done"), ("3", "failed"), ("2", "done")]
    assert outcomes[1].line == "ZeroDivisionError: division by zero"
    assert "(False, False, False)" in (tmp_path / "2.html").read_text("utf-8")
    assert [path.name for path in (tmp_path / "failed").iterdir()] == ["3.ipynb"]


@pytest.mark.slow
def test_a_page_is_the_same_by_a_forked_kernel_and_by_one_that_papermill_starts(tmp_path, tiny):
    from papermill import execute_notebook

    from parley.store import write_tables
    from parley.tell.pages import render_notebook

    write_tables(tiny, tmp_path / "tables")
    notebook = NOTEBOOKS / "04-can-talks-start.ipynb"
    values = {"corpus": "data/corpus/tiny", "tables": str(tmp_path / "tables")}
    (outcome,) = run_jobs([Job("page", notebook, values, "k")], tmp_path, 1)
    assert outcome.status == "done", outcome
    plain = execute_notebook(str(notebook), str(tmp_path / "out.ipynb"), values, progress_bar=False)
    assert (tmp_path / "page.html").read_text("utf-8") == render_notebook(plain)
