"""placebook export: the results of the last build as files for others."""

from __future__ import annotations

from pathlib import Path

import click

from placebook.cli.opened import BOOK, RECIPE, open_built


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@BOOK
@RECIPE
@click.option("--format", "formats", multiple=True, help="csv, parquet, json or xlsx; all of them if none is named.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The date of publication, as 2026-05-01.")
@click.option("--publisher", default="", help="Who gives these figures out.")
@click.option("--licence", default="", help="Under which licence.")
def export(
    folder: Path,
    book: Path,
    recipe: str | None,
    formats: tuple[str, ...],
    published: object,
    publisher: str,
    licence: str,
) -> None:
    """Write scores, ranks and ranges into FOLDER: tidy CSV with CSVW, Parquet, JSON, and an accessible workbook."""
    from datetime import datetime

    from placebook.store.export import export as export_release
    from placebook.store.release import Release

    place = open_built(book)
    release = Release(
        index=place.index(recipe),
        place=place.book.title,
        areas={area.code: area.name for area in place.book.areas},
        ranges=place.ranges(recipe),
        sources=place.book.sources,
        publisher=publisher,
        published=published.date() if isinstance(published, datetime) else None,
        licence=licence,
    )
    for path in export_release(release, folder, formats):
        click.echo(str(path))
