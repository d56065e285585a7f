"""Check: all that is wrong with a codebook pack or a corpus, each thing with its place and what to do."""

from pathlib import Path
from typing import Any

from parley.codebook import Codebook, read_codebook
from parley.errors import ParleyError
from parley.frames import rows_of
from parley.project import DATA
from parley.read.corpus import read_corpus
from parley.run.clashes import find_clashes
from parley.run.entries import Entry, Problem, make_problem, read_entries, retell
from parley.run.examples import find_faults

_KEYS = ("source_path", "place", "found", "expected", "remedy", "severity_code")
_FEW_WORDS = 50


def check_pack(folder: Path) -> list[Problem]:
    """Return the problems of a codebook pack, errors first, as rows of the table `problems` without their ids.

    An error is what makes the pack unusable or an entry never be found: a broken form, a link to nobody, a circle in
    `speaks_for_id`, an alias of two actors, a phrase that runs away or that fires on none of its own examples. A
    warning is what a person should look at: an alias that is an ordinary word, two holders of an office at a time,
    a code without examples, an example that the coder codes otherwise.

    Example:
        >>> check_pack(DATA / "codebooks" / "no-such-pack")[0]["found"]
        'no such file'
    """
    entries, problems = read_entries(folder)
    core_folder = DATA / "codebooks" / "core"
    core = read_codebook(core_folder)
    problems += find_clashes(entries, core)
    if folder.resolve() != core_folder:
        problems += _redefinitions(entries, core)
        if not any(one.path.name == "actors.yml" for one in entries):
            problems.append(make_problem(folder / "actors.yml", "", "no_actors"))
    if not _errors(problems):  # only a sound codebook can be read and run over its examples
        try:
            # the core names no actors, and examples need some: they are coded with those of the first pack
            book = read_codebook("ukraine-russia" if folder.resolve() == core_folder else folder)
            problems += find_faults(entries, book)
        except ParleyError as error:
            problems.append(retell(error))
    return [*_errors(problems), *(one for one in problems if one["severity_code"] != "error")]


def _errors(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one["severity_code"] == "error"]


def _redefinitions(entries: list[Entry], core: Codebook) -> list[Problem]:
    """Return the codes and rules of a pack that the core has already: a pack adds, it never redefines."""
    known: dict[str, Any] = {"codes": core.codes, "rules": core.rules}
    return [
        one.problem("redefined")
        for one in entries
        if one.name in known.get(one.path.parent.name, {}).get(one.path.stem, {})
    ]


def check_corpus(path: Path) -> list[Problem]:
    """Return the problems of a corpus: what reading met, and what makes articles of little use.

    Example:
        >>> check_corpus(DATA / "corpus" / "tiny") == check_corpus(DATA / "corpus" / "tiny")
        True
    """
    try:
        tables = read_corpus(path)
    except ParleyError as error:
        return [retell(error)]
    problems = [{key: getattr(row, key) or "" for key in _KEYS} for row in rows_of(tables["problems"])]
    for row in rows_of(tables["documents"]):
        n_words = len(row.text.split())
        if row.published_on is None:
            problems.append(make_problem(row.source_path, "", "undated"))
        if n_words < _FEW_WORDS:
            problems.append(make_problem(row.source_path, "", "few_words", n=n_words))
    return [*_errors(problems), *(one for one in problems if one["severity_code"] != "error")]
