"""What is wrong with an assessment: names that lead nowhere, a review by the one who answered, dates out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from placebook.decide.status import UNKNOWN
from placebook.types import Assessment, OutcomeAnswer, QuestionSet, State


def assessment_faults(questions: QuestionSet, assessment: Assessment) -> Iterator[str]:
    """One sentence for each fault; nothing when the answers fit the question set."""
    if (assessment.set, assessment.version) != (questions.id, questions.version):
        yield (
            f"the answers are to {assessment.set} version {assessment.version}, "
            f"not to {questions.id} version {questions.version}; name the set they belong to"
        )
        return
    yield from _review_faults(assessment)
    for name, count in Counter(one.outcome for one in assessment.outcomes).items():
        if count > 1:
            yield f"outcome {name!r} is answered {count} times; keep one"
    for one in assessment.outcomes:
        yield from _answer_faults(questions, assessment, one)


def _review_faults(assessment: Assessment) -> Iterator[str]:
    if assessment.reviewed_by and assessment.reviewed_by.casefold() == assessment.by.casefold():
        yield f"{assessment.by!r} both answered and reviewed; somebody else must review"
    if bool(assessment.reviewed_by) != bool(assessment.reviewed_on):
        yield "a review needs both 'reviewed_by' and 'reviewed_on'; write both or neither"
    if assessment.reviewed_on and assessment.reviewed_on < assessment.on:
        yield f"reviewed on {assessment.reviewed_on}, before the answers of {assessment.on}; mend one date"


def _answer_faults(questions: QuestionSet, assessment: Assessment, one: OutcomeAnswer) -> Iterator[str]:
    outcome = next((each for each in questions.outcomes if each.id == one.outcome), None)
    if outcome is None:
        known = ", ".join(each.id for each in questions.outcomes)
        yield f"{questions.id} has no outcome {one.outcome!r}; it has {known}"
        return
    known_statements = {each.id for each in outcome.statements}
    for name, said in one.answers.items():
        if name not in known_statements:
            has = ", ".join(each.id for each in outcome.statements) or "none"
            yield f"outcome {one.outcome!r} has no statement {name!r}; it has {has}"
        if isinstance(said, State) and said not in UNKNOWN:
            yield f"{one.outcome} {name}: {said.value!r} is no answer; write yes, no or {', '.join(UNKNOWN)}"
    if one.target and one.target not in questions.levels:
        yield f"{one.outcome}: no level is called {one.target!r}; the levels are {', '.join(questions.levels)}"
    if assessment.on and one.last_tested > assessment.on:
        yield f"{one.outcome}: last tested on {one.last_tested}, after the answers of {assessment.on}; mend one date"
    for challenge in one.challenges:
        if challenge.by.casefold() == assessment.by.casefold():
            yield f"{one.outcome}: {challenge.by!r} challenges an answer of their own; somebody else must"
