"""Files made to do harm meet limits of memory and time, and take nothing else with them."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from papers import SENTENCE, Text, docx, lines, paragraph, pdf, pdf_bomb, write, zip_bomb
from placebook.sources.reading import Limits, ToRead, read_all


def read(papers: Path, limits: Limits) -> dict[str, dict]:
    """What came of each file of a folder, by name."""
    wanted = [ToRead(path.name, path.name, path, ocr=False) for path in sorted(papers.iterdir())]
    return {one.name: found for one, found in read_all(wanted, limits, 2)}


@pytest.mark.skipif(sys.platform != "linux", reason="memory can be limited on Linux only")
@pytest.mark.slow
def test_bombs_are_stopped_and_the_good_file_beside_them_is_read(tmp_path: Path) -> None:
    papers = write(
        tmp_path / "papers",
        bomb_pdf=pdf_bomb(),
        bomb_docx=zip_bomb(),
        good_pdf=pdf([lines(f"{SENTENCE} " * 8)]),
    )
    assert max(path.stat().st_size for path in papers.iterdir()) < 2_000_000
    found = read(papers, Limits(memory=1_000_000_000, seconds=20))
    assert found["good.pdf"]["passages"]
    assert "fault" in found["bomb.docx"] or not found["bomb.docx"]["passages"]
    assert "fault" in found["bomb.pdf"] or not found["bomb.pdf"]["passages"]


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_ended_and_the_next_is_read(tmp_path: Path) -> None:
    heavy = pdf([[Text(72, 100 + n % 600, "word " * 12, 6) for n in range(60)]] * 1500)
    papers = write(tmp_path / "papers", a_pdf=heavy, b_pdf=pdf([lines(SENTENCE)]))
    found = read(papers, Limits(seconds=1))
    assert found["a.pdf"]["fault"].startswith("takes more than 1 seconds")
    assert found["b.pdf"]["passages"]


@pytest.mark.slow
def test_three_thousand_pages_are_read_whole(tmp_path: Path) -> None:
    pages = [lines(f"Page {n} says: {SENTENCE * 6}") for n in range(1, 3001)]
    found = read(write(tmp_path / "papers", long_pdf=pdf(pages)), Limits())["long.pdf"]
    assert len(found["pages"]) == 3000
    assert "Page 3000 says" in found["passages"][-1][-1]


def test_nothing_inside_a_document_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        asked: list[bytes] = []
        port = listening.getsockname()[1]

        def wait() -> None:
            while not asked or asked[-1] != b"the end":
                link, _ = listening.accept()
                asked.append(link.recv(100))

        watch = threading.Thread(target=wait)
        watch.start()
        where = f"http://127.0.0.1:{port}/x"
        links = f'<Relationship Id="r9" TargetMode="External" Type="x/image" Target="{where}"/>'
        entity = f'<!DOCTYPE html SYSTEM "{where}"><html><img src="{where}"><link rel="stylesheet" href="{where}">'
        papers = write(
            tmp_path / "papers",
            a_docx=docx(paragraph(SENTENCE), links=links),
            b_html=f"{entity}<base href='{where}'><iframe src='{where}'></iframe><p>{SENTENCE}",
        )
        found = read(papers, Limits())
        assert all(each["passages"] for each in found.values())
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.sendall(b"the end")
        watch.join()
        assert asked == [b"the end"]


def test_the_program_that_reads_may_open_no_connection_and_start_no_other_program() -> None:
    tries = (
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.Popen(['true'])",
        "import os; os.system('true')",
    )
    for words in tries:
        code = f"from placebook.sources.reading_worker import _stay_inside; _stay_inside(); {words}"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "PermissionError: a document asked for" in done.stderr, words
