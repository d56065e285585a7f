"""The layers of our small networks, in plain numpy, forward only (training stands in `run/learning.py`).

A batch is one flat run of places, with gaps of zeros between its sequences, so that no window reaches from
one sequence into the next. All numbers are float32; weights on disk are int8 with one scale a row.
"""

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from parley.errors import InputError

Weights = Mapping[str, np.ndarray]


def hash_word(text: str) -> int:
    """Return a number for a word or feature that is the same on every machine (CRC-32).

    >>> hash_word("said")
    4013622486
    """
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def convolve(places: np.ndarray, weight: np.ndarray, bias: np.ndarray, reach: Sequence[int]) -> np.ndarray:
    """Return for each place the weighted sum of the places at the distances `reach`, plus a bias.

    `weight` stacks one matrix a distance; places beyond either end count as zero.

    >>> ones = np.ones((3, 1), dtype=np.float32)
    >>> convolve(ones, np.ones((3, 1), dtype=np.float32), np.zeros(1, dtype=np.float32), (-1, 0, 1))[:, 0].tolist()
    [2.0, 3.0, 2.0]
    """
    width, size = places.shape[1], len(places)
    parts = {step: weight[at * width : (at + 1) * width] for at, step in enumerate(reach)}
    total = places @ parts.pop(0) + bias
    for step, part in parts.items():
        if step > 0:
            total[: max(0, size - step)] += places[step:] @ part
        else:
            total[-step:] += places[: max(0, size + step)] @ part
    return total


def relu(values: np.ndarray) -> np.ndarray:
    """Return the values with everything below zero made zero."""
    return np.maximum(values, 0)


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Return the logarithms of the probabilities that scores stand for, along the last axis."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))


def pack_rows(table: np.ndarray, levels: int = 127) -> tuple[np.ndarray, np.ndarray]:
    """Return a table as int8 and one float16 scale a row: a quarter of the size, and less with fewer `levels`.

    >>> small, scale = pack_rows(np.array([[0.5, -1.0]], dtype=np.float32))
    >>> small.tolist(), unpack_rows(small, scale).round(2).tolist()
    ([[64, -127]], [[0.5, -1.0]])
    """
    scale = (np.abs(table).max(axis=1) / levels).astype(np.float16)
    safe = np.maximum(scale.astype(np.float32), 1e-8)[:, None]
    return np.clip(np.rint(table / safe), -levels, levels).astype(np.int8), scale


def unpack_rows(small: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return the float32 table that `pack_rows` made small."""
    return small.astype(np.float32) * scale.astype(np.float32)[:, None]


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Return the arrays of a weights file (npz, no pickle), tables unpacked to float32.

    Raises:
        InputError: the file is missing or no weights file.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError) as error:
        remedy = "fetch it again, train it with `parley train`, or run with --coder rules"
        raise InputError(path, found=str(error), expected="a weights file", remedy=remedy) from error
    weights = {}
    for name, array in arrays.items():
        if name.endswith(".scale"):
            continue
        scale = arrays.get(f"{name}.scale")
        if scale is not None:
            array = unpack_rows(array, scale)
        weights[name] = array.astype(np.float32) if array.dtype == np.float16 else array
    return weights


def write_weights(path: Path, weights: Weights, packed: Mapping[str, int]) -> None:
    """Write arrays as npz, the same bytes for the same numbers: tables as int8, other floats as float16.

    `packed` gives each table its levels either side of nought, 127 at most.
    """
    arrays: dict[str, Any] = {}
    for name in sorted(weights):
        array = weights[name]
        if name in packed:
            arrays[name], arrays[f"{name}.scale"] = pack_rows(array, packed[name])
        else:
            arrays[name] = array.astype(np.float16) if array.dtype.kind == "f" else array
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def deepen(states: np.ndarray, weights: Weights, names: Mapping[str, int], mask: np.ndarray) -> np.ndarray:
    """Return states after layers that each add what they see: `names` gives every layer how far it reaches."""
    for name, step in names.items():
        made = convolve(states, weights[f"{name}.w"], weights[f"{name}.b"], (-step, 0, step))
        np.maximum(made, 0, out=made)  # in place: at this size a fresh array costs as much as the sum
        made *= mask
        made += states
        states = made
    return states
