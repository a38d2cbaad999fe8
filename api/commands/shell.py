"""What a command runs in: its settings, the clock, and who typed it."""

import os
import pwd
from dataclasses import dataclass

from api.guarding.access import Clock
from graph.settings import Settings


@dataclass(frozen=True, slots=True)
class Shell:
    """Made once, where a command is typed; `who` is how the audit names whoever did."""

    settings: Settings
    clock: Clock
    who: str


def login() -> str:
    """Under whose name the operating system runs this process, their number where they have no name; the environment has no say."""
    number = os.getuid()
    try:
        return f"os:{pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"os:{number}"
