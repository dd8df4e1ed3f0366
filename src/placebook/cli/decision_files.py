"""Writing what belongs to a decision: what is pinned into its file, and the five files of its annex."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placebook.decide.wheel import Decision, Pinned
    from placebook.pages.annex import Annex
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
    """Write the annex of a decision in every format that can be made here: all of them or none. Returns the files."""
    from placebook.pages.annex import annex
    from placebook.store.annex_docx import annex_docx
    from placebook.store.annex_html import annex_html
    from placebook.store.annex_pdf import annex_pdf, can_make_pdf, drawing_png
    from placebook.web.svg import draw
    from placebook.web.write import as_json

    made = annex(page)
    svg = {wheel.id: str(draw(wheel)) for group in page.sets for wheel in group.wheels}
    typst = can_make_pdf()
    files = {
        "html": annex_html(made, svg).encode(),
        "docx": annex_docx(made, {id: drawing_png(one) for id, one in svg.items()} if typst else {}),
        "json": as_json(page),
    }
    if typst:
        files["pdf"] = annex_pdf(made, svg)
    return [*_write(files, folder, page.id), _write_workbook(made, page, folder)]


def _write(files: dict[str, bytes], folder: Path, name: str) -> list[Path]:
    from placebook.store.whole import whole_file

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for ending, content in sorted(files.items()):
        path = folder / f"annex-{name}.{ending}"
        with whole_file(path) as partial:
            partial.write_bytes(content)
        paths.append(path)
    return paths


def _write_workbook(made: Annex, page: DecisionPage, folder: Path) -> Path:
    from placebook.store.annex_sheets import annex_workbook
    from placebook.store.whole import whole_file

    path = folder / f"annex-{page.id}.xlsx"
    with whole_file(path) as partial:
        annex_workbook(partial, made, page)
    return path
