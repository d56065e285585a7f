"""Texts coded in memory, for the tests of single coders."""

from parley.codebook import read_codebook
from parley.frames import make_table, rows_of
from parley.run.build import code_tables

PUBLISHED = "2022-11-15"


def code_texts(*texts, published_on=PUBLISHED, pack="ukraine-russia"):
    """Return every table for the texts, each an article of its own (`a0`, `a1` …)."""
    documents = make_table(
        "documents",
        [
            {
                "doc_id": f"a{n}",
                "published_on": published_on,
                "date_basis_code": "stated",
                "language": "en",
                "genre_code": "report",
                "text": text,
                "sha256": "",
                "source_path": "test",
                "copy_code": "original",
            }
            for n, text in enumerate(texts)
        ],
    )
    read = {"documents": documents, "removals": make_table("removals", []), "problems": make_table("problems", [])}
    return code_tables(read, read_codebook(pack), "rules")


def rows(table, *texts, **options):
    """Return the rows of a table for the texts, as named tuples."""
    return rows_of(code_texts(*texts, **options)[table])
