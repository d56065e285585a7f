"""Gold: quotations composed and coded by hand (`data/gold/scare`): which of them doubt what they quote."""

import hashlib

import pytest
import yaml

from parley.project import DATA
from parley.run.scares import score_scares

FOLDERS = {"scare": "quotations.jsonl", "tone": "states.jsonl"}


@pytest.mark.parametrize(("folder", "name"), FOLDERS.items())
def test_the_card_names_the_file_as_it_is(folder, name):
    header = yaml.safe_load((DATA / "gold" / folder / "CARD.md").read_text(encoding="utf-8").split("---\n")[1])
    assert hashlib.sha256((DATA / "gold" / folder / name).read_bytes()).hexdigest() == header["sha256"]


def test_scare_quotes_are_told_from_citations_titles_and_terms():
    found = score_scares(DATA / "gold" / "scare" / "quotations.jsonl")
    # the floors of the work order, 85 and 75 of a hundred; 100 and 82 when this was written
    assert found["scare_quote.precision"]["value"] >= 0.85
    assert found["scare_quote.recall"]["value"] >= 0.75
