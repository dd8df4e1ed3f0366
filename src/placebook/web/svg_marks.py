"""What all charts are drawn with: the frame with its title, words, shapes for better and worse, and colours.

A drawing is 320 wide and scales with its column. On a telephone its column is 288 wide, so that words of 13.5 are
shown at 12 pixels or more. Colours stand in attributes, not in a style, so that a drawing can be used by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from textwrap import wrap

from markupsafe import Markup

WIDTH = 320.0
LETTERS = 13.5  # the size of all words
LETTER = 0.52  # the width of an average letter, as a share of its size
LINE = 18.0  # from one line of words to the next
INK, QUIET, EDGE, GRID = "#1a1a1a", "#505a5f", "#505a5f", "#c9cfd4"
BLUE, ORANGE, MIDDLE, PAPER = "#12436d", "#a8470a", "#f0efec", "#ffffff"
FILLS = {
    ("better", 2): BLUE,
    ("better", 1): "#8fb4d6",
    ("about", 0): MIDDLE,
    ("worse", 1): "#f3b68e",
    ("worse", 2): ORANGE,
    ("amount", 0): "#f3eef8",
    ("amount", 1): "#d3c0e2",
    ("amount", 2): "#aa8bc5",
    ("amount", 3): "#7a55a0",
    ("amount", 4): "#472273",
}
DEEP = frozenset({BLUE, ORANGE, "#7a55a0", "#472273"})  # colours on which white can be read


def number(value: float) -> str:
    """A length with at most one decimal, so that the same drawing has the same bytes."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def words(said: str, x: float, y: float, more: str = "") -> str:
    """Words that begin at x on the line y; `more` holds further attributes, written out."""
    return f'<text x="{number(x)}" y="{number(y)}"{more and " " + more}>{escape(said)}</text>'


def sentence(said: str) -> str:
    """Words with a capital at the front and the rest as they are."""
    return said[:1].upper() + said[1:]


def width_of(said: str) -> float:
    """About how wide words are."""
    return len(said) * LETTERS * LETTER


def block(said: str, x: float, y: float, width: float, more: str = "") -> tuple[float, str]:
    """Words broken into lines. Returns where they end, and the lines; the first stands on y."""
    lines = wrap(said, max(int(width / (LETTERS * LETTER)), 8))
    return y + LINE * len(lines), "".join(words(line, x, y + LINE * i, more) for i, line in enumerate(lines))


def shape(tone: str, x: float, y: float, half: float, colour: str, hollow: bool = False) -> str:
    """The shape of a tone around a point: a triangle up for better, down for worse, else a circle.

    Without a colour it has that of the group that it stands in.
    """
    paint = f' fill="none" stroke="{colour}" stroke-width="1.6"' if hollow else colour and f' fill="{colour}"'
    if tone in ("better", "worse"):
        up = half if tone == "better" else -half
        points = f"M{number(x)} {number(y - up)}l{number(half)} {number(up * 1.8)}h{number(-2 * half)}z"
        return f'<path d="{points}"{paint}/>'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(half * 0.8)}"{paint}/>'


def frame(id: str, title: str, description: str, height: float, parts: Iterable[str]) -> Markup:
    """A whole drawing. Its title and description are read out in place of the picture."""
    return Markup(  # noqa: S704 - every word in it is escaped where it is written
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(WIDTH)} {number(height)}" role="img" '
        f'aria-labelledby="{escape(id)}-t {escape(id)}-d" font-size="{LETTERS}" fill="{INK}">'
        f'<title id="{escape(id)}-t">{escape(title)}</title><desc id="{escape(id)}-d">{escape(description)}</desc>'
        + "".join(parts)
        + "</svg>"
    )
