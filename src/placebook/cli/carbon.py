"""placebook carbon: activity times government factors, by scope and year; baseline, path to the target, budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.measure.carbon import CarbonAccount
    from placebook.measure.carbon_account import YearTotal
    from placebook.measure.carbon_territorial import TerritorialYear
    from placebook.measure.carbon_track import Track

WIDTH = 96
_MOST_GAPS = 10


@click.command()
@BOOK
@click.option("--account", help="The account, where the book has several.")
@click.option("--activity", type=click.Path(path_type=Path), help="A table of activity, to try without a book.")
@click.option(
    "--factors",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The flat file of a year; may stand more than once.",
)
@click.option("--nearest-earlier", is_flag=True, help="Without a book: use the last earlier factors, marked estimated.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .csv file for the lines; a .json goes beside it."
)
def carbon(
    book: Path,
    account: str | None,
    activity: Path | None,
    factors: tuple[Path, ...],
    nearest_earlier: bool,
    output: Path | None,
) -> None:
    """Count a book's emissions by scope and year, and say whether they keep to the way to the target.

    Each line names its factor, with the year, scope, unit and row of the flat file. With --activity and --factors no
    book is needed, and there is no baseline.
    """
    if (activity is None) != (not factors) or (activity is None and nearest_earlier):
        raise click.UsageError("--activity and --factors belong together; name both, or neither and a book")
    if output is not None:
        _check_output(output, [one for one in (activity, *factors) if one is not None])
    found = _from_book(book, account) if activity is None else _from_tables(activity, factors, nearest_earlier)
    if output is not None and found.plan.activity is None:
        raise click.UsageError("the account holds no activity, so there are no lines to write; leave out -o")
    click.echo("\n".join(account_lines(found)))
    if output is not None:
        from placebook.store.carbon import write_account

        for path in write_account(found, output):
            click.echo(str(path))


def _check_output(output: Path, inputs: Iterable[Path]) -> None:
    from placebook.cli.index import check_output

    if output.suffix.lower() != ".csv":
        raise click.BadParameter(f"{output}: the name must end in .csv; a .json goes beside it", param_hint="-o")
    check_output(output, *inputs)


def _from_book(folder: Path, name: str | None) -> CarbonAccount:
    from placebook.book.carbon_account import read_account
    from placebook.book.place_book import open_book
    from placebook.types import ContentError

    opened = open_book(folder)
    plans = {plan.id: plan for plan in opened.carbon}
    if not plans:
        raise ContentError(f"{folder}: holds no carbon account; write one in carbon/, as docs/carbon.md shows")
    if name is None and len(plans) > 1:
        raise ContentError(f"{folder}: holds {len(plans)} accounts; name one with --account: {', '.join(plans)}")
    if name is not None and name not in plans:
        raise ContentError(f"{folder}: holds no account {name!r}; there is: {', '.join(plans)}")
    return read_account(folder, plans[name or next(iter(plans))])


def _from_tables(activity: Path, factors: Sequence[Path], nearest_earlier: bool) -> CarbonAccount:
    from placebook.book.carbon_account import loose_account

    return loose_account(activity, factors, nearest_earlier)


def account_lines(account: CarbonAccount) -> list[str]:
    """An account as lines of plain text."""
    sections = [[account.plan.title]]
    if account.plan.activity is not None:
        sections += [_year_lines(account), _line_lines(account)]
    else:
        sections.append(["The organisation's own activity is not held, so it is not counted."])
    if account.baseline is not None:
        sections.append(["BASELINE", *_wrapped([account.baseline.says])])
    if account.track is not None:
        sections.append(_track_lines(account, account.track))
    if account.district:
        sections.append(_district_lines(account.district))
    if account.plan.does_not_say:
        sections.append(_wrapped([f"It does not say: {account.plan.does_not_say}"]))
    lines: list[str] = []
    for section in sections:
        lines += [*section, ""]
    return lines[:-1]


def _year_lines(account: CarbonAccount) -> list[str]:
    years, scopes = account.years, sorted({scope for one in account.years for scope in one.by_scope})
    head = ["Tonnes CO2e", *(str(one.year) for one in years)]
    rows = [[scope_name(scope), *(_tonnes(one.by_scope.get(scope)) for one in years)] for scope in scopes]
    named = " and ".join(account.plan.scopes) if len(account.plan.scopes) < 3 else "1, 2 and 3"
    rows.append([f"Scope {named} together", *(_whole_tonnes(one) for one in years)])
    gaps = [f"Not held in {one.year}: {gap}." for one in years for gap in one.gaps]
    more = [f"And {len(gaps) - _MOST_GAPS:,} more."] if len(gaps) > _MOST_GAPS else []
    notes = ["at least: something of that year is not held, so the sum is a part."] if gaps else []
    notes += ["[e]: estimated, in whole or in part."] if any(one.estimated for one in years) else []
    return [*aligned(head, rows), *_wrapped([*notes, *gaps[:_MOST_GAPS], *more])]


def scope_name(scope: str) -> str:
    """A scope in words."""
    return f"Scope {scope}" if scope.isdigit() else "Outside of Scopes (in no total)"


def _tonnes(value: float | None) -> str:
    return "not held" if value is None else f"{value:,.1f}"


def _whole_tonnes(one: YearTotal) -> str:
    mark = " [e]" if one.estimated else ""
    return f"{'' if one.whole else 'at least '}{one.tonnes:,.1f}{mark}"


def _line_lines(account: CarbonAccount) -> list[str]:
    head = (
        "Site",
        "Year",
        "Scope",
        "Activity",
        "Amount",
        "Unit",
        "Factor",
        "Its year",
        "Its unit",
        "Row",
        "kg",
        "Tonnes",
    )
    rows = [
        (
            x.activity.site,
            str(x.activity.year),
            x.activity.scope,
            x.activity.activity,
            f"{x.activity.amount:,.10g}",
            x.activity.unit,
            x.factor.id,
            f"{x.factor.year}{' [e]' if x.because else ''}",
            x.factor.unit,
            str(x.factor.row),
            f"{x.factor.kg:.5f}",
            f"{x.tonnes:,.3f}",
        )
        for x in account.lines
    ]
    return aligned(head, rows, (0, 2, 3, 5, 6, 8))


def _track_lines(account: CarbonAccount, track: Track) -> list[str]:
    lines = ["TARGET", *_wrapped([_target_says(track), track.says])]
    if track.budget is not None:
        lines += _wrapped([track.budget.says])
    if track.no_path:
        lines += _wrapped([f"Only one path is drawn: {track.no_path}."])
    series = {one.year: one for one in account.baseline.series} if account.baseline else {}
    if track.paths:
        head = ("Year", *(path.name.replace("_", " ") for path in track.paths), "counted")
        rows = [
            (str(year), *(f"{path.tonnes[at]:,.1f}" for path in track.paths), _counted(series.get(year)))
            for at, year in enumerate(track.paths[0].years)
        ]
        lines += aligned(head, rows)
    return lines


def _target_says(track: Track) -> str:
    remaining = track.target.remaining
    left = "nothing is left" if remaining == 0 else f"{remaining:g}% of the baseline is left"
    path = track.path
    way = f" The path held to: {path.says}." if path is not None else ""
    return f"By {track.target.year}, {left}.{way}"


def _counted(one: YearTotal | None) -> str:
    return "" if one is None else _whole_tonnes(one)


def _district_lines(years: Sequence[TerritorialYear]) -> list[str]:
    last = years[-1]
    head = (f"kt {last.gas}", str(years[0].year), str(last.year))
    rows = [(sector.name, _tonnes(_sector(years[0], sector.name)), _tonnes(sector.total)) for sector in last.sectors]
    rows.append(("All sectors", _tonnes(years[0].total), _tonnes(last.total)))
    rows.append(("Tonnes a person", _tonnes(years[0].a_person), _tonnes(last.a_person)))
    return [f"THE WHOLE DISTRICT: {last.name}", *aligned(head, rows)]


def _sector(year: TerritorialYear, name: str) -> float | None:
    return next((one.total for one in year.sectors if one.name == name), None)


def _wrapped(sentences: Sequence[str]) -> list[str]:
    return [line for one in sentences for line in wrap(one, WIDTH)]
