"""placebook code, as people meet it: without a model, and with one where the group `model` is installed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from commands import run
from placebook.cli.code import BY_ITSELF
from placebook.learn.suggest import Vectors

DATA = Path(__file__).parents[3] / "shared" / "data" / "passages" / "sdg_labelled_sample.csv"
TEXTS = "text\nWomen are paid less than men in the same jobs\nThe reef and its fish stocks are dying\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.csv"
    path.write_text(TEXTS, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_words_alone_say_what_a_passage_is_about_and_why(texts, tmp_path):
    done = run("code", texts, "--framework", "sdgs", "--no-model", "-o", tmp_path / "out.csv")
    assert done.code == 0, done.err
    found = rows(tmp_path / "out.csv")
    assert [(row["row"], row["concept"]) for row in found] == [("2", "goal-5"), ("3", "goal-14")]
    assert found[0]["method"] == "phrases"
    assert "Women" in found[0]["because"]
    assert found[0]["version"] == "sdgs 1"


def test_every_score_is_a_row_for_each_concept(texts, tmp_path):
    out = tmp_path / "out.csv"
    done = run("code", texts, "--framework", "sdgs", "--no-model", "--every-score", "-o", out)
    assert done.code == 0, done.err
    assert len(rows(out)) == 2 * 17


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--framework", "sdg"], "no codebook called 'sdg'; did you mean 'sdgs'"),
        (["--framework", "sdgs", "--text", "words"], "has no heading 'words'; name one of text with --text"),
        (["--framework", "sdgs", "--only", "goal-99"], "sdgs has no concept 'goal-99'"),
        (["--framework", "sdgs", "--coverage", "80"], "a share from 0 to 1 is wanted, not 80"),
        (["--framework", "sdgs", "--learn-from", "sdg"], "has no heading 'sdg'"),
        (["--framework", "sdgs", "--no-model", "--learn-from", "text"], "is not a concept of sdgs"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(texts, tmp_path, options, said):
    done = run("code", texts, *options, "-o", tmp_path / "out.csv")
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "out.csv").exists()


def test_a_folder_that_holds_no_model_is_said(texts, tmp_path):
    done = run("code", texts, "--framework", "sdgs", "--model", tmp_path)
    assert done.code == 2
    assert "config.json" in done.err or "not installed" in done.err


# --- with a model: run by `uv run --group model pytest -m model` ---


@pytest.mark.model
def test_with_a_model_meaning_finds_what_shares_no_word(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "text\nTrawlers haul up cod and herring\nMany leave at sixteen without being able to read\n", encoding="utf-8"
    )
    done = run("code", path, "--framework", "sdgs", "-o", tmp_path / "out.csv")
    assert done.code == 0, done.err
    assert [row["concept"] for row in rows(tmp_path / "out.csv")] == ["goal-14", "goal-4"]
    again = run("code", path, "--framework", "sdgs", "-o", tmp_path / "again.csv")
    assert again.code == 0
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


@pytest.mark.model
def test_vectors_have_length_one_and_do_not_hang_on_their_company(tmp_path):
    import numpy as np

    from placebook.sources.sentence_model import find_model, read_model

    folder = find_model()
    assert folder is not None
    model = read_model(folder, exact=True)
    texts = ["Bins", "A much longer passage about the care of rivers and the towns along them", "Bins"]
    together = model.vectors(texts)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.vstack([model.vectors([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-5)
    in_eight_bits = read_model(folder)
    quick = in_eight_bits.vectors(texts)
    assert np.sum(quick * together, axis=1).min() > 0.993
    assert quick == pytest.approx(np.vstack([in_eight_bits.vectors([text]) for text in texts]), abs=1e-6)
    assert json.loads((folder / "config.json").read_text())["hidden_size"] == together.shape[1]


@pytest.mark.model
@pytest.mark.skipif(not DATA.exists(), reason="the labelled sample of the OSDG Community Dataset is not at hand")
def test_labelled_passages_are_coded_at_least_as_well_as_promised(tmp_path):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    truth = [row["sdg"] for row in rows(DATA)]
    goals = sorted(set(truth), key=int)
    only = [word for goal in goals for word in ("--only", f"goal-{goal}")]
    done = run("code", DATA, "--framework", "sdgs", *only, "--coverage", "0.8", "-o", tmp_path / "out.csv")
    assert done.code == 0, done.err
    found = rows(tmp_path / "out.csv")
    ours = [row["concept"].removeprefix("goal-") for row in found]
    model = make_pipeline(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)), LinearSVC())
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    learned = cross_val_predict(model, [row["text"] for row in rows(DATA)], truth, cv=folds)
    score = f1_score(truth, ours, average="macro", labels=goals)
    beside = f1_score(truth, learned, average="macro", labels=goals)
    right = [one == other for one, other in zip(ours, truth, strict=True)]
    sure = [well for well, row in zip(right, found, strict=True) if row["sure"] == "true"]
    assert score >= 0.82
    assert score - beside >= 0.05
    assert sum(right) / len(right) >= 0.83
    assert len(sure) >= 0.8 * len(right) - 1
    assert sum(sure) / len(sure) >= 0.9


def test_a_table_that_is_not_read_together_says_when_it_would_be(tmp_path, monkeypatch):
    def made_up(passages, codebook, model, exact):
        texts = sum(len(rule.texts) for rule in codebook.rules)
        return Vectors("made up", np.eye(len(passages), 3), np.tile(np.eye(1, 3), (texts, 1)))

    monkeypatch.setattr("placebook.cli.code.vectors_of", made_up)
    path = tmp_path / "t.csv"
    path.write_text("text\nFishing boats on the sea\nLessons in school\n", encoding="utf-8")
    said = run("code", path, "--framework", "sdgs", "-o", tmp_path / "out.csv")
    assert (said.code, said.err) == (0, f"note: {BY_ITSELF}\n")
    assert run("code", path, "--framework", "sdgs", "--alone", "-o", tmp_path / "out.csv").err == ""


@pytest.mark.model
def test_a_large_table_is_read_together_unless_each_passage_is_wanted_alone(tmp_path):
    path = tmp_path / "t.csv"
    said = ["Fishing boats on the sea, number {}", "Lessons in school, number {}"]
    path.write_text("text\n" + "".join(f'"{said[n % 2].format(n)}"\n' for n in range(60)), encoding="utf-8")
    ways = {}
    for way in ([], ["--alone"]):
        out = tmp_path / "out.csv"
        done = run("code", path, "--framework", "sdgs", "--only", "goal-4", "--only", "goal-14", *way, "-o", out)
        assert done.code == 0, done.err
        ways[bool(way)] = rows(out)
    assert {row["method"] for row in ways[False]} == {"together"}
    assert all(row["version"].endswith(", 60 passages together") for row in ways[False])
    assert {row["method"] for row in ways[True]} == {"meaning"}
    assert [row["concept"] for row in ways[False]] == ["goal-14", "goal-4"] * 30
