"""The tables of documents: what is said of each now, and every change of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models


class DocumentRow(models.Model):
    """What is said of one document. An empty text means that nobody said it."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)  # SHA-256 of the file
    names: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    media: models.CharField[str, str] = models.CharField(max_length=10)
    size: models.BigIntegerField[int, int] = models.BigIntegerField()
    added: models.DateField[date, date] = models.DateField()
    title: models.TextField[str, str] = models.TextField(blank=True)
    body: models.CharField[str, str] = models.CharField(max_length=9, blank=True)
    body_name: models.TextField[str, str] = models.TextField(blank=True)
    type: models.TextField[str, str] = models.TextField(blank=True)
    status: models.CharField[str, str] = models.CharField(max_length=10, blank=True)
    scope: models.TextField[str, str] = models.TextField(blank=True)
    years: models.TextField[str, str] = models.TextField(blank=True)
    language: models.CharField[str, str] = models.CharField(max_length=12, blank=True)
    address: models.TextField[str, str] = models.TextField(blank=True)
    date: models.TextField[str, str] = models.TextField(blank=True)
    licence: models.TextField[str, str] = models.TextField(blank=True)
    cut: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    note: models.TextField[str, str] = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.id[:12]}: {self.title or 'no title said'}"


class DocumentChange(models.Model):
    """One change of what is said of a document: the day, by whom, and what was said from then on. Never altered."""

    document: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    on: models.DateField[date, date] = models.DateField()
    by: models.TextField[str, str] = models.TextField()
    said: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.document[:12]} on {self.on} by {self.by}"
