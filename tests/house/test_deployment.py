"""The compose file and the image, as far as they can be tested without an engine."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from graph.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SETTINGS = {f"KITH_{f.name.upper()}" for f in fields(Settings)}


def test_images_are_pinned_to_a_full_version() -> None:
    images = [s["image"] for s in COMPOSE["services"].values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(re.search(r":\d+\.\d+\.\d+", image) for image in images), images


def test_neo4j_is_the_release_that_the_tests_run() -> None:
    from tests.neo4j_server import VERSION

    pom = (ROOT / ".ci" / "neo4j" / "pom.xml").read_text(encoding="utf-8")
    assert f":{VERSION}-" in COMPOSE["services"]["neo4j"]["image"]
    assert f"<version>{VERSION}</version>" in pom


def test_every_variable_it_sets_is_a_setting_of_kith() -> None:
    told = set(COMPOSE["services"]["kith"]["environment"]) | set(re.findall(r"\b(KITH_\w+)=", DOCKERFILE))
    assert told <= SETTINGS
    assert {"KITH_STORE", "KITH_NEO4J_USER", "KITH_NEO4J_PASSWORD"} <= told


def test_no_password_is_written_down() -> None:
    assert ":?" in COMPOSE["services"]["neo4j"]["environment"]["NEO4J_AUTH"]
    assert ":?" in COMPOSE["services"]["kith"]["environment"]["KITH_NEO4J_PASSWORD"]


def test_the_image_runs_as_a_user_of_its_own_and_looks_after_its_health() -> None:
    assert DOCKERFILE.index("USER kith") < DOCKERFILE.index('CMD ["kith"')
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_image_holds_every_room() -> None:
    for room in ("graph", "ingest", "queries", "api"):
        assert f"COPY {room} {room}" in DOCKERFILE
