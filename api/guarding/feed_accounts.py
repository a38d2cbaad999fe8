"""Which service account may load which source, as the file of KITH_ISSUERS has it: each source has one account."""

from collections.abc import Iterable
from pathlib import Path

from api.guarding.toml_table import Table
from api.guarding.trusted import Feed, Trusted
from graph.errors import BadInput
from graph.model import Source
from ingest.withdrawing import OWN


def feeds_in(told: Table) -> tuple[Feed, ...]:
    """Every feed of one issuer. Errors: BadInput."""
    return tuple(_feed(one) for one in told.tables("feed"))


def _feed(told: Table) -> Feed:
    account, name = told.text("account", "the subject of the account's tokens"), told.text("source", "the source that it loads")
    if name in OWN or "/" in name:
        raise told.fault("source", f"may not be {name}: Kith's own sources are loaded by nobody, and no name holds a slash")
    rights = [told.text_or_none(key, what) for key, what in _RIGHTS]
    told.done()
    return Feed(account, Source(name, *rights))


_RIGHTS = (
    ("controller", "the data controller of the source"),
    ("lawful_basis", "the lawful basis on which it is shared"),
    ("agreement", "the id of the sharing agreement"),
)


def loaded_by_one(path: Path, trusted: Iterable[Trusted]) -> None:
    """Refuse a source that is given twice. Errors: BadInput."""
    names = [feed.source.name for one in trusted for feed in one.feeds]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput(f"{path}: the source {', '.join(twice)} is given to a feed twice: let one account load it")
