"""Shared by the unit tests: small coding models, trained once."""

import numpy as np
import pytest
from coded_passages import write_gold

from parley.code.coding_model import N_EVIDENCE
from parley.find.layers import read_weights, write_weights
from parley.run.train_coding import train_coding


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that need a trained model are slow: `make fast` leaves them out."""
    for item in items:
        if not {"trained", "coder", "bold_coder", "any_coder"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


def _with_trust(weights, path, *trust):
    arrays = read_weights(weights)
    packed = {name: 127 for name in arrays if name.startswith("embed")}
    own = np.array([*trust, *[0.0] * (N_EVIDENCE - len(trust))])
    write_weights(path, arrays | {"trust": own}, packed=packed)
    return path


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """The weights of a coding model that has learnt a handful of sentences by heart."""
    folder = tmp_path_factory.mktemp("trained")
    return train_coding(write_gold(folder / "gold"), folder / "coding.npz", rounds=120)[0]


@pytest.fixture(scope="session")
def coder(trained, tmp_path_factory):
    """The same, as sure of a draft as its passage is: so few sentences do not teach how sure to be."""
    return _with_trust(trained, tmp_path_factory.mktemp("coder") / "coding.npz", 0, 1)


@pytest.fixture(scope="session")
def bold_coder(tmp_path_factory):
    """A model that has learnt next to nothing and drafts rows of every kind nearly everywhere."""
    folder = tmp_path_factory.mktemp("bold")
    weights = train_coding(write_gold(folder / "gold"), folder / "coding.npz", rounds=60)[0]
    return _with_trust(weights, folder / "coding.npz", 9)


@pytest.fixture(params=["coder", "bold_coder"])
def any_coder(request):
    """Each of the two."""
    return request.getfixturevalue(request.param)
