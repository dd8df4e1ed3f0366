"""One indicator as a source or a recipe declares it."""

from __future__ import annotations

from placebook.book import yaml
from placebook.book.fields import Fields, number, one_of, optional_text, text, whole
from placebook.types import ContentError, Direction, Indicator

KINDS = ("outcome", "proxy", "service use", "context")
DATED_BY = ("first_year", "middle_year", "last_year")


def read_indicator(
    value: yaml.Mapping, name: str | None = None, source: str | None = None, error: type[ContentError] = ContentError
) -> Indicator:
    """An indicator from its block of YAML; `name` is its id where the block stands under it.

    The direction may be left unset: `check` says so, and an index that scores it refuses.
    """
    fields = Fields(value, inside=f"indicator {name!r}" if name else "indicator", error=error)
    name = name or fields.take("id", text)
    usual = Indicator(name, name)
    direction = fields.take("direction", one_of(*Direction), default=None)
    found = Indicator(
        id=name,
        title=fields.take("title", text, default=name),
        unit=fields.take("unit", optional_text, default=""),
        direction=None if direction is None else Direction(direction),
        kind=fields.take("kind", one_of(*KINDS), default=usual.kind),
        denominator=fields.take("denominator", text, default=None),
        source=source,
        dated_by=fields.take("dated_by", one_of(*DATED_BY), default=usual.dated_by),
        says=fields.take("says", text, default=""),
        does_not_say=fields.take("does_not_say", text, default=""),
        decimals=fields.take("decimals", whole, default=None),
        heading=fields.take("heading", text, default=None),
        period=fields.take("period", text, default=None),
        lowest=fields.take("lowest", number, default=None),
        highest=fields.take("highest", number, default=None),
    )
    fields.finish()
    return found
