"""A decision as a wheel: a proposal, its options, and what each does to every factor, in the short and the long term.

Why: impacts that are first thought of when the report is written come too late to change anything, and a blank that is
taken for "no effect" hides what nobody has looked at. So every segment has a word for what is known, a reason, and,
where it is not known, one of the shared words for that. Segments are never added up: a good effect on one thing does
not make up for a bad one on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from placebook.types import NOTHING, Concept, Framework, State

AS_NOW = "as-now"  # the id of the option that every decision has
AS_NOW_TITLE = "Carry on as now"
SHORT, LONG = TERMS = ("short", "long")
TERM_WORDS: Mapping[str, str] = {SHORT: "short term", LONG: "long term"}
RISE, FALL, STAY = DIRECTIONS = ("rise", "fall", "stay the same")
RESTS_ON = EVIDENCE, JUDGEMENT = ("evidence", "judgement only")
MOST_EVIDENCE = 3  # pieces shown with one segment


class Sway(StrEnum):
    """Which way an option moves a factor, and how far: what a person judged. There is no number behind it."""

    LARGE_NEGATIVE = "large negative"
    SMALL_NEGATIVE = "small negative"
    SMALL_POSITIVE = "small positive"
    LARGE_POSITIVE = "large positive"
    MIXED = "mixed"


Effect = Sway | State
NOT_KNOWN = (State.EFFECT_UNKNOWN, State.NOT_ASKED, State.NOT_ANSWERED)  # none of them is "no effect"
EFFECTS: Mapping[str, Effect] = {
    str(one): one
    for one in (
        Sway.LARGE_NEGATIVE,
        Sway.SMALL_NEGATIVE,
        State.NO_EFFECT,
        Sway.SMALL_POSITIVE,
        Sway.LARGE_POSITIVE,
        Sway.MIXED,
        *NOT_KNOWN,
    )
}
GOOD = frozenset({Sway.SMALL_POSITIVE, Sway.LARGE_POSITIVE})
BAD = frozenset({Sway.SMALL_NEGATIVE, Sway.LARGE_NEGATIVE})
HARMS = BAD | {Sway.MIXED}  # what asks for a mitigation


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What is done about a harm, which team does it, and by which day."""

    what: str = ""
    owner: str = ""
    by: str = ""  # ISO date


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """One piece of evidence that an officer put beside a segment: a case study by its id, or a source in words."""

    case: str = ""
    source: str = ""  # what it is, by whom, of when
    page: str = ""
    address: str = ""
    says: str = ""  # what it says that bears on this segment


@dataclass(frozen=True, slots=True)
class Expectation:
    """How a figure is expected to move if the option is taken, and the day on which somebody looks."""

    indicator: str = ""
    direction: str = ""  # rise, fall, stay the same
    review_on: str = ""  # ISO date


