"""Visits: what there is to drive for, put on a round, in which order, and how each one ended."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from station.core.formats import day as day_words
from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import driving as round_queries
from station.models.queries import visits as queries
from station.models.queries.visits import VisitRow
from station.models.records import driving as round_records
from station.models.records import visits as records
from station.models.records.visits import VisitFacts
from station.rules.driving import AFTER_DEATH, MOST_MINUTES, Purpose, VisitState
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.visits.errands import Wish, errands, is_key, key_of, wishes
from station.services.visits.rounds import may_drive, open_round
from station.services.visits.values import Device, Errand, NewVisit
from station.services.visits.words import changed, gone

__all__ = ["Device", "Errand", "NewVisit", "Visits"]

MOST_DAYS_AHEAD = 400
"""A visit is not planned further ahead."""
MOST_NOTE = 500
"""Letters of a note or a reason; more belongs in the patient's file."""


class Visits:
    """What people do with errands and stops."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def errands(self, session: Session) -> tuple[Errand, ...]:
        """Give what is to be done and on no round, the overdue first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return errands(reader, self._record.clock.now())

    def houses(self, session: Session) -> tuple[tuple[str, str], ...]:
        """Give (id, name) of the institutions that a visit can be to."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return queries.choosable(reader)

    def add(self, session: Session, new: NewVisit) -> str:
        """Write an errand down, and give its id.

        Raises Trouble `visit_nobody` without a patient or an institution, `patient_unknown`,
        `visit_patient_dead`, `visit_planned_already`, and `visit_day` for a day that is past or
        too far ahead.
        """
        require(session, Right.EDIT_PATIENTS)
        if new.patient_id is None and new.institution_id is None:
            raise Trouble(
                "visit_nobody", N_("Choose the patient or the institution that is visited.")
            )
        with self._record.write(session) as writer:
            self._may_plan(new.planned_on)
            _may_visit(writer, new.patient_id, new.purpose)
            _free(writer, new.purpose, new.patient_id, new.institution_id)
            planned_on = new.planned_on.isoformat() if new.planned_on else None
            facts = VisitFacts(
                new.patient_id,
                new.institution_id,
                new.purpose.value,
                planned_on,
                new.note.strip()[:MOST_NOTE],
                new.device_ids,
            )
            return records.add(writer, facts)

    def plan(
        self,
        session: Session,
        errand_ids: Sequence[str],
        day: date,
        round_id: str | None = None,
        at: int | None = None,
    ) -> str:
        """Put errands on a round of a day, before the stop at place `at` (from 0) or last.

        Without a round it is the newest one of the day that is open; where there is none, one is
        begun. Gives the round's id. All or none: raises Trouble `errand_gone`, `round_closed`,
        `visit_planned_already`, `visit_patient_dead` and `round_day`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            found = self._round(writer, session, day, round_id)
            keyed = any(map(is_key, errand_ids))
            wished = wishes(writer, self._record.clock.now()) if keyed else ()
            new = [_taken(writer, each, wished) for each in dict.fromkeys(errand_ids)]
            before = [row.id for row in queries.of_round(writer, found)]
            place = len(before) if at is None else max(0, min(at, len(before)))
            ids = [row.id for row in new]
            records.place(writer, [*before[:place], *ids, *before[place:]], found)
            records.placed(writer, found, [(row.id, row.patient_id) for row in new])
            if not new:
                writer.quiet()
        return found

    def order(
        self, session: Session, round_id: str, seen: Sequence[str], wanted: Sequence[str]
    ) -> None:
        """Give a round another order; `seen` is the one that the person looked at.

        Raises Trouble `round_changed` where the round is another one by now, and `round_closed`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            open_round(writer, round_id, self._record.clock.now())
            now = [row.id for row in queries.of_round(writer, round_id)]
            if now != list(seen) or sorted(now) != sorted(wanted):
                raise changed()
            if now == list(wanted):
                writer.quiet()
                return
            records.place(writer, wanted, round_id)
            records.ordered(writer, round_id)

    def take_off(self, session: Session, visit_id: str, round_id: str) -> None:
        """Put a visit back on the list; it was seen on `round_id`.

        Raises Trouble `errand_gone`, `round_changed` where it is elsewhere by now, `round_closed`
        and `visit_ended`. Undone by plan().
        """
        with self._stop(session, visit_id, round_id) as (writer, row):
            records.take_off(writer, visit_id, row.patient_id)

    def done(
        self, session: Session, visit_id: str, round_id: str, minutes: int | None = None
    ) -> None:
        """Tick a visit as done, with the minutes spent there if they are known.

        Raises what take_off() does, and `visit_minutes` outside 0 to a whole day.
        """
        if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
            raise Trouble(
                "visit_minutes", N_("Write the minutes at the visit as a number from 0 to 1440.")
            )
        with self._stop(session, visit_id, round_id) as (writer, row):
            done = VisitState.DONE.value
            records.end(writer, visit_id, row.patient_id, done, minutes=minutes)

    def not_home(self, session: Session, visit_id: str, round_id: str, reason: str = "") -> None:
        """Note that nobody was at home: it stays on the round, and comes back on the list.

        Raises what take_off() does.
        """
        with self._stop(session, visit_id, round_id) as (writer, row):
            told = " ".join(reason.split())[:MOST_NOTE]
            self._again(writer, row, None, f"{row.day}/{told}")
            state = VisitState.NOT_HOME.value
            records.end(writer, visit_id, row.patient_id, state, reason=told)

    def move(self, session: Session, visit_id: str, round_id: str, day: date, reason: str) -> None:
        """Move a visit to another day: the round says so, and it is on the list for that day.

        Raises what take_off() does, `reason_missing` without a reason, and `visit_day`.
        """
        require(session, Right.EDIT_PATIENTS)
        told = " ".join(reason.split())[:MOST_NOTE]
        if not told:
            raise Trouble("reason_missing", N_("Write why the visit is moved."))
        with self._stop(session, visit_id, round_id) as (writer, row):
            self._may_plan(day)
            self._again(writer, row, day.isoformat(), "")
            state = VisitState.MOVED.value
            records.end(writer, visit_id, row.patient_id, state, reason=told)

    def call_off(self, session: Session, visit_id: str, reason: str) -> None:
        """Take a visit that is on no round off the list for good; it needs a reason.

        Raises Trouble `errand_gone`, `reason_missing`, and `visit_ended`.
        """
        require(session, Right.EDIT_PATIENTS)
        told = " ".join(reason.split())[:MOST_NOTE]
        if not told:
            raise Trouble("reason_missing", N_("Write why the visit is called off."))
        with self._record.write(session) as writer:
            row = _planned(writer, visit_id)
            if row.round_id is not None:
                raise changed()
            state = VisitState.CANCELLED.value
            records.end(writer, visit_id, row.patient_id, state, reason=told)

    def reopen(self, session: Session, visit_id: str, round_id: str) -> None:
        """Take back how a stop ended; what had come back on the list because of it goes again.

        Raises `errand_gone`, `round_changed`, `round_closed`, and `visit_goes_on` where the new
        visit is on a round or has ended already.
        """
        with self._stop(session, visit_id, round_id, ended=True) as (writer, row):
            if row.state == VisitState.PLANNED:
                writer.quiet()
                return
            if row.state in {VisitState.NOT_HOME, VisitState.MOVED}:
                _drop_following(writer, row)
            records.reopen(writer, visit_id, row.patient_id)

    # ------------------------------------------------------------------------------- inside

    @contextmanager
    def _stop(
        self, session: Session, visit_id: str, round_id: str, *, ended: bool = False
    ) -> Iterator[tuple[Writer, VisitRow]]:
        """A stop that can be changed, in a unit of work; `ended` lets those in that ended."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = queries.visit(writer, visit_id)
            if row is None:
                raise gone()
            if row.round_id != round_id:
                raise changed()
            open_round(writer, round_id, self._record.clock.now())
            if not ended:
                _planned(writer, visit_id)
            yield writer, row

    def _round(self, writer: Writer, session: Session, day: date, round_id: str | None) -> str:
        if round_id is not None:
            return open_round(writer, round_id, self._record.clock.now()).id
        rounds = round_queries.rounds_of_day(writer, day.isoformat())
        if still_open := [row.id for row in rounds if row.closed_at is None]:
            return still_open[-1]
        may_drive(day, self._record.clock.now())
        return round_records.begin(writer, day.isoformat(), session.name)

    def _again(self, writer: Writer, row: VisitRow, planned_on: str | None, tried: str) -> None:
        devices = tuple(each.device_id for each in queries.devices_of(writer, row.id))
        records.add(
            writer,
            VisitFacts(
                row.patient_id,
                row.institution_id,
                row.purpose,
                planned_on,
                row.note,
                devices,
                tried,
            ),
        )

    def _may_plan(self, day: date | None) -> None:
        today = day_of(self._record.clock.now())
        if day is not None and not today <= day <= today + timedelta(days=MOST_DAYS_AHEAD):
            raise Trouble(
                "visit_day",
                N_("Choose a day from today, and within a year. Nothing was changed."),
            )


