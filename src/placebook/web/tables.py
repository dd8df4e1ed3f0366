"""Every table of records as plain files, out and in unchanged: for moving house, and for a safe copy.

One file a table, one row a line, in JSON with its keys in order; whoever wrote a row is named by e-mail address. An
export holds no passwords and no keys of two-step sign-in: people are invited anew where it is read in. A backup is the
same with both, in one file; it must be kept as safe as the records themselves.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.models.deletion import ProtectedError

from placebook.store.whole import whole_file
from placebook.types import DataError

OURS = "placebook."  # where the apps are whose tables are moved: all of ours
SIGN_IN = ("account", "mfa", "socialaccount")  # allauth's; in backups only
MANIFEST = "manifest.json"
FORM = "placebook records 1"
LARGEST = 2_000_000_000  # bytes of all tables
MOST_TABLES = 200
LINE = b"\n"
BAD_ROW = (
    ValueError,
    KeyError,
    TypeError,
    ObjectDoesNotExist,
    ValidationError,
    serializers.base.DeserializationError,
    DatabaseError,
)


def tables(all_of_it: bool = False) -> list[type[models.Model]]:
    """The tables that are moved, each after those that it points at."""
    from django.contrib.auth.models import Group

    found = [Group] + [
        model for one in apps.get_app_configs() if one.name.startswith(OURS) for model in one.get_models()
    ]
    if all_of_it:
        found += [model for one in SIGN_IN if apps.is_installed(_name(one)) for model in _models(one)]
    return sorted(found, key=_depth)


def _name(label: str) -> str:
    return f"allauth.{label}"


def _models(label: str) -> list[type[models.Model]]:
    return list(apps.get_app_config(label).get_models())


def _depth(model: type[models.Model], seen: frozenset[Any] = frozenset()) -> int:
    """How many tables must be there before this one."""
    fields = model._meta.get_fields()
    inner = [one.related_model for one in fields if one.many_to_one or (one.many_to_many and one.concrete)]
    others = [one for one in inner if isinstance(one, type) and one is not model and one not in seen]
    return 1 + max((_depth(one, seen | {model}) for one in others), default=0)


def file_of(model: type[models.Model]) -> str:
    """The name of a table's file."""
    return f"{model._meta.label_lower}.jsonl"


def lines(model: type[models.Model], secret: bool) -> Iterator[bytes]:
    """The rows of a table, in the order of their keys."""
    for row in model._default_manager.order_by("pk").iterator(2_000):
        said = serializers.serialize("python", [row], use_natural_foreign_keys=True)[0]
        if not secret and "password" in said["fields"]:
            said["fields"]["password"] = ""
        said["fields"].pop("user_permissions", None)
        yield json.dumps(said, ensure_ascii=False, sort_keys=True, default=_plain).encode() + LINE


def _plain(value: Any) -> Any:
    """A value that JSON has no form for. Django's own form of a time ends at the millisecond, so the rest were lost."""
    from django.core.serializers.json import DjangoJSONEncoder

    return value.isoformat() if isinstance(value, datetime) else DjangoJSONEncoder().default(value)


