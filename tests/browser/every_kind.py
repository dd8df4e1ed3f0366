"""Every kind of page of the site: one address of each, and addresses that ask a live page for something."""

from __future__ import annotations

from hashlib import sha256
from itertools import islice

from placebook.pages.shelf import Shelf
from placebook.web.routes import all_routes, paths_of

KINDS = tuple(route.pattern for route in all_routes() if route.is_page)
WARD, OTHER, NAMED_HOSTILELY = "E05000026", "E05000027", "E05000041"
WORDS = "The council will plant trees along every street and say each year how many of them still live. "
PLAN = "".join(f"{n}. {WORDS * 9}\n\n" for n in range(70))  # a document of the library, long enough for two parts
PLAN_ID = sha256(PLAN.encode()).hexdigest()[:12]
CHOSEN = {
    "library/search.html": "library/search.html",
    "library/mentions.html": "library/mentions.html",
    "library/concepts/{codebook}/{version}.html": "library/concepts/sdgs/1.html",
    "library/{id}.html": f"library/{PLAN_ID}.html",
    "library/{id}/part-{part}.html": f"library/{PLAN_ID}/part-2.html",
    "areas/{code}.html": f"areas/{WARD}.html",
    "compare/{code}.html": f"compare/{WARD}.html",
    "indicators/{indicator}.html": "indicators/pm10.html",
    "frameworks/{id}.html": "frameworks/social-progress.html",
    "portraits/{id}/{year}.html": "portraits/barking-and-dagenham/2011.html",
    "embed/portraits/{id}/{year}.html": "embed/portraits/barking-and-dagenham/2011.html",
    "boundaries/{years}.html": "boundaries/2018-2022.html",
    "peers/{table}/{code}.html": "peers/districts/E09000002.html",
    "scrutiny/{id}.html": "scrutiny/repairs-sorter.html",
    "register/{id}.html": "register/repairs-sorter.html",
    "assessments/{id}.html": "assessments/digital-practices-2014.html",
    "social-value/{id}.html": "social-value/repairs-contract.html",
    "decisions/{id}.html": "decisions/two-libraries.html",
    "embed/areas/{code}.html": f"embed/areas/{WARD}.html",
}
ASKED = (  # of the live site only
    "?find=ZZ1+1AA",
    "?find=nowhere",
    "areas/index.html?find=b&order=rank",
    f"compare.html?area={WARD}&area={OTHER}",
    "compare.html?area=nowhere",
    f"indicators/pm10.html?area={WARD}",
    "indicators/median-house-price.html?period=nonsense",
    "indicators/index.html?kind=outcome",
    "library/search.html?q=trees&mode=exact",
    "library/search.html?q=nothing+of+the+kind&status=draft",
    "library/mentions.html?phrase=plant+trees",
    "library/mentions.html",
    "decisions/two-libraries.html?order=factor",
    "decisions/due.html?on=2028-12-01",
    "no/such/page.html",
)


def address_of(kind: str, shelf: Shelf) -> str:
    """One path of a kind of page: the one that says most, or else the first."""
    if kind in CHOSEN:
        return CHOSEN[kind]
    route = next(route for route in all_routes() if route.pattern == kind)
    return next(islice(paths_of(route, shelf), 1))
