"""What a request is really shown of some children and families, read as requests read it: through its own veil, scope and policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from api.guarding.asking import Asking
from graph.model import Around, Subject, View
from graph.veil import Node, node_of

Group = Literal["summary", "contact_route", "identifiers", "addresses", "statements", "leaving_dates"]
"""The groups of fields that a policy opens or keeps, each an action of its own."""
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Seen:
    """Which groups of a child or family are shown, and the professionals of whose ties and contacts with them the viewer is told.

    `node` is the record that stands for them.
    """

    node: Node
    groups: frozenset[Group]
    professionals: frozenset[str]


async def seen_by(asking: Asking, subjects: Sequence[Subject], standing: Mapping[Subject, Subject]) -> dict[Subject, Seen]:
    """What is shown of each; `standing` leads to the record that stands for it. The veil must be drawn. Errors: those of the store."""
    by_number = (await asking.reader.around(subjects, asking.view(), bare=True)).asked
    views: dict[View, list[Subject]] = {}
    for subject in subjects:
        views.setdefault(asking.view(about=subject), []).append(subject)
    found: dict[Subject, Seen] = {}
    for view, about in views.items():
        around = await asking.reader.around(about, view, bare=True)
        for subject in about:
            found[subject] = _seen(asking, standing[subject], view, around, looked_up=subject in by_number)
    return found


def _seen(asking: Asking, subject: Subject, view: View, around: Around, *, looked_up: bool) -> Seen:
    held = subject in around.asked.values()
    may: dict[Group, bool] = {
        "identifiers": looked_up,
        "addresses": held and view.veil is not None and view.veil.shows_place(subject),
        "statements": held and view.organisations is None,
    }
    groups = frozenset[Group](group for group in GROUPS if asking.may(group) and may.get(group, held))
    told = tied(around, subject) if held and "summary" in groups else frozenset[str]()
    return Seen(node_of(subject), groups, told)


def tied(around: Around, subject: Subject) -> frozenset[str]:
    """The professionals who know a child or family, or knew or met them."""
    return frozenset(one.professional_id for one in (*around.ties, *around.contacts) if one.subject == subject)
