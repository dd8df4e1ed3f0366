"""The real server in a process of its own, for tests that ask it over a socket."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

LONGEST = 60  # seconds for a server to answer
STARTED = re.compile(r"The site is at (http://[^ ]+/)")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`placebook ...` in a process of its own, once it has answered where it serves; stopped by its id at the end."""
    command = [sys.executable, "-m", "placebook", *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = address_of(server)
        yield server, address
    finally:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=LONGEST)


def address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        found = STARTED.search(line)
        if found:
            return found[1]
    pytest.fail(f"the server ended without an address: {''.join(said)}")


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one address."""
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(asked, timeout=LONGEST) as reply:  # noqa: S310
            return reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read()
    except urllib.error.HTTPError as reply:
        return reply.code, {name.lower(): value for name, value in reply.headers.items()}, reply.read()
