"""`python -m benchmarks [NAME…] [--size small|authority]`: run the named benchmarks, or all of them."""

import argparse
import resource
from tempfile import TemporaryDirectory

from benchmarks import (
    access,
    addresses,
    at_risk,
    bridges,
    continuity,
    graphql,
    handover,
    home_school,
    leaving,
    links,
    loading,
    neo4j_peer,
    projection,
    succession,
    who,
)
from benchmarks.world import World
from ingest.demo import SIZES

BENCHMARKS = {
    "loading": loading.run,
    "who": who.run,
    "continuity": continuity.run,
    "leaving": leaving.run,
    "handover": handover.run,
    "succession": succession.run,
    "at-risk": at_risk.run,
    "projection": projection.run,
    "links": links.run,
    "home-school": home_school.run,
    "bridges": bridges.run,
    "addresses": addresses.run,
    "graphql": graphql.run,
    "access": access.run,
    "neo4j": neo4j_peer.run,
}


def main() -> None:
    """Make one world and run what was asked for on it."""
    asked = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    asked.add_argument("--size", choices=sorted(SIZES), default="small")
    given = asked.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        asked.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    with TemporaryDirectory(prefix="kith-bench-") as folder:
        world = World.made(folder, given.size)
        for name in given.names or BENCHMARKS:
            print(f"\n== {name}, {given.size} demo authority")
            BENCHMARKS[name](world)
        print(f"\npeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
