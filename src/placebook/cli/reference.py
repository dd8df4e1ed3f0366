"""All generated pages and pictures of the documentation, in one command.

    uv run python -m placebook.cli.reference        rewrites them in docs/

Those that need no build stand in PAGES. Those about the example book need one, which takes some seconds: they are made
together by `example_pages`. Tests hold every committed page to the generated one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from placebook.book.markdown import MADE, table
from placebook.book.new import copy_example
from placebook.book.picture import NARROW, WIDE, ends_of_range, meaning, picture, rank_in_figures
from placebook.book.reference import PAGES as CONTENT_PAGES
from placebook.cli import placebook
from placebook.cli.reference_commands import commands_markdown
from placebook.notebook import open as open_place
from placebook.pages.overview import Overview, overview

PAGES: Mapping[str, Callable[[], str]] = {**CONTENT_PAGES, "commands.md": commands_markdown}
DEMO = "placebook-demo"
LICENCE = (  # the words that the example book's makers of figures ask for
    "Contains public sector information licensed under the Open Government Licence v3.0. Contains National Statistics "
    "data and HM Land Registry data © Crown copyright and database right 2015 and 2019."
)
TOLD = "../src/placebook/content/example/README.md"
SHOWING = """\
<picture>
  <source media="(max-width: 700px)" srcset="picture-narrow.svg">
  <img src="picture.svg" alt="A map of hexagons and a chart of rank ranges. The table below says the same.">
</picture>"""
SHOWN = ("score Abbey", "ranks", "ranks Abbey Eastbury Whalebone", "what-if --weight shelter=2")


def write_pages(folder: Path) -> tuple[Path, ...]:
    """Write every page and picture into a folder and return their paths. The same project gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {name: page() for name, page in PAGES.items()} | example_pages()
    for name, content in sorted(pages.items()):
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in sorted(pages))


def example_pages() -> dict[str, str]:
    """The example book's pages by file name: its picture, wide and narrow, and what commands print about it."""
    with TemporaryDirectory() as scratch:
        book = Path(scratch) / DEMO
        copy_example(book)
        place = open_place(book)
        place.build()
        page = overview(place.areas, place.index(), place.ranges()[-1], place.book.tiles)
        printed = {command: _printed(command, book) for command in SHOWN}
    return {
        "picture.svg": picture(page, WIDE, LICENCE),
        "picture-narrow.svg": picture(page, NARROW, LICENCE),
        "example.md": example_markdown(page, printed),
    }


def _printed(command: str, book: Path) -> str:
    """What a command prints when it is piped."""
    with redirect_stdout(StringIO()) as out:
        placebook([*command.split(), "--book", str(book)], prog_name="placebook", standalone_mode=False)
    return out.getvalue()


def example_markdown(page: Overview, printed: Mapping[str, str]) -> str:
    """The page about the example book: the picture, the table that says the same, and what commands print."""
    rows = [
        (
            rank_in_figures(line),
            line.name,
            "no data" if line.score is None else f"{line.score:.1f}",
            ends_of_range(line),
        )
        for line in page.lines
    ]
    blocks = [
        "# The example book",
        MADE,
        "What `uv run placebook demo` builds: 17 wards of one London borough, 2010 to 2014, on published figures. "
        f"Where they come from, and what was done to them, is told in [the book itself]({TOLD}).",
        f"## {page.title}, {page.period}",
        SHOWING,
        meaning(page),
        table(("Rank", page.kind.capitalize(), "Score", "Rank range"), rows),
        f"This index does not say: {page.does_not_say}",
        *(block for command, text in printed.items() for block in _command(command, text)),
        LICENCE,
    ]
    return "\n\n".join(blocks) + "\n"


def _command(command: str, text: str) -> list[str]:
    return [f"## placebook {command}", f"```text\n$ placebook {command} --book {DEMO}\n{text.rstrip()}\n```"]


if __name__ == "__main__":
    for written in write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs")):
        sys.stdout.write(f"{written}\n")
