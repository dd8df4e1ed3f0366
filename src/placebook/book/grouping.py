"""Many rows with one fault become one finding that names the first row and counts the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from placebook.sources.findings import Finding, warning

MOST_OF_A_RULE = 40  # findings of one rule and level about one file
MOST_KINDS = 30  # findings of one rule about one file; the rest are counted

Make = Callable[[str, "int | None", str, str, int], Finding]


def group(
    file: str, rows: Sequence[int], wrong: Iterable[tuple[int, tuple[str, str]]], make: Make, rule: str
) -> list[Finding]:
    """Findings from (position, (what, what is right)), one for each different pair, in the order of first rows.

    `rows` gives the row of each position; `rule` names the kind of fault where there are too many to print.
    """
    first: dict[tuple[str, str], int] = {}
    times: dict[tuple[str, str], int] = {}
    for at, words in wrong:
        row = rows[at]
        first[words] = min(first.get(words, row), row)
        times[words] = times.get(words, 0) + 1
    order = sorted(first, key=lambda words: (first[words], words))
    found = [make(file, int(first[words]), *words, times[words]) for words in order[:MOST_KINDS]]
    left = order[MOST_KINDS:]
    if left:
        many = sum(times[words] for words in left)
        said = f"{many:,} more rows have a fault of this kind ({rule})"
        found.append(make(file, int(first[left[0]]), said, "mend the ones above first, then check again", 1))
    return found


def few(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one rule, at most so many for each file; the last one counts what is left."""
    kept: list[Finding] = []
    left: dict[tuple[str, str], list[Finding]] = {}
    seen: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = (finding.file, finding.level)
        seen[key] = seen.get(key, 0) + 1
        (kept if seen[key] <= MOST_OF_A_RULE else left.setdefault(key, [])).append(finding)
    for (file, level), rest in left.items():
        what = f"{len(rest):,} more {level}s of this kind, from here on"
        kept.append(Finding(level, file, rest[0].row, what, "mend the ones above first, then check again"))
    return kept


def note(file: str, rows: Sequence[int], tidied: dict[int, str]) -> list[Finding]:
    """Warnings that say how figures were tidied to be read."""
    words = ((at, (how, "nothing to do if that is right")) for at, how in tidied.items())
    return group(file, rows, words, warning, "figures tidied")
