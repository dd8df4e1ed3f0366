"""The questions of a survey, from one YAML file: which column holds which, of what kind, and what may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from placebook.book import yaml
from placebook.book.disclosure_rules import read_rule
from placebook.book.fields import Fields, block, one_of, text, texts
from placebook.measure.survey import CLOSED, FREE, SEVERAL, Survey, SurveyQuestion
from placebook.types import ContentError, DisclosureRule

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_survey(path: Path) -> Survey:
    """Read the questions of a survey. Raises ContentError with the file, the line, and what would be right."""
    fields = Fields(yaml.read_yaml(path))
    survey = Survey(
        id=fields.take("survey", text),
        title=fields.take("title", text),
        asked_by=fields.take("asked_by", text),
        period=fields.take("period", text),
        group=fields.take("group", text, default=""),
        licence=fields.take("licence", text, default=""),
        separator=fields.take("separator", text, default=";"),
        rule=fields.take("disclosure", read_rule, default=DisclosureRule()),
        questions=tuple(_questions(fields.take("questions", block))),
    )
    fields.finish()
    if not _ID.fullmatch(survey.id):
        raise fields.fault(f"{survey.id!r} is no id; write small letters, digits and single hyphens", "survey")
    if not survey.questions:
        raise fields.fault("asks no question; write at least one", "questions")
    return survey


def _questions(named: yaml.Mapping) -> Iterator[SurveyQuestion]:
    for name in named:
        if not isinstance(named[name], yaml.Mapping):
            raise ContentError(f"{named.file}, line {named.line_of(name)}: {name!r} needs its heading below it")
        fields = Fields(named[name], inside=f"question {name!r}")
        one = SurveyQuestion(
            id=name,
            heading=fields.take("heading", text),
            kind=fields.take("kind", one_of(CLOSED, SEVERAL, FREE)),
            asks=fields.take("asks", text, default=""),
            answers=fields.take("answers", texts, default=()),
            concepts=fields.take("concepts", texts, default=()),
        )
        fields.finish()
        if (one.kind == FREE) == bool(one.answers) or len(set(one.answers)) < len(one.answers):
            said = "lists answers" if one.kind == FREE else "lists no answers, or one twice"
            raise fields.fault(f"is {one.kind} and {said}; a closed question lists each answer once, a free one none")
        yield one
