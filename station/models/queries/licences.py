"""Licences as screens, exports and the end of a service need them."""

from dataclasses import dataclass

from station.models.database import Reader

_LICENCE = (
    "SELECT l.id, l.product, l.patient_id, coalesce(p.given_name || ' ' || p.family_name, ''), "
    "coalesce(p.protection, ''), coalesce(p.status, ''), l.external_user, l.from_on, l.to_on, "
    "l.price_ore, l.period, l.archived_on, l.note, coalesce(u.name, l.created_by) "
    "FROM licences l LEFT JOIN patients p ON p.id = l.patient_id "
    "LEFT JOIN users u ON u.id = l.created_by "
)


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One licence: days ISO, `price_ore` in øre for one `period`, `to_on` None while it runs.

    `patient_id` is None for a licence that no patient uses; `status` is that of her service.
    """

    id: str
    product: str
    patient_id: str | None
    patient: str
    protection: str
    status: str
    external_user: str
    from_on: str
    to_on: str | None
    price_ore: int
    period: str
    archived_on: str | None
    note: str
    created_by: str


def every(reader: Reader) -> tuple[LicenceRow, ...]:
    """Give all licences: those that run first, then by whom they are for."""
    rows = reader.raw(
        f"{_LICENCE}ORDER BY l.to_on IS NOT NULL, p.family_name, p.given_name, l.from_on DESC, l.id"
    )
    return tuple(LicenceRow(*row) for row in rows)


def of_patient(reader: Reader, patient_id: str) -> tuple[LicenceRow, ...]:
    """Give a patient's licences, the newest first."""
    rows = reader.raw(
        f"{_LICENCE}WHERE l.patient_id = ? ORDER BY l.from_on DESC, l.id", (patient_id,)
    )
    return tuple(LicenceRow(*row) for row in rows)


def one(reader: Reader, licence_id: str) -> LicenceRow | None:
    """Give one licence, or None."""
    rows = reader.raw(f"{_LICENCE}WHERE l.id = ?", (licence_id,))
    return LicenceRow(*rows[0]) if rows else None


def newest(reader: Reader) -> LicenceRow | None:
    """Give the licence that was added last, or None."""
    rows = reader.raw(f"{_LICENCE}ORDER BY l.created_at DESC, l.rowid DESC LIMIT 1")
    return LicenceRow(*rows[0]) if rows else None


def of_user(reader: Reader, external_user: str) -> tuple[LicenceRow, ...]:
    """Give the licences of one user id in the vendor's system, in whatever case it was typed."""
    rows = reader.raw(f"{_LICENCE}WHERE l.external_user = ? COLLATE NOCASE", (external_user,))
    return tuple(LicenceRow(*row) for row in rows)
