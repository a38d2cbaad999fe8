"""How the figures that boards see hang together, for a reader who adds and subtracts."""

from itertools import pairwise

from queries.numbers.figures import FEW, Figure
from tests.differencing import Reader


class Sums:
    """How figures hang together, as far as it is true of a world: a reader may suppose what is most often so."""

    def __init__(self, reader: Reader, true: dict[str, int]) -> None:
        self.reader, self.true = reader, true
        self.names = set(reader.shown)

    def all(self) -> None:
        """Every way."""
        for by in ("area", "school", "attendance"):
            self._table(f"equity {by}", "children", ("nobody", "somebody"))
        for by in ("area", "attendance"):
            for n in ("children", "nobody", "somebody"):
                self.reader.adds_up([f"equity {by} all {n}"], [f"equity school all {n}"])
        self._table("equity school", "children", ("without", "others"))
        self._table("wardAddresses", "families", ("contested", "others"))
        self._behind()
        self._links()
        self._trend()

    def _groups(self, table: str, figure: str) -> list[str]:
        own = (n for n in sorted(self.names) if n.startswith(f"{table} ") and n.endswith(f" {figure}"))
        groups = (n.removeprefix(f"{table} ").removesuffix(f" {figure}") for n in own)
        return [g for g in groups if g != "all"]

    def _table(self, table: str, whole: str, parts: tuple[str, str]) -> None:
        groups = self._groups(table, whole)
        for group in (*groups, "all"):
            self.reader.adds_up([f"{table} {group} {whole}"], [f"{table} {group} {p}" for p in parts])
        for figure in (whole, *parts):
            self.reader.adds_up([f"{table} all {figure}"], [f"{table} {g} {figure}" for g in groups])

    def _behind(self) -> None:
        """Whom nobody knows, nobody knows at home and at school: how many more these are is a figure, too."""
        for group in (*self._groups("equity school", "children"), "all"):
            nobody, without, behind = (f"equity school {group} {n}" for n in ("nobody", "without", "behind"))
            more = self.true[without] - self.true[nobody]
            if more >= 0:
                self.reader.reckons(behind, more)
                self.reader.adds_up([without], [nobody, behind])

    def _links(self) -> None:
        pairs = {tuple(n.split()[1:3]) for n in self.names if n.startswith("link ")}
        for a, b in sorted(pairs):
            link = f"link {a} {b}"
            areas = sorted(n for n in self.names if n.startswith(f"{link} sharedFamilies in "))
            self.reader.adds_up([f"{link} sharedFamilies"], areas)
            for name in areas:
                families = f"wardAddresses {name.split(' in ')[1]} families"
                if "not recorded" not in name:
                    self.reader.at_most(name, [families])
            for n in ("peopleA", "peopleB", "pairsMetBefore"):
                if self.true[f"{link} {n}"] <= self.true[f"{link} pairsSharing"]:
                    self.reader.at_most(f"{link} {n}", [f"{link} pairsSharing"])
            people = [_most(self.reader.shown[f"{link} {n}"]) for n in ("peopleA", "peopleB")]
            if None not in people:
                self.reader.at_most_count(f"{link} pairsSharing", (people[0] or 0) * (people[1] or 0))
            for n, side in (("peopleA", a), ("peopleB", b)):
                if f"anchors {side} people" in self.names:
                    self.reader.at_most(f"{link} {n}", [f"anchors {side} people"])
        for name in sorted(n for n in self.names if n.startswith("anchors ") and n.endswith(" ties")):
            own = [f"link {a} {b} pairsSharing" for a, b in sorted(pairs) if name.split()[1] in (a, b)]
            if own and sum(self.true[n] for n in own) == self.true[name]:
                self.reader.adds_up([name], own)

    def _trend(self) -> None:
        quarters = sorted({tuple(n.split()[1:4]) for n in self.names if n.startswith("trend ")})
        for at in quarters:
            told = {n.split()[-1]: n for n in self.names if n.startswith(f"trend {' '.join(at)} ")}
            self.reader.reckons(f"trend {' '.join(at)} stayed", self.true[told["links"]] - self.true[told["gained"]])
            stayed = f"trend {' '.join(at)} stayed"
            self.reader.adds_up([told["before"]], [stayed, told["lost"]])
            self.reader.adds_up([told["links"]], [stayed, told["gained"]])
            self.reader.adds_up([told["lost"]], [n for x, n in told.items() if x not in ("before", "links", "gained", "lost")])
        for one, after in pairwise(quarters):
            if one[:2] == after[:2]:
                self.reader.adds_up([f"trend {' '.join(one)} links"], [f"trend {' '.join(after)} before"])


def _most(figure: Figure) -> int | None:
    """The most that a figure can be which is shown so; None: no bound."""
    return figure if isinstance(figure, int) else max(FEW) if figure == "fewer than 5" else None
