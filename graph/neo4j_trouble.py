"""What can go wrong on the way to Neo4j: the URLs it takes, and Kith's own error for each of the driver's."""

from urllib.parse import urlsplit

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConnectionPoolError,
    DatabaseUnavailable,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from graph.errors import BadStoreUrl, ReadOnlyStore, ServerTooOld, StoreError, StoreUnreachable, WrongPassword

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_FORM = "a Neo4j store is written neo4j://HOST:PORT or bolt://HOST:PORT, with +s for an encrypted line"
_ONLY_READS = ("NotALeader", "ForbiddenOnReadOnlyDatabase", "WriteOnReadOnlyAccessDatabase", "AccessMode", "ReadOnly")
_PASSWORD = ("Security.AuthenticationRateLimit", "Security.CredentialsExpired", "Security.TokenExpired")


def address_of(url: str) -> str:
    """Where a URL leads, as error texts name it. Errors: BadStoreUrl, whose text repeats nothing of the URL.

    >>> address_of("neo4j://graph.example")
    'neo4j://graph.example:7687'
    """
    if "@" in url:
        raise BadStoreUrl("the store's URL holds a user or password: give them by KITH_NEO4J_USER and KITH_NEO4J_PASSWORD instead")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 7687
    except ValueError:
        raise BadStoreUrl(_FORM) from None
    if parts.scheme not in SCHEMES or not host:
        raise BadStoreUrl(_FORM)
    if parts.path.strip("/") or parts.fragment:
        raise BadStoreUrl(f"{_FORM}, and no more: name the database by KITH_NEO4J_DATABASE")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def trouble(error: Neo4jError | DriverError, where: str) -> StoreError:
    """Kith's own error for one of the driver's; its text never repeats a parameter or a password."""
    code = str(getattr(error, "code", None) or type(error).__name__)
    if isinstance(error, AuthError) or code.endswith(_PASSWORD):
        return WrongPassword(f"{where} refused the user or password ({code}): check KITH_NEO4J_USER and KITH_NEO4J_PASSWORD")
    if code.endswith(_ONLY_READS) or isinstance(error, Forbidden):
        return ReadOnlyStore(f"{where} may only be read ({code}): name the cluster by neo4j://, or a member and user that may write")
    if isinstance(error, UnsupportedServerProduct):
        return ServerTooOld(f"{where} speaks no Bolt that Kith knows: it needs Neo4j 5.26 or newer")
    if isinstance(error, ClientError) and code.endswith("DatabaseNotFound"):
        return StoreUnreachable(f"{where} has no database of that name: check KITH_NEO4J_DATABASE")
    if isinstance(error, TransientError | DatabaseUnavailable):
        return StoreUnreachable(f"Neo4j at {where} can't do this now ({code}): try again, or give the server more memory")
    if isinstance(error, ServiceUnavailable | SessionExpired | ConnectionPoolError):
        return StoreUnreachable(f"no Neo4j answers at {where}: check that it runs and that the address is right")
    return StoreError(f"Neo4j at {where} could not do this ({code})")
