"""The README says what is so."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer.main

from api.cli import app
from graph.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    group: Any = typer.main.get_command(app)
    return set(group.commands)


def test_the_first_screen_has_the_question_the_two_commands_and_what_you_then_see() -> None:
    screen = README[:1800]
    for needed in (
        "who really knows this family?",
        "coordinator",
        "manager",
        "board",
        "make demo\nmake test",
        "prints four things to try",
    ):
        assert needed in screen


def test_every_command_is_told_and_no_other() -> None:
    assert set(re.findall(r"^\| `kith ([\w-]+)` \|", README, re.MULTILINE)) == commands()


def test_every_setting_is_told_with_its_default_and_meaning() -> None:
    told = dict(re.findall(r"^\| `KITH_(\w+)` \| (.*) \|$", README, re.MULTILINE))
    meant = {f.name.upper(): f"{f'`{f.default}`' if f.default else ''} | {f.metadata['meaning']}".strip() for f in fields(Settings)}
    assert {k: v.strip() for k, v in told.items()} == meant


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=;\[ ]", d)[0] for d in project["dependencies"]}
    why = README.split("What we depend on, and why:")[1]
    assert {n for n in names if f"`{n}`" not in why} == set()


@pytest.mark.parametrize("room", ["graph", "ingest", "queries", "api", "tests"])
def test_every_room_is_on_the_map(room: str) -> None:
    assert f"- `{room}/`" in README
    assert (ROOT / room).is_dir()
