"""Saved reports of `placebook audit`, read back: numbers that may be shown, and the words that follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from placebook.measure import bias
from placebook.measure.bias import BiasAudit, GroupAudit
from placebook.measure.bias_words import answers, caveats, conflict
from placebook.pages.register_audit import HeldAudit
from placebook.store.plain import KINDS, from_plain
from placebook.types import AuditReference, DataError

LARGEST = 5_000_000  # bytes of one report
_BIAS = {name: getattr(bias, name) for name in ("BiasAudit", "GroupingAudit", "GroupAudit", "GroupRate")}
_BIAS |= {name: getattr(bias, name) for name in ("Compared", "Calibration", "ScoreBin")}


def read_audit(folder: Path, reference: AuditReference) -> HeldAudit:
    """The report that a register entry names.

    Why so strict: it is shown in public beside the word audit. It must be of the very data that the entry names,
    hold no small count, and say in words what its numbers say.

    Raises DataError, in one sentence with the file, where it is none, or was changed by hand.
    """
    if _leads_out(reference.report):
        raise DataError(f"{reference.report!r} leads out of the book; put the report in the book")
    path = folder / reference.report
    try:
        return _held(_json(path), reference, path.read_bytes())
    except DataError as why:
        raise DataError(f"{path}: {why}") from None


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or ":" in plain


def _json(path: Path) -> Any:
    if not path.is_file():
        raise DataError("there is no such file; save a report there with placebook audit -o")
    if path.stat().st_size > LARGEST:
        raise DataError(f"{path.stat().st_size:,} bytes; a report has {LARGEST:,} at most")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise DataError("is not JSON; save the report with placebook audit -o") from None


def _held(said: Any, reference: AuditReference, content: bytes) -> HeldAudit:
    if not isinstance(said, dict) or set(said) != {"audit", "words", "caveats", "read"}:
        raise DataError("is no report of placebook audit; save one with -o")
    try:
        audit = from_plain(said["audit"], {**KINDS, **_BIAS})
        wrong = next(_faults(audit, said, reference), "")
    except (AttributeError, DataError, KeyError, TypeError, ValueError):
        raise DataError("is no report of this version of placebook audit; run the audit again") from None
    if wrong:
        raise DataError(wrong)
    return HeldAudit(reference, audit, str(said["read"]["file"]), content)


def _faults(audit: Any, said: dict[str, Any], reference: AuditReference) -> Iterator[str]:
    if not isinstance(audit, BiasAudit):
        yield "is no report of placebook audit; save one with -o"
        return
    if said["read"]["sha256"] != reference.sha256:
        yield f"is of data with SHA-256 {said['read']['sha256'][:12]}, and the entry names {reference.sha256[:12]}"
    if not all(_is_sound(one) for one in _groups(audit)):
        yield "holds something else where a name or a number belongs; save the report anew"
    small = next(_small(audit), None)
    if small is not None:
        yield f"shows the count {small:g}, which the audit would hide; save the report anew"
    words = {"; ".join(one.by): {"answers": list(answers(one)), "conflict": conflict(one)} for one in audit.groupings}
    if said["words"] != words or said["caveats"] != list(caveats(audit)):
        yield "says in words what its numbers do not say; save the report anew"


def _groups(audit: BiasAudit) -> list[GroupAudit]:
    return [audit.everybody, *(one for each in audit.groupings for one in each.groups)]


def _is_sound(group: GroupAudit) -> bool:
    """Whether names are words, and numbers are numbers or not there."""
    numbers = [*_counts(group), *(number for rate in group.rates for number in (rate.value, rate.lower, rate.upper))]
    words = [group.group, *(word for rate in group.rates for word in (rate.name, rate.why))]
    fit = all(one is None or (isinstance(one, float) and isfinite(one)) for one in numbers)
    return fit and all(isinstance(one, str) for one in words)


def _small(audit: BiasAudit) -> Iterator[float]:
    """Counts that are shown and lie below the audit's own limit."""
    for count in (count for group in _groups(audit) for count in _counts(group)):
        if count is not None and 0 < count <= audit.rule.hide_up_to:
            yield count


def _counts(group: GroupAudit) -> Iterator[float | None]:
    yield from (group.people, group.no_decision, group.no_outcome)
    for rate in group.rates:
        yield from (rate.numerator, rate.denominator)
    for each in group.calibration.bins if group.calibration else ():
        yield from (each.share.numerator, each.share.denominator)
