"""The real server, started as a person would start it, asked over a real socket, and stopped by hand."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from placebook.cli.serve import _say_when_ready
from server import LONGEST, address_of, free_port, get, running


@pytest.fixture(scope="module")
def address(small_book: Path) -> Iterator[str]:
    """Where the starter is served."""
    with running("serve", "--book", str(small_book), "--port", str(free_port())) as (_, found):
        yield found


def test_a_page_its_style_and_its_json_are_served_with_their_kinds(address: str) -> None:
    for path, kind in (
        ("areas/E05000026.html", "text/html; charset=utf-8"),
        ("static/placebook.css", 'text/css; charset="utf-8"'),
        ("search.json", "application/json"),
        ("feed.xml", "application/atom+xml"),
    ):
        status, headers, body = get(address + path)
        assert (status, headers["content-type"]) == (200, kind)
        assert body


def test_no_public_page_sets_a_cookie_and_all_carry_the_safe_headers(address: str) -> None:
    _, headers, _ = get(address + "areas/E05000026.html")
    assert "set-cookie" not in headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_what_did_not_change_is_not_sent_twice(address: str) -> None:
    _, headers, _ = get(address + "areas/E05000026.html")
    status, _, body = get(address + "areas/E05000026.html", **{"If-None-Match": headers["etag"]})
    assert (status, body) == (304, b"")


def test_a_port_that_is_taken_gives_way_to_the_next_and_that_is_said(small_book: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running("serve", "--book", str(small_book), "--port", str(port)) as (_, found):
            assert found != f"http://127.0.0.1:{port}/"
            assert get(found + "robots.txt")[0] == 200


def test_the_address_is_said_when_a_page_was_answered_and_not_before(capsys: pytest.CaptureFixture[str]) -> None:
    said_before: list[str] = []

    class Slow(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            time.sleep(0.3)  # as long as a book takes to read: who does not wait for the answer speaks now
            said_before.append(capsys.readouterr().out)
            self.send_error(503)  # even a fault is an answer

    with HTTPServer(("127.0.0.1", 0), Slow) as server:
        answering = threading.Thread(target=server.handle_request)
        answering.start()
        _say_when_ready("127.0.0.1", server.server_port)
        answering.join()
    assert said_before == [""]
    assert capsys.readouterr().out == f"The site is at http://127.0.0.1:{server.server_port}/  (Ctrl-C stops it)\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to all programs of a window, the tests too")
def test_ctrl_c_stops_it_cleanly(small_book: Path) -> None:
    command = [sys.executable, "-m", "placebook", "serve", "--book", str(small_book), "--port", str(free_port())]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    address_of(server)
    os.killpg(server.pid, signal.SIGINT)  # as a terminal does: to the command and all it started
    out, err = server.communicate(timeout=LONGEST)
    assert server.returncode == 0
    assert "Stopped." in out
    assert "Traceback" not in err


def test_a_folder_without_a_build_says_what_to_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "placebook", "serve", "--book", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert done.returncode == 2
    assert "is not a place book" in done.stderr


def test_the_new_build_is_shown_when_it_is_whole_and_the_old_one_until_then(small_book: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(small_book, book)
    with running("serve", "--book", str(book), "--port", str(free_port())) as (_, found):
        before = get(found + "areas/E05000026.html")[2]
        cover = (book / "book.yaml").read_text(encoding="utf-8")
        (book / "book.yaml").write_text(cover.replace("title: My place", "title: Our place"), encoding="utf-8")
        build = subprocess.Popen(
            [sys.executable, "-m", "placebook", "build", "--book", str(book)], stdout=subprocess.DEVNULL
        )
        seen = set()
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            status, _, body = get(found + "areas/E05000026.html")
            assert status == 200
            seen.add(b"Our place" in body)
            if build.poll() is not None and True in seen:
                break
            assert b"Our place" in body or body == before
            time.sleep(0.05)  # the build needs the machine too
        assert build.wait(timeout=LONGEST) == 0
        assert seen == {False, True}
