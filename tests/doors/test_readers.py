"""Tables as people receive them: encodings, line ends, workbooks, Parquet, wide layouts, and other things."""

import io
import zipfile
from datetime import datetime

import duckdb
import numpy as np
import pytest
import xlsxwriter

from placebook.book.document_registers import _rows
from placebook.book.gather import gather_table
from placebook.book.sources import source_of
from placebook.book.yaml import read_yaml_text
from placebook.sources import sheets
from placebook.sources.tables import read_table
from placebook.types import DataError, State

ROWS = "area_code,area_name,period,value\nE05000026,Café Ward,2012,29.8\nE05000027,Ålibon,2012,34\n"
NAMES = ["Café Ward", "Ålibon"]


def raw(tmp_path, content: bytes | str, name="x.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(tmp_path, content, name="x.csv", **options):
    return read_table(raw(tmp_path, content, name), name, **options)


def refused(tmp_path, content, name="x.csv", **options):
    with pytest.raises(DataError) as why:
        read(tmp_path, content, name, **options)
    return str(why.value)


# --- text files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_encodings_and_line_ends_as_they_come(tmp_path, encoding, end):
    table = read(tmp_path, ROWS.replace("\n", end).encode(encoding))
    assert table.column("area_name") == NAMES
    assert table.column("value") == ["29.8", "34"]
    assert list(table.rows) == [2, 3]


def test_an_encoding_that_is_not_utf8_is_said(tmp_path):
    [said] = read(tmp_path, ROWS.encode("latin-1")).findings
    assert str(said) == (
        "x.csv: is not UTF-8, so it was read as Windows-1252 (Western European); check that accents look right"
    )


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, mark):
    table = read(tmp_path, ROWS.replace(",", mark))
    assert table.headings == ("area_code", "area_name", "period", "value")
    assert table.delimiter == mark


def test_a_comma_in_words_is_not_the_delimiter(tmp_path):
    table = read(tmp_path, "code;name, in full;value\nA;Kingston upon Hull, City of;1\nB;Bristol, City of;2\n")
    assert table.headings == ("code", "name, in full", "value")
    assert table.column("name, in full")[0] == "Kingston upon Hull, City of"


def test_quoted_cells_may_hold_commas_quotes_and_line_ends(tmp_path):
    table = read(tmp_path, 'code,note,value\nA,"one, ""two""\nthree",1\n\nB,,2\n')
    assert table.column("note") == ['one, "two"\nthree', None]
    assert list(table.rows) == [2, 4]  # rows as a spreadsheet counts them; the blank one is left out


def test_headings_lower_down(tmp_path):
    text = "Children in poverty,,\n\ncode,period,value\nA,2012,1\nB,2012,2\n"
    assert refused(tmp_path, text) == (
        "x.csv, row 1: headings are expected, one above each column, and 'Children in poverty' is found; "
        "if they stand lower down, say heading_row: in the source"
    )
    table = read(tmp_path, text, heading_row=3)
    assert table.headings == ("code", "period", "value")
    assert list(table.rows) == [4, 5]


def test_empty_columns_at_the_edge_are_not_there(tmp_path):
    assert read(tmp_path, "code,value,,\nA,1,,\nB,2,,\n").headings == ("code", "value")


def test_each_row_is_the_slow_way_to_the_same_cells(tmp_path):
    table = read(tmp_path, ROWS)
    assert list(table.each_row()) == [
        (2, {"area_code": "E05000026", "area_name": "Café Ward", "period": "2012", "value": "29.8"}),
        (3, {"area_code": "E05000027", "area_name": "Ålibon", "period": "2012", "value": "34"}),
    ]


