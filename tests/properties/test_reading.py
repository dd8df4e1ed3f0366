"""What is true of every table: what was written is what is read, and the fast way agrees with the slow one."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placebook.book.periods import read_period, year_of
from placebook.book.sources import source_of
from placebook.book.yaml import read_yaml_text
from placebook.sources.delimited import delimiter_of, rows_of
from placebook.sources.encodings import decode
from placebook.sources.figures import read_figure, read_figures
from placebook.sources.observations import Observations, to_cube
from placebook.types import ContentError, DataError

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
CELLS = st.text(LETTERS, max_size=12)
ROWS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=8)
)


@given(
    ROWS,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_every_cell_comes_back(rows, mark, end, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    text, _ = decode(out.getvalue().encode(encoding), "x.csv")
    assert list(rows_of(text, mark, "x.csv")) == rows


@given(st.lists(st.lists(st.integers(0, 999).map(str), min_size=3, max_size=3), min_size=2), st.sampled_from(",;\t|"))
def test_the_delimiter_of_plain_figures_is_found(rows, mark):
    assert delimiter_of("\n".join(mark.join(row) for row in rows), "x.csv") == mark


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(raw):
    said = "x.csv"
    try:
        text, _ = decode(raw, "x.csv")
        list(rows_of(text, delimiter_of(text, "x.csv"), "x.csv"))
    except DataError as why:
        said = str(why)
    assert said.startswith("x.csv")


@given(st.text(max_size=200))
def test_no_text_breaks_the_yaml_reader(text):
    said = "x.yaml, line 1"
    try:
        read_yaml_text(text, "x.yaml")
    except ContentError as why:
        said = str(why)
    assert said.startswith("x.yaml, line ")


FIELDS = (
    "source",
    "title",
    "publisher",
    "licence",
    "url",
    "published",
    "file",
    "layout",
    "columns",
    "indicators",
    "expect",
)


@given(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["a", "1", "[a]", "{a: 1}", "", "true", "[{id: a}]"])))
def test_a_source_is_read_or_refused_in_words(keys):
    with pytest.raises(ContentError, match=r"^s\.yaml, line \d+"):
        source_of(read_yaml_text("".join(f"{key}: {value}\n" for key, value in keys.items()) or "x: 1", "s.yaml"))


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.none() | NUMBERS, min_size=1))
def test_every_finite_figure_comes_back_exactly(values):
    cells = [None if value is None else repr(value) for value in values]
    found = read_figures(cells, lambda _: "")
    wanted = [math.nan if value is None else value for value in values]
    np.testing.assert_array_equal(found.values, wanted)
    assert not found.wrong


@given(st.lists(st.none() | NUMBERS.map(repr) | CELLS.filter(str.strip) | NUMBERS, min_size=1))
def test_a_column_reads_as_its_cells_do_one_by_one(cells):
    found = read_figures(cells, lambda _: "per cent")
    for at, cell in enumerate(cells):
        alone = read_figures([cell], lambda _: "per cent")
        np.testing.assert_array_equal(found.values[at], alone.values[0])
        assert found.wrong.get(at) == alone.wrong.get(0)
        assert found.states.get(at) == alone.states.get(0)


@given(st.integers(-(10**12), 10**12))
def test_commas_between_thousands_change_nothing(number):
    assert read_figure(f"{number:,}").value == number


@given(st.integers(1800, 2198), st.integers(0, 30))
def test_a_year_lies_within_its_period(first, length):
    last = min(first + length, 2199)
    label = f"{first}-{last}"
    years = [year_of(label, dated_by) for dated_by in ("first_year", "middle_year", "last_year")]
    assert years[0] == first
    assert years[2] == last
    assert years == sorted(years)
    assert read_period(f"{first} to {last}").year() == last


def one_by_one(found, areas, indicators, periods):
    """The slow way to a cube: look at every observation and put it where it belongs."""
    values = np.full((len(areas), len(indicators), len(periods)), np.nan)
    for at in range(len(found)):
        one = found.at(at)
        label = one.period if one.period in periods else str(found.year[at])
        if one.area in areas and one.indicator in indicators and label in periods and one.value is not None:
            values[areas.index(one.area), indicators.index(one.indicator), periods.index(label)] = one.value
    return values


KEYS = st.tuples(st.sampled_from("ABC"), st.sampled_from("xy"), st.sampled_from(["2011", "2012", "2013/14"]))


@given(st.dictionaries(KEYS, NUMBERS | st.just(math.nan), max_size=12))
def test_a_cube_is_what_one_by_one_gives(figures):
    def words(column):
        found = np.empty(len(column), dtype=object)
        found[:] = column
        return found

    many, none = len(figures), np.full(len(figures), np.nan)
    keys = list(zip(*figures, strict=True)) if figures else [(), (), ()]
    found = Observations(
        area=words(keys[0]),
        indicator=words(keys[1]),
        period=words(keys[2]),
        year=np.array([year_of(period) for period in keys[2]], dtype=np.int64),
        value=np.array(list(figures.values()), dtype=float),
        **{name: none for name in ("lower", "upper", "numerator", "denominator")},
        **{name: words(["observed"] * many) for name in ("state", "note", "source", "file")},
        row=np.arange(many),
    )
    asked = (("B", "A"), ("x", "y"), ("2012", "2013/14", "2014"))
    np.testing.assert_array_equal(to_cube(found, *asked)[0].values, one_by_one(found, *asked))
