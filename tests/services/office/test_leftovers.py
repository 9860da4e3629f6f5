"""Putting right what a killed program left; the killing itself: tests/attacks/test_killed.py."""

from station.security.slots import PERSON, Owner
from station.services.office.leftovers import leftover_names, mend
from tests.cohort import MINUTE, Cohort

HYLLE = Owner("5" * 32, PERSON, "Lun Hylle", "LH", "nb")


def test_where_nothing_is_left_nothing_is_touched_and_nothing_told(cohort: Cohort) -> None:
    door = cohort.station.door
    before = door.store.read()
    with cohort.station.record.write(cohort.session) as writer:
        assert mend(writer, door.store, door.data_key()) == ()
        writer.quiet()
    assert door.store.read() == before


def test_what_is_left_is_put_right_once_and_told_by_name(cohort: Cohort) -> None:
    door = cohort.station.door
    cohort.clock.advance(MINUTE)
    door.store.add(door.data_key(), HYLLE, "en helt ny setning")
    door.store.add_recovery(door.data_key())
    with cohort.station.record.write(cohort.session) as writer:
        assert leftover_names(writer, door.store) == (HYLLE,)
        told = mend(writer, door.store, door.data_key())
        assert mend(writer, door.store, door.data_key()) == ()
    assert [each.code for each in told] == ["sheet_undone", "leftover_removed"]
    assert HYLLE.name in told[1].sentence()
