"""A process that has read pytest and all that others wrote, but nothing of Kith, and forks for each test it is told to run.

Reading them takes longer than most of the tests do. It is started in the tree it shall test: each line it gets names a test,
and each line it answers is what pytest ended with.
"""

import gc
import os
import sys
from importlib import import_module

import pytest

READ = (
    "anyio",
    "cedarpy",
    "cryptography.hazmat.primitives.asymmetric.padding",
    "fastapi",
    "graphql",
    "httpx",
    "hypothesis.strategies",
    "jinja2",
    "joserfc.errors",
    "joserfc.jwk",
    "joserfc.jwt",
    "neo4j",
    "networkx",
    "numpy",
    "rustworkx",
    "scipy.cluster.hierarchy",
    "scipy.optimize",
    "scipy.sparse.csgraph",
    "scipy.stats",
    "sknetwork.clustering",
    "sqlite3",
    "strawberry.extensions",
    "strawberry.schema.schema",
    "typer",
    "uvicorn",
    "yaml",
)
OPTIONS = ("-q", "-x", "-k", "not neo", "-n", "0", "-p", "no:cacheprovider", "--assert=plain")
"""What is read above can't be rewritten any more so that it tells more where it fails: only whether it does is asked."""


def outcome(test: str) -> int:
    """What pytest ends with, in a process of its own that writes to the file `told`."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = os.open("told", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(told, sys.stdout.fileno())
    os.dup2(told, sys.stderr.fileno())
    sys.exit(pytest.main([*OPTIONS, test]))


if __name__ == "__main__":
    for name in READ:
        import_module(name)
    gc.freeze()  # what was read stays: no collection need look at it again
    for line in sys.stdin:
        print(outcome(line.strip()), flush=True)
