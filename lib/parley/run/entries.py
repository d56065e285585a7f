"""Entries: every entry of a codebook folder with its place, and all that is wrong with its form."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from parley.codebook import Actor, Code, Pack, Place, Plan, Rule, load_yaml
from parley.errors import ParleyError

Problem = dict[str, str]
WARNING = {"severity_code": "warning"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # for the lines alone
# what each file of a folder holds: the model of its entries and the key that names them
_KINDS: dict[str, tuple[Any, str]] = {
    "actors.yml": (Actor, "actor_id"),
    "places.yml": (Place, "place_id"),
    "plans.yml": (Plan, "plan_id"),
    "codes": (Code, "code"),
    "rules": (Rule, "rule_id"),
}


class Entry(NamedTuple):
    """One entry: file, name, the line of each of its keys ("" for the entry), and what it says."""

    path: Path
    name: str
    lines: Mapping[str, int]
    said: Any

    def problem(self, key: str, found: str, expected: str, remedy: str) -> Problem:
        """Return a problem with a key of the entry, as a row of the table `problems`."""
        line = self.lines.get(key, self.lines.get("", 1))
        what = f"{self.name} → {key}: {found}" if key else f"{self.name}: {found}"
        return make_problem(self.path, str(line), what, expected, remedy)


def make_problem(path: Path | str, place: str, found: str, expected: str, remedy: str) -> Problem:
    """Return an error as a row of the table `problems` without its id; `| WARNING` makes it a warning."""
    return {
        "source_path": str(path),
        "place": place,
        "found": found,
        "expected": expected,
        "remedy": remedy,
        "severity_code": "error",
    }


def read_entries(folder: Path) -> tuple[list[Entry], list[Problem]]:
    """Return the sound entries of a codebook folder, and a problem for each fault in the form of the others."""
    entries: list[Entry] = []
    problems = list(_pack_problems(folder))
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path == folder / "pack.yml" or path.name.startswith("."):
            continue
        inside = path.relative_to(folder)
        key = inside.name if len(inside.parts) == 1 else inside.parts[0]
        if path.suffix != ".yml" or len(inside.parts) > 2 or key not in (*_KINDS, "words"):
            if path.suffix in (".yml", ".yaml"):
                expected = f"{', '.join(_KINDS)} or words"
                problems.append(make_problem(path, "", "a file nobody reads", expected, "rename or move it") | WARNING)
            continue
        try:
            found, faults = _read(path, *_KINDS[key]) if key in _KINDS else ([], _word_problems(path))
        except ParleyError as error:
            place, _, line = error.where.rpartition(":")
            line = line if place and line.isdigit() else ""
            problems.append(make_problem(path, line, str(error.found), str(error.expected), error.remedy))
            continue
        entries += found
        problems += faults
    return entries, problems


def _pack_problems(folder: Path) -> Iterator[Problem]:
    path = folder / "pack.yml"
    if not path.exists():
        yield make_problem(path, "", "no such file", "the head of the pack", "copy one from `parley new-pack`")
        return
    try:
        said = load_yaml(path)
    except ParleyError as error:
        yield make_problem(path, error.where.rpartition(":")[2], str(error.found), str(error.expected), error.remedy)
        return
    yield from _form_problems(path, "pack", {"": 1}, said, Pack)


def _word_problems(path: Path) -> list[Problem]:
    words = load_yaml(path)
    if isinstance(words, list | dict):
        return []
    return [make_problem(path, "1", f"a {type(words).__name__}", "a list, or lists by name", "mend the file")]


def _read(path: Path, model: Any, key: str) -> tuple[list[Entry], list[Problem]]:
    said, entries, problems = load_yaml(path) or [], [], []
    if not isinstance(said, list):
        return [], [make_problem(path, "1", f"a {type(said).__name__}", "a list of entries", "begin each with `- `")]
    names: set[str] = set()
    for raw, lines in zip(said, _lines(path), strict=True):
        name = str(raw.get(key)) if isinstance(raw, dict) and raw.get(key) else f"entry at line {lines['']}"
        faults = list(_form_problems(path, name, lines, raw, model))
        if name in names:
            faults.append(make_problem(path, str(lines[""]), f"{name} a second time", "one entry", "rename or join"))
        names.add(name)
        problems += faults
        if not faults:
            entries.append(Entry(path, name, lines, model.model_validate(raw)))
    return entries, problems


def _form_problems(path: Path, name: str, lines: Mapping[str, int], raw: Any, model: Any) -> Iterator[Problem]:
    try:
        model.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors():
            where = " → ".join([name, *(str(part) for part in fault["loc"])])
            line = str(lines.get(str(fault["loc"][0]) if fault["loc"] else "", lines[""]))
            if fault["type"] == "extra_forbidden":
                expected = f"one of {', '.join(model.model_fields)}"
                yield make_problem(path, line, f"{where}: an unknown key", expected, "mend or drop the key")
            elif fault["type"] == "missing":
                yield make_problem(path, line, f"{where}: missing", "a value", "add the key")
            else:
                found = f"{where}: {fault['input']!r}"[:160]
                yield make_problem(path, line, found, fault["msg"], "mend the value")


def _lines(path: Path) -> list[dict[str, int]]:
    """Return, for each entry of a file, the line of each of its keys; the key "" is the line the entry begins on."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []
    lines = []
    for entry in entries:
        pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
        keys = {str(key.value): key.start_mark.line + 1 for key, _ in pairs}
        lines.append({"": entry.start_mark.line + 1, **keys})
    return lines
