"""The words around the project: generated pages are fresh, links lead somewhere, and the README keeps its promises."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from placebook import types
from placebook.cli import COMMANDS, placebook
from placebook.cli.reference import LICENCE, PAGES, example_pages
from placebook.measure.progress import Progress
from placebook.measure.strengths import Standing
from placebook.pages.frameworks import FLAGS
from placebook.types import State

ROOT = Path(__file__).resolve().parents[2]
RUN = "run: uv run python -m placebook.cli.reference"
WRITTEN = sorted(
    path for pattern in ("*.md", "docs/*.md", "src/placebook/content/**/README.md") for path in ROOT.glob(pattern)
)
COMMITTED_EXAMPLE = ("example.md", "picture.svg", "picture-narrow.svg")


def read(name: str) -> str:
    """A document of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def fenced(text: str) -> list[str]:
    """The blocks of a page that hold commands, code or printed text."""
    return re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def links(text: str) -> list[str]:
    """What a page links to or shows, outside its code."""
    words = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", words) + re.findall(r'(?:href|src|srcset)="([^"]+)"', words)


def anchors(text: str) -> set[str]:
    """The places of a page that a link can lead to: its headings, as GitHub and others write them."""
    found = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


# --- generated pages ---


def test_the_committed_page_of_commands_is_the_generated_one():
    assert read("docs/commands.md") == PAGES["commands.md"](), RUN


@pytest.mark.slow  # builds the example book
def test_the_committed_picture_and_example_are_the_generated_ones():
    made = example_pages()
    assert tuple(made) == COMMITTED_EXAMPLE[1:] + COMMITTED_EXAMPLE[:1]
    for name, content in made.items():
        assert read(f"docs/{name}") == content, f"docs/{name}: {RUN}"


def test_every_command_has_a_section_and_stands_in_the_table_of_the_readme():
    reference, readme = read("docs/commands.md"), read("README.md")
    for name in COMMANDS:
        assert f"## placebook {name}\n" in reference
        assert f"| `{name}`" in readme


# --- links ---


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for link in links(text):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, place = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"{path.name} links to {link}, which is not there"
        if place:
            assert place in anchors(target.read_text(encoding="utf-8")), f"{path.name}: there is no heading for {link}"


def test_links_and_headings_are_found_as_a_reader_meets_them():
    page = '# A title: its *words*\n[a](b.md#c) `[not](this)`\n```text\n[nor](this)\n```\n<img src="x.svg">'
    assert links(page) == ["b.md#c", "x.svg"]
    assert anchors("# A title: its words\n## placebook what-if") == {"a-title-its-words", "placebook-what-if"}


# --- the README ---


def test_the_readme_sets_everything_up_with_exactly_two_commands():
    readme = read("README.md")
    start = readme.partition("## Start")[2].partition("\n## ")[0]
    assert fenced(start) == ["uv run placebook demo\nuv run pytest\n"]
    assert start.count("`pipx run`") == 1
    assert not re.search(r"\bexport \w+=|\bpip install\b|\bset [A-Z_]+=", readme)


def test_what_the_readme_shows_of_a_scorecard_is_what_the_command_prints():
    printed = [line.rstrip() for line in read("docs/example.md").splitlines()]
    shown = next(block for block in fenced(read("README.md")) if block.startswith("$ placebook score Abbey"))
    for line in shown.splitlines():
        assert line in printed or line == "...", f"{line!r} is not what placebook prints: {RUN}"


def test_the_readme_names_only_commands_that_there_are():
    named = re.findall(r"^(?:\$ |uv run )?placebook ([a-z-]+)", read("README.md"), flags=re.MULTILINE)
    assert named
    assert set(named) <= set(COMMANDS)


def test_the_readme_gives_the_notices_that_the_example_book_gives():
    readme = " ".join(read("README.md").split())
    assert LICENCE in readme
    assert LICENCE in " ".join(read("src/placebook/content/example/README.md").split())


def test_the_readmes_first_words_fill_five_lines():
    first = read("README.md").partition("\n\n")[2].partition("\n\n")[0]
    assert len(first.splitlines()) == 5


def test_what_the_readme_says_of_a_book_of_your_own_works(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    readme = read("README.md")
    typed = fenced(readme.partition("## Begin your own book")[2])[0].splitlines()
    for line in typed:
        placebook(line.removeprefix("uv run placebook ").split(), standalone_mode=False)
    assert "In 2012 Abbey scores" in capsys.readouterr().out
    notebook = fenced(readme.partition("## From a notebook")[2])[0]
    known: dict[str, object] = {}
    exec(notebook, known)  # noqa: S102 - our own README
    assert capsys.readouterr().out.startswith("In 2012 Abbey scores")
    assert len(known["scores"]) > 0
    assert len(known["ranges"]) > 0


# --- the glossary ---


def glossary() -> dict[str, tuple[str, str]]:
    """Every word of the glossary, what it is, and its name in the code."""
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (.+) \| (.+) \|$", read("GLOSSARY.md"), flags=re.MULTILINE)
    return {word: (said, code) for word, said, code in rows}


def test_the_glossary_explains_every_word_of_the_types():
    public = [
        name
        for name, kind in vars(types).items()
        if inspect.isclass(kind) and kind.__module__ == types.__name__ and not name.startswith("_")
    ]
    in_code = {name for _, code in glossary().values() for name in re.findall(r"`(\w+)`", code)}
    assert set(public) <= in_code, f"GLOSSARY.md does not explain {', '.join(set(public) - in_code)}"


def test_the_glossary_names_every_state_flag_standing_and_class_of_progress():
    words = {word.casefold() for entry in glossary() for word in entry.split(", ")}
    for word in (*State, *FLAGS, *Standing, *Progress):
        assert str(word).casefold() in words


def test_the_glossary_is_in_alphabetical_order_and_short():
    assert list(glossary()) == sorted(glossary(), key=str.casefold)
    for word, (said, _) in glossary().items():
        assert len(re.findall(r"[.?!](?:\s|$)", said)) <= 2, f"{word}: more than two sentences"


# --- what a merge can leave behind ---


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_document_holds_two_versions_of_a_line(path):
    marks = re.findall(r"^(?:<{7}|={7}$|>{7}).*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not marks


def test_decisions_are_numbered_in_order():
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", read("DECISIONS.md"), flags=re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
