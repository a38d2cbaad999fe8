"""The only place that wires: settings, a reader and a clock in, the web application out."""

import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.failures import code_for, failed
from api.feeding.uploads import Uploads
from api.graphql.documents import Documents
from api.graphql.http import GraphQL
from api.graphql.schema import make_schema
from api.guarding.access import Clock, in_production
from api.guarding.audit import Audit
from api.guarding.audit_file import AUDIT, AuditFile
from api.guarding.buckets import Ticking
from api.guarding.cursors import Cursors
from api.guarding.desk import Desk
from api.guarding.issuers import Issuers, issuers_of
from api.guarding.kept_purpose import KeptPurpose
from api.guarding.pen import Pen
from api.guarding.purpose import PURPOSES, purposes_in
from api.guarding.sealed import Seal
from api.guarding.trawling import limits_of
from api.headers import Guard
from api.health import healthz, readyz
from api.pages.calendar_page import CalendarPage
from api.pages.demo_session import DemoSession
from api.pages.explaining_page import ExplainingPage
from api.pages.leaving_pages import LeavingPages
from api.pages.link_pages import LinkPages
from api.pages.list_pages import ListPages
from api.pages.oidc_ended import Ended
from api.pages.oidc_pages import OidcPages
from api.pages.oidc_sessions import Sessions
from api.pages.own_pages import OwnPages
from api.pages.pages import Pages
from api.pages.purpose_page import PurposePage
from api.pages.rendering import Templates
from api.proxies import proxies_of
from api.rating import Rated, Rates, rates_of
from api.warming import warmed
from graph import settings as kith_settings
from graph.model import View
from graph.settings import Settings
from graph.store import GraphReader, GraphStore, open_store
from ingest.retention_rules import rules


def now() -> datetime:
    """This moment, in the time zone of this machine."""
    return datetime.now(UTC).astimezone()


def create_app(
    settings: Settings,
    reader: GraphReader,
    *,
    writer: GraphStore | None = None,
    clock: Clock = now,
    ticking: Ticking = time.monotonic,
    demo_key: str | None = None,
) -> FastAPI:
    """The application over an open store; whoever opened the store closes it. Without a `writer` nothing can be said.

    `demo_key` is what the demo link carries, in development alone. Errors: NotForProduction, BadInput, KeyUnsafe.
    """
    issuers, templates = issuers_of(settings), Templates()
    rates = rates_of(settings, issuers, _sessions(settings, issuers), clock, ticking)
    app = _bare(templates, rates, settings)
    _wire(app, templates, _desk(settings, issuers, reader, writer, clock), rates.callers.sessions, demo_key, settings)
    return app


def opening_app(settings: Settings, *, clock: Clock = now, ticking: Ticking = time.monotonic, demo_key: str | None = None) -> FastAPI:
    """The application that opens its store when it starts, and closes it when it ends."""
    issuers, templates = issuers_of(settings), Templates()
    rates = rates_of(settings, issuers, _sessions(settings, issuers), clock, ticking)

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncGenerator[None]:
        async with open_store(settings.store, settings, create=False) as store:
            desk = _desk(settings, issuers, store, store, clock)
            _wire(app, templates, desk, rates.callers.sessions, demo_key, settings)
            async with issuers.fresh(clock), warmed(store, View(clock().date())):
                yield
            desk.audit.close()

    app = _bare(templates, rates, settings)
    app.router.lifespan_context = opened
    return app


def from_environment() -> FastAPI:
    """For `uvicorn --factory --no-proxy-headers api.app:from_environment`: the environment is read here, once."""
    return opening_app(kith_settings.from_environment(os.environ))


def _bare(templates: Templates, rates: Rates, settings: Settings) -> FastAPI:
    app = FastAPI(title="Kith", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)

    async def broken(request: Request) -> Response:
        return failed(templates, request, "INTERNAL")

    async def refused(request: Request, error: Exception) -> Response:
        cause = error if isinstance(error, HTTPException) else HTTPException(404)
        return failed(templates, request, code_for(cause), headers=cause.headers)

    app.add_middleware(Rated, rates=rates, templates=templates)
    app.add_middleware(Guard, broken=broken)
    if proxies := proxies_of(settings):
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)
    app.add_exception_handler(HTTPException, refused)
    app.add_route("/healthz", healthz)
    return app


