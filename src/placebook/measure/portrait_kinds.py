"""What a doughnut portrait is made of: lenses, dimensions, measures with a target or limit, and their snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from placebook.methods.doughnut import ECOLOGICAL, SOCIAL
from placebook.types import State

LOCAL, GLOBAL = "local", "global"
FRAMEWORK = "city-portrait-lenses"  # the framework whose concepts the lenses are

IN_PLACE, PRODUCTION, CONSUMPTION = "in place", "production", "consumption"
BASES: Mapping[str, str] = MappingProxyType(
    {
        IN_PLACE: "the state of the place or its people",
        PRODUCTION: "what is made or given off here, whoever uses it",
        CONSUMPTION: "what people here use, wherever it is made",
    }
)
MEASURED, ADDED_UP, AVERAGED, PRO_RATED = "measured", "added up", "averaged", "pro-rated"
MADE_BY: Mapping[str, str] = MappingProxyType(
    {
        MEASURED: "published for this area",
        ADDED_UP: "counts of the areas within it, added up",
        AVERAGED: "figures of the areas within it, averaged over their people",
        PRO_RATED: "the figure of a wider area, divided among the areas within it",
    }
)
GOAL_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "aim": "what a government or council said it aims at",
        "law": "what a law demands",
        "guideline": "what an expert body advises",
        "threshold": "where a statistician draws a line",
        "norm": "what the authors of the Doughnut hold that everyone should have",
        "limit": "what the planet can bear, as scientists put it",
        "share": "an equal part, for each person, of what the planet can bear",
    }
)


@dataclass(frozen=True, slots=True)
class Lens:
    """One of four ways to look at a place: at here or elsewhere, at people or at nature."""

    id: str
    title: str
    domain: str  # social, ecological
    scale: str  # local, global


LENSES: Mapping[str, Lens] = MappingProxyType(
    {
        lens.id: lens
        for lens in (
            Lens("local-social", "Local and social", SOCIAL, LOCAL),
            Lens("global-social", "Global and social", SOCIAL, GLOBAL),
            Lens("local-ecological", "Local and ecological", ECOLOGICAL, LOCAL),
            Lens("global-ecological", "Global and ecological", ECOLOGICAL, GLOBAL),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Goal:
    """The line that a figure is held against: a social target or an ecological limit, and who drew it."""

    value: float
    source: str
    kind: str = "aim"
    by: str = ""  # the year by which it is to be met
    basis: str = ""  # of a limit: the accounts that it was drawn for
    note: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One figure about a place and a year, and where it stands. None is a year that was looked at in vain."""

    year: int
    value: float | None
    area: str
    source: str  # in words: who published what
    period: str = ""  # as published, where it is not the year
    lower: float | None = None
    upper: float | None = None
    state: State = State.OBSERVED
    note: str = ""
    file: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Which figures of the book's tables a measure reads, and how they become one figure of the place."""

    indicator: str
    area: str = ""  # the code whose figures they are; '' is the place of the portrait
    kind: str = ""  # the kind of areas that are added up or averaged
    people: str = ""  # the indicator that holds the people below the line, or to average over
    per: float = 1.0  # so many people


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured of a dimension. It has a rule to become a ratio, a goal, and what its figures are.

    `scale`, `basis` and `made_by` say what the figures are, so that they can be held against the lens and the goal.
    Without a goal a figure is shown, and how far it is from safe is unknown.
    """

    id: str
    title: str
    unit: str = ""
    rule: str = ""
    goal: Goal | None = None
    start: float | None = None  # the figure before people changed it, where the rule needs one
    scale: str = LOCAL
    basis: str = IN_PLACE
    made_by: str = MEASURED
    decimals: int = 1
    figures: Figures | None = None
    snapshots: tuple[Snapshot, ...] = ()  # written in the portrait itself
    benchmark: str = ""  # a figure to compare with that is no target, in words
    unknown: str = ""  # why there are no figures
    also_called: tuple[str, ...] = ()
    last_measured: int | None = None  # later years repeat this one, and a trend leaves them out
    ends: int = 2  # how many years at each end a trend averages
    note: str = ""
    line: int = 0  # of the portrait's file


@dataclass(frozen=True, slots=True)
class Dimension:
    """One part of a ring. With `unknown` it has no measures: it stands there so that the gap can be seen."""

    id: str
    title: str
    lens: str
    concept: str = ""  # framework#concept
    measures: tuple[Measure, ...] = ()
    unknown: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Portrait:
    """A place held against a floor of social needs and a ceiling of what the planet can bear."""

    id: str
    title: str
    area: str  # code of the place
    says: str
    does_not_say: str
    method_source: str
    dimensions: tuple[Dimension, ...]
    carry_for: int = 0  # years for which the last figure stands in, always marked
    first_year: int | None = None  # earlier figures are left aside
    note: str = ""

    def measures(self) -> Iterator[tuple[Dimension, Measure]]:
        """Every measure with its dimension, in the order written."""
        return ((dimension, measure) for dimension in self.dimensions for measure in dimension.measures)


Held = Mapping[str, tuple[Snapshot, ...]]  # id of a measure -> its figures by year


@dataclass(frozen=True, slots=True)
class HeldPortrait:
    """A portrait with the figures that a book holds for it."""

    portrait: Portrait
    held: Held
