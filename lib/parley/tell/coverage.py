"""Coverage: what a page stands on, what to doubt about it, where it comes from, and its last word."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from parley.errors import InputError
from parley.tables import CODED
from parley.tell.blocks import Block, fill
from parley.tell.grids import UNSURE, Grid, finding, grid_anchor, list_lines, table
from parley.tell.quality import say_quality
from parley.tell.view import View, rows_in
from parley.tell.wording import actor_name, code_name, count_name, day_name, list_name, outlet_name

DONE = "application/vnd.parley.done+json"
_VERSION = "0.1.0"
_CHOICES = {"actors": "rows that name ", "outlets": "only ", "evidence": "evidence: ", "voice": "voice: "}
_ENOUGH = 15  # rows and, as a third of it, articles: below, a page says "few"


def coverage(view: View) -> Block:
    """Return what the page looks at: articles, outlets, days, copies, problems and coded rows, as tiles and a line."""
    once, chosen, every = (tables["documents"] for tables in (view.tables, view.chosen, view.every))
    days = sorted(chosen["published_on"].dropna())
    span = f"{day_name(days[0])} to {day_name(days[-1])}" if days else "No dates"
    tiles = [
        (f"{len(once):,}", "article" if len(once) == 1 else "articles, each text once"),
        (f"{len(chosen):,}", f"with copies, of {len(every):,} in the corpus"),
        (f"{chosen['outlet_id'].nunique():,}", "outlets"),
        (f"{int(chosen['published_on'].isna().sum()):,}", "undated articles"),
        (f"{sum(len(view.tables[name]) for name in CODED):,}", "coded rows"),
        (f"{len(view.every['problems']):,}", "problems in reading"),
    ]
    line = f"{span}. {say_choice(view)}"
    return fill("tiles", f"{len(once)} articles", title="", tiles=tiles, line=line)


def say_choice(view: View) -> str:
    """Return in words what was chosen to look at."""
    chosen = view.inputs
    said = [
        f"{word} {day_name(chosen[key])}" for word, key in (("from", "since"), ("until", "until")) if chosen.get(key)
    ]
    for name, words in _CHOICES.items():
        values = [value.strip() for value in chosen.get(name, "").split(",") if value.strip()]
        labels: dict[str, Any] = {"actors": partial(actor_name, view), "outlets": outlet_name}
        label = labels.get(name) or partial(code_name, view, f"{name}_code")
        said += [words + list_name([label(value) for value in values])] if values else []
    return "Chosen: " + "; ".join(said) + "." if said else "All articles and all rows are looked at."


def in_short(*grids: Grid) -> Block:
    """Return the findings of a page as a list, each leading to its figure or table."""
    findings = [(finding(grid), grid_anchor(grid)) for grid in grids]
    return fill("findings", "; ".join(title for title, _ in findings), findings=findings)


def check_view(view: View) -> Block:
    """Return the checks that any page must pass, in plain words.

    Raises:
        InputError: a check failed: the tables are not fit to be shown.
    """
    checks = {
        "Is there anything to look at?": len(view.tables["documents"]) > 0,
        "Is each text counted once?": not view.tables["documents"]["copy_group_id"].dropna().duplicated().any(),
        "Does every coded row belong to an article looked at?": _all_known(view),
        "Does every passage lie inside its article?": _all_inside(view),
    }
    failed = [question for question, passed in checks.items() if not passed]
    if failed:
        raise InputError(
            "tables",
            found=f"no to: {' '.join(failed)}",
            expected="yes",
            remedy="look at the parameters, or build again",
        )
    return fill("checks", "all checks passed", checks=list(checks))


def _all_known(view: View) -> bool:
    articles = set(view.tables["documents"]["doc_id"])
    return all(view.tables[name]["doc_id"].isin(articles).all() for name in CODED)


def _all_inside(view: View) -> bool:
    sizes = {doc_id: len(article.text) for doc_id, article in view.articles.items()}
    frames = [view.tables[name] for name in CODED]
    return all(
        bool((frame["start"].between(0, frame["end"] - 1) & (frame["end"] <= frame["doc_id"].map(sizes))).all())
        for frame in frames
    )


def doubts(view: View, *names: str) -> Block:
    """Return what to doubt about the tables that a page shows: how much is unknown, how few rows, how well measured."""
    lines = {name: _doubt(view, name) for name in names}
    note = "Few rows are a hint, not a finding." if any("few" in texts["rows"] for texts in lines.values()) else ""
    return table(list_lines("coverage.doubts", lines, note=note), view, totals=False)


def _doubt(view: View, name: str) -> dict[str, str]:
    frame = view.tables[name]
    n, n_articles = len(frame), frame["doc_id"].nunique()
    few = " (few)" if n < _ENOUGH or n_articles < _ENOUGH // 3 else ""
    return {
        "rows": f"{n:,}{few}",
        "articles": f"{n_articles:,}",
        "not known who says so": f"{int(frame['speaker_id'].isna().sum()):,}",
        "alleged, denied or hypothetical": f"{int(frame['evidence_code'].isin(UNSURE).sum()):,}",
        "measured on gold": say_quality(view.measured, name),
    }


def provenance(view: View) -> Block:
    """Return what the page was made from: corpus, codebook, code and parameters, with hashes; no clock value."""
    texts = "\0".join(sorted(view.chosen["documents"]["sha256"].fillna("")))
    book = view.book
    n_articles, digest = len(view.chosen["documents"]), sha256(texts.encode()).hexdigest()[:12]
    facts = {
        "corpus": f"{Path(view.inputs.get('corpus', '')).name}, {count_name(n_articles, 'article')}, texts {digest}",
        "codebook": f"{book.pack.label} {book.pack.version}, {book.digest[:12]}" if book else "none",
        "rules and models": list_name(_makers(view), 8),
        "parameters": "; ".join(f"{name}: {value}" for name, value in view.inputs.items() if value) or "defaults",
        "parley": _VERSION,
    }
    return fill("facts", "provenance", title="What this page was made from", facts=facts)


def _makers(view: View) -> list[str]:
    """Return the models that made rows, and how many rules did."""
    names = {str(name) for table in CODED for name in view.tables[table]["rule_id"].unique()}
    models = sorted(name for name in names if name.startswith("model"))
    return [*models, count_name(len(names) - len(models), "rule")]


@dataclass(frozen=True, repr=False)
class LastWord:
    """What a notebook's last cell says: it ran to its end, on so many coded rows."""

    notebook: str
    rows: int

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            DONE: {"notebook": self.notebook, "rows": self.rows},
            "text/html": f"<p class='parley measure'>{self!r}</p>",
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return f"End of {self.notebook}: {count_name(self.rows, 'coded row')} looked at."


def finish(view: View, notebook: str) -> LastWord:
    """Return the last word of a notebook, which the runner looks for: without it a run has failed."""
    return LastWord(notebook, sum(len(rows_in(view, name)) for name in CODED))
