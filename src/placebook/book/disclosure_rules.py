"""The block `disclosure:` of a measure or a source: which counts may not be shown."""

from __future__ import annotations

from typing import Any

from placebook.book.fields import Fields, block, truth, whole
from placebook.types import DisclosureRule


def read_rule(value: Any) -> DisclosureRule:
    """The rule of a measure, which says how counts are hidden and how those that are shown are rounded."""
    fields = Fields(block(value), "disclosure")
    usual = DisclosureRule()
    found = DisclosureRule(
        hide_up_to=fields.take("hide_up_to", whole, default=usual.hide_up_to),
        zero_is_safe=fields.take("zero_is_safe", truth, default=usual.zero_is_safe),
        round_to=fields.take("round_to", whole, default=usual.round_to),
        protection=fields.take("protection", whole, default=usual.protection),
    )
    fields.finish()
    if found.hide_up_to < 0 or found.round_to < 1:
        raise fields.fault("hide_up_to is 0 or more, and round_to 1 or more")
    return found


def read_limit(value: Any) -> DisclosureRule:
    """The rule of a source, whose table stands as it was published: which counts must not be in it."""
    fields = Fields(block(value), "disclosure")
    usual = DisclosureRule()
    found = DisclosureRule(
        hide_up_to=fields.take("hide_up_to", whole, default=usual.hide_up_to),
        zero_is_safe=fields.take("zero_is_safe", truth, default=usual.zero_is_safe),
    )
    fields.finish()
    if found.hide_up_to < 1:
        raise fields.fault("hides no count; write hide_up_to: 4, or take disclosure: out", "hide_up_to")
    return found
