"""The data dictionary, made from the declared tables: `make docs` writes it to `docs/data-dictionary.md`."""

import sys

from parley.tables import SCHEMAS

_KINDS = {
    "text": "text",
    "code": "code",
    "date": "ISO date",
    "whole": "whole number",
    "number": "number",
    "flag": "true/false",
    "spans": "list of [start, end]",
    "ids": "list of ids",
}


def dictionary() -> str:
    """Return the data dictionary as Markdown: a section a table, a line a column."""
    lines = ["# Data dictionary", "", "Made from `lib/parley/tables.py` by `make docs`. Null is unknown, never “none”."]
    for table, schema in SCHEMAS.items():
        lines += ["", f"## {table}", "", "| column | type | null | meaning |", "|---|---|---|---|"]
        for name, column in schema.columns.items():
            null = "yes" if column.nullable else ""
            lines.append(f"| {name} | {_KINDS[column.metadata['kind']]} | {null} | {column.description} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(dictionary())
