"""Dates of records into months: each distinct date once, so that a slow and careful reader will do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from placebook.measure.placing import Why

EARLIEST, LATEST = 1800, 2199
HOUR = 13  # characters of a date with its hour: 2016-06-01T08
DAY = 10  # characters of a date alone
OFFSET = 6  # characters of an offset: +01:00
JOINED = "|"  # stands between date with hour and offset

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}")


def read_months(texts: Sequence[str], form: str, zone: str | None) -> NDArray[np.int64]:
    """The month (year x 12 + month - 1) of each date, or the number of the reason why there is none.

    With a zone, each text is a date with its hour, JOINED, and its last characters, which may be an offset from
    Greenwich: the month is then that of the day in the zone. A time without an offset is taken as it is written.
    """
    local = ZoneInfo(zone) if zone else None
    return np.array([_month(text, form, local) for text in texts], dtype=np.int64)


def _month(text: str, form: str, zone: ZoneInfo | None) -> int:
    written, _, end = text.partition(JOINED)
    if not written.strip():
        return Why.NO_DATE.number
    try:
        day = _day(written.strip(), form)
        if zone is not None:
            day = _in_zone(written, end, day, zone)
    except ValueError:
        return Why.BAD_DATE.number
    return day.year * 12 + day.month - 1 if EARLIEST <= day.year <= LATEST else Why.BAD_DATE.number


def _day(written: str, form: str) -> date:
    """The day of a date; of a month alone, its first."""
    if form == "day/month/year":
        found = _BRITISH.match(written)
        if not found:
            raise ValueError(written)
        return date(int(found[3]), int(found[2]), int(found[1]))
    found = _ISO.match(written)
    if not found or written[found.end() : found.end() + 1] not in ("", "T", " "):
        raise ValueError(written)
    return date(int(found[1]), int(found[2]), int(found[3] or 1))


def _in_zone(written: str, end: str, day: date, zone: ZoneInfo) -> date:
    end = end or written[DAY:][-OFFSET:]  # a time that was not cut
    offset = "+00:00" if end.endswith("Z") else end
    if len(written) < HOUR or not _OFFSET.fullmatch(offset):
        return day
    return datetime.fromisoformat(f"{written[:HOUR]}:00{offset}").astimezone(UTC).astimezone(zone).date()
