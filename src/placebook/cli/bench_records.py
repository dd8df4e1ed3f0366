"""placebook bench records: counting made-up records, beside plain SQL counts on the same engine and beside pandas.

Each way runs in a program of its own, so that its peak memory is its own. All count the same Parquet files, one for
each of 20 years: 1,000 areas x 240 months x 20 categories, spread by a hash of the record's number.

Plain SQL is measured twice: with its answer handed over as arrays, as Placebook and pandas hand over theirs, and with
its answer left in the engine, which is the least that counting can take and no answer yet.

Each way counts a few records first, in the same program: that is what starting costs. More than half of Placebook's
is pandas: DuckDB loads it for every constant that Python hands over, and the expressions of Narwhals hold constants of
their own (a sum is `coalesce(sum, 0)`), so that no way of asking avoids it. All ways have run once before, and keep
what Python compiled: where that may not be written, each start would compile pandas anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placebook.types import PlacebookError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

AREAS, YEARS, CATEGORIES = 1_000, 20, 20
FIRST_YEAR = 2005
FEW = 20_000  # records in the same number of files: what it takes is the cost of starting
MEMORY = "2GB"  # of DuckDB, in our way and in plain SQL alike
BYTES_A_RECORD = 6  # on disk, with room for what is put aside
MOST_FOR_PANDAS = 100_000_000


def measured(millions: Sequence[int], folder: Path | None) -> Iterator[str]:
    """A line for each number of records and each way of counting them."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="placebook-bench-") as made:
        room = Path(made)
        (room / "few").mkdir()
        write_records(room / "few", FEW)
        _each_way(FEW, room, room / "few")  # so that Python has compiled all that it needs
        heads = f"{'records':>14}  {'way':<14}{'start, CPU s':>13}{'CPU s':>9}{'records a CPU s':>17}"
        yield f"{heads}{'of plain SQL':>14}{'with start':>12}{'peak MB':>9}"
        for million in millions:
            yield from _lines(million * 1_000_000, room)


def _lines(many: int, room: Path) -> Iterator[str]:
    """What each way took for so many records, and how far it is from plain SQL, without its start and with it."""
    _refuse_full_disk(room, many)
    with tempfile.TemporaryDirectory(dir=room) as folder:
        write_records(Path(folder), many)
        found = _each_way(many, room, Path(folder))
    sql = found["plain SQL"]
    for way, one in found.items():
        start, took = one["start"], one["seconds"]
        share, whole = sql["seconds"] / took, (sql["start"] + sql["seconds"]) / (start + took)
        yield (
            f"{many:>14,}  {way:<14}{start:>13.2f}{took:>9.2f}{many / took:>17,.0f}"
            f"{share:>14.2f}{whole:>12.2f}{one['peak_mb']:>9,.0f}"
        )


def _each_way(many: int, room: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """What each way of counting so many records took."""
    ways = [way for way in WAYS if way != "pandas" or many <= MOST_FOR_PANDAS]
    found = {way: _in_a_program_of_its_own(way, folder, room) for way in ways}
    for way, one in found.items():
        if one["records"] != many:
            raise PlacebookError(f"{way} counted {one['records']:,} of {many:,} records; that is a fault of Placebook")
    return found


def _refuse_full_disk(folder: Path, many: int) -> None:
    import shutil

    free = shutil.disk_usage(folder).free
    if free < 2 * many * BYTES_A_RECORD:
        needed = f"{2 * many * BYTES_A_RECORD / 1e9:,.1f} GB"
        raise PlacebookError(f"{folder}: {many:,} records need {needed} there; name a roomier place with --folder")


def write_records(folder: Path, many: int) -> None:
    """Made-up records in Parquet files, one a year; the same number gives the same records."""
    import duckdb

    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")}) as engine:
        for year in range(YEARS):
            first, last = (many * at // YEARS for at in (year, year + 1))
            query = f"""SELECT a.label AS area, m.label AS month, c.label AS category
                FROM (SELECT hash(range) AS h FROM range({first}, {last}))
                JOIN (SELECT range AS i, 'E05' || lpad(range::VARCHAR, 6, '0') AS label FROM range({AREAS})) a
                    ON a.i = (h % {AREAS})::BIGINT
                JOIN (SELECT range AS i, '{FIRST_YEAR + year}-' || lpad((1 + range)::VARCHAR, 2, '0') AS label
                    FROM range(12)) m ON m.i = ((h // {AREAS}) % 12)::BIGINT
                JOIN (SELECT range AS i, 'kind ' || range AS label FROM range({CATEGORIES})) c
                    ON c.i = ((h // {AREAS * 12}) % {CATEGORIES})::BIGINT"""  # noqa: S608
            engine.execute(f"COPY ({query}) TO '{folder / f'{FIRST_YEAR + year}.parquet'}' (FORMAT parquet)")


def _in_a_program_of_its_own(way: str, folder: Path, room: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "placebook.cli.bench_records", way, str(room / "few"), str(folder)]
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours["PYTHONPYCACHEPREFIX"] = str(room / "compiled")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ours)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise PlacebookError(f"{way} could not count the records ({last}); close other programs or take fewer records")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(folder: Path) -> int:
    """By the code that `placebook records` runs, from looking at the files to the report."""
    from placebook.sources.records import ByCode, Placement, Records
    from placebook.store.counting import count_records

    records = Records(
        id="made-up",
        title="Made-up records",
        publisher="",
        licence="",
        url="",
        files=("*.parquet",),
        columns={"area": "area", "date": "month", "category": "category"},
        place=Placement("ward", "2022", (ByCode(),)),
        categories={f"kind-{i}": (f"kind {i}",) for i in range(CATEGORIES)},
    )
    listed = {"ward": [f"E05{i:06}" for i in range(AREAS)]}
    with tempfile.TemporaryDirectory(dir=folder) as work:
        found = count_records(records, folder, Path(work), listed, memory=MEMORY)
    return int(found.counts[0].values.sum())


def plain_sql(folder: Path) -> int:
    """One question in SQL, its answer handed over as arrays: what a program needs that goes on with the counts."""
    import numpy as np

    with _engine(folder) as engine:
        return int(np.sum(_asked(engine, folder).fetchnumpy()["n"]))


def left_in_engine(folder: Path) -> int:
    """The same question, its answer left in the engine as a table."""
    with _engine(folder) as engine:
        _asked(engine, folder).create("counts")
        return int((engine.execute("SELECT sum(n) FROM counts").fetchone() or (0,))[0])


def _engine(folder: Path) -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": False,
        }
    )


def _asked(engine: DuckDBPyConnection, folder: Path) -> DuckDBPyRelation:
    return engine.read_parquet(str(folder / "*.parquet")).aggregate("area, month, category, count(*) AS n")


def by_pandas(folder: Path) -> int:
    """All records in memory, then a group-by."""
    import pandas as pd

    frames = [pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))]
    return int(pd.concat(frames).groupby(["area", "month", "category"]).size().sum())


WAYS: dict[str, Callable[[Path], int]] = {
    "placebook": ours,
    "plain SQL": plain_sql,
    "left in engine": left_in_engine,
    "pandas": by_pandas,
}


def _child(way: str, few: Path, folder: Path) -> None:
    """Count a few records and then all: how many they are, the CPU seconds of both, and the most memory in use."""
    import resource

    begun = time.process_time()
    WAYS[way](few)
    started = time.process_time()
    counted = WAYS[way](folder)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    said = {"records": counted, "start": started - begun, "seconds": done - started, "peak_mb": peak}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
