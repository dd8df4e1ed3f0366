"""The pages of assessments."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.pages.assessments import AssessmentsPage, PublicAssessment, assessments_page, public_assessment
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, Route


def _all(asked: Asked) -> AssessmentsPage:
    return assessments_page(asked.shelf)


def _one(asked: Asked) -> PublicAssessment | None:
    return public_assessment(asked.shelf, asked.named["id"])


def _each(shelf: Shelf) -> Iterator[str]:
    return (f"assessments/{one.id}.html" for one in shelf.assessments if one.public)


ROUTES: tuple[Route, ...] = (
    Route("assessments/index.html", "assessments.html", _all),
    Route("assessments/{id}.html", "assessment.html", _one, _each),
)
