"""Spark Connect servers for tests of parity, each in a process of its own that cannot outlive the tests.

As a program, `python connect_server.py sail PORT` serves until its standard input ends. That is when whoever started
it lets go or is gone, however that came about; and it ends after its LIMIT of seconds whatever happens.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LIMIT = {"sail": 600.0, "spark": 840.0}  # seconds that a server may live: less than the limit of its step in .ci/run
START = 90.0  # seconds for it to answer: a Java has to start
END = 15.0  # seconds for it to end when its input does


@contextmanager
def serving(kind: str) -> Iterator[str]:
    """The address of a server of this kind, "sail" or "spark", which ends with the block, whatever happens in it."""
    port = _free_port()
    started = subprocess.Popen(  # a session of its own, so that a Java below it ends with it
        [sys.executable, __file__, kind, str(port)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        _wait_for(started, port, kind)
        yield f"sc://localhost:{port}"  # by this name alone the client brings the token that Spark wants
    finally:
        _end(started)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(started: subprocess.Popen[bytes], port: int, kind: str) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        if started.poll() is not None:
            raise RuntimeError(f"the {kind} server ended with {started.returncode} before it answered")
        with suppress(OSError):
            socket.create_connection(("localhost", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"the {kind} server did not answer within {START:.0f} seconds")


def _end(started: subprocess.Popen[bytes]) -> None:
    assert started.stdin is not None
    with suppress(OSError):
        started.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        started.wait(END)
    with suppress(OSError):  # those of its session, if any are left
        os.killpg(started.pid, signal.SIGKILL)
    started.wait(END)


def serve(kind: str, port: int) -> None:
    """Serve until the standard input ends."""
    late = threading.Timer(LIMIT[kind], os._exit, [1])
    late.daemon = True
    late.start()
    if kind == "sail":
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", port)
        server.start(background=True)  # as long as this object lives
    else:
        from pyspark.sql.connect.session import SparkSession

        quiet = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
        SparkSession._start_connect_server("local[2]", {**quiet, "spark.connect.grpc.binding.port": str(port)})
    sys.stdin.buffer.read()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
    os._exit(0)  # with no farewell to sessions: a Java below ends when its own input does
