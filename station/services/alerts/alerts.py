"""Acting on an alert: who has taken it, what was done, what it was, and closing it."""

from dataclasses import dataclass

from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import alerts as queries
from station.models.queries import judging as judging_queries
from station.models.queries.alerts import AlertRow, ContactRow
from station.models.records import alerts as records
from station.models.records import contacts as contact_records
from station.models.records.contacts import NewContact
from station.rules.believing import LONGEST_WAIT_MS
from station.rules.contacts import Action, ClosingFault, Initiative, Verdict, closing_faults
from station.rules.kinds import place_of
from station.rules.limits import Level, Side
from station.rules.stored_why import read_why, whole_words
from station.rules.wording import marks
from station.services.judging import judging
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

UNDO_MS = 10 * 60_000
"""For so long after it was done something can be undone; the window offers it for seconds."""

_FAULTS = {
    ClosingFault.NO_ACTION: N_("Choose what was done before the alert is closed."),
    ClosingFault.NO_VERDICT: N_("Say what the alert turned out to be before it is closed."),
    ClosingFault.NO_REASON: N_("Write why nothing was done before the alert is closed."),
}


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert as the card shows it: its sentence and marks in the reader's language."""

    row: AlertRow
    level: Level
    sentence: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handling:
    """What a person did about a patient, with or without an alert."""

    action: Action
    outcome: str = ""
    note: str = ""
    initiative: Initiative = Initiative.CENTRE
    noted: bool = False
    """The contact was noted before: closing adds no second one."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing an alert did, so that it can be undone for some seconds.

    `contact_id` is empty where the contact had been noted before.
    """

    alert_id: str
    patient_id: str
    contact_id: str


