"""What follows from the answers of a scrutiny: what is needed, what keeps it from being signed, what is due.

What is not known is never taken for a no: a flag that nobody could answer raises its follow-ups as a yes does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placebook.decide.scrutiny import (
    BEFORE_USE,
    DONE,
    FIRST_DONE,
    FREE,
    MUST,
    NONE,
    NOT_KNOWING,
    Attribute,
    Condition,
    FollowUp,
    FollowUpKind,
    OutcomeKind,
    PromptAnswer,
    Scrutiny,
    ScrutinyGuide,
)
from placebook.types import State


@dataclass(frozen=True, slots=True)
class Needed:
    """One follow-up that flags raise, by which of them, and how far it is: missing, open, overdue or done."""

    kind: FollowUpKind
    flags: tuple[str, ...]  # what raised it; () for one that nobody had to do
    work: FollowUp
    stands: str


def needed(guide: ScrutinyGuide, scrutiny: Scrutiny, today: str = "") -> tuple[Needed, ...]:
    """Every follow-up that is raised by a flag or is there anyhow, in the order of the guide."""
    found = []
    for kind in guide.follow_ups:
        flags = tuple(one.id for one in guide.flags if kind.id in one.raises and _raised(scrutiny, one.id))
        if flags or kind.id in scrutiny.follow_ups:
            work = scrutiny.follow_ups.get(kind.id, FollowUp())
            found.append(Needed(kind, flags, work, how_far(work, today)))
    return tuple(found)


def _raised(scrutiny: Scrutiny, flag: str) -> bool:
    """A flag raises when it is yes, and when nobody could say; not while nobody was asked yet."""
    said = scrutiny.flag(flag).said
    return said is not False and said is not State.NOT_ANSWERED


def how_far(work: FollowUp | Condition, today: str = "") -> str:
    """missing, where it has no owner or no date; done, where it has the day and a link; overdue; else open."""
    if work.done_on and work.link:
        return "done"
    if not (work.owner and work.due):
        return "missing"
    return "overdue" if today and work.due < today else "open"


def unanswered(guide: ScrutinyGuide, scrutiny: Scrutiny, attribute: Attribute) -> tuple[str, ...]:
    """The prompts of an attribute that are not yet answered."""
    answers = ((one.id, scrutiny.answer(attribute.id, one.id)) for one in attribute.prompts)
    return tuple(name for name, said in answers if said.state in guide.no_answer)


def what_blocks(guide: ScrutinyGuide, scrutiny: Scrutiny) -> tuple[str, ...]:
    """What keeps a scrutiny from being signed, one sentence each; () when it can be signed."""
    return (
        *_gaps(guide, scrutiny),
        *_open_flags(guide, scrutiny),
        *_ending(guide, scrutiny),
    )


def _gaps(guide: ScrutinyGuide, scrutiny: Scrutiny) -> Iterator[str]:
    for attribute in guide.attributes:
        gaps = unanswered(guide, scrutiny, attribute)
        if gaps:
            yield f"{attribute.title} is unanswered: nothing is said to {', '.join(gaps)}"
        for prompt in attribute.prompts:
            if prompt.id not in gaps:
                said = scrutiny.answer(attribute.id, prompt.id)
                yield from (f"{attribute.title}, {prompt.id}: {lack}" for lack in _lacks(said))


def _lacks(said: PromptAnswer) -> Iterator[str]:
    if not said.says:
        yield "says nothing; write the answer, or why it is not known"
    if not said.owner:
        yield "has no owner; name a team"
    if not said.unsure and said.state not in NOT_KNOWING:
        yield "does not say what is uncertain"


def _open_flags(guide: ScrutinyGuide, scrutiny: Scrutiny) -> Iterator[str]:
    for one in guide.flags:
        if scrutiny.flag(one.id).said is State.NOT_ANSWERED:
            yield f"the flag {one.id} is not yet answered"


def _ending(guide: ScrutinyGuide, scrutiny: Scrutiny) -> Iterator[str]:
    kind = guide.outcome(scrutiny.outcome)
    if kind is None:
        yield f"there is no outcome; it is one of: {', '.join(one.id for one in guide.outcomes)}"
        return
    if not scrutiny.because:
        yield f"the outcome {kind.id} has no reason"
    yield from _conditions(kind, scrutiny)
    for one in needed(guide, scrutiny):
        lack = _lack(kind, one, scrutiny.signed_on)
        if lack and one.flags:
            yield f"{one.kind.title} is needed, as {' and '.join(one.flags)} asks for it, and {lack}"


def _conditions(kind: OutcomeKind, scrutiny: Scrutiny) -> Iterator[str]:
    if kind.conditions == MUST and not scrutiny.conditions:
        yield f"{kind.id} names no condition; write each with an owner and a date"
    if kind.conditions == NONE and scrutiny.conditions:
        yield f"{kind.id} has conditions, and none belong to it; choose another outcome or take them out"


def _lack(kind: OutcomeKind, one: Needed, signed_on: str) -> str:
    """What a follow-up lacks for this outcome; '' for nothing. What was done after the signing was not done before."""
    must_be_done = kind.follow_ups == DONE or (kind.follow_ups == FIRST_DONE and one.kind.needed == BEFORE_USE)
    if kind.follow_ups == FREE:
        return ""
    if one.stands == "missing":
        return "has no owner and date yet" if not must_be_done else "is not there"
    if must_be_done and one.stands != "done":
        return f"is still open; to {kind.id} it must be done, with its date and a link"
    if must_be_done and signed_on and one.work.done_on > signed_on:
        return f"was done on {one.work.done_on}, after the signing"
    return ""


def faults(guide: ScrutinyGuide, scrutiny: Scrutiny) -> Iterator[str]:
    """What cannot be right in a scrutiny, signed or not: names that lead nowhere, dates out of order, one hand only."""
    if (scrutiny.guide, scrutiny.version) != (guide.id, guide.version):
        yield f"is by guide {scrutiny.guide} {scrutiny.version}; {guide.id} {guide.version} is known here"
        return
    yield from _unknown_names(guide, scrutiny)
    for name, work in scrutiny.follow_ups.items():
        yield from (f"follow-up {name}: {said}" for said in _half_done(work))
    for at, one in enumerate(scrutiny.conditions, start=1):
        yield from (f"condition {at}: {said}" for said in _half_done(one))
    yield from _signing(scrutiny)


def _unknown_names(guide: ScrutinyGuide, scrutiny: Scrutiny) -> Iterator[str]:
    prompts = {one.id: {each.id for each in one.prompts} for one in guide.attributes}
    for name, said in scrutiny.answers.items():
        if name not in prompts:
            yield f"{guide.id} has no attribute {name!r}; it has {', '.join(prompts)}"
            continue
        for prompt in said:
            if prompt not in prompts[name]:
                yield f"{name} has no prompt {prompt!r}; it has {', '.join(sorted(prompts[name]))}"
    for what, names, known in (
        ("flag", scrutiny.flags, [one.id for one in guide.flags]),
        ("follow-up", scrutiny.follow_ups, [one.id for one in guide.follow_ups]),
        ("outcome", [scrutiny.outcome] if scrutiny.outcome else [], [one.id for one in guide.outcomes]),
    ):
        for name in names:
            if name not in known:
                yield f"{guide.id} has no {what} {name!r}; it has {', '.join(known)}"


def _half_done(work: FollowUp | Condition) -> Iterator[str]:
    if bool(work.done_on) != bool(work.link):
        yield "is done when it has both done_on and a link; write both or neither"


def _signing(scrutiny: Scrutiny) -> Iterator[str]:
    if bool(scrutiny.signed_by) != bool(scrutiny.signed_on):
        yield "a signature needs both a name of a role and a day; write both or neither"
    if scrutiny.signed_by and scrutiny.signed_by.casefold() == scrutiny.by.casefold():
        yield f"{scrutiny.by!r} both answered and signed; somebody else must sign"
    if scrutiny.signed_on and scrutiny.signed_on < scrutiny.on:
        yield f"signed on {scrutiny.signed_on}, before the answers of {scrutiny.on}; mend one date"


def overdue(guide: ScrutinyGuide, scrutiny: Scrutiny, today: str) -> tuple[str, ...]:
    """What should have been done by a day and was not: follow-ups, conditions, the review itself."""
    found = [
        f"{one.kind.title} was due on {one.work.due} ({one.work.owner})"
        for one in needed(guide, scrutiny, today)
        if one.stands == "overdue"
    ]
    found += [
        f"the condition {one.says!r} was due on {one.due} ({one.owner})"
        for one in scrutiny.conditions
        if how_far(one, today) == "overdue"
    ]
    if scrutiny.review_on and scrutiny.review_on < today:
        found.append(f"it was to be looked at again by {scrutiny.review_on}")
    return tuple(found)
