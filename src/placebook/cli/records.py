"""placebook records: record-level files into counts, with a report of what became of every record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.book.place_book import PlaceBook
    from placebook.measure.reconciliation import Reconciliation
    from placebook.store.counting import Counted


class CountUnlessNamed(click.Group):
    """A group that counts when no command of its own is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`placebook records` is `placebook records count`."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["count", *args]
        return super().parse_args(ctx, args)


@click.group(cls=CountUnlessNamed)
def records() -> None:
    """Count record-level files, or move and keep safe what people typed at the desk.

    `placebook records` by itself counts: it is short for `placebook records count`.
    """


@records.command("count")
@BOOK
@click.argument("names", metavar="[ID]...", nargs=-1)
def count(book: Path, names: tuple[str, ...]) -> None:
    """Count the record-level files that a book describes in records/ (all, or those named), and publish its measures.

    Counts and a report of what became of every record go into held/, which is confidential: nothing there is
    published. Each file of measures/ then turns counts into a rate with limits, behind the disclosure gate, in a table
    that the book reads. What is wrong with one of them is said in one sentence, and the others are done all the same.
    """
    from placebook.book.measures import find_measures
    from placebook.book.place_book import open_book
    from placebook.book.records import find_records
    from placebook.cli.faults import sentence
    from placebook.types import PlacebookError

    opened, measures = open_book(book), find_measures(book)
    no_records = not names and measures and not list((book / "records").glob("*.yaml"))
    jobs: list[tuple[str, Callable[[], Iterable[str]]]] = [
        (name, partial(_count_and_say, opened, path))
        for name, path in ({} if no_records else find_records(book, names)).items()
    ]
    failed, uncounted, to_count = False, set[str](), len(jobs)
    jobs += [(path.stem, partial(_measure_and_say, opened, path, uncounted)) for path in measures]
    for at, (name, job) in enumerate(jobs):
        try:
            lines = list(job())
        except (PlacebookError, OSError) as why:
            failed = True
            uncounted |= {name} if at < to_count else set()
            click.echo(f"placebook: {name}: {sentence(why)}", err=True)
            continue
        for line in lines:
            click.echo(line)
    if failed:
        sys.exit(2)


def _count_and_say(book: PlaceBook, path: Path) -> Iterator[str]:
    return _said(_count(book, path))


def _measure_and_say(book: PlaceBook, path: Path, uncounted: Collection[str]) -> Iterator[str]:
    """Publish one measure of the counts, after the disclosure gate. Records that failed have old counts at most."""
    from placebook.book.measures import read_measure
    from placebook.cli.hush import hushed
    from placebook.measured import outcome_lines
    from placebook.publishing import run_measure
    from placebook.types import DataError

    measure = read_measure(path)
    for counted in (measure.counted, measure.below.counted):
        if counted is not None and counted.records in uncounted:
            raise DataError(
                f"was not made, since {counted.records} could not be counted; mend that first, and until then "
                f"{measure.table} stays as it was"
            )
    with hushed():
        outcome = run_measure(book, path)
    return outcome_lines(outcome, book.folder)


def _count(book: PlaceBook, path: Path) -> Counted:
    """Count one description and write what was found into held/."""
    from placebook.book.records import read_records
    from placebook.store.counting import count_records
    from placebook.store.held import work_folder, write_held

    records = read_records(path)
    listed: dict[str, list[str]] = {}
    for area in book.areas:
        listed.setdefault(area.kind, []).append(area.code)
    with work_folder(book.folder, records.id) as work:
        found = count_records(records, book.folder, work, listed, book.engine.address, book.engine.memory)
    write_held(book.folder, found.counts, found.reports)
    return found


def _said(counted: Counted) -> Iterator[str]:
    for finding in counted.warnings:
        yield f"{finding.level}: {finding}"
    for report in counted.reports:
        yield from report_lines(report)
        yield ""


def report_lines(report: Reconciliation) -> Iterator[str]:
    """A report as a plain table, then what stands beside it."""
    from placebook.cli.aligned import aligned
    from placebook.measure.reconciliation import report_rows

    yield f"{report.title} ({report.records}), by {report.area_kind} on the boundaries of {report.boundaries}"
    yield ""
    rows = [(words, f"{many:,}", _per_cent(many, report.read)) for words, many in report_rows(report)]
    yield from aligned(("what became of the records", "records", "share"), rows)
    yield ""
    yield f"{report.areas_with_records:,} of {report.areas:,} areas have a record."
    yield f"Months covered: {', '.join(report.months) or 'none'}."
    if report.part_periods:
        yield f"Not counted, since covered only in part: {', '.join(report.part_periods)}."
    if report.repeated_ids or report.without_id:
        yield (
            f"{report.repeated_ids:,} IDs stand more than once, {report.repeated_records:,} records beyond the first; "
            f"{report.without_id:,} records have no ID."
        )
    for share in report.shares:
        lacks = f"; it lacks {share.unknown_codes:,} codes: {', '.join(share.unknown)}" if share.unknown else ""
        yield f"{share.file} knows {100 * share.share:.2f}% of {share.with_code:,} records with a code{lacks}."
    yield from report.notes


def _per_cent(many: int, read: int) -> str:
    return f"{100 * many / read:.2f}%" if read else ""


TO = click.argument("to", metavar="TO", type=click.Path(path_type=Path))
FROM = click.argument("source", metavar="FROM", type=click.Path(path_type=Path))


@records.command("export")
@BOOK
@TO
def export(book: Path, to: Path) -> None:
    """Write every record of the desk, the library and the corrections of a book into the new folder TO, as plain files.

    It holds no passwords, but drafts and addresses of senders: it is not for publishing.
    """
    _opened(book)
    from placebook.web.tables import export as write

    _say(write(to), f"written to {to}")


@records.command("import")
@BOOK
@FROM
def import_(book: Path, source: Path) -> None:
    """Read an export in the folder FROM into a book, which may hold no records yet. Unchanged, or not at all."""
    opened = _opened(book)
    from placebook.web.desk.published import write_all_published
    from placebook.web.tables import import_from

    _say(import_from(source), f"read from {source}")
    write_all_published(opened)


@records.command("backup")
@BOOK
@TO
def backup(book: Path, to: Path) -> None:
    """Write everything, passwords and keys too, into the one file TO. Keep it as safe as the records themselves."""
    _opened(book)
    from placebook.web.tables import backup as write

    _say(write(to), f"written to {to}")


@records.command("restore")
@BOOK
@FROM
def restore(book: Path, source: Path) -> None:
    """Put everything back as the backup FROM has it, in place of what the book holds. All of it, or nothing changes."""
    opened = _opened(book)
    from placebook.web.desk.published import write_all_published
    from placebook.web.tables import restore as put_back

    _say(put_back(source), f"restored from {source}")
    write_all_published(opened)


def _opened(book: Path) -> str:
    """Make the records of a book ready. Gives its id."""
    from placebook.book.place_book import open_book
    from placebook.web.start import make_ready

    opened = open_book(book)
    make_ready(book)
    from placebook.web.records import make_tables

    make_tables()
    return opened.id


def _say(counts: Mapping[str, int], done: str) -> None:
    for name, rows in counts.items():
        if rows:
            click.echo(f"{name.removesuffix('.jsonl'):<28} {rows:>8,}")
    click.echo(f"{sum(counts.values()):,} rows {done}")