class Alerts:
    """What people do about alerts."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def of_patient(self, session: Session, patient_id: str) -> tuple[AlertView, ...]:
        """Give the patient's alerts, open ones first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return tuple(_view(row) for row in queries.of_patient(reader, patient_id))

    def contacts(self, session: Session, patient_id: str) -> tuple[ContactRow, ...]:
        """Give the patient's contacts, newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.contacts(reader, patient_id)

    def take(self, session: Session, alert_id: str, reason: str = "") -> None:
        """Take an alert; from somebody else only with a reason (Trouble `alert_taken`)."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, alert_id)
            if row.taken_by not in ("", session.name) and not reason.strip():
                raise Trouble(
                    "alert_taken",
                    N_("{name} has taken this alert. Write why you take it over."),
                    name=row.taken_by,
                )
            if not records.take(writer, alert_id, session.user_id):
                raise _closed_already()
            writer.audit("alert_taken", "alert", alert_id, row.patient_id, reason=reason)
            writer.touch("alerts", row.patient_id)

    def wait(self, session: Session, alert_id: str, until: int) -> None:
        """Let an alert wait for an answer, from the GP for instance, until a moment (UTC ms).

        Raises Trouble `alert_closed` if somebody has closed it meanwhile, `alert_deadline` for a
        moment that has passed or lies more than 60 days ahead.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, alert_id)
            _check_deadline(until, writer.clock_now)
            if not records.wait(writer, alert_id, until):
                raise _closed_already()
            writer.audit("alert_waits", "alert", alert_id, row.patient_id, until=until)
            writer.touch("alerts", row.patient_id)

    def stop_waiting(self, session: Session, alert_id: str) -> None:
        """Let a waiting alert stand open again."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, alert_id)
            records.end_waiting(writer, alert_id)
            writer.audit("alert_waits_no_more", "alert", alert_id, row.patient_id)
            writer.touch("alerts", row.patient_id)

    def act(
        self, session: Session, patient_id: str, handling: Handling, alert_id: str | None = None
    ) -> str:
        """Note a contact, from an alert or not, and give its id; the alert stays open.

        Raises Trouble `patient_unknown`, and `alert_unknown` for an alert of somebody else.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            if alert_id is not None and _known(writer, alert_id).patient_id != patient_id:
                raise _alert_unknown()
            contact_id = _note(writer, patient_id, handling, alert_id)
            writer.audit(
                "contact_noted",
                "contact",
                contact_id,
                patient_id,
                what=handling.action.value,
                initiative=handling.initiative.value,
            )
            writer.touch("alerts", patient_id)
        return contact_id

    def undo_act(self, session: Session, patient_id: str, contact_id: str) -> None:
        """Take back a contact noted by mistake a moment ago; the audit log keeps both.

        Raises Trouble `undo_late` ten minutes after it was noted.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            for each in queries.contacts(writer, patient_id):
                if each.id == contact_id:
                    _check_undo(each.at, writer.now)
            contact_records.take_back(writer, contact_id)
            writer.audit("contact_undone", "contact", contact_id, patient_id)
            writer.touch("alerts", patient_id)

    def close(
        self, session: Session, alert_id: str, handling: Handling, verdict: Verdict | None
    ) -> Closed:
        """Close an alert with action, verdict and note; Trouble `alert_not_closed` says what lacks.

        Raises Trouble `alert_closed` if somebody else has closed it meanwhile, `alert_rose` if it
        became more serious by what had come in and was not judged yet.
        """
        require(session, Right.EDIT_PATIENTS)
        faults = closing_faults(handling.action, verdict, handling.note)
        if faults or verdict is None:
            raise Trouble("alert_not_closed", _FAULTS[faults[0]], fault=faults[0].value)
        self._catch_up(session, alert_id)
        with self._record.write(session) as writer:
            row = _known(writer, alert_id)
            done = records.close(
                writer,
                alert_id,
                action=handling.action.value,
                verdict=verdict.value,
                note=handling.note,
            )
            if not done:
                raise _closed_already()
            contact_id = ""
            if not handling.noted:
                contact_id = _note(writer, row.patient_id, handling, alert_id)
            judging.forget_closed(writer, row.patient_id, row.component, Side(row.side))
            writer.audit(
                "alert_closed",
                "alert",
                alert_id,
                row.patient_id,
                what=handling.action.value,
                verdict=verdict.value,
                sentence=_sentence(row),
            )
            writer.touch("alerts", row.patient_id)
        return Closed(alert_id, row.patient_id, contact_id)

    def _catch_up(self, session: Session, alert_id: str) -> None:
        """Judge first what is stored and was not judged, for more was to come with it.

        Closing settles all that has arrived: what nobody was told of must not be among it.
        """
        with self._record.read() as reader:
            row = _known(reader, alert_id)
            if row.patient_id not in judging_queries.unjudged(reader):
                return
        with self._record.write(session) as writer:
            judging.catch_up(writer, row.patient_id)
            writer.audit("judged_again", "patient", row.patient_id, row.patient_id)
            rose = _known(writer, alert_id).level > row.level
        if rose:
            raise Trouble(
                "alert_rose",
                N_(
                    "Older readings came in just now, and the alert has become more serious. "
                    "It is still open. Look at it again before you close it."
                ),
            )

    def undo_close(self, session: Session, closed: Closed) -> None:
        """Open again what was closed by mistake a moment ago.

        Raises Trouble `alert_new` if a new alert of the same kind has come meanwhile, and
        `undo_late` ten minutes after the closing.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = _known(writer, closed.alert_id)
            if _has_newer(writer, row):
                raise Trouble(
                    "alert_new",
                    N_("A new alert about the same has come meanwhile; this one stays closed."),
                )
            _check_undo(row.closed_at, writer.now)
            records.reopen(writer, closed.alert_id)
            contact_records.take_back(writer, closed.contact_id)
            judging.judge_again(writer, closed.patient_id, (place_of(row.component)[0].code,))
            writer.audit("alert_reopened", "alert", closed.alert_id, closed.patient_id)
            writer.touch("alerts", closed.patient_id)


def _view(row: AlertRow) -> AlertView:
    why = read_why(row.why)
    return AlertView(row, Level(row.level), whole_words(row.why), marks(why) if why else ())


def _sentence(row: AlertRow) -> str:
    return whole_words(row.why)


def _known(reader: Reader, alert_id: str) -> AlertRow:
    row = queries.one(reader, alert_id)
    if row is None:
        raise _alert_unknown()
    return row


def _alert_unknown() -> Trouble:
    return Trouble("alert_unknown", N_("This alert is not in the file any more."))


def _check_deadline(until: int, now: int) -> None:
    if until <= now:
        raise Trouble("alert_deadline", N_("The deadline has passed already. Choose a later one."))
    if until - now > LONGEST_WAIT_MS:
        raise Trouble(
            "alert_deadline",
            N_("An alert can wait for at most 60 days. Choose an earlier deadline."),
        )


def _check_undo(done_at: int | None, now: int) -> None:
    """A clock turned back makes nothing late: the moment alone does not tell."""
    if done_at is not None and now - done_at > UNDO_MS:
        raise Trouble(
            "undo_late",
            N_("It is too late to undo this. Nothing has changed. Note what is right instead."),
        )


def _closed_already() -> Trouble:
    return Trouble("alert_closed", N_("Somebody has closed this alert already. See the timeline."))


def _has_newer(reader: Reader, row: AlertRow) -> bool:
    return any(
        other.component == row.component and other.side == row.side and other.closed_at is None
        for other in queries.of_patient(reader, row.patient_id)
    )


def _note(writer: Writer, patient_id: str, handling: Handling, alert_id: str | None) -> str:
    return contact_records.add(
        writer,
        NewContact(
            patient_id,
            handling.action.value,
            handling.initiative.value,
            handling.outcome,
            handling.note,
            alert_id,
        ),
    )
