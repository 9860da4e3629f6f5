"""From stored rows to what screens show; here it is decided what stays hidden."""

from collections.abc import Iterable, Mapping
from datetime import date

from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import links as link_rows
from station.models.queries import patients as rows
from station.models.queries import users
from station.rules.identifiers import masked
from station.rules.status import FOLLOWED, Status
from station.services.patients.values import (
    Address,
    Consent,
    LinkedFile,
    Mark,
    Opened,
    PatientDetails,
    PatientFacts,
    PatientHit,
    Pause,
    Protection,
    Relative,
)


def hit_of(row: rows.PatientListRow) -> PatientHit:
    """One line of a list; the row carries no protected address to begin with."""
    protection = Protection(row.protection)
    present = {
        Mark.DECEASED: row.deceased_on is not None,
        Mark.STRICT: protection is Protection.STRICT,
        Mark.CONFIDENTIAL: protection is Protection.CONFIDENTIAL,
        Mark.PAUSED: row.paused,
        Mark.NO_CONSENT: not row.consented and consent_is_due(row.status),
        Mark.NO_NUMBER: row.national_number is None,
    }
    return PatientHit(
        id=row.id,
        name=f"{row.given_name} {row.family_name}".strip(),
        number_masked=masked(row.national_number or ""),
        birth_date=_day(row.birth_date),
        phone=row.phone,
        place=", ".join(part for part in (row.address, row.city) if part),
        protection=protection,
        diagnosis=row.diagnosis,
        status=row.status,
        responsible=row.responsible_name or "",
        marks=_marks(present),
        paused_until=row.paused_until,
    )


def facts_of(reader: Reader, row: rows.PatientRow, now: int) -> PatientFacts:
    """Everything a card shows, with the address only where it is not protected."""
    consent = current_consent(reader, row.id)
    pause = current_pause(reader, row.id, now)
    linked = linked_files(reader, row.id)
    protection = Protection(row.protection)
    present = {
        Mark.DECEASED: row.deceased_on is not None,
        Mark.STRICT: protection is Protection.STRICT,
        Mark.CONFIDENTIAL: protection is Protection.CONFIDENTIAL,
        Mark.PAUSED: pause is not None,
        Mark.NO_CONSENT: consent is None and consent_is_due(row.status),
        Mark.NO_NUMBER: row.national_number is None,
        Mark.NEEDS: bool(row.needs),
        Mark.LINKED: bool(linked),
    }
    born = _day(row.birth_date)
    deceased = _day(row.deceased_on)
    return PatientFacts(
        id=row.id,
        revision=row.revision,
        given_name=row.given_name,
        family_name=row.family_name,
        birth_date=born,
        age=age_on(born, deceased or day_of(now)),
        number_masked=masked(row.national_number or ""),
        number_kind=row.number_kind,
        gender=row.gender,
        phone=row.phone,
        address=address_of(row) if protection is Protection.NONE else None,
        protection=protection,
        language=row.language,
        diagnosis=row.diagnosis,
        status=row.status,
        status_since=row.status_since,
        responsible_id=row.responsible_id or "",
        responsible=user_name(reader, row.responsible_id),
        gp_name=row.gp_name,
        gp_office=row.gp_office,
        gp_phone=row.gp_phone,
        deceased_on=deceased,
        needs=row.needs,
        note=row.note,
        relatives=tuple(_relative(each) for each in rows.relatives_of(reader, row.id)),
        consent=consent,
        pause=pause,
        links=linked,
        marks=_marks(present),
    )


def opened(row: rows.PatientRow, *, with_address: bool = False) -> Opened:
    """What a form starts from; a protected address is left out unless it was shown."""
    hidden = Protection(row.protection) is not Protection.NONE and not with_address
    details = PatientDetails(
        given_name=row.given_name,
        family_name=row.family_name,
        number=row.national_number or "",
        birth_date=row.birth_date or "",
        gender=row.gender,
        address=None if hidden else row.address,
        postal_code=None if hidden else row.postal_code,
        city=None if hidden else row.city,
        phone=row.phone,
        protection=row.protection,
        language=row.language,
        diagnosis=row.diagnosis,
        responsible_id=row.responsible_id or "",
        gp_name=row.gp_name,
        gp_office=row.gp_office,
        gp_phone=row.gp_phone,
        needs=row.needs,
        note=row.note,
    )
    return Opened(details, row.revision, hidden)


def address_of(row: rows.PatientRow) -> Address:
    """The address as stored; the caller has asked whether it may be shown."""
    return Address(row.address, row.postal_code, row.city)


def consent_is_due(status: str) -> bool:
    """Tell whether a missing consent stands out: from the start on, not while it is decided."""
    return status == Status.STARTING or status in FOLLOWED


def age_on(born: date | None, day: date) -> int | None:
    """Whole years from birth to a day, or None for an unknown birth date."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def current_consent(reader: Reader, patient_id: str) -> Consent | None:
    """The newest consent that was not withdrawn, or None."""
    given = (row for row in rows.consents_of(reader, patient_id) if row.withdrawn_on is None)
    row = next(given, None)
    return None if row is None else consent_of(row)


def consent_of(row: rows.ConsentRow) -> Consent:
    """A consent as screens show it."""
    return Consent(
        row.id,
        row.form_version,
        date.fromisoformat(row.given_on),
        row.informed_by,
        row.note,
        _day(row.withdrawn_on),
    )


def current_pause(reader: Reader, patient_id: str, now: int) -> Pause | None:
    """The pause that lasts now, or None."""
    for row in rows.pauses_of(reader, patient_id):
        if row.ended_at is None and row.from_at <= now < (row.until_at or now + 1):
            return Pause(row.id, row.reason, row.from_at, row.until_at)
    return None


def linked_files(reader: Reader, patient_id: str) -> tuple[LinkedFile, ...]:
    """The other files of this person that are linked now."""
    found = []
    for link in link_rows.links_of(reader, patient_id):
        other = rows.patient(reader, link.other(patient_id))
        if link.unlinked_at is None and other is not None:
            name = f"{other.given_name} {other.family_name}".strip()
            born = _day(other.birth_date)
            found.append(LinkedFile(link.id, other.id, name, born, link.reason, link.linked_at))
    return tuple(found)


def user_name(reader: Reader, user_id: str | None) -> str:
    """The name of a user, also of one who has left; "" if there is none."""
    user = users.by_id(reader, user_id) if user_id else None
    return user.name if user else ""


def hits_of(found: Iterable[rows.PatientListRow]) -> tuple[PatientHit, ...]:
    """The lines of a list."""
    return tuple(hit_of(row) for row in found)


def _relative(row: rows.RelativeRow) -> Relative:
    return Relative(row.id, row.name, row.relation, row.phone, bool(row.reports), row.note)


def _marks(present: Mapping[Mark, bool]) -> tuple[Mark, ...]:
    return tuple(mark for mark in Mark if present.get(mark))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
