"""From two people's codings of one passage to one: what they agree on, what is in dispute, and what a third decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from placebook.learn.codings import RULED, Coding, by_passage
from placebook.types import PassageCode


class Settled(StrEnum):
    """How it stands with one concept on one passage."""

    AGREED = "agreed"  # everybody who coded the passage put it there
    IN_DISPUTE = "in dispute"  # some did and some did not
    DECIDED = "decided"  # a third person said whether it belongs there, and why
    CODED_ONCE = "coded once"  # only one person coded the passage


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a third person decided about one concept on one passage, and why."""

    passage: str
    concept: str
    belongs: bool
    by: str
    reason: str
    day: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise ValueError(f"a ruling on {self.concept} needs the name of who decided and a reason")


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """One concept on one passage after all that was said of it. `belongs` is None while it is in dispute."""

    passage: str
    concept: str
    state: Settled
    belongs: bool | None
    put_by: tuple[str, ...]
    left_out_by: tuple[str, ...]
    ruling: Ruling | None = None


def adjudicate(codings: Sequence[Coding], rulings: Sequence[Ruling] = ()) -> tuple[Adjudicated, ...]:
    """Put the codings of each passage together: one line for each concept that anybody put on it.

    Why: where two people differ, taking both codes or neither hides the doubt. A third person looks, decides, and
    says why; until then the code counts for nothing.

    A ruling on what is no longer in dispute is set aside: the people who coded have come to agree.

    Parameters
    ----------
    codings : of all passages, each person once for each
    rulings : at most one for each concept on each passage

    Returns
    -------
    Lines in the order of passages, and for each in the order in which concepts were put

    Raises
    ------
    ValueError : a person coded a passage twice; two rulings on the same; or a ruling by one of those who coded it
    """
    ruled: dict[tuple[str, str], Ruling] = {}
    for one in rulings:
        if (one.passage, one.concept) in ruled:
            raise ValueError(
                f"there are two rulings on {one.concept} of the passage {one.passage}; keep the one that holds"
            )
        ruled[one.passage, one.concept] = one
    return tuple(line for passage, each in by_passage(codings).items() for line in _lines(passage, each, ruled))


def _lines(passage: str, codings: Sequence[Coding], ruled: dict[tuple[str, str], Ruling]) -> Iterator[Adjudicated]:
    coders = [one.coder for one in codings]
    for concept in dict.fromkeys(concept for one in codings for concept in one.concepts):
        put = tuple(one.coder for one in codings if concept in one.concepts)
        out = tuple(coder for coder in coders if coder not in put)
        ruling = ruled.get((passage, concept))
        if ruling is not None and ruling.by in coders:
            raise ValueError(f"{ruling.by} coded the passage {passage}, so somebody else has to decide on {concept}")
        if len(coders) == 1:
            yield Adjudicated(passage, concept, Settled.CODED_ONCE, True, put, out)
        elif not out:
            yield Adjudicated(passage, concept, Settled.AGREED, True, put, out)
        elif ruling is None:
            yield Adjudicated(passage, concept, Settled.IN_DISPUTE, None, put, out)
        else:
            yield Adjudicated(passage, concept, Settled.DECIDED, ruling.belongs, put, out, ruling)


def disputes(lines: Sequence[Adjudicated]) -> tuple[Adjudicated, ...]:
    """What still waits for a third person."""
    return tuple(line for line in lines if line.state is Settled.IN_DISPUTE)


def rulings_of(codes: Iterable[PassageCode], framework: str) -> tuple[Ruling, ...]:
    """What third persons decided by one framework, from rows of one code each; the memo of a row is the reason."""
    return tuple(
        Ruling(code.passage, code.concept.partition("#")[2], code.status == "decided", code.by, code.memo, code.date)
        for code in codes
        if code.by and code.status in RULED and code.concept.startswith(f"{framework}#")
    )
