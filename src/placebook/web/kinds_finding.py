"""Files by which a site is found and followed: search, sitemap, robots.txt, a feed of releases, and OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from placebook.pages.finding import Entry, Finding, findings, releases
from placebook.pages.shelf import Shelf
from placebook.web.routes import Asked, File, Route, all_pages

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _search(asked: Asked) -> File:
    return File(f"{_found(asked.shelf)}\n".encode(), "application/json")


def _search_script(asked: Asked) -> File:
    """The same as a script, which a page that was opened from a disk may load; it may not load JSON."""
    return File(f"const placebook_search = {_found(asked.shelf)};\n".encode(), "text/javascript; charset=utf-8")


def _found(shelf: Shelf) -> str:
    lines = [_as_line(one) for one in findings(shelf, frozenset(all_pages(shelf)))]
    said = json.dumps(lines, ensure_ascii=False, separators=(",", ":")).replace("},{", "},\n{")
    return said.replace("<", "\\u003c")  # so that no name can end the script it stands in


def _as_line(one: Finding) -> dict[str, str]:
    return {"title": one.title, "kind": one.kind, "path": one.path}


def _sitemap(asked: Asked) -> File | None:
    """Every page by its full address. Where that is not known there is no sitemap: it may not hold relative ones."""
    home = asked.shelf.home
    if not home:
        return None
    lines = "".join(f"<url><loc>{escape(home + path)}</loc></url>\n" for path in all_pages(asked.shelf))
    words = f'{XML_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    return File(words.encode(), "application/xml")


def _sitemaps(shelf: Shelf) -> Iterator[str]:
    return iter(["sitemap.xml"] if shelf.home else [])


def _robots(asked: Asked) -> File:
    home = asked.shelf.home
    where = f"Sitemap: {home}sitemap.xml\n" if home else ""
    return File(f"User-agent: *\nAllow: /\n{where}".encode(), "text/plain; charset=utf-8")


def _feed(asked: Asked) -> File:
    shelf = asked.shelf
    entries = releases(shelf)
    newest = entries[0].date if entries else "1970-01-01"
    lines = [
        f'{XML_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<id>{escape(_name(shelf))}</id>",
        f"<title>{escape(shelf.title)}</title>",
        f"<updated>{newest}T00:00:00Z</updated>",
        f"<author><name>{escape(shelf.title)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(shelf.home + "feed.xml")}/>',
        f"<link href={quoteattr(shelf.home or 'index.html')}/>",
        *(_as_entry(shelf, one) for one in entries),
        "</feed>\n",
    ]
    return File("\n".join(lines).encode(), "application/atom+xml")


def _openapi(asked: Asked) -> File:
    from placebook.web.api import openapi

    del asked
    return File(openapi(), "application/json")


def _name(shelf: Shelf) -> str:
    return shelf.home or f"urn:placebook:{shelf.id}"


def _as_entry(shelf: Shelf, one: Entry) -> str:
    return (
        f"<entry><id>{escape(f'urn:placebook:{shelf.id}:{one.id}')}</id><title>{escape(one.title)}</title>"
        f"<updated>{one.date}T00:00:00Z</updated><link href={quoteattr(shelf.home + one.path)}/>"
        f"<summary>{escape(one.summary)}</summary></entry>"
    )


ROUTES: tuple[Route, ...] = (
    Route("search.json", "", _search),
    Route("search.js", "", _search_script),
    Route("sitemap.xml", "", _sitemap, _sitemaps),
    Route("robots.txt", "", _robots),
    Route("feed.xml", "", _feed),
    Route("api/openapi.json", "", _openapi),
)
