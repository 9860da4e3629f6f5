"""What leaves the house about people who are protected, or who have taken their consent back."""

import json
from collections.abc import Iterator

import pytest

from station.models.queries import outbox
from station.models.records import hand, sync_channels
from station.services.sync import gathering, setup
from station.services.sync.sealing import Batch, Sealing
from station.sync import fhir
from tests.services.conflict_desk import choose
from tests.services.stations import CENTRE, Place
from tests.services.sync_cases import PATIENT, add, add_patient, change, measure

_STREET, _PHONE, _HERS = "Kanarifuglveien 7", "68050123", "68050177"


@pytest.fixture
def sender(north: Place) -> Place:
    """A station with a patient whose address was never protected, and her daughter."""
    add_patient(north, address=_STREET, city="Kanaridal", phone=_PHONE)
    add(
        north, "relatives", patient_id=PATIENT, name="Lun Bro", relation="datter",
        phone=_HERS, reports=0, note="", active=1,
    )  # fmt: skip
    with north.database.write(north.actor) as writer:
        hand.begin(writer)
        sync_channels.put(writer, CENTRE, "{}", {})
        sync_channels.switch(writer, CENTRE, on=True)
        setup.share(writer)
    return north


def _seal(station: Place) -> Batch:
    with station.database.write(station.actor) as writer:
        gathering.gather(writer, CENTRE)
        return Sealing(CENTRE, fhir).seal(writer, 50)


def _said(station: Place) -> Iterator[str]:
    for each in _seal(station).sealed:
        yield from each.resources


def test_what_was_sealed_before_an_address_was_protected_is_not_sent_again(sender: Place) -> None:
    first = "".join(_said(sender))
    assert _STREET in first
    # The network failed; nobody knows what came through. The nurse protects the address.
    change(sender, "patients", PATIENT, protection="strict")
    for _ in range(3):
        again = "".join(_said(sender))
        assert "Patient" in again
        assert not [word for word in (_STREET, "Kanaridal", _PHONE, _HERS) if word in again]


def test_what_was_sealed_before_a_consent_was_taken_back_rests(sender: Place) -> None:
    consent = add(
        sender, "consents", patient_id=PATIENT, form_version="1", given_on="2026-01-01",
        informed_by="u", registered_at=5, registered_by="u",
    )  # fmt: skip
    measure(sender, 95.0)
    assert len(_seal(sender).sealed) >= 1
    change(sender, "consents", consent, withdrawn_on="2026-11-20", withdrawn_by="u")
    for _ in range(3):
        kinds = {json.loads(each)["resourceType"] for each in _said(sender)}
        assert kinds <= {"Consent"}


def _deleted_at_the_centre(station: Place) -> None:
    """Let the server have her, and then say that she was deleted there."""
    with station.database.write(station.actor) as writer:
        writer.execute("DELETE FROM sync_outbox")
        writer.execute(
            "INSERT INTO sync_heads (channel, kind, record_id, resource_type, resource_id, "
            "version, fields, gone_at) VALUES (?, 'patients', ?, 'Patient', 'x', '2', '{}', 5)",
            (CENTRE, PATIENT),
        )
        writer.execute(
            "INSERT INTO sync_conflicts (id, channel, kind, record_id, patient_id, reason, base, "
            "ours, theirs, fields, found_at, state) VALUES "
            "('c', ?, 'patients', ?, ?, 'gone', '', '', '', '[]', 5, 'open')",
            (CENTRE, PATIENT, PATIENT),
        )
        writer.quiet()


@pytest.mark.parametrize("side", ["", "theirs", "ours"])
def test_who_was_deleted_at_the_centre_comes_back_only_if_a_person_says_so(
    sender: Place, side: str
) -> None:
    _seal(sender)
    _deleted_at_the_centre(sender)
    change(sender, "patients", PATIENT, phone="68050009")
    measure(sender, 95.0)
    add(
        sender, "consents", patient_id=PATIENT, form_version="1", given_on="2026-01-01",
        informed_by="u", registered_at=5, registered_by="u",
    )  # fmt: skip
    assert list(_said(sender)) == []
    if side:
        choose(sender, side)
    with sender.database.write(sender.actor) as writer:
        gathering.wake(writer, CENTRE)
        assert outbox.deleted_there(writer, CENTRE, [PATIENT]) == frozenset(
            () if side == "ours" else {PATIENT}
        )
        writer.quiet()
    said = [json.loads(each)["resourceType"] for each in _said(sender)]
    assert (said[:1] == ["Patient"]) is (side == "ours")
    assert bool(said) is (side == "ours")
