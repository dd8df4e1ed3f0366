"""The files of `placebook audit`: a table of people in, and the audit as JSON and CSV out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import click
import numpy as np

from placebook.measure.bias import BiasAudit, GroupAudit
from placebook.measure.bias_cells import People
from placebook.measure.bias_words import answers, caveats, conflict
from placebook.sources.findings import FAULT
from placebook.sources.loose_figures import BLANKS
from placebook.sources.tables import Table, read_table
from placebook.store.plain import as_json, as_plain
from placebook.store.tables import Heading, Kind, table_of
from placebook.store.whole import whole_file
from placebook.types import DataError, Numbers, PlacebookError

YES, NO = ("1", "yes", "true", "y"), ("0", "no", "false", "n")


def read_people(
    path: Path,
    outcome: str,
    decision: str | None,
    score: str | None,
    groups: Sequence[str],
    positive_at: float | None,
    words: tuple[Collection[str], Collection[str]],
    missing: Collection[str],
    scale: tuple[float, float] | None,
) -> People:
    """One row for each person. `words` mean yes: of the outcome, and of the decision.

    Raises DataError, with row and column, for an answer that is neither yes nor no, a score that is no number or
    lies outside the scale, or a column that is not there.
    """
    table = read_table(path)
    for one in table.findings:
        if one.level == FAULT:
            raise DataError(str(one))
        click.echo(f"note: {one}", err=True)
    for heading in (outcome, decision, score, *groups):
        _refuse_unknown(table, heading)
    if len(set(groups)) < len(groups):
        raise click.UsageError("a column of groups is named twice; name each once")
    scores = None if score is None else _scores(table, score, missing, scale)
    decided, by_score = _decisions(table, decision, scores, positive_at, words[1], missing)
    cells = {one: tuple(_text(cell, missing) for cell in table.column(one)) for one in groups}
    came = _yes_or_no(table, outcome, words[0], missing, "--outcome-is")
    return People(cells, came, decided, scores, positive_at if by_score else None)


def _refuse_unknown(table: Table, heading: str | None) -> None:
    from difflib import get_close_matches

    if heading is not None and heading not in table.headings:
        near = get_close_matches(heading, table.headings, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise DataError(f"{table.file}: has no column {heading!r}.{guess} It has: {', '.join(table.headings)}")


def _decisions(
    table: Table,
    decision: str | None,
    scores: Numbers | None,
    positive_at: float | None,
    words: Collection[str],
    missing: Collection[str],
) -> tuple[Numbers, bool]:
    """The decisions, and whether they are the scores cut at a threshold."""
    if positive_at is None:
        if decision is None:
            raise click.UsageError("name the column of decisions with --decision, or a --score with --positive-at")
        return _yes_or_no(table, decision, words, missing, "--decision-is, or --positive-at for a score"), False
    if scores is not None and decision is not None:
        raise click.UsageError("--positive-at makes decisions of --score, so leave out --decision, or leave it out")
    if scores is None and decision is None:
        raise click.UsageError("--positive-at needs a column of scores; name it with --score")
    figures = scores if scores is not None else _scores(table, str(decision), missing, None)
    return np.where(np.isnan(figures), np.nan, (figures >= positive_at) * 1.0), scores is not None


def _text(cell: object, missing: Collection[str]) -> str:
    """A cell as text; '' where it is blank or means not known."""
    if cell is None:
        return ""
    said = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    return "" if said in missing or said in BLANKS else said


def _yes_or_no(table: Table, heading: str, words: Collection[str], missing: Collection[str], option: str) -> Numbers:
    found = np.full(len(table), np.nan)
    for at, cell in enumerate(table.column(heading)):
        said = _text(cell, missing)
        if said and words:
            found[at] = said in words
        elif said.lower() in YES:
            found[at] = 1
        elif said.lower() in NO:
            found[at] = 0
        elif said:
            raise DataError(
                f"{table.file}, row {table.rows[at]}, column {heading!r}: {said!r} is neither yes nor no; "
                f"write 1 or 0, or say which word means yes with {option}"
            )
    if words and not np.any(found == 1):
        raise DataError(f"{table.file}, column {heading!r}: {' or '.join(words)} stands nowhere; check {option}")
    return found


def _scores(table: Table, heading: str, missing: Collection[str], scale: tuple[float, float] | None) -> Numbers:
    found = np.full(len(table), np.nan)
    for at, cell in enumerate(table.column(heading)):
        said = _text(cell, missing)
        if not said:
            continue
        where = f"{table.file}, row {table.rows[at]}, column {heading!r}"
        try:
            found[at] = float(said)
        except ValueError:
            found[at] = np.inf
        if not np.isfinite(found[at]):
            raise DataError(f"{where}: {said!r} is no score; write a number, or name the word with --missing")
        if scale is not None and not scale[0] <= found[at] <= scale[1]:
            raise DataError(
                f"{where}: {said} lies outside the scale of {scale[0]:g} to {scale[1]:g}; mend it, or --scale"
            )
    if np.all(np.isnan(found)):
        raise DataError(f"{table.file}, column {heading!r}: holds no score; name another column")
    return found


def write_audit(found: BiasAudit, output: Path, table: Path) -> str:
    """Write the audit as JSON, and its rates as CSV beside it; both whole or not at all. Gives a line to print."""
    from placebook.store.csvw import write_rows

    plain = {
        "audit": as_plain(found),
        "words": {
            "; ".join(one.by): {"answers": list(answers(one)), "conflict": conflict(one)} for one in found.groupings
        },
        "caveats": list(caveats(found)),
        "read": {"file": table.name, "sha256": sha256(table.read_bytes()).hexdigest()},
    }
    rows = list(_rows(found))
    headings = [Heading(name) for name in ("grouping", "group", "what", "scores")]
    headings += [Heading(name, Kind.NUMBER) for name in ("value", "lower", "upper", "numerator", "denominator")]
    headings.append(Heading("state"))
    columns = {heading.name: [_cell(row[at], heading.kind) for row in rows] for at, heading in enumerate(headings)}
    beside = output.with_suffix(".csv")
    if beside.exists() and table.exists() and beside.samefile(table):
        raise PlacebookError(f"{beside} is what is read, and the CSV would take its place; give -o another name")
    with whole_file(output) as first, whole_file(beside) as second:
        first.write_text(as_json(plain), encoding="utf-8", newline="\n")
        write_rows(table_of(headings, columns), second)
    return f"{output} and {beside.name}: {len(rows):,} figures of {len(found.groupings)} groupings"


def _cell(cell: object, kind: Kind) -> object:
    return float("nan") if cell is None and kind is Kind.NUMBER else cell


def _rows(found: BiasAudit) -> Iterator[tuple[object, ...]]:
    yield from _of_group("", found.everybody)
    for grouping in found.groupings:
        by = "; ".join(grouping.by)
        for one in grouping.groups:
            yield from _of_group(by, one)
        for name, value in grouping.disparities:
            yield by, "", name, "", value, None, None, None, None, "" if value is not None else "no value"


def _of_group(by: str, one: GroupAudit) -> Iterator[tuple[object, ...]]:
    for rate in one.rates:
        yield (
            by,
            one.group,
            rate.name,
            "",
            rate.value,
            rate.lower,
            rate.upper,
            rate.numerator,
            rate.denominator,
            rate.why,
        )
    for each in one.calibration.bins if one.calibration else ():
        rate = each.share
        numbers = (rate.value, rate.lower, rate.upper, rate.numerator, rate.denominator)
        yield by, one.group, "outcome yes by score", each.scores, *numbers, rate.why
