"""Support cases as screens and exports need them: which device, with whom, what was done."""

from dataclasses import dataclass

from station.models.database import Reader

_CASE = (
    "SELECT c.id, c.device_id, d.kind, d.name, d.label, c.loan_id, c.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), coalesce(p.protection, ''), "
    "coalesce(i.name, ''), c.opened_at, coalesce(o.name, c.opened_by), c.what, c.done, c.outcome, "
    "c.replaced_by, coalesce(r.name, ''), c.minutes, c.cost_ore, c.closed_at, "
    "coalesce(e.name, c.closed_by, '') "
    "FROM support_cases c JOIN devices d ON d.id = c.device_id "
    "LEFT JOIN devices r ON r.id = c.replaced_by "
    "LEFT JOIN patients p ON p.id = c.patient_id "
    "LEFT JOIN institutions i ON i.id = c.institution_id "
    "LEFT JOIN users o ON o.id = c.opened_by LEFT JOIN users e ON e.id = c.closed_by "
)
_NAMED = (
    "SELECT id FROM devices WHERE label = ? COLLATE NOCASE ORDER BY id",
    "SELECT id FROM devices WHERE serial_key = ? ORDER BY id",
    "SELECT id FROM devices WHERE name = ? COLLATE NOCASE ORDER BY id",
)
_ORDER = "ORDER BY c.closed_at IS NOT NULL, c.opened_at DESC, c.id"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One support case; open while `closed_at` (UTC ms) is None, `cost_ore` in øre.

    `patient` and `institution` are who had the device when it failed, empty where nobody had.
    """

    id: str
    device_id: str
    kind: str
    device: str
    label: str
    loan_id: str | None
    patient_id: str | None
    patient: str
    protection: str
    institution: str
    opened_at: int
    opened_by: str
    what: str
    done: str
    outcome: str
    replaced_by: str | None
    replacement: str
    minutes: int | None
    cost_ore: int | None
    closed_at: int | None
    closed_by: str


@dataclass(frozen=True, slots=True)
class CaseDevice:
    """The device of a new case, and who has it now."""

    id: str
    name: str
    state: str
    loan_id: str | None
    patient_id: str | None
    institution_id: str | None


def every(reader: Reader) -> tuple[CaseRow, ...]:
    """Give all cases: the open ones first, then the newest."""
    return tuple(CaseRow(*row) for row in reader.raw(f"{_CASE}{_ORDER}"))


def of_device(reader: Reader, device_id: str) -> tuple[CaseRow, ...]:
    """Give the cases of a device: the open ones first, then the newest."""
    rows = reader.raw(f"{_CASE}WHERE c.device_id = ? {_ORDER}", (device_id,))
    return tuple(CaseRow(*row) for row in rows)


def one(reader: Reader, case_id: str) -> CaseRow | None:
    """Give one case, or None."""
    rows = reader.raw(f"{_CASE}WHERE c.id = ?", (case_id,))
    return CaseRow(*rows[0]) if rows else None


def device(reader: Reader, device_id: str) -> CaseDevice | None:
    """Give a device with its open loan, or None if there is none with that id."""
    rows = reader.raw(
        "SELECT d.id, d.name, d.state, l.id, l.patient_id, l.institution_id FROM devices d "
        "LEFT JOIN loans l ON l.device_id = d.id AND l.ended_at IS NULL WHERE d.id = ?",
        (device_id,),
    )
    return CaseDevice(*rows[0]) if rows else None


def named(reader: Reader, text: str) -> tuple[str, ...]:
    """Give the ids of the devices that a label, a serial number or a name names exactly.

    Who has the label comes alone: a label leads to one device for ever.
    """
    key = text.upper().replace(" ", "").replace("-", "")
    for query, value in zip(_NAMED, (text, key, text), strict=True):
        rows = reader.raw(query, (value,))
        if rows:
            return tuple(str(row[0]) for row in rows)
    return ()
