"""The register as a list is held against it, and what was kept of imports."""

from station.models.database import Actor, Database
from station.models.queries import equipment_imports as queries
from station.models.records import equipment_imports as records
from station.models.records.devices import NewDevice
from station.models.records.equipment_imports import ImportedDevice, Report


def test_the_register(database: Database, actor: Actor) -> None:
    """Every device with what a list may say of it."""
    new = NewDevice("own_device", name="N", label="RK-1", own=True, price_ore=100, phone="1")
    with database.write(actor) as writer:
        records.add_many(writer, (ImportedDevice("a" * 32, new, "", "in_store", ""),))
        writer.quiet()
    with database.read() as reader:
        (found,) = queries.register(reader)
    assert (found.label, found.own, found.price_ore, found.phone) == ("RK-1", True, 100, "1")
    assert "phone" not in repr(found)


def test_imports_and_their_reports(database: Database, actor: Actor) -> None:
    """The newest first, also of the same file; the report comes back as it was kept."""
    for name, at in (("en.csv", "1" * 32), ("to.csv", "2" * 32)):
        rows = [(2, "new", "x", ""), (3, "refused", "y", "why")]
        report = Report(name, "same", 2, 1, 0, 0, 1, ("A", "B"), rows, {3: ("c", "d")})
        with database.write(actor) as writer:
            records.keep(writer, at, report)
    with database.read() as reader:
        assert [row.file_name for row in queries.imports(reader)] == ["to.csv", "en.csv"]
        assert len(queries.imports(reader, limit=1)) == 1
        before = queries.of_file(reader, "same")
        assert before is not None
        assert (before.id, before.rows_in, before.refused) == ("2" * 32, 2, 1)
        assert queries.of_file(reader, "other") is None
        kept = queries.report(reader, "1" * 32)
        assert queries.report(reader, "none") is None
    assert kept is not None
    assert kept.rows == ((2, "new", "x", ""), (3, "refused", "y", "why"))
    assert (kept.headings, kept.cells) == (("A", "B"), {3: ("c", "d")})
