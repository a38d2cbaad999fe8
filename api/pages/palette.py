"""Colours of pictures, and what can be read on them."""

INK, PAPER, MUTED, LINE = "#0b0c0c", "#ffffff", "#484949", "#b1b4b6"
HEAT = ("#d4e6f5", "#9fc6e7", "#5b9bd0", "#2073bc", "#12436d")
"""From few to many."""
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"


def ink_on(colour: str) -> str:
    """What reads best on a colour: dark or white."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.2).

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
