"""What a record's FHIR resource says besides the record: names, limits of the time, zone, pages."""

from collections.abc import Iterable, Mapping

from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import judging
from station.models.queries import outbox as queries
from station.models.records import hand
from station.rules.force import Force, Reign
from station.rules.kinds import Kind, kind_of
from station.rules.limits import Level, Limit, Side
from station.sync.values import Context, Fields

MOST_KEPT = 500
"""So many patients' plans are kept in mind; then all are read anew."""


class Contexts:
    """Gives contexts, and keeps what is dear to read: one for a run, on the record lane."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._forces: dict[str, tuple[str, Force]] = {}

    def of(
        self, reader: Reader, kind: str, rows: Mapping[str, Fields], patients: Mapping[str, str]
    ) -> dict[str, Context]:
        """Give a context for each of these records of a kind, by id; `patients`: whose each is."""
        station, names = hand.station_id(reader), queries.user_names(reader)
        protected = queries.protected(reader, set(patients.values()))
        return {
            record_id: self._one(
                reader, kind, record_id, fields,
                Context(station, names, protected=patients.get(record_id, "") in protected),
            )
            for record_id, fields in rows.items()
        }  # fmt: skip

    def _one(
        self, reader: Reader, kind: str, record_id: str, fields: Fields, plain: Context
    ) -> Context:
        if kind == "documents":
            return Context(
                plain.station,
                plain.names,
                content=queries.content(reader, record_id),
                protected=plain.protected,
            )
        if kind != "readings":
            return plain
        reign = self._force(reader, str(fields["patient_id"])).at(int(str(fields["taken_at"])))
        if reign is None:
            return plain
        limits = limits_of(reign, kind_of(str(fields["kind"])))
        return Context(
            plain.station,
            plain.names,
            tuple(each.to_data() | {"level": each.level.name.lower()} for each in limits),
            reign.version.id,
            zone_of(fields, limits),
            protected=plain.protected,
        )

    def _force(self, reader: Reader, patient_id: str) -> Force:
        stamp = queries.plan_stamp(reader, patient_id)
        kept = self._forces.get(patient_id)
        if kept is None or kept[0] != stamp:
            if len(self._forces) >= MOST_KEPT:
                self._forces.clear()
            kept = self._forces[patient_id] = (stamp, _read(reader, patient_id))
        return kept[1]


def limits_of(reign: Reign, kind: Kind) -> tuple[Limit, ...]:
    """Give the limits for a kind of reading in the version that decided."""
    codes = {part.code for part in kind.components}
    return tuple(each for each in reign.version.content.limits if each.component in codes)


def zone_of(fields: Fields, limits: Iterable[Limit]) -> str:
    """Give the zone a single value lies in: "green", "yellow", "red"; "" if nothing judges it.

    What only a row of readings says (two of the last two) is an alert's, not a reading's.
    """
    parts = kind_of(str(fields["kind"])).components
    values = dict(
        zip((part.code for part in parts), (fields["value"], fields["value2"]), strict=False)
    )
    beyond = str(fields["beyond"])
    if fields["excluded"] or not (beyond or any(each is not None for each in values.values())):
        return ""
    found = [
        limit.level if _reached(limit, values.get(limit.component), beyond) else Level.GREEN
        for limit in limits
        if beyond or values.get(limit.component) is not None
    ]
    return max(found).name.lower() if found else ""


def _reached(limit: Limit, value: object, beyond: str) -> bool:
    if beyond:
        return limit.side is Side(beyond)
    return isinstance(value, int | float) and limit.hit(value)


def _read(reader: Reader, patient_id: str) -> Force:
    try:
        return Force(judging.versions(reader, patient_id))
    except Trouble:
        # A plan that cannot be read makes the patient «kan ikke vurderes»; the reading still goes.
        return Force(())
