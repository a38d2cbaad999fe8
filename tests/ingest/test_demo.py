"""The made-up authority: valid rows, the same bytes everywhere, and the phenomena that make it look real."""

import csv
import hashlib
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from graph.address_claims import AddressClaim
from graph.model import Subject
from ingest.demo import SIZES, SMALL, Size, write_demo
from ingest.demo.files import COLUMNS
from ingest.demo.identifiers import UPN_LETTERS, nhs_number, upn
from ingest.demo.names import ORIGINS
from queries.knowing.living import live_places, said

ON = date(2026, 3, 16)
TODAY = ON.isoformat()
TINY = Size(families=40, wards=2, primary_schools=2, secondary_schools=1, practices=1, groups=2)

DIGEST = "dc511b0b32088ff1ec74e178993480fca2ed5b795b9f4b08d92386494336b4a5"

Row = dict[str, str]


class Feed:
    """A written folder, read back."""

    def __init__(self, base: Path, size: Size) -> None:
        self.folder = base / "feed"
        self.truth_path = write_demo(self.folder, size, on=ON)
        self._rows = {path.stem: _read(path) for path in self.folder.iterdir()}
        self.truth = _read(self.truth_path)

    def __getitem__(self, name: str) -> list[Row]:
        return self._rows[name]

    def ids(self, name: str, column: str = "id") -> set[str]:
        return {row[column] for row in self[name]}

    def in_post(self) -> set[str]:
        """Professionals in post today, and those who have never had a post."""
        live = {post["professional_id"] for post in self["posts"] if post["since"] <= TODAY <= (post["until"] or "9")}
        return live | (self.ids("professionals") - self.ids("posts", "professional_id"))

    def family_of(self) -> dict[str, str]:
        children = {child["id"]: child["family_id"] for child in self["children"]}
        return children | {family: family for family in self.ids("families")}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _digest(base: Path) -> str:
    """One digest over all files, in order of their names."""
    total = hashlib.sha256()
    for path in sorted(base.rglob("*.csv")):
        total.update(path.read_bytes())
    return total.hexdigest()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    return Feed(tmp_path_factory.mktemp("small"), SMALL)


def test_the_same_size_seed_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_demo(tmp_path / name / "feed", TINY, on=ON)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "two")


def test_every_machine_and_python_version_writes_these_bytes(tmp_path: Path) -> None:
    """Changing the demo on purpose changes this digest: take the new one from the failure."""
    write_demo(tmp_path / "feed", TINY, on=ON)
    assert _digest(tmp_path) == DIGEST


def test_another_seed_gives_another_place(tmp_path: Path) -> None:
    for seed in (1, 2):
        write_demo(tmp_path / str(seed) / "feed", TINY, seed=seed, on=ON)
    assert _digest(tmp_path / "1") != _digest(tmp_path / "2")


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2025, 8, 15), date(2031, 1, 1)])
def test_any_day_can_be_today(tmp_path: Path, on: date) -> None:
    write_demo(tmp_path / "feed", TINY, on=on)
    contacts = _read(tmp_path / "feed" / "contacts.csv")
    assert contacts
    assert max(row["at"][:10] for row in contacts) <= on.isoformat()


def test_the_folder_holds_the_thirteen_files_and_nothing_else(small: Feed) -> None:
    assert {path.name for path in small.folder.iterdir()} == {f"{name}.csv" for name in COLUMNS}
    assert small.truth_path == small.folder.parent / "truth.csv"


def test_the_small_size_has_about_as_many_of_everything_as_it_says(small: Feed) -> None:
    assert len(small["families"]) == SIZES["small"].families == len(small.truth)
    assert 1700 < len(small["children"]) + len(small["carers"]) < 2400
    assert 150 < len(small["professionals"]) < 350
    assert 20 < len(small["ties"]) / len(small["families"]) < 35
    assert 60 < len(small["contacts"]) / len(small["families"]) < 150


@pytest.mark.parametrize("name", [name for name, columns in COLUMNS.items() if columns.startswith("id,")])
def test_no_id_comes_twice(small: Feed, name: str) -> None:
    assert len(small.ids(name)) == len(small[name])


REFERENCES = (
    ("areas", "parent_code", "areas", "code"),
    ("services", "organisation_id", "organisations", "id"),
    ("services", "area_code", "areas", "code"),
    ("posts", "professional_id", "professionals", "id"),
    ("posts", "service_id", "services", "id"),
    ("posts", "funding_id", "fundings", "id"),
    ("families", "area_code", "areas", "code"),
    ("children", "family_id", "families", "id"),
    ("carers", "family_id", "families", "id"),
    ("ties", "professional_id", "professionals", "id"),
    ("contacts", "professional_id", "professionals", "id"),
    ("statements", "about_professional_id", "professionals", "id"),
    ("addresses", "reported_by", "organisations", "id"),
    ("addresses", "confirmed_by", "professionals", "id"),
)


