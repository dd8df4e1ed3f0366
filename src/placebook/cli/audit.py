"""placebook audit: how often decisions are right and wrong in each group, from a table, without a book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned

if TYPE_CHECKING:
    from placebook.measure.bias import BiasAudit, GroupAudit, GroupingAudit, GroupRate

PRINTED = (
    "selection rate",
    "base rate",
    "true positive rate",
    "false positive rate",
    "false negative rate",
    "precision",
    "accuracy",
)


@click.command()
@click.argument("table", metavar="DECISIONS.csv", type=click.Path(path_type=Path))
@click.option("--outcome", required=True, metavar="HEADING", help="What came: yes or no, 1 or 0; blank if not known.")
@click.option("--decision", metavar="HEADING", help="What was decided: yes or no; or a score, with --positive-at.")
@click.option("--score", metavar="HEADING", help="A score or a chance: adds calibration.")
@click.option(
    "--group", multiple=True, required=True, metavar="HEADING", help="A column of groups. May be given again."
)
@click.option("--positive-at", type=float, help="The score from which somebody counts as selected: 5.")
@click.option("--outcome-is", multiple=True, metavar="WORD", help="A word that means yes; all others mean no.")
@click.option("--decision-is", multiple=True, metavar="WORD", help="The same for decisions: High.")
@click.option("--missing", multiple=True, metavar="WORD", help="A word that means not known: -1.")
@click.option("--scale", nargs=2, type=float, metavar="LOW HIGH", help="Where scores lie; one outside stops the audit.")
@click.option("--confidence", type=click.FloatRange(50, 99.99), default=95, show_default=True, help="Per cent.")
@click.option("--hide-up-to", default=4, type=click.IntRange(0), help="Hide counts from 1 to this.", show_default=True)
@click.option("--hide-zero", is_flag=True, help="Hide 0 as well.")
@click.option("-o", "--output", metavar="OUT.json", type=click.Path(path_type=Path), help="JSON; a CSV beside it.")
def audit(
    table: Path,
    outcome: str,
    decision: str | None,
    score: str | None,
    group: tuple[str, ...],
    positive_at: float | None,
    outcome_is: tuple[str, ...],
    decision_is: tuple[str, ...],
    missing: tuple[str, ...],
    scale: tuple[float, float] | None,
    confidence: float,
    hide_up_to: int,
    hide_zero: bool,
    output: Path | None,
) -> None:
    """Say how often decisions are right and wrong in each group, with limits, and which measures hold here.

    DECISIONS is CSV, XLSX or Parquet with one row for each person. Small counts are hidden, and as many others as
    keep them from being worked out. Several --group give each by itself, and all together. It judges nothing.

    placebook audit scores.csv --outcome two_year_recid --score decile_score --positive-at 5 --group race --group sex
    """
    from placebook.cli.audit_files import read_people, write_audit
    from placebook.cli.hush import hushed
    from placebook.cli.index import check_output
    from placebook.measure.bias import audit_decisions
    from placebook.types import DisclosureRule

    if output is not None:
        check_output(output, table, endings=(".json",))
    people = read_people(
        table, outcome, decision, score, group, positive_at, (outcome_is, decision_is), frozenset(missing), scale
    )
    with hushed():
        found = audit_decisions(people, DisclosureRule(hide_up_to, not hide_zero), confidence)
    if output is None:
        click.echo("\n".join(audit_lines(found)))
    else:
        click.echo(write_audit(found, output, table))


def audit_lines(found: BiasAudit) -> Iterator[str]:
    """The whole audit as text."""
    from placebook.measure.bias_words import caveats

    yield "How often decisions are right and wrong, by group"
    if found.positive_at is not None:
        yield f"Selected: a score of {found.positive_at:g} or more."
    for grouping in found.groupings:
        yield ""
        yield from _grouping_lines(grouping, found.everybody)
    yield ""
    yield from caveats(found)


def _grouping_lines(grouping: GroupingAudit, everybody: GroupAudit) -> Iterator[str]:
    from placebook.measure.bias_words import answers, calibration_words, conflict

    yield f"By {' and '.join(grouping.by)}"
    headings = ("Group", "People", "No outcome", "No decision", *(name.capitalize() for name in PRINTED))
    yield from aligned(headings, [_row(one) for one in (*grouping.groups, everybody)])
    yield ""
    yield from answers(grouping)
    yield ""
    yield conflict(grouping)
    yield ""
    rows = [(name, "no value" if value is None else f"{value:.3f}") for name, value in grouping.disparities]
    yield from aligned(("Measure", "Value"), rows)
    if grouping.left_out:
        yield f"Not compared: {', '.join(grouping.left_out)}."
    if everybody.calibration is not None:
        yield ""
        yield "Calibration: for what share of each score the outcome was yes"
        yield from _calibration_table(grouping, everybody)
        yield from calibration_words(grouping)


def _row(one: GroupAudit) -> tuple[str, ...]:
    rates = {rate.name: rate for rate in one.rates}
    numbers = (one.people, one.no_outcome, one.no_decision)
    return (one.group, *("[c]" if n is None else f"{n:,.0f}" for n in numbers), *(_said(rates[n]) for n in PRINTED))


def _said(rate: GroupRate) -> str:
    if rate.value is None or rate.lower is None or rate.upper is None:
        return "nobody" if rate.denominator == 0 else "[c]"
    return f"{100 * rate.value:.1f}% ({100 * rate.lower:.1f} to {100 * rate.upper:.1f})"


def _calibration_table(grouping: GroupingAudit, everybody: GroupAudit) -> list[str]:
    rows = []
    for one in (*grouping.groups, everybody):
        for each in one.calibration.bins if one.calibration else ():
            count = "[c]" if each.share.denominator is None else f"{each.share.denominator:,.0f}"
            rows.append((one.group, each.scores, count, _said(each.share)))
    return aligned(("Group", "Score", "People", "Outcome yes"), rows, words=(0, 1))
