"""A command opens the store in one way, which leaves an entry in the audit; what opens it otherwise is named here, with why it may."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

API = Path(__file__).parents[2] / "api"
WAYS = {"open_store", "open_sqlite", "open_neo4j"}
MAY = {
    "commands/opening.py reading": "the one way to read",
    "commands/opening.py writing": "the one way to change",
    "commands/everyone.py _Worker": "another process of a command whose entry is written",
    "commands/serve.py _opens": "looks whether it can be opened; what is asked then is recorded by whoever answers",
    "commands/demo.py _measured": "made-up people alone, just loaded",
    "commands/demo.py _first_family": "the one id that the demo tells",
    "typed_commands/serving.py _check": "counts loads and faults",
}


def opened_in(source: str) -> Iterator[str]:
    """The functions and classes of a module that name a way of opening the store, and the module where it takes one in otherwise."""
    for part in ast.parse(source).body:
        if any(map(_opens, ast.walk(part))):
            yield part.name if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else "the module"


def _opens(node: ast.AST) -> bool:
    """Whether a way is named, or imported as a whole module, under another name, or from where the stores are made."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in WAYS
        case ast.Import(names=names):
            return any(one.name.startswith("graph.") for one in names)
        case ast.ImportFrom(module=module, names=names):
            return any(one.name in WAYS and (one.asname or module != "graph.store") for one in names)
        case _:
            return False


def test_no_command_opens_the_store_past_the_audit() -> None:
    files = [*(API / "commands").rglob("*.py"), *(API / "typed_commands").rglob("*.py")]
    found = {f"{f.relative_to(API)} {name}" for f in files for name in opened_in(f.read_text(encoding="utf-8"))}
    assert found == MAY.keys()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from graph.store import open_store\nasync def f():\n  async with open_store(u) as s: pass", ["f"]),
        ("from graph.store import open_store as o\n", ["the module"]),
        ("import graph.store\n", ["the module"]),
        ("from graph import store\ndef f():\n  return store.open_store", ["f"]),
        ("def f():\n  from graph.sqlite_store import open_sqlite\n", ["f"]),
        ("from graph.store import GraphReader\nimport os\nclass C:\n  reader: GraphReader", []),
    ],
)
def test_the_look_finds_each_way(source: str, found: list[str]) -> None:
    assert list(opened_in(source)) == found
