"""A published record that was withdrawn: its file, and so its page, stays and says when and why."""

from __future__ import annotations

from typing import Protocol

from placebook.book.fields import Fields, day, text


class Withdrawable(Protocol):
    """A record that can be withdrawn."""

    @property
    def withdrawn(self) -> str:
        """Why; '' where it was not."""

    @property
    def withdrawn_on(self) -> str:
        """The day, as 2026-11-28."""


def withdrawal(fields: Fields) -> dict[str, str]:
    """Why and when a record was withdrawn, as a file has it. Raises ContentError for a day without a reason."""
    found = {
        "withdrawn": fields.take("withdrawn", text, default=""),
        "withdrawn_on": fields.take("withdrawn_on", day, default=""),
    }
    if found["withdrawn_on"] and not found["withdrawn"]:
        raise fields.fault("it says when it was withdrawn and not why; write withdrawn: and the reason", "withdrawn_on")
    return found


def withdrawal_plain(one: Withdrawable) -> dict[str, str]:
    """The same as keys and values; none for what stands."""
    return {"withdrawn": one.withdrawn, "withdrawn_on": one.withdrawn_on} if one.withdrawn else {}
