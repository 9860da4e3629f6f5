"""What waits for a record that is not here costs nothing; the rest is gone through in steps."""

import pytest

from station.models.database import Writer
from station.models.records import sync_inbox
from station.services.sync.applying import waiting
from station.services.sync.applying.waiting import Waits
from tests.services.stations import CENTRE, Place
from tests.services.sync_cases import PATIENT, add_patient


def _waits(writer: Writer, name: str, code: str, parent: str = "") -> None:
    about = ("relatives", name)
    sync_inbox.add(writer, CENTRE, ("relatives", name, "1"), "{}", about)
    item = writer.raw("SELECT id FROM sync_inbox ORDER BY rowid DESC LIMIT 1")[0][0]
    told = {"kind": "patients", "id": parent} if parent else None
    sync_inbox.settle(writer, item, sync_inbox.WAITING, about, code, told)


def test_only_what_can_be_worked_in_is_given_and_all_of_it_once(
    north: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 2)
    monkeypatch.setattr(waiting, "STEP", 1)
    add_patient(north)
    waits = Waits()
    with north.database.write(north.actor) as writer:
        for name in ("1", "2", "3"):
            _waits(writer, name, "parent", "f" * 32)
        _waits(writer, "4", "parent", PATIENT)
        _waits(writer, "5", "other")
        given = []
        while rows := waits.next(writer, CENTRE):
            given += [each.row for each in rows]
            waits.tried(CENTRE, rows[-1].row, moved=rows[-1].row == 4)
        assert given == [4, 5]
        # Something was worked in: it is gone through once more.
        assert waits.over(CENTRE)
        assert [each.row for each in waits.next(writer, CENTRE)] == [4]
        waits.tried(CENTRE, 5, moved=False)
        assert not waits.over(CENTRE)
        writer.quiet()
