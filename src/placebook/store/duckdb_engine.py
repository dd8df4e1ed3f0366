"""DuckDB as the engine of counting: within a limit of memory, and never reaching for the network."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw

from placebook.sources.record_files import RecordFile
from placebook.store.engines import FILE, Columns, as_columns, escaped, grouped_alike
from placebook.store.tables import SETTINGS
from placebook.types import DataError, PlacebookError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

_LINE = re.compile(r"(?:CSV Error on )?Line:? (\d+)")
_EXPECTED = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


class DuckEngine:
    """One connection. What is kept and does not fit the limit of memory goes to a folder for work.

    A database in a file would pack and write all that is kept, which takes as long as the counting itself.
    """

    def __init__(self, work: Path, memory: str) -> None:
        self.engine: DuckDBPyConnection = duckdb.connect(config=SETTINGS)
        self.engine.execute(f"SET temp_directory = {_quoted(work / 'spill')}")
        self.engine.execute(f"SET memory_limit = '{memory}'")
        self.engine.execute("SET preserve_insertion_order = false")
        self.names: dict[str, str] = {}  # path read -> the name of the file as said to people
        self._kept = 0

    def records(self, files: Sequence[RecordFile], columns: Mapping[str, str]) -> nw.LazyFrame[Any]:
        """See Engine.records."""
        self.names |= {str(file.read_from): file.name for file in files}
        parts = [self._alike(at, [files[i] for i in at], columns) for at, _ in grouped_alike(files)]
        if len(parts) > 1:
            parts = [part.with_columns(nw.col(*columns).cast(nw.String)) for part in parts]
        return nw.concat(parts) if len(parts) > 1 else parts[0]

    def _alike(self, at: list[int], files: list[RecordFile], columns: Mapping[str, str]) -> nw.LazyFrame[Any]:
        """Files with the same headings, read as one. The engine counts them from 0; `at` are their own positions."""
        chosen = [f"{_name(heading)} AS {_name(word)}" for word, heading in columns.items()]
        own = at == [*range(at[0], at[0] + len(at))]
        which = f"file_index + {at[0]}" if own else f"list_extract({at}, file_index::BIGINT + 1)"
        query = f"SELECT {', '.join(chosen)}, ({which})::INTEGER AS {FILE} FROM {_reader(files)}"  # noqa: S608
        return nw.from_native(self.engine.sql(query))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """See Engine.keep."""
        return nw.from_native(self._keep(frame.to_native()))

    def _keep(self, found: DuckDBPyRelation) -> DuckDBPyRelation:
        self._kept += 1
        name = f"kept_{self._kept}"
        found.create(name)
        return self.engine.table(name)

    def table(self, columns: Columns) -> nw.LazyFrame[Any]:
        """See Engine.table."""
        self.engine.register("given", columns)
        try:
            return nw.from_native(self._keep(self.engine.table("given")))
        finally:
            self.engine.unregister("given")

    def fetch(self, frame: nw.LazyFrame[Any]) -> Columns:
        """See Engine.fetch."""
        found: DuckDBPyRelation = frame.to_native()
        arrays = found.fetchnumpy()
        return as_columns(found.columns, arrays.__getitem__)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.close()


def _reader(files: Sequence[RecordFile]) -> str:
    """The files as a table of SQL, read strictly: nothing is guessed, nothing filled up."""
    paths = f"[{', '.join(_quoted(escaped(file.read_from)) for file in files)}]"
    if not files[0].delimiter:
        return f"read_parquet({paths}, hive_partitioning = false)"
    headings = ", ".join(f"{_quoted(heading)}: 'VARCHAR'" for heading in files[0].headings)
    return (
        f"read_csv({paths}, columns = {{{headings}}}, delim = {_quoted(files[0].delimiter)}, header = true, "
        "quote = '\"', escape = '\"', auto_detect = false, hive_partitioning = false, null_padding = false)"
    )


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _name(heading: str) -> str:
    return '"' + heading.replace('"', '""') + '"'


def in_plain_words(why: duckdb.Error, names: Mapping[str, str]) -> Exception:
    """What DuckDB says of a file, as one sentence: which file, which row, what is there and what would be right."""
    said = str(why)
    if isinstance(why, duckdb.InterruptException) or "no space left" in said.lower():
        return why
    name = _file_of(said, names)
    if isinstance(why, duckdb.OutOfMemoryException):
        return PlacebookError(
            "the records do not fit the memory that DuckDB may use; raise store: memory: in book.yaml"
        )
    row = _LINE.search(said)
    where = f"{name}, row {row[1]}" if row else name
    if cells := _EXPECTED.search(said):
        return DataError(
            f"{where}: has {cells[2]} cells where the headings are {cells[1]}; put quotes round text with commas, or "
            "fetch the file again if it is cut short"
        )
    first = " ".join(said.split("\n")[0].split())
    return DataError(f"{where}: cannot be read to its end ({first}); fetch the file again, or save it anew")


def _file_of(said: str, names: Mapping[str, str]) -> str:
    """The file that is meant; where DuckDB does not say which, all that may be."""
    named = [name for path, name in names.items() if path in said]
    every = sorted(set(names.values())) or ["the files of records"]
    if named or len(every) == 1:
        return (named or every)[0]
    return f"one of {', '.join(every[:3])}" + (f" and {len(every) - 3} more" if len(every) > 3 else "")
