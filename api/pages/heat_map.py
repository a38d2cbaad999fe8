"""The families that agencies share as a picture: a triangle with the number in each cell. Plain SVG, the same on paper."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from api.pages.palette import FONT, HEAT, INK, LINE, MUTED, PAPER, ink_on
from queries.linking.wards import Pair
from queries.numbers.figures import Figure

WIDE, LEFT, TOP, TALLEST, SMALLEST, LETTER = 960, 330, 16, 48, 30, 8.4
"""Width of the picture, room for names, space above, the largest and the smallest cell, and the width of a digit, all in points."""
NAMED = 35
"""Letters of a name that fit beside the cells."""
MOST = 20
"""Agencies in one picture."""
_PLAIN, _NICE = (5, 10, 15, 20, 30), (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


def fitting(figures: Iterable[Figure]) -> int:
    """How many agencies fit, so that every number does."""
    return min(MOST, int((WIDE - LEFT) / _room(figures)))


def _room(figures: Iterable[Figure]) -> float:
    return max(SMALLEST, LETTER * max((len(text(f)) for f in figures), default=1) + 6)


def text(figure: Figure) -> str:
    """A figure as it stands in a cell; nothing for none, which is hatched."""
    return {"fewer than 5": "<5", "not shown": "–"}[figure] if isinstance(figure, str) else str(figure) if figure else ""


def steps(figures: Iterable[Figure]) -> tuple[int, ...]:
    """The least number of each of the five shades: round ones, for the figures there are.

    >>> steps([7, 58]), steps([7, 140]), steps([9, 3800])
    ((5, 10, 15, 20, 30), (5, 10, 20, 50, 100), (5, 20, 100, 500, 2000))
    """
    most = max((f for f in figures if isinstance(f, int)), default=0)
    nice = [n for n in _NICE if n <= most]
    if most < _NICE[len(HEAT) - 1]:
        return _PLAIN
    return tuple(nice[round(n * (len(nice) - 1) / (len(HEAT) - 1))] for n in range(len(HEAT)))


def heat_map(order: Sequence[str], names: Mapping[str, str], figures: Mapping[Pair, Figure], finding: str) -> Markup:
    """The picture of these agencies in this order; `finding` is what it says, in words."""
    shown: list[Figure] = [figures[pair] for pair in _pairs(order)]
    shades, cell = steps(shown), min(TALLEST, (WIDE - LEFT) / max(len(order), 1))
    below = TOP + cell * len(order) + 26
    parts = [*_rows(order, names, figures, shades, cell), *_legend(shades, below, shown)]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {} {:.0f}" role="img" aria-labelledby="map-title map-desc" '
        'font-family="{}" font-size="15">\n<title id="map-title">Families that agencies have in common</title>\n'
        '<desc id="map-desc">{}</desc>\n{}\n<rect width="{}" height="{:.0f}" fill="{}"/>\n{}\n</svg>'
    ).format(WIDE, below + 40, FONT, finding, _hatch(), WIDE, below + 40, PAPER, Markup("\n").join(parts))


def _pairs(order: Sequence[str]) -> Iterator[Pair]:
    for n, one in enumerate(order):
        for other in order[:n]:
            yield (one, other) if one < other else (other, one)


def _hatch() -> Markup:
    return Markup(
        '<defs><pattern id="none" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="M-1 1l2-2M0 8l8-8M7 9l2-2" stroke="{}" stroke-width="1.2"/></pattern></defs>'
    ).format(MUTED)


def _rows(
    order: Sequence[str], names: Mapping[str, str], figures: Mapping[Pair, Figure], shades: Sequence[int], cell: float
) -> Iterator[Markup]:
    for row, one in enumerate(order):
        y = TOP + row * cell
        yield _text(LEFT - 40, y + cell / 2, _short(names[one]), anchor="end", weight="bold")
        yield _text(LEFT - 12, y + cell / 2, str(row + 1), anchor="end", fill=MUTED)
        for column, other in enumerate(order[:row]):
            pair = (one, other) if one < other else (other, one)
            yield _cell(LEFT + column * cell, y, cell, figures[pair], shades)
        yield _head(LEFT + row * cell, y, cell, row + 1, names[one])


def _head(x: float, y: float, cell: float, number: int, name: str) -> Markup:
    """Where a column begins: the agency's number, and its name where there is room."""
    box = _box(x, y, cell, "#f3f2f1", "none")
    told = _text(x + cell / 2, y + cell / 2, str(number), weight="bold")
    fits = x + cell + 8 + len(_short(name)) * 7.6 < WIDE
    return box + told + (_text(x + cell + 6, y + cell / 2, _short(name), anchor="start", fill=MUTED) if fits else Markup())


def _cell(x: float, y: float, cell: float, figure: Figure, shades: Sequence[int]) -> Markup:
    fill, edge = _fill(figure, shades)
    box = _box(x, y, cell, fill, edge)
    ink = ink_on(fill) if fill.startswith("#") else INK
    return box + (_text(x + cell / 2, y + cell / 2, text(figure), fill=ink) if text(figure) else Markup())


def _fill(figure: Figure, shades: Sequence[int]) -> tuple[str, str]:
    """Fill and edge of a cell: hatched for none, white for what is hidden."""
    if not isinstance(figure, int):
        return PAPER, LINE
    return (HEAT[bisect_right(shades, figure) - 1], "none") if figure else ("url(#none)", LINE)


def _box(x: float, y: float, cell: float, fill: str, edge: str) -> Markup:
    size = cell - 2
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" stroke="{}"/>').format(x, y, size, size, fill, edge)


def _text(x: float, y: float, words: str, *, anchor: str = "middle", fill: str = INK, weight: str = "normal") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="{}" font-weight="{}">{}</text>').format(
        x, y + 5, anchor, fill, weight, words
    )


def _short(name: str) -> str:
    return name if len(name) <= NAMED else f"{name[: NAMED - 1].rstrip()}…"


def _legend(shades: Sequence[int], y: float, shown: Sequence[Figure]) -> Iterator[Markup]:
    """What the shades mean."""
    ends = [*(f"{low} to {high - 1}" for low, high in pairwise(shades)), f"{shades[-1]} or more"]
    keys: list[tuple[Figure, str]] = [(0, "None"), ("fewer than 5", "Fewer than 5"), *zip(shades, ends, strict=True)]
    if "not shown" in shown:
        keys.append(("not shown", "– Not shown"))
    x = 20.0
    for figure, words in keys:
        fill, edge = _fill(figure, shades)
        yield _box(x, y, 24, fill, edge if fill != PAPER else LINE) + _text(x + 30, y + 11, words, anchor="start")
        x += 30 + len(words) * 7.6 + 16
