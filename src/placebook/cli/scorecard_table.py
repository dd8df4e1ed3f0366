"""A scorecard in the terminal: a coloured table on a screen, plain aligned text when piped."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from placebook.measure.progress import Progress
from placebook.pages.score_lines import ContextLine, ScoreLine
from placebook.pages.scorecard import Scorecard
from placebook.pages.scorecard_words import from_to, plural

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

BETTER, EVEN, WORSE = "▲", "●", "▼"
MARKS = {
    "Overperforming": BETTER,
    "Performing within expectations": EVEN,
    "Underperforming": WORSE,
    "Significant improvement": BETTER,
    "Steady improvement": BETTER,
    "Stagnation": EVEN,
    "Deterioration": WORSE,
}
COLOURS = {BETTER: "bright_blue", WORSE: "dark_orange"}  # beside the mark and the word, never alone
NO_DATA = "no data"
ESTIMATED = "[e]"  # the Government Statistical Service's shorthand
SHORT = {
    "Overperforming": "Over",
    "Performing within expectations": "Within",
    "Underperforming": "Under",
    "Significant improvement": "Significant",
    "Steady improvement": "Steady",
    "Too small to tell": "Too small",
}  # for screens too narrow for the whole words; the rules below the table give them in full
COLOURED = {
    written: COLOURS[mark]
    for word, mark in MARKS.items()
    if mark in COLOURS
    for written in (word, SHORT.get(word, word))
}
_NUMBER_COLUMNS = (1, 2, 3)
_WIDE = 120  # columns of a screen that takes the whole words


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one part, and how deep it lies below the whole."""

    cells: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cells are written: with shapes before the words or without, in whole words or short."""

    marked: bool = True
    short: bool = False


def print_scorecard(card: Scorecard, out: TextIO | None = None) -> None:
    """Write a scorecard to a terminal as a table in colour, or to a pipe or file as plain text.

    Colour adds nothing that the words and the shapes do not say. Where the terminal's alphabet has
    no such shapes the words stand alone.
    """
    stream = out or sys.stdout
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream)
    manner = Manner(can_write_marks(stream), short=console.width < _WIDE)
    if not console.is_terminal:
        stream.write(scorecard_text(card, marked=manner.marked))
        return
    console.print(Text(_title(card), style="bold"))
    _say(console, before_table(card))
    console.print(_rich_table(card, manner))
    _say(console, after_table(card))


def _say(console: Console, sentences: Sequence[str]) -> None:
    """Print sentences as they stand: brackets in them are not instructions to rich."""
    from rich.text import Text

    for sentence in sentences:
        console.print(Text(sentence))


def can_write_marks(stream: TextIO) -> bool:
    """Whether the shapes beside the words can be written in the stream's encoding."""
    try:
        "".join((BETTER, EVEN, WORSE)).encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def scorecard_text(card: Scorecard, *, marked: bool = True) -> str:
    """The whole scorecard as plain text with aligned columns, ending in a line end."""
    parts = [_title(card), "", *before_table(card), "", *_aligned(card, Manner(marked)), "", *after_table(card)]
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _title(card: Scorecard) -> str:
    return f"{card.name} ({card.code}): {card.index_title}, {card.period}"


def before_table(card: Scorecard) -> list[str]:
    """The headline and the sentences that come first."""
    return [card.headline, *card.sentences]


def after_table(card: Scorecard) -> list[str]:
    """Context, similar areas, cautions, rules, and what the index does not say."""
    context = [context_sentence(line) for line in card.context]
    return [
        f"A higher score means {card.higher_means}. {_signs(card)}",
        *(["Beside the index, and not in it:", *(f"  {said}" for said in context)] if context else []),
        card.peers_sentence,
        *card.cautions,
        *card.rules,
        *([f"This index does not say: {card.does_not_say}"] if card.does_not_say else []),
    ]


def _signs(card: Scorecard) -> str:
    """What the signs in the table mean, those that are there."""
    said = ["Rank 1 is the highest score"]
    said += ["= marks a tie"] if any(line.tied_with for line in card.lines) else []
    said += [f"{ESTIMATED} marks an estimate"] if any(line.states == ("estimated",) for line in card.lines) else []
    return f"{'; '.join(said)}."


