"""How far a figure stands from the floor or the ceiling of the Doughnut: one number that reads alike for all.

A ratio of 1 is the line itself. Social: below 1 people fall short. Ecological: above 1 the limit is overshot. Nothing
is cut off at either end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from placebook.types import Numbers

SOCIAL, ECOLOGICAL = "social", "ecological"


def times_the_limit(figure: Numbers, limit: float) -> Numbers:
    """How many times the limit a pressure is, where no pressure at all would be 0.

    Why: tonnes of nitrogen, of carbon dioxide per person and species lost can then stand side by side.

        ratio = figure / limit

    Parameters
    ----------
    figure : any shape, in the unit of the limit, 0 or more
    limit : above 0

    Returns
    -------
    shape of `figure`; 1 is the limit, 2 is twice as much as it allows. NaN where there is no figure

    Raises
    ------
    ValueError : if the limit is 0 or below, or a figure is below 0

    Source: Fanning and Raworth (2025), Doughnut of social and planetary boundaries monitors a world out of
    balance, Nature 646, Methods; their ratios for 2000 to 2022 are equal to the last digit.
    """
    _above_zero("limit", limit)
    return _not_below_zero(figure) / limit


def rise_above_start(figure: Numbers, limit: float, start: float) -> Numbers:
    """How much of the allowed rise is used up, where the world before industry did not stand at 0.

    Why: air held 280 parts per million of carbon dioxide before industry and the limit is 350, so at 420 twice the
    allowed rise has happened. 420 / 350 would call that a fifth too much.

        ratio = (figure - start) / (limit - start)

    Parameters
    ----------
    figure : any shape, in the unit of the limit, 0 or more
    limit, start : the limit, and the figure before people changed it

    Returns
    -------
    shape of `figure`; 0 is the start, 1 the limit; below 0 where the figure lies on the far side of the start

    Raises
    ------
    ValueError : if limit and start are the same, or a figure is below 0

    Source: as times_the_limit; used there for carbon dioxide and for aerosols.
    """
    _apart(limit, start)
    return (_not_below_zero(figure) - start) / (limit - start)


def share_lost(figure: Numbers, limit: float, start: float) -> Numbers:
    """How much of the allowed loss has been lost, where less is worse.

    Why: of forest, ozone and the lime in sea water there was once more; the limit says how much must stay.

        ratio = (1 - figure / start) / (1 - limit / start)

    which is (start - figure) / (start - limit), divided as the authors divide so that the last digit is theirs.

    Parameters
    ----------
    figure : any shape, in the unit of the limit, 0 or more
    limit, start : what must stay, and what there was; start above 0

    Returns
    -------
    shape of `figure`; 0 is nothing lost, 1 the limit

    Raises
    ------
    ValueError : if limit and start are the same, start is 0 or below, or a figure is below 0

    Source: as times_the_limit; used there for aragonite, forest and ozone.
    """
    _above_zero("start", start)
    _apart(limit, start)
    return (1 - _not_below_zero(figure) / start) / (1 - limit / start)


def share_without(figure: Numbers, target: float = 0.0) -> Numbers:
    """The share of people who have what it takes, of the share who should, from the share who have not.

    Why: the published Doughnut counts people who go without, and its target is that nobody does.

        ratio = (100 - figure) / (100 - target)

    Parameters
    ----------
    figure : any shape, per cent of people who go without, 0 to 100
    target : per cent who may go without at most, from 0 to below 100

    Returns
    -------
    shape of `figure`; 0 is that all go without, 1 that the target is met

    Raises
    ------
    ValueError : if the target is not from 0 to below 100, or a figure not from 0 to 100

    Source: as times_the_limit; used there for all social indicators, with the target 0.
    """
    if not 0 <= target < 100:
        raise ValueError(f"the target {target:g} is not a per cent from 0 to below 100")
    if np.any(_not_below_zero(figure) > 100):
        raise ValueError(f"the figure {np.nanmax(figure):g} is above 100 per cent")
    return (100 - figure) / (100 - target)


def at_least(figure: Numbers, target: float) -> Numbers:
    """How much of the target is reached, where more is better.

        ratio = figure / target

    Parameters
    ----------
    figure : any shape, in the unit of the target, 0 or more
    target : above 0

    Returns
    -------
    shape of `figure`; 1 and more is that the target is met

    Raises
    ------
    ValueError : if the target is 0 or below, or a figure is below 0

    Source: our own, in the manner of share_without: with a target of 100 the two agree.
    """
    _above_zero("target", target)
    return _not_below_zero(figure) / target


def at_most(figure: Numbers, target: float) -> Numbers:
    """How much of the figure the target would allow, where less is better and the figure is no share of people.

        ratio = target / figure

    Homes at ten years' pay where five can be afforded give 0.5. It is a ratio of two amounts, so it never goes below
    0 however bad the figure is.

    Parameters
    ----------
    figure : any shape, in the unit of the target, above 0
    target : above 0

    Returns
    -------
    shape of `figure`; 1 and more is that the target is met

    Raises
    ------
    ValueError : if the target or a figure is 0 or below

    Source: our own; the published Doughnut has shares of people only.
    """
    _above_zero("target", target)
    if np.any(figure <= 0):
        raise ValueError(f"the figure {np.nanmin(figure):g} is not above 0; at_most needs an amount above 0")
    return target / figure


def beyond(ratio: Numbers, domain: str) -> Numbers:
    """How far past its line a ratio is: the shortfall of a social one, the overshoot of an ecological one.

        social: max(0, 1 - ratio)        ecological: max(0, ratio - 1)

    Parameters
    ----------
    ratio : any shape
    domain : "social" or "ecological"

    Returns
    -------
    shape of `ratio`, as a share of the way to the floor or as a multiple of the ceiling; 0 is safe, NaN unknown.
    An overshoot has no upper end

    Raises
    ------
    ValueError : if the domain is another word

    Source: Fanning and Raworth (2025), figure 1.
    """
    if domain not in (SOCIAL, ECOLOGICAL):
        raise ValueError(f"the domain {domain!r} is neither {SOCIAL} nor {ECOLOGICAL}")
    past: Numbers = np.maximum(0.0, 1 - ratio if domain == SOCIAL else ratio - 1)
    return past


RULES: Mapping[str, Callable[..., Numbers]] = {
    "times_the_limit": times_the_limit,
    "rise_above_start": rise_above_start,
    "share_lost": share_lost,
    "share_without": share_without,
    "at_least": at_least,
    "at_most": at_most,
}
DOMAIN_OF: Mapping[str, str] = {
    "times_the_limit": ECOLOGICAL,
    "rise_above_start": ECOLOGICAL,
    "share_lost": ECOLOGICAL,
    "share_without": SOCIAL,
    "at_least": SOCIAL,
    "at_most": SOCIAL,
}


def _not_below_zero(figure: Numbers) -> Numbers:
    if np.any(figure < 0):
        raise ValueError(f"the figure {np.nanmin(figure):g} is below 0, where none can be")
    return figure


def _above_zero(what: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"the {what} {value:g} is not above 0, so nothing can be divided by it")


def _apart(limit: float, start: float) -> None:
    if limit == start:
        raise ValueError(f"limit and start are both {limit:g}; there is nothing between them to measure by")
