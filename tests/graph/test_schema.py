"""The one table of kinds, the dataclasses, and what both stores make of them hold together."""

import sqlite3
from collections.abc import Generator
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import neo4j
import pytest

from graph import model
from graph.neo4j_schema import NAME_INDEX
from graph.rows import ENTITY_LABELS
from graph.schema import BY_LABEL, KINDS, NAMED, SCHEMA_VERSION, TIES, Kind, Property, TieKind, kind_of, tie_of
from graph.sqlite_schema import APPLICATION_ID, MIGRATIONS, connect, ddl, table
from tests.conftest import Place

HINTS = {"text": "str", "date": "date", "instant": "str", "integer": "int", "number": "float", "yes_no": "bool"}
COLUMNS = {"text": "TEXT", "date": "TEXT", "instant": "TEXT", "integer": "INTEGER", "number": "REAL", "yes_no": "INTEGER"}
DATACLASSES = [k for k in KINDS if is_dataclass(getattr(model, k.label, None))]
SHAPES: dict[str, type[Any]] = {
    "KNOWS": model.Tie,
    "MET": model.Contact,
    "WORKS_IN": model.Post,
    "MEMBER_OF": model.Membership,
    "ATTENDS": model.Attendance,
}
ENDS = {
    "KNOWS": ["professional_id", "subject"],
    "MET": ["professional_id", "subject"],
    "WORKS_IN": ["professional_id", "service_id"],
    "MEMBER_OF": ["family_id", "member_kind", "member_id"],
    "ATTENDS": ["child_id", "service_id"],
}
MADE_OR_DERIVED = {"row", "organisation_id"}


@pytest.fixture
def db(tmp_path: Path) -> Generator[sqlite3.Connection]:
    """A new, empty file."""
    with closing(connect(tmp_path / "kith.db")) as connection:
        yield connection


@pytest.mark.parametrize("kind", DATACLASSES, ids=lambda k: k.label)
def test_a_thing_has_the_fields_of_its_kind_in_the_same_order(kind: Kind) -> None:
    assert [f.name for f in fields(getattr(model, kind.label))] == list(kind.columns)


@pytest.mark.parametrize("kind", DATACLASSES, ids=lambda k: k.label)
def test_a_things_fields_have_the_types_of_its_kind(kind: Kind) -> None:
    hints = get_type_hints(getattr(model, kind.label))
    for p in kind.properties:
        assert HINTS[p.type] in str(hints[p.name]), p.name


@pytest.mark.parametrize("label", SHAPES)
def test_a_tie_has_the_fields_of_its_kind(label: str) -> None:
    told = {f.name for f in fields(SHAPES[label])} - set(ENDS[label])
    assert told - MADE_OR_DERIVED == {p.name for p in BY_LABEL[label].properties} - MADE_OR_DERIVED


def test_every_kind_can_be_read_by_id() -> None:
    assert {k.label for k in KINDS} == set(ENTITY_LABELS.values())


@pytest.mark.parametrize("kind", [*KINDS, *TIES], ids=lambda k: k.label)
def test_a_kind_is_identified_and_named_by_what_it_has(kind: Kind | TieKind) -> None:
    assert set(kind.identity) <= set(kind.columns)
    assert len(set(kind.columns)) == len(kind.columns)
    if isinstance(kind, Kind):
        assert set(kind.named_by) <= {p.name for p in kind.properties}
    else:
        assert {*kind.starts, *kind.ends} <= {k.label for k in KINDS}


def test_every_label_is_looked_up_as_what_it_is() -> None:
    assert [kind_of(k.label) for k in KINDS] == list(KINDS)
    assert [tie_of(t.label) for t in TIES] == list(TIES)
    for lookup, label in ((kind_of, "KNOWS"), (tie_of, "Child"), (kind_of, "Nothing")):
        with pytest.raises(KeyError):
            lookup(label)


def test_every_property_says_what_it_means() -> None:
    for kind in (*KINDS, *TIES):
        assert kind.meaning
        for p in kind.properties:
            assert p.meaning, f"{kind.label}.{p.name}"


@pytest.mark.parametrize("kind", [*KINDS, *TIES], ids=lambda k: k.label)
def test_the_embedded_store_has_a_table_with_the_columns_of_each_kind(db: sqlite3.Connection, kind: Kind | TieKind) -> None:
    found = {name: declared for _, name, declared, *_ in db.execute(f"PRAGMA table_info({table(kind)})")}
    ends = {"node": "INTEGER"} if isinstance(kind, Kind) else {"from_node": "INTEGER", "to_node": "INTEGER"}
    provenance = {"source": "INTEGER", "load": "INTEGER", "seen": "INTEGER", "recorded": "TEXT", "retired": "TEXT"}
    assert found == {"fact": "INTEGER", **ends, **{p.name: COLUMNS[p.type] for p in kind.properties}, **provenance}


def test_the_embedded_store_has_no_other_tables(db: sqlite3.Connection) -> None:
    found = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    words = {f"{table(k)}_words{part}" for k in NAMED for part in ("", "_config", "_content", "_data", "_docsize", "_idx")}
    assert found == {"node", "source", "load", *words, *(table(k) for k in (*KINDS, *TIES))}


