"""Page values into HTML: one template environment, relative links, numbers the way people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Context
from jinja2.utils import pass_context

from placebook.learn.quotes import legible
from placebook.pages.days import day
from placebook.pages.forms import MOST_RADIOS, PARTS, date_parts, slug
from placebook.pages.scorecard_words import from_to
from placebook.web import marks, rows, svg
from placebook.web.annexes import site_endings
from placebook.web.numbers import figure, out_of, share, whole
from placebook.web.svg_marks import sentence


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around every page: the site's own title and menu, the same on all of them."""

    site: str
    build: str
    live: bool = False
    contact: str = ""
    home: str = ""
    base: str = ""  # put before every path where relative links will not do: a page shown at any address
    library: bool = False  # whether documents are held: an empty library has no place in the menu
    decisions: bool = False  # whether any is published

    @property
    def nav(self) -> tuple[tuple[str, str], ...]:
        """The menu: the name and the path of each entry."""
        held = (("Library", "library/index.html"),) if self.library else ()
        decided = (("Decisions", "decisions/index.html"),) if self.decisions else ()
        return (*_FIRST, *held, *decided, *_LAST)


_FIRST = (
    ("Areas", "areas/index.html"),
    ("Indicators", "indicators/index.html"),
    ("Compare", "compare.html"),
    ("What works", "works/index.html"),
)
_LAST = (
    ("Method", "method.html"),
    ("Frameworks", "frameworks/index.html"),
    ("Data", "data/index.html"),
    ("About", "about/index.html"),
)


def moment(at: datetime) -> str:
    """A day with its hour and minute: 28 November 2026, 18:23 UTC."""
    return f"{day(at.date().isoformat())}, {at:%H:%M} UTC"


def environment(**options: Any) -> Environment:
    """The template environment: an unknown name is a fault, never an empty place on the page."""
    options.setdefault("undefined", StrictUndefined)
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    made = Environment(**options)  # noqa: S701 - Django hands in autoescape=True
    made.globals |= {
        "link": link,
        "draw": svg.draw,
        "mark": marks,
        "annex_endings": site_endings,
        "spark": marks.spark,
        "rows": rows,
    }
    made.filters |= {"figure": figure, "whole": whole, "day": day, "share": share, "of": out_of}
    made.filters["capitalize_first"] = sentence
    made.globals |= {"date_boxes": PARTS, "date_parts": date_parts, "most_radios": MOST_RADIOS}
    made.filters |= {"slug": slug, "from_to": from_to, "legible": legible, "moment": moment}
    return made


@cache
def _templates() -> Any:
    from django.template import engines

    return engines["jinja2"]


def page_html(template: str, page: Any, path: str, around: Surroundings, more: Mapping[str, Any] | None = None) -> str:
    """One page as HTML. `path` is its own place in the site, from which all its links are relative."""
    found: str = (
        _templates().get_template(template).render({"page": page, "path": path, "around": around, **(more or {})})
    )
    return found


@pass_context
def link(context: Context, to: str) -> str:
    """A relative address of another page of the site, so that the site works from any folder or host.

    `to` is a path of the site ("areas/E05000026.html"), with or without a part (#...) or a query (?...).
    """
    base = context["around"].base
    return f"{base}{to}" if base else relative(str(context["path"]), to)


def relative(here: str, to: str) -> str:
    """The address of one path of the site as seen from another."""
    path, mark, rest = to, "", ""
    for sign in ("?", "#"):
        if sign in path:
            path, mark, rest = path.partition(sign)[0], sign, path.partition(sign)[2] + rest
            break
    if path == here and mark:
        return mark + rest
    folders, parts, same = here.split("/")[:-1], path.split("/"), 0
    while same < min(len(folders), len(parts) - 1) and folders[same] == parts[same]:
        same += 1
    return "../" * (len(folders) - same) + "/".join(parts[same:]) + mark + rest