def _taken(writer: Writer, errand_id: str, wished: Sequence[Wish]) -> VisitRow:
    """The stored visit of an errand that is on no round; a proposed one is stored first."""
    if is_key(errand_id):
        errand_id = _stored(writer, errand_id, wished)
    row = _planned(writer, errand_id)
    if row.round_id is not None:
        raise _already(row)
    _may_visit(writer, row.patient_id, Purpose(row.purpose))
    return row


def _stored(writer: Writer, key: str, wished: Sequence[Wish]) -> str:
    wish = next((each for each in wished if key_of(each) == key), None)
    if wish is None:
        for row in queries.unfinished(writer):
            if key_of(row) == key:
                raise _already(row)
        raise gone()
    devices = tuple(each.id for each in wish.devices)
    facts = VisitFacts(wish.patient_id, wish.institution_id, wish.purpose, devices=devices)
    return records.add(writer, facts)


def _planned(reader: Reader, visit_id: str) -> VisitRow:
    row = queries.visit(reader, visit_id)
    if row is None:
        raise gone()
    if row.state != VisitState.PLANNED:
        raise Trouble(
            "visit_ended", N_("This visit is ticked already. Look at the round as it is now.")
        )
    return row


def _may_visit(reader: Reader, patient_id: str | None, purpose: Purpose) -> None:
    if patient_id is None:
        return
    row = known_patient(reader, patient_id)
    if row.deceased_on is not None and purpose not in AFTER_DEATH:
        raise Trouble(
            "visit_patient_dead",
            N_("The patient is registered as dead. The visit was not planned."),
        )


