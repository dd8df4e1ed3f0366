"""The table of reports."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

LONGEST_PAGE, LONGEST_WHAT, LONGEST_CONTACT, LONGEST_REPLY = 400, 2_000, 200, 2_000


class Status(models.TextChoices):
    """Where a report stands, in the words that readers see."""

    RECEIVED = "received", "received"
    LOOKED_AT = "looked at", "looked at"
    CORRECTED = "corrected", "corrected"
    NOT_CHANGED = "not changed", "not changed"


class Report(models.Model):
    """One report: on which page what is wrong, and what came of it. `contact` is never published.

    One about an entry of the register is a question, and is answered on the page of that entry.
    """

    page: models.CharField[str, str] = models.CharField(max_length=LONGEST_PAGE, blank=True)
    what: models.TextField[str, str] = models.TextField(max_length=LONGEST_WHAT)
    contact: models.CharField[str, str] = models.CharField(max_length=LONGEST_CONTACT, blank=True)
    received: models.DateField[date, date] = models.DateField()
    status: models.CharField[str, str] = models.CharField(
        max_length=20, choices=Status.choices, default=Status.RECEIVED
    )
    reply: models.TextField[str, str] = models.TextField(max_length=LONGEST_REPLY, blank=True)
    answered: models.DateField[date | None, date | None] = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.page} ({self.status})"
