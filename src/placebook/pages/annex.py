"""The annex of a cabinet report: one decision as headings, words, tables and pictures, for any kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.pages.chart_kinds import number_words
from placebook.pages.days import day
from placebook.pages.decision import DecisionPage
from placebook.pages.decision_lines import FactorLine, LinkedEvidence, SegmentLine, SetLine


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands below the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `strong` where it must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with a caption and one row of headings. The first cell of each row heads it. No cell is empty."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing by its id, with the words that stand in for it."""

    id: str
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Drawings that stand side by side where there is room."""

    items: tuple[Picture, ...]


Block = Heading | Words | Rows | Pictures


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex in reading order."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


NONE = "none"
REASONS = ("Factor", "Term", "Option", "Effect", "Why", "On what it rests")


def annex(page: DecisionPage) -> Annex:
    """The annex of a decision. It says what the decision's page says; nothing is added up."""
    state = f"as published on {day(page.pinned_on)}" if page.pinned_on else "DRAFT, not published"
    return Annex(page.title, f"Annex on impacts, version {page.version}, {state}", tuple(_blocks(page)))


def _blocks(page: DecisionPage) -> Iterator[Block]:
    if page.notice:
        yield Words(page.notice, strong=True)
    yield Words(page.proposal or "The proposal is not yet written.")
    yield Rows("In short", ("What", "Said"), tuple(_facts(page)))
    yield Heading(1, "The options")
    yield Rows("Options", ("Option", "What it is", "Chosen"), tuple(_options(page)))
    for group in page.sets:
        yield from _wheels(page, group)
    yield Heading(1, "Where the options differ")
    yield Words("First what is good with one option and bad with another. No option has a total.")
    yield differences(page)
    yield Heading(1, "What is not known")
    yield Words("Not known does not mean no effect.")
    yield unknown(page)
    yield Heading(1, "Why each effect is expected")
    for group in page.sets:
        yield Heading(2, f"{group.title}, version {group.version}")
        for factor in group.factors:
            yield Heading(3, f"{factor.number}. {factor.title}")
            yield Rows(f"{factor.title}: what each option does", REASONS[1:], tuple(r[1:] for r in _reasons(factor)))
    yield Heading(1, "How the place stands")
    yield figures(page)
    yield Heading(1, "What was done elsewhere")
    yield evidence(page)
    yield Heading(1, "What is done about harm")
    yield mitigations(page)
    yield Heading(1, "Who was asked, and what changed")
    yield engagement(page)
    yield Heading(1, "What comes back")
    yield comes_back(page)
    yield Heading(1, "Versions")
    yield versions(page)


def _facts(page: DecisionPage) -> Iterator[tuple[str, str]]:
    yield "Chosen", page.chosen or "nothing yet"
    yield "Why", page.because or NONE
    yield "Decided by", page.decided_by or "not said"
    yield "Decided on", day(page.decided_on) or "not yet"
    yield "Answered for by", page.owner or "not said"
    yield "Areas", ", ".join(f"{one.name} ({one.code})" for one in page.areas) or "not said"
    if page.withdrawn:
        yield "Withdrawn", ": ".join(one for one in (day(page.withdrawn_on), page.withdrawn) if one)


def _options(page: DecisionPage) -> Iterator[tuple[str, str, str]]:
    for one in page.options:
        yield one.title, one.says or "not said", "yes" if one.chosen else "no"


def _wheels(page: DecisionPage, group: SetLine) -> Iterator[Block]:
    yield Heading(1, f"Side by side: {group.title}")
    if group.gap:
        yield Words(group.gap)
    yield Pictures(tuple(Picture(one.id, one.title, f"{one.title}. {one.description}") for one in group.wheels))
    yield side_by_side(page, group)


def side_by_side(page: DecisionPage, group: SetLine) -> Rows:
    """The wheels of one set as a table, in the order of the factors."""
    rows = []
    for i, sector in enumerate(group.wheels[0].sectors if group.wheels else ()):
        for term in (0, 1):
            effects = (wheel.sectors[i].cells[term].effect for wheel in group.wheels)
            rows.append((f"{sector.number}. {sector.title}", ("short term", "long term")[term], *effects))
    return Rows(f"The same as a table: {group.title}", ("Factor", "Term", *_titles(page)), tuple(rows))


def _titles(page: DecisionPage) -> tuple[str, ...]:
    return tuple(one.title for one in page.options)


def differences(page: DecisionPage) -> Rows:
    """The table that sorts the differences."""
    rows = ((one.factor, one.term, *(each.effect for each in one.effects), one.kind) for one in page.differences)
    return Rows("Differences", ("Factor", "Term", *_titles(page), "How they differ"), tuple(rows))


