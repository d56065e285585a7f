"""Shared by the unit tests: small coding models, trained once."""

import json

import numpy as np
import pytest
from coded_passages import write_gold

from parley.find.layers import read_weights, write_weights
from parley.run.train_coding import train_coding


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that need a trained model are slow: `make fast` leaves them out."""
    for item in items:
        if not {"trained", "coder", "bold_coder", "any_coder"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


def _with_floor(weights, path, floor):
    arrays = read_weights(weights)
    head = json.loads(str(arrays["head"]))
    head["floors"] = dict.fromkeys(head["floors"], floor)
    packed = {name: 127 for name in arrays if name.startswith("embed")}
    write_weights(path, arrays | {"head": np.array(json.dumps(head))}, packed=packed)
    return path


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """The weights of a coding model that has learnt a handful of sentences by heart."""
    folder = tmp_path_factory.mktemp("trained")
    return train_coding(write_gold(folder / "gold"), folder / "coding.npz", rounds=120)[0]


@pytest.fixture(scope="session")
def coder(trained, tmp_path_factory):
    """The same, with one floor for all kinds: of so few sentences none is left to choose floors on."""
    return _with_floor(trained, tmp_path_factory.mktemp("coder") / "coding.npz", 0.3)


@pytest.fixture(scope="session")
def bold_coder(tmp_path_factory):
    """A model that has learnt next to nothing and drafts rows of every kind nearly everywhere."""
    folder = tmp_path_factory.mktemp("bold")
    weights = train_coding(write_gold(folder / "gold"), folder / "coding.npz", rounds=60)[0]
    return _with_floor(weights, folder / "coding.npz", 0.1)


@pytest.fixture(params=["coder", "bold_coder"])
def any_coder(request):
    """Each of the two."""
    return request.getfixturevalue(request.param)
