"""Whether each outcome reaches what a profile wants of it. There is no share of outcomes met: each stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placebook.decide.rules import rank
from placebook.decide.status import OutcomeStatus
from placebook.types import Profile, QuestionSet


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One outcome beside what a profile wants. `met` is None where the answers do not settle it."""

    outcome: str
    needs: str
    level: str | None
    met: bool | None


def profile_lines(questions: QuestionSet, profile: Profile, found: Sequence[OutcomeStatus]) -> tuple[ProfileLine, ...]:
    """For every outcome that the profile names: met, not met, or not known.

    Met when even the lowest level still possible is high enough; not met when even the highest is too low.
    """
    return tuple(
        ProfileLine(one.outcome, profile.needs[one.outcome], one.level, _met(questions, profile, one))
        for one in found
        if one.outcome in profile.needs
    )


def _met(questions: QuestionSet, profile: Profile, one: OutcomeStatus) -> bool | None:
    wanted = rank(questions, profile.needs[one.outcome])
    enough = {rank(questions, level) >= wanted for level in one.possible}
    return enough.pop() if len(enough) == 1 else None
