"""Homes in the file: the newest answer stands, and the way there is left unless it is written."""

from station.models.database import Actor, Database
from station.models.queries import handouts as queries
from station.models.records import homes as records
from tests.patients import log_of, registered


def keep(
    database: Database, actor: Actor, patient_id: str, wifi: str, way_there: str | None
) -> str:
    with database.write(actor) as writer:
        records.keep(
            writer,
            patient_id,
            wifi=wifi,
            mobile="weak",
            note="",
            way_there=way_there,
            checked_on="2026-11-20",
        )
    with database.read() as reader:
        row = queries.home(reader, patient_id)
        assert row is not None
        assert row.wifi == wifi
        return row.way_there


def test_the_newest_answer_stands(database: Database, actor: Actor) -> None:
    patient_id, other = registered(database, actor), registered(database, actor, family="Rev")
    assert keep(database, actor, patient_id, "good", None) == ""
    assert keep(database, actor, patient_id, "none", "Rødt hus") == "Rødt hus"
    assert keep(database, actor, patient_id, "weak", None) == "Rødt hus"
    assert keep(database, actor, patient_id, "weak", "") == ""
    with database.read() as reader:
        assert queries.home(reader, other) is None
        assert log_of(reader, patient_id)[0] == "home_checked"
