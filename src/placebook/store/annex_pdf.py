"""An annex as a tagged PDF (PDF/UA-1), and drawings as PNG, by Typst, which runs here and fetches nothing.

What people wrote never becomes Typst code: it goes in as JSON, and the few lines below only lay out strings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from placebook.pages.annex import Annex, Block, Heading, Pictures, Words
from placebook.types import DataError

EXTRA = 'pip install "placebook[annex]"'
PPI = 180  # of drawings as PNG
_LAYOUT = """
#let annex = json(bytes(sys.inputs.annex))
#set document(title: annex.title, date: none)
#set page("a4", flipped: true, margin: 1.6cm, numbering: "1 / 1")
#set text(font: ("Libertinus Serif", "New Computer Modern"), size: 10.5pt, lang: "en", region: "GB")
#set par(justify: false)
#set table(stroke: 0.5pt + luma(110), inset: 4pt)
#show heading: set block(above: 1.3em, below: 0.7em)
#show figure.where(kind: table): set block(breakable: true)
#show figure: set align(left)
#show figure.caption: it => block(sticky: true, align(left, strong(it.body)))
#show title: set text(size: 20pt)
#title(annex.title)
#text(annex.subtitle)
#for one in annex.blocks {
  if one.is == "Heading" { heading(level: one.level, one.text) }
  else if one.is == "Words" { par(if one.strong { strong(one.text) } else { text(one.text) }) }
  else if one.is == "Pictures" {
    block(breakable: false, grid(
      columns: (1fr,) * calc.min(3, one.items.len()), gutter: 0.6cm,
      ..one.items.map(each => figure(
        image(bytes(each.svg), format: "svg", alt: each.alt, width: 100%),
        alt: each.alt, caption: figure.caption(position: top, text(each.title)), supplement: none, numbering: none,
      )),
    ))
  } else {
    figure(
      table(
        columns: one.widths.map(wide => wide * 1fr),
        align: left,
        table.header(..one.headings.map(word => table.cell(fill: luma(232), strong(word)))),
        ..one.rows.flatten().map(word => text(word)),
      ),
      caption: figure.caption(position: top, text(one.caption)),
      kind: table, supplement: none, numbering: none,
    )
  }
}
"""
_ALONE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 12cm, alt: "A drawing")
"""


def can_make_pdf() -> bool:
    """Whether the extra `annex` is installed."""
    from importlib.util import find_spec

    return find_spec("typst") is not None


def annex_pdf(annex: Annex, pictures: Mapping[str, str]) -> bytes:
    """The annex as a PDF, the same bytes each time. Raises DataError where the extra `annex` is not installed."""
    typst = _typst()
    blocks = [_plain(block, pictures) for block in annex.blocks]
    said = json.dumps({"title": annex.title, "subtitle": annex.subtitle, "blocks": [b for b in blocks if b]})
    made: bytes = typst.compile(
        _LAYOUT.encode(),
        format="pdf",
        sys_inputs={"annex": said},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    return made


def drawing_png(svg: str) -> bytes:
    """A drawing as PNG. Raises DataError where the extra `annex` is not installed."""
    made: bytes = _typst().compile(
        _ALONE.encode(), format="png", ppi=PPI, sys_inputs={"svg": svg}, ignore_system_fonts=True
    )
    return made


def _plain(block: Block, pictures: Mapping[str, str]) -> dict[str, Any] | None:
    if isinstance(block, Heading):
        return {"is": "Heading", "level": block.level, "text": block.text}
    if isinstance(block, Words):
        return {"is": "Words", "text": block.text, "strong": block.strong}
    if isinstance(block, Pictures):
        there = [one for one in block.items if one.id in pictures]
        items = [{"svg": pictures[one.id], "title": one.title, "alt": one.alt} for one in there]
        return {"is": "Pictures", "items": items} if items else None
    widths = [_width(column) for column in zip(block.headings, *block.rows, strict=True)]
    return {"is": "Rows", "caption": block.caption, "headings": block.headings, "rows": block.rows, "widths": widths}


def _width(column: tuple[str, ...]) -> float:
    """The share of the page that a column has: more for longer words, and not all of it for the longest."""
    longest = max(len(cell) for cell in column)
    return float(round(min(max(longest, 9), 120) ** 0.6, 2))


def _typst() -> Any:
    if not can_make_pdf():
        raise DataError(f"the PDF of an annex needs Typst, which is not installed; run: {EXTRA}")
    import typst

    return typst
