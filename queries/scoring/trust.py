"""What people said about trust, as opinions that can be fused: Jøsang's subjective logic, as the domain page has it [S].

Nothing is inferred from records: trust is only what somebody said. The discounts are design choices [D].
"""

from collections.abc import Iterable
from typing import NamedTuple

PRIOR = 2.0
"""Weight of knowing nothing: how many statements it takes to halve the doubt."""
BASE_RATE = 0.5


class Opinion(NamedTuple):
    """Belief, disbelief and doubt, which add up to 1. Doubt 1 is "not asked"."""

    belief: float
    disbelief: float
    doubt: float

    @property
    def expectation(self) -> float:
        """P = b + a·u: what to expect where a single number is needed, 0 to 1."""
        return self.belief + BASE_RATE * self.doubt

    @property
    def trust(self) -> float | None:
        """R = b / (b + d), 0 to 1; None where nothing was said."""
        said = self.belief + self.disbelief
        return self.belief / said if said else None

    @property
    def certainty(self) -> float:
        """How much was said, 0 (not asked) to 1: 1 − u."""
        return 1 - self.doubt


NOT_ASKED = Opinion(0.0, 0.0, 1.0)


def opinion(supporting: float, opposing: float) -> Opinion:
    """An opinion from so many supporting and opposing statements.

    >>> [round(x, 6) for x in opinion(8, 1)]
    [0.727273, 0.090909, 0.181818]
    """
    whole = supporting + opposing + PRIOR
    return Opinion(supporting / whole, opposing / whole, PRIOR / whole)


def discounted(one: Opinion, reliability: float) -> Opinion:
    """An opinion as far as its speaker is reliable: what is not believed becomes doubt.

    >>> [round(x, 6) for x in discounted(opinion(8, 1), 0.75)]
    [0.545455, 0.068182, 0.386364]
    """
    belief, disbelief = reliability * one.belief, reliability * one.disbelief
    return Opinion(belief, disbelief, 1 - belief - disbelief)


def fused(opinions: Iterable[Opinion]) -> Opinion:
    """The opinions of independent speakers together: cumulative fusion. Nobody's opinion is "not asked".

    >>> [round(x, 6) for x in fused([opinion(8, 1), opinion(2, 2)])]
    [0.666667, 0.2, 0.133333]
    """
    whole = NOT_ASKED
    for other in opinions:
        kappa = whole.doubt + other.doubt - whole.doubt * other.doubt
        whole = Opinion(
            (whole.belief * other.doubt + other.belief * whole.doubt) / kappa,
            (whole.disbelief * other.doubt + other.disbelief * whole.doubt) / kappa,
            whole.doubt * other.doubt / kappa,
        )
    return whole
