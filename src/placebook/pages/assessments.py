"""The pages of assessments: what was asked and answered, what follows, what is not known, and what would be next."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.decide.assessed import HeldAssessment, earlier
from placebook.decide.status import statuses
from placebook.pages.assessment import AssessmentPage, assessment_page
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment in the list. No levels are counted up."""

    id: str
    title: str
    about: str
    on: str
    reviewed: str
    outcomes: int
    known: int  # outcomes whose level the unknown cannot change
    invented: bool
    withdrawn: str


@dataclass(frozen=True, slots=True)
class AssessmentsPage:
    """Every public assessment of a site, the newest first."""

    title: str
    lines: tuple[AssessmentLine, ...]


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """What a second reviewer doubted, and the reply; '' while there is none."""

    outcome: str
    by: str
    on: str
    says: str
    reply: str


@dataclass(frozen=True, slots=True)
class PastLine:
    """An earlier assessment of the same: the level of each outcome then, in the order of the page. None: not known."""

    id: str
    on: str
    levels: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class PublicAssessment:
    """One assessment in public: what `placebook assess` says of it, with all challenges and earlier dates."""

    id: str
    page: AssessmentPage
    levels: tuple[str, ...]  # titles, the lowest first
    peers: int
    challenges: tuple[ChallengeLine, ...]
    past: tuple[PastLine, ...]  # the oldest first
    invented: bool
    withdrawn: str
    withdrawn_on: str


def assessments_page(shelf: Shelf) -> AssessmentsPage:
    """The list."""
    shown = (one for one in shelf.assessments if one.public)
    newest_first = sorted(shown, key=lambda one: (one.assessment.on, one.id), reverse=True)
    return AssessmentsPage(shelf.title, tuple(_line(one) for one in newest_first))


def _line(held: HeldAssessment) -> AssessmentLine:
    one = held.assessment
    found = statuses(held.questions, one)
    return AssessmentLine(
        id=held.id,
        title=held.questions.title,
        about=one.about,
        on=one.on,
        reviewed=one.reviewed_by,
        outcomes=len(found),
        known=sum(each.level is not None for each in found),
        invented=held.invented,
        withdrawn=one.withdrawn,
    )


def public_assessment(shelf: Shelf, name: str) -> PublicAssessment | None:
    """One public assessment by its name; None where there is none, or where it is not public."""
    held = next((one for one in shelf.assessments if one.id == name and one.public), None)
    return None if held is None else said_of(held, [one for one in shelf.assessments if one.public])


def said_of(held: HeldAssessment, others: list[HeldAssessment]) -> PublicAssessment:
    """All that is said of an assessment, among others of the same book."""
    before = earlier(others, held)
    last = before[-1].assessment if before else None
    return PublicAssessment(
        id=held.id,
        page=assessment_page(held.questions, held.assessment, held.profile, last, held.peers),
        levels=tuple(held.questions.levels.values()),
        peers=len(held.peers),
        challenges=_challenges(held),
        past=tuple(PastLine(one.id, one.assessment.on, _levels(one)) for one in before),
        invented=held.invented,
        withdrawn=held.assessment.withdrawn,
        withdrawn_on=held.assessment.withdrawn_on,
    )


def _challenges(held: HeldAssessment) -> tuple[ChallengeLine, ...]:
    titles = {one.id: one.title for one in held.questions.outcomes}
    return tuple(
        ChallengeLine(titles[one.outcome], each.by, each.on, each.says, each.reply)
        for one in held.assessment.outcomes
        for each in one.challenges
    )


def _levels(held: HeldAssessment) -> tuple[str | None, ...]:
    levels = held.questions.levels
    return tuple(None if one.level is None else levels[one.level] for one in statuses(held.questions, held.assessment))
