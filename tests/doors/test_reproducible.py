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


@pytest.fixture(scope="module")
def twice(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two copies of the example in folders of very different names, each built by a program of its own."""
    root = tmp_path_factory.mktemp("elsewhere")
    folders = [root / "a", root / "an other place, größer [2]" / "year=2014"]
    settings = [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "1", "TZ": "Asia/Tokyo"}]
    programs = []
    for folder, extra in zip(folders, settings, strict=True):
        shutil.copytree(demo_book, folder, ignore=shutil.ignore_patterns("built*"))
        programs.append(
            subprocess.Popen(
                [sys.executable, "-m", "placebook", "build", folder.name],
                cwd=folder.parent,  # the book is named from where it lies, not from the root
                env={**os.environ, **extra},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
        )
    for program in programs:
        out, err = program.communicate(timeout=120)
        assert (program.returncode, err) == (0, ""), out
    return folders


def test_two_builds_are_equal_byte_for_byte(demo_book, twice):
    wanted = files_of(demo_book / "built")
    assert {"manifest.json", "observations.parquet", "areas.json"} < set(wanted)
    for folder in twice:
        assert files_of(folder / "built") == wanted


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
    assert run("build", starter).code == 0
    assert files_of(starter / "built") == before
    assert not (starter / "built.previous").exists()


def test_exports_are_equal_byte_for_byte(twice, tmp_path):
    written = []
    for number, folder in enumerate(twice):
        out = tmp_path / f"out-{number}"
        assert run("export", out, "--book", folder, "--published", "2026-05-01").code == 0
        written.append(files_of(out))
    assert written[0] == written[1]
    assert any(name.endswith(".xlsx") for name in written[0])


def test_what_is_said_is_the_same(demo_book, twice):
    for words in (("score", "Abbey"), ("ranks",), ("what-if", "--weight", "shelter=2")):
        said = {run(*words, "--book", folder).out for folder in (demo_book, *twice)}
        assert len(said) == 1
