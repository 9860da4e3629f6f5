"""Kits: devices that go out together, such as a bag with tablet, oximeter and charger."""

from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import devices as queries
from station.models.queries import store
from station.models.queries.store import KitRecord
from station.models.records import kits as records
from station.rules.equipment import DeviceState
from station.services.equipment.device_moving import known_device
from station.services.equipment.loaning import retired_trouble
from station.services.equipment.values import KitRow
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


class Kits:
    """Keeps which devices go out together."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def kits(self, session: Session) -> tuple[KitRow, ...]:
        """Give every kit in use by name, with its devices."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            inside = queries.in_kits(reader)
            return tuple(
                KitRow(each.id, each.name, each.note, each.created_at, inside.get(each.id, ()))
                for each in store.kits(reader)
            )

    def make_kit(self, session: Session, name: str, note: str = "") -> str:
        """Make an empty kit and give its id; Trouble `kit_unnamed`, `kit_taken`."""
        require(session, Right.EDIT_PATIENTS)
        kit_id, called = new_id(), name.strip()
        with speaking(session.language), self._record.write(session) as writer:
            if not called:
                raise Trouble("kit_unnamed", N_("Write what the kit is called."))
            if any(each.name.lower() == called.lower() for each in store.kits(writer)):
                raise Trouble("kit_taken", N_("There is a kit called {name} already."), name=called)
            records.add(writer, kit_id, called, note.strip())
        return kit_id

    def put_in_kit(self, session: Session, device_id: str, kit_id: str | None) -> None:
        """Put a device in a kit, out of the one it was in; None takes it out.

        Raises Trouble `device_unknown`, `device_retired` and `kit_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        with speaking(session.language), self._record.write(session) as writer:
            device = known_device(writer, device_id)
            if device.kit_id == kit_id:
                writer.quiet()
                return
            if kit_id is not None:
                _known_kit(writer, kit_id)
                if device.state == DeviceState.SCRAPPED:
                    raise retired_trouble()
            records.put(writer, device_id, kit_id)

    def dissolve_kit(self, session: Session, kit_id: str) -> None:
        """Dissolve a kit: its devices stand alone again. Raises Trouble `kit_unknown`."""
        require(session, Right.MANAGE_EQUIPMENT)
        with speaking(session.language), self._record.write(session) as writer:
            _known_kit(writer, kit_id)
            records.dissolve(writer, kit_id)


def _known_kit(reader: Reader, kit_id: str) -> KitRecord:
    found = next((each for each in store.kits(reader) if each.id == kit_id), None)
    if found is None:
        raise Trouble("kit_unknown", N_("This kit was dissolved meanwhile."))
    return found
