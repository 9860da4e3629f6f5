"""Who has whom open at other stations: each speaks for itself, and nothing is merged."""

from station.models.database import Writer
from station.models.queries import outbox
from station.models.queries.claims import Claim
from station.models.records import claims, hand
from station.services.sync.applying.values import Arrived, Became, Result


def work_in(writer: Writer, arrived: Arrived) -> Result:
    """Note that somebody elsewhere has opened a patient, or left it."""
    station = arrived.station or arrived.origin.station
    patient_id = str(arrived.fields.get("patient_id", "")) or arrived.record_id
    if station == hand.station_id(writer):
        return Result(Became.SAME)
    if arrived.deleted or arrived.gone:
        claims.release(writer, patient_id, station)
        return Result(Became.APPLIED)
    since = arrived.fields.get("since")
    if not isinstance(since, int):
        return Result(Became.HELD, "unfit", {"column": "since"})
    user_id = str(arrived.fields.get("user_id", ""))
    name = outbox.user_names(writer).get(user_id, "")
    claims.claim(writer, Claim(patient_id, station, user_id, name, since))
    return Result(Became.APPLIED)
