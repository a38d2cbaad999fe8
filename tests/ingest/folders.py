"""Folders of CSV files written by a test, and what became of loading them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from api.commands.lines import who_line
from graph.model import Source, View
from graph.store import GraphStore
from ingest.feeds import FEEDS
from ingest.load import FileReport, Report, load_feed
from queries.knowing.who_knows import who_knows_all
from tests.conftest import Place

ON = date(2026, 6, 1)
ANY = View(ON)
GOOD = {
    "organisations": "id,name,sector\ncouncil,Council,authority\nacademy,Academy,school",
    "areas": "code,name,kind,parent_code\nward,Ward,ward,town\ntown,Town,authority,region\nregion,Region,region,",
    "services": "id,name,organisation_id,kind,sensitivity,scale,area_code\n"
    "early,Early Help,council,early help,ordinary,ward,ward\nhigh,High School,academy,school,,authority,",
    "professionals": "id,name,profession,staff_number,email,phone\namina,Amina Osei,social worker,SW1,a@x.example,1\nben,Ben,teacher,,,",
    "fundings": "id,name,funder,starts,ends,notice_days\ngrant,Grant,Lottery,2024-04-01,2027-03-31,90",
    "posts": "professional_id,service_id,role,contract,since,until,expected_end,fte,capacity,funding_id\n"
    "amina,early,worker,fixed_term,2020-01-01,,2026-12-31,0.8,12,grant\nben,high,,permanent,,,,,,",
    "families": "id,name,area_code\nhartley,Hartley,ward\nother,,",
    "children": "id,given_name,family_name,date_of_birth,upn,nhs_number,family_id,member_since,member_until\n"
    "leo,Leo,Hartley,2015-02-03,H801200001001,943 476 5919,hartley,2015-02-03,\nzoe,Zoë,Hartley,,,,hartley,,2025-01-01",
    "carers": "id,given_name,family_name,family_id,relationship,parental_responsibility,member_since,member_until\n"
    "mum,Joy,Hartley,hartley,mother,yes,,\ngran,Ada,,,,unknown,,",
    "ties": "id,professional_id,subject_kind,subject_id,role,context,lead,since,until,end_reason\n"
    "t1,amina,family,hartley,worker,home,yes,2020-01-01,,\nt2,ben,child,leo,teacher,school,no,2022-09-01,2026-01-31,moved class",
    "contacts": "professional_id,subject_kind,subject_id,at,kind,count\n"
    "amina,family,hartley,2026-05-01,home_visit,\namina,child,leo,2026-05-02T10:30,call,2\nben,child,leo,2026-01-09T09:00:00Z,,1",
    "statements": "id,kind,speaker_kind,speaker_id,about_professional_id,subject_kind,subject_id,answer,said_on,expires_on,question\n"
    "s1,trust,child,leo,amina,,,yes,2026-02-01,2027-02-01,Do you trust Amina?\ns2,nomination,kin,,amina,family,hartley,,2026-02-02,,",
    "addresses": "subject_kind,subject_id,uprn,address,postcode,reported_by,first_seen,last_seen,confirmed_by,confirmed_on\n"
    'family,hartley,100023336956,"1 High St, Town",AB1 2CD,council,2024-01-01,2026-01-01,amina,2025-05-05\nchild,leo,,2 Low St,,,,,,',
}
"""A whole folder in which every row is good."""
Files = dict[str, str | bytes]


def write(folder: Path, files: Files | dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


class Clock:
    """A moment later each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


CLOCK = Clock()


def load(
    place: Place, path: Path, *, feed: str = "kith-csv", source: str = "trust", snapshot: bool = False, dry_run: bool = False
) -> Report:
    async def work(store: GraphStore) -> Report:
        return await load_feed(store, FEEDS[feed], str(path), Source(source), clock=CLOCK, snapshot=snapshot, dry_run=dry_run)

    return place.run(work)


def told(report: Report, name: str) -> FileReport:
    return next(f for f in report.files if f.file == f"{name}.csv")


def counts(report: Report, name: str) -> tuple[int, int, int, int, int]:
    """Read, kept, unchanged, retired, refused."""
    f = told(report, name)
    return f.read, f.kept, f.unchanged, f.retired, f.refused


def totals(report: Report) -> tuple[int, int, int, int, int]:
    read, kept, unchanged, retired, refused = (report.total(x) for x in ("read", "kept", "unchanged", "retired", "refused"))
    return read, kept, unchanged, retired, refused


def answers(place: Place, on: date = ON) -> list[dict[str, object]]:
    """What `kith who --all --json` would print."""

    async def work(store: GraphStore) -> list[dict[str, object]]:
        return [who_line(a) async for a in who_knows_all(store, View(on))]

    return place.run(work)


def ids(place: Place, label: str) -> set[str]:
    async def work(store: GraphStore) -> set[str]:
        return await store.ids(label)

    return place.run(work)


def loads(place: Place) -> Sequence[str | None]:
    """When each load finished."""

    async def work(store: GraphStore) -> Sequence[str | None]:
        return [one.finished for one in await store.loads()]

    return place.run(work)
