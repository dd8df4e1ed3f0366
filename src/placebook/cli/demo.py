"""placebook demo: the main job, on real figures, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned, pasted

if TYPE_CHECKING:
    from placebook.notebook import Place

SHOWN = "Abbey"
EXAMPLE = "barking-and-dagenham"  # the id of the example book
USUAL = Path("placebook-demo")
SITE = "site"
WHERE = 5  # of the closing rows say where things are; the rest say what to try next


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=USUAL)
@click.option("--no-serve", is_flag=True, help="Stop when the site is written; do not serve it.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where to serve it.")
def demo(folder: Path, no_serve: bool, port: int) -> None:
    """Copy the example book to FOLDER, build it, show Abbey ward's scorecard, and serve the book as a site.

    The book is Barking and Dagenham: 17 wards, 2010 to 2014. FOLDER is ./placebook-demo if not named. A demo
    that is there already is built again; your changes in it are kept. The site is written to FOLDER/site as
    plain files too.
    """
    from placebook.book.new import copy_example
    from placebook.cli.bake import bake_with_progress
    from placebook.cli.progress import progress
    from placebook.cli.scorecard_table import print_scorecard

    copy_example(folder)
    place = _opened(folder)
    with progress("Building the index and its rank ranges", total=place.work_to_build()) as tell:
        built = place.build(tell)
    print_scorecard(place.scorecard(SHOWN))
    bake_with_progress(folder, folder / SITE)
    for line in ("", *_where(folder, built)):
        click.echo(line)
    if not no_serve:
        from placebook.cli.serve import serve_book

        click.echo()
        serve_book(folder, port)


def _opened(folder: Path) -> Place:
    """The demo's book. Raises ContentError when the folder holds a book of another place."""
    from placebook.notebook import open as open_place
    from placebook.types import ContentError

    place = open_place(folder)
    if place.book.id != EXAMPLE:
        raise ContentError(f"{folder}: holds the book {place.book.title!r}; name an empty or a new folder")
    return place


def _where(folder: Path, built: Path) -> list[str]:
    """Where everything is, and what to try next, in words that can be pasted."""
    book = pasted(folder)
    rows = [
        ("The book", str(folder / "book.yaml")),
        ("Its recipe", str(folder / "recipes")),
        ("Its sources and figures", f"{folder / 'sources'} and {folder / 'raw'}"),
        ("Its results", str(built)),
        ("Its site", str(folder / SITE / "index.html")),
        ("Another ward", f"placebook score River --book {book}"),
        ("Every ward's rank range", f"placebook ranks --book {book}"),
        ("The method in words", f"placebook explain --book {book}"),
        ("What if shelter counted double?", f"placebook what-if --weight shelter=2 --book {book}"),
        ("Files for others", f"placebook export results --book {book}"),
    ]
    return [
        *aligned(("Where", ""), rows[:WHERE], words=(0, 1)),
        "",
        *aligned(("Next", ""), rows[WHERE:], words=(0, 1)),
        "",
        "Where your computer does not know the command placebook, put uv run in front: uv run placebook ...",
    ]
