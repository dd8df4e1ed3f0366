"""Everything that the pages of a site are made from: one place book, as it was last built, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from placebook.decide.assessed import HeldAssessment
from placebook.decide.register import HeldEntry
from placebook.decide.scrutiny import HeldScrutiny
from placebook.decide.social_value import Contract
from placebook.decide.software import Application
from placebook.decide.wheel import Decision
from placebook.measure.boundary_moves import BoundaryChange
from placebook.measure.carbon import CarbonAccount
from placebook.measure.nationwide import PeerTable
from placebook.measure.portrait_kinds import HeldPortrait
from placebook.pages.register_audit import HeldAudit
from placebook.types import (
    NOTHING,
    Area,
    Ask,
    CaseSet,
    Cube,
    Evidence,
    Framework,
    Index,
    Indicator,
    LogEntry,
    Observation,
    RankRanges,
    Recipe,
    Source,
)

Tiles = Mapping[str, tuple[int, int]]  # code -> column and row of a hexagonal tile, odd-r offset layout
Shapes = Mapping[str, tuple[tuple[tuple[float, float], ...], ...]]  # code -> outlines, ready to draw, y downwards


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log of revisions and corrections, newest first."""

    date: str  # ISO
    kind: str  # release, revision, correction
    what: str
    where: str = ""  # the page it concerns, as a path of the site


@dataclass(frozen=True)
class Shelf:
    """A place book ready to be shown. Pages are pure functions of it.

    `index` and what belongs to it are None where the book has no index, or nothing in it has figures.
    `build` is the SHA-256 of the build's manifest: the same build, the same pages.
    """

    id: str
    title: str
    kind: str  # of the areas that are compared: ward, district...
    areas: tuple[Area, ...]  # those that are compared, by code
    others: tuple[Area, ...]  # every other area the book knows: parents, retired ones, successors
    sources: tuple[Source, ...]
    indicators: Mapping[str, Indicator]
    frameworks: Mapping[str, Framework]
    cube: Cube  # every indicator of the book by year, for the areas that are compared
    evidence: Evidence
    build: str
    index: Index | None = None
    recipe: Recipe | None = None  # as written, with parts that have no figures
    ranges: tuple[RankRanges, ...] = ()
    tiles: Tiles = field(default_factory=lambda: NOTHING)
    shapes: Shapes = field(default_factory=lambda: NOTHING)
    postcodes: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # without spaces -> code of the area
    changes: tuple[Change, ...] = ()
    portraits: Mapping[str, HeldPortrait] = field(default_factory=lambda: NOTHING)
    portrait_sources: tuple[Source, ...] = ()  # tables about the place as a whole, for its portraits only
    disclosed: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: NOTHING)  # by indicator
    contact: str = ""  # an address for "this is wrong"
    carbon: tuple[CarbonAccount, ...] = ()
    peer_tables: tuple[PeerTable, ...] = ()  # of whole countries, among which areas like those here are found
    boundary_changes: tuple[BoundaryChange, ...] = ()
    cases: tuple[CaseSet, ...] = ()  # those that are shipped, and the book's own
    case_areas: Mapping[str, Area] = field(default_factory=lambda: NOTHING)  # the areas that cases name, by code
    middles: Mapping[str, tuple[float, float]] = field(default_factory=lambda: NOTHING)  # longitude, latitude
    scrutinies: tuple[HeldScrutiny, ...] = ()
    asks: tuple[Ask, ...] = ()  # asks and offers: the book's own, then those that are shipped
    log: tuple[LogEntry, ...] = ()  # what a research centre did
    contracts: tuple[Contract, ...] = ()  # with their promises of social value
    software: tuple[Application, ...] = ()  # the page shows those that are public
    assessments: tuple[HeldAssessment, ...] = ()  # pages show those that are public
    register: tuple[HeldEntry, ...] = ()  # of algorithms: the book's own index first
    decisions: tuple[Decision, ...] = ()  # drafts too: pages show those that are published
    audits: Mapping[str, tuple[HeldAudit, ...]] = field(default_factory=lambda: NOTHING)  # by register entry
    home: str = ""  # the site's full address, where it has one: for feeds, sitemap and embeds

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of every area the book knows, by code."""
        return {area.code: area.name for area in (*self.others, *self.areas)}

    @cached_property
    def by_code(self) -> Mapping[str, Area]:
        """Every area the book knows, by code."""
        return {area.code: area for area in (*self.others, *self.areas)}

    def ranges_of(self, period: str) -> RankRanges | None:
        """The rank ranges of one period, or None where they were not worked out."""
        return next((one for one in self.ranges if one.period == period), None)


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """Every figure of one indicator as published, with the file and row of each. Sorted by area, then period."""

    indicator: str
    rows: tuple[Observation, ...]