def _desk(settings: Settings, issuers: Issuers, reader: GraphReader, writer: GraphStore | None, clock: Clock) -> Desk:
    own = issuers.own
    audit = Audit(AuditFile(settings.state_folder / AUDIT, own.secret_for("audit")), clock, limits_of(settings))
    pen = Pen(writer, audit.write, clock) if writer else None
    purposes = purposes_in(Path(settings.purposes or PURPOSES), development=not in_production(settings))
    reasons = KeptPurpose(purposes, own.secret_for("purposes"))
    return Desk(reader, issuers, Cursors(own.secret_for("cursors")), audit, clock, reasons, pen=pen, rules=rules(settings.retention))


def _sessions(settings: Settings, issuers: Issuers) -> Sessions:
    return Sessions(issuers.own, Ended(settings.state_folder / "sessions"))


def _wire(app: FastAPI, templates: Templates, desk: Desk, sessions: Sessions, demo_key: str | None, settings: Settings) -> None:
    app.state.production = in_production(settings)
    sessions.ended.tidy(desk.clock())
    oidc = OidcPages(desk, sessions, Seal(desk.issuer.own.secret_for("sign-in")), templates)
    schema, pages = make_schema(), Pages(desk, templates, oidc)
    app.add_route("/readyz", readyz(desk))
    app.add_route("/graphql", GraphQL(desk, schema, Documents(schema.core)).answer, methods=["POST"])
    if desk.pen:
        uploads = Uploads(desk, desk.pen.store, settings.state_folder, in_production(settings))
        app.add_route("/feeds/{source}", uploads.answer, methods=["POST"])
    app.add_route("/", pages.home)
    demo = DemoSession(desk, None if app.state.production else demo_key, templates, oidc.sessions)
    app.add_route("/sign-in", demo.sign_in)
    app.add_route("/sign-in/with/{n:int}", oidc.leave)
    app.add_route("/sign-in/back", oidc.back)
    app.add_route("/purpose", pages.signed_in(PurposePage(desk, templates).page, None), methods=["GET", "POST"])
    app.add_route("/sign-out", pages.sign_out, methods=["POST"])
    app.add_route("/search", pages.signed_in(pages.search, "summary"), methods=["POST"])
    app.add_route("/family/{id:path}", pages.signed_in(pages.family, "summary", one=True))
    app.add_route("/child/{id:path}", pages.signed_in(pages.child, "summary", one=True))
    lists = ListPages(templates)
    app.add_route("/lists", pages.signed_in(lists.lists, "people_lists"))
    app.add_route("/lists.csv", pages.signed_in(lists.download, "people_lists"))
    leaving = LeavingPages(templates)
    app.add_route("/leaving", pages.signed_in(leaving.page, "staffing"))
    app.add_route("/leaving/checklist", pages.signed_in(leaving.checklist, "staffing"))
    linking = LinkPages(templates)
    app.add_route("/links", pages.signed_in(linking.page, "board_counts"))
    app.add_route("/links.csv", pages.signed_in(linking.download, "board_counts"))
    app.add_route("/calendar/{key}.ics", CalendarPage(desk, templates).page)
    app.add_route("/equity", pages.signed_in(lists.equity, "board_counts"))
    own = OwnPages(templates)
    app.add_route("/my-information", pages.signed_in(own.page, "own_copy"))
    app.add_route("/my-information.json", pages.signed_in(own.file, "own_copy"))
    app.add_route("/my-information/say", pages.signed_in(own.say, "own_copy"), methods=["POST"])
    app.add_route("/my-information/ask", pages.signed_in(own.ask, "own_copy"), methods=["POST"])
    app.add_route("/how-it-works", pages.signed_in(ExplainingPage(templates).page, "how_it_works"))
    app.add_route("/assets/{name}", pages.asset)
    app.add_route("/favicon.ico", pages.asset)
