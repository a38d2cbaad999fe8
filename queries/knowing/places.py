"""Which claims name the same place: by property number (UPRN), else by postcode and house, else by the words of the address.

No library for this is kept well enough to rest on (libpostal wants 2 GB of models, the others are a regular expression each), so
it is done here, plainly. Case, accents, spaces and punctuation never count. In an address the words for a flat are one word, and
so are the long and short forms of the words for streets. The house is the flat and the first number ("Flat 2, 14a High St": flat 2,
14a), or all of the words where there is no number.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.address_claims import AddressClaim
from graph.names import fold

By = Literal["uprn", "house", "words", "id"]
Place = tuple[By, str]
"""A place, by the firmest that is known of it: how it is known, and what it is known as."""
_FLAT = "flat"
_SAME_WORDS = {
    _FLAT: "apartment apt maisonette unit",
    "st": "street saint",
    "rd": "road",
    "ave": "avenue av",
    "ln": "lane",
    "cl": "close",
    "dr": "drive",
    "ct": "court",
    "cres": "crescent",
    "pl": "place",
    "sq": "square",
    "gdns": "gardens",
    "ter": "terrace terr",
    "pk": "park",
    "gr": "grove",
    "hse": "house",
}
_SHORT = {long: short for short, longs in _SAME_WORDS.items() for long in longs.split()}
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})$")
_LETTER_APART = re.compile(r"\b(\d+) ([a-z])\b")
_NUMBER = re.compile(r"\d+[a-z]?")


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a place, normalised; empty text where it is not."""

    uprn: str
    postcode: str
    house: str
    words: str


def written(uprn: str | None, address: str | None, postcode: str | None) -> Written:
    """An address as it is compared.

    >>> written(None, "Apt 2, 14 A High Street, AB1 2CD", None)
    Written(uprn='', postcode='ab12cd', house='flat 2 14a', words='flat 2 14a high st')
    """
    line = fold(address)
    tail = _POSTCODE.search(line)
    words = _LETTER_APART.sub(r"\1\2", line[: tail.start()] if tail else line).split()
    code = fold(postcode).replace(" ", "") or ("".join(tail.groups()) if tail else "")
    plain = [_SHORT.get(word, word) for word in words]
    return Written(fold(uprn).replace(" ", "").lstrip("0"), code, _house(plain), " ".join(plain))


def _house(words: Sequence[str]) -> str:
    flat = next((n for n, word in enumerate(words[:-1]) if word == _FLAT), None)
    if flat is not None:
        return " ".join((_FLAT, words[flat + 1], _house([*words[:flat], *words[flat + 2 :]]))).strip()
    first = next((n for n, word in enumerate(words) if _NUMBER.fullmatch(word)), None)
    if first is None:
        return " ".join(words)
    last = next((n for n in range(first, len(words)) if not _NUMBER.fullmatch(words[n])), len(words))
    return " ".join(words[first:last])


def places(claims: Iterable[AddressClaim]) -> dict[AddressClaim, Place]:
    """The place of each claim: two claims agree where it is the same.

    A claim without a property number is of the one property that others among these put at that postcode and house; one without a
    postcode of the one place that they write in the same words. Where several come into question it stands for itself.
    """
    known = {claim: written(claim.uprn, claim.text, claim.postcode) for claim in claims}
    found: dict[AddressClaim, Place] = {c: ("uprn", w.uprn) for c, w in known.items() if w.uprn}
    found |= _by("house", {c: _at(w) for c, w in known.items()}, found)
    found |= _by("words", {c: w.words for c, w in known.items()}, found)
    found |= {c: ("id", c.address_id) for c in known if c not in found}
    return found


def _at(one: Written) -> str:
    return f"{one.postcode} {one.house}" if one.postcode and one.house else ""


def _by(how: By, keys: dict[AddressClaim, str], found: dict[AddressClaim, Place]) -> dict[AddressClaim, Place]:
    """The places of the claims that have such a key and no place yet."""
    firmer: dict[str, set[Place]] = {}
    for claim, place in found.items():
        firmer.setdefault(keys[claim], set()).add(place)
    left: dict[AddressClaim, Place] = {claim: (how, key) for claim, key in keys.items() if key and claim not in found}
    return {claim: _only(firmer.get(place[1], set()), place) for claim, place in left.items()}


def _only(some: set[Place], own: Place) -> Place:
    """The one of them, where there is exactly one."""
    return next(iter(some)) if len(some) == 1 else own
