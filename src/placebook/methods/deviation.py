"""How far figures lie from the middle of a group, in a measure that a few odd ones cannot stretch."""

from __future__ import annotations

import numpy as np

from placebook.methods.reference import counted
from placebook.types import Numbers


def mads_from_median(x: Numbers, group: Numbers) -> Numbers:
    """How many median absolute deviations a figure lies above (or, below zero, under) the middle of its group.

    The Office for Local Government set each council beside its peers in this way: one or two very odd councils
    move neither the middle nor the measure, where they would stretch a standard deviation.

        deviation = (x - median) / MAD
        MAD       = median of |figure of the group - median|

    The MAD is taken plain, without the factor of 1.4826 that makes it read like a standard deviation.

    Parameters
    ----------
    x : shape (areas, k), any units
    group : shape (rows, k), the same units: the areas that are compared. An area's own figure counts among them
        where its row is there

    Returns
    -------
    shape (areas, k), dimensionless. NaN where x is missing, where the group has no figure, and where its MAD is 0:
    when more than half of a group have one and the same figure, no distance from it can be counted

    Source: Office for Local Government (2023), Data Explorer: technical notes; Leys and others (2013), Detecting
    outliers, Journal of Experimental Social Psychology 49(4), 764-766.
    """
    known = ~np.isnan(counted(group))
    middle = np.full(group.shape[1], np.nan)
    spread = middle.copy()
    middle[known] = np.nanmedian(group[:, known], axis=0)
    spread[known] = np.nanmedian(np.abs(group[:, known] - middle[known]), axis=0)
    spread[spread == 0] = np.nan
    away: Numbers = (x - middle) / spread
    return away
