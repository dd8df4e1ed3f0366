"""Which column of a table is which, with every heading accounted for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from placebook.book.periods import read_period
from placebook.book.sources import TIDY_HEADINGS
from placebook.sources.findings import Finding, fault
from placebook.sources.tables import Table
from placebook.types import Indicator, Source

PERIOD = "{period}"


def matches(label: str, patterns: Iterable[str]) -> bool:
    """Whether a label is one of these, where * stands for anything."""
    return any(label == pattern or fnmatchcase(label, pattern.replace("[", "[[]")) for pattern in patterns)


def tidy_columns(source: Source, table: Table) -> tuple[dict[str, str], list[Finding]]:
    """Our word -> the heading it has in a tidy table, and what is wrong with the headings."""
    declared = dict(source.columns)
    usual = {word: heading for word, heading in TIDY_HEADINGS.items() if word not in declared}
    columns = declared | {word: heading for word, heading in usual.items() if heading in table.headings}
    needed = ["area", "value"]
    if len(source.indicators) > 1:
        needed.append("indicator")
    if source.period is None and not all(indicator.period for indicator in source.indicators):
        needed.append("period")
    wanted = declared | {word: TIDY_HEADINGS[word] for word in needed if word not in declared}
    wrong = _gone(source, table, wanted) + undeclared(source, table, columns.values())
    return columns, wrong


def wide_columns(source: Source, table: Table) -> tuple[list[tuple[Indicator, str, str | None]], list[Finding]]:
    """Each (indicator, heading, period label in the heading) of a wide table, and what is wrong with the headings.

    A heading: such as "Population {period}" stands for one column per period.
    """
    found: list[tuple[Indicator, str, str | None]] = []
    wrong: list[Finding] = _gone(source, table, source.columns)
    for indicator in source.indicators:
        here = _columns_of(source, indicator, table)
        found.extend(here)
        if not here:
            wrong += _gone(source, table, {indicator.id: indicator.heading or ""})
    known = [*source.columns.values(), *(heading for _, heading, _ in found)]
    return found, wrong + undeclared(source, table, known)


def _columns_of(source: Source, indicator: Indicator, table: Table) -> list[tuple[Indicator, str, str | None]]:
    wanted = indicator.heading or ""
    if PERIOD not in wanted:
        return [(indicator, wanted, None)] if wanted in table.headings else []
    before, _, after = wanted.partition(PERIOD)
    form = re.compile(re.escape(before) + "(.+)" + re.escape(after))
    found = ((heading, form.fullmatch(heading)) for heading in table.headings)
    return [(indicator, heading, match[1]) for heading, match in found if match and _is_period(source, match[1])]


def _is_period(source: Source, label: str) -> bool:
    try:
        read_period(source.periods.get(label, label))
    except ValueError:
        return False
    return True


def _gone(source: Source, table: Table, wanted: Mapping[str, str]) -> list[Finding]:
    wrong = []
    for word, heading in wanted.items():
        if heading in table.headings:
            continue
        near = difflib.get_close_matches(heading, table.headings, n=1)
        there = f"there is {near[0]!r}" if near else f"there is: {_listed(table.headings)}"
        what = f"the heading {heading!r} ({word}) is not in the table; {there}"
        wrong.append(
            fault(table.file, source.heading_row, what, f"change the source {source.id}, or ask the publisher")
        )
    return wrong


def undeclared(source: Source, table: Table, known: Iterable[str]) -> list[Finding]:
    """A heading that is neither used nor ignored stops the import: it may be the one that matters."""
    known = set(known)
    new = [heading for heading in table.headings if heading not in known and not matches(heading, source.ignore)]
    if not new:
        return []
    what = f"headings nobody declared: {_listed(new)}"
    right = f"name each in columns: or indicators: of the source {source.id}, or in ignore:"
    return [fault(table.file, source.heading_row, what, right)]


def _listed(headings: Iterable[str], most: int = 12) -> str:
    listed = list(headings)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(repr(heading) for heading in listed[:most]) + more
