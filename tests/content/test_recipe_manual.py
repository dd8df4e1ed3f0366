"""The manual of recipes: every example is run as printed, every key and option is named, every fragment can be read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from placebook.book import yaml
from placebook.book.fields import Fields
from placebook.book.indicators import read_indicator
from placebook.book.recipe_options import METHODS, options_of
from placebook.book.recipe_steps import FAMILIES, read_step
from placebook.book.recipe_tree import read_tree
from placebook.book.recipes import read_recipe, recipe_of
from placebook.cli import main
from placebook.sources.loose import read_loose
from placebook.sources.tables import read_table
from placebook.types import RecipeError

MANUAL = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
EXAMPLES = dict.fromkeys(info.split()[1].partition(".")[0] for info, _ in BLOCKS if info.startswith("yaml "))


def files_of(name: str, folder: Path) -> None:
    """Save the files of one example."""
    for info, text in BLOCKS:
        if info in (f"yaml {name}.yaml", f"csv {name}.csv"):
            (folder / info.split()[1]).write_text(text, encoding="utf-8")


def commands_of(name: str) -> list[tuple[str, str]]:
    """The commands of one example, each with what it prints."""
    found = []
    for info, text in BLOCKS:
        if info == "console" and f" {name}.yaml" in text:
            for said in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, printed = said.partition("\n")
                found.append((command, printed))
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_what_is_printed_beneath_it(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    files_of(name, tmp_path)
    commands = commands_of(name)
    assert commands
    for command, printed in commands:
        with pytest.raises(SystemExit):
            main(shlex.split(command)[1:])
        found = capsys.readouterr()
        assert found.err + found.out == printed


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_can_be_explained_from_its_file(name, tmp_path, capsys):
    files_of(name, tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["explain", str(tmp_path / f"{name}.yaml")])
    found = capsys.readouterr()
    assert (end.value.code or 0, found.err) == (0, "")
    assert "STEPS, in the order they are done" in found.out


def test_the_table_that_comes_out_is_the_one_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files_of("first", tmp_path)
    with pytest.raises(SystemExit):
        main(["index", "first.yaml", "first.csv", "-o", "out.csv"])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == dict(BLOCKS)["csv out.csv"]


def test_there_are_worked_recipes_of_a_dozen_kinds():
    assert len(EXAMPLES) >= 14


@pytest.mark.parametrize("text", [text for info, text in BLOCKS if info == "yaml"])
def test_a_fragment_is_what_a_recipe_may_hold(text):
    block = yaml.read_yaml_text(text, "recipes.md")
    known = {"tree", "steps", "indicators", "ranks", "peers", "progress", "context"}
    assert block
    assert set(block) <= known
    for item in block.get("steps", ()):
        read_step(item, "recipes.md")
    for name, one in block.get("indicators", {}).items():
        read_indicator(one, name)
    if "tree" in block:
        read_tree(block["tree"])
    rest = {key: block[key] for key in ("ranks", "peers", "progress", "context") if key in block}
    if rest:
        whole = yaml.read_yaml_text(dict(BLOCKS)["yaml first.yaml"] + text, "recipes.md")
        assert recipe_of(whole).version == "1"


SAID = re.findall(r"`((?:normalise|calculate|treat|aggregate): \{[^`]*\})`", MANUAL.split("## How do I say")[-1])


@pytest.mark.parametrize("step", SAID)
def test_a_step_in_the_table_of_wishes_can_be_read(step):
    read_step(yaml.read_yaml_text(step, "recipes.md"), "recipes.md")


def test_the_table_of_wishes_holds_steps():
    assert len(SAID) >= 10


def test_the_two_layouts_of_a_table_hold_the_same_figures(tmp_path):
    tables = [text for info, text in BLOCKS if info == "csv"]
    assert len(tables) == 2
    found = []
    for at, text in enumerate(tables):
        path = tmp_path / f"{at}.csv"
        path.write_text(text, encoding="utf-8")
        indicators = yaml.read_yaml_text("smokers: {unit: per cent}", "x")
        known = [read_indicator(one, name) for name, one in indicators.items()]
        found.append(read_loose(read_table(path), ["life-expectancy", "smokers"], known))
    wide, tidy = found
    assert tidy.cube.column("life-expectancy", "2014").tolist() == [81.5]
    assert wide.cube.column("life-expectancy", "2013").tolist() == tidy.cube.column("life-expectancy", "2013").tolist()
    assert wide.cube.column("smokers", "2013").tolist() == [18.0]
    assert tidy.evidence.estimated[0, 0].tolist() == [False, True]


def test_every_key_of_a_recipe_and_of_its_blocks_is_in_the_manual(monkeypatch, tmp_path):
    asked: set[str] = set()
    take = Fields.take

    def noted(self, key, *rest, **more):
        asked.add(key)
        return take(self, key, *rest, **more)

    monkeypatch.setattr(Fields, "take", noted)
    text = dict(BLOCKS)["yaml first.yaml"]
    for info, block in BLOCKS:
        if info == "yaml" and block.startswith(("ranks:", "peers:")):
            text += block
    path = tmp_path / "all.yaml"
    path.write_text(text, encoding="utf-8")
    read_recipe(path)
    asked -= {"id"}  # of an indicator in a list, which a recipe does not have
    assert len(asked) > 50
    assert sorted(key for key in asked if key not in MANUAL) == []
    assert all(f"`{key}`" in MANUAL for key in ("constants_from", "high_score_is", "not_measured", "loss", "levels"))


def test_every_step_method_and_option_is_in_the_manual():
    for family in FAMILIES:
        assert f"### {family}\n" in MANUAL
    for family, methods in METHODS.items():
        section = MANUAL.split(f"### {family}\n")[1]
        for method in methods:
            about = section.split(f"#### {method}\n")[1].split("\n#")[0]
            for option in options_of(family, method):
                assert f"`{option}`" in (about + MANUAL.split("### aggregate\n")[1].split("\n####")[0])


def test_sentences_of_the_table_of_errors_are_those_that_are_said(tmp_path):
    said = []
    for old, new in (("{weight: 3}", "{weight: -1}"), ("min_max", "minmax"), ("- aggregate", "- aggregat")):
        with pytest.raises(RecipeError) as fault:
            recipe_of(yaml.read_yaml_text(dict(BLOCKS)["yaml first.yaml"].replace(old, new), "x.yaml"))
        said.append(str(fault.value))
    assert "the weights below 'index' sum to zero" in said[0]
    assert "there is no method of normalise called 'minmax'" in said[1]
    assert "there is no step called 'aggregat'" in said[2]
