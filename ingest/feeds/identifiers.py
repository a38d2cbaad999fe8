"""National identifiers and how each is checked. Sources: the NHS Data Dictionary, DfE's UPN guide, GeoPlace."""

from ingest.feeds.cells import BadCell

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_number(cell: str) -> str | None:
    """Ten digits, the last a check digit modulus 11; spaces and hyphens are dropped.

    >>> nhs_number("943 476 5919")
    '9434765919'
    """
    number = cell.replace(" ", "").replace("-", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) == 10):
        raise BadCell("is no NHS number: ten digits")
    check = 11 - sum(int(d) * w for d, w in zip(number, range(10, 1, -1), strict=False)) % 11
    if check % 11 != int(number[9]):
        raise BadCell("is no NHS number: its check digit is wrong")
    return number


def upn(cell: str) -> str | None:
    """Thirteen characters: a check letter and twelve digits, the last of which may be a letter in a temporary one.

    >>> upn("H801200001001")
    'H801200001001'
    """
    number = cell.strip().upper()
    if not number:
        return None
    last = number[12:]
    if len(number) != 13 or not number.isascii() or not number[1:12].isdigit() or last not in _UPN_LETTERS + "0123456789":
        raise BadCell("is no UPN: a letter and twelve digits")
    numbers = [int(d) for d in number[1:12]] + [int(last) if last.isdigit() else _UPN_LETTERS.find(last)]
    if _UPN_LETTERS[sum(n * w for n, w in zip(numbers, range(2, 14), strict=True)) % 23] != number[0]:
        raise BadCell("is no UPN: its check letter is wrong")
    return number


def uprn(cell: str) -> str | None:
    """Up to twelve digits; leading zeros are dropped.

    >>> uprn("000010023")
    '10023'
    """
    number = cell.strip()
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= 12 and int(number)):
        raise BadCell("is no UPRN: up to twelve digits")
    return number.lstrip("0")
