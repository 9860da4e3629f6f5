"""Writing what is known of a home: whether there is a network, and how to find the way."""

from sqlalchemy.dialects.sqlite import insert

from station.models.database import Writer
from station.models.tables import homes


def keep(
    writer: Writer,
    patient_id: str,
    *,
    wifi: str,
    mobile: str,
    note: str,
    way_there: str | None,
    checked_on: str,
) -> None:
    """Store what was found in a home on a day (ISO); `way_there` None leaves it as it stands."""
    found = {
        "wifi": wifi,
        "mobile": mobile,
        "note": note,
        "checked_on": checked_on,
        "checked_by": writer.actor.user_id,
    }
    if way_there is not None:
        found["way_there"] = way_there
    statement = insert(homes).values(patient_id=patient_id, **found)
    writer.run(statement.on_conflict_do_update(index_elements=["patient_id"], set_=found))
    writer.audit("home_checked", "patient", patient_id, patient_id, wifi=wifi, mobile=mobile)
    writer.touch("equipment", patient_id)
