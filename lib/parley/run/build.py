"""Build: a corpus and a codebook to every table, article by article, through the cache."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from tqdm import tqdm

from parley.codebook import Codebook, codes_by_column, read_codebook
from parley.errors import ParleyError, ReportError, UsageError
from parley.frames import check_table, make_table, rows_by, rows_of
from parley.project import DATA, ROOT
from parley.read.corpus import read_corpus
from parley.run.cache import Rows, article_key, code_version, read_cache, write_cache
from parley.run.workers import Died, spread
from parley.tables import SCHEMAS, Tables

CODERS = ("models", "rules")
_BATCH = 24
_WORTH_A_WORKER = 100  # articles: fewer are coded before a process has read codebook and models
_BY_ARTICLE = ("sentences", "mentions", "statements", "positions", "terms", "motives", "framings", "events", "outlooks")


def build(
    corpus: str | Path,
    pack: str | Path = "ukraine-russia",
    *,
    coder: str = "models",
    workers: int = 1,
    cache: str | Path | None = None,
) -> Tables:
    """Return every table of a corpus under a codebook pack, by name.

    An article seen before under the same codebook and code comes from the cache (`cache`, else the folder in
    `PARLEY_CACHE`, else `.parley-cache` in the project). An article that breaks a rule loses its own rows
    and becomes a row of `problems`; the others are coded.

    Raises:
        UsageError: an unknown coder or number of workers.
        InputError: nothing in the corpus can be read.
        CodebookError: the pack breaks the rules of codebooks.

    Example:
        >>> tables = build("data/corpus/tiny", "ukraine-russia", coder="rules")
        >>> sorted(tables)[:3]
        ['actors', 'documents', 'events']
    """
    if coder not in CODERS:
        raise UsageError("coder", found=repr(coder), expected=f"one of {', '.join(CODERS)}")
    if workers < 1:
        raise UsageError("workers", found=workers, expected="1 or more")
    book = read_codebook(pack)
    tables = read_corpus(corpus)
    folder = Path(cache or os.environ.get("PARLEY_CACHE") or ROOT / ".parley-cache")
    work = partial(code_batch, pack=str(pack), coder=coder)
    rows_by_doc, problems = _coded(tables, _keys(tables, book, coder), work, workers, folder)
    for table in _BY_ARTICLE:
        columns = list(SCHEMAS[table].columns)
        rows = [
            dict(zip(columns, row, strict=True))
            for doc_id in tables["documents"]["doc_id"]
            for row in rows_by_doc.get(doc_id, {}).get(table, [])
        ]
        tables[table] = check_table(table, make_table(table, rows), codes_by_column(book))
    if problems:
        tables["problems"] = pd.concat([tables["problems"], make_table("problems", problems)], ignore_index=True)
    tables["actors"] = make_table("actors", _actor_rows(book))
    tables["quality"] = read_quality()
    return tables


def _keys(tables: Tables, book: Codebook, coder: str) -> dict[str, str]:
    """Return the cache key of each article."""
    removals = rows_by(tables["removals"])
    return {
        row.doc_id: article_key(
            [row.doc_id, row.sha256, row.published_on, row.language, row.title, row.outlet_id, row.genre_code]
            + [f"{removal.start}-{removal.end}" for removal in removals.get(row.doc_id, [])]
            + [book.digest, code_version(), coder]
        )
        for row in rows_of(tables["documents"])
    }


def _coded(
    tables: Tables, key_by_doc: dict[str, str], work: Callable[..., Any], workers: int, folder: Path
) -> tuple[dict[str, Rows], list[dict[str, Any]]]:
    """Return the rows of each article, and the problems met."""
    known = read_cache(folder, key_by_doc.values())
    todo = [doc_id for doc_id, key in key_by_doc.items() if key not in known]
    rows_by_doc = {doc_id: known[key] for doc_id, key in key_by_doc.items() if key in known}
    problems: list[dict[str, Any]] = []
    with tqdm(total=len(todo), unit="article", desc="coding", delay=2, leave=False, disable=None) as bar:
        for fresh, faults in _run(tables, todo, work, workers):
            write_cache(folder, {key_by_doc[doc_id]: rows for doc_id, rows in fresh.items()})
            rows_by_doc |= fresh
            problems += faults
            bar.update(len(fresh) + len(faults))
    return rows_by_doc, problems


def _run(tables: Tables, todo: list[str], work: Callable[..., Any], workers: int) -> Iterator[Any]:
    batches = [
        {name: tables[name][tables[name]["doc_id"].isin(part)] for name in ("documents", "removals")}
        for part in (todo[at : at + _BATCH] for at in range(0, len(todo), _BATCH))
    ]
    n_workers = min(workers, len(todo) // _WORTH_A_WORKER)
    if n_workers < 2:
        yield from map(work, batches)
        return
    for _, result in spread(_code_batches, [(work, batches[at::n_workers]) for at in range(n_workers)], n_workers):
        if isinstance(result, Died):
            raise ReportError("coding", found=f"a worker {result.reason}", expected="its rows", remedy="run again")
        yield result


def _code_batches(work: Callable[..., Any], batches: list[Tables]) -> Iterator[Any]:
    yield from map(work, batches)


def code_batch(batch: Tables, *, pack: str, coder: str) -> tuple[dict[str, Rows], list[dict[str, Any]]]:
    """Return the rows of each article of a batch, and a problem for each article that broke a rule."""
    book = read_codebook(pack)
    try:
        return _split(code_tables(batch, book, coder), batch["documents"]["doc_id"]), []
    except ParleyError:
        raise
    except Exception as error:  # the one net: whatever a rule does, only its own article may be lost
        if len(batch["documents"]) == 1:
            return {}, [_fault(batch["documents"].iloc[0], error)]
    rows: dict[str, Rows] = {}
    problems = []
    for doc_id in batch["documents"]["doc_id"]:
        single = {name: frame[frame["doc_id"] == doc_id] for name, frame in batch.items()}
        fresh, faults = code_batch(single, pack=pack, coder=coder)
        rows |= fresh
        problems += faults
    return rows, problems


def code_tables(
    read: Tables, book: Codebook, coder: str = "models", *, statements_by: Literal["models", "rules"] | None = None
) -> Tables:
    """Return the tables with everything found and coded in them added: sentences … outlooks.

    `statements_by` is the coder of the statements, where it is another.
    """
    # Late: where all articles come from the cache no coder is needed, and to import them takes seconds.
    from parley.code.drafted import code_by_model
    from parley.code.events import code_events
    from parley.code.framings import code_framings
    from parley.code.motives import code_motives
    from parley.code.outlooks import code_outlooks
    from parley.code.positions import code_positions
    from parley.code.terms import code_terms
    from parley.code.tone import add_tone
    from parley.find.mentions import find_mentions
    from parley.find.sentences import find_sentences
    from parley.find.statements import find_statements

    tables = dict(read)
    tables["sentences"] = find_sentences(tables, book)
    tables["mentions"] = find_mentions(tables, book)
    tables["statements"] = find_statements(tables, book, coder=statements_by or coder)
    coded = {
        "positions": code_positions(tables, book),
        "terms": code_terms(tables, book),
        "motives": code_motives(tables, book),
        "framings": code_framings(tables, book),
        "events": code_events(tables, book),
        "outlooks": code_outlooks(tables, book),
    }
    if coder == "models":
        coded = code_by_model(coded, tables, book)
        coded["framings"] = add_tone(coded["framings"], tables)
    return tables | coded


def _split(tables: Tables, doc_ids: pd.Series) -> dict[str, Rows]:
    split: dict[str, Rows] = {doc_id: {} for doc_id in doc_ids}
    for table in _BY_ARTICLE:
        for doc_id, rows in rows_by(tables[table]).items():
            split[doc_id][table] = [list(row) for row in rows]
    return split


def _fault(document: Any, error: Exception) -> dict[str, Any]:
    trace, place = error.__traceback__, ""
    while trace is not None:
        if "parley" in trace.tb_frame.f_code.co_filename:
            place = f"{Path(trace.tb_frame.f_code.co_filename).stem}:{trace.tb_lineno}"
        trace = trace.tb_next
    return {
        "problem_id": f"{document['doc_id']}#coding",
        "source_path": document["source_path"],
        "doc_id": document["doc_id"],
        "place": place,
        "found": f"coding stopped: {type(error).__name__}: {error}",
        "expected": "coded rows",
        "remedy": "the article was left out; please report it with this line",
        "severity_code": "error",
    }


def _actor_rows(book: Codebook) -> list[dict[str, Any]]:
    author = {"actor_id": "author", "label": "the article's author", "actor_kind_code": "author"}
    return [author] + [
        {
            "actor_id": actor.actor_id,
            "label": actor.label,
            "actor_kind_code": actor.kind,
            "speaks_for_id": actor.speaks_for_id,
        }
        for actor in book.actors.values()
    ]


def read_quality() -> pd.DataFrame:
    """Return what gold scores gave (`data/gold/measured.csv`); empty where nothing was measured yet."""
    path = DATA / "gold" / "measured.csv"
    if not path.exists():
        return make_table("quality", [])
    measured = pd.read_csv(path, dtype={"corpus": "str", "table": "str", "measure": "str"})
    return make_table("quality", [row._asdict() for row in rows_of(measured[list(SCHEMAS["quality"].columns)])])
