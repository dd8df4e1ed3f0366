"""placebook assess: show a question set, or work out from answers what is met, not known and next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from placebook.book.assessments import Head
    from placebook.pages.assessment import AssessmentPage
    from placebook.store.tables import Table
    from placebook.types import Assessment, Profile, QuestionSet

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("name", metavar="[SET]", required=False)
@click.argument("answers", type=_FILE, required=False)
@click.option("--profile", help="Hold each outcome against this profile of the set.")
@click.option("--before", type=_FILE, help="Earlier answers to the same set: what moved since.")
@click.option("--beside", type=_FILE, multiple=True, metavar="FILE", help="A peer's answers; may be given again.")
@click.option("--about", help="Whom or what the answers are about, for a CSV, which does not say.")
@click.option("--on", metavar="DATE", help="The date of the answers, as in 2026-03-31, for a CSV.")
@click.option("--by", help="The role or team that answered, for a CSV.")
@click.option("--output", "-o", type=_FILE, help="A JSON or CSV file to write: a form to fill in, or the results.")
def assess(
    name: str | None,
    answers: Path | None,
    profile: str | None,
    before: Path | None,
    beside: tuple[Path, ...],
    about: str | None,
    on: str | None,
    by: str | None,
    output: Path | None,
) -> None:
    """Show a question SET, or work out from ANSWERS (YAML, JSON, CSV) the level of each of its outcomes.

    SET is the name of a set that comes with Placebook or a YAML file, also that of the Cyber Assessment Framework.
    Without SET, all sets are listed. What is not known counts neither as yes nor as no, and there is no total.
    """
    from placebook.book.assessments import Head
    from placebook.book.question_sets import find_question_set

    if name is None:
        _list()
        return
    questions = find_question_set(name)
    if output is not None:
        _check_output(output, answers)
    if answers is None:
        _show(questions, output)
        return
    chosen = None if profile is None else _profile(questions, profile)
    _work_out(questions, answers, Head(about or "", on or "", by or ""), (chosen, before, beside), output)


def _list() -> None:
    from placebook.book.question_sets import shipped_question_sets
    from placebook.cli.aligned import aligned

    rows = [(name, str(len(one.outcomes)), one.title) for name, one in shipped_question_sets().items()]
    for line in aligned(("Set", "Outcomes", "Title"), rows, words=(0, 2)):
        click.echo(line)


def _check_output(output: Path, answers: Path | None) -> None:
    from placebook.cli.index import check_output

    check_output(output, *([] if answers is None else [answers]), endings=(".json", ".csv"))


def _show(questions: QuestionSet, output: Path | None) -> None:
    from placebook.book.assessments import blank
    from placebook.cli.index import write_table
    from placebook.pages.assessment import question_lines

    if output is None:
        for line in question_lines(questions):
            click.echo(line)
        return
    if output.suffix.lower() == ".csv":
        write_table(form_table(questions), output)
    else:
        _write_json(blank(questions), None, output)
    count = sum(len(one.statements) for one in questions.outcomes)
    click.echo(f"{output}: {count} statements, none of them answered yet")


def _profile(questions: QuestionSet, name: str) -> Profile:
    from placebook.measure.tree import nearest_name
    from placebook.types import ContentError

    found = {one.id: one for one in questions.profiles}
    if name not in found:
        said = nearest_name(name, sorted(found)) if found else "it has none"
        raise ContentError(f"--profile: {questions.id} has no profile {name!r}; {said}")
    return found[name]


def _work_out(
    questions: QuestionSet,
    answers: Path,
    head: Head,
    beside: tuple[Profile | None, Path | None, tuple[Path, ...]],
    output: Path | None,
) -> None:
    from placebook.cli.index import write_table
    from placebook.pages.assessment import assessment_lines, assessment_page

    profile, before, peers = beside
    assessment = _read(answers, questions, head)
    earlier = None if before is None else _read(before, questions)
    page = assessment_page(questions, assessment, profile, earlier, [_read(one, questions) for one in peers])
    if output is None:
        for line in assessment_lines(page):
            click.echo(line)
        return
    if output.suffix.lower() == ".csv":
        write_table(results_table(page), output)
    else:
        _write_json(assessment, page, output)
    click.echo(f"{output}: {len(page.lines)} outcomes of {questions.id}")


def _read(path: Path, questions: QuestionSet, head: Head | None = None) -> Assessment:
    """Answers in a file: YAML as a book keeps it, or JSON or CSV."""
    from placebook.book.assessment_files import assessment_of
    from placebook.book.assessments import NO_HEAD, read_assessment
    from placebook.book.yaml import read_yaml

    if path.suffix.lower() != ".yaml":
        return read_assessment(path, questions, head or NO_HEAD)
    if head not in (None, NO_HEAD):
        raise click.UsageError(f"{path} says itself about whom, when and by whom it is; leave these options out")
    return assessment_of(read_yaml(path), path.stem, {questions.id: questions}, path.parent / "peers").assessment


def _write_json(assessment: Assessment, page: AssessmentPage | None, output: Path) -> None:
    """The answers as a plain file; with what follows from them, which is worked out anew when it is read."""
    import json
    from dataclasses import asdict

    from placebook.book.assessments import plain
    from placebook.store.whole import whole_file
    from placebook.types import DataError

    if page is not None and not (assessment.about and assessment.on and assessment.by):
        raise DataError("the answers do not say about whom, when and by whom; add --about, --on and --by")
    said = plain(assessment)
    if page is not None:
        said["worked_out"] = [asdict(line) for line in page.lines]
    with whole_file(output) as partial:
        partial.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def form_table(questions: QuestionSet) -> Table:
    """A table to fill in: one row for each statement."""
    from placebook.book.assessments import HEADINGS, blank, rows
    from placebook.store.tables import Heading, table_of

    made = list(rows(questions, blank(questions)))
    headings = tuple(Heading(one) for one in HEADINGS)
    return table_of(headings, {one: [row.get(one) or None for row in made] for one in HEADINGS}, ())


def results_table(page: AssessmentPage) -> Table:
    """One row for each outcome."""
    from placebook.store.tables import Heading, table_of

    plain = ("outcome", "title", "level", "state", "because", "towards", "owner", "target_date", "last_tested")
    many = ("possible", "to_do", "to_end", "to_find_out")
    columns: dict[str, list[str | None]] = {}
    columns |= {one: [getattr(line, one) or None for line in page.lines] for one in plain}
    columns |= {one: ["; ".join(getattr(line, one)) or None for line in page.lines] for one in many}
    return table_of(tuple(Heading(one) for one in columns), columns, ("outcome",))
