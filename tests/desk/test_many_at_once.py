"""Fifty people edit the same ten records while five hundred read: nothing is lost and nothing fails."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from placebook.web.start import make_ready

EDITORS, RECORDS, ROUNDS = 50, 10, 4


def sessions(book: Path) -> list[dict[str, str]]:
    """One signed-in session for each editor, and the record each edits; five share each record."""
    make_ready(book)
    from django.test import Client
    from django.utils import timezone

    from placebook.web.desk import keep
    from placebook.web.desk.kinds import kinds
    from placebook.web.desk.models import Person
    from placebook.web.desk.people import set_role

    kind, made = kinds()["register"], []
    for at in range(EDITORS):
        person = Person.objects.create_user(f"editor{at}@example.org", f"Editor {at}")
        set_role(person, "my-place", "contributor")
        name = f"load-{at % RECORDS}"
        if at < RECORDS:
            keep.save(keep.begin(kind, "my-place", name, name, person, timezone.now()), person, "First", timezone.now())
        client = Client()
        client.force_login(person)
        made.append({"cookie": f"placebook_session={client.cookies['placebook_session'].value}", "record": name})
    return made


@pytest.mark.slow
def test_fifty_edit_and_five_hundred_read_at_once(desk_book: Path, tmp_path: Path) -> None:
    from django.conf import settings
    from django.db import connections

    cookies = tmp_path / "cookies.json"
    cookies.write_text(json.dumps(sessions(desk_book)))
    connections.close_all()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PLACEBOOK_SECRET": settings.SECRET_KEY}
    command = [sys.executable, "-m", "placebook", "serve", "--book", str(desk_book), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(port)
        script = Path(__file__).with_name("load.py")
        run = [sys.executable, str(script), f"http://127.0.0.1:{port}", str(cookies)]
        said = json.loads(subprocess.run(run, capture_output=True, text=True, timeout=300, check=True).stdout)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
    print(json.dumps(said))  # noqa: T201 - shown by pytest -s
    assert said["faults"] == []
    assert said["unfinished"] == 0
    assert said["saved"] == EDITORS * ROUNDS
    from placebook.web.desk.models import Record, Version

    why = Counter(Version.objects.filter(record__name__startswith="load-").values_list("why", flat=True))
    for editor in range(EDITORS):
        for each in range(ROUNDS):
            assert why[f"editor {editor} round {each}"] == 1, "one version for each that was saved"
    for record in Record.objects.filter(name__startswith="load-"):
        numbers = list(record.versions.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), "no number is missing"


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start in a minute")
