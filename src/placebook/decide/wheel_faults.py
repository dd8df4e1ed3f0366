"""What is wrong with a decision, in sentences: what stops a draft, and what more stops it from being published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from placebook.decide.wheel import (
    AS_NOW,
    DIRECTIONS,
    HARMS,
    MOST_EVIDENCE,
    TERM_WORDS,
    Decision,
    EvidenceLink,
    Expectation,
    Factor,
    Mitigation,
    Option,
    Segment,
    every_segment,
    factors_in,
)
from placebook.types import Framework, State

_WANTED = {
    "proposal": "say what is proposed, and why",
    "owner": "name the team that answers for it",
    "decided_by": "name the body that decides, as in Cabinet",
    "areas": "name the areas that it touches",
    "factor_sets": "name at least one framework, as in areas-of-focus",
}
_ASKED = {"who": "who was asked", "how": "how they were asked", "changed": "what changed because of it"}
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_A_PERSON = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame)\.? [A-Z]")
_AN_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: its place in the record (as options/0/title), where that is in words, what is wrong, and what
    would be right."""

    path: str
    where: str
    what: str
    right: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.right}"


@dataclass(frozen=True, slots=True)
class Around:
    """What there is that a decision may name: factor sets, areas, indicators and case studies."""

    frameworks: Mapping[str, Framework]
    areas: Collection[str]
    indicators: Collection[str]
    cases: Collection[str]


def draft_faults(decision: Decision, around: Around) -> tuple[Fault, ...]:
    """What cannot stand even in a draft: links that lead nowhere, days that are no days, people named, three at most.

    What is merely not there yet is no fault of a draft.
    """
    factors = factors_in(decision, around.frameworks)
    return (
        *_names(decision, around),
        *_options(decision, {one.link for one in factors}),
        *(fault for at, place in _places(decision, factors) for fault in _segment(place, around, at)),
        *_days(decision),
        *_people(decision),
    )


