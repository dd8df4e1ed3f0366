"""Tidy CSV with a description beside it that programs can read (CSV on the Web).

Text is written as it is, since a CSV file is data and changing it would be a lie. A spreadsheet
program may take a text that begins with = + - or @ for a formula: give people who open files in one
the workbook, where every text is marked as text.

Source: W3C (2015), Metadata Vocabulary for Tabular Data.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from placebook.store.plain import as_json
from placebook.store.tables import Heading, Kind, Table

DATATYPES = {Kind.TEXT: "string", Kind.NUMBER: "double", Kind.WHOLE: "integer", Kind.YES_NO: "boolean"}


def write_csv(table: Table, path: Path, about: Mapping[str, str]) -> tuple[Path, Path]:
    """Write a table as CSV, and its description to the same name with "-metadata.json" at the end.

    Parameters
    ----------
    table : a missing number becomes an empty cell, never zero; numbers keep all their digits
    path : of the CSV file: UTF-8, one heading row, lines end in LF
    about : title, description, publisher, issued, license... of the table, in Dublin Core's words

    Returns
    -------
    The paths of the two files
    """
    write_rows(table, path)
    beside = path.with_name(path.name + "-metadata.json")
    beside.write_text(as_json(description(table, path.name, about)), encoding="utf-8", newline="\n")
    return path, beside


def write_rows(table: Table, path: Path) -> None:
    """Write a table as CSV and nothing beside it; see `write_csv`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.names)
        for row in table.rows():
            writer.writerow(str(cell).lower() if isinstance(cell, bool) else cell for cell in row)


def description(table: Table, url: str, about: Mapping[str, str]) -> dict[str, object]:
    """What the CSV file of a table holds, as CSV on the Web has it."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        **{f"dc:{word}": said for word, said in about.items() if said},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
        "tableSchema": {
            "columns": [_column(heading, table.key) for heading in table.headings],
            "primaryKey": list(table.key),
        },
    }


def _column(heading: Heading, key: tuple[str, ...]) -> dict[str, object]:
    return {
        "name": heading.name,
        "titles": heading.name,
        "datatype": DATATYPES[heading.kind],
        "dc:description": heading.says,
        "null": "",
        "required": heading.name in key,
    }
