"""The kinds of page there are. A new kind is one function in pages/, one template, and one Route in a kinds_*.py."""

from __future__ import annotations

from placebook.web import (
    kinds_about,
    kinds_areas,
    kinds_assessments,
    kinds_boundaries,
    kinds_carbon,
    kinds_compare,
    kinds_corrections,
    kinds_data,
    kinds_decisions,
    kinds_finding,
    kinds_frameworks,
    kinds_hidden,
    kinds_indicators,
    kinds_library,
    kinds_portraits,
    kinds_postcodes,
    kinds_register,
    kinds_scrutiny,
    kinds_search,
    kinds_social_value,
    kinds_software,
    kinds_works,
)
from placebook.web.routes import Route

ROUTES: tuple[Route, ...] = (
    *kinds_areas.ROUTES,
    *kinds_about.ROUTES,
    *kinds_frameworks.ROUTES,
    *kinds_finding.ROUTES,
    *kinds_postcodes.ROUTES,
    *kinds_indicators.ROUTES,
    *kinds_compare.ROUTES,
    *kinds_portraits.ROUTES,
    *kinds_boundaries.ROUTES,
    *kinds_hidden.ROUTES,
    *kinds_data.ROUTES,
    *kinds_corrections.ROUTES,
    *kinds_search.ROUTES,  # before documents, whose addresses look alike
    *kinds_library.ROUTES,
    *kinds_carbon.ROUTES,
    *kinds_works.ROUTES,
    *kinds_register.ROUTES,
    *kinds_scrutiny.ROUTES,
    *kinds_assessments.ROUTES,
    *kinds_software.ROUTES,
    *kinds_social_value.ROUTES,
    *kinds_decisions.ROUTES,
)
