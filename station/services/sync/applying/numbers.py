"""A national number that two patients had: once one of them has it no more, the other gets it."""

from station.models.database import Writer
from station.models.queries import shared_rows
from station.models.queries import sync_conflicts as queries
from station.models.records import hand
from station.models.records import sync_conflicts as records
from station.models.records.sync_rows import Origin
from station.rules.merging import Merged
from station.rules.synced import kind_of
from station.services.sync.applying.after import note_effects
from station.services.sync.applying.one import store
from station.services.sync.applying.values import Arrived, Effects

_PATIENTS = kind_of("patients")
_NUMBER = ("national_number", "number_kind")


def free_numbers(writer: Writer, effects: Effects) -> None:
    """Give patients the numbers that stood in the way of each other, and do no more."""
    for row in queries.of_reason(writer, "same_number"):
        here = shared_rows.one(writer, _PATIENTS, row.record_id)
        told = {name: row.theirs.get(name) for name in _NUMBER}
        taken = writer.raw(
            "SELECT 1 FROM patients WHERE national_number = ? AND id <> ?",
            (str(told["national_number"]), row.record_id),
        )
        if here is None or taken:
            continue
        result = {**here, **told}
        origin = Origin(hand.CENTRE, f"freed/{row.id}", writer.now)
        store(writer, _PATIENTS, result, origin, here)
        arrived = Arrived(row.channel, _PATIENTS, row.record_id, told, None, origin)
        note_effects(writer, arrived, here, Merged(result, frozenset(_NUMBER)), effects)
        records.settle_elsewhere(writer, [row.id], row.patient_id)
