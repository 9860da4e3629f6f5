"""What follows from a record that came from elsewhere: judging, the newest reading, the status."""

from station.core.i18n import speaking
from station.models.database import Writer
from station.models.queries import patients as patient_rows
from station.models.queries import readings as reading_queries
from station.models.records import patients as patient_records
from station.models.records import readings as reading_records
from station.rules.kinds import place_of
from station.rules.limits import Side
from station.rules.merging import Merged
from station.rules.rulebook import COMBINATION
from station.rules.status import Status, without_consent
from station.services.judging import judging
from station.services.sync.applying.values import Arrived, Effects, Fields

_TOPICS = {
    "users": "users",
    "patients": "patients",
    "relatives": "patients",
    "consents": "patients",
    "pauses": "judging",
    "plans": "plans",
    "plan_versions": "plans",
    "plan_answers": "plans",
    "form_versions": "forms",
    "form_answers": "forms",
    "readings": "readings",
    "alerts": "alerts",
    "contacts": "alerts",
    "documents": "forms",
    "devices": "equipment",
    "loans": "equipment",
    "institutions": "equipment",
}


def note_effects(
    writer: Writer, arrived: Arrived, ours: Fields, merged: Merged, effects: Effects
) -> None:
    """Tell the screens, and remember what is to be worked out anew at the end."""
    kind = arrived.kind
    result = merged.result or ours
    patient_id = str(result[kind.patient]) if kind.patient and result.get(kind.patient) else ""
    writer.touch(_TOPICS[kind.name], patient_id or None)
    if patient_id:
        effects.touched(patient_id, kind.name)
    if kind.name == "plan_versions" or (kind.name == "pauses" and patient_id):
        effects.judge_all(patient_id)
        writer.touch("judging", patient_id)
    elif kind.name == "patients":
        writer.touch("judging", patient_id)
    elif kind.name == "consents" and result.get("withdrawn_on") and not ours.get("withdrawn_on"):
        effects.withdrawn.add(patient_id)
    elif kind.name == "readings":
        reading_records.find_latest_again(writer, patient_id, str(result["kind"]))
        effects.judge_kind(patient_id, str(result["kind"]))
    elif kind.name == "alerts":
        handled(writer, ours, result, effects)


def handled(writer: Writer, before: Fields, after: Fields, effects: Effects) -> None:
    """Let the engine know that an alert was closed, or opened again, elsewhere."""
    patient_id, component = str(after["patient_id"]), str(after["component"])
    writer.touch("alerts", patient_id)
    if after["state"] == "closed" and before.get("state") != "closed":
        judging.forget_closed(writer, patient_id, component, Side(str(after["side"])))
    effects.judge_kind(patient_id, kind_of_component(component))


def kind_of_component(component: str) -> str:
    """Give the kind of reading that a component belongs to; a combination stands for itself."""
    return component if component.startswith(COMBINATION) else place_of(component)[0].code


def work_out(writer: Writer, effects: Effects) -> None:
    """Judge again what was touched, end what a withdrawn consent ends, and write the audit rows."""
    for patient_id in sorted(effects.withdrawn):
        _without_consent(writer, patient_id)
    for patient_id in sorted(effects.everything | set(effects.judge)):
        if patient_rows.patient(writer, patient_id) is None:
            # Somebody whom only a resource names that was not taken over.
            continue
        kinds = effects.judge.get(patient_id, set())
        if patient_id in effects.everything:
            kinds = kinds | set(reading_queries.kinds_of(writer, patient_id))
        with speaking("nb"):
            judging.judge_again(writer, patient_id, sorted(kinds))
        writer.touch("judging", patient_id)
    for patient_id, counts in sorted(effects.patients.items()):
        writer.audit("exchange_received", "patient", patient_id, patient_id, **counts)


def catch_up(writer: Writer) -> bool:
    """Judge one of those of whom more readings were to come; False if there is none."""
    with speaking("nb"):
        return bool(judging.catch_up(writer))


def _without_consent(writer: Writer, patient_id: str) -> None:
    """Do what withdrawing here does: who has no other consent is not followed any more."""
    row = patient_rows.patient(writer, patient_id)
    if row is None:
        return
    valid = [
        each for each in patient_rows.consents_of(writer, patient_id) if each.withdrawn_on is None
    ]
    left = without_consent(Status(row.status))
    if not valid and left != row.status:
        patient_records.set_status(writer, patient_id, row.revision, row.status, left)
    writer.touch("judging", patient_id)
