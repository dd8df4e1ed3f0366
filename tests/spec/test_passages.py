"""How documents become passages, on papers small enough to check by eye."""

from __future__ import annotations

from papers import SENTENCE, Text, docx, lines, paragraph, pdf, table
from placebook.learn.layout import text_of
from placebook.learn.passages import passages_of
from placebook.learn.quotes import find_quote
from placebook.sources.documents import read_document


def read(data: bytes, name: str = "paper.pdf"):
    """The document and its passages."""
    found = read_document(data, name)
    return found, passages_of("d", found)


def test_two_columns_are_read_one_after_the_other_whatever_the_file_does() -> None:
    left, right = (lines(f"{word} " * 60, at, 100, 10, 7) for word, at in (("left", 60), ("right", 320)))
    zigzag = [line for pair in zip(left, right, strict=True) for line in pair]
    for order in ([*left, *right], zigzag):
        _, passages = read(pdf([order]))
        words = " ".join(one.text for one in passages).split()
        assert words == ["left"] * 60 + ["right"] * 60


def test_heads_feet_and_page_numbers_that_repeat_are_set_aside() -> None:
    pages = [
        [Text(72, 30, f"Our plan - page {n} of 4", 9), *lines(f"{SENTENCE} " * 8), Text(290, 820, f"{n}", 9)]
        for n in range(1, 5)
    ]
    found, passages = read(pdf(pages))
    assert all("Our plan" not in one.text for one in passages)
    said = [(one.page, found.pages[one.page - 1].text[one.start : one.end]) for one in found.set_aside]
    assert said == [(n, words) for n in range(1, 5) for words in (f"Our plan - page {n} of 4", f"{n}")]


def test_a_heading_at_the_edge_of_one_page_is_no_head() -> None:
    _, passages = read(pdf([[Text(72, 40, "Warm homes", 18, bold=True), *lines(f"{SENTENCE} " * 6)]]))
    assert passages[0].headings == ("Warm homes",)
    assert passages[0].text.startswith("Warm homes\nThe council")


def test_broken_words_are_joined_as_the_document_writes_them() -> None:
    page = [
        Text(72, 100, "A long-term plan for devel-"),
        Text(72, 114, "opment needs a long-"),
        Text(72, 128, "term view of sus-"),
        Text(72, 142, "tainable development."),
    ]
    _, passages = read(pdf([page]))
    assert passages[0].text == "A long-term plan for development needs a long-term view of sustainable development."


def test_a_note_at_the_foot_is_read_after_the_paragraph_that_goes_on_over_the_page() -> None:
    first = [Text(72, 100, "The council will plant trees and it"), Text(72, 780, "1 See the plan for trees.", 8)]
    second = [Text(72, 100, "will look after them for ever."), Text(72, 140, "Then it will rest.")]
    _, passages = read(pdf([first, second]))
    assert passages[0].text.splitlines() == [
        "The council will plant trees and it",
        "will look after them for ever.",
        "1 See the plan for trees.",
        "Then it will rest.",
    ]


def test_figures_in_a_cell_without_lines_between_them_are_rows_of_their_own() -> None:
    grid = [(70, y, 500, y) for y in (100, 180)] + [(x, 100, x, 180) for x in (70, 250, 500)]
    names = [Text(75, 115 + 18 * n, words) for n, words in enumerate(("Homes", "Trees", "Buses"))]
    figures = [Text(left, 115 + 18 * n, f"{n},{left}") for n in range(3) for left in (300, 400)]
    found, _ = read(pdf([[*names, *figures]], rules=grid))
    rows = [text_of(block.pieces, {1: found.pages[0].text}) for block in found.blocks or ()]
    assert rows == ["Homes | 0,300 | 0,400", "Trees | 1,300 | 1,400", "Buses | 2,300 | 2,400"]


def test_labels_between_two_columns_of_figures_keep_their_rows_where_lines_across_stop_at_them() -> None:
    heights = (100, 160, 200)  # drawn under the figures at both sides, and not under the labels in the middle
    across = [(70, 100, 500, 100), (70, 260, 500, 260)]
    across += [line for y in heights[1:] for line in ((70, y, 170, y), (380, y, 500, y))]
    down = [(x, 100, x, 260) for x in (70, 170, 380, 500)]
    labels = ("Base", "Pay", "Prices", "Savings", "Income", "Reserves", "Grants", "Total")
    cells = [
        Text(left, 115 + 18 * n, words)
        for n, label in enumerate(labels)
        for left, words in ((80, f"{n},100"), (180, label), (390, f"{n},900"))
    ]
    found, _ = read(pdf([cells], rules=[*across, *down]))
    rows = [text_of(block.pieces, {1: found.pages[0].text}) for block in found.blocks or ()]
    assert rows == [f"{n},100 | {label} | {n},900" for n, label in enumerate(labels)]


