"""What a research centre did, by its five functions, and which needs nothing has answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.types import LogEntry

FUNCTION_OF = {
    "need": "identify",
    "call": "convene",
    "synthesis": "convene",
    "output": "communicate",
    "use": "advance",
    "promotion": "advocate",
}
FUNCTIONS = tuple(dict.fromkeys(FUNCTION_OF.values()))


@dataclass(frozen=True, slots=True)
class FunctionWork:
    """What was logged for one function, newest first, with how many there are of each of its kinds."""

    function: str
    counts: tuple[tuple[str, int], ...]
    entries: tuple[LogEntry, ...]


def work_of_functions(log: Sequence[LogEntry]) -> tuple[FunctionWork, ...]:
    """What each of the five functions did. A function for which nothing is logged stands there too, with noughts."""
    ordered = sorted(log, key=lambda one: one.id)
    ordered.sort(key=lambda one: one.day, reverse=True)
    return tuple(_work(function, ordered) for function in FUNCTIONS)


def _work(function: str, log: Sequence[LogEntry]) -> FunctionWork:
    kinds = [kind for kind, whose in FUNCTION_OF.items() if whose == function]
    counts = tuple((kind, sum(one.kind == kind for one in log)) for kind in kinds)
    return FunctionWork(function, counts, tuple(one for one in log if one.kind in kinds))


def unanswered(log: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
    """The needs that no synthesis, output or use has grown out of, directly or by way of others; oldest first."""
    by_id = {one.id: one for one in log}
    answered: set[str] = set()
    for one in log:
        if one.kind in {"synthesis", "output", "use"}:
            answered |= _before(one, by_id)
    needs = [one for one in log if one.kind == "need" and one.id not in answered]
    return tuple(sorted(needs, key=lambda one: (one.day, one.id)))


def _before(one: LogEntry, by_id: dict[str, LogEntry]) -> set[str]:
    found: set[str] = set()
    waiting = list(one.follows)
    while waiting:
        name = waiting.pop()
        if name not in found and name in by_id:
            found.add(name)
            waiting += by_id[name].follows
    return found