NOT_TABLES = {
    "nothing": (b"", "x.csv: the file is empty; a row of headings and rows of figures are needed"),
    "one column": (b"a\n1\n2\n", "x.csv: only one column is found; cells need commas, semicolons or tabs between them"),
    "a tie": (b"a,b;c\n1,2;3\n", "x.csv: comma and semicolon cut the rows equally well; save the file with commas"),
    "a web page": (b"\n<!DOCTYPE html><html>", "x.csv: is a web page, not a table; download the table itself"),
    "a PDF": (b"%PDF-1.7 ...", "x.csv: is a PDF under another name; a table saved as CSV is needed"),
    "a workbook": (b"PK\x03\x04abc", "x.csv: is a spreadsheet or a zip file under another name; give it the ending"),
    "gzip": (b"\x1f\x8b\x08abc", "x.csv: is packed with gzip; unpack it first"),
    "Parquet": (b"PAR1abc", "x.csv: is a Parquet file under another name; give it the ending .parquet"),
    "an old workbook": (b"\xd0\xcf\x11\xe0abc", "x.csv: is an old Excel file under another name; save it as .xlsx"),
    "a zero byte": (b"a,b\n1,\x002\n" + b" " * 400, "x.csv, row 2: holds a zero byte, so it is not a table of text"),
    "an open quote": (
        b'a,b\n1,2\n3,"4\n5,6\n',
        "x.csv, row 3: a quote is opened and not closed, or stands inside a cell (unexpected end of data); "
        "write a quote inside a cell twice",
    ),
    "a stray quote": (b'a,b\n1,"2"x\n', "x.csv, row 2: a quote is opened and not closed, or stands inside a cell"),
    "no letters in cp1252": (b"a,b\n1,\x81\n", "x.csv, row 2: a character does not fit Windows-1252"),
    "half a character": (
        b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8",
        "x.csv, row 2: a character does not fit UTF-16; save the file as UTF-8",
    ),
    "no heading": (b"a,,c\n1,2,3\n", "x.csv, row 1: column B (with '2') has no heading; write one above it"),
    "a heading twice": (b"a,b,a\n1,2,3\n", "x.csv, row 1: the heading 'a' stands 2 times (columns A and C); give"),
    "too many columns": (b",".join(b"h%d" % i for i in range(2001)) + b"\n", "x.csv: has 2,001 columns; 2,000"),
    "a huge cell": (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "x.csv, row 2: a quote is opened and not closed, or stands"),
}


@pytest.mark.parametrize(("content", "said"), NOT_TABLES.values(), ids=NOT_TABLES)
def test_a_file_that_is_not_a_table(tmp_path, content, said):
    assert refused(tmp_path, content).startswith(said)


def test_a_column_that_stands_twice_with_the_same_cells_is_read_once_and_that_is_said(tmp_path):
    table = read(tmp_path, "a,b,a\n1,2,1\n3,,3\n")
    assert (table.headings, table.columns) == (("a", "b"), (["1", "3"], ["2", None]))
    assert [str(one) for one in table.findings] == [
        "x.csv, row 1: the heading 'a' stands 2 times (columns A and C) above the same cells, so it was read once; "
        "leave one out"
    ]


def test_who_reads_documents_in_cells_leaves_the_limit_of_all_other_cells_as_it_was(tmp_path):
    (tmp_path / "register.csv").write_text(f"title,words\nA plan,{'x' * 200_000}\n", encoding="utf-8")
    assert len(list(_rows(tmp_path / "register.csv"))[1][1]) == 200_000
    assert refused(tmp_path, NOT_TABLES["a huge cell"][0]).startswith(NOT_TABLES["a huge cell"][1])


def test_an_ending_that_is_not_known(tmp_path):
    assert refused(tmp_path, "a,b\n1,2\n", "x.xls") == (
        "x.xls: is not a kind of table that can be read; save it as one of .csv, .tsv, .txt, .xlsx, .parquet"
    )


