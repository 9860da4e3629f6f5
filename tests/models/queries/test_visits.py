"""What there is to drive for, and that a protected address stays in the file."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import visits as queries
from tests.patients import registered


def test_no_part_of_a_protected_address_comes_out(database: Database, actor: Actor) -> None:
    made = {
        code: registered(
            database,
            actor,
            family=f"Elg{at}",
            protection=code,
            address="Storgata 1",
            postal_code="9999",
            city="Fjellsund",
            phone="68050112",
        )
        for at, code in enumerate(("", "confidential", "strict"))
    }
    with database.write(actor) as writer:
        for patient in made.values():
            writer.execute(
                "INSERT INTO homes (patient_id, way_there, checked_on, checked_by) "
                "VALUES (?, 'Rødt hus', '2026-11-01', 'x')",
                (patient,),
            )
        writer.quiet()
    with database.read() as reader:
        found = queries.people(reader, [*made.values(), "nobody"], 0)
    told = {
        code: (found[key].address, found[key].city, found[key].phone, found[key].way_there)
        for code, key in made.items()
    }
    assert told == {
        "": ("Storgata 1", "Fjellsund", "68050112", "Rødt hus"),
        "confidential": ("", "", "68050112", ""),
        "strict": ("", "", "", ""),
    }


@pytest.mark.parametrize(
    ("from_at", "until_at", "ended_at", "paused"),
    [(0, None, None, True), (0, 50, None, False), (200, None, None, False), (0, None, 5, False)],
)
def test_only_a_pause_that_runs_now_counts(
    database: Database,
    actor: Actor,
    from_at: int,
    until_at: int | None,
    ended_at: int | None,
    paused: bool,
) -> None:
    patient = registered(database, actor)
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO pauses (id, patient_id, reason, from_at, until_at, ended_at, set_by, "
            "cause) VALUES ('p', ?, '', ?, ?, ?, 'x', 'hospital')",
            (patient, from_at, until_at, ended_at),
        )
        writer.quiet()
    with database.read() as reader:
        found = queries.people(reader, [patient], 100)[patient]
    assert found.pause == ("hospital/" if paused else None)


def test_an_empty_file_has_nothing_to_drive_for(database: Database) -> None:
    with database.read() as reader:
        assert queries.unfinished(reader) == ()
        assert queries.to_hand_out(reader) == ()
        assert queries.to_pick_up(reader, "2026-11-24") == ()
        assert queries.to_train(reader) == ()
        assert queries.houses(reader) == {}
        assert queries.choosable(reader) == ()
        assert queries.visit(reader, "nobody") is None
        for what in ("battery", "calibration"):
            assert queries.to_check(reader, what, "2026-11-24") == ()
