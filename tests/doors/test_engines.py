"""The same counts on every engine: DuckDB, the Sail server, and Spark itself where CI has Java (marker spark)."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connect_server import serving
from lookups import end, put_lookup
from placebook.book.records import read_records
from placebook.store.counting import Counted, count_records
from placebook.store.engines import open_engine
from placebook.types import ContentError
from police import BURGLARIES, KEEP, OLD, SEARCHES, describe, police_book

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
place: {area_kind: ward, year: 2022, by: [{lookup: {column: small_area, name: wards}}]}
"""


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    """The address of a Sail server that lasts as long as the tests of this module."""
    pytest.importorskip("pysail.spark")
    with serving("sail") as address:
        yield address


@pytest.fixture(scope="module")
def spark() -> Iterator[str]:
    """The address of Spark itself in local mode: its Connect server, in a Java of its own."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    pytest.importorskip("pyspark.sql.connect.session")
    if importlib.util.find_spec("pyspark.jars") is None:
        pytest.skip("Spark is not installed: uv run --no-group sail --group spark pytest -n0 -m spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONNECT_AUTHENTICATE_TOKEN", uuid.uuid4().hex)  # known to the server and to its client
        with serving("spark") as address:
            yield address


STREET = """\
records: street
title: Street crime in Staffordshire
publisher: Staffordshire Police, through data.police.uk
licence: OGL-UK-3.0
url: https://data.police.uk/
files: [{police}/2019-01-staffordshire-street.csv]
columns: {{id: Crime ID, date: Month, small_area: LSOA code, category: Crime type}}
ignore: [Reported by, Falls within, Longitude, Latitude, Location, LSOA name, Last outcome category, Context]
categories:
  theft: ["*theft*", Burglary, Robbery, Shoplifting]
  violence: [Violence and sexual offences, Possession of weapons]
  rest: ["*"]
repeated_ids: count_once
place:
  area_kind: district
  year: 2022
  by: [{{lookup: {{column: small_area, name: lsoa-2011-to-district-2022}}}}]
"""


@pytest.fixture(scope="module")
def burglaries(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    book = police_book(tmp_path_factory.mktemp("engines") / "book", shared)
    describe(book, shared, BURGLARIES + "repeated_ids: count_once\n" + KEEP)
    describe(book, shared, SEARCHES, OLD)
    describe(book, shared, STREET)
    return book


def counted(book: Path, name: str, address: str | None) -> Counted:
    """The records of a description, counted by one engine."""
    work = book / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    return count_records(read_records(book / "records" / f"{name}.yaml"), book, work, {}, address)


def equal(one: Counted, other: Counted) -> None:
    """The same reports, and the same counts in every cell."""
    assert len(one.counts) == len(other.counts) > 0
    assert one.reports == other.reports
    for mine, theirs in zip(one.counts, other.counts, strict=True):
        assert (mine.areas, mine.periods, mine.categories) == (theirs.areas, theirs.periods, theirs.categories)
        assert np.array_equal(mine.values, theirs.values, equal_nan=True)


def small_book(folder: Path, tables: list[list[tuple[str, str, str, str]]]) -> Path:
    """A book with these tables of records, each a file, and a lookup of three codes to two wards."""
    for name in ("records", "files", "lookups"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    (folder / "records" / "small.yaml").write_text(SMALL, encoding="utf-8")
    start, to = end("small area", 2021, "code"), end("ward", 2022, "ward")
    put_lookup(folder, "wards", start, to, "code,ward\nA1,E1\nA2,E1\nB1,E2\n")
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


def all_police_records(book: Path, address: str) -> None:
    """Points and small areas, IDs that repeat, times with an offset, categories under patterns."""
    wanted = {"burglaries": 22_313, "searches": 19_224, "street": None}
    for name, many in wanted.items():
        here = counted(book, name, None)
        assert here.reports[0].read == (many or here.reports[0].read)
        assert np.nansum(here.counts[0].values) > 0
        equal(here, counted(book, name, address))


@pytest.mark.sail
@pytest.mark.slow
def test_sail_counts_police_records_as_duckdb_does(burglaries: Path, sail: str) -> None:
    assert counted(burglaries, "burglaries", None).reports[0].left_out["repeated ID"] == 178
    all_police_records(burglaries, sail)


@pytest.mark.sail
@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(ROWS, min_size=1, max_size=2))
def test_sail_says_of_any_small_table_what_duckdb_says(tables: list, tmp_path: Path, sail: str) -> None:
    same_outcome(small_book(tmp_path, tables), sail)


@pytest.mark.sail
@pytest.mark.slow
def test_an_address_where_nobody_answers_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nobody answers at sc://127"):
        counted(small_book(tmp_path, [[("7", "2020-01", "A1", "fire")]]), "small", "sc://127.0.0.1:9")


PROGRAM = """import sys
from pathlib import Path
from test_engines import counted
print(int(counted(Path(sys.argv[1]), "small", sys.argv[2]).counts[0].values.sum()))
"""


@pytest.mark.sail
@pytest.mark.slow
def test_a_program_without_a_file_may_count_on_a_server(tmp_path: Path, sail: str) -> None:
    book = small_book(tmp_path, [[("7", "2020-01", "A1", "fire"), ("8", "2020-01", "B1", "theft")]])
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(book), sail],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "2"), ran.stderr


@pytest.mark.sail
@pytest.mark.slow
def test_a_program_ends_though_its_server_ended_before(tmp_path: Path) -> None:
    book = small_book(tmp_path, [[("7", "2020-01", "A1", "fire")]])
    waiting = PROGRAM + "sys.stdin.read()\n"
    pytest.importorskip("pysail.spark")
    with serving("sail") as address:
        program = subprocess.Popen(
            [sys.executable, "-c", waiting, str(book), address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "1"
    try:
        program.communicate("", timeout=120)  # the client would ask for ten minutes whether anybody is there
    finally:
        program.kill()
    assert program.returncode == 0


def ask_again_after(end: Callable[[], None], address: str, work: Path) -> None:
    """Ask a server something, end it, and ask again."""
    with open_engine(address, work) as engine:
        kept = engine.keep(engine.table({"many": np.array([1, 2])}))
        assert engine.fetch(kept)["many"].tolist() == [1, 2]
        end()
        engine.session.client.set_retry_policies([])  # a minute less
        engine.fetch(kept)


@pytest.mark.sail
@pytest.mark.slow
def test_a_server_that_stops_while_it_counts_is_said(tmp_path: Path) -> None:
    pytest.importorskip("pysail.spark")
    with ExitStack() as server:
        address = server.enter_context(serving("sail"))
        with pytest.raises(ContentError, match="nobody answers at sc://"):
            ask_again_after(server.close, address, tmp_path)


@pytest.mark.spark
def test_spark_counts_police_records_as_duckdb_does(burglaries: Path, spark: str) -> None:
    all_police_records(burglaries, spark)


@pytest.mark.spark
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(ROWS, min_size=1, max_size=2))
def test_spark_says_of_any_small_table_what_duckdb_says(tables: list, tmp_path: Path, spark: str) -> None:
    same_outcome(small_book(tmp_path, tables), spark)
