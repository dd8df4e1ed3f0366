"""The book's own log of releases, revisions and corrections: changes.csv with the headings date,kind,what,where."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from placebook.pages.shelf import Change
from placebook.sources.findings import Finding, fault
from placebook.sources.sheets import Cell
from placebook.sources.tables import read_table
from placebook.types import DataError

HEADINGS = ("date", "kind", "what", "where")
KINDS = ("release", "revision", "correction")
PAGES = ("index.html", "areas/index.html", "indicators/index.html", "method.html", "data/index.html")
_PAGE = re.compile(r"(areas|indicators|frameworks)/([^/#?]+)\.html")
_HEADINGS_ARE = f"write {','.join(HEADINGS)}"


@dataclass(frozen=True, slots=True)
class Log:
    """The entries of a log, newest first, and what is wrong with the others. `rows` has the row of each entry."""

    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    rows: tuple[int, ...] = ()


def read_changes(path: Path, name: str) -> Log:
    """The log in a file, which `name` stands for in what is said. An entry that cannot be read becomes a finding.

    The entries of one day keep the order of the file, the one further down being the newer.
    """
    try:
        table = read_table(path, name)
    except DataError as why:
        what, _, right = str(why).removeprefix(f"{name}: ").partition("; ")
        return Log(findings=(fault(name, None, what, right),))
    wrong = [*table.findings]
    if {"date", "kind", "what"} - set(table.headings) or set(table.headings) - set(HEADINGS):
        return Log(findings=(*wrong, fault(name, 1, f"has the headings {', '.join(table.headings)}", _HEADINGS_ARE)))
    found: list[tuple[Change, int]] = []
    for row, cells in table.each_row():
        try:
            found.append((_change(cells), row))
        except ValueError as why:
            wrong.append(fault(name, row, *why.args))
    found.sort(key=lambda one: (one[0].date, one[1]), reverse=True)
    return Log(tuple(change for change, _ in found), tuple(wrong), tuple(row for _, row in found))


def _change(cells: Mapping[str, Cell]) -> Change:
    said = {heading: str(cells.get(heading) or "") for heading in HEADINGS}
    if said["kind"] not in KINDS:
        near = difflib.get_close_matches(said["kind"], KINDS, n=1)
        right = f"did you mean {near[0]}?" if near else f"write one of {', '.join(KINDS)}"
        raise ValueError(f"the kind {said['kind']!r} is not known", right)
    if not said["what"]:
        raise ValueError("does not say what changed", "write one plain sentence under what")
    return Change(_day(said["date"]), said["kind"], said["what"], said["where"])


def _day(written: str) -> str:
    try:
        if len(written) != 10:
            raise ValueError(written)
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError(f"{written!r} is not a day", "write year-month-day, as in 2019-09-26") from None


def why_no_page(
    where: str, areas: Collection[str], indicators: Collection[str], frameworks: Collection[str]
) -> tuple[str, str] | None:
    """What keeps `where` from being a page of the site, and what would be right; None for a page and for nothing."""
    page = where.partition("#")[0]
    if not where or page in PAGES:
        return None
    found = _PAGE.fullmatch(page)
    if found is None:
        right = f"leave it blank, or write a path such as indicators/pm10.html or one of {', '.join(PAGES)}"
        return f"under where, {where!r} is no page of the site", right
    kind, name = found.groups()
    known = {"areas": areas, "indicators": indicators, "frameworks": frameworks}[kind]
    if name in known:
        return None
    near = difflib.get_close_matches(name, list(known), n=1)
    right = f"did you mean {kind}/{near[0]}.html?" if near else "write one that is there, or leave it blank"
    return f"under where, there is no page {where!r}", right