@dataclass(frozen=True, slots=True)
class Segment:
    """What one option does to one factor in one term, why that is thought, and on what it rests."""

    factor: str  # "framework#concept"
    term: str  # short or long
    effect: Effect = State.NOT_ANSWERED
    reason: str = ""
    mitigation: Mitigation | None = None
    evidence: tuple[EvidenceLink, ...] = ()
    judgement_only: bool = False
    expects: Expectation | None = None

    @property
    def is_known(self) -> bool:
        """Whether somebody said what the effect is; "no effect expected" is known, "effect unknown" is not."""
        return self.effect not in NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide. A segment that is not there is not yet answered."""

    id: str
    title: str = ""
    says: str = ""
    segments: tuple[Segment, ...] = ()

    def at(self, factor: str, term: str) -> Segment:
        """The segment of a factor and a term."""
        found = (one for one in self.segments if one.factor == factor and one.term == term)
        return next(found, Segment(factor, term))


@dataclass(frozen=True, slots=True)
class Engagement:
    """Who was asked (a group, never a person's name), how, when, what they said and what changed because of it."""

    who: str = ""
    how: str = ""
    when: str = ""  # ISO date of its last day
    said: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What was found when a decision was looked at again."""

    when: str = ""  # ISO date
    by: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One earlier or present version of a decision, and what changed with it."""

    version: str = ""
    when: str = ""  # ISO date
    what: str = ""


@dataclass(frozen=True, slots=True)
class FactorFigure:
    """One figure that a factor is shown with: an area's last value as published, its trend, and what stands beside it.

    `value` is None where there is none, and `state` says why. `low` and `high` are the limits of the change a year.
    """

    factor: str
    indicator: str
    title: str
    unit: str
    area: str
    area_name: str
    period: str
    value: float | None
    state: str
    trend: str
    better: str  # better, worse, or "" where nobody can say
    middle: float | None = None  # of all areas of the kind, in the same period
    decimals: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class FactorEvidence:
    """One case study that bears on a factor, with how it bears on it, how strong it is and who said so."""

    factor: str
    case: str
    title: str
    place: str
    like: str  # "here", "a similar place" or ""
    fits: str
    strength: str
    linked: bool = False  # an officer put it beside a segment of this factor


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a decision rested on when it was published: figures, evidence and versions, as they stood that day."""

    when: str  # ISO date
    build: str  # the mark of the build that the figures are of
    sets: Mapping[str, str]  # factor set -> its version
    figures: tuple[FactorFigure, ...] = ()
    evidence: tuple[FactorEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal with its options and all that is said of them. It is published once it is pinned; before, a draft."""

    id: str
    title: str
    version: str = "1"
    proposal: str = ""
    notice: str = ""  # what a reader must know first, such as that it is an invented example
    owner: str = ""  # the team that answers for it
    decided_by: str = ""  # the body that decides
    decided_on: str = ""  # ISO date; '' while it is open
    chosen: str = ""  # id of the option
    because: str = ""
    areas: tuple[str, ...] = ()  # GSS codes of the areas that it touches
    factor_sets: tuple[str, ...] = ()  # ids of frameworks
    measured_by: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)  # factor -> indicators
    options: tuple[Option, ...] = ()
    engagement: tuple[Engagement, ...] = ()
    reviews: tuple[Review, ...] = ()
    revisions: tuple[Revision, ...] = ()
    superseded_by: str = ""
    withdrawn: str = ""  # why, where it was
    withdrawn_on: str = ""  # ISO
    pinned: Pinned | None = None

    @property
    def is_published(self) -> bool:
        """Whether the public may read it."""
        return self.pinned is not None

    def option(self, id: str) -> Option | None:
        """An option by its id, or None."""
        return next((one for one in self.options if one.id == id), None)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a wheel, with its number in the drawing and the group that it stands in."""

    link: str  # "framework#concept"
    number: int
    title: str
    definition: str
    group: str
    framework: str


def with_as_now(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options, and "carry on as now" in front of them where nobody wrote it: nothing is decided against nothing."""
    if any(one.id == AS_NOW for one in options):
        return options
    return (Option(AS_NOW, AS_NOW_TITLE), *options)


def factors_of(framework: Framework) -> tuple[Factor, ...]:
    """The factors of a set: every concept that has no parts, numbered from 1 in the framework's order."""
    found = tuple(_leaves(framework.concepts, ""))
    return tuple(
        Factor(f"{framework.id}#{one.id}", i, one.title, one.definition, group, framework.id)
        for i, (one, group) in enumerate(found, start=1)
    )


def _leaves(concepts: tuple[Concept, ...], group: str) -> Iterator[tuple[Concept, str]]:
    for one in concepts:
        if one.parts:
            yield from _leaves(one.parts, one.title)
        else:
            yield one, group


def factors_in(decision: Decision, frameworks: Mapping[str, Framework]) -> tuple[Factor, ...]:
    """Every factor of a decision, set after set. A set that is not there is left out: the faults say so."""
    return tuple(one for name in decision.factor_sets if name in frameworks for one in factors_of(frameworks[name]))


def every_segment(decision: Decision, factors: tuple[Factor, ...]) -> Iterator[tuple[Option, Factor, Segment]]:
    """Each option, factor and term, with what is said of it or that nothing is said yet."""
    for option in decision.options:
        held = {(one.factor, one.term): one for one in option.segments}
        for factor in factors:
            for term in TERMS:
                yield option, factor, held.get((factor.link, term), Segment(factor.link, term))
