"""Reading what the channels to national services ask about patients, plans and devices."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class Named:
    """What decides whether a patient may be told of, and under which number and name."""

    id: str
    number: str
    number_kind: str
    given_name: str
    family_name: str
    protected: bool
    consented: bool


@dataclass(frozen=True, slots=True)
class SentPlan:
    """What a service had of a plan version: its id there with the version ("<id>/<version>")."""

    record_id: str
    version: str


def named(reader: Reader, patients: Iterable[str]) -> dict[str, Named]:
    """Give these patients by id; those that are gone are missing."""
    rows = reader.raw(
        "SELECT p.id, coalesce(p.national_number, ''), p.number_kind, p.given_name, "
        "p.family_name, p.protection <> '', EXISTS (SELECT 1 FROM consents c WHERE "
        "c.patient_id = p.id AND c.withdrawn_on IS NULL) FROM patients p "
        "WHERE p.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(patients)),),
    )
    return {str(row[0]): _named(*row) for row in rows}


def _named(
    patient_id: str, number: str, kind: str, given: str, family: str, protected: int, consented: int
) -> Named:
    return Named(patient_id, number, kind, given, family, bool(protected), bool(consented))


def newest_approved(reader: Reader, plan_id: str) -> str:
    """Give the id of the newest approved version of a plan, "" if there is none."""
    rows = reader.raw(
        "SELECT id FROM plan_versions WHERE plan_id = ? AND status = 'approved' "
        "ORDER BY number DESC LIMIT 1",
        (plan_id,),
    )
    return str(rows[0][0]) if rows else ""


def sent_plans(reader: Reader, channel: str, plan_id: str) -> tuple[SentPlan, ...]:
    """Give what a service has had of the versions of one plan."""
    rows = reader.raw(
        "SELECT h.record_id, h.version FROM sync_heads h JOIN plan_versions v ON "
        "v.id = h.record_id WHERE h.channel = ? AND h.kind = 'plan_versions' AND v.plan_id = ?",
        (channel, plan_id),
    )
    return tuple(SentPlan(*row) for row in rows)


def meter(reader: Reader, device_id: str) -> tuple[str, str] | None:
    """Give model and serial number of a device, or None."""
    rows = reader.raw(
        "SELECT trim(maker || ' ' || model), serial FROM devices WHERE id = ?", (device_id,)
    )
    return (rows[0][0], rows[0][1]) if rows else None


def answered_at(reader: Reader, patient_id: str, at: int) -> str:
    """Give the id of the answers from which a score of this moment was made, "" for none."""
    rows = reader.raw(
        "SELECT id FROM form_answers WHERE patient_id = ? AND answered_at = ? AND excluded = '' "
        "ORDER BY id LIMIT 1",
        (patient_id, at),
    )
    return str(rows[0][0]) if rows else ""


def last_codes(
    reader: Reader, channel: str, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Give why the last try with each of these rows came to nothing, "" if nobody knows."""
    rows = reader.raw(
        "SELECT kind, record_id, reason_code FROM sync_outbox WHERE channel = ? AND "
        "(kind, record_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
        (channel, json.dumps(list(keys))),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def chosen(reader: Reader, channel: str, record_id: str) -> str:
    """Give what a person chose last about a record on this channel, "" if nothing."""
    rows = reader.raw(
        "SELECT chosen FROM sync_conflicts WHERE channel = ? AND record_id = ? AND "
        "state = 'chosen' ORDER BY chosen_at DESC LIMIT 1",
        (channel, record_id),
    )
    return str(rows[0][0]) if rows else ""