@pytest.mark.parametrize(("file", "column", "other", "key"), REFERENCES)
def test_every_reference_resolves(small: Feed, file: str, column: str, other: str, key: str) -> None:
    assert small.ids(file, column) - {""} <= small.ids(other, key)


@pytest.mark.parametrize("file", ["ties", "contacts", "statements", "addresses"])
def test_every_subject_is_a_child_or_a_family_of_the_feed(small: Feed, file: str) -> None:
    known = {"child": small.ids("children"), "family": small.ids("families"), "": {""}}
    assert all(row["subject_id"] in known[row["subject_kind"]] for row in small[file])


def test_every_speaker_is_in_the_feed(small: Feed) -> None:
    files = {"child": "children", "carer": "carers", "professional": "professionals", "self": "professionals"}
    for row in small["statements"]:
        if row["speaker_kind"] != "kin":
            assert row["speaker_id"] in small.ids(files[row["speaker_kind"]])


DATES = {
    "fundings": ("starts", "ends"),
    "posts": ("since", "until", "expected_end"),
    "children": ("date_of_birth", "member_since", "member_until"),
    "carers": ("member_since", "member_until"),
    "ties": ("since", "until"),
    "contacts": ("at",),
    "statements": ("said_on", "expires_on"),
    "addresses": ("first_seen", "last_seen", "confirmed_on"),
}
AHEAD = {"ends", "expected_end", "expires_on"}


@pytest.mark.parametrize("file", DATES)
def test_dates_are_iso_and_only_ends_lie_ahead(small: Feed, file: str) -> None:
    for row in small[file]:
        for column in DATES[file]:
            if row[column]:
                assert date.fromisoformat(row[column][:10]).isoformat() == row[column][:10]
                assert column in AHEAD or row[column][:10] <= TODAY


@pytest.mark.parametrize(
    ("file", "first", "last"),
    [
        ("fundings", "starts", "ends"),
        ("posts", "since", "until"),
        ("children", "date_of_birth", "member_since"),
        ("children", "member_since", "member_until"),
        ("ties", "since", "until"),
        ("statements", "said_on", "expires_on"),
        ("addresses", "first_seen", "last_seen"),
    ],
)
def test_nothing_ends_before_it_begins(small: Feed, file: str, first: str, last: str) -> None:
    assert all(row[first] <= row[last] for row in small[file] if row[first] and row[last])


def test_nobody_has_two_posts_at_once(small: Feed) -> None:
    spans: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for post in small["posts"]:
        spans[post["professional_id"]].append((post["since"], post["until"] or "9999"))
    for posts in spans.values():
        ordered = sorted(posts)
        assert all(one[1] < other[0] for one, other in pairwise(ordered))


def test_identifiers_have_their_check_digits_and_come_from_test_ranges(small: Feed) -> None:
    for child in small["children"]:
        if pupil := child["upn"]:
            total = sum(int(digit) * weight for weight, digit in enumerate(pupil[1:], start=2))
            assert (pupil[0], pupil[1:4], len(pupil)) == (UPN_LETTERS[total % 23], "999", 13)
        if number := child["nhs_number"]:
            assert number.startswith("999")
            assert sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True)) % 11 == 0
    for column in ("upn", "nhs_number"):
        given = [child[column] for child in small["children"] if child[column]]
        assert len(given) == len(set(given)) > 500


def test_check_digits_are_those_worked_out_by_hand() -> None:
    assert nhs_number(1) == "9990000018"
    assert upn(1, 2020) == UPN_LETTERS[(9 * (2 + 3 + 4) + 1 * 5 + 2 * 9 + 1 * 13) % 23] + "999100020001"


def test_every_planted_truth_is_someone_in_post_or_informal_and_names_nobody(small: Feed) -> None:
    names = {word for row in small["professionals"] for word in row["name"].split()}
    still_there = small.in_post()
    for row in small.truth:
        assert row["professional_id"] in still_there | {""}
        assert row["why"]
        assert not names & set(row["why"].split())


def test_some_families_are_known_by_nobody_and_some_by_someone_without_a_post(small: Feed) -> None:
    truth = Counter(row["professional_id"] for row in small.truth)
    informal = small.ids("professionals") - small.ids("posts", "professional_id")
    assert 0.08 < truth[""] / len(small.truth) < 0.30
    assert sum(truth[who] for who in informal) >= 10


def test_informal_people_have_ties_and_contexts_and_hardly_any_contacts(small: Feed) -> None:
    informal = small.ids("professionals") - small.ids("posts", "professional_id")
    ties = [tie for tie in small["ties"] if tie["professional_id"] in informal]
    contacts = sum(contact["professional_id"] in informal for contact in small["contacts"])
    assert {tie["context"] for tie in ties} >= {"home", "community"}
    assert contacts < 10 * len(ties)


def test_former_workers_have_ended_ties_and_some_work_elsewhere_now(small: Feed) -> None:
    ended = {tie["professional_id"] for tie in small["ties"] if tie["end_reason"] in {"left post", "moved team"}}
    services: defaultdict[str, set[str]] = defaultdict(set)
    for post in small["posts"]:
        services[post["professional_id"]].add(post["service_id"])
    assert ended - small.in_post()
    assert any(len(services[who]) > 1 for who in ended & small.in_post())


