"""Every setting, in one frozen object made once at the entry. Importing this reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from graph.errors import BadInput

_DIGITS = 10


def setting(default: str, meaning: str, *, secret: bool = False) -> str:
    """A setting with its default and what it is for; a secret one hides in repr."""
    return field(default=default, repr=not secret, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment chooses. The environment holds each as KITH_ and its name in capitals."""

    store: str = setting("sqlite:///.kith/demo.db", "the store: sqlite:///FILE, neo4j://HOST or bolt://HOST")
    neo4j_user: str = setting("neo4j", "user of the Neo4j server")
    neo4j_password: str = setting("", "password of the Neo4j server", secret=True)
    neo4j_database: str = setting("", "database on the Neo4j server; empty: its default one")
    environment: str = setting("development", "development or production; the development issuer refuses to start in production")
    state: str = setting(".kith", "folder for Kith's own key and the audit log")
    issuers: str = setting("", "file of the issuers whose tokens are believed (TOML); production needs one")
    purposes: str = setting("", "file of the purposes that people may give, with their roles; empty: those that Kith comes with")
    retention: str = setting("", "file of how long each class of records is kept, and why; empty: the one that Kith comes with")
    alarm_subjects_per_hour: str = setting("120", "people shown to one person within an hour; an alarm is raised beyond")
    alarm_searches_per_hour: str = setting(
        "60", "searches by one person within an hour (each on the pages is two); an alarm is raised beyond"
    )
    alarm_missed_per_hour: str = setting("20", "ids that are not there, asked for by one person within an hour; an alarm is raised beyond")
    rate_per_person: str = setting(
        "300", "requests a minute of each person who is signed in; a GraphQL document counts one more for every 100 objects it may hold"
    )
    rate_per_address: str = setting("600", "requests a minute from each address by those who are not signed in, signing in among them")
    proxies: str = setting(
        "", "addresses or networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas between"
    )
    host: str = setting("127.0.0.1", "address that `kith serve` listens on")
    port: str = setting("8000", "port that `kith serve` listens on")

    @property
    def state_folder(self) -> Path:
        """Where keys and the audit log live."""
        return Path(self.state)

    def number(self, name: str) -> int:
        """A setting that is a number. Errors: BadInput where it is no whole number from 1 on."""
        text = str(getattr(self, name))
        if not (text.isdecimal() and len(text) < _DIGITS and int(text) > 0):
            raise BadInput(f"KITH_{name.upper()} is {text!r}: set it to a whole number from 1 on")
        return int(text)


def from_environment(environment: Mapping[str, str], **given: str | None) -> Settings:
    """Settings from KITH_… variables; what is given (and not None) wins.

    >>> from_environment({"KITH_PORT": "9000"}).port
    '9000'
    """
    names = {f"KITH_{f.name.upper()}": f.name for f in fields(Settings)}
    told = {names[k]: v for k, v in environment.items() if k in names}
    return Settings(**told | {k: v for k, v in given.items() if v is not None})