@pytest.mark.parametrize("kind", [*KINDS, *TIES], ids=lambda k: k.label)
def test_the_embedded_store_indexes_what_is_looked_up(db: sqlite3.Connection, kind: Kind | TieKind) -> None:
    indexes = [name for _, name, *_ in db.execute(f"PRAGMA index_list({table(kind)})")]
    indexed = {column for index in indexes for _, _, column in db.execute(f"PRAGMA index_info({index})")}
    assert {p.name for p in _looked_up(kind)} <= indexed
    assert indexed >= ({"node"} if isinstance(kind, Kind) else {"from_node", "to_node"})


def _looked_up(kind: Kind | TieKind) -> list[Property]:
    return [p for p in kind.properties if p.index]


def test_one_source_cannot_hold_two_standing_versions_of_a_fact(db: sqlite3.Connection) -> None:
    for kind in (*KINDS, *TIES):
        unique = [name for _, name, is_unique, *_ in db.execute(f"PRAGMA index_list({table(kind)})") if is_unique]
        columns = [c for index in unique for _, _, c in db.execute(f"PRAGMA index_info({index})")]
        named = {"id": "node", "start": "from_node", "end": "to_node"}
        assert columns == [*(named.get(n, n) for n in kind.identity), "source", "retired"], kind.label


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("cell_size_check", 1),
        ("application_id", APPLICATION_ID),
        ("user_version", len(MIGRATIONS)),
    ],
)
def test_a_file_is_opened_so_that_it_survives_a_power_cut(db: sqlite3.Connection, pragma: str, value: object) -> None:
    assert db.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_file_opened_again_is_as_it_was(tmp_path: Path) -> None:
    made: list[list[tuple[str]]] = []
    for _ in range(2):
        with closing(connect(tmp_path / "kith.db")) as db:
            made.append(db.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall())
    assert made[0] == made[1]
    assert sum(map(len, MIGRATIONS)) > len(KINDS) + len(TIES)


def test_a_file_of_an_older_version_is_brought_up_and_keeps_what_it_held(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "kith.db", isolation_level=None)) as old:
        for statement in ddl(1):
            old.execute(statement)
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.execute("PRAGMA user_version=1")
        old.execute("INSERT INTO node (label, id) VALUES ('Family', 'hartley')")
    with closing(connect(tmp_path / "kith.db")) as brought, closing(connect(tmp_path / "new.db")) as new:
        assert brought.execute("SELECT id FROM node").fetchall() == [("hartley",)]
        for kind in (*KINDS, *TIES):
            columns = [{r[1] for r in db.execute(f"PRAGMA table_info({table(kind)})")} for db in (brought, new)]
            assert columns[0] == columns[1], kind.label
        assert brought.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),) == (SCHEMA_VERSION,)


def test_a_database_of_an_older_version_is_brought_up(neo: Place) -> None:
    async def nothing(store: object) -> None:
        assert store

    neo.run(nothing)
    user = (neo.settings.neo4j_user, neo.settings.neo4j_password)
    with neo4j.GraphDatabase.driver(neo.url, auth=user) as driver:  # pyright: ignore[reportUnknownMemberType]
        driver.execute_query("MATCH (k:Kith) SET k.schema = 1")
        driver.execute_query("DROP CONSTRAINT kith_weightsversion")
        neo.run(nothing)
        assert [r["k.schema"] for r in driver.execute_query("MATCH (k:Kith) RETURN k.schema").records] == [SCHEMA_VERSION]
        names = driver.execute_query("SHOW CONSTRAINTS YIELD name").records
    assert "kith_weightsversion" in {r["name"] for r in names}


def test_neo4j_holds_every_id_once_and_indexes_what_is_looked_up(neo: Place) -> None:
    async def nothing(store: object) -> None:
        assert store

    neo.run(nothing)
    user = (neo.settings.neo4j_user, neo.settings.neo4j_password)
    with neo4j.GraphDatabase.driver(neo.url, auth=user) as driver:  # pyright: ignore[reportUnknownMemberType]
        constraints = driver.execute_query("SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties").records
        indexes = driver.execute_query("SHOW INDEXES YIELD name, state, type, labelsOrTypes, properties").records
    unique = {(r["labelsOrTypes"][0], *r["properties"]) for r in constraints if "UNIQUENESS" in r["type"]}
    assert unique == {*((k.label, "id") for k in KINDS), ("Kith", "id"), ("Source", "name"), ("Load", "number")}
    plain = {(r["labelsOrTypes"][0], *r["properties"]) for r in indexes if r["type"] == "RANGE" and r["properties"]} - unique
    rows = {(t.label, "row") for t in TIES if t.identity == ("row",)}
    assert plain == {("DESCRIBES", p.name) for k in KINDS for p in _looked_up(k)} | rows
    assert {r["state"] for r in indexes} == {"ONLINE"}
    assert [r["properties"] for r in indexes if r["name"] == NAME_INDEX] == [["words"]]
