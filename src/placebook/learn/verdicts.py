"""What people said of concepts on passages while they coded, and what of it goes into a file of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from placebook.learn.adjudicate import Adjudicated, Ruling, Settled, adjudicate
from placebook.learn.codings import NONE, Coding, by_passage
from placebook.types import PassageCode

ACCEPTED, ADDED, REJECTED, TAKEN_BACK = VERDICTS = ("accepted", "added", "rejected", "taken back")
PUT = frozenset({ACCEPTED, ADDED})


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of one concept on one passage: yes to a suggestion, no to it, a code of their own, or that
    what they said before no longer holds."""

    concept: str
    verdict: str

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"{self.verdict!r} is no verdict; there is: {', '.join(VERDICTS)}")


def standing(said: Iterable[Said]) -> dict[str, str]:
    """What holds of all that one person said of one passage: for each concept the last verdict, in the order in which
    concepts were first spoken of. What was taken back is gone, and comes last if it is said again."""
    found: dict[str, str] = {}
    for one in said:
        if one.verdict == TAKEN_BACK:
            found.pop(one.concept, None)
        else:
            found[one.concept] = one.verdict
    return found


def codes_of(codings: Sequence[Coding], rulings: Sequence[Ruling], framework: str) -> tuple[PassageCode, ...]:
    """Codings and rulings as the rows of a file of codes, from which `codings_of` and `rulings_of` make them again.

    A code that one put and another did not is in dispute, also once it is decided: then the row of the third person
    counts, and theirs are kept as the readings that they were. Who found nothing to fit has a row that says so.

    Parameters
    ----------
    codings : of passages that everybody has finished, each person once for each
    rulings : at most one for each concept on each passage
    framework : of the concepts

    Returns
    -------
    Rows in the order of passages: those of each coder, then those of who decided

    Raises
    ------
    ValueError : as `adjudicate`
    """
    lines: dict[str, list[Adjudicated]] = {}
    for line in adjudicate(codings, rulings):
        lines.setdefault(line.passage, []).append(line)
    return tuple(
        row
        for passage, each in by_passage(codings).items()
        for row in (
            *(row for one in each for row in _read(one, lines.get(passage, ()), framework)),
            *_ruled(lines.get(passage, ()), framework),
        )
    )


_STATUS = {Settled.AGREED: "agreed", Settled.IN_DISPUTE: "in dispute", Settled.DECIDED: "in dispute"}


def _read(one: Coding, lines: Sequence[Adjudicated], framework: str) -> Iterator[PassageCode]:
    status = {line.concept: _STATUS.get(line.state, "") for line in lines}
    for place, concept in enumerate(one.concepts or (NONE,)):
        yield PassageCode(
            passage=one.passage,
            concept=f"{framework}#{concept}",
            by=one.coder,
            date=one.day,
            version=one.version,
            role=one.role,
            status=status.get(concept, ""),
            memo="" if place else one.memo,
        )


def _ruled(lines: Sequence[Adjudicated], framework: str) -> Iterator[PassageCode]:
    for line in lines:
        if line.ruling is not None:
            status, rule = "decided" if line.ruling.belongs else "rejected", line.ruling
            yield PassageCode(
                passage=line.passage,
                concept=f"{framework}#{line.concept}",
                by=rule.by,
                date=rule.day,
                status=status,
                memo=rule.reason,
            )
