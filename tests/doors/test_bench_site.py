"""What `placebook bench site` asks of other commands: they must still take it, since nobody runs it every day."""

from __future__ import annotations

import socket
from pathlib import Path
from subprocess import DEVNULL, Popen
from sys import executable

import pytest

from placebook.cli import placebook
from placebook.cli.bench_site import serving, wait_for


def test_the_command_that_serves_a_book_takes_the_words_it_is_given(tmp_path: Path) -> None:
    name, *words = serving(tmp_path, 8000)
    command = placebook.get_command(placebook.make_context("placebook", ["--help"], resilient_parsing=True), name)
    with command.make_context(name, words) as asked:
        assert asked.params == {"book": tmp_path, "port": 8000, "host": "127.0.0.1"}


def test_a_server_that_ends_is_not_waited_for() -> None:
    with socket.socket() as taken, Popen([executable, "-c", ""], stdout=DEVNULL) as ended:
        taken.bind(("127.0.0.1", 0))  # taken and not listened on, so nobody answers there
        ended.wait()
        with pytest.raises(TimeoutError, match="the server ended"):
            wait_for(ended, *taken.getsockname(), "/")
