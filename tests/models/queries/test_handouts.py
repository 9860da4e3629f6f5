"""Hand-outs as screens and receipts need them."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import handouts as queries
from station.models.records import devices, handouts, institutions, loans, trainings
from station.models.records.devices import NewDevice
from station.models.records.loans import Terms
from station.models.records.trainings import TrainingRow
from tests.patients import registered


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    """Two devices went out to a patient, and one of them in the other's place."""
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO users (id, slot_id, name, initials, role, language, active, created_at) "
            "VALUES (?, 's', 'Mild Kystvei', 'MK', 'nurse', 'nb', 1, 1)",
            (actor.user_id,),
        )
        institutions.add(writer, "i1", {"kind": "other", "name": "Legevakten"})
        made = {"patient_id": patient_id, "institution_id": None, "received_by": "", "note": ""}
        handouts.add(writer, "h1", **made)  # type: ignore[arg-type]
        made |= {"patient_id": None, "institution_id": "i1"}
        handouts.add(writer, "h2", **made)  # type: ignore[arg-type]
        devices.add(writer, "d1", NewDevice("scale", name="V-1", serial="77", own=True))
        devices.add(writer, "d2", NewDevice("oximeter", name="O-1", maker="Nonin", label="ST-1"))
        terms = Terms("2027-01-20", ("charger", "en snor"), "god", "h1", note="til høyre")
        loans.begin(writer, "l1", "d1", patient_id, terms)
        loans.end(writer, "l1", "d1", patient_id, "knust", "replaced")
        loans.begin(writer, "l2", "d2", patient_id, Terms(handout_id="h1", replaces="l1"))
        row = TrainingRow(patient_id, None, "h1", "Rask Elg", "patient", "", "2026-11-20", "")
        trainings.add(writer, "t1", row)
    return patient_id


def test_a_hand_out_is_found_by_id_number_and_borrower(
    database: Database, actor: Actor, patient: str, clock: FixedClock
) -> None:
    with database.read() as reader:
        row = queries.one(reader, "h1")
        assert row is not None
        assert (row.by, row.at, row.patient, row.institution) == (
            "Mild Kystvei",
            clock.now(),
            "Rask Elg",
            "",
        )
        assert queries.numbered(reader, 1) == row
        assert queries.of_borrower(reader, "patient", patient) == (row,)
        (other,) = queries.of_borrower(reader, "institution", "i1")
        assert (other.number, other.institution) == (2, "Legevakten")
        assert queries.one(reader, "x") is None
        assert queries.numbered(reader, 3) is None


def test_its_lines_say_what_went_out_and_in_whose_place(database: Database, patient: str) -> None:
    with database.read() as reader:
        oximeter, scale = queries.lines_of(reader, "h1")
        assert (scale.accessories, scale.condition, scale.due_on, scale.own) == (
            ("charger", "en snor"),
            "god",
            "2027-01-20",
            True,
        )
        assert (scale.ended_how, scale.ended_note, scale.ended_by) == (
            "replaced",
            "knust",
            "Mild Kystvei",
        )
        assert (oximeter.replaces, oximeter.replaced_serial, oximeter.replaced_name) == (
            "l1",
            "77",
            "V-1",
        )
        assert (oximeter.maker, oximeter.label, oximeter.own) == ("Nonin", "ST-1", False)
        assert queries.lines_of_borrower(reader, "patient", patient) == (oximeter, scale)
        assert queries.line(reader, "l1") == scale
        assert queries.line(reader, "x") is None


def test_trainings_are_found_by_borrower_and_hand_out(database: Database, patient: str) -> None:
    with database.read() as reader:
        (found,) = queries.trainings_of(reader, "patient", patient)
        assert queries.trainings_with(reader, "h1") == (found,)
        assert (found.person, found.by) == ("Rask Elg", "Mild Kystvei")
        assert queries.trainings_of(reader, "institution", "i1") == ()
