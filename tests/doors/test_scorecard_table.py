"""The scorecard in the terminal: a table in colour on a screen, plain aligned text when piped."""

from __future__ import annotations

import io
import re

import pytest

from placebook.cli.scorecard_table import can_write_marks, context_sentence, print_scorecard, scorecard_text
from placebook.pages.score_lines import ContextLine
from placebook.types import Step
from small_card import WARDS, small_card, small_index

ESCAPE = "\x1b["

TABLE = """
Part                   Score     Rank  Rank range  Beside similar wards              Progress
-------------------  -------  -------  ----------  --------------------------------  -------------------------
Small Index             50.0  4= of 6      3 to 5  ● Performing within expectations  ▲ Significant improvement
  Health                80.0   1 of 6      1 to 2  ▲ Overperforming                  ▲ Significant improvement
    Life expectancy     80.0   1 of 6      1 to 2  ▲ Overperforming                  ▲ Significant improvement
  Safety                20.0   6 of 6      5 to 6  ▼ Underperforming                 ▲ Significant improvement
    Crime               20.0   6 of 6      5 to 6  ▼ Underperforming                 ▲ Significant improvement
  Water              no data                       not measured
"""


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch) -> Screen:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return Screen()


def without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_piped_text_is_the_whole_card_in_aligned_columns():
    lines = scorecard_text(small_card()).splitlines()
    assert lines[0] == "Ashford (Ashford): Small Index, 2014"
    at = lines.index("Ashford does better than similar wards on Health.") + 4
    assert lines[at : at + 8] == TABLE.strip().splitlines()


def test_what_stands_round_the_table_says_context_peers_gaps_and_limits():
    text = scorecard_text(small_card())
    for said in (
        "A higher score means better lives. Rank 1 is the highest score; = marks a tie.",
        "  Household income: £20,000 in 2012, 4 of 6 from the highest",
        "The similar wards are the 4 nearest in Household income (2012): Barton, Coombe, Dene and Elm.",
        "Not measured: Water. No figures by ward.",
        "This index does not say: Who lives there.",
    ):
        assert said in text.splitlines()


def test_a_pipe_gets_no_colour_codes_and_the_same_text_however_wide_the_screen_is(monkeypatch):
    out = io.StringIO()
    monkeypatch.setenv("COLUMNS", "40")
    print_scorecard(small_card(), out)
    assert ESCAPE not in out.getvalue()
    assert out.getvalue() == scorecard_text(small_card())


def test_a_screen_gets_blue_and_orange_and_never_a_colour_without_its_word(screen):
    print_scorecard(small_card(), screen)
    text = screen.getvalue()
    assert re.search(r"\x1b\[94m▲ Overperforming", text)
    assert re.search(r"\x1b\[38;5;208m▼ Underperforming", text)
    coloured = re.findall(r"\x1b\[(?:1;)?(?:94|38;5;208)m([^\x1b]*)", text)
    assert coloured
    assert all(re.match(r"[▲▼] \w+", cell) for cell in coloured)


def test_a_screen_says_the_same_words_without_colour(screen, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    print_scorecard(small_card(), screen)
    text = screen.getvalue()
    assert "94m" not in text
    assert "▼ Underperforming" in without_colour(text)


def test_a_narrow_screen_keeps_every_number_and_shortens_the_words(screen, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    print_scorecard(small_card(), screen)
    lines = without_colour(screen.getvalue()).splitlines()
    assert max(len(line) for line in lines) <= 80
    (health,) = [line for line in lines if line.strip().startswith("Health ")]
    assert health.split() == ["Health", "80.0", "1", "1", "to", "2", "▲", "Over", "▲", "Significant"]


def test_brackets_in_a_title_are_not_taken_for_colours(screen):
    index = small_index(estimated=(("life", "2014"),))
    print_scorecard(small_card(index), screen)
    assert "Life expectancy [e]" in without_colour(screen.getvalue())
    assert "[e] marks an estimate" in without_colour(screen.getvalue())


def test_where_the_shapes_cannot_be_written_the_words_stand_alone():
    old = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="")
    assert not can_write_marks(old)
    print_scorecard(small_card(), old)
    old.flush()
    written = old.buffer.getvalue().decode("cp1252")
    assert "  Underperforming " in written
    assert "£20,000" in written


def test_ranges_that_were_not_worked_out_are_said_in_the_table():
    text = scorecard_text(small_card(by=None))
    assert "not worked out" in text
    assert "Overperforming  " not in text


def test_a_range_that_is_not_known_is_said_in_the_table():
    (crime,) = [line for line in scorecard_text(small_card(by=0, evidence=False)).splitlines() if "  Crime  " in line]
    assert crime.split()[:8] == ["Crime", "20.0", "6", "of", "6", "not", "known", "Not"]


def test_an_index_without_trend_has_no_column_for_progress_but_says_why():
    steps = (Step("normalise", "rank"), Step("aggregate", "arithmetic"))
    text = scorecard_text(small_card(small_index(steps=steps)))
    heading = next(line for line in text.splitlines() if line.startswith("Part "))
    assert "Progress" not in heading
    assert "Progress is not known for 5 rows: scores are made from ranks (rank)" in text


def test_no_data_is_written_and_never_nought():
    text = scorecard_text(small_card(small_index(WARDS.replace("80 |    20", "   |    20"))))
    (life,) = [line for line in text.splitlines() if line.startswith("    Life expectancy")]
    assert life.split() == ["Life", "expectancy", "no", "data"]


@pytest.mark.parametrize(
    ("figure", "unit", "decimals", "said"),
    [
        (20000.0, "£", 0, "£20,000"),
        (12.345, "%", 1, "12.3%"),
        (12.0, "per 1,000 people", None, "12 per 1,000 people"),
        (12.34, "", None, "12.3"),
    ],
)
def test_a_context_figure_is_written_with_its_unit(figure, unit, decimals, said):
    line = ContextLine("x", "Thing", unit, figure, "2012", 1, 6, decimals)
    assert context_sentence(line) == f"Thing: {said} in 2012, 1 of 6 from the highest"


def test_context_without_a_figure_says_no_data():
    assert context_sentence(ContextLine("x", "Thing", "£", None, None, None, 0)) == "Thing: no data"
