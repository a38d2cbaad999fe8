"""What is lost when people leave, in plain Python: the whole feed in dicts, statements aside, and the page's formulas in loops."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from math import exp, prod
from pathlib import Path

VALUE = {"home_visit": 1.0, "face_to_face": 0.8, "meeting": 0.5, "call": 0.4, "message": 0.1, "": 0.5}
KNOWS = 0.2
Who = tuple[str, str]
Row = dict[str, str]
Answer = tuple[float, float, str, list[tuple[float, str]]]
"""Coverage before and after, what becomes of them, and everyone who could take over with how well they fit, the best first."""


class Peer:
    """Everything in dicts, as of one day."""

    def __init__(self, feed: Path, on: date) -> None:
        self.feed, self.on = feed, on
        self.ties: dict[Who, dict[str, list[tuple[date | None, date | None, str]]]] = defaultdict(lambda: defaultdict(list))
        self.met: dict[Who, dict[str, list[tuple[date, str, int]]]] = defaultdict(lambda: defaultdict(list))
        self.of: dict[str, set[Who]] = defaultdict(set)
        self.touched: dict[str, set[Who]] = defaultdict(set)
        self.days: dict[str, set[date]] = defaultdict(set)
        self.posts: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        self.staff: dict[str, set[str]] = defaultdict(set)
        self.home: dict[str, str] = {}
        self.children: dict[Who, list[Who]] = defaultdict(list)
        self._read()

    def _rows(self, name: str) -> Iterator[Row]:
        with (self.feed / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def _read(self) -> None:
        for r in self._rows("children"):
            if r["family_id"] and self._holds(r["member_since"], r["member_until"]):
                self.home[r["id"]] = r["family_id"]
                self.children["family", r["family_id"]].append(("child", r["id"]))
        for r in self._rows("ties"):
            if not r["since"] or day(r["since"]) <= self.on:
                whom = r["subject_kind"], r["subject_id"]
                since, until = (day(r[name]) if r[name] else None for name in ("since", "until"))
                self.ties[whom][r["professional_id"]].append((since, until, r["context"]))
                self.of[r["professional_id"]].add(whom)
        for r in self._rows("contacts"):
            when, who, whom = day(r["at"][:10]), r["professional_id"], (r["subject_kind"], r["subject_id"])
            if when <= self.on:
                self.met[whom][who].append((when, r["kind"], int(r["count"] or 1)))
                self.of[who].add(whom)
                self.days[who].add(when)
                if (self.on - when).days <= 365:
                    self.touched[who].add(("family", self.home[whom[1]]) if whom[1] in self.home else whom)
        for r in self._rows("posts"):
            live = self._holds(r["since"], r["until"])
            self.posts[r["professional_id"]].append((r["service_id"], live))
            if live:
                self.staff[r["service_id"]].add(r["professional_id"])

    def _holds(self, since: str, until: str) -> bool:
        return (not since or day(since) <= self.on) and (not until or day(until) >= self.on)

    def leaving(self, leavers: Collection[str]) -> dict[Who, Answer]:
        """What is lost by everyone whom these people know, when they leave together."""
        gone = frozenset(leavers)
        asked = {h for leaver in gone for whom in self.of[leaver] for h in (whom, ("family", self.home.get(whom[1], "")))}
        beside = {p for leaver in gone for s, live in self.posts[leaver] if live for p in self.staff[s]}
        return {whom: found for whom in asked if (found := self._lost(whom, gone, beside))}

    def _lost(self, whom: Who, gone: frozenset[str], beside: set[str]) -> Answer | None:
        all_of = (whom, *self.children.get(whom, ())) if whom[0] == "family" else (whom,)
        people = {p for w in all_of for p in (*self.ties.get(w, ()), *self.met.get(w, ()))}
        scores = {p: max((s for w in all_of if (s := self._strength(p, w)) is not None), default=None) for p in people}
        knowers = {p: s for p, s in scores.items() if s is not None and self._in_post(p)}
        if gone.isdisjoint(knowers):
            return None
        left = [s for p, s in knowers.items() if p not in gone]
        before, after = (1 - prod(1 - s for s in some) for some in (list(knowers.values()), left))
        were, are = sum(s >= KNOWS for s in knowers.values()), sum(s >= KNOWS for s in left)
        outcome = "orphaned" if were and not are else "thinned" if were > 1 and are == 1 else "weaker" if after < before else "same"
        fits = [(self._fit(p, all_of, gone), p) for p in (people | beside) - gone if self._in_post(p)]
        return before, after, outcome, sorted((one for one in fits if one[0] > 0), key=lambda one: (-one[0], one[1]))

    def _in_post(self, person: str) -> bool:
        return person not in self.posts or any(live for _, live in self.posts[person])

    def _strength(self, person: str, whom: Who, *, live: bool = True) -> float | None:
        """How strong a tie is; None where there is none, or none that holds."""
        rows, met = self.ties.get(whom, {}).get(person, []), self.met.get(whom, {}).get(person, [])
        holding = [r for r in rows if r[1] is None or r[1] >= self.on]
        if (live and rows and not holding) or not (rows or met):
            return None
        until = max(r[1] for r in rows if r[1]) if rows and not holding else None
        begun = [*(r[0] for r in rows if r[0]), *([min(m[0] for m in met)] if met else [])]
        record = len(self.days[person]) / (len(self.days[person]) + 2)
        known = 0.0
        if begun:
            last = max(m[0] for m in met) if met else None
            gap = (self.on - last).days if last else (self.on - until).days if until else record * (self.on - min(begun)).days
            known = (1 - exp(-max(((until or self.on) - min(begun)).days, 0) / 730)) * 2 ** (-gap / 1460)
        seen = self._evidence(met)
        reach = 1 - 2.0 ** (1 - len({r[2] for r in holding or rows} or {""}))
        return (0.35 * known + 0.25 * record * seen / (seen + 4) + 0.1 * reach) / (0.45 + 0.25 * record)

    def _evidence(self, met: list[tuple[date, str, int]]) -> float:
        total = 0.0
        for when, some in groupby(sorted(met), key=lambda m: m[0]):
            values = sorted((VALUE[kind] for _, kind, count in some for _ in range(min(count, 60))), reverse=True)
            total += sum(v / 2**n for n, v in enumerate(values)) * 2 ** (-(self.on - when).days / 90)
        return total

    def _fit(self, person: str, all_of: tuple[Who, ...], gone: frozenset[str]) -> float:
        seen = max(self._evidence(self.met.get(w, {}).get(person, [])) for w in all_of)
        strong = max(self._strength(person, w, live=False) or 0.0 for w in all_of)
        here = sum(2 ** (-(self.on - d).days / 30) for d in self.days[person])
        record = len(self.days[person]) / (len(self.days[person]) + 2)
        shared = max((len(own & self.touched[person]) / len(own) for leaver in gone if (own := self.touched[leaver])), default=0)
        in_touch = record * seen / (seen + 1) + (1 - record) * strong
        return (in_touch + 0.05) * (record * here / (here + 3) + (1 - record) / 2) * (0.2 + shared)


def day(text: str) -> date:
    """A day as it was written."""
    return date.fromisoformat(text)
