"""How far a case study can be believed: two scales and five dimensions, side by side, and never one number.

Strength is not relevance (how well a case fits what is looked for) and not the direction of the effect (better or
worse): a strong study may say that a thing does harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placebook.types import CaseStudy, Evaluation, Grading

TIMES = ("once", "before and after", "series")
COMPARISONS = ("none", "dose", "not comparable", "comparable", "nearly equal", "random")
PROPOSED, REPLY, AUDITED = "proposed by rule", "right of reply", "audited"
REPLY_STAGES = (REPLY, AUDITED)
NOT_SCOREABLE = "not scoreable"
EMMIE = (
    ("effect", "Effect: which way it went, and how far"),
    ("mechanism", "Mechanism: how it is meant to work"),
    ("moderators", "Moderators: where and for whom it works"),
    ("implementation", "Implementation: what it takes to do it"),
    ("economics", "Economics: what it costs and saves"),
)
_ORDER = {PROPOSED: 0, REPLY: 1, AUDITED: 2}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of one scale and why; None is "not scoreable", which is less than a level and not level one."""

    level: int | None
    because: str

    @property
    def words(self) -> str:
        """The level as people read it."""
        return NOT_SCOREABLE if self.level is None else f"level {self.level} of 5"


@dataclass(frozen=True, slots=True)
class Strength:
    """What is known of the strength of one case study, at which stage, and who said it."""

    maryland: Level
    nesta: Level
    emmie: tuple[tuple[str, str], ...]  # each dimension and what the source says of it; '' where it is absent
    stage: str  # proposed by rule, right of reply, audited
    by: str
    history: tuple[Grading, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """The dimensions of EMMIE that the source speaks of."""
        return tuple(name for name, said in self.emmie if said)


def proposed_maryland(evaluation: Evaluation | None) -> Level:
    """The level on the Maryland Scientific Methods Scale that the stated design comes to.

    Why: whether anything else could have brought the result about hangs on the design, not on how good it sounds.

        5  random assignment of several comparable units
        4  several units with and without, other causes allowed for or only small differences between them
        3  two or more comparable units, one with and one without
        2  measured before and after, or beside units not shown to be comparable
        1  measured once, with more and less of it compared

    What the source does not state is not taken to be so: a trial that does not say how many took part is not level 5.
    An outcome that was not measured, or once with nothing beside it, is not scoreable.

    Source: Sherman et al. (1998), Preventing Crime: What Works, What Doesn't, What's Promising, National Institute of
    Justice, Research in Brief, the box on the scientific methods scale.
    """
    if evaluation is None or not (evaluation.times or evaluation.comparison):
        return Level(None, "The source does not say how the outcome was measured.")
    compared, several = evaluation.comparison, (evaluation.units or 0) >= 2
    if compared == "random":
        if several:
            return Level(5, "Several units were put into groups by chance.")
        return Level(3, "Groups were drawn by chance, but the source does not say that there were several units.")
    if compared in {"comparable", "nearly equal"}:
        if several and (evaluation.adjusted or compared == "nearly equal"):
            return Level(4, "Several units with it and without, and other causes are allowed for.")
        return Level(3, "Comparable units with it and without.")
    if compared == "not comparable":
        return Level(2, "There is a comparison, but it is not shown to be a like one.")
    if evaluation.times in {"before and after", "series"}:
        return Level(2, "Measured before and after, with nothing beside it.")
    if compared == "dose":
        return Level(1, "Measured at one time, where there was more and less of it.")
    return Level(None, "Measured once, with nothing to compare it with.")


def proposed_nesta(evaluation: Evaluation | None) -> Level:
    """The level of the Nesta Standards of Evidence that the stated evidence comes to.

        1  it says what is done and why that should work
        2  data show change, but not that the thing caused it
        3  a control or comparison group shows cause
        4  at least one independent evaluation elsewhere confirms it
        5  manuals and procedures let others do the same with the same result

    Each level needs all below it, the first excepted where data are there. A comparison counts from level 3 of the
    Maryland scale on.

    Source: Puttick and Ludlow (2013), Standards of Evidence: an approach that balances the need for evidence with
    innovation, Nesta, pp. 2-3.
    """
    maryland = proposed_maryland(evaluation).level
    if evaluation is None or (maryland is None and not evaluation.account):
        return Level(None, "The source gives neither an account of why it should work nor data.")
    if maryland is None:
        return Level(1, "It says what is done and why it should work; no data show change.")
    if maryland < 3:
        return Level(2, "Data show change, but nothing like it without the thing stands beside.")
    if not (evaluation.replications or 0) >= 1:
        return Level(3, "A comparison shows cause; nobody else is said to have confirmed it.")
    if not evaluation.manual:
        return Level(4, "An independent evaluation elsewhere came to the same.")
    return Level(5, "It is confirmed elsewhere, and manuals let others do the same.")


def dimensions(evaluation: Evaluation | None) -> tuple[tuple[str, str], ...]:
    """What the source says of each dimension of EMMIE, '' where it says nothing.

    EMMIE was made for reviews of many studies; here it only says which of the five a single source speaks of.

    Source: Johnson, Tilley and Bowers (2015), Introducing EMMIE: an evidence rating scale to encourage mixed-method
    crime prevention synthesis reviews, Journal of Experimental Criminology 11, pp. 459-473.
    """
    return tuple((name, "" if evaluation is None else str(getattr(evaluation, name))) for name, _ in EMMIE)


def strength(case: CaseStudy) -> Strength:
    """What is held of the strength of a case: the rule's proposal, the body's reply, and an audit where there is one.

    A reply is shown and changes no level: who did a thing does not grade it. An audit does. Where an audit names no
    other level, it confirms what the rule proposed.
    """
    maryland, nesta = proposed_maryland(case.evaluation), proposed_nesta(case.evaluation)
    stage, by = PROPOSED, "the rule"
    for one in case.gradings:
        stage, by = one.stage, one.by
        if one.stage == AUDITED:
            maryland = Level(one.maryland, one.because) if one.maryland is not None else maryland
            nesta = Level(one.nesta, one.because) if one.nesta is not None else nesta
    return Strength(maryland, nesta, dimensions(case.evaluation), stage, by, case.gradings)


def strongest_first(case: CaseStudy) -> tuple[int, int, int, str, str]:
    """What cases are put in order by: the Maryland level, then Nesta's, then how many dimensions, then the title.

    An order is not a grade: it says which to read first, and nothing adds the scales up.
    """
    found = strength(case)
    return (
        -(found.maryland.level or 0),
        -(found.nesta.level or 0),
        -len(found.present),
        case.title,
        case.id,
    )


def faults_of(gradings: Sequence[Grading]) -> Iterator[str]:
    """What is wrong with the stages of a grading, one sentence each.

    The body has its right of reply before anybody audits, and nobody audits what they replied for.
    """
    stages = [one.stage for one in gradings]
    if stages != sorted(stages, key=lambda stage: _ORDER[stage]):
        yield "an audit stands before the right of reply; put the reply first"
    if AUDITED in stages and REPLY not in stages:
        yield "there is an audit and no right of reply; write what the body said, or that it did not answer"
    repliers = {one.by.casefold() for one in gradings if one.stage == REPLY}
    for one in gradings:
        if one.stage == AUDITED and one.by.casefold() in repliers:
            yield f"{one.by!r} replied and audits; let somebody else audit"
        if one.agrees and (one.maryland is not None or one.nesta is not None):
            yield f"{one.by!r} agrees and gives another level; write agrees: false, or leave the level out"
        if one.stage == AUDITED and not one.agrees and one.maryland is None and one.nesta is None:
            yield f"the audit by {one.by!r} does not agree and gives no level; write maryland: or nesta:"
