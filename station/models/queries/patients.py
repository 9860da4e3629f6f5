"""Patients as screens need them: one file, a list, and those around the person."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from station.models.database import Reader
from station.models.tables import consents, patients, pauses, relatives, users

_OPEN = ""


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient as stored; dates are ISO text, moments UTC ms, protection "" is none."""

    id: str
    given_name: str
    family_name: str
    national_number: str | None
    number_kind: str
    birth_date: str | None
    gender: str
    address: str
    postal_code: str
    city: str
    phone: str
    protection: str
    language: str
    diagnosis: str
    status: str
    status_since: int
    responsible_id: str | None
    gp_name: str
    gp_office: str
    gp_phone: str
    deceased_on: str | None
    needs: str
    note: str
    created_at: int
    changed_at: int
    revision: int


@dataclass(frozen=True, slots=True)
class PatientListRow:
    """One line of a list; the address parts are empty where an address is protected."""

    id: str
    given_name: str
    family_name: str
    national_number: str | None
    birth_date: str | None
    phone: str
    protection: str
    address: str
    city: str
    diagnosis: str
    status: str
    deceased_on: str | None
    responsible_name: str | None
    paused_until: int | None
    paused: bool
    consented: bool


@dataclass(frozen=True, slots=True)
class RelativeRow:
    """Someone close to the patient; `reports` says that this person may report readings."""

    id: str
    patient_id: str
    name: str
    relation: str
    phone: str
    reports: bool
    note: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent: the form's version, the day (ISO), who informed, the day of withdrawal."""

    id: str
    patient_id: str
    form_version: str
    given_on: str
    informed_by: str
    note: str
    registered_at: int
    registered_by: str
    withdrawn_on: str | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A pause of the follow-up from one moment to another (UTC ms; until None is open-ended)."""

    id: str
    patient_id: str
    reason: str
    from_at: int
    until_at: int | None
    set_by: str
    ended_at: int | None
    cause: str = ""


def patient(reader: Reader, patient_id: str) -> PatientRow | None:
    """The patient with this id, or None."""
    found = reader.rows(_columns(PatientRow).where(patients.c.id == patient_id))
    return PatientRow(*found[0]) if found else None


def with_number(reader: Reader, number: str) -> PatientRow | None:
    """The patient registered with this national number (11 digits), or None."""
    found = reader.rows(_columns(PatientRow).where(patients.c.national_number == number))
    return PatientRow(*found[0]) if found else None


def search(
    reader: Reader,
    now: int,
    words: tuple[str, ...] = (),
    digits: str = "",
    statuses: frozenset[str] | None = None,
    limit: int = 200,
) -> tuple[PatientListRow, ...]:
    """Patients in the order of their names, at most `limit`.

    Found are those in whose name each of `words` (folded) stands, and those of whose number
    `digits` are the beginning or in whose telephone number they stand. With neither, everybody.
    `statuses` narrows to those codes.
    """
    wanted = _list_select(now).where(_by_words(words, digits))
    if statuses is not None:
        wanted = wanted.where(patients.c.status.in_(statuses))
    wanted = wanted.order_by(patients.c.search_text, patients.c.birth_date, patients.c.id)
    return tuple(_list_row(row) for row in reader.rows(wanted.limit(limit)))


def listed(reader: Reader, now: int, ids: frozenset[str]) -> tuple[PatientListRow, ...]:
    """The list rows of these patients, in the order of their names."""
    wanted = _list_select(now).where(patients.c.id.in_(ids)).order_by(patients.c.search_text)
    return tuple(_list_row(row) for row in reader.rows(wanted))


def everyone(reader: Reader) -> tuple[tuple[str, str, str, str | None, str], ...]:
    """(id, given name, family name, birth date, telephone) of all, to find the same person by."""
    wanted = select(
        patients.c.id,
        patients.c.given_name,
        patients.c.family_name,
        patients.c.birth_date,
        patients.c.phone,
    ).order_by(patients.c.id)
    return tuple((row[0], row[1], row[2], row[3], row[4]) for row in reader.rows(wanted))


def relatives_of(reader: Reader, patient_id: str) -> tuple[RelativeRow, ...]:
    """The relatives now registered, those who report first."""
    wanted = (
        select(*(relatives.c[field.name] for field in fields(RelativeRow)))
        .where(relatives.c.patient_id == patient_id, relatives.c.active)
        .order_by(relatives.c.reports.desc(), relatives.c.name, relatives.c.id)
    )
    return tuple(RelativeRow(*row) for row in reader.rows(wanted))


def relative(reader: Reader, relative_id: str) -> RelativeRow | None:
    """The relative with this id while registered, or None."""
    wanted = select(*(relatives.c[field.name] for field in fields(RelativeRow))).where(
        relatives.c.id == relative_id, relatives.c.active
    )
    found = reader.rows(wanted)
    return RelativeRow(*found[0]) if found else None


def consents_of(reader: Reader, patient_id: str) -> tuple[ConsentRow, ...]:
    """Every consent ever registered, the newest first."""
    wanted = (
        select(*(consents.c[field.name] for field in fields(ConsentRow)))
        .where(consents.c.patient_id == patient_id)
        .order_by(consents.c.registered_at.desc(), consents.c.id)
    )
    return tuple(ConsentRow(*row) for row in reader.rows(wanted))


def pauses_of(reader: Reader, patient_id: str) -> tuple[PauseRow, ...]:
    """Every pause, the newest first."""
    wanted = (
        select(*(pauses.c[field.name] for field in fields(PauseRow)))
        .where(pauses.c.patient_id == patient_id)
        .order_by(pauses.c.from_at.desc(), pauses.c.id)
    )
    return tuple(PauseRow(*row) for row in reader.rows(wanted))


def _columns(shape: type[PatientRow]) -> Any:  # noqa: ANN401  (a select of 26 columns)
    return select(*(patients.c[field.name] for field in fields(shape)))


def _list_select(now: int) -> Any:  # noqa: ANN401  (a select of 16 columns)
    # A protected address never leaves the database for a list.
    unprotected = patients.c.protection == _OPEN
    pause = _pause_now(now)
    return (
        select(
            patients.c.id,
            patients.c.given_name,
            patients.c.family_name,
            patients.c.national_number,
            patients.c.birth_date,
            patients.c.phone,
            patients.c.protection,
            case((unprotected, patients.c.address), else_=literal("")),
            case((unprotected, patients.c.city), else_=literal("")),
            patients.c.diagnosis,
            patients.c.status,
            patients.c.deceased_on,
            users.c.name,
            select(pauses.c.until_at).where(pause).limit(1).scalar_subquery(),
            exists().where(pause),
            exists().where(
                consents.c.patient_id == patients.c.id, consents.c.withdrawn_on.is_(None)
            ),
        )
        .select_from(patients)
        .outerjoin(users, users.c.id == patients.c.responsible_id)
    )


def _pause_now(now: int) -> ColumnElement[bool]:
    return and_(
        pauses.c.patient_id == patients.c.id,
        pauses.c.ended_at.is_(None),
        pauses.c.from_at <= now,
        or_(pauses.c.until_at.is_(None), pauses.c.until_at > now),
    )


def _by_words(words: tuple[str, ...], digits: str) -> ColumnElement[bool]:
    found = and_(
        literal(value=True),
        *(patients.c.search_text.contains(word, autoescape=True) for word in words),
    )
    if not digits:
        return found
    number = patients.c.national_number.startswith(digits, autoescape=True)
    phone = _digits_of(patients.c.phone).contains(digits, autoescape=True)
    return or_(number, phone, and_(found, literal(bool(words))))


def _digits_of(column: ColumnElement[str]) -> ColumnElement[str]:
    return func.replace(func.replace(column, " ", ""), "\N{NO-BREAK SPACE}", "")


def _list_row(row: Sequence[Any]) -> PatientListRow:
    *values, paused, consented = row
    values += [bool(paused), bool(consented)]
    return PatientListRow(*values)
