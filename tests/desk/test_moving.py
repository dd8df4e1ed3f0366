"""Records leave as plain files and come back unchanged; a backup is whole, whatever stops the machine."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from placebook.types import DataError
from placebook.web.start import make_ready

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]


@pytest.fixture
def filled(as_: As, desk_book: Path) -> Path:
    """The book with a report, and an entry that was published, with a draft on top."""
    from django.test import Client

    from placebook.web.corrections.reports import Said, store
    from placebook.web.desk.models import Record

    make_ready(desk_book)
    if Record.objects.filter(name="moving").exists():
        return desk_book
    store(Said("index.html", 'Wórds with áccents, "quotes" and\nlines', "a@example.org"))
    at, client = "/desk/register/moving/", as_("contributor")
    client.post("/desk/register/new/", {"title": "Moving", "name": "moving"})
    client.post(f"{at}edit/tier-1-overview/", {"values/name": "Moving", "values/description": "It moves.\n\nTwice."})
    client.post(f"{at}edit/tier-1-owner-and-responsibility/", {"values/contact_email": "t@example.org"})
    client.post(f"{at}save/", {"why": "First"})
    client.post(f"{at}move/", {"move": "send"})
    as_("reviewer").post(f"{at}move/", {"move": "approve"})
    as_("publisher", two_steps=True).post(f"{at}move/", {"move": "publish"})
    client.post(f"{at}edit/tier-1-overview/", {"values/name": "Moving on", "values/description": "Half"})
    assert isinstance(client, Client)
    return desk_book


@pytest.fixture
def empty(small_book: Path, tmp_path: Path) -> Path:
    """Another copy of the book, without any record, on a database of its own."""
    folder = tmp_path / "empty"
    shutil.copytree(small_book, folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file of an export."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def emptied() -> None:
    """Take all rows out, as in a new database."""
    from placebook.web.tables import _empty, tables

    for model in reversed(tables(all_of_it=True)):
        _empty(model)


def test_records_leave_and_come_back_unchanged(filled: Path, empty: Path, tmp_path: Path) -> None:
    from placebook.web.desk.published import write_all_published
    from placebook.web.records import in_the_book, make_tables
    from placebook.web.tables import backup, export, import_from, restore

    backup(tmp_path / "safe.zip")
    export(tmp_path / "out")
    said = (filled / "register" / "moving.yaml").read_bytes()
    assert b"pbkdf2" not in b"".join(files(tmp_path / "out").values())
    make_ready(empty)
    make_tables()
    if not in_the_book():
        emptied()
    import_from(tmp_path / "out")
    export(tmp_path / "again")
    assert files(tmp_path / "out") == files(tmp_path / "again")
    write_all_published("my-place")
    assert (empty / "register" / "moving.yaml").read_bytes() == said
    with pytest.raises(DataError, match="there are records already"):
        import_from(tmp_path / "out")
    make_ready(filled)
    restore(tmp_path / "safe.zip")


@pytest.mark.parametrize("microsecond", [0, 1, 999, 1_000, 123_456, 999_999])
def test_a_time_comes_back_to_the_microsecond(desk_book: Path, microsecond: int) -> None:
    """Cut to the millisecond, one with less than a thousand microseconds came back in another form."""
    make_ready(desk_book)
    from django.db import transaction

    from placebook.web.desk.models import Person
    from placebook.web.tables import _load, lines

    at = datetime(2026, 11, 28, 17, 26, 45, microsecond, tzinfo=UTC)
    with transaction.atomic():
        Person.objects.filter(email="reader@example.org").update(last_login=at)
        before = b"".join(lines(Person, secret=True))
        Person.objects.filter(email="reader@example.org").update(last_login=None)
        _load(Person, before, "an export")
        assert Person.objects.get(email="reader@example.org").last_login == at
        assert b"".join(lines(Person, secret=True)) == before
        transaction.set_rollback(True)


def test_nobody_becomes_somebody_else(filled: Path, empty: Path, tmp_path: Path) -> None:
    from placebook.web.desk.models import Person
    from placebook.web.records import in_the_book, make_tables
    from placebook.web.tables import backup, export, import_from, restore

    backup(tmp_path / "safe.zip")
    export(tmp_path / "out")
    make_ready(empty)
    make_tables()
    if not in_the_book():
        emptied()
    Person.objects.create_user("newcomer@example.org")
    with pytest.raises(DataError, match=r"other accounts already \(newcomer@example\.org\)"):
        import_from(tmp_path / "out")
    assert list(Person.objects.values_list("email", flat=True)) == ["newcomer@example.org"]
    make_ready(filled)
    restore(tmp_path / "safe.zip")


def test_a_row_that_is_none_changes_nothing(filled: Path, empty: Path, tmp_path: Path) -> None:
    from placebook.web.desk.models import Record
    from placebook.web.records import in_the_book, make_tables
    from placebook.web.tables import backup, export, import_from, restore

    backup(tmp_path / "safe.zip")
    export(tmp_path / "out")
    steps = tmp_path / "out" / "desk.step.jsonl"
    steps.write_bytes(steps.read_bytes() + b'{"model": "desk.step", "pk": 9, "fields": {"record": 999}}\n')
    make_ready(empty)
    make_tables()
    if not in_the_book():
        emptied()
    with pytest.raises(DataError, match=r"desk\.step\.jsonl"):
        import_from(tmp_path / "out")
    assert Record.objects.count() == 0
    make_ready(filled)
    restore(tmp_path / "safe.zip")


def test_a_backup_brings_back_what_was_there_sign_in_and_all(filled: Path, tmp_path: Path) -> None:
    from placebook.web.desk.models import Draft, Person, Version
    from placebook.web.tables import backup, restore

    file = tmp_path / "records.zip"
    before = backup(file)
    assert file.stat().st_mode & 0o077 == 0
    password = Person.objects.get(email="contributor@example.org").password
    Draft.objects.all().delete()
    Version.objects.filter(record__name="moving").update(why="tampered with")
    Person.objects.filter(email="contributor@example.org").update(password="x")  # noqa: S106
    assert restore(file) == before
    assert Draft.objects.filter(record__name="moving").exists()
    assert not Version.objects.filter(why="tampered with").exists()
    assert Person.objects.get(email="contributor@example.org").password == password


def test_a_damaged_backup_changes_nothing(filled: Path, tmp_path: Path) -> None:
    import zipfile

    from placebook.web.desk.models import Version
    from placebook.web.tables import backup, restore

    file, bad = tmp_path / "records.zip", tmp_path / "bad.zip"
    backup(file)
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(bad, "w") as out:
        for one in packed.namelist():
            text = packed.read(one)
            out.writestr(one, text.replace(b"It moves", b"It stays") if one == "desk.version.jsonl" else text)
    before = Version.objects.count()
    with pytest.raises(DataError, match="was changed"):
        restore(bad)
    assert Version.objects.count() == before
    bad.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(DataError, match="no whole backup"):
        restore(bad)


def _killed_when(command: list[str], is_time: Callable[[], bool]) -> int:
    """Start a command and kill it the moment it is in the midst of writing. Gives its exit code."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while child.poll() is None and not is_time():
        assert time.monotonic() < until
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    return child.wait()


