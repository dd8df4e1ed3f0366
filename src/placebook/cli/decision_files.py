"""Writing what belongs to a decision: what is pinned into its file, and the five files of its annex."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placebook.decide.wheel import Decision, Pinned
    from placebook.pages.decision import DecisionPage


def pin_file(book: Path, decision: Decision, pinned: Pinned) -> Path:
    """Write what was pinned at the end of the decision's file. It is read back first: if it does not come to the same,
    the file stays as it was."""
    from dataclasses import replace

    from placebook.book.decision_pins import pinned_text
    from placebook.book.decisions import FOLDER, decision_of
    from placebook.book.yaml import read_yaml_text
    from placebook.store.whole import whole_file
    from placebook.types import DataError

    path = book / FOLDER / f"{decision.id}.yaml"
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + pinned_text(pinned)
    if decision_of(read_yaml_text(text, str(path)), path.stem) != replace(decision, pinned=pinned):
        raise DataError(
            f"{path}: what is pinned cannot be written there; is the file's last block indented to the end?"
        )
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_annex(page: DecisionPage, folder: Path) -> list[Path]:
    """Write the annex of a decision in every format that can be made here. Nothing is written until all are made."""
    from placebook.store.whole import whole_file
    from placebook.web.annexes import annex_file, endings

    files = {folder / f"annex-{page.id}.{ending}": annex_file(page, ending) for ending in endings()}
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        with whole_file(path) as partial:
            partial.write_bytes(content)
    return sorted(files)
