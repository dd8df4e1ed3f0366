"""The lines of a decision's page: each set of factors, with every effect, its reasons and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from placebook.decide.wheel import (
    MOST_EVIDENCE,
    TERM_WORDS,
    TERMS,
    Decision,
    EvidenceLink,
    Expectation,
    Factor,
    FactorEvidence,
    FactorFigure,
    Mitigation,
    Option,
    Segment,
)
from placebook.decide.wheel_compare import tone_of
from placebook.pages.evidence import every_case
from placebook.pages.shelf import Shelf
from placebook.pages.wheel_chart import WheelChart, wheel_chart


@dataclass(frozen=True, slots=True)
class LinkedEvidence:
    """One piece of evidence beside a segment. `strength` is "" where it is no case study, and so is not scored."""

    title: str
    case: str
    place: str
    strength: str
    page: str
    address: str
    says: str


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """One segment in full."""

    option: str  # its title
    term: str  # short term, long term
    effect: str
    tone: str
    reason: str
    mitigation: Mitigation | None
    evidence: tuple[LinkedEvidence, ...]
    judgement_only: bool
    expects: Expectation | None
    expects_title: str  # of the indicator


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One factor: how the place stands, what was done elsewhere, and what each option does to it."""

    link: str
    id: str  # its anchor on the page
    number: int
    title: str
    definition: str
    group: str
    figures: tuple[FactorFigure, ...]
    evidence: tuple[FactorEvidence, ...]
    segments: tuple[SegmentLine, ...]


@dataclass(frozen=True, slots=True)
class SetLine:
    """One factor set of a decision, its wheels (one for each option) and its factors."""

    id: str
    title: str
    version: str
    gap: str
    wheels: tuple[WheelChart, ...]
    factors: tuple[FactorLine, ...]


def set_lines(
    shelf: Shelf, decision: Decision, factors: tuple[Factor, ...], ids: Mapping[str, str]
) -> Iterator[SetLine]:
    """Each set of factors that a decision is held against, with its wheels and what is said of each factor."""
    for name in decision.factor_sets:
        framework = shelf.frameworks.get(name)
        own = tuple(one for one in factors if one.framework == name)
        if framework is None or decision.pinned is None:
            continue
        wheels = (
            wheel_chart(option, own, f"{option.title}: {framework.title}", f"wheel-{name}-{option.id}")
            for option in decision.options
        )
        yield SetLine(
            id=name,
            title=framework.title,
            version=decision.pinned.sets.get(name, framework.version),
            gap=framework.gap,
            wheels=tuple(wheels),
            factors=tuple(_factor(shelf, decision, one, ids[one.link]) for one in own),
        )


def _factor(shelf: Shelf, decision: Decision, factor: Factor, id: str) -> FactorLine:
    pinned = decision.pinned
    figures = () if pinned is None else tuple(one for one in pinned.figures if one.factor == factor.link)
    evidence = () if pinned is None else tuple(one for one in pinned.evidence if one.factor == factor.link)
    strengths = {one.case: one for one in evidence}
    return FactorLine(
        link=factor.link,
        id=id,
        number=factor.number,
        title=factor.title,
        definition=factor.definition,
        group=factor.group,
        figures=figures,
        evidence=tuple(one for one in evidence if not one.linked)[:MOST_EVIDENCE],
        segments=tuple(
            _segment(shelf, option, option.at(factor.link, term), strengths)
            for term in TERMS
            for option in decision.options
        ),
    )


def _segment(shelf: Shelf, option: Option, segment: Segment, strengths: Mapping[str, FactorEvidence]) -> SegmentLine:
    about = shelf.indicators.get(segment.expects.indicator) if segment.expects else None
    return SegmentLine(
        option=option.title,
        term=TERM_WORDS[segment.term],
        effect=segment.effect.value,
        tone=tone_of(segment.effect),
        reason=segment.reason,
        mitigation=segment.mitigation,
        evidence=tuple(_linked(shelf, one, strengths) for one in segment.evidence),
        judgement_only=segment.judgement_only,
        expects=segment.expects,
        expects_title=about.title if about else (segment.expects.indicator if segment.expects else ""),
    )


def _linked(shelf: Shelf, link: EvidenceLink, strengths: Mapping[str, FactorEvidence]) -> LinkedEvidence:
    if not link.case:
        return LinkedEvidence(link.source, "", "", "", link.page, link.address, link.says)
    known = strengths.get(link.case)
    title = known.title if known else next((one.title for one in every_case(shelf) if one.id == link.case), link.case)
    place, strength = (known.place, known.strength) if known else ("", "not looked up")
    return LinkedEvidence(title, link.case, place, strength, link.page, link.address, link.says)
