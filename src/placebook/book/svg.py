"""SVG, as far as our picture needs it: marks as text, with numbers to a tenth of a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

LETTER = 0.5  # width of an average letter of a sans-serif font, as a share of its size
LINE = 1.4  # height of a line of words, as a share of the letters' size


def number(value: float) -> str:
    """A length with at most one decimal, so that the same picture has the same bytes."""
    return f"{value + 0.0:.1f}".removesuffix(".0")


def mark(name: str, content: str | None = None, /, **attributes: object) -> str:
    """One mark. A `_` in the name of an attribute stands for `-`; lengths are rounded, words escaped."""
    said = "".join(f' {key.strip("_").replace("_", "-")}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{said}/>" if content is None else f"<{name}{said}>{escape(content, quote=False)}</{name}>"


def _attribute(value: object) -> str:
    return number(value) if isinstance(value, (int, float)) else escape(str(value))


def words(content: str, x: float, y: float, **attributes: object) -> str:
    """Words that begin at x (or end, or have their middle there: `text_anchor`), on the line y."""
    return mark("text", content, x=x, y=y, **attributes)


def block(content: str, x: float, y: float, width: float, size: int, **attributes: object) -> tuple[float, list[str]]:
    """Words broken into lines that fit a width. Returns where they end, and the lines."""
    lines = wrap(content, max(int(width / (size * LETTER)), 1))
    ends = y + len(lines) * size * LINE
    return ends, [
        words(line, x, y + (i * LINE + 1) * size, font_size=size, **attributes) for i, line in enumerate(lines)
    ]


def polygon(corners: Sequence[tuple[float, float]], **attributes: object) -> str:
    """A closed shape."""
    return mark("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in corners), **attributes)
