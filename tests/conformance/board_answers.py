"""All that a board can ask for over HTTP: questions, pages and exports, in each of their filters, as the figures that they show."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import orjson

from api.guarding.access import Viewer
from queries.linking.losing import REASONS
from queries.numbers.figures import Figure
from tests.conformance.board_worlds import AREAS, SECTORS
from tests.conformance.unseen_sides import Asker, Side

_LINK = ("sharedFamilies", "peopleA", "peopleB", "pairsSharing", "pairsMetBefore")
_WHY = ("familyClosed", "fundingEnded", "left", "reallocated", "other")
_TREND = ("before", "links", "gained", "lost", *_WHY)
TREND = ("before", "links", "gained", "lost", *REASONS)
BYS = ("area", "school", "attendance")
_GROUPS = ("group", "school", "area", "organisation")


def _lines(field: str, plain: str, *figures: str) -> str:
    return f"{field} {{ lines {{ {plain} {_figures(figures)} }} }}"


def _edges(field: str, plain: str, *figures: str) -> str:
    return f"{field} {{ edges {{ node {{ {plain} {_figures(figures)} }} }} }}"


def _figures(names: Iterable[str]) -> str:
    return " ".join(f"{name} {{ value text }}" for name in names)


QUESTIONS = {
    **{f"equity {by}": _lines(f"equity(by: {by.upper()})", "group share", "children", "nobody", "somebody") for by in BYS},
    "homeSchool": _lines("homeSchool", "school", "children", "without", "others", "linkWorkers"),
    "wardAddresses": _lines("wardAddresses", "area share", "families", "contested", "others"),
    "agencyLinks": _edges("agencyLinks(first: 20)", "a b", *_LINK),
    **{f"linkTrend {n}": _edges(f"linkTrend(first: 40, quarters: {n})", "a b until", *_TREND) for n in (1, 3)},
    "missingLinks": _edges("missingLinks(first: 20)", "a b", "sharedFamilies"),
    "bridges": _edges("bridges(by: ROLE, first: 20)", "who pairs", "people"),
    "anchors": _edges("anchors(first: 20)", "organisation share shareBySize", "people", "ties"),
    "communities": f"communities {{ communities {{ {_figures(['people'])} }} }}",
}
"""One question for each root field that boards may ask, and each of its filters."""
_FILTERS = ("", *(f"?area={a}" for a in (*AREAS, "not recorded")), *(f"?sector={s}" for s in SECTORS))
PATHS = (*(f"{page}{query}" for page in ("/links", "/links.csv") for query in _FILTERS), *(f"/equity?by={by}" for by in BYS))
"""Every page and export for boards, in each of its filters."""
Seen = Iterator[tuple[str, Figure]]
"""Figures by what they are of, as `shown` names them."""


@dataclass
class Board:
    """A member of a partnership board, who sees the whole authority."""

    side: Side

    def __post_init__(self) -> None:
        self.asker = Asker(Viewer("ada", "board", None), "partnership", self.side.issuer)

    async def sees(self) -> dict[str, Any]:
        """What each question, page and export answers."""
        found: dict[str, Any] = {}
        for name, question in QUESTIONS.items():
            body = orjson.dumps({"query": f"{{ {question} }}"})
            answer = orjson.loads((await self.side.send("POST", "/graphql", headers=self.asker.bearer(), content=body)).content)
            assert "errors" not in answer, (name, answer)
            found[name] = next(iter(answer["data"].values()))
        for path in PATHS:
            answer = await self.side.send("GET", path, headers=self.asker.cookies())
            assert answer.status_code == 200 or (answer.status_code == 404 and "?area=" in path), (path, answer.text)
            found[path] = answer.text if answer.status_code == 200 else ""
        return found


def shown(answers: Mapping[str, Any]) -> Seen:
    """Every figure in all of it, one that stands in several places once for each."""
    for name, answer in answers.items():
        if name.startswith("/links.csv"):
            yield from _exported(answer)
        elif name.startswith("/links"):
            yield from _links_page(answer)
        elif name.startswith("/equity"):
            yield from _equity_page(answer, name.rsplit("=", 1)[-1])
        elif name not in ("bridges", "communities"):
            for row in answer["lines"] if "lines" in answer else (edge["node"] for edge in answer["edges"]):
                yield from _row(name.split()[0], row, name.split()[-1])


def _row(name: str, row: Mapping[str, Any], by: str) -> Seen:
    """One line of an answer."""
    told: list[tuple[str, Any]] = [(n, x) for n, x in row.items() if isinstance(x, dict)]
    for n, figure in told:
        if name == "linkTrend":
            yield f"trend {row['a']} {row['b']} {row['until']} {TREND[_TREND.index(n)]}", _figure(figure)
        elif name in ("agencyLinks", "missingLinks"):
            yield f"link {row['a']} {row['b']} {n}", _figure(figure)
        else:
            table = {"equity": f"equity {by}", "homeSchool": "equity school"}.get(name, name)
            yield f"{table} {next(row[x] for x in _GROUPS if x in row)} {n}", _figure(figure)


def _exported(text: str) -> Seen:
    for row in csv.DictReader(io.StringIO(text)):
        area = f" in {row['area']}" if "area" in row else ""
        yield f"link {row['a']} {row['b']} sharedFamilies{area}", _read(row["shared_families"])
        columns = ("people_a", "people_b", "pairs_sharing", "pairs_met_before") if "pairs_sharing" in row else ()
        for name, column in zip(_LINK[1:], columns, strict=False):
            yield f"link {row['a']} {row['b']} {name}", _read(row[column])


def _links_page(text: str) -> Seen:
    """The pairs of agencies; the picture is drawn from the same."""
    chosen = re.search(r'<option value="([^"]+)" selected>', text)
    for cells in _rows(text):
        pair, area = cells[0].replace(" and ", " "), f" in {chosen[1]}" if chosen else ""
        if " and " in cells[0] and len(cells) in (2, 5):
            figures = [cells[1], *(c for cell in cells[2:] for c in cell.split(", "))]
            for name, figure in zip(_LINK, figures, strict=False):
                yield f"link {pair} {name}{area}", _read(figure)


def _equity_page(text: str, by: str) -> Seen:
    names = {"All children": "all", "Several": "several", "Not recorded": "not recorded", "High": "high", "Unknown": "unknown"}
    for group, *figures in _rows(text):
        for n, figure in zip(("children", "nobody", "somebody"), figures, strict=False):
            yield f"equity {by} {names.get(group, group)} {n}", _read(figure)


def _rows(text: str) -> list[list[str]]:
    cells = _Cells()
    cells.feed(text)
    return cells.rows


class _Cells(HTMLParser):
    """The rows of the figures of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.within, self.body = False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.body = self.body or tag == "tbody"
        if self.body and tag == "tr":
            self.rows.append([])
        self.within = self.body and tag in ("th", "td")

    def handle_endtag(self, tag: str) -> None:
        self.body = self.body and tag != "tbody"
        self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.rows[-1].append(data.strip())


def _figure(told: Mapping[str, Any]) -> Figure:
    assert str(told["value"] if told["value"] is not None else told["text"]) == told["text"]
    return _read(told["text"])


def _read(text: str) -> Figure:
    if text == "fewer than 5":
        return "fewer than 5"
    return "not shown" if text == "not shown" else int(text.replace(",", ""))
