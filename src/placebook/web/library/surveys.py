"""A survey into a book: free answers as passages of the library, closed ones as counts that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from placebook.measure.survey import FREE, AnswerCount, Survey, answer_counts, mingled
from placebook.pages.library_search import SURVEY_ANSWERS
from placebook.sources.documents_answers import written_answers
from placebook.sources.tables import Table, read_table
from placebook.store.library import Library
from placebook.types import DataError, Document
from placebook.web.library.records import say, today

HEADINGS = ("survey", "period", "question", "asks", "group", "answer", "count", "of", "share_pct", "state")


def read_answers_table(path: Path, survey: Survey) -> Table:
    """The table of a survey, one row for each person. Raises DataError where a column that it names is not there."""
    table = read_table(path, least_columns=1)
    wanted = [survey.group, *(one.heading for one in survey.questions)]
    gone = [heading for heading in wanted if heading and heading not in table.headings]
    if gone:
        raise DataError(f"{table.file}, row 1: has no heading {gone[0]!r}; it has {', '.join(table.headings[:12])}")
    return table


def _column(table: Table, heading: str) -> list[str]:
    return ["" if cell is None else " ".join(str(cell).split()) for cell in table.column(heading)]


def closed_answers(table: Table, survey: Survey) -> tuple[AnswerCount, ...]:
    """The counts of closed answers, with small numbers hidden. Raises DataError with the file."""
    columns = {one.id: _column(table, one.heading) for one in survey.questions}
    try:
        return answer_counts(survey, columns, _column(table, survey.group) if survey.group else None)
    except DataError as why:
        raise DataError(f"{table.file}: {why}") from None


def rows_of(survey: Survey, counts: Iterable[AnswerCount]) -> Iterator[list[str]]:
    """The counts as rows of a table. What is hidden is [c], the shorthand of official statistics, and never nought."""
    asks = {one.id: one.asks for one in survey.questions}
    for one in counts:
        hidden = "[c]" if not one.state.has_value else ""
        share = hidden or ("" if one.share != one.share else f"{100 * one.share:.1f}")
        count, of = (f"{number:.0f}" if number == number else "[c]" for number in (one.count, one.of))
        asked = asks[one.question.partition(": ")[0]]
        yield [survey.id, survey.period, one.question, asked, one.group, one.answer, count, of, share, str(one.state)]


def free_texts(table: Table, survey: Survey) -> list[str]:
    """Every free answer as written."""
    return [answer for one in survey.questions if one.kind == FREE for answer in _column(table, one.heading)]


def keep_free_answers(
    library: Library, table: Table, survey: Survey, by: str, blind: Callable[[str], str] | None
) -> dict[str, int]:
    """Keep the free answers to each question as one document, whose passages are the answers. Gives how many of each.

    `blind` takes names out of an answer before it is kept; the order of answers tells nothing of who gave them.
    """
    found: dict[str, int] = {}
    for one in survey.questions:
        if one.kind != FREE:
            continue
        written = [blind(answer) if blind else answer for answer in _column(table, one.heading)]
        answers = mingled(written)
        if not answers:
            found[one.id] = 0
            continue
        digest, size = library.keep_text(written_answers(one.asks or one.heading, answers))
        document = Document(
            *(digest, (f"{survey.id}, {one.id}",), "answers", size, today().isoformat()),
            title=f"{survey.title}: {one.asks or one.heading}",
            type=SURVEY_ANSWERS,
            years=survey.period,
            licence=survey.licence,
            note=f"Asked by {survey.asked_by}. In the order of their words{'; names taken out' if blind else ''}.",
        )
        say(document, by)
        found[one.id] = len(answers)
    return found