def test_a_row_that_cannot_be_fitted_is_found_and_the_others_are_read(tmp_path):
    table = read(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n" + "1,2\n" * 30)
    assert len(table) == 33
    assert [(f.row, f.what) for f in table.findings][:2] == [
        (3, "has 2 cells where the headings are 3"),
        (4, "has 4 cells where the headings are 3"),
    ]
    assert sum(f.alike for f in table.findings) == 32


# --- workbooks ---------------------------------------------------------------------------------------------------


def workbook(draw, *sheets) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        draw(book, *[book.add_worksheet(name) for name in sheets])
    return out.getvalue()


def three_rows(_book, sheet, *_others):
    sheet.write_row(0, 0, ["area_code", "period", "value"])
    sheet.write_row(1, 0, ["E05000026", 2012, 29.8])
    sheet.write_row(3, 0, ["E05000027", 2012, "[c]"])


def test_a_workbook_of_one_sheet(tmp_path):
    table = read(tmp_path, workbook(three_rows, "Data"), "x.xlsx")
    assert list(table.each_row()) == [
        (2, {"area_code": "E05000026", "period": 2012.0, "value": 29.8}),
        (4, {"area_code": "E05000027", "period": 2012.0, "value": "[c]"}),
    ]


def test_of_several_sheets_none_is_guessed(tmp_path):
    content = workbook(three_rows, "Data", "Notes")
    assert refused(tmp_path, content, "x.xlsx") == (
        "x.xlsx: has 2 sheets (Data, Notes); say which with sheet: in the source"
    )
    assert refused(tmp_path, content, "x.xlsx", sheet="Dat") == (
        "x.xlsx: has no sheet called 'Dat'; there is: Data, Notes"
    )
    assert len(read(tmp_path, content, "x.xlsx", sheet="Data")) == 2


def test_a_hidden_sheet_is_not_counted(tmp_path):
    def draw(_book, data, notes):
        three_rows(None, data)
        notes.hide()

    assert len(read(tmp_path, workbook(draw, "Data", "Notes"), "x.xlsx")) == 2


def test_merged_cells_below_the_headings_are_refused_and_a_note_across_the_foot_is_not(tmp_path):
    def noted(_book, sheet):
        three_rows(None, sheet)
        sheet.merge_range("A6:C6", "Source: a publisher")

    def merged(_book, sheet):
        noted(None, sheet)
        sheet.merge_range("A7:A8", "E05000028")

    assert len(read(tmp_path, workbook(noted, "Data"), "x.xlsx")) == 3
    assert refused(tmp_path, workbook(merged, "Data"), "x.xlsx") == (
        "x.xlsx, row 7: cells A7 to A8 are merged, so all but the first read as blank; "
        "unmerge them and write the value in each"
    )


def test_merged_headings_are_refused(tmp_path):
    def draw(_book, sheet):
        sheet.merge_range("B1:C1", "2012")
        sheet.write_row(1, 0, ["area_code", "boys", "girls"])
        sheet.write_row(2, 0, ["E05000026", 1, 2])

    content = workbook(draw, "Data")
    assert refused(tmp_path, content, "x.xlsx") == (
        "x.xlsx, row 1: cells B to C are merged, so row 1 does not name each column; "
        "unmerge them, or say heading_row: in the source"
    )
    assert read(tmp_path, content, "x.xlsx", heading_row=2).headings == ("area_code", "boys", "girls")


def test_an_error_cell_is_not_a_blank(tmp_path):
    def draw(_book, sheet):
        three_rows(None, sheet)
        sheet.write_formula(4, 2, "=1/0", None, "#DIV/0!")
        sheet.write(4, 0, "E05000028")

    assert read(tmp_path, workbook(draw, "Data"), "x.xlsx").column("value") == [29.8, "[c]", "#DIV/0!"]


def test_dates_and_truths_become_text(tmp_path):
    def draw(book, sheet):
        sheet.write_row(0, 0, ["area_code", "period", "value"])
        sheet.write(1, 0, "E05000026")
        sheet.write_datetime(1, 1, datetime(2014, 3, 31), book.add_format({"num_format": "d/m/y"}))
        sheet.write_boolean(1, 2, True)

    [(_, cells)] = read(tmp_path, workbook(draw, "Data"), "x.xlsx").each_row()
    assert cells == {
        "area_code": "E05000026",
        "period": "2014-03-31",
        "value": "TRUE",
    }


def test_a_workbook_that_is_none(tmp_path):
    said = "x.xlsx: is not an .xlsx workbook, or is locked or damaged; save it again as .xlsx"
    assert refused(tmp_path, b"hello", "x.xlsx") == said
    assert refused(tmp_path, b"PK\x03\x04hello", "x.xlsx") == said
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("hello.txt", "hello")
    assert refused(tmp_path, empty.getvalue(), "x.xlsx").startswith("x.xlsx: cannot be read as a workbook (")


def test_a_workbook_that_unpacks_to_far_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 10_000_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("big", "w", force_zip64=True) as part:
        for _ in range(11):
            part.write(bytes(1_000_000))
    assert refused(tmp_path, bomb.getvalue(), "x.xlsx") == (
        "x.xlsx: unpacks to 11,000,000 bytes; 10,000,000 is the most. Save the sheet as CSV"
    )


def test_a_sheet_with_a_cell_far_away(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CELLS", 100_000)

    def draw(_book, sheet):
        three_rows(None, sheet)
        sheet.write(10_000, 60, "lost")

    assert refused(tmp_path, workbook(draw, "Data"), "x.xlsx") == (
        "x.xlsx: sheet 'Data' has over 100,000 cells; delete the empty rows and columns"
    )


# --- Parquet -----------------------------------------------------------------------------------------------------


def parquet(tmp_path, query, name="x.parquet"):
    duckdb.sql(f"COPY ({query}) TO '{tmp_path / name}' (FORMAT parquet)")
    return tmp_path / name


def test_a_parquet_file(tmp_path):
    path = parquet(
        tmp_path,
        "SELECT * FROM (VALUES ('E05000026', 2012, 29.8::DOUBLE, DATE '2012-03-31'), ('E05000027', 2012, NULL, NULL), "
        "('E05000028', 2012, 'NaN'::DOUBLE, NULL)) t(area_code, period, value, day)",
    )
    table = read_table(path, "x.parquet")
    assert list(table.rows) == [1, 2, 3]  # no heading row
    assert table.column("period") == [2012.0] * 3
    assert table.column("value") == [29.8, None, None]
    assert table.column("day") == ["2012-03-31", None, None]


def test_a_parquet_file_that_is_none(tmp_path):
    assert refused(tmp_path, b"hello", "x.parquet").startswith("x.parquet: cannot be read as Parquet (")
    path = parquet(tmp_path, "SELECT 'A' AS area_code, [1, 2] AS value")
    with pytest.raises(DataError, match=r"the column 'value' holds INTEGER\[\]; one number or text per row is needed"):
        read_table(path, "x.parquet")


# --- what a source makes of a table ------------------------------------------------------------------------------

SOURCE = """\
source: s
title: t
publisher: p
licence: l
url: https://example.org
published: 2020-01-01
file: raw/x.csv
"""


def gathered(tmp_path, content, more, name="x.csv"):
    source = source_of(read_yaml_text(SOURCE + more, "s.yaml"))
    return gather_table(source, read_table(raw(tmp_path, content, name), name, source.sheet, source.heading_row))


def lines(found):
    columns = found.observations
    return list(
        zip(columns.area, columns.indicator, columns.period, columns.year, columns.value, columns.row, strict=True)
    )


def test_a_wide_table(tmp_path):
    found = gathered(
        tmp_path,
        "LSOA,Name,Income (rank),Decile,Population\nE01000001,City,32831,10,1296\nE01000002,City B,29901,9,\n",
        'layout: wide\narea: LSOA\ncolumns: {name: Name}\nperiod: "2019"\nignore: ["*Decile*"]\nindicators:\n'
        "  income-rank: {heading: Income (rank), direction: higher_is_better}\n"
        '  population: {heading: Population, kind: context, period: "2015"}\n',
    )
    assert found.findings == ()
    assert lines(found)[:3] == [
        ("E01000001", "income-rank", "2019", 2019, 32831.0, 2),
        ("E01000002", "income-rank", "2019", 2019, 29901.0, 3),
        ("E01000001", "population", "2015", 2015, 1296.0, 2),
    ]
    assert found.observations.at(3).value is None
    assert found.observations.at(3).state is State.NOT_MEASURED
    assert [(named.area, named.name) for named in found.names] == [("E01000001", "City"), ("E01000002", "City B")]


def test_a_wide_table_with_a_column_for_each_period(tmp_path):
    found = gathered(
        tmp_path,
        "code,Price 2012,Price 2013/14,Price note\nA,1,2,x\nB,3,4,y\n",
        'layout: wide\narea: code\nignore: ["*note"]\nindicators:\n  price: {heading: "Price {period}"}\n',
    )
    assert found.findings == ()
    assert lines(found) == [
        ("A", "price", "2012", 2012, 1.0, 2),
        ("B", "price", "2012", 2012, 3.0, 3),
        ("A", "price", "2013/14", 2014, 2.0, 2),
        ("B", "price", "2013/14", 2014, 4.0, 3),
    ]


def test_a_wide_table_with_headings_nobody_declared(tmp_path):
    found = gathered(
        tmp_path,
        "code,Price 2012,Price now,Sales\nA,1,2,3\n",
        'layout: wide\narea: code\nindicators:\n  price: {heading: "Price {period}"}\n  sale: {heading: Sale}\n',
    )
    assert [str(finding) for finding in found.findings] == [
        "x.csv, row 1: the heading 'Sale' (sale) is not in the table; there is 'Sales'; "
        "change the source s, or ask the publisher",
        "x.csv, row 1: headings nobody declared: 'Price now', 'Sales'; "
        "name each in columns: or indicators: of the source s, or in ignore:",
    ]


def test_shorthand_that_is_declared(tmp_path):
    found = gathered(
        tmp_path,
        'area_code,period,value\nA,2012,..\nB,2012,*\nC,2012,[c]\nD,2012,"1,234 [p]"\nE,2012,\n',
        'shorthand: {"..": not measured, "*": too small to show}\nindicators:\n  x: {direction: higher_is_better}\n',
    )
    assert list(found.observations.state) == [
        "not measured",
        "too small to show",
        "too small to show",
        "provisional",
        "not measured",
    ]
    np.testing.assert_array_equal(found.observations.value, [np.nan, np.nan, np.nan, 1234, np.nan])


def test_period_labels_of_others_are_given_their_meaning(tmp_path):
    found = gathered(
        tmp_path,
        "area_code,period,value\nA,201415,1\nB,2014-15,2\n",
        'periods: {"201415": 2014/15, "2014-15": 2014/15}\nindicators:\n  x: {direction: higher_is_better}\n',
    )
    assert found.findings == ()
    assert lines(found)[1] == ("B", "x", "2014/15", 2015, 2.0, 3)


FIGURES = [  # cell, unit, figure
    ("1,234", "people", 1234),
    ("1,234,567.5", "people", 1234567.5),
    ("12.5%", "per cent of people", 12.5),
    ("£26,574", "pounds a year", 26574),
    ("£26,574.50", "£", 26574.5),
    ("\u22125", "change", -5),
    ("1e3", "people", 1000),
    (" 7 ", "people", 7),
    ("-0.5", "people", -0.5),
]


@pytest.mark.parametrize(("cell", "unit", "figure"), FIGURES)
def test_figures_that_have_one_meaning(tmp_path, cell, unit, figure):
    rows = f'area_code,period,value\nA,2012,"{cell}"\nB,2012,1\n'
    found = gathered(tmp_path, rows, f'indicators:\n  x: {{direction: higher_is_better, unit: "{unit}"}}\n')
    assert [finding.level for finding in found.findings] in ([], ["warning"])
    assert found.observations.value[0] == figure


NOT_FIGURES = [  # cell, unit, what would be right
    ("1,5", "people", "write a decimal point and no comma, as in 3.4 for 3,4"),
    ("12,34,567", "people", "write a number or leave the cell blank"),
    ("12.5%", "people", "the unit is 'people': say unit: per cent for the indicator, or write the figure without %"),
    ("£5", "people", "the unit is 'people': say unit: pounds for the indicator, or write the figure without £"),
    ("1 234", "people", "write the figure without spaces"),
    ("nan", "people", "write a number or leave the cell blank"),
    ("1_000", "people", "write a number or leave the cell blank"),
    ("0x1F", "people", "write a number or leave the cell blank"),
    ("(5)", "people", "write a number or leave the cell blank"),
    ("<5", "people", "write a number or leave the cell blank"),
    ("-", "people", "write a number or leave the cell blank"),
    ("Infinity", "people", "infinity cannot be compared"),
    ("#N/A", "people", "it is an error of the spreadsheet"),
    ("[low]", "people", "write a number or leave the cell blank"),
    ("5 [c]", "people", "keep the one that is right"),
    ("[e]", "people", "write the figure too"),
    ("٣", "people", "write a number or leave the cell blank"),
]


@pytest.mark.parametrize(("cell", "unit", "right"), NOT_FIGURES)
def test_cells_that_are_not_figures_are_faults_and_never_gaps(tmp_path, cell, unit, right):
    rows = f'area_code,period,value\nA,2012,"{cell}"\nB,2012,1\n'
    found = gathered(tmp_path, rows, f"indicators:\n  x: {{direction: higher_is_better, unit: {unit}}}\n")
    [fault] = found.findings
    assert (fault.level, fault.row) == ("fault", 2)
    assert fault.what_is_right.startswith(right)
    assert len(found.observations) == 1


def test_a_comma_between_semicolons_has_two_meanings(tmp_path):
    rows = "area_code;period;value\nA;2012;1,234\nB;2012;1,234,567\n"
    [fault, said] = gathered(tmp_path, rows, "indicators:\n  x: {direction: higher_is_better}\n").findings
    assert fault.what_is_right == "the comma can be read in two ways: write 1.234 or 1234"
    assert said.row == 3


def test_many_different_faults_are_shown_in_part_and_counted(tmp_path):
    rows = "area_code,period,value\n" + "".join(f"A{i},2012,bad{i}\n" for i in range(100))
    found = gathered(tmp_path, rows, "indicators:\n  x: {direction: higher_is_better}\n").findings
    assert len(found) == 31
    assert str(found[-1]) == (
        "x.csv, row 32: 70 more rows have a fault of this kind (figures); mend the ones above first, then check again"
    )
