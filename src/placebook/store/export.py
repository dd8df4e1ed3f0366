"""Give results away: tidy CSV with its description, Parquet, JSON and an accessible workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from placebook.store.csvw import write_csv
from placebook.store.release import Release, exported_parts, exported_ranges, exported_scores
from placebook.store.sheets import cover, sheets
from placebook.store.tables import Table, write_parquet
from placebook.store.workbook import write_workbook
from placebook.types import DataError

Files = tuple[Path, ...]
SOURCE_WORDS = ("id", "title", "publisher", "published", "licence", "url")


def export(release: Release, folder: Path, formats: Sequence[str] = ()) -> Files:
    """Write a release into a folder, in each of these formats (csv, parquet, json, xlsx; all when none is named).

    The files are called by the recipe: `ward-spi-scores.csv`, `ward-spi-ranges.csv`,
    `ward-spi-parts.csv`, each with its description; the same in Parquet; `ward-spi.json`;
    `ward-spi.xlsx`. A score that is not there is an empty cell with its state beside it (CSV, Parquet),
    null (JSON) or [x] (workbook): never zero. The same release gives the same bytes.

    Returns
    -------
    The paths of the files written, in the order of the formats

    Raises
    ------
    DataError : a format there is not, or a release too large for a workbook. Whatever is raised, the
        folder holds what it held before
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise DataError(f"there is no format {', '.join(unknown)}; there is: {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".export-", dir=folder) as aside:
        written = [path for name in formats or FORMATS for path in FORMATS[name](release, Path(aside))]
        return tuple(path.replace(folder / path.name) for path in written)


def _stem(release: Release) -> str:
    return re.sub(r"[^\w.-]+", "-", release.index.recipe.id).strip(".-") or "index"


def _tables(release: Release) -> dict[str, Table]:
    found = {"scores": exported_scores(release), "parts": exported_parts(release)}
    return found | ({"ranges": exported_ranges(release)} if release.ranges else {})


def _write_csv(release: Release, folder: Path) -> Files:
    written: list[Path] = []
    for name, table in _tables(release).items():
        about = release.about()
        written += write_csv(
            table, folder / f"{_stem(release)}-{name}.csv", {**about, "title": f"{about['title']}: {name}"}
        )
    return tuple(written)


def _write_parquet(release: Release, folder: Path) -> Files:
    written = []
    for name, table in _tables(release).items():
        written.append(folder / f"{_stem(release)}-{name}.parquet")
        write_parquet(table, written[-1])
    return tuple(written)


def _write_json(release: Release, folder: Path) -> Files:
    """One object: what the release says of itself, then its tables, one row a line."""
    path = folder / f"{_stem(release)}.json"
    recipe = release.index.recipe
    head = {
        "about": {word: said for word, said in release.about().items() if said},
        "higher_means": recipe.higher_means,
        "screened_out": dict(release.index.screened_out),
        "sources": [{word: getattr(source, word) for word in SOURCE_WORDS} for source in release.sources],
    }
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True).rstrip("\n}"))
        for name, table in _tables(release).items():
            file.write(f',\n "{name}": [\n')
            rows = (json.dumps(dict(zip(table.names, row, strict=True)), ensure_ascii=False) for row in table.rows())
            for number, row in enumerate(rows):
                file.write(("  " if number == 0 else ",\n  ") + row)
            file.write("\n ]")
        file.write("\n}\n")
    return (path,)


def _write_xlsx(release: Release, folder: Path) -> Files:
    return (write_workbook(folder / f"{_stem(release)}.xlsx", cover(release), sheets(release)),)


FORMATS: Mapping[str, Callable[[Release, Path], Files]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "json": _write_json,
    "xlsx": _write_xlsx,
}
