"""The person a family named, and who was seen last, on both stores."""

import pytest

from api.commands.lines import who_line
from queries.knowing.touchstone import Touchstone, last_seen, touchstones
from tests.conftest import Place
from tests.queries.drawn import LEO, ago, asked, known, met, said

NAMED = said("s1", "nomination", "child:leo")


def test_the_touchstone_gap_is_the_days_since_they_were_last_in_touch_by_their_own_rhythm(place: Place) -> None:
    contacts = "".join(met(ago(n)) for n in (100, 93, 86, 79))
    assert touchstones(asked(place, known(ago(900)) + contacts + NAMED)) == (Touchstone("amina", ago(79), 79, 7, "lapsed"),)


def test_someone_named_who_was_never_in_touch_has_no_gap(place: Place) -> None:
    assert touchstones(asked(place, known(ago(900)) + NAMED, LEO)) == (Touchstone("amina", None, None, None, "current"),)


def test_nobody_named_is_no_touchstone(place: Place) -> None:
    assert touchstones(asked(place, known(ago(900)) + met(ago(3)))) == ()


@pytest.mark.parametrize(("kind", "who"), [("kind=call", "ben"), ("kind=message", "amina")])
def test_who_was_seen_last_is_by_the_latest_contact_that_is_no_message(place: Place, kind: str, who: str) -> None:
    seen = last_seen(asked(place, met(ago(9)) + met(ago(3), who="ben", whom="leo", more=kind)))
    assert seen
    assert seen.professional_id == who


def test_where_nobody_was_in_touch_nobody_was_seen(place: Place) -> None:
    assert last_seen(asked(place, known(ago(9)))) is None


def test_the_line_of_an_answer_tells_them_with_their_days(place: Place) -> None:
    line = who_line(asked(place, known(ago(900)) + met(ago(9)) + NAMED))
    touchstone = {"professional_id": "amina", "last_contact": ago(9).isoformat(), "silent_days": 9, "usual_days": None, "state": "current"}
    assert line["touchstones"] == [touchstone]
