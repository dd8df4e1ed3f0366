"""Whether a weakness was tested lately enough, seen from the date of the assessment and not from today."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.types import Assessment, QuestionSet


@dataclass(frozen=True, slots=True)
class Tested:
    """When an outcome was last tested. `due` is None where no date is known."""

    outcome: str
    last_tested: str
    due: bool | None


def last_tests(questions: QuestionSet, assessment: Assessment) -> tuple[Tested, ...]:
    """For each outcome of a set that asks for tests: when the last was, and whether another was due at the date.

    Months are counted as a calendar does: from 31 August, six months end with 28 February, the last day there is.
    """
    if questions.test_again_after_months is None:
        return ()
    given = {one.outcome: one.last_tested for one in assessment.outcomes}
    months = questions.test_again_after_months
    return tuple(
        Tested(each.id, given.get(each.id, ""), _due(given.get(each.id, ""), months, assessment.on))
        for each in questions.outcomes
    )


def _due(tested: str, months: int, on: str) -> bool | None:
    """Dates are ISO text, which sorts as dates do. A day past the end of its month sorts before the next month."""
    if not (tested and on):
        return None
    year, month = divmod(int(tested[:4]) * 12 + int(tested[5:7]) - 1 + months, 12)
    return on > f"{year:04d}-{month + 1:02d}-{tested[8:10]}"
