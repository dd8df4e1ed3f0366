"""A built starter book with people of every role, and a client that signs in as any of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from looking import NO_CHROMIUM, chromium, new_browser
from playwright.sync_api import Browser

from no_records import without_records
from once import built_starter
from placebook.book.place_book import open_book
from placebook.decide.flow import ROLES
from placebook.web.start import make_ready
from server import free_port, running

if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "correct horse battery 9"  # noqa: S105


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter book, built. Only to be read."""
    return built_starter(tmp_path_factory)


@pytest.fixture(scope="module")
def built_book(small_book: Path) -> Path:
    """The book that the desk of a file of tests belongs to: the starter, unless the file says another."""
    return small_book


@pytest.fixture(scope="module")
def desk_book(built_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of it with one person of each role, one writer more, one of another book, and one with no role."""
    folder = tmp_path_factory.mktemp("desk") / "book"
    shutil.copytree(built_book, folder)
    without_records(folder)
    from django.conf import settings

    from placebook.web.records import make_tables

    make_tables()
    slowly = settings.PASSWORD_HASHERS
    hash_with(["django.contrib.auth.hashers.MD5PasswordHasher"])  # quick, for tests only
    from placebook.web.desk.models import Person
    from placebook.web.desk.people import set_role

    here = open_book(folder).id
    made = [(role, here, role) for role in ROLES]
    made += [("second", here, "contributor"), ("elsewhere", "another-place", "administrator"), ("nobody", here, "")]
    for name, book, role in made:
        person = Person.objects.filter(email=f"{name}@example.org").first()
        person = person or Person.objects.create_user(f"{name}@example.org", name.title(), PASSWORD)
        set_role(person, book, role)
    yield folder
    hash_with(slowly)


def hash_with(hashers: list[str]) -> None:
    """How passwords are kept from now on in this process, which other tests share."""
    from django.conf import settings
    from django.contrib.auth.hashers import get_hashers, get_hashers_by_algorithm

    settings.PASSWORD_HASHERS = hashers
    get_hashers.cache_clear()
    get_hashers_by_algorithm.cache_clear()


@pytest.fixture
def as_(desk_book: Path) -> Callable[..., Client]:
    """A client signed in as somebody: `as_("publisher", two_steps=True)`; `as_("")` is nobody."""
    make_ready(desk_book)
    from django.test import Client

    from placebook.web.desk.models import Person

    def signed_in(name: str, two_steps: bool = False) -> Client:
        client = Client()
        if name:
            client.force_login(Person.objects.get(email=f"{name}@example.org"))
        if two_steps:
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
            session.save()
        return client

    return signed_in


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file."""
    if chromium() is None:
        pytest.skip(NO_CHROMIUM)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread, and tests ask for rows too
    try:
        with new_browser() as found:
            yield found
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def served(desk_book: Path) -> Iterator[str]:
    """The address of that book, served by the real server in a process of its own."""
    make_ready(desk_book)
    from django.conf import settings
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.db import connections

    from placebook.web.desk.models import Person

    slowly = PBKDF2PasswordHasher()  # as the server, which knows nothing of quick tests
    Person.objects.update(password=slowly.encode(PASSWORD, slowly.salt()))
    connections.close_all()
    os.environ["PLACEBOOK_SECRET"] = settings.SECRET_KEY
    try:
        with running("serve", "--book", str(desk_book), "--port", str(free_port())) as (_, address):
            yield address
    finally:
        del os.environ["PLACEBOOK_SECRET"]
