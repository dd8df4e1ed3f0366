"""The tables of coding: who codes what, what they said, what was decided and published. Rows are written once.

A machine's suggestion has no table here: it becomes a row only when a person said yes or no to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from placebook.web.desk.models import Person, Unaltered

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

FINISHED, OPENED_AGAIN, NOTED = "finished", "opened again", "noted"
LONGEST_MEMO = 2_000


def _by() -> models.ForeignKey[Person, Person]:
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class Round(Unaltered):
    """One time at which passages were shared out: by which codebook, seed and share, from where, and by whom."""

    book: models.CharField[str, str] = models.CharField(max_length=100, db_index=True)
    framework: models.CharField[str, str] = models.CharField(max_length=100)
    codebook: models.CharField[str, str] = models.CharField(max_length=100)
    version: models.CharField[str, str] = models.CharField(max_length=40)
    seed: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    share: models.FloatField[float, float] = models.FloatField()
    document: models.CharField[str, str] = models.CharField(max_length=64, blank=True)  # '' for the whole library
    coders: models.JSONField[list[int], list[int]] = models.JSONField()  # in the order in which they were dealt to
    by: models.ForeignKey[Person, Person] = _by()
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"round {self.pk} of {self.framework}"


class Assignment(Unaltered):
    """One passage for one person to code. Of two who code it, neither sees the other's codes until both are done."""

    round: models.ForeignKey[Round, Round] = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    passage: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    document: models.CharField[str, str] = models.CharField(max_length=64)  # SHA-256 of the file
    start: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  # characters of its first page
    end: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  # characters of its last page
    coder: models.ForeignKey[Person, Person] = _by()
    twice: models.BooleanField[bool, bool] = models.BooleanField()
    instead_of: models.OneToOneField[Assignment | None, Assignment | None] = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="handed_to"
    )
    if TYPE_CHECKING:
        verdicts: RelatedManager[Verdict]
        marks: RelatedManager[Mark]

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "passage", "coder"], name="one_assignment_each")
        ]

    def __str__(self) -> str:
        return f"{self.passage} for {self.coder}"


class Verdict(Unaltered):
    """What a person said of one concept on a passage. Of a suggestion it keeps who made it, and why, as it was then."""

    assignment: models.ForeignKey[Assignment, Assignment] = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="verdicts"
    )
    concept: models.CharField[str, str] = models.CharField(max_length=100)
    verdict: models.CharField[str, str] = models.CharField(max_length=20)
    version: models.CharField[str, str] = models.CharField(max_length=40)  # of the codebook
    method: models.CharField[str, str] = models.CharField(
        max_length=20, blank=True
    )  # of the suggestion, if there was one
    made_by: models.CharField[str, str] = models.CharField(max_length=200, blank=True)  # its codebook and model
    score: models.FloatField[float | None, float | None] = models.FloatField(null=True)
    because: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    by: models.ForeignKey[Person, Person] = _by()
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.concept}"


class Mark(Unaltered):
    """A memo, or that a person is done with a passage, or took it up again. The memo of the last mark holds."""

    assignment: models.ForeignKey[Assignment, Assignment] = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="marks"
    )
    move: models.CharField[str, str] = models.CharField(max_length=20)
    version: models.CharField[str, str] = models.CharField(max_length=40)  # of the codebook
    memo: models.TextField[str, str] = models.TextField(max_length=LONGEST_MEMO, blank=True)
    role: models.CharField[str, str] = models.CharField(max_length=20)
    by: models.ForeignKey[Person, Person] = _by()
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.move


class RulingRow(Unaltered):
    """What a third person decided about a concept on a passage, and why. The last one holds."""

    book: models.CharField[str, str] = models.CharField(max_length=100, db_index=True)
    framework: models.CharField[str, str] = models.CharField(max_length=100)
    passage: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    concept: models.CharField[str, str] = models.CharField(max_length=100)
    belongs: models.BooleanField[bool, bool] = models.BooleanField()
    reason: models.TextField[str, str] = models.TextField(max_length=LONGEST_MEMO)
    version: models.CharField[str, str] = models.CharField(max_length=40)  # of the codebook
    by: models.ForeignKey[Person, Person] = _by()
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.concept} {'belongs' if self.belongs else 'does not belong'} on {self.passage}"


class Publication(Unaltered):
    """One time at which the codes of the desk were written into the place book, and the SHA-256 of what was written."""

    book: models.CharField[str, str] = models.CharField(max_length=100, db_index=True)
    sha256: models.CharField[str, str] = models.CharField(max_length=64)
    codes: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    by: models.ForeignKey[Person, Person] = _by()
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.codes} codes at {self.at}"
