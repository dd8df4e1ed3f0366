"""What the strict YAML reader accepts, and the sentence it says to each file that it refuses."""

import pytest

from placebook.book.fields import Fields, block, number, one_of, text, texts, truth, whole
from placebook.book.yaml import LARGEST_FILE, read_yaml, read_yaml_text
from placebook.types import ContentError

REFUSED = [
    ("a: 1\nb: no\n", "x.yaml, line 2: a bare no reads two ways; write false, or 'no' in quotes, instead"),
    ("a: [On]\n", "x.yaml, line 1: a bare On reads two ways; write true, or 'On' in quotes, instead"),
    ("a: y\n", "x.yaml, line 1: a bare y reads two ways; write true, or 'y' in quotes, instead"),
    ("no: 1\n", "x.yaml, line 1: the bare key no can be read as true or false; write 'no' in quotes"),
    ("a: 1\n\na: 2\n", "x.yaml, line 3: the key 'a' stands twice (first on line 1); keep one of the two"),
    ("a:\n\t- b\n", "x.yaml, line 2: a tab stands at the start of the line; write spaces instead"),
    ("a: &x 1\nb: *x\n", "x.yaml, line 1: &x or *x is a YAML anchor; write the words out instead"),
    ("b: *x\n", "x.yaml, line 1: &x or *x is a YAML anchor; write the words out instead"),
    ("a: !!python/name:os.system\n", "is a YAML tag; write the plain value instead"),
    ("- a\n", "x.yaml, line 1: the file must begin with keys; write key: value lines, not a list or a sentence"),
    ("just words\n", "x.yaml, line 1: the file must begin with keys"),
    ("", "x.yaml, line 1: the file is empty; write key: value lines"),
    ("# only a remark\n", "x.yaml, line 1: the file is empty; write key: value lines"),
    ("a: b: c\n", "x.yaml, line 1: a second colon stands in a value; put the value in quotes, or indent as above"),
    ("a:\n  b: 1\n c: 2\n", "x.yaml, line 3: the line does not fit the ones above it"),
    ("  a: 1\n b: 2\n", "x.yaml, line 2: the line does not fit the ones above it"),
    ("a: 'x\n", "x.yaml, line 1: a quote or bracket is opened and never closed; close it"),
    ("a: [1, 2\n", "x.yaml, line 1: a bracket is not closed or a comma is missing"),
    ("a: @x\n", "x.yaml, line 1: a value starts with a character that YAML keeps for itself; put the value in quotes"),
    ("a: 010\n", "x.yaml, line 1: 010 starts with a nought; write '010' in quotes instead, or leave it out"),
    ("a: .inf\n", "x.yaml, line 1: .inf is not a number that can be counted with; write a number instead"),
    ("a: 1e999\n", "x.yaml, line 1: 1e999 is not a number that can be counted with; write a number instead"),
    ("? [a]\n: 1\n", "x.yaml, line 1: a key is itself a list or a block; write a plain word as the key"),
    ("<<: {a: 1}\n", "x.yaml, line 1: '<<' cannot be a key; write a word before the colon"),
    ("a: 1\n---\nb: 2\n", "x.yaml, line 2: a second document starts here (---); keep one document in one file"),
    ("a: " + "[" * 60 + "]" * 60, "x.yaml, line 1: more than 40 levels inside each other; write a flatter file"),
    ("a: 1\nb: \x07\n", "x.yaml, line 2: holds the invisible character '\\x07'"),
]


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_a_file_that_can_be_misread_is_refused(written, said):
    with pytest.raises(ContentError) as fault:
        read_yaml_text(written, "x.yaml")
    assert said in str(fault.value)


