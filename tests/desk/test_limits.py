"""Limits on sign-in and reports hold over all processes of a server, and keep nobody's address."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
SENT = {"login": "second@example.org", "password": "correct horse battery 9"}
SIGN_IN = "/desk/account/login/"


@pytest.fixture(autouse=True)
def nothing_tried(desk_book: Path) -> Iterator[None]:
    make_ready(desk_book)
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


def in_another_process(work: Callable[[], None]) -> None:
    """Do it in a process that begins as a copy of this one, as the processes of a server do."""
    from django.db import connections

    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system cannot copy a process")
    connections.close_all()
    other = multiprocessing.get_context("fork").Process(target=work)
    other.start()
    other.join(60)
    assert other.exitcode == 0


def wrong_passwords(times: int) -> None:
    from django.test import Client

    for _ in range(times):
        assert Client().post(SIGN_IN, {**SENT, "password": "wrong"}).status_code == 200


def test_wrong_passwords_count_in_all_processes_together() -> None:
    from django.test import Client

    assert Client().post(SIGN_IN, SENT).status_code == 302
    in_another_process(lambda: wrong_passwords(3))
    wrong_passwords(2)
    assert "Too many failed" in Client().post(SIGN_IN, SENT).content.decode()
    in_another_process(lambda: _is_locked(SIGN_IN))


def _is_locked(path: str) -> None:
    from django.test import Client

    assert "Too many failed" in Client().post(path, SENT).content.decode()


def test_each_try_takes_a_place_until_it_runs_out() -> None:
    from django.core.cache import cache

    from placebook.web.limits import may_try

    assert [may_try("report", "a", 2, 60) for _ in range(3)] == [True, True, False]
    assert may_try("report", "b", 2, 60)
    cache.touch("report:a:0", -1)  # its time has passed
    assert [may_try("report", "a", 2, 60) for _ in range(2)] == [True, False]
    in_another_process(lambda: _may_not("a"))


def _may_not(who: str) -> None:
    from placebook.web.limits import may_try

    assert not may_try("report", who, 2, 60)


def test_no_address_of_a_person_or_a_computer_is_kept() -> None:
    from django.db import connection

    from placebook.web.limits import TABLE

    wrong_passwords(1)
    with connection.cursor() as rows:
        rows.execute(f"select * from {TABLE}")  # noqa: S608 - our own table
        kept = repr(rows.fetchall())
    assert len(kept) > 100
    assert "127.0.0.1" not in kept
    assert SENT["login"] not in kept
