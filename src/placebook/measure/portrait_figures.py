"""One figure for a whole place out of the figures of the areas within it. Counts are added; rates never are."""

from __future__ import annotations

import numpy as np

from placebook.types import Numbers


def added_up(counts: Numbers, people: Numbers, per: float) -> float:
    """A rate of the whole place: all that was counted, over all people.

        rate = per * sum(counts) / sum(people)

    Why: the mean of the rates of wards is not the rate of the borough, as wards have different numbers of people.

    Parameters
    ----------
    counts, people : shape (areas,)
    per : so many people, as in 1,000

    Returns
    -------
    the rate; NaN where the count or the people of an area are not known, since the rest is not the whole

    Raises
    ------
    ValueError : if nobody lives there
    """
    everybody = float(people.sum())
    if everybody == 0:
        raise ValueError("nobody lives in the areas, so there is no rate")
    return float(per * counts.sum() / everybody)


def averaged(figures: Numbers, people: Numbers) -> float:
    """What the average person of the place lives with: for what is in the air, not for rates of people.

        mean = sum(figures * people) / sum(people)

    Parameters
    ----------
    figures, people : shape (areas,)

    Returns
    -------
    the mean, in the unit of the figures; NaN where one is not known

    Raises
    ------
    ValueError : if nobody lives there
    """
    return added_up(figures * people, people, 1.0)


def looks_pro_rated(figures: Numbers, people: Numbers | None = None) -> bool:
    """Whether figures of several areas are one figure shared out: the same rate in all, or the same count per head.

    Why: a district's figure that is divided among its wards by their people says nothing about any ward, and on a
    map it looks as if somebody had been there. Real figures of three or more areas never agree to six digits.

    Parameters
    ----------
    figures, people : shape (areas,); without people the figures are taken as rates

    Returns
    -------
    True where at least three areas have figures, none is 0 or (as a rate) 100, and they agree to six digits
    """
    there = ~np.isnan(figures) if people is None else ~np.isnan(figures + people) & (people > 0)
    rates = figures[there] if people is None else figures[there] / people[there]
    if len(rates) < 3 or np.any(rates == 0) or (people is None and np.any(rates == 100)):
        return False
    return bool(np.ptp(rates) <= 1e-6 * np.abs(rates).max())
