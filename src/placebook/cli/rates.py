"""placebook rates: any rate with its limits from a table, without a book."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from placebook.measure.rate_tables import Asked, Made, Method
    from placebook.sources.tables import Table as Given
    from placebook.store.tables import Table
    from placebook.types import Numbers

# role -> what its column holds; each is an option that names a heading of the table
ROLES = {
    "numerator": "Events, people of whom it is true, or deaths.",
    "denominator": "People, homes, or what is expected.",
    "value": "A figure (mean, sii, quantile).",
    "standard": "The standard population (dsr).",
    "reference-numerator": "Events of the reference (isr, smr).",
    "reference-denominator": "People of the reference (isr, smr).",
    "age": "The age at which a band starts: 0, 5-9 or 90+ (life).",
    "group": "The place of a group, 1 = most deprived (sii).",
    "error": "The standard error of a figure (sii).",
    "lower": "The lower 95% limit of a figure (sii).",
    "upper": "The upper 95% limit of a figure (sii).",
}
_AGE = re.compile(r"\s*(\d+(\.\d+)?)\s*([-–+]|to\b|and\b|$)", re.IGNORECASE)


def _levels(_ctx: click.Context, _param: click.Parameter, said: str) -> tuple[float, ...]:
    try:
        levels = tuple(float(one) for one in said.split(","))
    except ValueError:
        levels = ()
    levels = tuple(100 * level if 0.5 <= level < 1 else level for level in levels)
    if not levels or not all(50 <= level < 100 for level in levels):
        raise click.BadParameter(f"{said!r} is no level; write percentages from 50 to below 100, as 95,99.8")
    return tuple(float(f"{level:.12g}") for level in levels)


def _roles(command: Callable[..., Any]) -> Callable[..., Any]:
    for role, says in reversed(ROLES.items()):
        command = click.option(f"--{role}", metavar="HEADING", help=says)(command)
    return command


@click.command()
@click.argument("table", metavar="TABLE.csv", type=click.Path(path_type=Path))
@click.option("--method", required=True, help="rate, proportion, mean, dsr, isr, smr, life, sii, funnel...")
@click.option("--by", multiple=True, metavar="HEADING", help="What rows are put together by. May be given again.")
@click.option("--within", metavar="HEADING", help="The wider area: each is worked out by itself.")
@_roles
@click.option("--per", type=float, help="1000 for a rate per 1,000, 100 for per cent. Else what is usual.")
@click.option("--confidence", default="95", callback=_levels, metavar="LEVELS", help="As 95, or 95,99.8.")
@click.option("--kind", type=click.Choice(["plain", "rate", "ratio", "proportion"]), help="Of figures (sii, funnel).")
@click.option("--transform", is_flag=True, help="Fit the line to the logarithm or logit (sii).")
@click.option("--benchmark", type=float, help="A stated benchmark, in place of that of all areas (funnel).")
@click.option("--parts", type=click.IntRange(1), default=10, help="How many groups (quantile).")
@click.option("--lowest-first", is_flag=True, help="Group 1 holds the lowest figures (quantile).")
@click.option("--fewest", type=float, help="Events (dsr: 10) or people (life: 5,000) below which none is given.")
@click.option("--widest", type=float, default=20, help="Years between limits, above which no value is given (life).")
@click.option("--runs", type=click.IntRange(1), default=100_000, help="How many draws (sii).")
@click.option("--seed", type=click.IntRange(0), default=1, help="Of the draws (sii).")
@click.option("--sheet", help="The sheet of a workbook.")
@click.option("-o", "--output", metavar="OUT.csv", type=click.Path(path_type=Path), help="A .csv or .parquet file.")
def rates(
    table: Path,
    method: str,
    by: tuple[str, ...],
    within: str | None,
    sheet: str | None,
    output: Path | None,
    lowest_first: bool,
    **said: Any,
) -> None:
    """Work out rates with their limits from TABLE, without a book.

    TABLE is CSV, XLSX or Parquet with one row for each area, or for each area and age. Name the headings of its
    columns: placebook rates t.csv --method rate --numerator burglaries --denominator people --per 1000.
    Out come the value and its limits in full, and, where there is no value, why. Missing is never zero.
    docs/rates.md says of each method when to use it, its formula and its source.
    """
    from placebook.cli.index import check_output, write_table
    from placebook.measure.rate_tables import Asked
    from placebook.sources.tables import read_table

    chosen = _method(method)
    if output is not None:
        check_output(output, table)
    roles = {role: said.pop(role.replace("-", "_")) for role in ROLES}
    given = read_table(table, sheet=sheet)
    named = _named(given, chosen, method, {role: heading for role, heading in roles.items() if heading})
    _refuse_unknown(given, [*by, *([within] if within else [])])
    made = _made(given, chosen, named, by, within, Asked(highest_first=not lowest_first, **said))
    results = _results(given, chosen, made, by, within)
    if output is None:
        _print(results)
    else:
        write_table(results, output)
        click.echo(f"{output}: {len(results):,} rows; {chosen.says}")


def _method(name: str) -> Method:
    from placebook.measure.rate_tables import METHODS

    if name not in METHODS:
        known = "; ".join(f"{one} ({method.says})" for one, method in METHODS.items())
        raise click.BadParameter(f"{name!r} is no method. There is: {known}", param_hint="--method")
    return METHODS[name]


def _named(given: Given, method: Method, called: str, roles: dict[str, str]) -> dict[str, str]:
    """The heading of each role the method needs. Roles that it does not know are refused."""
    wrong = [role for role in roles if role not in (*method.needs, *method.may)]
    if wrong:
        uses = ", ".join(f"--{role}" for role in (*method.needs, *method.may))
        raise click.UsageError(f"{called} does not use --{wrong[0]}; it uses {uses}")
    lacking = [role for role in method.needs if role not in roles]
    if lacking:
        said = ", ".join(f"--{role}" for role in lacking)
        raise click.UsageError(
            f"{called} needs {said}: headings of {given.file}, which has {', '.join(given.headings)}"
        )
    _refuse_unknown(given, list(roles.values()))
    return roles


def _refuse_unknown(given: Given, headings: Sequence[str]) -> None:
    from difflib import get_close_matches

    from placebook.types import DataError

    for heading in headings:
        if heading not in given.headings:
            near = get_close_matches(heading, given.headings, n=1)
            guess = f" Did you mean {near[0]!r}?" if near else ""
            raise DataError(f"{given.file}: has no column {heading!r}.{guess} It has: {', '.join(given.headings)}")


def _made(
    given: Given, method: Method, roles: dict[str, str], by: tuple[str, ...], within: str | None, asked: Asked
) -> list[tuple[str, Made]]:
    """What the method makes of each wider area (of all rows, where none is named)."""
    import numpy as np

    from placebook.measure.rate_tables import group_rows
    from placebook.types import DataError

    figures = {role: _figures(given, heading, role, role in method.counts) for role, heading in roles.items()}
    _refuse_above_whole(given, figures, method)
    wider = np.array(_texts(given, within) if within else [""] * len(given), dtype=object)
    keys = _keys(given, method, by)
    made = []
    for name in dict.fromkeys(wider):
        at = np.flatnonzero(wider == name)
        rows = group_rows([keys[i] for i in at], {role: column[at] for role, column in figures.items()})
        try:
            made.append((str(name), method.make(rows, asked)))
        except (ValueError, DataError) as why:
            raise DataError(f"{given.file}{', ' + name if name else ''}: {why}") from None
    return made


def _keys(given: Given, method: Method, by: tuple[str, ...]) -> list[tuple[str, ...]]:
    if by:
        return list(zip(*(_texts(given, heading) for heading in by), strict=True))
    return [(str(at),) if method.each_row else () for at in range(len(given))]


def _texts(given: Given, heading: str) -> list[str]:
    cells = given.column(heading)
    return [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "") for cell in cells]


def _figures(given: Given, heading: str, role: str, is_count: bool) -> Numbers:
    import numpy as np

    from placebook.sources.figures import read_figures
    from placebook.sources.loose_figures import BLANKS
    from placebook.types import DataError

    cells = given.column(heading)
    if role == "age":
        found = [_AGE.match(str(cell)) for cell in cells]
        cells = [float(age[1]) if age else cell for age, cell in zip(found, cells, strict=True)]
    read = read_figures(cells, lambda _: "", BLANKS, given.delimiter == ";")
    for at, (what, right) in read.wrong.items():
        raise DataError(f"{given.file}, row {given.rows[at]}, column {heading!r}: {what}; {right}")
    for at in np.flatnonzero(read.values < 0).tolist() if is_count else ():
        what = f"{read.values[at]:g} is below zero, and a count is not; write the count"
        raise DataError(f"{given.file}, row {given.rows[at]}, column {heading!r}: {what}, or leave the cell blank")
    return read.values


def _refuse_above_whole(given: Given, figures: dict[str, Numbers], method: Method) -> None:
    """Refuse, with its row, a part that is more than its whole."""
    import numpy as np

    from placebook.measure.rate_tables import METHODS
    from placebook.types import DataError

    if method is METHODS["proportion"]:
        for at in np.flatnonzero(figures["numerator"] > figures["denominator"]).tolist():
            top, bottom = figures["numerator"][at], figures["denominator"][at]
            what = f"{top:g} of {bottom:g} is no proportion; a part is at most the whole"
            raise DataError(f"{given.file}, row {given.rows[at]}: {what}. For events that repeat, use --method rate")


def _results(
    given: Given, method: Method, made: list[tuple[str, Made]], by: tuple[str, ...], within: str | None
) -> Table:
    """The results as a table: the keys (or, where each row is one, all columns that were there), then what was made."""
    import numpy as np

    from placebook.store.tables import Heading, Kind, table_of

    columns: dict[str, Any] = {}
    if by:
        columns = {name: [key[i] for _, one in made for key in one.keys] for i, name in enumerate(by)}
    elif method.each_row:
        at = [int(key[0]) for _, one in made for key in one.keys]
        columns = {heading: [_texts(given, heading)[i] for i in at] for heading in given.headings}
    if within and within not in columns:
        columns = {within: [name for name, one in made for _ in one.keys], **columns}
    kinds = dict.fromkeys(columns, Kind.TEXT)
    for name in made[0][1].columns:
        parts = [one.columns[name] for _, one in made]
        columns.pop(name, None)  # a column of the table that has the name of a result gives way
        columns[name], kinds[name] = np.concatenate(parts), Kind.TEXT if parts[0].dtype == object else Kind.NUMBER
    return table_of((Heading(name, kinds[name]) for name in columns), columns)


def _print(results: Table) -> None:
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(results.names)
    writer.writerows(results.rows())
