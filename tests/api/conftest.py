import asyncio
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from api.app import create_app
from api.guarding.own_tokens import development_issuer
from graph.settings import Settings
from graph.store import GraphStore, open_store
from tests.api.house import NOW, Counting, House, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "kith.db"
    make_world(path)
    return path


@pytest.fixture
def house(world: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copy(world, tmp_path / "kith.db")
    settings = Settings(
        store=f"sqlite:///{tmp_path}/kith.db", state=str(tmp_path / "state"), rate_per_person="999999", rate_per_address="999999"
    )
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        opened: GraphStore = runner.run(stack.enter_async_context(open_store(settings.store)))
        try:
            now = [NOW]
            reader = Counting(opened)
            app = create_app(settings, reader, writer=opened, clock=lambda: now[0], demo_key="demo-key")  # type: ignore[arg-type]
            yield House(runner, app, reader, settings, development_issuer(settings), now)
        finally:
            runner.run(stack.aclose())
