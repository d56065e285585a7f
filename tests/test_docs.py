"""Docs run: docstring examples, documented public names, whole cards, links that lead somewhere."""

import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest
import yaml

import parley
from parley.tell.dictionary import dictionary

ROOT = Path(__file__).parents[1]
LIB = ROOT / "lib" / "parley"
MODULES = [
    ".".join(("parley", *path.relative_to(LIB).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(LIB.rglob("*.py"))
    if path.stem != "__main__"
]
CARD_KEYS = {"name", "version", "from", "obtained_on", "licence", "sha256", "made_by"}
MARKDOWN = sorted(path for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testmod(importlib.import_module(module), optionflags=flags).failed == 0


@pytest.mark.parametrize("name", [name for name in parley.__all__ if name != "charts"])
def test_public_names_are_documented_with_an_example(name):
    documentation = inspect.getdoc(getattr(parley, name)) or ""
    assert ">>>" in documentation, f"parley.{name} has no example that runs"
    assert documentation.splitlines()[0].rstrip().endswith(".")


def test_every_chart_is_documented():
    charts = [value for name, value in vars(parley.charts).items() if inspect.isfunction(value) and name[0] != "_"]
    own = [chart for chart in charts if chart.__module__ == "parley.tell.charts"]
    assert own, "no charts found"
    assert all(inspect.getdoc(chart) for chart in own)


@pytest.mark.parametrize("card", sorted((ROOT / "data").rglob("CARD.md")), ids=lambda path: path.parent.name)
def test_every_card_has_its_header(card):
    text = card.read_text(encoding="utf-8")
    assert text.startswith("---\n"), f"{card} opens with a header between lines of ---"
    header = yaml.safe_load(text.split("---\n")[1])
    assert set(header) >= CARD_KEYS, f"{card} lacks {sorted(CARD_KEYS - set(header))}"


@pytest.mark.parametrize("folder", ["corpus/sample", "corpus/tiny", "lexicons", "models", "gold"])
def test_no_folder_of_data_without_a_card(folder):
    path = ROOT / "data" / folder
    cards = [*path.glob("CARD.md"), *path.glob("*.md")]
    assert cards, f"data/{folder} has no card"


def test_the_data_dictionary_is_made_from_the_tables():
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(), "run `make docs`"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_in_the_docs_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_decision_records_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 40


def test_every_make_target_of_the_readme_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"report", "test"} <= named <= targets


def test_every_command_of_the_readme_exists():
    from parley.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|/)parley ([a-z-]+)", readme, re.MULTILINE))
    assert "report" in named
    assert named <= known
