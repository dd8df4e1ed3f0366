"""Where records are counted: DuckDB on this machine, or a Spark Connect server that is there already.

The questions are Narwhals expressions and the same for both. What differs stands here: how files are opened, how a
result is kept for more than one question, and how small tables go in and come out.

DuckDB works within a limit of memory and puts what does not fit into a folder. A Spark server must see the files
under the same paths as this machine does: a shared disk, or a server on the same machine.
"""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from placebook.sources.record_files import RecordFile
from placebook.types import ContentError, DataError

if TYPE_CHECKING:
    import narwhals as nw

MEMORY = "2GB"  # of DuckDB, unless the book says otherwise; Python and buffers come on top
Columns = dict[str, NDArray[Any]]
FILE = "from_file"  # the column that says which file a record is of, counted from 0


class Engine(Protocol):
    """What counting needs of an engine."""

    def records(self, files: Sequence[RecordFile], columns: Mapping[str, str]) -> nw.LazyFrame[Any]:
        """The records of all files: our words for the columns, as they stand in the file, and FILE."""

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same frame, worked out once and kept until the engine is closed."""

    def table(self, columns: Columns) -> nw.LazyFrame[Any]:
        """A small table of text and whole numbers as a frame."""

    def fetch(self, frame: nw.LazyFrame[Any]) -> Columns:
        """A small result, column by column: text as str (None where there is none), or whole numbers."""


@contextmanager
def open_engine(address: str | None, work: Path, memory: str = MEMORY) -> Iterator[Engine]:
    """The engine at a Spark Connect address ("sc://host:port"), or DuckDB on this machine for None.

    Raises ContentError when Spark's client is not installed or nobody answers; DataError, in one sentence, for what
    the engine says of a file while it is read.
    """
    with _spark(address) if address else _duckdb(work, memory) as engine:
        yield engine


@contextmanager
def _duckdb(work: Path, memory: str) -> Iterator[Engine]:
    import duckdb

    from placebook.store.duckdb_engine import DuckEngine, in_plain_words

    engine = DuckEngine(work, memory)
    try:
        yield engine
    except duckdb.Error as why:
        raise in_plain_words(why, engine.names) from None
    finally:
        engine.close()


@contextmanager
def _spark(address: str) -> Iterator[Engine]:
    with _main_with_a_file():
        try:
            from placebook.store.spark_engine import SparkEngine, in_plain_words
        except ImportError as why:
            raise ContentError(
                f"store: engine: is {address} and the client of Spark is not installed ({why.name}); "
                "install placebook[spark], or take the line out to count on this machine"
            ) from None
        engine = SparkEngine(address)
        try:
            yield engine
        except Exception as why:
            said = in_plain_words(why, address)
            if said is None:
                raise
            raise said from None
        finally:
            engine.close()


@contextmanager
def _main_with_a_file() -> Iterator[None]:
    """Spark's client takes a program that has no file, as in `python -c`, for a test of its own and ends it."""
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = ""
    try:
        yield
    finally:
        del main.__file__


def grouped_alike(files: Sequence[RecordFile]) -> Iterator[tuple[list[int], RecordFile]]:
    """Files that can be read in one go, since delimiter and headings agree: their positions and the first of them."""
    alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, file in enumerate(files):
        alike.setdefault((file.delimiter, file.headings), []).append(at)
    for places in alike.values():
        yield places, files[places[0]]


def as_columns(names: Sequence[str], column: Callable[[str], Any]) -> Columns:
    """Columns as text with None for nothing, or whole numbers; what an engine hands over in its own way."""
    return {name: _plain(column(name)) for name in names}


def _plain(found: Any) -> NDArray[Any]:
    if np.ma.isMaskedArray(found):
        filled = found.astype(object)
        filled[np.ma.getmaskarray(found)] = None
        return np.asarray(np.ma.getdata(filled), dtype=object)
    array = np.asarray(found)
    if array.dtype.kind in "iub":
        return array if array.dtype.kind == "i" else array.astype(np.int64)
    if array.dtype.kind == "f":
        if np.any(array != np.floor(array)):
            raise DataError("a count came back from the engine that is not a whole number; count on this machine")
        return array.astype(np.int64)
    return array.astype(object)


def escaped(path: Path) -> str:
    """A path in which no character stands for any other."""
    return glob.escape(str(path))
