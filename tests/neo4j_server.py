"""A real Neo4j for tests: one that is given, else one in a container, else one from its Maven artefacts on Java."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "5.26.31"
ROOT = Path(__file__).parents[1]
JARS = ROOT / ".cache" / f"neo4j-{VERSION}"
STARTS_WITHIN = 90  # seconds; usually 8
STOPS_WITHIN = 30
OPENED = ("--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
dbms.cypher.min_replan_interval=1h
internal.server.bolt.connection_shutdown_wait_time=0s
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""  # without the last two, every stop waits 5 to 10 seconds for nothing


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens, and how to get in."""

    url: str
    user: str
    password: str = field(repr=False)
    pid: int | None = None


class NoNeo4j(Exception):
    """What was missing, and how to get it."""


@contextmanager
def neo4j_server() -> Generator[Server]:
    """A server to test against. Errors: NoNeo4j."""
    if url := os.environ.get("KITH_TEST_NEO4J_URL"):
        yield Server(url, os.environ.get("KITH_TEST_NEO4J_USER", "neo4j"), os.environ.get("KITH_TEST_NEO4J_PASSWORD", ""))
    elif _engine_answers():
        with _in_container() as server:
            yield server
    else:
        with _on_java(_jars()) as server:
            yield server


def _engine_answers() -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(("docker", "info"), capture_output=True, timeout=30, check=False).returncode == 0


@contextmanager
def _in_container() -> Generator[Server]:
    password, port = secrets.token_hex(12), _free_port()
    name = _said(
        (
            "docker",
            "run",
            "--rm",
            "--detach",
            "--publish",
            f"127.0.0.1:{port}:7687",
            "--env",
            f"NEO4J_AUTH=neo4j/{password}",
            f"neo4j:{VERSION}-community",
        ),
        f"the container engine answers but could not run neo4j:{VERSION}-community",
        within=600,
    ).strip()
    try:
        _wait(lambda: "Started." in subprocess.run(("docker", "logs", name), capture_output=True, text=True, check=False).stdout)
        yield Server(f"bolt://127.0.0.1:{port}", "neo4j", password)
    finally:
        subprocess.run(("docker", "stop", name), capture_output=True, timeout=60, check=False)


def _said(command: tuple[str, ...], trouble: str, within: float, world: dict[str, str] | None = None) -> str:
    """What a command printed. Errors: NoNeo4j, with the trouble and the command's last words."""
    try:
        done = subprocess.run(command, env=world, capture_output=True, text=True, timeout=within, check=False)
    except subprocess.TimeoutExpired:
        raise NoNeo4j(f"{trouble} within {within} seconds") from None
    if done.returncode:
        raise NoNeo4j(f"{trouble}: {(done.stdout + done.stderr)[-600:]}")
    return done.stdout


def _java() -> str:
    java = shutil.which("java")
    said = subprocess.run((java, "-version"), capture_output=True, text=True, check=False).stderr if java else ""
    version = re.search(r'version "(\d+)', said)
    if not java or not version or int(version[1]) not in (17, 21):
        raise NoNeo4j(
            "no container engine answers and Java 17 or 21 was not found: apt-get install openjdk-17-jre-headless maven, "
            "or set KITH_TEST_NEO4J_URL, KITH_TEST_NEO4J_USER and KITH_TEST_NEO4J_PASSWORD"
        )
    return java


def _jars() -> Path:
    """The server's jars, fetched once; a fetch that broke off leaves nothing that could be taken for whole."""
    _java()
    if JARS.is_dir():
        return JARS
    if not shutil.which("mvn"):
        raise NoNeo4j("Maven was not found, which fetches the server once: apt-get install maven")
    JARS.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=JARS.parent) as folder:
        _fetch(Path(folder, "lib"))
        if not JARS.is_dir():  # another run may have been quicker
            Path(folder, "lib").rename(JARS)
    return JARS


def _fetch(into: Path) -> None:
    pom = str(ROOT / ".ci" / "neo4j" / "pom.xml")
    wanted = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={into}")
    _said(("mvn", "-q", "-B", "-f", pom, *wanted), f"Maven could not fetch Neo4j {VERSION}", within=900)


@contextmanager
def _on_java(jars: Path) -> Generator[Server]:
    with tempfile.TemporaryDirectory(prefix="kith-neo4j-", ignore_cleanup_errors=True) as folder:
        home, password = Path(folder), secrets.token_hex(12)
        for _ in range(3):
            port = _free_port()
            process = _start(home, jars, port, password)
            try:
                if _started(process, home):
                    yield Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process.pid)
                    return
            finally:
                _stop(process)
        raise NoNeo4j(f"Neo4j did not start: {_log(home)[-600:]}")


def _start(home: Path, jars: Path, port: int, password: str) -> "subprocess.Popen[bytes]":
    (home / "conf").mkdir(exist_ok=True)
    (home / "logs").mkdir(exist_ok=True)
    (home / "logs" / "neo4j.log").write_text("")
    (home / "conf" / "neo4j.conf").write_text(CONF.format(port=port))
    java, path = _java(), f"{jars}/*"
    world = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    if not (home / "data").exists():
        _said(
            (java, "-XX:TieredStopAtLevel=1", "-cp", path, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password),
            "Neo4j's first password could not be set",
            within=120,
            world=world,
        )
    with (home / "logs" / "neo4j.log").open("ab") as log:
        return subprocess.Popen(
            (
                java,
                "-Xms512m",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                *OPENED,
                "-cp",
                path,
                "org.neo4j.server.CommunityEntryPoint",
                f"--home-dir={home}",
                f"--config-dir={home / 'conf'}",
            ),
            env=world,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _started(process: "subprocess.Popen[bytes]", home: Path) -> bool:
    """Whether it came up: its log says so; False where it went away, which a port taken meanwhile makes it do."""
    _wait(lambda: process.poll() is not None or "Started." in _log(home))
    return process.poll() is None


def _log(home: Path) -> str:
    return (home / "logs" / "neo4j.log").read_text(errors="replace")


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not until():
        if time.monotonic() > deadline:
            raise NoNeo4j(f"Neo4j did not start within {STARTS_WITHIN} seconds")
        time.sleep(0.1)  # between two looks at what we wait for


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