@pytest.mark.slow
def test_a_machine_that_stops_midway_leaves_what_was_there(filled: Path, tmp_path: Path) -> None:
    from django.db import connections

    from placebook.web.desk.models import Person, Record, Version
    from placebook.web.records import in_the_book, place
    from placebook.web.tables import backup

    if not in_the_book():
        pytest.skip("looks at the files of SQLite; a server keeps its own")
    record, person = Record.objects.get(name="moving"), Person.objects.get(email="contributor@example.org")
    now, body = record.made_at, {"id": "moving", "values": {"description": "x" * 2_000}}
    start = record.versions.count()
    Version.objects.bulk_create(
        Version(record=record, number=start + at, body=body, by=person, at=now, why="many") for at in range(1, 8_001)
    )
    file = tmp_path / "records.zip"
    backup(file)
    whole, rows = file.read_bytes(), Version.objects.count()
    Version.objects.filter(why="many").delete()
    fewer = Version.objects.count()
    connections.close_all()
    records = [sys.executable, "-m", "placebook", "records"]
    restoring, backing_up = ([*records, what, "--book", str(filled), str(file)] for what in ("restore", "backup"))
    partial = file.with_name("records.zip.partial")
    code = _killed_when(restoring, lambda: _size(place(filled), "-wal") > 2_000_000)
    assert code == -signal.SIGKILL
    assert Version.objects.count() == fewer
    connections.close_all()
    subprocess.run(restoring, check=True, stdout=subprocess.DEVNULL)
    assert Version.objects.count() == rows
    code = _killed_when(backing_up, lambda: _size(partial, "") > 50_000)
    assert code == -signal.SIGKILL
    assert file.read_bytes() == whole
    subprocess.run(backing_up, check=True, stdout=subprocess.DEVNULL)


def _size(path: Path, ending: str) -> int:
    try:
        return path.with_name(path.name + ending).stat().st_size
    except OSError:
        return 0


def test_every_table_of_ours_is_moved_and_kept_safe(desk_book: Path) -> None:
    make_ready(desk_book)
    from django.apps import apps

    from placebook.web.tables import tables

    left_out = {"Session", "ContentType", "Permission"}  # who is signed in now, and what Django makes anew by itself
    named = {model.__name__ for model in tables(all_of_it=True)}
    assert {model.__name__ for model in apps.get_models()} - named == left_out
    assert {"Round", "Assignment", "Verdict", "Mark", "RulingRow", "Publication", "Version", "Draft"} <= named
