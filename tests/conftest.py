"""Shared by all tests: a cache of our own, and the tiny corpus built once."""

import os

import matplotlib
import pytest
from hypothesis import settings

matplotlib.use("Agg")
settings.register_profile("parley", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("parley")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Tests never read rows that another state of the code left in the project's cache."""
    os.environ["PARLEY_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def tiny():
    """The tables of the tiny corpus, coded by rules."""
    from parley.run.build import build

    return build("data/corpus/tiny", "ukraine-russia", coder="rules")
