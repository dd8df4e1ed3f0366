"""What is missing for the next level: the fewest statements to make true, to end, or first to find out about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from placebook.decide.rules import rank, warns
from placebook.decide.status import OutcomeStatus, status
from placebook.types import Assessment, Outcome, OutcomeAnswer, QuestionSet, Statement


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What would bring one outcome to `towards`, who owns it and by when. '' where nobody has said."""

    outcome: str
    now: str | None
    towards: str
    to_do: tuple[str, ...]  # statements that do not hold and must
    to_end: tuple[str, ...]  # warnings that hold and must not
    to_find_out: tuple[str, ...]  # statements not known that must be answered, and in the right way
    owner: str
    target_date: str


def improvement_plan(questions: QuestionSet, assessment: Assessment) -> tuple[PlanLine, ...]:
    """One line for every outcome below the highest level, in the order of the set.

    It leads to the target that the answer names, where that is higher than the level now; else to the next level.
    """
    given = {one.outcome: one for one in assessment.outcomes}
    lines = (_line(questions, each, given.get(each.id, OutcomeAnswer(each.id))) for each in questions.outcomes)
    return tuple(line for line in lines if line is not None)


def _line(questions: QuestionSet, outcome: Outcome, given: OutcomeAnswer) -> PlanLine | None:
    now = status(questions, outcome, given)
    towards = _aim(questions, now, given)
    if towards is None:
        return None
    wrong = _fewest(questions, outcome, given, towards)
    if wrong:
        towards = _after(questions, outcome, given, wrong)  # ending a warning may lead further than one level
    sorts: dict[str, list[str]] = {"to_do": [], "to_end": [], "to_find_out": []}
    for one in wrong:
        known = isinstance(given.answers.get(one.id), bool)
        sort = "to_find_out" if not known else "to_end" if warns(questions, one.level) else "to_do"
        sorts[sort].append(one.id)
    changes = {name: tuple(ids) for name, ids in sorts.items()}
    return PlanLine(
        outcome.id,
        now.level,
        towards,
        changes["to_do"],
        changes["to_end"],
        changes["to_find_out"],
        given.owner,
        given.target_date,
    )


def _aim(questions: QuestionSet, now: OutcomeStatus, given: OutcomeAnswer) -> str | None:
    """The level to lead to: the target, or the one above what is sure now. None at the top, or with no statements."""
    levels = list(questions.levels)
    if not now.possible or levels.index(now.possible[0]) == len(levels) - 1:
        return None
    sure = rank(questions, now.possible[0])
    if given.target and rank(questions, given.target) > sure:
        return given.target
    return levels[sure + 1]


def _fewest(questions: QuestionSet, outcome: Outcome, given: OutcomeAnswer, towards: str) -> tuple[Statement, ...]:
    """The statements to set right so that the level is sure. Whole levels are tried, fewest statements first."""
    ways = sorted(_ways(questions, outcome, given), key=len)
    return next((way for way in ways if _reaches(questions, outcome, given, way, towards)), ())


def _ways(questions: QuestionSet, outcome: Outcome, given: OutcomeAnswer) -> Iterator[tuple[Statement, ...]]:
    """What is wrong or unknown at any set of levels. Levels are set right whole: rules ask for none or all."""
    for count in range(len(questions.levels) + 1):
        for levels in combinations(questions.levels, count):
            yield tuple(
                one
                for one in outcome.statements
                if one.level in levels and given.answers.get(one.id) is not (not warns(questions, one.level))
            )


def _reaches(
    questions: QuestionSet, outcome: Outcome, given: OutcomeAnswer, way: tuple[Statement, ...], towards: str
) -> bool:
    return rank(questions, _after(questions, outcome, given, way)) >= rank(questions, towards)


def _after(questions: QuestionSet, outcome: Outcome, given: OutcomeAnswer, way: tuple[Statement, ...]) -> str:
    """The level that is sure once these statements are set right."""
    answers = {**given.answers, **{one.id: not warns(questions, one.level) for one in way}}
    return status(questions, outcome, OutcomeAnswer(outcome.id, answers)).possible[0]
