"""Who codes which passage: evenly shared, some of them by two people who do not see each other's codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

TWICE = 0.2  # the share of passages that two people code
RUN = 20  # passages in a row, of which the share that is coded twice is drawn


@dataclass(frozen=True, slots=True)
class Task:
    """One passage for one person. `twice` says that another person codes it too, and neither sees the other's codes."""

    passage: str
    coder: str
    twice: bool


def assign(
    passages: Sequence[str], coders: Sequence[str], share: float = TWICE, seed: int = 1, before: Sequence[Task] = ()
) -> tuple[Task, ...]:
    """Share passages out among coders, a declared share of them to two people each.

    Why: whether a code can be trusted is only known where two people put it, or not, without seeing each other's. Who
    gets which passage must not be theirs to choose, and must not change while they work.

    Of every 20 passages in a row, 20 * share are drawn to be coded twice (where that is no whole number, the count
    over all rows before is kept to it). A passage goes to whoever has the fewest so far; a second coder is, of those
    with the fewest, the one who has worked least with the first. Ties are drawn. Each passage depends only on those
    before it, so passages that are added at the end change nothing.

    Parameters
    ----------
    passages : ids, in the order in which they came in
    coders : names; at least one, and two where share is above 0
    share : of passages to be coded twice, 0 to 1
    seed : of the draws; the same seed gives the same tasks
    before : tasks that were given out already and stand as they are, whoever codes now

    Returns
    -------
    Tasks in the order of passages: one for each passage, two where it is coded twice

    Raises
    ------
    ValueError : a share outside 0 to 1, no coder, one coder where two are needed, or a name or id that stands twice
    """
    _check(passages, coders, share)
    given: dict[str, list[Task]] = {}
    for task in before:
        given.setdefault(task.passage, []).append(task)
    load = Counter(task.coder for task in before)
    together = Counter(frozenset(task.coder for task in tasks) for tasks in given.values() if len(tasks) > 1)
    made: list[Task] = []
    for place, passage in enumerate(passages):
        if passage not in given:
            twice = _is_drawn(place, share, seed)
            people = _people(passage, coders, 2 if twice else 1, load, together, seed)
            given[passage] = [Task(passage, coder, twice) for coder in people]
        made += given[passage]
    return tuple(made)


def _check(passages: Sequence[str], coders: Sequence[str], share: float) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"a share from 0 to 1 is wanted, not {share:g}")
    if len(coders) < (2 if share else 1):
        raise ValueError(f"{len(coders)} coders cannot code {share:.0%} of passages twice; name two or more")
    for what, names in (("coder", coders), ("passage", passages)):
        doubled = [name for name, count in Counter(names).items() if count > 1]
        if doubled:
            raise ValueError(f"the {what} {doubled[0]} stands twice; name each once")


def _is_drawn(place: int, share: float, seed: int) -> bool:
    """Whether the passage at a place is coded twice: the lowest drawn of its row of 20 are."""
    row, mine = divmod(place, RUN)
    wanted = int((row + 1) * RUN * share + 1e-9) - int(row * RUN * share + 1e-9)
    return mine in _order(row, seed)[:wanted]


@lru_cache(maxsize=4_096)
def _order(row: int, seed: int) -> tuple[int, ...]:
    return tuple(sorted(range(RUN), key=lambda at: _drawn(seed, "row", row, at)))


def _people(
    passage: str,
    coders: Sequence[str],
    wanted: int,
    load: Counter[str],
    together: Counter[frozenset[str]],
    seed: int,
) -> list[str]:
    """The next one or two coders, added to what they have."""
    first = min(coders, key=lambda coder: (load[coder], _drawn(seed, passage, coder)))
    load[first] += 1
    if wanted == 1:
        return [first]
    others = [coder for coder in coders if coder != first]
    second = min(
        others, key=lambda coder: (load[coder], together[frozenset({first, coder})], _drawn(seed, passage, coder))
    )
    load[second] += 1
    together[frozenset({first, second})] += 1
    return [first, second]


def _drawn(*what: object) -> bytes:
    """A draw that depends on what is named and on nothing else."""
    return blake2b(repr(what).encode(), digest_size=8).digest()


def tasks_of(tasks: Sequence[Task], coder: str) -> tuple[str, ...]:
    """The passages of one person, in order."""
    return tuple(task.passage for task in tasks if task.coder == coder)


def all_done(tasks: Sequence[Task], done: Collection[tuple[str, str]]) -> frozenset[str]:
    """The passages that everybody has finished who has to code them.

    Why: until both of a blind pair have finished, nobody but the coder may see what either put, lest the second be told
    of the first; and work that is half done counts for nothing.

    Parameters
    ----------
    tasks : of everybody
    done : pairs of passage and coder that are finished
    """
    waiting = {task.passage for task in tasks if (task.passage, task.coder) not in done}
    return frozenset(task.passage for task in tasks) - waiting


def drawn(passages: Sequence[str], count: int, seed: int = 1) -> tuple[str, ...]:
    """Some of many passages, each with the same chance, in the order in which they came in.

    Why: who codes only what they came across first, says nothing about the rest. The same seed draws the same passages,
    and a passage that is added later keeps its own chance.

    Parameters
    ----------
    passages : ids
    count : how many; all of them where there are fewer
    seed : of the draw
    """
    best = sorted(passages, key=lambda passage: (_drawn(seed, "sample", passage), passage))[: max(0, count)]
    chosen = frozenset(best)
    return tuple(passage for passage in passages if passage in chosen)
