"""An annex as one HTML file: nothing is fetched, every picture is in it, and it can be read without a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from placebook.pages.annex import Annex, Block, Heading, Pictures, Rows, Words
from placebook.store.annex_style import STYLE


def annex_html(annex: Annex, pictures: Mapping[str, str]) -> str:
    """The annex as HTML. `pictures` are drawings as SVG by their id; what people wrote is escaped, they are not."""
    body = "\n".join(line for block in annex.blocks for line in _lines(block, pictures))
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(annex.title)}: {escape(annex.subtitle)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{escape(annex.title)}</h1>\n<p>{escape(annex.subtitle)}</p>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _lines(block: Block, pictures: Mapping[str, str]) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    elif isinstance(block, Words):
        yield f"<p{' class=strong' if block.strong else ''}>{escape(block.text)}</p>"
    elif isinstance(block, Pictures):
        there = (one for one in block.items if one.id in pictures)
        drawn = (f"<figure><figcaption>{escape(one.title)}</figcaption>{pictures[one.id]}</figure>" for one in there)
        yield f'<div class="pictures">{"".join(drawn)}</div>'
    else:
        yield from _table(block)


def _table(block: Rows) -> Iterator[str]:
    yield f'<div class="wide" role="region" aria-label="Table: {escape(block.caption)}" tabindex="0"><table>'
    yield f"<caption>{escape(block.caption)}</caption>"
    yield f"<thead><tr>{''.join(f'<th scope=col>{escape(one)}</th>' for one in block.headings)}</tr></thead><tbody>"
    for first, *rest in block.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