def test_a_ruled_table_keeps_its_rows_with_the_lines_of_each_cell_together() -> None:
    grid = [(70, y, 500, y) for y in (100, 120, 150, 170)] + [(x, 100, x, 170) for x in (70, 200, 350, 500)]
    cells = [
        Text(75, 114, "Action"), Text(205, 114, "By"), Text(355, 114, "Cost"),
        Text(75, 132, "Insulate"), Text(75, 145, "homes"), Text(205, 132, "2030"), Text(355, 132, "400,000"),
        Text(75, 164, "Plant"), Text(205, 164, "2027"), Text(355, 164, "9,000"),
    ]  # fmt: skip
    found, passages = read(pdf([cells], rules=grid))
    rows = [text_of(block.pieces, {1: found.pages[0].text}) for block in found.blocks or ()]
    assert rows == ["Action | By | Cost", "Insulate homes | 2030 | 400,000", "Plant | 2027 | 9,000"]
    assert [one.kind for one in passages] == ["table"]


def test_a_table_without_lines_keeps_its_rows() -> None:
    rows = [("Year", "Homes", "Cost"), ("2024", "120", "3.5"), ("2025", "180", "4.1"), ("2026", "240", "5.0")]
    down = [Text(left, 100 + 16 * n, row[k]) for k, left in enumerate((72, 250, 400)) for n, row in enumerate(rows)]
    found, _ = read(pdf([down]))
    said = [text_of(block.pieces, {1: found.pages[0].text}) for block in found.blocks or ()]
    assert said == [" | ".join(row) for row in rows]


def test_passages_have_80_to_180_words_and_only_an_end_is_shorter() -> None:
    sections = [("Trees", 30), ("Homes", 1), ("Buses", 12), ("Air", 2)]
    body = "".join(paragraph(name, "Heading1") + paragraph(f"{SENTENCE} " * n) for name, n in sections)
    _, passages = read(docx(body), "plan.docx")
    assert all(80 <= one.words <= 180 for one in passages[:-1])
    assert [one.headings for one in passages] == [("Trees",)] * 3 + [("Homes",), ("Buses",)]
    assert passages[3].text.startswith("Homes\nThe council")
    assert "Buses\n" in passages[3].text
    assert "Air\n" in passages[4].text


def test_a_short_passage_stands_only_where_a_table_a_section_or_the_document_ends() -> None:
    body = paragraph(f"{SENTENCE} " * 3) + table([("Homes", "120"), ("Trees", "40")]) + paragraph(f"{SENTENCE} " * 2)
    _, passages = read(docx(body), "plan.docx")
    assert [(one.kind, one.words) for one in passages] == [("text", 48), ("table", 6), ("text", 32)]
    assert passages[1].text == "Homes | 120\nTrees | 40"


def test_a_passage_keeps_its_id_when_others_come_before_it_and_two_alike_have_two() -> None:
    one = paragraph(f"{SENTENCE} " * 7)
    before = paragraph("Word " * 120) + table([("a", "b")])
    ids = {p.id for p in read(docx(one), "a.docx")[1]}
    assert ids < {p.id for p in read(docx(before + one), "a.docx")[1]}
    twice = [p.id for p in read(docx(one + table([("a", "b")]) + one), "a.docx")[1]]
    assert len(set(twice)) == 3


def test_word_files_hold_added_text_and_not_deleted_text_and_notes_and_no_menu_is_a_passage_of_a_web_page() -> None:
    changed = (
        "<w:p><w:ins><w:r><w:t>Added </w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    )
    _, passages = read(docx(changed), "a.docx")
    assert passages[0].text == "Added"
    page = (
        "<html lang='cy'><title>Cynllun</title><body><nav>Menu Home</nav><main><h1>Trees</h1><p>We plant <b>trees</b>"
        " each and every year because they keep our streets cool and our air clean in summer.</p>"
        "<table><tr><th>Year<td>Trees<tr><td>2024<td>40</table>"
        "<script>steal()</script><p hidden>unseen</p></main><footer>Feet</footer></body></html>"
    )
    found, passages = read(page.encode(), "a.html")
    assert [one.text.split()[0] for one in passages] == ["Trees", "Year"]
    assert passages[1].text == "Year | Trees\n2024 | 40"
    assert [found.pages[0].text[a.start : a.end] for a in found.set_aside] == ["Menu Home", "Feet"]
    assert (found.title, found.language) == ("Cynllun", "cy")
    assert "steal" not in found.pages[0].text
    assert "unseen" not in found.pages[0].text


QUOTES = [
    ("a warm home", "We want a warm\nhome for all", (8, 19)),
    ("sustainable", "It is sus-\r\ntainable", (6, 20)),
    ("long-term", "a long-\nterm plan", (2, 12)),
    ("efficient fire", "e\ufb03cient \ufb01re", (0, 11)),
    ("re\u00adcover", "We re\u00adcover", (3, 11)),
    ("\u2022 warm homes", "We want\n\uf0b7 warm homes", (8, 20)),  # a bullet of a font of its own
    ("art", "Of the party", None),
    ("a Warm home", "a warm home", None),
    ("a warm, home", "a warm home", None),
    ("awarm home", "a warm home", None),
    ("", "anything", None),
]


def test_a_quote_is_found_over_line_ends_hyphens_and_ligatures_and_refused_for_any_other_difference() -> None:
    for quote, page, place in QUOTES:
        assert find_quote(page, quote) == place, quote
