"""The same counts on every engine: DuckDB, the Sail server, and Spark itself where CI has Java (marker spark)."""

from __future__ import annotations

import importlib.util
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placebook.book.records import read_records
from placebook.store.counting import Counted, count_records
from placebook.types import ContentError
from police import BURGLARIES, KEEP, describe, police_book

LETTERS = st.sampled_from(["", "A1", "A2", "B1", " A1", "x"])
DAYS = st.sampled_from(["2020-01", "2020-01-31", "2020-02-30", "2020-03-09T23:30:00+00:00", "", "soon"])
KINDS = st.sampled_from(["theft", "fire", "other", ""])
IDS = st.sampled_from(["", "7", "8", "9", "é", "a,b"])
ROWS = st.lists(st.tuples(IDS, DAYS, LETTERS, KINDS), min_size=1, max_size=12)
SMALL = """\
records: small
title: A small table
publisher: Nobody
licence: none
url: https://council.example/
files: ["files/*.csv"]
columns: {id: id, date: day, small_area: code, category: kind}
categories: {theft: theft, rest: [fire, other]}
not_wanted: ["(blank)"]
repeated_ids: count_once
same_files: count_once
place: {area_kind: ward, year: 2022, by: [{lookup: {column: small_area, file: lookup.csv, from: code, to: ward}}]}
"""


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    """The address of a Sail server that lasts as long as the tests of this module."""
    server = pytest.importorskip("pysail.spark").SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def spark() -> str:
    """The address of Spark itself in local mode: its Connect server, in a Java of its own."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    session = pytest.importorskip("pyspark.sql.connect.session").SparkSession
    if importlib.util.find_spec("pyspark.jars") is None:
        pytest.skip("Spark is not installed: uv run --no-group sail --group spark pytest -m spark")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"spark.connect.grpc.binding.port": str(port), "spark.ui.enabled": "false"}
    session._start_connect_server("local[2]", {**settings, "spark.sql.shuffle.partitions": "2"})
    return f"sc://localhost:{port}"  # by this name alone its client brings the token that the server wants


@pytest.fixture(scope="module")
def burglaries(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    book = police_book(tmp_path_factory.mktemp("engines") / "book", shared)
    describe(book, shared, BURGLARIES + "repeated_ids: count_once\n" + KEEP)
    return book


def counted(book: Path, name: str, address: str | None) -> Counted:
    """The records of a description, counted by one engine."""
    work = book / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    return count_records(read_records(book / "records" / f"{name}.yaml"), book, work, {}, address)


def equal(one: Counted, other: Counted) -> None:
    """The same reports and the same counts, to the last record."""
    assert one.reports == other.reports
    for mine, theirs in zip(one.counts, other.counts, strict=True):
        assert (mine.areas, mine.periods, mine.categories) == (theirs.areas, theirs.periods, theirs.categories)
        assert np.array_equal(mine.values, theirs.values)


def small_book(folder: Path, tables: list[list[tuple[str, str, str, str]]]) -> Path:
    """A book with these tables of records, each a file, and a lookup of three codes to two wards."""
    for name in ("records", "files"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    (folder / "records" / "small.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "lookup.csv").write_text("code,ward\nA1,E1\nA2,E1\nB1,E2\n", encoding="utf-8")
    for at, rows in enumerate(tables):
        quoted = (",".join(f'"{cell}"' for cell in row) for row in (("id", "day", "code", "kind"), *rows))
        (folder / "files" / f"{at}.csv").write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return folder


def outcome(book: Path, address: str | None) -> Counted | str:
    """What was counted, or why nothing could be."""
    try:
        return counted(book, "small", address)
    except Exception as why:  # whatever it is, both engines must say the same
        return f"{type(why).__name__}: {why}"


def same_outcome(book: Path, address: str) -> None:
    here, there = outcome(book, None), outcome(book, address)
    if isinstance(here, str) or isinstance(there, str):
        assert here == there
    else:
        equal(here, there)


@pytest.mark.sail
def test_sail_counts_the_burglaries_as_duckdb_does(burglaries: Path, sail: str) -> None:
    here = counted(burglaries, "burglaries", None)
    assert here.reports[0].left_out["repeated ID"] == 178
    equal(here, counted(burglaries, "burglaries", sail))


@pytest.mark.sail
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(ROWS, min_size=1, max_size=2))
def test_sail_says_of_any_small_table_what_duckdb_says(tables: list, tmp_path: Path, sail: str) -> None:
    same_outcome(small_book(tmp_path, tables), sail)


@pytest.mark.sail
def test_an_address_where_nobody_answers_is_said(burglaries: Path) -> None:
    with pytest.raises(ContentError, match="nobody answers at sc://127"):
        counted(burglaries, "burglaries", "sc://127.0.0.1:9")


@pytest.mark.spark
def test_spark_counts_the_burglaries_as_duckdb_does(burglaries: Path, spark: str) -> None:
    equal(counted(burglaries, "burglaries", None), counted(burglaries, "burglaries", spark))


@pytest.mark.spark
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(ROWS, min_size=1, max_size=2))
def test_spark_says_of_any_small_table_what_duckdb_says(tables: list, tmp_path: Path, spark: str) -> None:
    same_outcome(small_book(tmp_path, tables), spark)
