"""The same book gives the same bytes: in another folder, from another place, in another program, on one core."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import files_of, run

ANOTHER = {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "1", "TZ": "Asia/Tokyo"}


def built_elsewhere(book: Path, folder: Path, **settings: str) -> Path:
    """A copy of a book in another folder, built by a program of its own, which is told a path from where it stands."""
    shutil.copytree(book, folder, ignore=shutil.ignore_patterns("built*"))
    done = subprocess.run(
        [sys.executable, "-m", "placebook", "build", "--book", folder.name],
        check=False,
        cwd=folder.parent,
        env={**os.environ, **settings},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def elsewhere(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example built again, by another program in a folder of a very different name."""
    root = tmp_path_factory.mktemp("elsewhere")
    return built_elsewhere(demo_book, root / "an other place, größer [2]" / "year=2014", **ANOTHER)


def test_two_builds_are_equal_byte_for_byte(demo_book, elsewhere):
    wanted = files_of(demo_book / "built")
    assert {"manifest.json", "observations.parquet", "areas.json"} < set(wanted)
    assert files_of(elsewhere / "built") == wanted


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1"])
def test_whatever_the_order_of_sets(demo_book, tmp_path, seed):
    folder = built_elsewhere(demo_book, tmp_path / "again", PYTHONHASHSEED=seed)
    assert files_of(folder / "built") == files_of(demo_book / "built")


def test_a_build_names_no_folder_no_user_and_no_time(demo_book):
    manifest = json.loads((demo_book / "built" / "manifest.json").read_text(encoding="utf-8"))
    names = [*manifest["inputs"], *manifest["outputs"]]
    assert "book.yaml" in names
    assert "raw/ons-deaths.csv" in names
    assert not [name for name in names if Path(name).is_absolute() or ".." in name or "\\" in name]
    everything = b"".join(files_of(demo_book / "built").values())
    for strange in (str(demo_book), str(Path.home()), str(Path.cwd()), demo_book.parent.name):
        assert strange.encode() not in everything


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows that few people have")
def test_a_link_to_figures_elsewhere_goes_by_its_name_in_the_book(starter, tmp_path):
    before = files_of(starter / "built")
    (starter / "raw").rename(tmp_path / "figures of the council")
    (starter / "raw").symlink_to(tmp_path / "figures of the council", target_is_directory=True)
    assert run("build", "--book", starter).code == 0
    assert files_of(starter / "built") == before
    assert not (starter / "built.previous").exists()


def test_exports_are_equal_byte_for_byte(demo_book, elsewhere, tmp_path):
    written = []
    for folder in (demo_book, elsewhere):
        out = tmp_path / f"out-{len(written)}"
        assert run("export", out, "--book", folder, "--published", "2026-05-01").code == 0
        written.append(files_of(out))
    assert written[0] == written[1]
    assert any(name.endswith(".xlsx") for name in written[0])


def test_what_is_said_is_the_same(demo_book, elsewhere):
    for words in (("score", "Abbey"), ("ranks",), ("what-if", "--weight", "shelter=2")):
        assert run(*words, "--book", demo_book).out == run(*words, "--book", elsewhere).out
