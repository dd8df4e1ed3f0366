"""Hand labels: which concepts two readings put on each passage, from a CSV file, checked against its codebook."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from placebook.learn.labelled import Labelled
from placebook.sources.tables import read_table
from placebook.types import Codebook, DataError

HEADINGS = ("passage", "first", "second")


def read_labels(path: Path, codebook: Codebook) -> tuple[Labelled, ...]:
    """Every labelled passage of a file. Several concepts stand with a space between them, the main one first.

    Raises DataError with file and row for a passage that stands twice, or a concept that the codebook does not hold.
    """
    table = read_table(path)
    if table.headings != HEADINGS:
        raise DataError(f"{path}: the headings are {', '.join(table.headings)}; {', '.join(HEADINGS)} are wanted")
    known = {rule.concept for rule in codebook.rules}
    found: dict[str, Labelled] = {}
    for row, cells in table.each_row():
        passage = str(cells["passage"])
        first, second = (tuple(str(cells[name] or "").split()) for name in ("first", "second"))
        unknown = [code for code in (*first, *second) if code not in known]
        if unknown:
            raise DataError(f"{path}, row {row}: {unknown[0]!r} is no concept of {codebook.id}; use its ids")
        if passage in found:
            raise DataError(f"{path}, row {row}: the passage {passage} stands twice; keep one row")
        found[passage] = Labelled(passage, first, second)
    return tuple(found.values())


def shipped_labels() -> dict[str, Path]:
    """The files of labels that come with Placebook, by the id of their codebook."""
    folder = Path(str(files("placebook") / "content" / "labels"))
    return {path.stem: path for path in sorted(folder.glob("*.csv"))}
