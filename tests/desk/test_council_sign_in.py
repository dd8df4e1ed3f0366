"""With a council's own sign-in people enter accounts that an administrator made, and nobody else's."""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server import address_of, free_port, running

pytestmark = pytest.mark.slow
pytest.importorskip("requests", reason="needs the extra `sign-in`")
pytest.importorskip("jwt", reason="needs the extra `sign-in`")


@contextmanager
def provider(email: str, verified: str = "true") -> Iterator[str]:
    """The council's sign-in in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("council_sign_in.py")), email, verified]
    one = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield address_of(one).rstrip("/")
    finally:
        one.terminate()
        one.communicate(timeout=30)


def entered(book: Path, email: str, verified: str = "true") -> str:
    """The page that somebody comes to who signs in by the council's sign-in with that address."""
    with provider(email, verified) as council:
        said = {"PLACEBOOK_SIGN_IN": council, "PLACEBOOK_SIGN_IN_ID": "placebook", "PLACEBOOK_SIGN_IN_SECRET": "s"}
        os.environ.update(said)
        try:
            with running("serve", "--book", str(book), "--port", str(free_port())) as (_, address):
                return _through(address.rstrip("/"))
        finally:
            for name in said:
                del os.environ[name]


def _through(site: str) -> str:
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{site}/desk/account/login/").read().decode()
    form = re.search(r'action="(/desk/account/oidc/council/login/[^"]*)".*?value="([^"]+)"', page, flags=re.DOTALL)
    assert form is not None, "the page of sign-in offers the council's"
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": form[2]}).encode()
    return str(browser.open(f"{site}{form[1]}", sent).read().decode())


def test_the_council_opens_the_account_with_the_same_address(desk_book: Path) -> None:
    page = entered(desk_book, "reviewer@example.org")
    assert "<h1>The desk</h1>" in page
    assert "Reviewer (reviewer)" in page


@pytest.mark.parametrize(("email", "verified"), [("stranger@example.org", "true"), ("reviewer@example.org", "false")])
def test_strangers_and_addresses_that_nobody_verified_stay_out(desk_book: Path, email: str, verified: str) -> None:
    page = entered(desk_book, email, verified)
    assert "<h1>The desk</h1>" not in page
    assert "You have no account here" in page
