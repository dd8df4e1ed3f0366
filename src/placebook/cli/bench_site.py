"""What `placebook bench site` measures: pages written a second, their weight, and pages served under load."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

AT_ONCE = 4  # readers that ask at the same time
LEAST_PAGES = 300  # a site with fewer is written several times over
WARM = 20  # pages asked for before the clock runs
LONGEST_START = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking a server for pages as fast as it gives them. Times in seconds."""

    served: int
    failed: int
    seconds: float
    times: tuple[float, ...]

    def slowest(self, share: float) -> float:
        """The time within which a share of the pages came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def measured(areas: int, seconds: float) -> Iterator[str]:
    """The lines of the report, as they are found."""
    from placebook.book.new import copy_example
    from placebook.cli.bench_england import make_england
    from placebook.notebook import open as open_place

    with tempfile.TemporaryDirectory() as room:
        example, england = Path(room) / "example", Path(room) / "england"
        copy_example(example)
        open_place(example).build()
        yield "the example"
        yield from _one(example, seconds)
        start = time.perf_counter()
        make_england(england, areas)
        yield f"a made-up England of {areas:,} wards (made in {time.perf_counter() - start:.0f} s)"
        yield from _one(england, seconds)


def _one(book: Path, seconds: float) -> Iterator[str]:
    yield from _written(book)
    yield from _served(book, seconds)


def _written(book: Path) -> Iterator[str]:
    """Write every area page with its JSON by as many processes as there are cores."""
    from placebook.web.bake import chunks_of, written_by_many
    from placebook.web.bake_pages import Order, Written
    from placebook.web.shelf import read_shelf
    from placebook.web.start import make_ready

    make_ready(book)
    shelf = read_shelf(book)
    paths = [f"areas/{area.code}.html" for area in shelf.areas] * max(1, LEAST_PAGES // len(shelf.areas))
    workers = os.cpu_count() or 1
    chunks = list(chunks_of(paths))
    done, early, begun, first, cold = Written(), 0, 0.0, 0, 0.0
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        for written, _ in written_by_many(Order(book, shelf.build, ""), chunks, Path(out), workers):
            done += written
            if not begun:
                begun = time.perf_counter()
            if done.pages <= len(paths) // 10 + 1:  # the first pages of a process also work out what all pages share
                first, cold = done.pages, done.cpu
            if done.pages * 5 <= len(paths):
                early = done.peak
        end = time.perf_counter()
        weights = [path.stat().st_size for path in Path(out).glob("areas/*.html")]
    running = (done.pages - first) / (end - begun) if end > begun and done.pages > first else float("nan")
    cpu = (done.cpu - cold) / (done.pages - first) if done.pages > first else float("nan")
    yield f"  {done.pages:,} area pages and their JSON written by {workers} processes in {end - start:.1f} s"
    yield f"  {running:.0f} pages a second once the processes had read the book ({begun - start:.1f} s)"
    yield f"  {1000 * cpu:.1f} ms of CPU a page: {workers / cpu:.0f} pages a second, were no other program running"
    yield f"  {sum(weights) / len(weights) / 1000:.1f} kB of HTML a page, {max(weights) / 1000:.1f} kB the heaviest"
    yield f"  memory of a process: {early / 1e6:.0f} MB after a fifth of the pages, {done.peak / 1e6:.0f} MB at the end"


def _served(book: Path, seconds: float) -> Iterator[str]:
    """Serve a book and ask it for area pages from another process."""
    from placebook.cli.serve import free_port
    from placebook.web.shelf import read_shelf

    host, port = "127.0.0.1", free_port("127.0.0.1", 8100)
    paths = [f"/areas/{area.code}.html" for area in read_shelf(book).areas]
    command = [sys.executable, "-m", "placebook", *serving(book, port)]
    before = os.times()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        wait_for(server, host, port, paths[0])
        with get_context("spawn").Pool(1) as other:
            load: Load = other.apply(ask, (host, port, paths, seconds))
    finally:
        server.terminate()
        server.wait()
    spent = os.times().children_user + os.times().children_system - before.children_user - before.children_system
    yield f"  {load.served / load.seconds:.0f} pages served a second to {AT_ONCE} readers, {load.failed} failed"
    yield f"  95 of 100 within {1000 * load.slowest(0.95):.0f} ms, the middle one {1000 * load.slowest(0.5):.0f} ms"
    yield f"  {1000 * spent / max(1, load.served):.1f} ms of CPU a page at most: start, readers and all"


def serving(book: Path, port: int) -> list[str]:
    """The words of the command that serves a book."""
    return ["serve", "--book", str(book), "--port", str(port)]


def wait_for(server: subprocess.Popen[bytes], host: str, port: int, path: str) -> None:
    """Wait for the first page. Raises TimeoutError when the server ends before it, or takes too long."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and server.poll() is None:
        try:
            _get(HTTPConnection(host, port, timeout=LONGEST_START), path)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the server ended, or did not answer in {LONGEST_START:.0f} seconds")


def ask(host: str, port: int, paths: list[str], seconds: float) -> Load:
    """Ask for one page after another, some at a time, for so many seconds. Runs in a process of its own."""
    times: list[float] = []
    failed: list[str] = []

    def reader(first: int, until: float) -> None:
        connection = HTTPConnection(host, port, timeout=60)
        at = first
        while time.perf_counter() < until:
            path = paths[at % len(paths)]
            start = time.perf_counter()
            status = _get(connection, path)
            times.append(time.perf_counter() - start)
            failed.extend([path] if status != 200 else [])
            at += AT_ONCE * 7 + 1

    for path in paths[:WARM]:
        _get(HTTPConnection(host, port, timeout=60), path)
    start = time.perf_counter()
    readers = [Thread(target=reader, args=(k * 13, start + seconds)) for k in range(AT_ONCE)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return Load(len(times), len(failed), time.perf_counter() - start, tuple(times))


def _get(connection: HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    reply = connection.getresponse()
    reply.read()
    return reply.status
