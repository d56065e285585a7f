"""Entries: every entry of a codebook folder with its place, and all that is wrong with its form."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from parley.codebook import Actor, Code, Pack, Place, Plan, Rule, load_yaml
from parley.errors import ParleyError

Problem = dict[str, str]
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

    def problem(self, fault: str, key: str = "", **told: Any) -> Problem:
        """Return a problem with a key of the entry, as a row of the table `problems`; see `make_problem`."""
        key = key or _read_faults()[fault].get("key", "")
        problem = make_problem(self.path, str(self.lines.get(key, self.lines.get("", 1))), fault, **told)
        what = f"{self.name} → {key}" if key else self.name
        return problem | {"found": f"{what}: {problem['found']}"}


def make_problem(path: Path | str, place: str, fault: str, **told: Any) -> Problem:
    """Return a fault of `faults.yml` as a row of the table `problems` without its id."""
    known = _read_faults()[fault]
    said = {name: known[name].format(**told) for name in ("found", "expected", "remedy")}
    severity = "warning" if known.get("is_warning") else "error"
    return {"source_path": str(path), "place": place, **said, "severity_code": severity}


def retell(error: ParleyError, path: Path | str = "") -> Problem:
    """Return an error met on the way as a row of the table `problems`, with the line that it names."""
    before, _, line = error.where.rpartition(":")
    said = {"found": str(error.found), "expected": str(error.expected), "remedy": error.remedy}
    place = line if path and before and line.isdigit() else ""
    return {"source_path": str(path or error.where), "place": place, **said, "severity_code": "error"}


@lru_cache(maxsize=1)
def _read_faults() -> dict[str, dict[str, Any]]:
    return dict(load_yaml(Path(__file__).with_name("faults.yml")))


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
                problems.append(make_problem(path, "", "unread_file", kinds=", ".join(_KINDS)))
            continue
        try:
            found, faults = _read(path, *_KINDS[key]) if key in _KINDS else ([], _word_problems(path))
        except ParleyError as error:
            problems.append(retell(error, path))
            continue
        entries += found
        problems += faults
    return entries, problems


def _pack_problems(folder: Path) -> Iterator[Problem]:
    path = folder / "pack.yml"
    if not path.exists():
        yield make_problem(path, "", "no_pack")
        return
    try:
        said = load_yaml(path)
    except ParleyError as error:
        yield retell(error, path)
        return
    yield from _form_problems(path, "pack", {"": 1}, said, Pack)


def _word_problems(path: Path) -> list[Problem]:
    words = load_yaml(path)
    if isinstance(words, list | dict):
        return []
    return [make_problem(path, "1", "no_words", kind=type(words).__name__)]


def _read(path: Path, model: Any, key: str) -> tuple[list[Entry], list[Problem]]:
    said, entries, problems = load_yaml(path) or [], [], []
    if not isinstance(said, list):
        return [], [make_problem(path, "1", "no_list", kind=type(said).__name__)]
    names: set[str] = set()
    for raw, lines in zip(said, _lines(path), strict=True):
        name = str(raw.get(key)) if isinstance(raw, dict) and raw.get(key) else f"entry at line {lines['']}"
        faults = list(_form_problems(path, name, lines, raw, model))
        if name in names:
            faults.append(make_problem(path, str(lines[""]), "twice", name=name))
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
                yield make_problem(path, line, "unknown_key", where=where, keys=", ".join(model.model_fields))
            elif fault["type"] == "missing":
                yield make_problem(path, line, "missing_key", where=where)
            else:
                value = f"{where}: {fault['input']!r}"[:160]
                yield make_problem(path, line, "odd_value", value=value, wanted=fault["msg"])


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
