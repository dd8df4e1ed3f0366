"""Fifty people editing and five hundred reading at once: run in a process of its own, against this machine only.

    python tests/desk/load.py ADDRESS COOKIES.json

COOKIES.json holds one session for each editor. Every request is counted; it ends by itself.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

READERS, PAGES_EACH, ROUNDS = 500, 3, 4  # rounds: how often each editor edits and saves
LONGEST = 240.0  # seconds
PAGES = ("/index.html", "/areas/index.html", "/data/index.html", "/method.html", "/indicators/index.html")


@dataclass
class Tally:
    """What came back, and how long it took."""

    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    saved: int = 0
    joined: int = 0
    reading: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Person:
    """One browser: a connection that is kept, and the cookies of one session."""

    def __init__(self, address: str, tally: Tally, cookie: str = "") -> None:
        where = urlsplit(address)
        if where.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise SystemExit("only this machine may be loaded")
        self.connection = http.client.HTTPConnection(where.hostname, where.port, timeout=LONGEST)
        self.tally, self.cookie = tally, cookie

    def ask(self, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """One request. What goes wrong is counted and not raised."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = urlencode(sent) if sent is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        self.connection.request("POST" if body is not None else "GET", path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read().decode(errors="replace")
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie" and value.startswith("placebook_form="):
                kept = "; ".join(one for one in self.cookie.split("; ") if not one.startswith("placebook_form="))
                self.cookie = f"{kept}; {value.partition(';')[0]}"
        with self.tally.lock:
            self.tally.statuses[f"{'POST' if body is not None else 'GET'} {reply.status}"] += 1
            (self.tally.writing if self.cookie else self.tally.reading).append(time.monotonic() - began)
            if reply.status >= 500:
                self.tally.faults.append(f"{path}: {reply.status}")
        return reply.status, text


def token(page: str) -> str:
    """The mark of a form."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise ValueError("the page holds no form")
    return found[1]


def edit(person: Person, number: int, record: str) -> None:
    """Write into one field of a record that others edit too, and save it; choose one's own words where they clash."""
    at = f"/desk/register/{record}/"
    for each in range(ROUNDS):
        words = f"editor {number} round {each}"
        _, page = person.ask(f"{at}edit/tier-2-description/")
        sent = {"csrfmiddlewaretoken": token(page), "values/scope": words, "then": "leave"}
        person.ask(f"{at}edit/tier-2-description/", {**sent, "then": "keep"})
        person.ask(f"{at}edit/tier-2-description/", sent)
        _, page = person.ask(f"{at}save/")
        status, page = person.ask(f"{at}save/", {"csrfmiddlewaretoken": token(page), "why": words})
        while status == 409:
            with person.tally.lock:
                person.tally.joined += 1
            chosen = {"csrfmiddlewaretoken": token(page), "why": words, "both": "1", "keep:values/scope": "mine"}
            status, page = person.ask(f"{at}save/", chosen)
        with person.tally.lock:
            person.tally.saved += status == 302
            if status != 302:
                person.tally.faults.append(f"{at}: saving gave {status}")


def read(person: Person, number: int) -> None:
    """Read a few public pages."""
    for each in range(PAGES_EACH):
        status, _ = person.ask(PAGES[(number + each) % len(PAGES)])
        if status != 200:
            with person.tally.lock:
                person.tally.faults.append(f"reading gave {status}")


def guarded(tally: Tally, work: object, *args: object) -> None:
    """Run one person's work; what it raises is a fault like any other."""
    try:
        work(*args)  # type: ignore[operator]
    except Exception as why:
        with tally.lock:
            tally.faults.append(f"{type(why).__name__}: {why}")


def main(address: str, cookies: Path) -> None:
    """All of them at once, each in a thread."""
    tally, began = Tally(), time.monotonic()
    sessions = json.loads(cookies.read_text())
    threads = [
        threading.Thread(target=guarded, args=(tally, edit, Person(address, tally, one["cookie"]), at, one["record"]))
        for at, one in enumerate(sessions)
    ]
    threads += [
        threading.Thread(target=guarded, args=(tally, read, Person(address, tally), at)) for at in range(READERS)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(max(0.1, LONGEST - (time.monotonic() - began)))
    said = {
        "statuses": dict(tally.statuses),
        "faults": tally.faults[:20],
        "unfinished": sum(one.is_alive() for one in threads),
        "saved": tally.saved,
        "joined": tally.joined,
        "seconds": round(time.monotonic() - began, 1),
        "reading_p95": at_95(tally.reading),
        "writing_p95": at_95(tally.writing),
    }
    print(json.dumps(said))  # noqa: T201
    sys.stdout.flush()


def at_95(seconds: list[float]) -> float:
    """The time that 95 of 100 requests took at most."""
    return round(sorted(seconds)[int(0.95 * (len(seconds) - 1))], 3) if seconds else 0.0


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
