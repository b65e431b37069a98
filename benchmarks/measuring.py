"""Figures of many measurements."""

from collections.abc import Callable, Sequence
from statistics import quantiles
from time import perf_counter


def percentile(values: Sequence[float], part: int) -> float:
    """The value under which this part of a hundred lies."""
    return quantiles(values, n=100, method="inclusive")[part - 1]


def in_turn(ways: dict[str, Callable[[], object]], rounds: int, warming: int = 3) -> dict[str, list[float]]:
    """Seconds of each way, called in turn; the first rounds do not count."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(-warming, rounds):
        for name, way in ways.items():
            begun = perf_counter()
            way()
            if number >= 0:
                taken[name].append(perf_counter() - begun)
    return taken