def test_what_is_written_is_what_is_read():
    page = read_yaml_text(
        'date: 2019-09-26\nyear: "2010"\nwindow: 2014/15\nclock: 12:30\nwhole: -3\nthousand: 1e3\nhalf: .5\n'
        "right: true\nnothing:\nunder: 1_000\ncode: E05000026\n2014: a key is always text\n",
        "x.yaml",
    )
    assert page == {
        "date": "2019-09-26",
        "year": "2010",
        "window": "2014/15",
        "clock": "12:30",
        "whole": -3,
        "thousand": 1000.0,
        "half": 0.5,
        "right": True,
        "nothing": None,
        "under": "1_000",
        "code": "E05000026",
        "2014": "a key is always text",
    }
    assert (page.line_of("date"), page.line_of("2014")) == (1, 12)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_as_they_come(end):
    page = read_yaml_text(end.join(["\ufeffa: 1", "b:", "  c: 2", ""]), "x.yaml")
    assert page == {"a": 1, "b": {"c": 2}}
    assert page["b"].line_of("c") == 3


def test_a_file_that_is_not_utf8_names_the_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes("a: 1\nb: caf\u00e9\n".encode("latin-1"))
    with pytest.raises(ContentError, match=r"x\.yaml, line 2: a character is not UTF-8; save the file as UTF-8"):
        read_yaml(path)


def test_a_file_that_is_missing_or_too_large(tmp_path):
    with pytest.raises(ContentError, match=r"x\.yaml: there is no such file"):
        read_yaml(tmp_path / "x.yaml")
    (tmp_path / "x.yaml").write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(ContentError, match=r"5,000,001 bytes; a YAML file may hold 5,000,000"):
        read_yaml(tmp_path / "x.yaml")


def fields_of(written: str) -> Fields:
    return Fields(read_yaml_text(written, "x.yaml"), "indicator 'le'")


def test_fields_take_each_kind():
    fields = fields_of("a: words\nb: 2\nc: 2\nd: true\ne: [x, 2010]\nf: {g: 1}\nh: tidy\n")
    assert fields.take("a", text) == "words"
    assert fields.take("b", number) == 2.0
    assert fields.take("c", whole) == 2
    assert fields.take("d", truth) is True
    assert fields.take("e", texts) == ("x", "2010")
    assert fields.take("f", block) == {"g": 1}
    assert fields.take("h", one_of("tidy", "wide")) == "tidy"
    assert fields.take("absent", text, default=None) is None
    fields.finish()


@pytest.mark.parametrize(
    ("written", "kind", "said"),
    [
        ("b: 1\n", text, "x.yaml, line 1 (indicator 'le'): the key 'a' is missing; add a: ..."),
        ("a:\n", text, "x.yaml, line 1 (indicator 'le'): 'a' is empty; write a value after the colon"),
        ("\na: 1.10\n", text, "x.yaml, line 2 (indicator 'le'): 'a': 1.1 is a number; text is wanted, so put it in"),
        ("a: much\n", number, "'a': 'much' is text; a number is wanted"),
        ("a: true\n", number, "'a': true is true or false; a number is wanted"),
        ("a: 1.5\n", whole, "'a': 1.5 is a number; a whole number is wanted"),
        ("a: one\n", truth, "'a': 'one' is text; write true or false"),
        ("a: one\n", texts, "'a': 'one' is text; a list is wanted, as in [a, b]"),
        ("a: [1]\n", block, "'a': [1] is a list; keys and values are wanted"),
        ("a: tidi\n", one_of("tidy", "wide"), "'a': 'tidi' is not one of: tidy, wide (did you mean tidy?)"),
    ],
)
def test_a_value_of_another_kind_is_explained(written, kind, said):
    with pytest.raises(ContentError) as fault:
        fields_of(written).take("a", kind)
    assert said in str(fault.value)


def test_a_key_nobody_took_is_named_with_the_nearest_known_one():
    fields = fields_of("direction: up\ntitel: x\n\nzz: 1\n")
    fields.take("direction", text)
    fields.take("title", text, default="")
    with pytest.raises(ContentError) as fault:
        fields.finish()
    assert str(fault.value) == (
        "x.yaml, line 2 (indicator 'le'): unknown key 'titel' (line 2, did you mean 'title'?); 'zz' (line 4). "
        "Known here: direction, title"
    )
