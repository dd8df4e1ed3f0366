"""Reference pages of the documentation, written from the content itself so that they cannot fall behind it.

    uv run python -m placebook.book.reference        rewrites the pages in docs/

A new page is a function that gives Markdown, and one line in PAGES. A test holds every committed page to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from placebook.book.frameworks import shipped_frameworks
from placebook.book.reference_frameworks import frameworks_markdown
from placebook.book.reference_recipes import recipes_markdown
from placebook.pages.frameworks import frameworks_page


def write_reference(folder: Path) -> tuple[Path, ...]:
    """Write every reference page into a folder and return their paths. The same content gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, page in sorted(PAGES.items()):
        path = folder / name
        path.write_text(page(), encoding="utf-8", newline="\n")
        paths.append(path)
    return tuple(paths)


PAGES: Mapping[str, Callable[[], str]] = {
    "frameworks.md": lambda: frameworks_markdown(frameworks_page(shipped_frameworks())),
    "recipes.md": recipes_markdown,
}

if __name__ == "__main__":
    for written in write_reference(Path(sys.argv[1] if len(sys.argv) > 1 else "docs")):
        sys.stdout.write(f"{written}\n")
