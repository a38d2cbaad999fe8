"""`kith may`: what someone would be shown of a child or family, and which rule, shield or sensitive service says so."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import typer

from api.commands.may import Asked, print_may, role_typed
from api.commands.shell import Shell
from api.guarding.subject_seen import GROUPS
from graph.errors import UnknownId
from tests.conformance.drawing import draw
from tests.conformance.test_guarded import WORLD, shield
from tests.conftest import Place

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OF_COUNCIL = Asked("ada", "practitioner", ["council"], "early_help", NOON)
Print = Callable[..., str]


@pytest.fixture
def printed(sqlite: Place, capsysbinary: pytest.CaptureFixture[bytes]) -> Print:
    """What is printed about Leo, in a world with what is added to it."""

    def answer(asked: Asked, more: str = "", *, as_json: bool = False, subject: str = "leo") -> str:
        sqlite.run(lambda store: draw(store, WORLD + more))
        shell = Shell(replace(sqlite.settings, store=sqlite.url), lambda: NOON, "os:tester")
        asyncio.run(print_may(shell, asked, subject, None, as_json=as_json))
        return capsysbinary.readouterr().out.decode()

    return answer


def told(text: str) -> dict[str, Any]:
    return orjson.loads(text)


def test_each_group_of_fields_and_each_professional_is_told_with_the_rule(printed: Print) -> None:
    lines = printed(OF_COUNCIL).splitlines()
    assert lines[0] == "May ada (practitioner of council), for early_help, see child leo on 1 June 2026?"
    assert lines[1] == "summary: yes, by the rule practitioner"
    assert "ties and contacts: of 2 of 4 professionals" in lines
    assert "  dan: yes, by the rule practitioner" in lines
    assert any(line.startswith("  rae: no: ") and line.endswith("(refuge)") for line in lines)
    assert any(line.startswith("  tess: no: only what people of their own organisations") for line in lines)


def test_in_json_the_same_by_keys(printed: Print) -> None:
    answer = told(printed(OF_COUNCIL, as_json=True))
    assert [group["group"] for group in answer["groups"]] == list(GROUPS)
    assert {tie["professional_id"]: tie["may"] for tie in answer["ties"]} == {"dan": True, "pat": True, "rae": False, "tess": False}


def test_a_shield_is_named_that_says_no(printed: Print) -> None:
    answer = told(printed(OF_COUNCIL, shield("level=full"), as_json=True))
    assert not any(group["may"] for group in answer["groups"])
    assert ("full_shield" in answer["groups"][0]["rules"], answer["groups"][0]["by"]) == (True, ["s"])


def test_consent_is_named_that_opens_a_sensitive_service(printed: Print) -> None:
    consent = "(c:Opening subject_kind=child subject_id=leo kind=consent decision=yes)"
    everyone = replace(OF_COUNCIL, organisations=["*"])
    shut, opened = (told(printed(everyone, more, as_json=True))["ties"] for more in ("", consent))
    assert [(t["may"], t["by"]) for t in shut if t["professional_id"] == "rae"] == [(False, ["refuge"])]
    assert [(t["may"], t["by"]) for t in opened if t["professional_id"] == "rae"] == [(True, ["c"])]


def test_without_a_purpose_nobody_is_shown(printed: Print) -> None:
    text = printed(replace(OF_COUNCIL, purpose=""))
    assert "Nothing about people: no purpose is given" in text
    assert ": yes" not in text


def test_without_organisations_those_of_their_posts_count(printed: Print) -> None:
    assert "May tess (practitioner of school)" in printed(replace(OF_COUNCIL, who="tess", organisations=[]))


@pytest.mark.parametrize(("asked", "subject"), [(replace(OF_COUNCIL, organisations=["nobody"]), "leo"), (OF_COUNCIL, "nobody")])
def test_an_unknown_id_is_refused(printed: Print, asked: Asked, subject: str) -> None:
    with pytest.raises(UnknownId, match="nobody"):
        printed(asked, subject=subject)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="coordinator"):
        role_typed("boss")