def publishing_faults(decision: Decision, around: Around) -> tuple[Fault, ...]:
    """What stops a decision from being published: all that stops a draft, and what a reader must be able to find.

    A reason is wanted for every segment that is answered, and for "effect unknown" too: unknown is always allowed,
    and says why nobody knows. A harm wants a mitigation with a team and a day. What is known rests on evidence, or is
    marked as judgement only.
    """
    factors = factors_in(decision, around.frameworks)
    return (
        *draft_faults(decision, around),
        *_said(decision),
        *(fault for at, place in _places(decision, factors) for fault in _complete(place, at)),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A segment with its option and factor."""

    option: Option
    factor: Factor
    segment: Segment

    @property
    def where(self) -> str:
        return f"option {self.option.id!r}, {self.factor.title}, {TERM_WORDS[self.segment.term]}"


def _places(decision: Decision, factors: tuple[Factor, ...]) -> Iterator[tuple[str, _Place]]:
    at = {one.id: i for i, one in enumerate(decision.options)}
    for option, factor, segment in every_segment(decision, factors):
        path = f"options/{at[option.id]}/effects/{factor.link.replace('#', '/')}/{segment.term}"
        yield path, _Place(option, factor, segment)


def _names(decision: Decision, around: Around) -> Iterator[Fault]:
    for name in decision.factor_sets:
        if name not in around.frameworks:
            yield Fault("factor_sets", "factor_sets", f"there is no framework {name!r}", "name one that is there")
    for code in decision.areas:
        if code not in around.areas:
            yield Fault("areas", "areas", f"there is no area {code!r} in the book", "write its GSS code")
    known = {one.link for one in factors_in(decision, around.frameworks)}
    for factor, indicators in decision.measured_by.items():
        if factor not in known:
            yield Fault("measured_by", "measured_by", f"{factor!r} is no factor of this decision", "name one that is")
        for name in indicators:
            if name not in around.indicators:
                yield Fault("measured_by", "measured_by", f"there is no indicator {name!r}", "name one of the book")


def _options(decision: Decision, known: Collection[str]) -> Iterator[Fault]:
    ids = [one.id for one in decision.options]
    for at, option in enumerate(decision.options):
        where = f"option {option.id!r}"
        if ids.index(option.id) != at:
            yield Fault(f"options/{at}/id", where, "stands twice", "give each option an id of its own")
        for factor in dict.fromkeys(one.factor for one in option.segments):
            if factor not in known:
                path = f"options/{at}/effects/{factor.replace('#', '/')}"
                yield Fault(path, where, f"{factor!r} is no factor of this decision", "name one of its factor sets")
    if decision.chosen and decision.chosen not in ids:
        yield Fault("chosen", "chosen", f"there is no option {decision.chosen!r}", f"write one of {', '.join(ids)}")


def _segment(place: _Place, around: Around, at: str) -> Iterator[Fault]:
    segment = place.segment
    if len(segment.evidence) > MOST_EVIDENCE:
        what = f"{len(segment.evidence)} pieces of evidence"
        yield Fault(f"{at}/evidence", place.where, what, f"keep the {MOST_EVIDENCE} that weigh most")
    if segment.evidence and segment.judgement_only:
        what = "it has evidence and is marked as judgement only"
        yield Fault(f"{at}/rests_on", place.where, what, "keep one of the two")
    for i, link in enumerate(segment.evidence):
        yield from _evidence(link, place.where, f"{at}/evidence/{i}", around)
    if segment.expects is not None:
        yield from _expectation(segment.expects, place.where, f"{at}/expects", around)
    if segment.mitigation is not None and segment.mitigation.by and not _DAY.fullmatch(segment.mitigation.by):
        yield _no_day(f"{at}/mitigation/by", place.where, segment.mitigation.by)


def _evidence(link: EvidenceLink, where: str, at: str, around: Around) -> Iterator[Fault]:
    if bool(link.case) == bool(link.source):
        what = "a piece of evidence names both a case and a source" if link.case else "a piece of evidence is empty"
        yield Fault(at, where, what, "name a case study by its id, or a source in words")
    if link.case and link.case not in around.cases:
        yield Fault(f"{at}/case", where, f"no case study is called {link.case!r}", "see placebook cases list")
    if link.address and not re.fullmatch(r"https?://[^\s<>\"]+", link.address):
        yield Fault(f"{at}/address", where, f"{link.address!r} is no web address", "begin it with https://")


def _expectation(expects: Expectation, where: str, at: str, around: Around) -> Iterator[Fault]:
    if expects.indicator not in around.indicators:
        what = f"there is no indicator {expects.indicator!r}"
        yield Fault(f"{at}/indicator", where, what, "name one of the book, or leave the expectation out")
    if expects.direction not in DIRECTIONS:
        what = f"the figure is expected to {expects.direction or '(nothing)'}"
        yield Fault(f"{at}/direction", where, what, f"write one of {', '.join(DIRECTIONS)}")
    if not _DAY.fullmatch(expects.review_on):
        yield _no_day(f"{at}/review_on", where, expects.review_on)


def _no_day(path: str, where: str, said: str) -> Fault:
    return Fault(path, where, f"{said!r} is no day" if said else "a day is missing", "write it as 2027-03-04")


def _days(decision: Decision) -> Iterator[Fault]:
    said = [("decided_on", decision.decided_on)]
    said += [(f"engagement/{i}/when", one.when) for i, one in enumerate(decision.engagement)]
    said += [(f"reviews/{i}/when", one.when) for i, one in enumerate(decision.reviews)]
    said += [(f"revisions/{i}/when", one.when) for i, one in enumerate(decision.revisions)]
    for path, day in said:
        if day and not _DAY.fullmatch(day):
            yield _no_day(path, path, day)


def _people(decision: Decision) -> Iterator[Fault]:
    """Addresses and titles of people where a team or a group belongs. It cannot know a name that has no title."""
    said = [("owner", decision.owner), ("decided_by", decision.decided_by)]
    said += [(f"engagement/{i}/who", one.who) for i, one in enumerate(decision.engagement)]
    said += [(f"reviews/{i}/by", one.by) for i, one in enumerate(decision.reviews)]
    for at, option in enumerate(decision.options):
        for one in option.segments:
            path = f"options/{at}/effects/{one.factor.replace('#', '/')}/{one.term}/mitigation/owner"
            said.append((path, (one.mitigation or Mitigation()).owner))
    for path, words in said:
        found = _A_PERSON.search(words) or _AN_ADDRESS.search(words)
        if found:
            yield Fault(path, path, f"{words!r} names a person", "write a team, a body or a group; nobody by name")


def _said(decision: Decision) -> Iterator[Fault]:
    for name, right in _WANTED.items():
        if not getattr(decision, name):
            yield Fault(name, name, "is missing", right)
    yield from _options_said(decision)
    yield from _engagement_said(decision)
    if decision.chosen and not (decision.because and decision.decided_on):
        what = "an option is chosen without a reason or a day"
        yield Fault("because", "chosen", what, "write because and decided_on")


def _options_said(decision: Decision) -> Iterator[Fault]:
    if len(decision.options) < 2:
        yield Fault("options", "options", "there is only one", f"add one beside {AS_NOW!r}")
    for at, option in enumerate(decision.options):
        for name, what in (("title", "its title"), ("says", "what it is")):
            if not getattr(option, name):
                where, right = f"option {option.id!r}", f"write it ({name})"
                yield Fault(f"options/{at}/{name}", where, f"nobody has written {what}", right)


def _engagement_said(decision: Decision) -> Iterator[Fault]:
    if not decision.engagement:
        right = "say who was asked, how and what changed, or that nobody was and why"
        yield Fault("engagement", "engagement", "is missing", right)
    for at, one in enumerate(decision.engagement):
        for name, what in _ASKED.items():
            if not getattr(one, name):
                right = f"write it ({name}); where nothing changed, say so"
                yield Fault(f"engagement/{at}/{name}", f"engagement {at + 1}", f"nobody has written {what}", right)


def _complete(place: _Place, at: str) -> Iterator[Fault]:
    segment, where = place.segment, place.where
    if segment.effect is State.NOT_ANSWERED:
        right = "answer it; where nobody knows, write effect unknown and why"
        yield Fault(f"{at}/effect", where, "is not yet answered", right)
        return
    if not segment.reason:
        yield Fault(f"{at}/reason", where, f"{segment.effect} without a reason", "write why that is thought")
    if segment.effect in HARMS and not _is_whole(segment.mitigation):
        right = "write what is done about it, which team does it and by when"
        yield Fault(f"{at}/mitigation", where, f"{segment.effect} without a whole mitigation", right)
    if segment.is_known and not segment.evidence and not segment.judgement_only:
        right = "link a case study or a source, or mark it as judgement only"
        yield Fault(f"{at}/evidence", where, "rests on nothing that is named", right)


def _is_whole(mitigation: Mitigation | None) -> bool:
    return mitigation is not None and bool(mitigation.what and mitigation.owner and mitigation.by)
