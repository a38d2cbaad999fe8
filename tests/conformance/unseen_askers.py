"""Who may ask: of the roles and purposes that open a question, one by chance; now and then someone whom it is not open to."""

from random import Random

from api.guarding.access import ROLES, Role, Viewer
from api.guarding.own_tokens import Issuer
from api.guarding.policy import policy
from api.guarding.purpose import PURPOSES, Known, purposes_in
from tests.conformance.unseen_sides import Asker

GUARDING = ("shielding", "copies")
CODES = purposes_in(PURPOSES, development=True)
Who = tuple[Role, Known]
WHO: list[Who] = [(role, one) for role in ROLES for one in CODES.of_role(role)]
COORDINATORS = [who for who in WHO if who[0] == "coordinator"]


def askers(action: str, chance: Random, organisations: frozenset[str] | None, issuer: Issuer, *, officer: bool) -> Asker:
    """Someone with a purpose. Only an officer sees who is guarded."""
    able = [who for who in WHO if action in _allowed(who)]
    everyone = able if able and chance.random() < 0.9 else WHO
    role, purpose = chance.choice([who for who in everyone if officer or not _allowed(who) & set(GUARDING)] or COORDINATORS)
    return Asker(Viewer("ada", role, organisations, chance.choice((None, "a")), "a"), purpose.code, issuer)


def _allowed(who: Who) -> frozenset[str]:
    role, purpose = who
    return policy().allowed(role, purpose.kind)