def test_case_holding_social_workers_carry_about_fifteen_children(small: Feed) -> None:
    ties = [tie for tie in small["ties"] if tie["role"] == "social worker" and not tie["until"]]
    seats = {tie["professional_id"] for tie in ties} & small.in_post()
    assert 11 < len(ties) / len(seats) < 19
    reasons = Counter(tie["end_reason"] for tie in small["ties"] if tie["role"] == "social worker")
    assert reasons["re-allocated"] > 20


def test_money_has_gaps_and_some_ends_within_a_year(small: Feed) -> None:
    lines: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in small["fundings"]:
        lines[line["name"].split(": ")[1][:-5]].append((line["starts"], line["ends"]))
    gaps = [
        (date.fromisoformat(after) - date.fromisoformat(before)).days
        for spans in lines.values()
        for (_, before), (after, _) in pairwise(spans)
    ]
    assert min(gaps) == 1
    assert max(gaps) > 60
    assert any(TODAY <= line["ends"] <= "2027-03-16" for line in small["fundings"])
    assert any(tie["end_reason"] == "funding ended" for tie in small["ties"])


def test_agencies_hold_different_addresses_and_some_are_confirmed(small: Feed) -> None:
    held: defaultdict[str, set[str]] = defaultdict(set)
    for row in small["addresses"]:
        if row["subject_kind"] == "family" and row["uprn"]:
            held[row["subject_id"]].add(row["uprn"])
    assert sum(len(places) > 1 for places in held.values()) > 30
    assert sum(bool(row["confirmed_by"] and row["confirmed_on"]) for row in small["addresses"]) > 100


def test_some_children_live_in_two_homes(small: Feed) -> None:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for row in small["addresses"]:
        if row["subject_kind"] == "child" and row["uprn"]:
            homes[row["subject_id"]].add(row["uprn"])
    assert sum(len(places) == 2 for places in homes.values()) > 20


def test_some_families_have_three_live_addresses_one_of_them_confirmed(small: Feed) -> None:
    told, home = defaultdict[str, list[AddressClaim]](list), small.family_of()
    for row in small["addresses"]:
        told[home[row["subject_id"]]].append(_claim(row))
    live = [live_places(said(own), ON) for own in told.values()]
    several = [places for places in live if len(places) >= 3]
    assert len(several) > 10
    assert any(c.confirmed_by for places in several for own in places.values() for c in own)
    assert sum(len(places) == 2 for places in live) > 50


def _claim(row: Row) -> AddressClaim:
    whose = Subject("child" if row["subject_kind"] == "child" else "family", row["subject_id"])
    first, last = (date.fromisoformat(row[c]) for c in ("first_seen", "last_seen"))
    place = row["uprn"] or None, row["address"], row["postcode"] or None
    return AddressClaim(whose, row["address"], *place, row["reported_by"], "demo", first, last, row["confirmed_by"] or None)


def test_names_are_of_many_origins(small: Feed) -> None:
    heard = small.ids("children", "family_name")
    assert all(heard & set(origin.families) for origin in ORIGINS)
    assert any(not name.isascii() for name in heard)


def test_what_people_said_is_of_every_kind_and_some_of_it_is_old(small: Feed) -> None:
    said = small["statements"]
    assert {row["kind"] for row in said} >= {"trust", "nomination", "vouch", "dispute"}
    assert {row["answer"] for row in said if row["kind"] == "trust"} == {"yes", "no", "unsure"}
    assert any(row["said_on"] < "2025-03-16" for row in said)
    assert any("" < row["expires_on"] < TODAY for row in said)


def test_contacts_are_dated_or_timed_and_messages_are_counted(small: Feed) -> None:
    lengths = {len(row["at"]) for row in small["contacts"]}
    assert 10 in lengths
    assert max(lengths) >= 16
    counted = [row for row in small["contacts"] if row["count"]]
    assert counted
    assert all(row["kind"] == "message" for row in counted)


def test_no_child_is_worked_with_before_birth(small: Feed) -> None:
    born = {child["id"]: child["date_of_birth"] for child in small["children"]}
    assert all(row["at"][:10] >= born.get(row["subject_id"], "") for row in small["contacts"])


def test_around_an_open_child_there_are_more_people_than_around_others(small: Feed) -> None:
    family_of, here = small.family_of(), small.in_post()
    around: defaultdict[str, set[str]] = defaultdict(set)
    open_now: set[str] = set()
    for tie in small["ties"]:
        if not tie["until"] and tie["professional_id"] in here:
            around[family_of[tie["subject_id"]]].add(tie["professional_id"])
            if tie["role"] == "social worker":
                open_now.add(family_of[tie["subject_id"]])
    sizes = [len(around[family]) for family in open_now]
    others = [len(people) for family, people in around.items() if family not in open_now]
    assert 8 <= sum(sizes) / len(sizes) <= 15
    assert sum(others) / len(others) < 7
