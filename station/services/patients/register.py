"""Registering, finding, opening and changing patients; every look and change is in the log."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from station.core.ids import new_id
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import audit, settings, users
from station.models.queries import patients as rows
from station.models.records import patients as records
from station.rules import names
from station.rules.lookup import begins, digits_of, words_of
from station.rules.status import Status
from station.services.known import known_patient
from station.services.office.access_words import AccessLine, access_line
from station.services.office.frame import TRAINING
from station.services.patients.checks import Checked, check, parse_day
from station.services.patients.shown import address_of, facts_of, hits_of, opened
from station.services.patients.values import (
    DETAIL_FIELDS,
    Address,
    Choices,
    FieldChange,
    Matches,
    Opened,
    PatientConflict,
    PatientDetails,
    PatientExists,
    PatientFacts,
    PatientHit,
    PatientIncomplete,
    Protection,
)
from station.services.record import Record
from station.services.rights import Right, may, require
from station.services.session import Session

FIRST_STATUS = Status.REFERRED
_COLUMN = {"number": "national_number"}
_NULL_WHEN_EMPTY = frozenset({"number", "birth_date", "responsible_id"})
_ADDRESS = frozenset({"address", "postal_code", "city"})
_HIDDEN = "•••"


class Patients:
    """Everything a person does with the register of patients."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def check(self, details: PatientDetails, *, training: bool = False) -> Checked:
        """Check details while they are typed; quick, and needs no file."""
        return check(details, self._today(), training=training)

    def search(
        self,
        session: Session,
        text: str = "",
        statuses: frozenset[str] | None = None,
        limit: int = 200,
    ) -> tuple[PatientHit, ...]:
        """Find patients by words of the name, national number or telephone; "" finds everybody.

        Those of whose name each word typed begins a word come first.
        """
        require(session, Right.SEE_PATIENTS)
        words, digits = words_of(text), digits_of(text)
        with self._record.read() as reader:
            found = rows.search(reader, self._now(), words, digits, statuses, limit)
        return hits_of(sorted(found, key=lambda row: not begins(words, _folded(row))))

    def matches(
        self, session: Session, details: PatientDetails, patient_id: str | None = None
    ) -> Matches:
        """Who is registered with this number, or is so alike that it may be the same person.

        `patient_id` is the patient whose details these are, who does not resemble herself.
        """
        checked = self.check(details)
        with self._record.read() as reader:
            return self._matches(reader, session, checked, patient_id)

    def register(
        self, session: Session, details: PatientDetails, not_same: frozenset[str] = frozenset()
    ) -> str:
        """Store a new patient and give the id.

        `not_same` are the ids of similar patients whom the user has looked at and ruled out.
        Raises PatientIncomplete if something is wrong, PatientExists if the number or somebody
        alike is registered already.
        """
        require(session, Right.EDIT_PATIENTS)
        patient_id = new_id()
        with self._record.write(session) as writer:
            checked = self._checked(writer, details)
            self._refuse_twins(writer, session, checked, None, not_same)
            values = _columns_of(checked, DETAIL_FIELDS)
            records.add(writer, patient_id, values, FIRST_STATUS)
        return patient_id

    def open_form(self, session: Session, patient_id: str, *, address: bool = False) -> Opened:
        """What a form starts from; with `address` also a protected one (leaves a log row)."""
        require(session, Right.EDIT_PATIENTS)
        if address:
            self.address(session, patient_id)
        with self._record.read() as reader:
            return opened(known_patient(reader, patient_id), with_address=address)

    def change(
        self, session: Session, patient_id: str, before: Opened, after: PatientDetails
    ) -> int:
        """Save a form that started from `before`; give the new revision.

        Raises PatientConflict, with what is different now, if somebody saved fields meanwhile.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            checked = self._checked(writer, after)
            row = known_patient(writer, patient_id)
            shown = bool(before.details.protection) and not before.address_hidden
            now = opened(row, with_address=shown)
            if theirs := changed_fields(before.details, now.details):
                raise self._conflict(writer, patient_id, before, now, theirs)
            mine = changed_fields(before.details, checked.details)
            if "number" in mine:
                self._refuse_twins(writer, session, checked, patient_id, None)
            if not mine:
                return row.revision
            records.change(writer, patient_id, row.revision, _columns_of(checked, mine))
            return row.revision + 1

    def card(self, session: Session, patient_id: str) -> PatientFacts:
        """Open a patient: everything the card shows, and a row in the log."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            records.note_seen(writer, patient_id, "patient_opened")
            return facts_of(writer, row, self._now())

    def refresh(self, session: Session, patient_id: str) -> PatientFacts:
        """The same card once more while it stays open, after something changed."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return facts_of(reader, known_patient(reader, patient_id), self._now())

    def number(self, session: Session, patient_id: str) -> str:
        """The whole national number, shown on request; leaves a row in the log."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            records.note_seen(writer, patient_id, "number_shown")
            return row.national_number or ""

    def address(self, session: Session, patient_id: str) -> Address:
        """The address, shown on request to somebody who needs it; leaves a row in the log."""
        require(session, Right.SEE_ADDRESS)
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            action = "address_shown" if row.protection == Protection.NONE else "protected_shown"
            records.note_seen(writer, patient_id, action)
            return address_of(row)

    def access(
        self, session: Session, patient_id: str, before: int = 2**62, limit: int = 200
    ) -> tuple[AccessLine, ...]:
        """«Hvem har sett min journal»: who saw or changed what and when, the newest first."""
        require(session, Right.SEE_ACCESS)
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            found = audit.of_patient(writer, patient_id, before=before, limit=limit)
            roles = {user.id: user.role for user in users.everyone(writer)}
            records.note_seen(writer, patient_id, "access_shown")
        return tuple(access_line(row, roles.get(row.user_id, "")) for row in found)

    def choices(self, session: Session) -> Choices:
        """What a form of a patient offers to choose from."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            found = users.everyone(reader)
            training = TRAINING in settings.stored(reader)
        return Choices(tuple((user.id, user.name) for user in found if user.active), training)

    def _checked(self, reader: Reader, details: PatientDetails) -> Checked:
        checked = self.check(details, training=TRAINING in settings.stored(reader))
        if checked.problems:
            raise PatientIncomplete(checked.problems)
        return checked

    def _matches(
        self, reader: Reader, session: Session, checked: Checked, own: str | None
    ) -> Matches:
        details = checked.details
        same = rows.with_number(reader, details.number) if details.number else None
        if same is not None and same.id != own:
            if not may(session, Right.SEE_PATIENTS):
                return Matches(exact_hidden=True)
            (exact,) = hits_of(rows.listed(reader, self._now(), frozenset({same.id})))
            return Matches(exact)
        if not may(session, Right.SEE_PATIENTS) or not details.family_name.strip():
            return Matches()
        this = names.Person(details.given_name, details.family_name, parse_day(details.birth_date))
        others = [
            (key, names.Person(given, family, parse_day(born or "")))
            for key, given, family, born, _ in rows.everyone(reader)
            if key != own
        ]
        order = {key: place for place, (key, _) in enumerate(names.lookalikes(this, others))}
        near = hits_of(rows.listed(reader, self._now(), frozenset(order)))
        return Matches(near=tuple(sorted(near, key=lambda hit: order[hit.id])))

    def _refuse_twins(
        self,
        writer: Writer,
        session: Session,
        checked: Checked,
        own: str | None,
        not_same: frozenset[str] | None,
    ) -> None:
        """Stop at the same number always, at similar patients unless they were ruled out."""
        found = self._matches(writer, session, checked, own)
        if found.exact or found.exact_hidden:
            raise PatientExists(found)
        left = [] if not_same is None else [hit for hit in found.near if hit.id not in not_same]
        if left:
            raise PatientExists(replace(found, near=tuple(left)))

    def _conflict(
        self,
        reader: Reader,
        patient_id: str,
        before: Opened,
        now: Opened,
        theirs: tuple[str, ...],
    ) -> PatientConflict:
        log = audit.of_patient(reader, patient_id)
        last = next(row for row in log if row.action == "patient_changed")
        changes = tuple(
            FieldChange(name, _shown(before.details, name), _shown(now.details, name))
            for name in theirs
        )
        return PatientConflict(last.user_name, last.at, changes, now)

    def _now(self) -> int:
        return self._record.clock.now()

    def _today(self) -> date:
        return day_of(self._now())


def changed_fields(before: PatientDetails, after: PatientDetails) -> tuple[str, ...]:
    """The names of the fields that differ; an address that was not shown never differs."""
    return tuple(
        name
        for name in DETAIL_FIELDS
        if getattr(after, name) is not None and getattr(before, name) != getattr(after, name)
    )


def merged(before: PatientDetails, mine: PatientDetails, newest: PatientDetails) -> PatientDetails:
    """What I typed on top of what is saved now: fields I did not touch take the newer text."""
    return replace(newest, **{name: getattr(mine, name) for name in changed_fields(before, mine)})


def _columns_of(checked: Checked, wanted: tuple[str, ...]) -> Mapping[str, object]:
    details = checked.details
    values: dict[str, object] = {}
    for name in wanted:
        value = getattr(details, name)
        if value is not None:
            empty = name in _NULL_WHEN_EMPTY and not value
            values[_COLUMN.get(name, name)] = None if empty else value
    if "number" in wanted:
        values["number_kind"] = checked.number_kind
    if {"given_name", "family_name"} & set(wanted):
        values["search_text"] = names.search_text(details.given_name, details.family_name)
    return values


def _folded(row: rows.PatientListRow) -> str:
    return names.search_text(row.given_name, row.family_name)


def _shown(details: PatientDetails, name: str) -> str:
    value = getattr(details, name)
    if name in _ADDRESS and details.protection:
        return _HIDDEN
    return value or ""
