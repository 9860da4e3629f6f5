"""The numbers somebody had before, the last one first; and whose a number once was."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import former_numbers as queries
from station.models.queries.former_numbers import FormerNumber
from station.models.records import former_numbers as records
from tests.patients import registered


def test_the_last_one_first_and_whose_it_was(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient, began = registered(database, actor), clock.now()
    for number in ("13815012345", "13815012426"):
        with database.write(actor) as writer:
            records.keep(writer, patient, number, "fnr")
        clock.advance(1000)
    with database.read() as reader:
        assert queries.of_patient(reader, patient) == (
            FormerNumber("13815012426", "fnr", began + 1000),
            FormerNumber("13815012345", "fnr", began),
        )
        assert queries.patients_with(reader, "13815012345") == (patient,)
        assert queries.patients_with(reader, "13815099999") == ()
        assert queries.of_patient(reader, "nobody") == ()
