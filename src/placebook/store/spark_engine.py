"""Spark Connect as the engine of counting: a server that is there already does the work and keeps the records."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any
from urllib.parse import urlsplit

import narwhals as nw
import numpy as np
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.functions import builtin as words
from pyspark.sql.connect.session import SparkSession

from placebook.sources.record_files import RecordFile
from placebook.store.engines import FILE, Columns, as_columns
from placebook.types import ContentError, DataError

PORT = 15002  # of Spark Connect, where an address names none
WAIT = 10.0  # seconds for a server to answer at all
TRIES = 6  # of each question, the waits between them four times as long each time: a minute in all
_NOBODY = "nobody answers at {}; start Spark there, or mend store: engine: in book.yaml"


class SparkEngine:
    """A session on a Spark Connect server. It must see the files under the same paths as this machine does."""

    def __init__(self, address: str) -> None:
        _knock(address)  # the client itself would try for ten minutes
        self._kept: list[Any] = []
        try:
            self.session = SparkSession.builder.remote(address).create()  # our own, whatever else is open
            self.session.client.set_retry_policies([DefaultPolicy(max_retries=TRIES)])
            self.session.sql("SELECT 1").collect()
        except Exception as why:
            raise in_plain_words(why, address) or why from None

    def records(self, files: Sequence[RecordFile], columns: Mapping[str, str]) -> nw.LazyFrame[Any]:
        """See Engine.records."""
        parts = [self._opened(file, at, columns) for at, file in enumerate(files)]
        found: nw.LazyFrame[Any] = nw.from_native(reduce(lambda one, other: one.union(other), parts))
        return found

    def _opened(self, file: RecordFile, at: int, columns: Mapping[str, str]) -> Any:
        path = str(file.read_from)
        if not file.delimiter:
            found = self.session.read.parquet(path)
        else:
            found = (
                self.session.read.option("header", True)
                .option("sep", file.delimiter)
                .option("quote", '"')
                .option("escape", '"')
                .option("mode", "FAILFAST")
                .option("enforceSchema", False)
                .schema(", ".join(f"`{heading.replace('`', '``')}` STRING" for heading in file.headings))
                .csv(path)
            )
        chosen = [found[_name(heading)].cast("string").alias(word) for word, heading in columns.items()]
        return found.select(*chosen, words.lit(at).cast("int").alias(FILE))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """See Engine.keep."""
        kept = frame.to_native().cache()
        self._kept.append(kept)
        again: nw.LazyFrame[Any] = nw.from_native(kept)
        return again

    def table(self, columns: Columns) -> nw.LazyFrame[Any]:
        """See Engine.table."""
        import pyarrow as pa

        return nw.from_native(self.session.createDataFrame(pa.table({k: _arrow(v) for k, v in columns.items()})))

    def fetch(self, frame: nw.LazyFrame[Any]) -> Columns:
        """See Engine.fetch."""
        found = frame.to_native().toArrow()
        return as_columns(found.column_names, lambda name: _numpy(found.column(name)))

    def close(self) -> None:
        """Let go of what was kept, and of the session; the server goes on.

        A session that is left open asks the server once more when Python ends, and for ten minutes if it is gone.
        """
        self.session.client.set_retry_policies([])  # whoever does not answer now need not be asked again
        try:
            for kept in self._kept:
                kept.unpersist()
        except Exception as why:
            if in_plain_words(why, "") is None:
                raise
            self.session.release_session_on_close = False
        finally:
            self.session.stop()


def _knock(address: str) -> None:
    """Raises ContentError where nobody answers at the address."""
    found = urlsplit(address)
    try:
        socket.create_connection((found.hostname or "", found.port or PORT), timeout=WAIT).close()
    except OSError:
        raise ContentError(_NOBODY.format(address)) from None


def _name(heading: str) -> str:
    return f"`{heading.replace('`', '``')}`"


def _arrow(column: Any) -> Any:
    import pyarrow as pa

    return pa.array(column.tolist(), type=pa.string() if column.dtype == object else pa.int64())


def _numpy(column: Any) -> Any:
    """An Arrow column as DuckDB would hand it over: nothing is None, numbers are whole."""
    if str(column.type) in ("string", "large_string", "string_view"):
        return np.array(column.to_pylist(), dtype=object)
    return column.to_numpy()


def in_plain_words(why: BaseException, address: str) -> Exception | None:
    """What Spark says, as one sentence; None where it is no word of Spark's."""
    kind = f"{type(why).__module__}.{type(why).__name__}"
    if not kind.startswith(("pyspark.", "grpc.")):
        return None
    said = " ".join(str(why).split())
    if "UNAVAILABLE" in said or "RETRIES_EXCEEDED" in said or "failed to connect" in said.lower():
        return ContentError(_NOBODY.format(address))
    return DataError(
        f"Spark at {address} could not read or count the records ({said[:300]}); see that it reaches the files"
    )
