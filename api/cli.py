"""The command `kith`. Exit codes: 0 done, 1 it could not be done, 2 the command was typed wrong, 3 some rows were refused."""

import os
import sys

from api.typed_commands import bridging, continuity, feeding, guarding, keeping, knowing, leaving, linking, living, risk, serving, weights
from api.typed_commands.base import app
from graph.errors import KithError

SUBJECTS = (feeding, knowing, living, continuity, leaving, risk, linking, bridging, weights, guarding, keeping, serving)
"""Where the commands are declared."""


def main() -> None:
    """Run the command; an expected failure prints its code and text to standard error and exits with 1."""
    try:
        app()
    except KithError as error:
        sys.stderr.write(f"kith: {error.code}: {error}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
