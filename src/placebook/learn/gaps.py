"""What areas need beside what adopted documents address: where a need is met by words, and where there is a gap.

A gap is a fact about what is held here. That nothing is held does not show that nothing is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ADOPTED, DRAFT, WITHDRAWN = "adopted", "draft", "withdrawn"


class Cover(StrEnum):
    """How what is held stands to one need of one area, in the order from best to least known."""

    COVERED = "covered"
    SUGGESTED = "suggested, not confirmed"
    STATUS_NOT_SAID = "status not said"
    DRAFT_ONLY = "in a draft only"
    GAP = "gap"
    NO_CLEAR_NEED = "no clear need"
    NOT_KNOWN = "need not known"


@dataclass(frozen=True, slots=True)
class Need:
    """Whether an area clearly needs something for a concept. `clear` is None where that cannot be known."""

    area: str
    part: str
    clear: bool | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Addressed:
    """One passage or case that speaks to a concept. `person` is False where only a method has suggested it.

    `areas` are those that it speaks for; a document of a council speaks for all within it. `status` is that of its
    document: adopted, draft, withdrawn, or '' where nobody said.
    """

    id: str
    title: str
    concept: str
    areas: tuple[str, ...]
    status: str
    person: bool


@dataclass(frozen=True, slots=True)
class GapCell:
    """One need of one area, and what is held for it. `by` are what made it so, by their ids."""

    area: str
    part: str
    cover: Cover
    because: str
    by: tuple[str, ...] = ()


def gap_map(
    needs: Sequence[Need],
    addressed: Iterable[Addressed],
    reached: Mapping[str, frozenset[str]],
    within: Mapping[str, tuple[str, ...]],
) -> tuple[GapCell, ...]:
    """What is held for each need, one cell each, in the order of the needs.

    Why: councils write strategies about what they write strategies about, and need what they need; set side by side,
    the two show where nothing speaks to a need.

    A need is covered where a passage or case that a person coded speaks to it, for the area or one that it lies in, in
    an adopted document. A draft is no plan. A suggestion covers nothing. What is withdrawn counts for nothing.

    Parameters
    ----------
    needs : one for each area and part
    addressed : what is held
    reached : for each part, the concepts that speak to it
    within : for each area, its own code and those of the areas that it lies in

    Returns
    -------
    one cell for each need
    """
    held = [one for one in addressed if one.status != WITHDRAWN]
    return tuple(
        _cell(need, held, reached.get(need.part, frozenset()), within.get(need.area, (need.area,))) for need in needs
    )


def _cell(need: Need, held: Sequence[Addressed], concepts: frozenset[str], places: tuple[str, ...]) -> GapCell:
    if need.clear is None:
        return GapCell(need.area, need.part, Cover.NOT_KNOWN, need.because)
    if not need.clear:
        return GapCell(need.area, need.part, Cover.NO_CLEAR_NEED, need.because)
    speaks = [one for one in held if one.concept in concepts and set(one.areas) & set(places)]
    for cover in (Cover.COVERED, Cover.SUGGESTED, Cover.STATUS_NOT_SAID, Cover.DRAFT_ONLY):
        by = tuple(dict.fromkeys(one.id for one in speaks if _gives(one) is cover))
        if by:
            return GapCell(need.area, need.part, cover, need.because, by)
    return GapCell(need.area, need.part, Cover.GAP, need.because)


def _gives(one: Addressed) -> Cover:
    """What one passage or case by itself makes of a need that it speaks to."""
    if one.status == DRAFT:
        return Cover.DRAFT_ONLY
    if not one.person:
        return Cover.SUGGESTED
    return Cover.COVERED if one.status == ADOPTED else Cover.STATUS_NOT_SAID
