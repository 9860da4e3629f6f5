"""«Kvitter grønne»: ticking off together everybody about whom there is nothing to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import followup as queries
from station.models.records import followup as records
from station.rules.acknowledging import Candidate, LeftOut, left_out
from station.rules.standing import Standing
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.today.worklist import WorkRow, work_list

UNDO_MS = 60_000
"""For so long a round of acknowledging can be taken back."""
STALE_MS = 10 * 60_000
"""A list looked at longer ago than this is shown anew before anybody is ticked off by it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One patient and, where she is not taken, why."""

    patient_id: str
    name: str
    why: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom the next round takes and whom it leaves out, as seen at `shown_at` (UTC ms).

    Somebody red, yellow or otherwise not green stands among those left out, with the reason.
    `up_to` is the moment of the newest arrival seen, or `shown_at`: after a clock set forward and
    back, what comes in is filed behind what came before, and so ahead of the clock.
    """

    taken: tuple[Line, ...]
    left: tuple[Line, ...]
    shown_at: int
    up_to: int


@dataclass(frozen=True, slots=True)
class Round:
    """A round that was made: its id, whom it took, and whom of those asked for it left out."""

    id: str
    taken: tuple[Line, ...]
    left: tuple[Line, ...]
    at: int


class Acknowledging:
    """Shows whom a round would take, makes it, and takes it back."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def offer(self, session: Session) -> Offer:
        """Give whom a round would take now, and whom it would leave out and why."""
        require(session, Right.EDIT_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            rows, arrivals = _seen(reader, now)
        up_to = max((now, *arrivals.values()))
        lines = _lines(rows, arrivals, up_to)
        return Offer(
            tuple(line for line in lines if line.why is None),
            tuple(line for line in lines if line.why is not None),
            now,
            up_to,
        )

    def take(self, session: Session, patients: Collection[str], shown_at: int, up_to: int) -> Round:
        """Acknowledge those of `patients` who still can be, by the list seen at `shown_at`.

        What came in after `up_to`, as the offer gave it, has not been seen by anybody.
        Everybody is looked at again: who has got something new since is left out with the reason.
        Raises Trouble `offer_stale` if the list is older than ten minutes or from the future, and
        `nobody_taken` if nobody is left to take; then nothing is written.
        """
        require(session, Right.EDIT_PATIENTS)
        wanted = set(patients)
        with self._record.write(session) as writer, speaking(session.language):
            # By the clock as it is: after it was set back, no list would ever be new enough.
            if not 0 <= self._record.clock.now() - shown_at <= STALE_MS:
                raise Trouble("offer_stale", N_("This list is old. Look at it anew; it is quick."))
            rows, arrivals = _seen(writer, writer.clock_now)
            lines = [each for each in _lines(rows, arrivals, up_to) if each.patient_id in wanted]
            taken = tuple(line for line in lines if line.why is None)
            if not taken:
                raise Trouble(
                    "nobody_taken",
                    N_("Nobody is left to acknowledge. Something new has come, or it is done."),
                )
            round_id = new_id()
            for line in taken:
                _note(writer, line.patient_id, round_id, up_to)
            for line in taken:
                writer.audit("acknowledged", "round", round_id, line.patient_id)
                writer.touch("alerts", line.patient_id)
            left = tuple(line for line in lines if line.why is not None)
            return Round(round_id, taken, left, writer.clock_now)

    def undo(self, session: Session, round_id: str) -> None:
        """Take a round back within a minute, as the one who made it.

        Raises Trouble `undo_late` after that, `round_unknown` for a round of somebody else.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            made = queries.round_of(writer, round_id)
            if made is None or made.user_id != session.user_id:
                raise Trouble("round_unknown", N_("This round is not yours to take back."))
            if not 0 <= writer.clock_now - made.at <= UNDO_MS:
                raise Trouble(
                    "undo_late",
                    N_(
                        "It is too late to undo this. Nothing has changed. "
                        "Note what is right instead."
                    ),
                )
            if records.undo_round(writer, round_id):
                for patient_id in made.patients:
                    writer.audit("acknowledging_undone", "round", round_id, patient_id)
                    writer.touch("alerts", patient_id)


def can_be_taken(row: WorkRow) -> bool:
    """Tell of a row of the list whether the next round would take her, by the same rule."""
    # What came in is known to have come in before the row was made.
    done = 1 if row.acknowledged else None
    return left_out(_candidate(row, int(row.heard), 1, done)) is None


def _seen(reader: Reader, now: int) -> tuple[Sequence[WorkRow], Mapping[str, int]]:
    """Give the list, and when the newest reading of each green patient came in."""
    rows = work_list(reader, now).rows
    green = [row.patient_id for row in rows if row.standing is Standing.GREEN]
    return rows, queries.newest_arrivals(reader, green, now)


def _lines(rows: Sequence[WorkRow], arrivals: Mapping[str, int], shown_at: int) -> list[Line]:
    found = []
    for row in rows:
        arrived_at = arrivals.get(row.patient_id, 0)
        who = _candidate(row, arrived_at, shown_at, row.acknowledged_up_to)
        found.append(Line(row.patient_id, row.name, left_out(who)))
    return found


def _candidate(row: WorkRow, arrived_at: int, shown_at: int, up_to: int | None) -> Candidate:
    return Candidate(
        row.standing,
        row.alerts,
        row.comments,
        row.closer,
        row.confirmed,
        arrived_at,
        shown_at,
        up_to,
    )


def _note(writer: Writer, patient_id: str, round_id: str, up_to: int) -> None:
    after = queries.last_up_to(writer, patient_id)
    count = queries.arrived_between(writer, patient_id, after, up_to)
    records.acknowledge(writer, patient_id, round_id, up_to=up_to, readings=count)
