"""Specs: sentence to rows, in YAML. A newcomer learns the rules here; see the README of this folder."""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from parley.codebook import read_codebook
from parley.frames import make_table, rows_of
from parley.run.build import code_tables
from parley.spans import shared
from parley.tables import KINDS

HERE = Path(__file__).parent


def _specs():
    for path in sorted(HERE.glob("*.yml")):
        for number, spec in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or []):
            yield pytest.param(path.stem, number, id=f"{path.stem}: {spec['name']}")


@lru_cache(maxsize=16)
def _file(stem):
    return yaml.safe_load((HERE / f"{stem}.yml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def _coded(stem, pack, coder):
    """Code every spec of a file in one batch: each is an article of its own."""
    specs = _file(stem)
    documents = make_table(
        "documents",
        [
            {
                "doc_id": f"spec{number}",
                "outlet_id": "spec",
                "title": spec.get("title"),
                "published_on": str(spec.get("published_on", "2022-11-15")),
                "date_basis_code": "stated",
                "language": "en",
                "genre_code": "report",
                "text": spec["text"],
                "sha256": "",
                "source_path": f"{stem}.yml",
                "copy_code": "original",
            }
            for number, spec in enumerate(specs)
            if spec.get("pack", "ukraine-russia") == pack
        ],
    )
    read = {"documents": documents, "removals": make_table("removals", []), "problems": make_table("problems", [])}
    return code_tables(read, read_codebook(pack), coder)


def _rows(stem, number, spec, coder):
    tables = _coded(stem, spec.get("pack", "ukraine-russia"), coder)
    rows = []
    for kind, table in KINDS.items():
        frame = tables[table]
        frame = frame[frame["doc_id"] == f"spec{number}"]
        rows += [{"kind": kind, **row._asdict()} for row in rows_of(frame)]
    return rows


def _fits(text, want, row):
    if want["kind"] != row["kind"]:
        return False
    if "passage" in want:
        at = text.find(want["passage"])
        assert at >= 0, f"the spec's passage is not in its text: {want['passage']!r}"
        span = (at, at + len(want["passage"]))
        common = shared(span, (row["start"], row["end"]))
        inside = span[0] <= row["start"] and row["end"] <= span[1]
        size = span[1] - span[0]
        if not (2 * common >= size or (inside and 10 * common >= 4 * size)) or row["end"] - row["start"] > 4 * size:
            return False
    if "source" in want and row.get("source_parts") is not None:
        got = " ".join(text[start:end] for start, end in row["source_parts"])
        if want["source"] is None and got or want["source"] is not None and want["source"] not in got:
            return False
    if "content" in want and row.get("content_parts") is not None:
        got = " … ".join(text[start:end] for start, end in row["content_parts"])
        if got.strip(" .,“”\"'") != want["content"].strip(" .,“”\"'"):
            return False
    return all(
        row.get(key) == value or (value is None and pd.isna(row.get(key)))
        for key, value in want.items()
        if key not in ("kind", "passage", "content", "source")
    )


@pytest.mark.parametrize(("stem", "number"), list(_specs()))
def test_sentence_gives_the_rows_of_its_spec(stem, number, request):
    spec = _file(stem)[number]
    if spec.get("xfail"):
        request.node.add_marker(pytest.mark.xfail(strict=True, reason=spec["xfail"]))
    _check(spec, _rows(stem, number, spec, spec.get("coder", "rules")))


@pytest.mark.parametrize("number", range(len(_file("statements"))), ids=lambda n: _file("statements")[n]["name"])
def test_the_trained_model_leaves_the_statements_right_that_the_rules_get_right(number, request):
    spec = _file("statements")[number]
    reason = spec["models"] if "models" in spec else spec.get("xfail")
    if reason:
        request.node.add_marker(pytest.mark.xfail(strict=True, reason=reason))
    _check(spec, _rows("statements", number, spec, "models"))


def _check(spec, rows):
    text = spec["text"]
    assert spec.get("rows") or spec.get("none") or spec.get("not"), "a spec that asks nothing"
    for want in spec.get("rows", []):
        of_kind = [row for row in rows if row["kind"] == want["kind"]]
        assert any(_fits(text, want, row) for row in rows), _show(text, want, of_kind)
    for kind in spec.get("none", []):
        assert not [row for row in rows if row["kind"] == kind], _show(
            text, {"none": kind}, [row for row in rows if row["kind"] == kind]
        )
    for odd in spec.get("not", []):
        assert not [row for row in rows if _fits(text, odd, row)], f"found what must not be there: {odd}"


def _show(text, want, rows):
    lines = [f"{text}", f"wanted {want}", f"found {len(rows)}:"]
    for row in rows:
        plain = {key: value for key, value in row.items() if value is not None and not key.endswith(("_parts", "_id"))}
        ids = {key: value for key, value in row.items() if key.endswith("_id") and value is not None}
        lines.append(f"  {text[row['start'] : row['end']]!r} {ids} {plain}")
    return "\n".join(lines)
