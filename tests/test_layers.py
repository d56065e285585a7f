"""Data goes one way: read → find → code → weigh → tell; run drives it. A folder imports only from those before it."""

import ast
from pathlib import Path

import pytest

LIB = Path(__file__).parents[1] / "lib" / "parley"
ORDER = ["read", "find", "code", "weigh", "tell", "run"]
TOP = ["__init__", "__main__", "cli"]  # they stand above the folders and may import from all of them
MODULES = sorted(LIB.rglob("*.py"))


def _layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ORDER else "top" if parts[-1] in TOP else "ground"


def _imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIB)))
def test_a_folder_imports_only_from_those_before_it(path):
    name = ".".join(("parley", *path.relative_to(LIB).with_suffix("").parts))
    mine = _layer(name)
    if mine == "top":
        return
    allowed = set(ORDER[: ORDER.index(mine) + 1]) if mine in ORDER else set()
    for imported in _imports(path):
        if imported.startswith("parley.") and imported.split(".")[1] in ORDER:
            other = imported.split(".")[1]
            assert other in allowed, f"{name} imports {imported}: {other} comes after {mine}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIB)))
def test_no_module_is_longer_than_300_lines(path):
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= 300, f"{path.name} has {n_lines} lines: split it by noun"


def _code_lines(path: Path) -> int:
    """Count the lines that do something: no blank lines, comments or docstrings."""
    source = path.read_text(encoding="utf-8")
    prose = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            prose.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = enumerate(source.splitlines(), 1)
    return sum(bool(line.strip()) and line.strip()[0] != "#" and number not in prose for number, line in lines)


def test_the_library_does_not_grow():
    # The design says 8,000 at most. It is larger (docs/decisions/0005-size.md): until then the bound only falls.
    assert sum(_code_lines(path) for path in MODULES) <= 16_955
