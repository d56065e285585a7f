"""parley: who says what about peace talks, on whose account, how surely, and how each actor is framed.

The names below are what a notebook needs; they are loaded when first used, so that the `parley` command
starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parley.code.events import code_events
    from parley.code.framings import code_framings
    from parley.code.motives import code_motives
    from parley.code.outlooks import code_outlooks
    from parley.code.positions import code_positions
    from parley.code.terms import code_terms
    from parley.codebook import read_codebook
    from parley.find.mentions import find_mentions
    from parley.find.statements import find_statements
    from parley.read.corpus import read_corpus
    from parley.run.build import build
    from parley.run.scores import score
    from parley.store import read_tables
    from parley.tell import charts
    from parley.tell.concordance import concordance
    from parley.tell.evidence import evidence
    from parley.weigh.contrast import contrast

__version__ = "0.1.0"
__all__ = [
    "build",
    "charts",
    "code_events",
    "code_framings",
    "code_motives",
    "code_outlooks",
    "code_positions",
    "code_terms",
    "concordance",
    "contrast",
    "evidence",
    "find_mentions",
    "find_statements",
    "read_codebook",
    "read_corpus",
    "read_tables",
    "score",
]
_HOME = {
    "build": "run.build",
    "charts": "tell",
    "concordance": "tell.concordance",
    "contrast": "weigh.contrast",
    "evidence": "tell.evidence",
    "find_mentions": "find.mentions",
    "find_statements": "find.statements",
    "read_codebook": "codebook",
    "read_corpus": "read.corpus",
    "read_tables": "store",
    "score": "run.scores",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in __all__:
        raise AttributeError(f"module 'parley' has no name {name!r}")
    if name == "charts":
        return import_module("parley.tell.charts")
    home = _HOME.get(name) or f"code.{name.removeprefix('code_')}"
    return getattr(import_module(f"parley.{home}"), name)
