"""POST /feeds/{source}: a service account sends a folder as a zip, and it is loaded as `kith load` does."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.bearer import bearer
from api.bodies import keep_body
from api.errors import Refused, Shown, code_of, refused, text_of
from api.feeding.archive import Limits, unpack
from api.feeding.ordered import Ordered, ordered
from api.feeding.turn import turn
from api.guarding.asking import Asking
from api.guarding.audit_file import AuditFailed
from api.guarding.desk import Desk, request_id_of
from api.guarding.purpose import PurposeNeeded
from api.telling.load_report import load_object
from graph.errors import FeedUnreadable, KithError
from graph.model import Source
from graph.store import GraphStore
from ingest.load import Report, load_feed

ZIP = ("application/zip", "application/x-zip-compressed")
FEEDS = "/feeds/"
"""What the addresses begin with."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """The endpoint. What is `rightful` has told who controls it, on which basis, under which agreement."""

    desk: Desk
    store: GraphStore
    state: Path
    rightful: bool
    limits: Limits = field(default_factory=Limits)

    async def answer(self, request: Request) -> Response:
        """Take in one feed, whatever is sent. What became of it is in the audit before it is answered."""
        request_id = request_id_of(request)
        try:
            asking = self.desk.asking(bearer(request, self.desk), request_id, PurposeNeeded("a feed reads nobody"))
            return _response(await self._audited(request, asking), 200)
        except Refused as refusal:
            told = {"errors": [one.as_json(request_id) for one in refusal.errors]}
            return _response(told, refusal.status, refusal.headers)

    async def _audited(self, request: Request, asking: Asking) -> dict[str, object]:
        """What became of it, or why nothing did. Errors: Refused."""
        try:
            return await self._taken_in(request, asking)
        except KithError as error:
            raise _refusal(error, asking) from error
        except Refused as refusal:
            asking.refused = asking.refused or refusal.errors[0].code
            raise
        finally:
            self._write(asking)

    async def _taken_in(self, request: Request, asking: Asking) -> dict[str, object]:
        """Check, note the attempt, receive, load, and note what became of it. Errors: Refused; those of `load_feed`."""
        source = _source(asking, request.path_params["source"])
        asking.asks(f"feed {source.name}")
        order = ordered(request)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in ZIP:
            raise Refused((Shown("UNSUPPORTED_MEDIA_TYPE", f"send the folder as a zip, with `Content-Type: {ZIP[0]}`"),))
        with turn(self.state) as folder:
            self._write(asking)
            asking.asks(f"feed {source.name}, not loaded")
            report = await self._loaded(request, order, source, folder)
        asking.what[:] = [f"feed {source.name}, {_counts(report)}"]
        return load_object(report, source.name, dry_run=order.dry_run)

    async def _loaded(self, request: Request, order: Ordered, source: Source, folder: Path) -> Report:
        archive, files = folder / "sent.zip", folder / "files"
        files.mkdir()
        try:
            async with asyncio.timeout(self.limits.seconds):
                await keep_body(request, archive, self.limits.sent)
        except TimeoutError:
            raise refused("TOO_SLOW") from None
        await asyncio.to_thread(unpack, archive, files, self.limits)
        archive.unlink()
        try:
            return await load_feed(
                self.store,
                order.feed,
                str(files),
                source,
                clock=self.desk.clock,
                snapshot=order.snapshot,
                dry_run=order.dry_run,
                rightful=self.rightful,
            )
        except FeedUnreadable as error:
            raise Refused((Shown("FEED_UNREADABLE", str(error).replace(str(files), "the zip")),)) from error

    def _write(self, asking: Asking) -> None:
        """Put what is noted into the audit. Errors: Refused, and then nothing may be done or answered."""
        try:
            self.desk.audit.write(asking)
        except AuditFailed as error:
            raise refused(code_of(error)) from error
        asking.is_written()


def _source(asking: Asking, name: str) -> Source:
    """The source of that name, where this account may load it. Errors: NotPermitted, Refused; the two read the same."""
    asking.needs("feeds", "feed", name)
    for source in asking.viewer.sources:
        if source.name == name:
            return source
    asking.denies("feed", name)
    raise refused("NOT_PERMITTED")


def _refusal(error: KithError, asking: Asking) -> Refused:
    code = code_of(error)
    asking.refused = asking.refused or code
    return Refused((Shown(code, text_of(error)),))


def _counts(report: Report) -> str:
    done = f"load {report.load.number}" if report.load else "dry run"
    return ", ".join([done, *(f"{count} {report.total(count)}" for count in ("read", "kept", "retired", "refused"))])


def _response(told: Mapping[str, object], status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(told), status, headers, "application/json; charset=utf-8")
