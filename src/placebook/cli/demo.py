"""placebook demo: the main job, on real figures, in one command."""

from __future__ import annotations

from pathlib import Path

import click

SHOWN = "Abbey"
USUAL = Path("placebook-demo")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=USUAL)
@click.option("--no-serve", is_flag=True, help="Stop after the scorecard. (There is no site to serve yet.)")
def demo(folder: Path, no_serve: bool) -> None:
    """Copy the example book to FOLDER, build it, and show Abbey ward's scorecard.

    The book is Barking and Dagenham: 17 wards, 2010 to 2014. FOLDER is ./placebook-demo if not named. A demo
    that is there already is built again; your changes in it are kept.
    """
    del no_serve  # accepted from the start, so that scripts need not change when the site comes
    from placebook.book.new import copy_example
    from placebook.cli.progress import progress
    from placebook.cli.scorecard_table import print_scorecard
    from placebook.notebook import open as open_place

    copy_example(folder)
    place = open_place(folder)
    with progress("Building the index and its rank ranges", total=place.work_to_build()) as tell:
        built = place.build(tell)
    print_scorecard(place.scorecard(SHOWN))
    for what, where in _where(folder, built):
        click.echo(f"{what:<28}{where}")


def _where(folder: Path, built: Path) -> list[tuple[str, str]]:
    """Where everything is, and what to try next."""
    at = f"--book {folder}"
    return [
        ("The book", str(folder / "book.yaml")),
        ("Its recipe", str(folder / "recipes")),
        ("Its sources and figures", f"{folder / 'sources'}, {folder / 'raw'}"),
        ("Results", str(built)),
        ("Another ward", f"placebook score River {at}"),
        ("Every ward's rank range", f"placebook ranks {at}"),
        ("The method in words", f"placebook explain {folder}"),
        ("What if?", f"placebook what-if {at} --weight shelter=2"),
        ("Files for others", f"placebook export results {at}"),
    ]