def unknown(page: DecisionPage) -> Rows:
    """Everything that is unknown, was not asked or is not yet answered."""
    rows = ((one.factor, one.option, one.term, one.state, one.reason or NONE) for one in page.unknown)
    headings = ("Factor", "Option", "Term", "State", "Why")
    return Rows("Not known", headings, tuple(rows) or (("nothing", *(NONE,) * 4),))


def reasons(page: DecisionPage) -> Rows:
    """Every segment of every set in one table."""
    rows = tuple(row for group in page.sets for factor in group.factors for row in _reasons(factor))
    return Rows("Why each effect is expected", REASONS, rows)


def _reasons(factor: FactorLine) -> Iterator[tuple[str, ...]]:
    for one in factor.segments:
        yield factor.title, one.term, one.option, one.effect, one.reason or NONE, _rests_on(one)


def _rests_on(one: SegmentLine) -> str:
    if one.judgement_only:
        return "judgement only"
    return "; ".join(_linked(each) for each in one.evidence) or NONE


def _linked(one: LinkedEvidence) -> str:
    said = [one.title, one.place, one.page and f"page {one.page}", one.strength or "not scored", one.says, one.address]
    return ", ".join(part for part in said if part)


def figures(page: DecisionPage) -> Rows:
    """The figures that factors are shown with."""
    rows = (
        (
            factor.title,
            one.title,
            one.area_name,
            one.state if one.value is None else f"{number_words(one.value, one.decimals)} {one.unit}".strip(),
            one.period or NONE,
            NONE if one.middle is None else number_words(one.middle, one.decimals),
            f"{one.trend}: {one.better}" if one.better else one.trend,
            one.source or NONE,
        )
        for group in page.sets
        for factor in group.factors
        for one in factor.figures
    )
    headings = ("Factor", "Figure", "Area", "Value", "Period", "Middle of all areas", "Which way it has gone", "Source")
    return Rows("Figures", headings, tuple(rows) or (("no figure is mapped", *(NONE,) * 7),))


def evidence(page: DecisionPage) -> Rows:
    """The case studies held for each factor, those that an officer linked first."""
    rows = []
    for group in page.sets:
        for factor in group.factors:
            linked = {each.case: each for one in factor.segments for each in one.evidence if each.case}
            rows += [
                (factor.title, o.title, o.place or NONE, o.strength, "linked to an effect") for o in linked.values()
            ]
            rows += [(factor.title, o.title, o.place, o.strength, o.like or "held here") for o in factor.evidence]
    headings = ("Factor", "Case study", "Place", "Strength", "How it stands here")
    return Rows("Evidence", headings, tuple(rows) or (("no evidence is held", *(NONE,) * 4),))


def mitigations(page: DecisionPage) -> Rows:
    """What is done about harm, by whom and when."""
    rows = (
        (title, one.option, one.term, one.effect, m.what or NONE, m.owner or NONE, day(m.by) or NONE)
        for title, one in page.mitigated
        if (m := one.mitigation) is not None
    )
    headings = ("Factor", "Option", "Term", "Effect", "What is done", "Team", "By")
    return Rows("Mitigations", headings, tuple(rows) or (("none is written", *(NONE,) * 6),))


def engagement(page: DecisionPage) -> Rows:
    """Who was asked, how, and what changed."""
    rows = ((o.who, o.how or NONE, day(o.when) or NONE, o.said or NONE, o.changed or NONE) for o in page.engagement)
    headings = ("Who", "How", "Until", "What they said", "What changed")
    return Rows("Engagement", headings, tuple(rows) or (("nobody is said to have been asked", *(NONE,) * 4),))


def comes_back(page: DecisionPage) -> Rows:
    """What is expected of which figure, and when somebody looks."""
    rows = (
        (factor.title, one.option, one.term, one.expects_title, one.expects.direction, day(one.expects.review_on))
        for group in page.sets
        for factor in group.factors
        for one in factor.segments
        if one.expects is not None
    )
    headings = ("Factor", "Option", "Term", "Figure", "Expected to", "Looked at on")
    return Rows("Reviews to come", headings, tuple(rows) or (("nothing is expected of a figure", *(NONE,) * 5),))


def versions(page: DecisionPage) -> Rows:
    """The versions of the decision and of all that it rests on."""
    rows = [(f"decision, version {one.version}", day(one.when) or NONE, one.what) for one in page.revisions]
    rows += [(f"factor set {one.id}", NONE, f"version {one.version}") for one in page.sets]
    rows.append(("figures and evidence", day(page.pinned_on) or "not pinned", f"build {page.build}"))
    return Rows("Versions", ("What", "Day", "Version"), tuple(rows))
