"""Assessments as a place book holds them: with their question set, chosen peers, and the ones before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.types import Assessment, Profile, QuestionSet


@dataclass(frozen=True, slots=True)
class HeldAssessment:
    """One assessment under its name. It is public only where it says so: weaknesses are of use to attackers."""

    id: str
    assessment: Assessment
    questions: QuestionSet
    profile: Profile | None = None
    peers: tuple[Assessment, ...] = ()
    public: bool = False
    invented: bool = False  # an example, about no real body


def earlier(held: Sequence[HeldAssessment], one: HeldAssessment) -> tuple[HeldAssessment, ...]:
    """Assessments of the same body by the same set and version, earlier and not withdrawn, the oldest first."""
    stand = (each for each in held if not each.assessment.withdrawn)
    same = (each for each in stand if _key(each) == _key(one) and each.assessment.on < one.assessment.on)
    return tuple(sorted(same, key=lambda each: each.assessment.on))


def _key(held: HeldAssessment) -> tuple[str, str, str]:
    return held.assessment.set, held.assessment.version, held.assessment.about
