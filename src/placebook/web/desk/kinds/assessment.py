"""Assessments at the desk: a question set, an outcome a page, a second reviewer's challenge, and what would be next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from placebook.book import yaml
from placebook.book.assessment_files import FOLDER, assessment_of
from placebook.book.question_sets import shipped_question_sets
from placebook.decide.assessed import HeldAssessment
from placebook.pages.assessment import OutcomeLine, assessment_page
from placebook.pages.forms import CHOICE, DATE, LINE, LINES, LIST, TEXT, Body, Field, Step
from placebook.pages.shelf import Shelf
from placebook.types import ContentError, Outcome, QuestionSet
from placebook.web.desk.kinds import Kind
from placebook.web.desk.kinds.parts import NAMED, NOT_ANSWERED, UNKNOWN, YES_NO, faults_of, in_order

_FIRST = ("assessment", "set", "version", "about", "by", "date", "public", "reviewed", "profile", "peers", "outcomes")
_CHALLENGE = (
    Field("by", "Which role or team doubts it?", LINE, required=True),
    Field("date", "On which day?", DATE, required=True),
    Field("says", "What is doubted?", TEXT, required=True),
    Field("reply", "The reply", TEXT),
)


def starts(name: str, title: str) -> Body:
    """An assessment of a body or a system that has no answers yet."""
    return {"assessment": name, "about": title}


def _sets(shelf: Shelf) -> Mapping[str, QuestionSet]:
    """The sets that come with Placebook, and those of the book's own that an assessment uses."""
    return {**{one.questions.id: one.questions for one in shelf.assessments}, **shipped_question_sets()}


def steps(body: Body, shelf: Shelf) -> tuple[Step, ...]:
    """The set and whom it is about; then one page for each outcome of the set; then review and what follows."""
    sets = _sets(shelf)
    questions = sets.get(str(body.get("set", "")))
    if questions is None:
        return (_about(sets, None),)
    outcomes = (_outcome(questions, one) for one in questions.outcomes)
    return (_about(sets, questions), *outcomes, _review(), _next(body, sets))


def _about(sets: Mapping[str, QuestionSet], chosen: QuestionSet | None) -> Step:
    fields = (
        Field("set", "Which question set?", CHOICE, "", tuple((name, one.title) for name, one in sets.items()), True),
        Field("about", "About which body or system?", required=True),
        Field("by", "Which team answers?", LINE, "A team or a role, not a person’s name.", required=True),
        Field("date", "On which day?", DATE, required=True),
        Field("public", "May it stand on the public site?", CHOICE, "Weaknesses are of use to attackers.", YES_NO),
    )
    says = (chosen.says, f"It does not say: {chosen.does_not_say}") if chosen else ()
    return Step("about", "The questions", fields, says)


def _outcome(questions: QuestionSet, outcome: Outcome) -> Step:
    at = f"outcomes/{outcome.id}"
    answers = (*YES_NO, *UNKNOWN, NOT_ANSWERED)
    fields = [Field(f"{at}/answers/{one.id}", one.says, CHOICE, "", answers) for one in outcome.statements]
    fields.append(Field(f"{at}/evidence", "What shows it?", LINES, "One on each line."))
    fields.append(Field(f"{at}/owner", "Who owns it?", LINE, "A team or a role."))
    if outcome.statements:
        fields.append(Field(f"{at}/target", "Which level do you aim at?", CHOICE, "", tuple(questions.levels.items())))
        fields.append(Field(f"{at}/target_date", "By which day?", DATE))
    if questions.test_again_after_months is not None:
        fields.append(Field(f"{at}/last_tested", "When was it last tested?", DATE))
    fields.append(Field(f"{at}/comment", "Anything else?", TEXT))
    fields.append(Field(f"{at}/challenges", "Doubt", LIST, "For whoever checks the answers.", fields=_CHALLENGE))
    says = (outcome.asks, outcome.gap, *(f"To think with: {one}" for one in outcome.prompts))
    return Step(outcome.id, outcome.title, tuple(fields), tuple(one for one in says if one))


def _review() -> Step:
    fields = (
        Field("reviewed/by", "Which role or team has looked through it?", LINE, "Not the team that answered."),
        Field("reviewed/date", "On which day?", DATE),
    )
    return Step("review", "A second look", fields, ("Somebody else looks through the answers.",))


def _next(body: Body, sets: Mapping[str, QuestionSet]) -> Step:
    """What the answers come to so far, and what would be next: nothing to fill in."""
    try:
        held = _held(yaml.mapping_of(dict(body), NAMED), body, sets)
    except ContentError:
        return Step(
            "next", "What would be next", (), ("Answer whom it is about, which team and when, and mend what is wrong.",)
        )
    page = assessment_page(held.questions, held.assessment, held.profile)
    return Step("next", "What would be next", (), tuple(words for one in page.lines for words in _planned(one)))


def _planned(line: OutcomeLine) -> Iterator[str]:
    level = line.level or f"{line.state}; may be {' or '.join(line.possible) or 'no level'}"
    yield f"{line.title}: {level}." + (f" Towards {line.towards}:" if line.towards else "")
    who = f"{line.owner or 'no owner'}, by {line.target_date or 'no date'}"
    for what, said in (("end", line.to_end), ("do", line.to_do), ("find out", line.to_find_out)):
        yield from (f"To {what} ({who}): {one}" for one in said)


def faults(body: Body, shelf: Shelf) -> tuple[str, ...]:
    """What cannot be right. What is not answered is no fault: the page says what is not known."""
    sets = _sets(shelf)
    return tuple(faults_of(body, lambda said: _held(said, body, sets), steps(body, shelf)))


def _held(said: yaml.Mapping, body: Body, sets: Mapping[str, QuestionSet]) -> HeldAssessment:
    peers = Path(settings.BOOK) / FOLDER / "peers"
    return assessment_of(said, str(body.get("assessment", "")), sets, peers)


KIND = Kind(
    name="assessment",
    title="Assessment",
    plural="Assessments",
    says="Answers to a question set, outcome by outcome: what is so, what is not known, and what would be next.",
    folder=FOLDER,
    starts=starts,
    steps=steps,
    faults=faults,
    text=in_order(*_FIRST),
    page=lambda name: f"assessments/{name}.html",
)
