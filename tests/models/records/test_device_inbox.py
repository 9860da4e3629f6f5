"""Packets that wait for a meter's clock are kept once, and go when they are taken in."""

from station.models.database import Actor, Database
from station.models.queries import device_inbox as queries
from station.models.records import device_inbox as records
from station.models.records import devices
from station.models.records.devices import NewDevice

ONE, TWO = (0x2A5E, b"\x00one", 10), (0x2A5E, b"\x00two", 20)


def test_a_packet_is_kept_once_and_let_go_alone(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("oximeter", "", "Oksymeter 1"))
    for _ in range(2):
        with database.write(actor) as writer:
            records.keep(writer, "d1", [TWO, ONE])
    with database.read() as reader:
        assert queries.waiting(reader) == {"d1": [ONE, TWO]}
    with database.write(actor) as writer:
        records.let_go(writer, "d1", [ONE])
        writer.quiet()
    with database.read() as reader:
        assert queries.waiting(reader) == {"d1": [TWO]}
