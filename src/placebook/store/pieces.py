"""Tables too long to hold at once, as CSV and Parquet: made from one smaller table after another.

A text that begins with = + - @ or a tab is written with an apostrophe before it, since a spreadsheet program
would run it as a formula, and what a site gives away is opened in one. Numbers are never touched.

Source: OWASP Foundation, CSV Injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from placebook.store.tables import CODEC, ROW_GROUP, SETTINGS, Table, as_stored

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
ROWS = 5_000  # in one piece of CSV


def csv_pieces(tables: Iterable[Table]) -> Iterator[bytes]:
    """One CSV file out of tables with the same headings, a few thousand rows at a time: UTF-8, lines end in LF.

    A missing number is an empty cell, never zero; numbers keep all their digits. Each table is let go
    before the next one is made.
    """
    heading_row = True
    for table in tables:
        if heading_row:
            yield _as_csv([table.names])
            heading_row = False
        rows = table.rows()
        while some := list(islice(rows, ROWS)):
            yield _as_csv(some)


def _as_csv(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return plain_text(cell)
    return str(cell).lower() if isinstance(cell, bool) else cell


def plain_text(text: str) -> str:
    """A text that no spreadsheet program runs."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) else text


def parquet_bytes(tables: Iterable[Table]) -> bytes:
    """One Parquet file out of tables with the same headings, in their order. The same tables give the same bytes.

    They are gathered in a file of the engine beside other temporary ones, so that memory holds one at a time.
    Texts stand as they are: no spreadsheet program runs what is in a Parquet file.
    """
    import duckdb

    with TemporaryDirectory(prefix="placebook-") as folder:
        out = Path(folder) / "table.parquet"
        with duckdb.connect(str(Path(folder) / "gathered.duckdb"), config={**SETTINGS, "threads": 1}) as engine:
            for number, table in enumerate(tables):
                rows = as_stored(table, engine)
                if number == 0:
                    rows.create("gathered")
                else:
                    rows.insert_into("gathered")
            engine.table("gathered").write_parquet(str(out), compression=CODEC, row_group_size=ROW_GROUP)
        return out.read_bytes()
