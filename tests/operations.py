"""Counting work instead of timing it: the same on every machine, however busy."""

import sys
from collections.abc import Callable
from typing import Any


def count_operations(work: Callable[[], Any]) -> int:
    """Return how many calls (of Python and of C functions) a piece of work makes."""
    n_calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal n_calls
        n_calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return n_calls


def assert_linear(work: Callable[[int], Callable[[], Any]], short: int, long: int) -> None:
    """Fail if the work on the long input takes more than twice its share of calls; a square takes many times that.

    `work(size)` makes the input and returns what is to be counted. What C code does inside one call is not
    counted: the limit of pytest-timeout stops a call that never ends.
    """
    work(short)()  # caches that fill once are not counted
    small, large = count_operations(work(short)), count_operations(work(long))
    assert large < 2 * (long / short) * max(small, 500), f"{small} calls for {short}, {large} for {long}"
