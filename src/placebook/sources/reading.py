"""Many files read by programs apart, each held to limits of memory and time. One that fails takes no other with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from typing import Any

SLOWEST = 5  # times the seconds of computing that a file may take by the clock, as other programs run too


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use of a machine. `memory` is in bytes, `seconds` of computing."""

    memory: int = 1_500_000_000
    seconds: int = 120


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to read: the document it becomes, the name it came under, and where it lies."""

    document: str
    name: str
    path: Path
    ocr: bool = True


class Reader:
    """One program that reads. It is started when it is first needed, and again after it was ended."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.program: subprocess.Popen[str] | None = None
        self.too_long = False

    def read(self, wanted: ToRead) -> dict[str, Any]:
        """What was read, or {"fault": why it was not}."""
        program = self._running()
        question = {"document": wanted.document, "name": wanted.name, "path": str(wanted.path), "ocr": wanted.ocr}
        watch = Timer(self.limits.seconds * SLOWEST, self._end)
        watch.start()
        try:
            assert program.stdin is not None and program.stdout is not None  # noqa: S101, PT018
            program.stdin.write(json.dumps(question) + "\n")
            program.stdin.flush()
            answer = program.stdout.readline()
            found: dict[str, Any] = json.loads(answer) if answer.endswith("\n") else self._fault()
        except (OSError, ValueError):
            found = self._fault()
        finally:
            watch.cancel()
        return found

    def close(self) -> None:
        """Let the program end."""
        if self.program is not None and self.program.stdin is not None and self.program.stdout is not None:
            self.program.stdin.close()
            self.program.stdout.close()
            self.program.wait()
        self.program = None

    def _running(self) -> subprocess.Popen[str]:
        if self.program is None:
            command = [sys.executable, "-m", "placebook.sources.reading_worker", json.dumps(asdict(self.limits))]
            self.program = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # each of its threads would take its share of memory
            )
            self.too_long = False
        return self.program

    def _end(self) -> None:
        self.too_long = True
        if self.program is not None:
            self.program.kill()

    def _fault(self) -> dict[str, Any]:
        """Why the program ended before it answered. It is started anew for the next file."""
        assert self.program is not None  # noqa: S101
        code = self.program.wait()
        self.close()
        if self.too_long or code == -getattr(signal, "SIGXCPU", 24):
            return {"fault": f"takes more than {self.limits.seconds} seconds to read; ask for a simpler copy"}
        return {
            "fault": "made the program that read it stop (it may be damaged, or made to do harm); ask for another copy"
        }


def read_all(wanted: Iterable[ToRead], limits: Limits, at_once: int) -> Iterator[tuple[ToRead, dict[str, Any]]]:
    """Read files, several at once, and give each as it is done. No more are held than are being read."""
    readers: SimpleQueue[Reader] = SimpleQueue()
    every = [Reader(limits) for _ in range(max(1, at_once))]
    for one in every:
        readers.put(one)

    def read(each: ToRead) -> tuple[ToRead, dict[str, Any]]:
        reader = readers.get()
        try:
            return each, reader.read(each)
        finally:
            readers.put(reader)

    rest = iter(wanted)
    with ThreadPoolExecutor(len(every)) as pool:
        try:
            running: set[Future[tuple[ToRead, dict[str, Any]]]] = {
                pool.submit(read, one) for one in islice(rest, len(every))
            }
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(read, one) for one in islice(rest, len(done))}
                for each in done:
                    yield each.result()
        finally:
            for one in every:
                one._end()
            pool.shutdown(wait=True, cancel_futures=True)
            for one in every:
                one.close()
