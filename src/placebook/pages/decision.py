"""The page of one decision: its options side by side, why each effect is expected, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from placebook.decide.wheel import (
    TERM_WORDS,
    Decision,
    Engagement,
    Factor,
    Option,
    Review,
    Revision,
    Segment,
    factors_in,
)
from placebook.decide.wheel_compare import BY_DIFFERENCE, Compared, compared, tone_of, unknowns
from placebook.pages.decision_figures import pin_of
from placebook.pages.decision_lines import SegmentLine, SetLine, set_lines
from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Said:
    """One effect as people read it, and the tone that gives it its shape and colour."""

    option: str  # title
    term: str
    effect: str
    tone: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the table that sorts the differences."""

    kind: str
    factor: str
    id: str
    term: str
    effects: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class NotKnown:
    """One thing that nobody knows or has answered."""

    option: str
    factor: str
    id: str
    term: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Touched:
    """An area that a decision touches; without a page where it is none of those that are compared."""

    code: str
    name: str
    has_page: bool


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option in words."""

    id: str
    title: str
    says: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision. Nothing in it is added up over factors."""

    id: str
    title: str
    version: str
    notice: str
    proposal: str
    owner: str
    decided_by: str
    decided_on: str
    because: str
    withdrawn: str
    withdrawn_on: str
    superseded_by: str
    pinned_on: str  # '' for a draft
    build: str  # of the figures that are shown
    areas: tuple[Touched, ...]
    options: tuple[OptionLine, ...]
    sets: tuple[SetLine, ...]
    differences: tuple[Difference, ...]
    order: str
    unknown: tuple[NotKnown, ...]
    engagement: tuple[Engagement, ...]
    reviews: tuple[Review, ...]
    revisions: tuple[Revision, ...]

    @property
    def chosen(self) -> str:
        """The title of the option that was chosen; "" while none is."""
        return next((one.title for one in self.options if one.chosen), "")

    @property
    def mitigated(self) -> tuple[tuple[str, SegmentLine], ...]:
        """Every mitigation, with its factor."""
        each = ((factor.title, one) for group in self.sets for factor in group.factors for one in factor.segments)
        return tuple((title, one) for title, one in each if one.mitigation is not None)


def decision_page(shelf: Shelf, decision: Decision, order: str = BY_DIFFERENCE) -> DecisionPage:
    """The page of a decision. Of one that is published it shows what was pinned, whatever has changed since."""
    factors = factors_in(decision, shelf.frameworks)
    pinned = decision.pinned or pin_of(shelf, decision, "")
    ids = _anchors(factors)
    return DecisionPage(
        id=decision.id,
        title=decision.title,
        version=decision.version,
        notice=decision.notice,
        proposal=decision.proposal,
        owner=decision.owner,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
        because=decision.because,
        withdrawn=decision.withdrawn,
        withdrawn_on=decision.withdrawn_on,
        superseded_by=decision.superseded_by,
        pinned_on=pinned.when,
        build=pinned.build,
        areas=tuple(_touched(shelf, code) for code in decision.areas),
        options=tuple(OptionLine(one.id, one.title, one.says, one.id == decision.chosen) for one in decision.options),
        sets=tuple(set_lines(shelf, replace(decision, pinned=pinned), factors, ids)),
        differences=tuple(_difference(decision, one, ids) for one in compared(decision, factors, order)),
        order=order,
        unknown=tuple(_not_known(one.option, one.factor, one.segment, ids) for one in unknowns(decision, factors)),
        engagement=decision.engagement,
        reviews=decision.reviews,
        revisions=decision.revisions,
    )


def _anchors(factors: tuple[Factor, ...]) -> Mapping[str, str]:
    """An anchor for each factor: its own id, with its set's in front where two sets have the same."""
    short = [one.link.partition("#")[2] for one in factors]
    often = Counter(short)
    return {
        one.link: f"factor-{name}" if often[name] == 1 else f"factor-{one.link.replace('#', '-')}"
        for one, name in zip(factors, short, strict=True)
    }


def _touched(shelf: Shelf, code: str) -> Touched:
    compared_here = shelf.index is not None and code in shelf.index.scores.areas
    return Touched(code, shelf.names.get(code, code), compared_here)


def _difference(decision: Decision, one: Compared, ids: Mapping[str, str]) -> Difference:
    titles = {option.id: option.title for option in decision.options}
    said = tuple(
        Said(titles[option], TERM_WORDS[one.term], effect.value, tone_of(effect))
        for option, effect in one.effects.items()
    )
    return Difference(one.kind, one.factor.title, ids[one.factor.link], TERM_WORDS[one.term], said)


def _not_known(option: Option, factor: Factor, segment: Segment, ids: Mapping[str, str]) -> NotKnown:
    return NotKnown(
        option.title,
        factor.title,
        ids[factor.link],
        TERM_WORDS[segment.term],
        segment.effect.value,
        segment.reason,
    )
