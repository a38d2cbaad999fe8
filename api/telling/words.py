"""Small things that sentences are made of."""


def many(number: int, one: str, more: str) -> str:
    """A number of things as people say it.

    >>> many(1, "family", "families"), many(1200, "family", "families")
    ('1 family', '1,200 families')
    """
    return f"{number:,} {one if number == 1 else more}"
