"""The tables of the desk: people, records, their versions, the steps they took, and what is being typed now.

Versions and steps are never altered and never taken out: what was once saved can always be read again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from placebook.decide.flow import Moved, Saved, Way

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LONGEST_WHY = 500


class InOrder(models.JSONField):
    """JSON whose keys stay in the order they came in: what is published must not depend on the kind of database.

    PostgreSQL's own choice for Django, jsonb, sorts the keys; its json keeps the text as it is.
    """

    def db_type(self, connection: Any) -> str | None:
        """The kind of column."""
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The value as it goes to the database: on its way nothing may sort it either."""
        if connection.vendor != "postgresql" or value is None:
            return super().get_db_prep_value(value, connection, prepared)
        from psycopg.types.json import Json

        return Json(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The value as it comes back: what the driver has read already stays as it is."""
        return value if isinstance(value, dict | list) else super().from_db_value(value, expression, connection)


class People(BaseUserManager["Person"]):
    """Makes accounts."""

    def create_user(self, email: str, name: str = "", password: str | None = None) -> Person:
        """A new account. Without a password nobody can sign in with it until an invitation is used."""
        person = self.model(email=self.normalize_email(email).lower(), name=name or email.partition("@")[0])
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """An account by its address, however that is typed."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):  # type: ignore[misc]  # two abstract Metas that agree
    """An account. Roles are groups, one for each place book and role: see people.py."""

    email: models.EmailField[str, str] = models.EmailField(unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=100)
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    joined: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name


class Unaltered(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, once."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is never altered: add another")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ARG002
        """Rows of history stay."""
        raise TypeError(f"{type(self).__name__} is never taken out")


class Record(models.Model):
    """One decision, assessment, review, entry … of one place book. What it says stands in its versions."""

    book: models.CharField[str, str] = models.CharField(max_length=100)
    kind: models.CharField[str, str] = models.CharField(max_length=40)
    name: models.SlugField[str, str] = models.SlugField(max_length=80)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    if TYPE_CHECKING:
        versions: RelatedManager[Version]
        steps: RelatedManager[Step]
        drafts: RelatedManager[Draft]

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "kind", "name"], name="one_record_of_a_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    def way(self) -> Way:
        """Its versions and steps, for the rules."""
        return Way(
            tuple(Saved(one.number, one.by.pk) for one in self.versions.select_related("by")),
            tuple(Moved(one.version, one.move, one.by.pk) for one in self.steps.select_related("by")),
        )


class Version(Unaltered):
    """What a record said from then on: who wrote it, when, what and why."""

    record: models.ForeignKey[Record, Record] = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="versions"
    )
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    based_on: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    body: InOrder = InOrder()
    by: models.ForeignKey[Person, Person] = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    why: models.CharField[str, str] = models.CharField(max_length=LONGEST_WHY)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.record} {self.number}"


class Step(Unaltered):
    """One step on the way of a version: sent, returned, approved, published, withdrawn; by whom, when, why."""

    record: models.ForeignKey[Record, Record] = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="steps"
    )
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    move: models.CharField[str, str] = models.CharField(max_length=20)
    by: models.ForeignKey[Person, Person] = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    why: models.CharField[str, str] = models.CharField(max_length=LONGEST_WHY, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.record} {self.version}: {self.move}"


class Draft(models.Model):
    """What one person is typing into one record, not yet seen by others. It is kept at every step and pause."""

    record: models.ForeignKey[Record, Record] = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="drafts"
    )
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="drafts"
    )
    based_on: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    body: InOrder = InOrder()
    saved_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "person"], name="one_draft_each")]

    def __str__(self) -> str:
        return f"{self.record}: draft of {self.person}"
