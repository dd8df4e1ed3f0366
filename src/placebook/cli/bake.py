"""placebook bake: the whole site as plain files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.web.bake import Baked

NO_HOME = (
    "It has no sitemap, and its feed no full addresses: both need to know where the site will stand. "
    "Say it after home: in book.yaml, or with --home."
)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@BOOK
@click.option("--home", help="The full address at which the site will stand; that of book.yaml if not named.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes make pages; one a core if not named.")
def bake(out: Path, book: Path, home: str | None, workers: int | None) -> None:
    """Write the whole site of a book, as it was last built, into the folder OUT as plain files.

    Any web host, folder or memory stick can hold it: links are relative and nothing needs a server. A site that was
    baked into OUT before is replaced when the new one is whole.
    """
    if home is not None:
        home = _address(home)
    baked = bake_with_progress(book, out, home, workers)
    click.echo(said(baked))


def _address(home: str) -> str:
    from placebook.book.fields import web_address

    try:
        return web_address(home)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--home") from None


def bake_with_progress(book: Path, out: Path, home: str | None = None, workers: int | None = None) -> Baked:
    """Bake a site and show how far it is."""
    from placebook.cli.progress import progress
    from placebook.web.bake import bake as bake_site

    return bake_site(book, out, home, lambda total: progress("Writing the site", total), workers)


def said(baked: Baked) -> str:
    """What was written, in one line, and why there is no sitemap where there is none."""
    lacks = "" if baked.home else f"\n{NO_HOME}"
    return (
        f"{baked.folder}: {baked.files:,} files, {baked.size / 1e6:.1f} MB. Open {baked.folder / 'index.html'}{lacks}"
    )
