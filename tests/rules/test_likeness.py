"""Which files could be of one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.likeness import Identity, Likeness, likeness

BORN = date(1948, 3, 7)
ELG = Identity("Rask", "Elg", BORN)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (ELG, Likeness.SAME),
        (Identity("RASK", "Élg", BORN), Likeness.SAME),
        (Identity("Elg", "Rask", BORN), Likeness.SAME),
        (Identity("Rask Mild", "Elg", BORN), Likeness.SIMILAR),
        (Identity("Raskt", "Elg", BORN), Likeness.SIMILAR),
        (Identity("Rask", "Elg", None), Likeness.SIMILAR),
        (Identity("Rask", "Elg", date(1948, 7, 3)), Likeness.SIMILAR),
        (Identity("Rask", "Elg", date(1949, 3, 7)), Likeness.SIMILAR),
        (Identity("Rask", "Elg", date(1961, 12, 24)), Likeness.NONE),
        (Identity("Stille", "Brygge", BORN), Likeness.NONE),
        (Identity("Raskt", "Elg", date(1949, 3, 7)), Likeness.NONE),
    ],
)
def test_compares(other: Identity, expected: Likeness) -> None:
    assert likeness(ELG, other) is expected


people = st.builds(
    Identity,
    st.text(alphabet="abø ", max_size=4),
    st.text(alphabet="abø ", max_size=4),
    st.none() | st.dates(date(1930, 1, 1), date(1931, 1, 1)),
)


@given(people, people)
def test_it_does_not_matter_who_was_there_first(one: Identity, other: Identity) -> None:
    assert likeness(one, other) is likeness(other, one)
