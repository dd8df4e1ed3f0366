"""placebook disclose: what is hidden and why, and an attack on all of it, as one report to be signed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK, is_named

if TYPE_CHECKING:
    from placebook.cli.disclose_tables import Headings
    from placebook.measure.disclosure_audit import Range
    from placebook.measure.disclosure_report import HiddenReport
    from placebook.types import DisclosureRule

FILE = click.Path(path_type=Path, dir_okay=False)
PUBLISHED = (
    "every count that is not hidden",
    "the total of each row over its categories, where there are two or more",
    "the total of each wider area, and of all areas together",
)


@click.command()
@click.argument("measures", metavar="[MEASURE]...", nargs=-1)
@BOOK
@click.option("--table", type=FILE, help="A table of counts instead of a book: CSV, XLSX or Parquet.")
@click.option("--rows", default="area", help="Its column of areas, or of whatever its rows are.", show_default=True)
@click.option("--columns", help="Its column of categories, if it has one.")
@click.option("--periods", help="Its column of periods, if it has one.")
@click.option("--value", default="count", help="Its column of counts.", show_default=True)
@click.option("--total", default="Total", help="What a total is called.", show_default=True)
@click.option("--within", type=FILE, help="A table with areas, and beside each the wider area that it lies in.")
@click.option("--also", type=FILE, multiple=True, help="A second table of the same counts, protected together.")
@click.option("--also-columns", help="The column of categories in that, if it is another.")
@click.option("--already", is_flag=True, help="The second table is published already, just as it stands.")
@click.option("--absent", type=click.Choice(["nought"]), help="A place without a row had nothing to count.")
@click.option("--hide-up-to", default=4, type=click.IntRange(0), help="Counts from 1 to this.", show_default=True)
@click.option("--hide-zero", is_flag=True, help="Hide 0 as well.")
@click.option("--round-to", default=1, type=click.IntRange(1), help="Round what is shown.", show_default=True)
@click.option("--protection", type=click.IntRange(1), help="How wide ranges must be; else over all that is hidden.")
@click.option("-o", "--out", type=FILE, help="Where the table goes that may be published; --also beside it.")
@click.option("--report", type=FILE, help="Where the report goes: text, and JSON beside it.")
def disclose(
    measures: tuple[str, ...],
    book: Path,
    table: Path | None,
    rows: str,
    columns: str | None,
    periods: str | None,
    value: str,
    total: str,
    within: Path | None,
    also: tuple[Path, ...],
    also_columns: str | None,
    already: bool,
    absent: str | None,
    hide_up_to: int,
    hide_zero: bool,
    round_to: int,
    protection: int | None,
    out: Path | None,
    report: Path | None,
) -> None:
    """Say what is hidden in the measures of a book (all, or those named) and why, and attack all of it.

    The report has a place for the name, the day and the signature of whoever answers for data protection. No hidden
    count stands in it. Exit code 1 when the attack finds one: then nothing may be published.

    With --table, small counts of any table are hidden, and the fewest others that keep them from being worked out:

    placebook disclose --table counts.csv --rows area --columns category --value count -o out.csv
    """
    from placebook.cli.disclose_tables import Headings
    from placebook.cli.hush import hushed
    from placebook.types import DisclosureRule

    if table is not None and (measures or is_named("book")):
        raise click.UsageError("--table stands for a book; name no book or measure beside it")
    if table is None:
        if out is not None:
            raise click.UsageError("--out is for --table; the tables of a book are written by placebook records")
        from placebook.disclosing import attack_book

        with hushed():
            found, inputs = attack_book(book, measures)
        report = report or book / "held" / "disclosure" / "report.txt"
    else:
        heads = Headings(rows, columns, periods, value, total)
        others = Headings(rows, also_columns or columns, periods, value, total)
        rule = DisclosureRule(hide_up_to, not hide_zero, round_to, protection)
        tables = [(table, heads), *((one, others) for one in also)]
        with hushed():
            found, inputs = [_of_tables(tables, within, rule, already, absent is not None, out)], (table, *also)
    text = "\n".join(report_lines(found, inputs)) + "\n"
    click.echo(text, nl=False)
    if report is not None:
        _write(report, text, found)
    if not all(one.passes for one in found):
        sys.exit(1)


def _of_tables(
    tables: Sequence[tuple[Path, Headings]],
    within: Path | None,
    rule: DisclosureRule,
    already: bool,
    absent_is_nought: bool,
    out: Path | None,
) -> HiddenReport:
    """Protect tables from outside a book, attack them, and write them only when the attack found nothing."""
    from placebook.cli.disclose_tables import read_counts, read_within, with_total, write_shown
    from placebook.measure.disclosure import protect
    from placebook.measure.disclosure_audit import Out, audit
    from placebook.measure.disclosure_report import report_of
    from placebook.measure.disclosure_tables import Linked
    from placebook.types import Counts

    inside = read_within(within) if within else {}
    read: list[tuple[Counts, dict[str, str], Headings]] = []
    for path, named in tables:
        has_kinds = named.columns is None or not read or named.columns in _headings(path)
        heads = named if has_kinds else replace(named, columns=None)
        counts = read_counts(path, heads, absent_is_nought)
        read.append((counts, with_total(counts, inside, heads.total), heads))
    linked = [Linked(counts, wider, already) for counts, wider, _ in read[1:]]
    done = protect(read[0][0], rule, read[0][1], also=linked)
    shown = (done.table, *done.also)
    found = audit([Out(one, counts, wider) for one, (counts, wider, _) in zip(shown, read, strict=True)], rule)
    title = " and ".join(path.name for path, _ in tables)
    if out is not None and found.passes:
        for at, (one, (_, _, heads)) in enumerate(zip(shown, read, strict=True)):
            write_shown(out if at == 0 else out.with_name(f"{out.stem}-also-{at}{out.suffix}"), one, heads)
    return report_of(title, shown, rule, found, PUBLISHED, done.gap)


def _headings(path: Path) -> tuple[str, ...]:
    from placebook.sources.tables import read_table

    return read_table(path).headings


def report_lines(found: Sequence[HiddenReport], inputs: Sequence[Path]) -> Iterator[str]:
    """The whole report as text, with a place to sign."""
    yield "What is hidden and why: a report for whoever answers for data protection"
    yield ""
    yield "Keep this report: it says which counts are small, and its fingerprints could confirm a guess at them."
    for one in found:
        yield ""
        yield from _one(one)
    yield ""
    yield "Fingerprints (SHA-256) of what was read"
    for path in inputs:
        yield f"  {sha256(path.read_bytes()).hexdigest()}  {path.name}"
    yield ""
    for line in ("Name", "Day", "Signature"):
        yield f"{line}: {'_' * 40}"


def _one(one: HiddenReport) -> Iterator[str]:
    from placebook.measure.disclosure_report import attack_in_words

    yield one.title
    yield f"  Rule. {one.rule}"
    yield f"  Published, and so known to everybody: {'; '.join(one.published)}."
    lost = one.hidden / max(one.hidden + one.shown, 1)
    yield (
        f"  Hidden: {one.hidden} of {one.hidden + one.shown} counts ({lost:.1%}): {one.primary} small ones, and "
        f"{one.secondary} so that no small one can be worked out."
    )
    best = "No choice that hides less would be safe." if one.gap < 1e-6 else f"At most {one.gap:.1%} of it is too much."
    yield f"  {best}"
    yield f"  Attack. {attack_in_words(one)}"
    yield from (f"  Tried. {each}" for each in one.tried)
    yield ""
    rows = [(each.period, str(each.shown), str(each.hidden)) for each in one.periods]
    yield from (f"  {line}" for line in aligned(("Period", "Shown", "Hidden"), rows))
    for area, period, kind in one.open:
        yield f"  SHOWN THOUGH SMALL: {area}, {period}, {kind}"
    if one.ranges:
        yield ""
        more = any(x.table for x in one.ranges)
        headings = ("Hidden count", "Period", "Category", "Why", "Anybody can place it at", "Safe", "")
        cells = [_cells(each, f" (table {each.table + 1})" if more else "") for each in one.ranges]
        yield from (f"  {line}" for line in aligned(headings, cells, words=range(7)))


def _cells(one: Range, which: str) -> tuple[str, ...]:
    from placebook.measure.disclosure_report import range_in_words

    safe = "yes" if one.safe else "NO"
    return f"{one.area}{which}", one.period, one.category, one.why, range_in_words(one), safe, one.because


def _write(path: Path, text: str, found: Sequence[HiddenReport]) -> None:
    from placebook.store.plain import as_json, as_plain
    from placebook.store.whole import whole_file

    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")
    with whole_file(path.with_suffix(".json")) as partial:
        plain = [_without_infinity(as_plain(one)) for one in found]
        partial.write_text(as_json(plain), encoding="utf-8", newline="\n")


def _without_infinity(plain: Any) -> Any:
    """A range without an end has none in JSON either: null."""
    if isinstance(plain, dict):
        return {key: _without_infinity(each) for key, each in plain.items()}
    if isinstance(plain, list):
        return [_without_infinity(each) for each in plain]
    return None if plain == float("inf") else plain
