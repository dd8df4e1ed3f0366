"""Scrutiny of a system or an algorithm: what is asked, what was answered, what must follow, and what was decided.

Why: a system that touches people's lives is looked at from five sides before it is used, and the look is kept. The
guide holds all that is asked and the rules, as data; a scrutiny holds what one council answered about one system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placebook.types import NOTHING, State

NOT_KNOWING = (State.NOT_ANSWERED, State.NOT_ASKED, State.NOT_MEASURED, State.EFFECT_UNKNOWN)
BEFORE_USE, IN_TIME = NEEDED = ("before use", "in time")
DONE, FIRST_DONE, PLANNED, FREE = FOLLOW_UP_RULES = ("done", "before use done", "planned", "free")
NONE, MAY, MUST = CONDITION_RULES = ("none", "may", "must")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One plain question about an attribute. `field` is where its answer goes in the register entry, if anywhere."""

    id: str
    asks: str
    hint: str = ""
    field: str = ""  # of the standard: benefit
    risk: str = ""  # what the risk is called that the answer describes


@dataclass(frozen=True, slots=True)
class Attribute:
    """One side from which a system is looked at, with its few prompts."""

    id: str
    title: str
    means: str  # in plain words: do good
    asks: str
    concept: str  # framework#concept
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class FlagKind:
    """A yes or no about the system that, when it is yes or not known, makes follow-ups needed."""

    id: str
    asks: str
    raises: tuple[str, ...]  # follow-ups
    because: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpKind:
    """A piece of work that a flag can make needed, and where what came of it goes in the register entry."""

    id: str
    title: str
    says: str
    needed: str  # before use, or in time
    assessment: bool = False  # whether it is an impact assessment of the register entry
    field: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """A way in which a scrutiny can end, and what must be there before it can be signed."""

    id: str
    title: str
    says: str
    follow_ups: str  # one of FOLLOW_UP_RULES
    conditions: str  # one of CONDITION_RULES


@dataclass(frozen=True, slots=True)
class ScrutinyGuide:
    """What a scrutiny asks, and the rules by which it may be signed. It has no score."""

    id: str
    version: str
    title: str
    says: str
    does_not_say: str
    source: str
    licence: str
    framework: str
    attributes: tuple[Attribute, ...]
    flags: tuple[FlagKind, ...]
    follow_ups: tuple[FollowUpKind, ...]
    outcomes: tuple[OutcomeKind, ...]
    no_answer: tuple[State, ...] = (State.NOT_ANSWERED,)  # states that leave an attribute unanswered

    def outcome(self, name: str) -> OutcomeKind | None:
        """A way to end by its id, or None."""
        return next((one for one in self.outcomes if one.id == name), None)

    def follow_up(self, name: str) -> FollowUpKind | None:
        """A follow-up by its id, or None."""
        return next((one for one in self.follow_ups if one.id == name), None)


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """What is said to one prompt. With a state of not knowing, `says` is why it is not known."""

    says: str = ""
    state: State = State.OBSERVED
    evidence: tuple[str, ...] = ()  # none: judgement only
    unsure: str = ""  # what is uncertain about it
    owner: str = ""  # a team or a role


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """Yes, no, or why it is not known; and a reason."""

    said: bool | State = State.NOT_ANSWERED
    because: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A piece of work that follows: open until it has both the day it was done and a link."""

    owner: str = ""
    due: str = ""  # ISO
    done_on: str = ""  # ISO
    link: str = ""
    says: str = ""  # what came of it


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so for the system to go ahead, whose task it is, and by when."""

    says: str
    owner: str
    due: str  # ISO
    done_on: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """One look at one system, by the guide that it names. It is signed by somebody who did not write it."""

    id: str
    guide: str
    version: str  # of the guide
    title: str  # of the system
    about: str  # what it does, in short
    by: str  # the team that answers
    on: str  # ISO date of the answers
    answers: Mapping[str, Mapping[str, PromptAnswer]] = field(default_factory=lambda: NOTHING)  # attribute -> prompt
    flags: Mapping[str, FlagAnswer] = field(default_factory=lambda: NOTHING)
    follow_ups: Mapping[str, FollowUp] = field(default_factory=lambda: NOTHING)
    outcome: str = ""
    because: str = ""
    conditions: tuple[Condition, ...] = ()
    signed_by: str = ""
    signed_on: str = ""
    review_on: str = ""
    entry: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)  # fields of the register entry
    rests_on: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # model, data, supplier as they are
    invented: bool = False  # an example, about no real system
    withdrawn: str = ""  # why, where it was
    withdrawn_on: str = ""  # ISO

    def answer(self, attribute: str, prompt: str) -> PromptAnswer:
        """What is said to a prompt; not yet answered where nothing is."""
        unknown = PromptAnswer(state=State.NOT_ANSWERED)
        return self.answers.get(attribute, {}).get(prompt, unknown)

    def flag(self, name: str) -> FlagAnswer:
        """What is said of a flag; not yet answered where nothing is."""
        return self.flags.get(name, FlagAnswer())


@dataclass(frozen=True, slots=True)
class HeldScrutiny:
    """A scrutiny with the guide that it follows."""

    scrutiny: Scrutiny
    guide: ScrutinyGuide
