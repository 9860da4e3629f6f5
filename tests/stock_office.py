"""A store for tests: devices, loans and people put in the file as they are, whatever led there."""

from dataclasses import dataclass, replace

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.core.zone import day_of
from station.models.database import Actor, Database
from station.services.record import Record
from station.services.session import Session
from tests.intaking import NURSE
from tests.patients import registered

DAY = 86_400_000


@dataclass
class StockOffice:
    """One open file, and a nurse."""

    record: Record
    clock: FixedClock
    session: Session = NURSE

    def device(
        self, name: str, kind: str = "oximeter", state: str = "in_store", **columns: object
    ) -> str:
        """Put a device in the file, with more columns as given; its id."""
        values = {
            "id": new_id(),
            "kind": kind,
            "name": name,
            "state": state,
            "state_since": self.clock.now(),
            "added_at": self.clock.now(),
            "added_by": self.session.user_id,
            **columns,
        }
        return self._put("devices", values)

    def person(self, family: str = "Elg", **columns: object) -> str:
        """Register a patient, with more columns as given; her id."""
        actor = Actor(self.session.user_id, self.session.name)
        status = columns.pop("status", None)
        since = columns.pop("status_since", self.clock.now())
        patient_id = registered(self.database, actor, family=family, **columns)
        if status is not None:
            self.change("patients", patient_id, status=status, status_since=since)
        return patient_id

    def house(self, name: str = "Øvelsesbygda legekontor") -> str:
        """Add an institution; its id."""
        values = {
            "id": new_id(),
            "kind": "gp_office",
            "name": name,
            "created_at": self.clock.now(),
            "created_by": self.session.user_id,
        }
        return self._put("institutions", values)

    def handout(self, number: int, **columns: object) -> str:
        """Add a hand-out; its id."""
        values = {
            "id": new_id(),
            "number": number,
            "at": self.clock.now(),
            "by": self.session.user_id,
            **columns,
        }
        return self._put("handouts", values)

    def loan(self, device_id: str, patient_id: str | None = None, **columns: object) -> str:
        """Lend a device from now; the loan's id."""
        values = {
            "id": new_id(),
            "device_id": device_id,
            "patient_id": patient_id,
            "from_at": self.clock.now(),
            "lent_by": self.session.user_id,
            **columns,
        }
        if columns.get("ended_at") is None:
            self.change("devices", device_id, state="lent")
        return self._put("loans", values)

    def lent(self, name: str, patient_id: str, kind: str = "oximeter", **columns: object) -> str:
        """Put a device in the file and lend it; the device's id."""
        device_id = self.device(name, kind)
        self.loan(device_id, patient_id, **columns)
        return device_id

    def change(self, table: str, row_id: str, **columns: object) -> None:
        """Set columns of a row."""
        named = ", ".join(f"{each} = ?" for each in columns)
        with self.record.write(self.session) as writer:
            writer.execute(
                f"UPDATE {table} SET {named} WHERE id = ?",  # noqa: S608  (names of a test)
                (*columns.values(), row_id),  # type: ignore[arg-type]
            )
            writer.audit("changed_for_test", table, row_id)

    def day(self, ahead: int = 0) -> str:
        """Give a day so many days ahead of today, ISO."""
        return day_of(self.clock.now() + ahead * DAY).isoformat()

    @property
    def database(self) -> Database:
        """Give the open file."""
        assert self.record.database is not None
        return self.record.database

    def rows(self, sql: str, *values: str | int) -> list[tuple[object, ...]]:
        """Read rows straight from the file."""
        with self.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql, values)]

    def as_role(self, role: str) -> Session:
        """Give somebody else with a role."""
        return replace(self.session, user_id="0" * 31 + "7", role=role)

    def _put(self, table: str, values: dict[str, object]) -> str:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        if "by" in values:
            names = names.replace(", by", ', "by"')
        with self.record.write(self.session) as writer:
            writer.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
                tuple(values.values()),  # type: ignore[arg-type]
            )
            writer.audit("put_for_test", table, str(values["id"]))
        return str(values["id"])


def stock_office(database: Database, clock: FixedClock) -> StockOffice:
    """Give an office on an open file."""
    return StockOffice(Record(Bus(), clock, database), clock)
