"""What an organisation decides about its carbon account: sites, scopes, baseline, recalculation and target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placebook.types import NOTHING

BOUGHT, BUILT, SOLD, CLOSED = "bought", "built", "sold", "closed"
SAME_YEAR, NEAREST_EARLIER = "same_year", "nearest_earlier"
LINEAR, CONSTANT = "linear", "constant_percentage"


@dataclass(frozen=True, slots=True)
class Site:
    """A building, fleet or the like. `joined` is the first year that counts, `left` the first that no longer does.

    A site that was bought or sold existed before and goes on after: the baseline is recalculated for it. One that was
    built or closed is a real change in emissions: it is not.
    """

    id: str
    title: str
    joined: int | None = None
    joined_how: str = ""  # bought or built
    left: int | None = None
    left_how: str = ""  # sold or closed

    def counts_in(self, year: int) -> bool:
        """Whether the site was part of the organisation in a year."""
        return (self.joined is None or year >= self.joined) and (self.left is None or year < self.left)


@dataclass(frozen=True, slots=True)
class MethodChange:
    """A better way of counting, from `year` on, and what it adds to the years before it (tonnes CO2e; may be less)."""

    year: int
    what: str
    adds: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Target:
    """How much may remain in a year, in per cent of the baseline, and by which path.

    `yearly_cut` is the cut in per cent a year of the constant path, where it is declared and not worked out.
    """

    year: int
    remaining: float = 0.0
    path: str = LINEAR
    yearly_cut: float | None = None


@dataclass(frozen=True, slots=True)
class TerritorialTable:
    """Where the emissions of the whole district stand: a published table and the authority's code in it."""

    file: str
    authority: str
    publisher: str
    licence: str
    url: str
    published: str
    area: str = ""  # the GSS code of the district


@dataclass(frozen=True, slots=True)
class CarbonPlan:
    """One carbon account as it is declared. `activity` is None where only the district's emissions are held."""

    id: str
    title: str
    says: str
    does_not_say: str
    activity: str | None = None
    factors: tuple[tuple[int, str], ...] = ()  # year, and the file of the book
    factor_years: str = SAME_YEAR
    scopes: tuple[str, ...] = ("1", "2")  # what the baseline and the target are about
    sites: Mapping[str, Site] = field(default_factory=lambda: NOTHING)
    baseline: int | None = None
    threshold: float | None = None  # per cent of the baseline, from which on it is recalculated
    method_changes: tuple[MethodChange, ...] = ()
    target: Target | None = None
    budget: float | None = None  # tonnes CO2e from the year after the baseline to the target; None: as the path has it
    territorial: TerritorialTable | None = None
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=lambda: NOTHING)  # key -> its line in the file

    @property
    def files(self) -> tuple[str, ...]:
        """Every table that the account reads, by its path in the book."""
        named = (self.activity, *(name for _, name in self.factors), self.territorial and self.territorial.file)
        return tuple(name for name in named if name)
