"""Identifiers that are valid in form and belong to nobody: from test ranges, with right check digits."""

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 check letters of a unique pupil number (I, O and S are left out): DfE, UPN guide 1.2."""

POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that the last part of a postcode uses (C, I, K, M, O and V are not)."""


def upn(number: int, entry_year: int) -> str:
    """A unique pupil number of authority 999, which does not exist; the check letter is weighted mod 23."""
    digits = f"999{1000 + number // 1000 % 9000:04d}{entry_year % 100:02d}{number % 1000:03d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return UPN_LETTERS[total % 23] + digits


def nhs_number(number: int) -> str:
    """A ten-digit NHS number from the range 999, which is kept for tests; empty if it has no check digit."""
    digits = f"999{number:06d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return "" if check == 10 else f"{digits}{check}"


def phone(number: int) -> str:
    """A telephone number from the ranges that Ofcom keeps for drama."""
    last = number // 2 % 1000
    return f"07700 900{last:03d}" if number % 2 else f"01632 960{last:03d}"


def postcode(district: int, number: int) -> str:
    """A postcode in the area NM, which Royal Mail does not use."""
    letters = len(POSTCODE_LETTERS)
    first, second = POSTCODE_LETTERS[number // letters % letters], POSTCODE_LETTERS[number % letters]
    return f"NM{district} {number // (letters * letters) % 10}{first}{second}"


def uprn(number: int) -> str:
    """A twelve-digit property number beginning 999, which no authority has been given."""
    return f"999{number:09d}"
