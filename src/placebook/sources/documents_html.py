"""HTML files into headings, paragraphs and rows. Nothing is fetched and no script is run."""

from __future__ import annotations

import re
from typing import Any

from placebook.learn.layout import ReadDocument
from placebook.sources.documents_flow import Flow

HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "head", "select"}
    | {"textarea", "button", "input", "audio", "video", "map", "math"}
)
AROUND = frozenset({"nav", "footer"})  # and a header that is not inside the main part
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "p"}
    | {"pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "br"}
    | set(HEADINGS)
)
AROUND_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
WHY = "menu, head or foot of the web page"
DEEPEST = 200  # elements inside each other


def read_html(data: bytes) -> ReadDocument:
    """The main part of a web page: `main` where it has one, else `article` if there is just one, else all of it.

    What stands around it (menus, heads, feet) is in the text too, set aside.
    """
    from lxml import etree, html

    encoding = _encoding(data)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, encoding=encoding)
    try:
        root = html.document_fromstring(data or b" ", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Flow().document()
    title = root.findtext("head/title") or ""
    walk = _Walk(root)
    walk.through(root, 0, aside=walk.main is not None)
    walk.end_paragraph()
    notes = []
    scripts = sum(1 for _ in root.iter("script"))
    if scripts:
        many = f"{scripts} scripts, which were" if scripts > 1 else "1 script, which was"
        notes.append(f"holds {many} not run")
    return walk.flow.document(title, (root.get("lang") or "")[:2].lower(), tuple(notes))


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are that; else what the page itself says."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None if re.search(rb"charset\s*=", data[:4096], re.IGNORECASE) else "cp1252"
    return "utf-8"


class _Walk:
    """Goes through the tree once and writes what can be seen."""

    def __init__(self, root: Any) -> None:
        self.flow = Flow()
        self.main = _main_of(root)
        self.open: list[str] = []
        self.aside = False

    def through(self, element: Any, depth: int, *, aside: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in UNSEEN or _hidden(element) or depth > DEEPEST:
            return
        if element is self.main:
            aside = False
        aside = aside or tag in AROUND or element.get("role") in AROUND_ROLES or self._header(element, tag)
        if tag in HEADINGS and not aside:
            self.end_paragraph()
            self.flow.heading(_said(element), HEADINGS[tag])
            return
        if tag == "tr" and not aside and not element.xpath(".//table"):
            self.end_paragraph()
            self.flow.row([_said(cell) for cell in element if cell.tag in ("td", "th")])
            return
        if tag in BLOCKS:
            self.end_paragraph()
        self.aside = aside
        self.open.append(element.text or "")
        for child in element:
            self.through(child, depth + 1, aside=aside)
            self.aside = aside
            self.open.append(child.tail or "")
        if tag in BLOCKS:
            self.end_paragraph()

    def _header(self, element: Any, tag: str) -> bool:
        return tag == "header" and self.main is None and not element.xpath("ancestor::article or ancestor::section")

    def end_paragraph(self) -> None:
        """Write the words gathered so far as one paragraph, or set them aside."""
        words, self.open = "".join(self.open), []
        if self.aside:
            self.flow.set_aside(words, WHY)
        else:
            self.flow.paragraph(words)


def _main_of(root: Any) -> Any:
    for where in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(where)
        if len(found) == 1 and len("".join(found[0].itertext()).split()) >= 20:
            return found[0]
    return None


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _said(element: Any) -> str:
    """All words inside an element but those of scripts and hidden parts; parts that are blocks have a space between."""
    parts: list[str] = []

    def gather(one: Any, depth: int) -> None:
        if not isinstance(one.tag, str) or one.tag in UNSEEN or _hidden(one) or depth > DEEPEST:
            return
        parts.append(" " if one.tag in BLOCKS else "")
        parts.append(one.text or "")
        for child in one:
            gather(child, depth + 1)
            parts.append(" " if isinstance(child.tag, str) and child.tag in BLOCKS else "")
            parts.append(child.tail or "")

    gather(element, 0)
    return "".join(parts)
