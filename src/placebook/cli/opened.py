"""What commands about results have in common: their options, and opening a place book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import pasted

if TYPE_CHECKING:
    from placebook.notebook import Place

BOOK = click.option(
    "--book", type=click.Path(path_type=Path), default=Path(), help="The place book; here if not named."
)
RECIPE = click.option("--recipe", help="The recipe; the book's own if not named.")
PERIOD = click.option("--period", help="The period; the last if not named.")
PART = click.option("--part", help="The index or a part of it; the whole if not named.")
SHOWN = 3  # changed files named


def is_named(option: str) -> bool:
    """Whether a person wrote an option of the command that runs, so that it does not only hold what is usual."""
    from click.core import ParameterSource

    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def open_built(folder: Path) -> Place:
    """Open a place book whose results are wanted; say, on standard error, when its files are newer than they."""
    from placebook.notebook import open as open_place

    place = open_place(folder)
    changed = place.changed
    if changed:
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        click.echo(
            f"note: this is the last build; since then {', '.join(changed[:SHOWN])}{more} changed. "
            f"To use that, run: placebook build --book {pasted(folder)}",
            err=True,
        )
    return place
