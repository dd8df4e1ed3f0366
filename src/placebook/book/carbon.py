"""The carbon accounts of a place book: carbon/<id>.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from placebook.book.fields import Fields, block, blocks, items, number, one_of, path_in_book, text, whole
from placebook.book.yaml import Mapping, read_yaml
from placebook.measure.carbon_factors import SCOPES
from placebook.measure.carbon_plan import (
    BOUGHT,
    BUILT,
    CLOSED,
    CONSTANT,
    LINEAR,
    NEAREST_EARLIER,
    SAME_YEAR,
    SOLD,
    CarbonPlan,
    MethodChange,
    Site,
    Target,
    TerritorialTable,
)


def read_carbon_plan(path: Path) -> CarbonPlan:
    """Read one carbon account, strictly.

    Raises ContentError, with the file and line, for a key that is missing, unknown or of another kind, and for
    decisions that contradict each other.
    """
    said = read_yaml(path)
    fields = Fields(said)
    plan = CarbonPlan(
        id=fields.take("carbon", text),
        title=fields.take("title", text),
        says=fields.take("says", text),
        does_not_say=fields.take("does_not_say", text),
        activity=fields.take("activity", path_in_book, default=None),
        factors=_factors(fields),
        factor_years=fields.take("factor_years", one_of(SAME_YEAR, NEAREST_EARLIER), default=SAME_YEAR),
        scopes=fields.take("scopes", _scopes, default=("1", "2")),
        sites={site.id: site for site in _sites(fields)},
        **_baseline(fields),
        method_changes=tuple(_method_change(one) for one in fields.take("method_changes", blocks, default=())),
        target=_target(fields),
        budget=fields.take("budget_tonnes", _above_nought, default=None),
        territorial=_territorial(fields),
        file=path.name,
        lines={key: said.line_of(key) for key in said},
    )
    fields.finish()
    _agree(fields, plan)
    return plan


def _factors(fields: Fields) -> tuple[tuple[int, str], ...]:
    said = fields.take("factors", block, default=None)
    if said is None:
        return ()
    inner = Fields(said, "factors")
    return tuple((_year_of(inner, key), inner.take(key, path_in_book)) for key in said)


def _year_of(fields: Fields, key: str) -> int:
    if not (key.isdigit() and len(key) == 4):
        raise fields.fault(f"{key!r} is not a year; write a year and the file of its factors", key)
    return int(key)


def _scopes(value: Any) -> tuple[str, ...]:
    known = [scope for scope in SCOPES if scope.isdigit()]
    found = tuple(str(item) for item in items(value))
    if not found or set(found) - set(known) or len(set(found)) < len(found):
        raise ValueError(f"{', '.join(found) or 'nothing'} is no list of scopes; write some of {', '.join(known)} once")
    return tuple(sorted(found))


def _above_nought(value: Any) -> float:
    found = number(value)
    if found <= 0:
        raise ValueError(f"{found:g} is not above nought; write how much there is")
    return found


def _per_cent(value: Any) -> float:
    found = number(value)
    if not 0 <= found <= 100:
        raise ValueError(f"{found:g} is not from 0 to 100; write per cent")
    return found


def _year(value: Any) -> int:
    found = whole(value)
    if not 1900 <= found <= 2200:
        raise ValueError(f"{found} is not a year; write one, as in 2030")
    return found


def _sites(fields: Fields) -> Iterable[Site]:
    said = fields.take("sites", block, default=None)
    if said is None:
        return
    names = Fields(said, "sites")
    for key in said:
        inner = Fields(names.take(key, block), f"site {key}")
        title = inner.take("title", text)
        joined, joined_how = _event(inner, "joined", (BOUGHT, BUILT))
        left, left_how = _event(inner, "left", (SOLD, CLOSED))
        inner.finish()
        if joined is not None and left is not None and left <= joined:
            raise inner.fault(f"left in {left} and joined in {joined}; a site leaves after it joined", "left")
        yield Site(key, title, joined, joined_how, left, left_how)


def _event(fields: Fields, key: str, hows: tuple[str, ...]) -> tuple[int | None, str]:
    said = fields.take(key, block, default=None)
    if said is None:
        return None, ""
    inner = Fields(said, key)
    found = inner.take("year", _year), inner.take("how", one_of(*hows))
    inner.finish()
    return found


def _baseline(fields: Fields) -> dict[str, Any]:
    said = fields.take("baseline", block, default=None)
    if said is None:
        return {}
    inner = Fields(said, "baseline")
    found = {"baseline": inner.take("year", _year), "threshold": inner.take("recalculate_above_per_cent", _per_cent)}
    inner.finish()
    return found


def _method_change(said: Mapping) -> MethodChange:
    fields = Fields(said, "method change")
    year, what = fields.take("year", _year), fields.take("what", text)
    inside = fields.take("adds_tonnes", block)
    adds = Fields(inside, "adds_tonnes")
    added = {_year_of(adds, key): adds.take(key, number) for key in inside}
    fields.finish()
    late = [one for one in added if one >= year]
    if late:
        raise fields.fault(f"adds to {late[0]}, and changed in {year}; it adds only to the years before", "adds_tonnes")
    return MethodChange(year, what, added)


def _target(fields: Fields) -> Target | None:
    said = fields.take("target", block, default=None)
    if said is None:
        return None
    inner = Fields(said, "target")
    found = Target(
        year=inner.take("year", _year),
        remaining=inner.take("remaining_per_cent", _per_cent, default=0.0),
        path=inner.take("path", one_of(LINEAR, CONSTANT), default=LINEAR),
        yearly_cut=inner.take("yearly_cut_per_cent", _cut, default=None),
    )
    inner.finish()
    if found.path == CONSTANT and found.remaining == 0 and found.yearly_cut is None:
        what = "cutting the same share each year never reaches nought"
        raise inner.fault(f"{what}; say remaining_per_cent: or yearly_cut_per_cent:", "path")
    return found


def _cut(value: Any) -> float:
    found = number(value)
    if not 0 < found < 100:
        raise ValueError(f"{found:g} is not between 0 and 100; write per cent a year")
    return found


def _territorial(fields: Fields) -> TerritorialTable | None:
    said = fields.take("territorial", block, default=None)
    if said is None:
        return None
    inner = Fields(said, "territorial")
    found = TerritorialTable(
        file=inner.take("file", path_in_book),
        authority=inner.take("authority", text),
        publisher=inner.take("publisher", text),
        licence=inner.take("licence", text),
        url=inner.take("url", text),
        published=inner.take("published", _day),
        area=inner.take("area", text, default=""),
    )
    inner.finish()
    return found


def _day(value: Any) -> str:
    written = text(value)
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError(f"{written!r} is not a day; write year-month-day, as in 2022-06-30") from None


def _agree(fields: Fields, plan: CarbonPlan) -> None:
    """Decisions that need each other, or exclude each other."""
    if plan.activity is None and plan.territorial is None:
        raise fields.fault("holds neither activity: nor territorial:; name at least one table")
    if plan.activity is None:
        some = [key for key in ("factors", "sites", "baseline", "target", "budget_tonnes") if key in plan.lines]
        if some:
            raise fields.fault(f"has {some[0]}: and no activity: to use it on; name the table of activity", some[0])
        return
    if not plan.factors:
        raise fields.fault(
            "has activity: and no factors: to count it with; name the flat file of each year", "activity"
        )
    if plan.target is not None and plan.baseline is None:
        raise fields.fault("has a target: and no baseline: to start from; add baseline:", "target")
    if plan.target is not None and plan.baseline is not None and plan.target.year <= plan.baseline:
        said = f"the target year {plan.target.year} does not come after the baseline year {plan.baseline}"
        raise fields.fault(f"{said}; write a later one", "target")
    if plan.budget is not None and plan.target is None:
        raise fields.fault("has budget_tonnes: and no target: to last until; add target:", "budget_tonnes")
