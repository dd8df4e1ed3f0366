"""Files of `measures/`: how counts become an indicator that may be published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.disclosure_rules import read_rule
from placebook.book.fields import (
    Fields,
    block,
    boundary_year,
    items,
    number,
    numbers,
    one_of,
    optional_text,
    path_in_book,
    text,
    texts,
    truth,
    whole,
)
from placebook.book.indicators import read_indicator
from placebook.book.periods import read_period
from placebook.book.sources import read_day, read_url
from placebook.measure.calendar import AS_COUNTED, CALENDAR, FINANCIAL
from placebook.measure.publish_plan import BY_BAND, METHODS, Plan
from placebook.types import DisclosureRule, Indicator

USUAL_PER = {"rate": 1000.0, "proportion": 100.0, "dsr": 100_000.0, "isr": 100_000.0, "smr": 100.0}


@dataclass(frozen=True, slots=True)
class Counted:
    """Where counts come from: records that were counted, a rebase of a table, or records put on other boundaries.

    Records alone are the counts of the areas they were placed in. A rebase alone reads the table that it names. Both
    together put the smallest areas that were kept of the records on the boundaries of `boundary_year`.
    """

    records: str | None = None
    rebase: str | None = None
    boundary_year: str | None = None
    categories: tuple[str, ...] = ()  # empty: all


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below the line: an indicator of the book, or counts; and which gaps may be filled."""

    indicator: str | None = None
    counted: Counted | None = None
    between: bool = False  # a straight line between two years
    after: bool = False  # the last figure stands on


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure to be published: its counts, what is below the line, the method, the rule, and what it is called."""

    id: str
    counted: Counted
    below: Below
    plan: Plan
    rule: DisclosureRule
    indicator: Indicator
    publisher: str
    licence: str
    url: str
    published: str
    period: str = AS_COUNTED
    first: str = ""  # labels of the first and last period to publish; "" = as far as there are counts
    last: str = ""
    table: str = ""  # path in the book
    already_out: tuple[str, ...] = ()  # tables of this measure as they were published before
    note: str = ""

    @property
    def feeds_the_book(self) -> bool:
        """Whether the table is one that a source of the book reads: it stands in raw/."""
        return self.table.startswith("raw/")


def find_measures(folder: Path) -> tuple[Path, ...]:
    """The files of `measures/`, in the order of their names. A book need not have any."""
    return tuple(sorted((folder / "measures").glob("*.yaml")))


def read_measure(path: Path) -> Measure:
    """A measure from its YAML file. Raises ContentError, with file and line, when it says what a measure cannot say."""
    fields = Fields(yaml.read_yaml(path))
    name = fields.take("measure", text)
    if name != path.stem:
        raise fields.fault(f"is called {name!r} in a file {path.name}; call the file {name}.yaml", "measure")
    method = fields.take("method", one_of(*METHODS))
    counted = fields.take("counts", _counted)
    below = fields.take("denominator", _below)
    found = Measure(
        id=name,
        counted=counted,
        below=below,
        plan=_plan(fields, method),
        rule=fields.take("disclosure", read_rule),
        indicator=read_indicator(fields.take("indicator", block), None, name),
        publisher=fields.take("publisher", text),
        licence=fields.take("licence", text),
        url=fields.take("url", read_url),
        published=fields.take("published", read_day),
        period=fields.take("period", one_of(AS_COUNTED, CALENDAR, FINANCIAL), default=AS_COUNTED),
        first=fields.take("first", _label, default=""),
        last=fields.take("last", _label, default=""),
        table=fields.take("table", path_in_book, default=f"raw/{name}.csv"),
        already_out=fields.take("already_out", _paths, default=()),
        note=fields.take("note", optional_text, default=""),
    )
    fields.finish()
    _check_whole(found, fields)
    return found


def _check_whole(found: Measure, fields: Fields) -> None:
    if not found.table.endswith(".csv") or found.table.startswith(("held/", "built/")):
        raise fields.fault(f"writes to {found.table!r}; name a .csv file in raw/, or in a folder of its own", "table")
    if found.plan.method in BY_BAND and (found.below.indicator or found.below.between or found.below.after):
        raise fields.fault(f"{found.plan.method} needs people by band: write denominator: with records or rebase")


def _paths(value: Any) -> tuple[str, ...]:
    return tuple(path_in_book(one) for one in (items(value) if isinstance(value, list) else [value]))


def _label(value: Any) -> str:
    label = text(value)
    read_period(label)
    return label


def _counted(value: Any) -> Counted:
    fields = Fields(block(value), "counts")
    found = _take_counted(fields)
    fields.finish()
    return found


def _take_counted(fields: Fields) -> Counted:
    found = Counted(
        records=fields.take("records", text, default=None),
        rebase=fields.take("rebase", text, default=None),
        boundary_year=fields.take("boundary_year", boundary_year, default=None),
        categories=fields.take("categories", texts, default=()),
    )
    if found.records is None and found.rebase is None:
        raise fields.fault("names no counts; write records: and the name of a file in records/, or rebase:")
    if (found.rebase is None) != (found.boundary_year is None):
        raise fields.fault("a rebase needs the year of the boundaries wanted, and only a rebase; write both")
    return found


def _below(value: Any) -> Below:
    fields = Fields(block(value), "denominator")
    indicator = fields.take("indicator", text, default=None)
    between = fields.take("between", one_of("straight_line"), default=None)
    after = fields.take("after", one_of("last_known"), default=None)
    counted = None
    if indicator is None:
        if "records" not in fields.block and "rebase" not in fields.block:
            raise fields.fault("names nothing to divide by; write indicator:, records: or rebase:")
        counted = _take_counted(fields)
    fields.finish()
    return Below(indicator, counted, between is not None, after is not None)


def _plan(fields: Fields, method: str) -> Plan:
    levels = fields.take("confidence", _levels, default=(95.0,))
    if levels[0] != 95:
        raise fields.fault("begins with another level than 95, by which an index reads limits; write [95, ...]")
    plan = Plan(
        method=method,
        per=fields.take("per", number, default=USUAL_PER[method]),
        confidence=levels,
        years=fields.take("years_together", whole, default=1),
        rolling=fields.take("rolling", truth, default=False),
        shrink=fields.take("shrink", truth, default=False),
        standard=fields.take("standard", _standard, default={}),
        reference=fields.take("reference", _reference, default={}),
    )
    if plan.per <= 0 or plan.years < 1:
        raise fields.fault("per is above zero, and years_together 1 or more")
    return plan


def _levels(value: Any) -> tuple[float, ...]:
    found = numbers(value) if isinstance(value, list) else (number(value),)
    if not found or any(not 50 <= level < 100 for level in found):
        raise ValueError("levels are percentages from 50 to below 100; write [95, 99.8]")
    return found


def _standard(value: Any) -> dict[str, float]:
    return {band: number(people) for band, people in block(value).items()}


def _reference(value: Any) -> dict[str, tuple[float, float]]:
    found = {}
    for band, pair in block(value).items():
        both = tuple(number(one) for one in items(pair))
        if len(both) != 2 or min(both) < 0 or both[1] == 0:
            raise ValueError(f"{band} needs events and people of the reference, as in {band}: [27, 12000]")
        found[band] = (both[0], both[1])
    return found
