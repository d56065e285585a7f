"""The coded tables of the sample are what was last reviewed. After a change of rules: `make golden`, read the diff."""

from difflib import unified_diff

import pytest

from tests.golden.pin import FOLDER, TABLES, golden_tables


@pytest.fixture(scope="module")
def tables():
    return golden_tables()


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_table_of_the_sample_is_as_reviewed(name, tables):
    pinned = (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    diff = list(unified_diff(pinned.splitlines(), tables[name].splitlines(), "pinned", "now", lineterm="", n=0))
    assert not diff, f"{len(diff)} lines differ; `make golden` pins them again:\n" + "\n".join(diff[:40])