def context_sentence(line: ContextLine) -> str:
    """One context figure in words: "Household income: £26,574 in 2012/13, 6 of 17 from the highest"."""
    if line.figure is None:
        return f"{line.title}: no data"
    return f"{line.title}: {with_unit(line)} in {line.period}, {line.rank:,} of {line.out_of:,} from the highest"


def with_unit(line: ContextLine) -> str:
    """A figure with its unit, a currency sign in front and any other unit behind."""
    figure = line.figure or 0.0
    places = line.decimals if line.decimals is not None else (0 if figure == round(figure) else 1)
    said = f"{figure:,.{places}f}"
    if line.unit in ("£", "€", "$"):
        return f"{line.unit}{said}"
    return f"{said}{line.unit}" if line.unit == "%" else f"{said} {line.unit}".rstrip()


def headings(card: Scorecard, manner: Manner) -> tuple[str, ...]:
    """The headings of the table, in order."""
    beside = "Beside" if manner.short else f"Beside similar {plural(card.kind)}"
    fixed = ("Part", "Score", "Rank", "Range" if manner.short else "Rank range", beside)
    return (*fixed, "Progress") if shows_progress(card) else fixed


def shows_progress(card: Scorecard) -> bool:
    """Whether the progress of any part is known; if not the table has no column for it."""
    return any(line.progress != str(Progress.NOT_KNOWN) for line in card.lines)


def rows(card: Scorecard, manner: Manner) -> tuple[Row, ...]:
    """The table's rows, in the order of the tree."""
    columns = len(headings(card, manner))
    out_of = card.lines[0].out_of
    return tuple(
        Row(_cells(line, card.rank_runs is not None, out_of, manner)[:columns], line.depth) for line in card.lines
    )


def _cells(line: ScoreLine, ranged: bool, out_of: int, manner: Manner) -> tuple[str, ...]:
    title = f"{line.title} {ESTIMATED}" if line.states == ("estimated",) else line.title
    if line.score is None:
        state = line.states[0].partition(":")[0]
        return (title, NO_DATA, "", "", "" if state == NO_DATA else state, "")
    among = "" if manner.short and line.out_of == out_of else f" of {line.out_of:,}"
    return (
        title,
        f"{line.score:.1f}",
        f"{line.rank:,}{'=' if line.tied_with else ''}{among}",
        _range(line, ranged),
        _word(line.standing, manner),
        _word(line.progress, manner),
    )


def _range(line: ScoreLine, ranged: bool) -> str:
    if line.rank_low is None or line.rank_high is None:
        return "not known" if ranged else "not worked out"
    return from_to(line.rank_low, line.rank_high)


def _word(word: str, manner: Manner) -> str:
    mark = MARKS.get(word)
    written = SHORT.get(word, word) if manner.short else word
    return f"{mark} {written}" if mark and manner.marked else written


def _aligned(card: Scorecard, manner: Manner) -> list[str]:
    """The table in plain text: a heading, a line, and a row for each part, its title indented by depth."""
    named = [("  " * row.depth + row.cells[0], *row.cells[1:]) for row in rows(card, manner)]
    table = [headings(card, manner), *named]
    widths = [max(len(cells[k]) for cells in table) for k in range(len(table[0]))]
    lines = ["  ".join(_pad(cell, k, widths[k]) for k, cell in enumerate(cells)) for cells in table]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _pad(cell: str, column: int, width: int) -> str:
    return cell.rjust(width) if column in _NUMBER_COLUMNS else cell.ljust(width)


def _rich_table(card: Scorecard, manner: Manner) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for k, heading in enumerate(headings(card, manner)):
        table.add_column(heading, justify="right" if k in _NUMBER_COLUMNS else "left", no_wrap=k > 0)
    for row in rows(card, manner):
        title = Padding(Text(row.cells[0]), (0, 0, 0, 2 * row.depth))  # a long title goes on below its own beginning
        table.add_row(title, *(_coloured(cell) for cell in row.cells[1:]), style="bold" if row.depth < 2 else None)
    return table


def _coloured(cell: str) -> Text:
    """A cell in the colour of its word, never read as markup."""
    from rich.text import Text

    return Text(cell, style=COLOURED.get(cell.lstrip(f"{BETTER}{EVEN}{WORSE} "), ""))