def _free(
    reader: Reader, purpose: Purpose, patient_id: str | None, institution_id: str | None
) -> None:
    """One errand of a kind to one door at a time; anything else can be written several times."""
    if purpose is Purpose.OTHER:
        return
    for row in queries.unfinished(reader):
        if (row.purpose, row.patient_id, row.institution_id) == (
            purpose,
            patient_id,
            institution_id,
        ):
            raise _already(row)


def _already(row: VisitRow) -> Trouble:
    if row.day is None:
        return Trouble(
            "visit_planned_already", N_("This errand is on the list already. Nothing was added.")
        )
    return Trouble(
        "visit_planned_already",
        N_("This errand is on a round already: {day}. It was not put on another one."),
        day=day_words(date.fromisoformat(row.day)),
    )


def _drop_following(writer: Writer, row: VisitRow) -> None:
    """Take out the visit that was made when this one ended; it is known by its moment."""
    for other in queries.unfinished(writer):
        same = (other.patient_id, other.institution_id, other.purpose) == (
            row.patient_id,
            row.institution_id,
            row.purpose,
        )
        if same and other.created_at == row.done_at and other.round_id is None:
            records.drop(writer, other.id, other.patient_id)
            return
    raise Trouble(
        "visit_goes_on",
        N_("The visit is planned again already. Take that one off its round first."),
    )
