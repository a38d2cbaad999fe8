"""Names folded for searching: the same words whatever the case, accents or punctuation."""

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "'": ""})
_WORD = re.compile(r"[^\W_]+")


def fold(*parts: str | None) -> str:
    """The words of a name, folded and joined by single spaces; empty where there are none.

    >>> fold("Siân", "O'Brien-Łuczak")
    'sian obrien luczak'
    """
    text = " ".join(p for p in parts if p).casefold().translate(_LETTERS).translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))
