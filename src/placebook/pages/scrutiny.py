"""The pages of scrutiny: which systems were looked at, and for each what was asked, answered, needed and decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.decide.scrutiny import Attribute, HeldScrutiny, PromptAnswer, ScrutinyGuide
from placebook.decide.scrutiny_rules import how_far, needed, what_blocks
from placebook.pages.shelf import Shelf
from placebook.types import State

JUDGEMENT = "judgement only"


@dataclass(frozen=True, slots=True)
class ScrutinyLine:
    """One scrutiny in the list."""

    id: str
    title: str
    about: str
    on: str
    outcome: str  # its title; '' where none is chosen
    signed: bool
    open: int  # follow-ups and conditions that are not done
    invented: bool
    withdrawn: str


@dataclass(frozen=True, slots=True)
class ScrutiniesPage:
    """Every scrutiny of a site. They are not ranked."""

    title: str
    lines: tuple[ScrutinyLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One prompt with what was said. `state` is '' for an answer, else why it is not known."""

    id: str
    asks: str
    says: str
    state: str
    evidence: tuple[str, ...]
    unsure: str
    owner: str


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """One attribute with its answers."""

    id: str
    title: str
    means: str
    asks: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class FlagLine:
    """One flag: yes, no, or why it is not known, with what it makes needed."""

    id: str
    asks: str
    said: str
    raises: tuple[str, ...]  # titles; () where it raises nothing here
    because: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A follow-up or a condition: whose, by when, and how far it is."""

    title: str
    says: str
    stands: str  # missing, open, overdue, done
    owner: str
    due: str
    done_on: str
    link: str
    asked_by: tuple[str, ...] = ()  # the flags


@dataclass(frozen=True, slots=True)
class ScrutinyPage:
    """One scrutiny, said. It has no score: one good answer does not make up for another."""

    id: str
    title: str
    about: str
    guide: str
    does_not_say: str
    by: str
    on: str
    outcome: str
    outcome_says: str
    because: str
    signed_by: str
    signed_on: str
    review_on: str
    blocks: tuple[str, ...]  # what keeps it from being signed
    attributes: tuple[AttributeLine, ...]
    flags: tuple[FlagLine, ...]
    follow_ups: tuple[WorkLine, ...]
    conditions: tuple[WorkLine, ...]
    not_known: tuple[str, ...]  # prompts whose answer is a state of not knowing
    entry: str  # the id of its register entry, where there is one
    invented: bool
    withdrawn: str
    withdrawn_on: str


def scrutinies_page(shelf: Shelf) -> ScrutiniesPage:
    """The list of all that was looked at."""
    return ScrutiniesPage(shelf.title, tuple(scrutiny_line(held) for held in shelf.scrutinies))


def scrutiny_line(held: HeldScrutiny, today: str = "") -> ScrutinyLine:
    """One line about a scrutiny."""
    one, guide = held.scrutiny, held.guide
    kind = guide.outcome(one.outcome)
    work = [each.stands for each in needed(guide, one, today)] + [how_far(each, today) for each in one.conditions]
    undone = sum(stands != "done" for stands in work)
    title = kind.title if kind else ""
    signed = bool(one.signed_by)
    return ScrutinyLine(one.id, one.title, one.about, one.on, title, signed, undone, one.invented, one.withdrawn)


def scrutiny_page(shelf: Shelf, name: str) -> ScrutinyPage | None:
    """One scrutiny by its id; None where there is none."""
    held = next((one for one in shelf.scrutinies if one.scrutiny.id == name), None)
    if held is None:
        return None
    entries = {one.entry.id for one in shelf.register}
    return page_of_scrutiny(held, entry=name if name in entries else "")


def page_of_scrutiny(held: HeldScrutiny, entry: str = "", today: str = "") -> ScrutinyPage:
    """All that is said of one scrutiny. A `today` marks what is overdue; a site knows no day."""
    one, guide = held.scrutiny, held.guide
    kind = guide.outcome(one.outcome)
    attributes = tuple(_attribute(held, each) for each in guide.attributes)
    return ScrutinyPage(
        id=one.id,
        title=one.title,
        about=one.about,
        guide=f"{guide.title} {guide.version}",
        does_not_say=guide.does_not_say,
        by=one.by,
        on=one.on,
        outcome=kind.title if kind else "",
        outcome_says=kind.says if kind else "",
        because=one.because,
        signed_by=one.signed_by,
        signed_on=one.signed_on,
        review_on=one.review_on,
        blocks=what_blocks(guide, one),
        attributes=attributes,
        flags=tuple(_flags(held)),
        follow_ups=tuple(_follow_ups(held, today)),
        conditions=tuple(_conditions(held, today)),
        not_known=tuple(f"{each.title}: {said.asks}" for each in attributes for said in each.answers if said.state),
        entry=entry,
        invented=one.invented,
        withdrawn=one.withdrawn,
        withdrawn_on=one.withdrawn_on,
    )


def _attribute(held: HeldScrutiny, one: Attribute) -> AttributeLine:
    lines = (_answer(each.id, each.asks, held.scrutiny.answer(one.id, each.id)) for each in one.prompts)
    return AttributeLine(one.id, one.title, one.means, one.asks, tuple(lines))


def _answer(name: str, asks: str, said: PromptAnswer) -> AnswerLine:
    state = "" if said.state is State.OBSERVED else said.state.value
    return AnswerLine(name, asks, said.says, state, said.evidence, said.unsure, said.owner)


def _flags(held: HeldScrutiny) -> Iterator[FlagLine]:
    raised = {flag for one in needed(held.guide, held.scrutiny) for flag in one.flags}
    for flag in held.guide.flags:
        given = held.scrutiny.flag(flag.id)
        said = given.said.value if isinstance(given.said, State) else "yes" if given.said else "no"
        titles = _titles(held.guide, flag.raises) if flag.id in raised else ()
        yield FlagLine(flag.id, flag.asks, said, titles, given.because)


def _titles(guide: ScrutinyGuide, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind.title for name in names if (kind := guide.follow_up(name)))


def _follow_ups(held: HeldScrutiny, today: str) -> Iterator[WorkLine]:
    for one in needed(held.guide, held.scrutiny, today):
        work = one.work
        says = work.says or one.kind.says
        yield WorkLine(one.kind.title, says, one.stands, work.owner, work.due, work.done_on, work.link, one.flags)


def _conditions(held: HeldScrutiny, today: str) -> Iterator[WorkLine]:
    for at, one in enumerate(held.scrutiny.conditions, start=1):
        yield WorkLine(f"Condition {at}", one.says, how_far(one, today), one.owner, one.due, one.done_on, one.link)
