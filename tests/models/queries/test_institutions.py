"""Institutions as screens need them."""

from station.models.database import Actor, Database
from station.models.queries import institutions as queries
from station.models.records import devices, institutions, loans
from station.models.records.devices import NewDevice


def test_those_in_use_come_first_and_what_is_out_is_counted(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        for name in ("b", "A", "c"):
            institutions.add(writer, name, {"kind": "other", "name": name})
        institutions.set_retired(writer, "A", retired=True)
        for device in ("d1", "d2"):
            devices.add(writer, device, NewDevice("camera", name=device))
            loans.begin(writer, f"l-{device}", device, None, institution_id="b")
        loans.end(writer, "l-d2", "d2", None, "")
    with database.read() as reader:
        assert [row.id for row in queries.every(reader)] == ["b", "c", "A"]
        row = queries.one(reader, "b")
        assert row is not None
        assert (row.out, row.retired) == (1, False)
        assert queries.one(reader, "x") is None
