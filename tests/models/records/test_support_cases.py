"""Support cases in the file: opened, closed once, opened again; each with its line in the log."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import support_cases as queries
from station.models.records import devices as device_records
from station.models.records import support_cases as records
from station.models.records.devices import NewDevice
from station.models.records.support_cases import CaseEnd
from tests.patients import log_of, registered

END = CaseEnd("Byttet batteri", "replaced", 20, 4_900, "d2")


def test_the_life_of_a_case(database: Database, actor: Actor, clock: FixedClock) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        for key in ("d1", "d2"):
            device_records.add(writer, key, NewDevice("scale", name=f"Vekt {key}"))
        case_id = records.open_case(writer, "d1", "Slår seg ikke på", patient_id=patient_id)
        assert not records.reopen_case(writer, case_id, patient_id)
    clock.advance(1000)
    with database.write(actor) as writer:
        assert records.close_case(writer, case_id, patient_id, END)
        assert not records.close_case(writer, case_id, patient_id, END)
    with database.read() as reader:
        row = queries.one(reader, case_id)
    assert row is not None
    assert (row.done, row.outcome, row.minutes, row.cost_ore) == (
        "Byttet batteri",
        "replaced",
        20,
        4_900,
    )
    assert (row.replaced_by, row.replacement, row.closed_at) == ("d2", "Vekt d2", clock.now())
    with database.write(actor) as writer:
        assert records.reopen_case(writer, case_id, patient_id)
    with database.read() as reader:
        row = queries.one(reader, case_id)
        log = log_of(reader, patient_id)
    assert row is not None
    # What was written stays; how it ended is open.
    assert (row.done, row.outcome, row.replaced_by, row.closed_at) == (
        "Byttet batteri",
        "",
        None,
        None,
    )
    assert log[:3] == ["support_case_reopened", "support_case_closed", "support_case_opened"]
