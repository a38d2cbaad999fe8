# pyright: basic, reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false
"""An OpenID provider that runs here: authlib's server, which checks clients, codes, PKCE and nonces itself, over Flask on loopback."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, ClientCredentialsGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from authlib.oidc.core import OpenIDCode
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from tests.api.house import NOW

AUDIENCE, PAGES, FEED = "kith", "kith-pages", "feed-7"
SECRET = "not-for-anyone: 100%"


@dataclass
class Client(ClientMixin):
    """One that may ask; with a secret, or public."""

    id: str
    secret: str | None = None
    redirects: tuple[str, ...] = ()
    grants: tuple[str, ...] = ("authorization_code",)

    def get_client_id(self) -> str:
        return self.id

    def get_default_redirect_uri(self) -> str | None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirects

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == ("client_secret_basic" if self.secret else "none")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.grants


@dataclass
class Person:
    """Someone who can sign in; what their tokens say of them."""

    id: str
    claims: dict[str, Any]

    def get_user_id(self) -> str:
        return self.id


@dataclass
class Code(AuthorizationCodeMixin):
    """A code that was given once."""

    code: str
    client: str
    redirect: str
    person: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass
class Running:
    """The provider: its people, its clients, and what a test has it lie about in ID tokens."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True))
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    clients: dict[str, Client] = field(default_factory=dict[str, Client])
    codes: dict[str, Code] = field(default_factory=dict[str, Code])
    lie: dict[str, Any] = field(default_factory=dict[str, Any])
    asked: list[str] = field(default_factory=list[str])
    extra: dict[str, str] = field(default_factory=dict[str, str])
    """What it adds to the address that it sends people back to."""

    def times(self) -> dict[str, int]:
        """On the day of the tests, not today."""
        return {"iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 300, "auth_time": int(NOW.timestamp())}


def _grants(held: Running) -> tuple[type[AuthorizationCodeGrant], OpenIDCode, type[JWTBearerTokenGenerator]]:
    class Granting(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "none"]  # noqa: RUF012

        def save_authorization_code(self, code: str, request: Any) -> None:
            told, client = request.payload.data, request.client.id
            held.codes[code] = Code(
                code,
                client,
                request.payload.redirect_uri,
                request.user.id,
                request.scope,
                told.get("nonce"),
                told.get("code_challenge"),
                told.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            found = held.codes.get(code)
            return found if found and found.client == client.id else None

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del held.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> Person | None:
            return held.people.get(authorization_code.person)

    class Telling(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in held.codes.values())

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return held.key

        def get_encode_header(self, client: Client) -> dict[str, str]:
            return {"alg": "RS256", "kid": held.key.kid or ""}

        def get_client_algorithm(self, client: Client) -> str:
            return "RS256"

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": held.address}

        def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
            return {"sub": user.id, **user.claims, **held.times()}

        def encode_id_token(self, token: Any, request: Any) -> str:
            base: Any = super()
            told = jwt.decode(base.encode_id_token(token, request), held.key).claims | held.lie
            return jwt.encode(self.get_encode_header(request.client), {k: v for k, v in told.items() if v is not None}, held.key)

    class Bearing(JWTBearerTokenGenerator):
        def get_jwks(self) -> RSAKey:
            return held.key

        def get_audiences(self, client: Client, user: Person | None, scope: str) -> str:
            return AUDIENCE

        def get_extra_claims(self, client: Client, grant_type: str, user: Person | None, scope: str) -> dict[str, Any]:
            return {**held.times(), **(user.claims if user else {"roles": ["feed"], "org": ["council"]})}

    return Granting, Telling(require_nonce=True), Bearing


def _application(held: Running) -> Flask:
    app, server = Flask(__name__), AuthorizationServer()
    server.init_app(app, query_client=held.clients.get, save_token=lambda token, request: None)
    granting, telling, bearing = _grants(held)
    server.register_grant(granting, [telling, CodeChallenge(required=True)])
    server.register_grant(ClientCredentialsGrant)
    server.register_token_generator("default", bearing(held.address))

    @app.before_request
    def noted() -> None:
        held.asked.append(request.path)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Any:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return jsonify({"issuer": held.address} | {name: f"{held.address}/{path}" for name, path in ends.items()})

    @app.get("/keys")
    def keys() -> Any:
        return jsonify({"keys": [held.key.as_dict(private=False)]})

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        try:
            grant = server.get_consent_grant(end_user=None)
        except OAuth2Error as error:
            return f"refused: {error.error}", 400
        if request.method == "GET":
            choices = "".join(f'<button name="person" value="{one}">{one}</button>' for one in [*held.people, "nobody"])
            return f'<title>Provider</title><form method="post">{choices}</form>'
        answer: Any = server.create_authorization_response(grant=grant, grant_user=held.people.get(request.form["person"]))
        if held.extra:
            answer.headers["location"] += "".join(f"&{name}={value}" for name, value in held.extra.items())
        return answer

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


@contextmanager
def provider() -> Generator[Running]:
    """A provider on a free port of loopback, under the name `localhost`: to a browser another site than 127.0.0.1."""
    held = Running()
    server = make_server("127.0.0.1", 0, lambda environ, start: app(environ, start), threaded=True)
    held.address = f"http://localhost:{server.server_port}"
    app = _application(held)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
