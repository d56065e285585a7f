"""Blocks of a page: plain HTML that shows itself in a notebook, with every text from outside escaped."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, repr=False)
class Block:
    """A piece of a page, with the rows it shows. In JupyterLab it brings its style along; a page has it once."""

    html: str
    summary: str = ""
    rows: tuple[Any, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return the rows that the block shows as a frame."""
        return pd.DataFrame(list(self.rows))

    def _repr_html_(self) -> str:
        return f'<style class="parley-style">{read_style()}</style>\n{self.html}'

    def __repr__(self) -> str:
        return f"<{self.summary or 'block'}>"


@lru_cache(maxsize=1)
def read_style() -> str:
    """Return the style sheet of all blocks, without its comments and spare white space."""
    text = re.sub(r"/\*.*?\*/", "", (_FOLDER / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=1)
def _pieces() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "pieces", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(piece: str, summary: str = "", rows: tuple[Any, ...] = (), **values: Any) -> Block:
    """Return a piece (`pieces/NAME.html`) filled with values; text is escaped, so it can never become markup."""
    return Block(_pieces().get_template(f"{piece}.html").render(**values).strip(), summary, rows)


def anchor(*parts: object) -> str:
    """Return an id for a place on the page: the same for the same parts, safe in a link.

    >>> anchor("Who wants what?", "ukraine", "withdrawal")
    'at-who-wants-what-a83802d0'
    """
    words = re.sub(r"[^a-z0-9]+", "-", str(parts[0]).lower()).strip("-")[:32].strip("-")
    return f"at-{words}-{sha256(chr(0).join(map(str, parts)).encode()).hexdigest()[:8]}"


def safe_url(url: str | None) -> str | None:
    """Return an address that a reader may follow, else null: a link from an article can hold a script.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    return url if url and re.match(r"https?://[^\s\"'<>]+$", url, re.IGNORECASE) else None