def export(folder: Path) -> Mapping[str, int]:
    """Write every table into an empty folder. Gives the number of rows of each. Nothing is left when it fails."""
    if folder.exists() and any(folder.iterdir()):
        raise DataError(f"{folder}: is not empty; name a new folder")
    made = folder.with_name(folder.name + ".partial")
    made.mkdir(parents=True)
    try:
        counts = {}
        with _as_of_now():
            for model in tables():
                with (made / file_of(model)).open("wb") as out:
                    counts[file_of(model)] = sum(out.write(line) > 0 for line in lines(model, secret=False))
        text = json.dumps({"form": FORM, "rows": counts}, indent=1, sort_keys=True)
        (made / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return counts


@contextmanager
def _as_of_now() -> Iterator[None]:
    """One moment of all tables, whoever writes meanwhile."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def import_from(folder: Path) -> Mapping[str, int]:
    """Read an export into a book without records: all of it or nothing.

    Raises DataError for records that are there already, for files that are missing, or rows that are not of the form.
    """
    rows = _manifest(folder / MANIFEST, _read(folder / MANIFEST)).get("rows", {})
    held = {model._meta.label: model._default_manager.count() for model in tables() if _must_be_empty(model)}
    if any(held.values()):
        there = ", ".join(f"{name} {count}" for name, count in held.items() if count)
        raise DataError(f"there are records already ({there}); an export is read into a book without any")
    _same_accounts(folder / "desk.person.jsonl")
    with _all_or_nothing(folder):
        for model in tables():
            name = file_of(model)
            found = _load(model, _read(folder / name), folder / name)
            if found != rows.get(name):
                raise DataError(f"{folder / name}: holds {found} rows; the manifest says {rows.get(name)}")
        _right_counters(tables())
    return dict(rows)


@contextmanager
def _all_or_nothing(where: Path) -> Iterator[None]:
    """One step for the database. A row that points at one that is not there is found at its end."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as why:
        raise DataError(f"{where}: its rows do not fit each other ({why}); nothing was changed") from None


def _same_accounts(file: Path) -> None:
    """Accounts that are there already must be the export's own, or its rows would be taken for other people's."""
    from placebook.web.desk.models import Person

    try:
        rows = [json.loads(line) for line in _read(file).splitlines()]
        coming = {(row["pk"], row["fields"]["email"]) for row in rows}
    except (ValueError, KeyError, TypeError) as why:
        raise DataError(f"{file}: is no table of accounts ({why})") from None
    others = sorted({email for pk, email in Person.objects.values_list("pk", "email") if (pk, email) not in coming})
    if others:
        raise DataError(f"there are other accounts already ({', '.join(others)}); read it in before inviting anybody")


def _must_be_empty(model: type[models.Model]) -> bool:
    return model._meta.label not in ("auth.Group", "desk.Person")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(f"{path}: {path.stat().st_size:,} bytes; a table has {LARGEST:,} at most")
        return path.read_bytes()
    except OSError as why:
        raise DataError(f"{path}: cannot be read ({why.strerror}); name the folder of an export") from None


def _manifest(where: Path, text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("form") != FORM:
        raise DataError(f"{where}: is no manifest of {FORM!r}; name what placebook records export or backup wrote")
    return found


def _load(model: type[models.Model], text: bytes, where: Any) -> int:
    """The rows of one file into its table. Accounts that are there keep their password."""
    known = _passwords() if model._meta.label == "desk.Person" else {}
    count = 0
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            said = json.loads(line)
            if said["model"] != model._meta.label_lower:
                raise ValueError(f"it is of {said['model']!r}")
            if "password" in said["fields"]:
                said["fields"]["password"] = said["fields"]["password"] or known.get(said["fields"]["email"]) or "!"
            for one in serializers.deserialize("python", [said]):
                one.save()
        except BAD_ROW as why:
            raise DataError(f"{where}, line {number}: is no row of {model._meta.label} ({why})") from None
        count += 1
    return count


def _passwords() -> dict[str, str]:
    from placebook.web.desk.models import Person

    return dict(Person.objects.values_list("email", "password"))


def _right_counters(loaded: list[type[models.Model]]) -> None:
    """Let the next row get the next number, where a server of databases counts by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), loaded):
            cursor.execute(statement)


def backup(file: Path) -> Mapping[str, int]:
    """Write everything into one file, for its owner's eyes only: whole, or the file that was there stays."""
    counts, sums = {}, {}
    with whole_file(file) as partial:
        partial.touch(mode=0o600)
        partial.chmod(0o600)
        with _as_of_now(), zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as packed:
            for model in tables(all_of_it=True):
                counts[file_of(model)], sums[file_of(model)] = _pack(packed, model)
            said = {"form": FORM, "rows": counts, "sha256": sums}
            packed.writestr(MANIFEST, json.dumps(said, indent=1, sort_keys=True))
        with partial.open("rb+") as out:  # on the disk, and not only on its way there
            _to_disk(out)
    return counts


def _to_disk(out: io.BufferedRandom) -> None:
    import os

    os.fsync(out.fileno())


def _pack(packed: zipfile.ZipFile, model: type[models.Model]) -> tuple[int, str]:
    found, count = hashlib.sha256(), 0
    with packed.open(file_of(model), "w") as out:
        for line in lines(model, secret=True):
            out.write(line)
            found.update(line)
            count += 1
    return count, found.hexdigest()


def restore(file: Path) -> Mapping[str, int]:
    """Put everything back as a backup has it, in place of what is there: all of it, or what is there stays."""
    read = _unpacked(file)
    said = _manifest(file, read.pop(MANIFEST, b""))
    every = tables(all_of_it=True)
    with _all_or_nothing(file):
        for model in reversed(every):
            _empty(model)
        for model in every:
            name = file_of(model)
            if name not in read or hashlib.sha256(read[name]).hexdigest() != said.get("sha256", {}).get(name):
                raise DataError(f"{file}: {name} is missing or was changed; use another backup")
            _load(model, read[name], f"{file}, {name}")
        _right_counters(every)
    return dict(said["rows"])


def _empty(model: type[models.Model]) -> None:
    try:
        model._default_manager.all().delete()
    except ProtectedError as why:
        raise DataError(f"{model._meta.label} cannot be replaced: {why.args[0]}") from None


def _unpacked(file: Path) -> dict[str, bytes]:
    """The files in a backup, read within limits."""
    try:
        with zipfile.ZipFile(file) as packed:
            inside = packed.infolist()
            if len(inside) > MOST_TABLES or sum(one.file_size for one in inside) > LARGEST:
                raise DataError(f"{file}: is larger than any backup; it may be damaged")
            return {one.filename: packed.read(one) for one in inside}
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as why:
        raise DataError(f"{file}: is no whole backup ({why}); use another") from None
