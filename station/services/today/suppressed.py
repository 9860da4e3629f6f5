"""«Holdt tilbake»: all that raises no alert just now: why, by whom, until when, the way out."""

from dataclasses import dataclass
from enum import StrEnum

from station.core.formats import near_day, when
from station.core.i18n import N_, ntr, speaking, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import followup as followup_queries
from station.models.queries import suppressed as queries
from station.models.queries import verdicts
from station.rules.kinds import kind_of
from station.rules.limits import Level
from station.rules.readings import Excluded
from station.rules.replay import HISTORY_DAYS
from station.rules.stored_why import short_words
from station.rules.wording import component_name, kind_name, level_word, value_text
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.today import row_words

DAY_MS = 86_400_000
BACK_DAYS = 14
"""Readings that do not count are listed for so many days after they were taken or came in."""


class Cause(StrEnum):
    """Why something raises no alert, or is put aside."""

    SNOOZE = "snooze"
    PAUSE = "pause"
    WAITING = "waiting"
    EXCLUDED = "excluded"
    HISTORY = "history"


_SIDES = {"low": N_("low"), "high": N_("high")}
_EXCLUDED = {
    Excluded.ACTIVITY: N_("measured in activity"),
    Excluded.TEST: N_("test"),
    Excluded.WRONG_PATIENT: N_("wrong patient"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One thing held back, in the reader's language; `until` in UTC ms, None for no end of its own.

    `subject` is what the way out needs: a snooze's, alert's or reading's id, else the patient's.
    """

    cause: Cause
    subject: str
    patient_id: str
    name: str
    what: str
    why: str
    who: str
    until: int | None


@dataclass(frozen=True, slots=True)
class Suppressions:
    """What is held back now, and apart from that the readings of late that do not count."""

    now: tuple[Held, ...]
    uncounted: tuple[Held, ...]
    made_at: int


class Suppressed:
    """Lists what is held back."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def all(self, session: Session) -> Suppressions:
        """Give everything that is held back, what ends first on top."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            held = [*_snoozes(reader, now), *_pauses(reader, now), *_waiting(reader)]
            uncounted = [*_excluded(reader, now), *_history(reader, now)]
        held.sort(key=lambda each: (each.until is None, each.until or 0, each.name))
        return Suppressions(tuple(held), tuple(uncounted), now)


def _snoozes(reader: Reader, now: int) -> list[Held]:
    rows = followup_queries.snoozes(reader, now)
    names = verdicts.names(reader, {row.patient_id for row in rows})
    return [
        Held(
            Cause.SNOOZE,
            row.id,
            row.patient_id,
            names.get(row.patient_id, ""),
            tr(
                "Yellow for {what}, {side}, is put off. The other side and red alert.",
                what=component_name(row.component),
                side=tr(_SIDES[row.side]),
            ),
            row.reason,
            row.set_by,
            row.until_at,
        )
        for row in rows
    ]


def _pauses(reader: Reader, now: int) -> list[Held]:
    rows = followup_queries.pauses_now(reader, now)
    names = verdicts.names(reader, rows)
    found = []
    for patient_id, row in rows.items():
        count = queries.arrived_in(reader, patient_id, row.from_at, now)
        came = ntr("{n} reading in the pause", "{n} readings in the pause", count)
        what = tr("Yellow and missing readings raise nothing in the pause. Red does.")
        why = row_words.cause_words(row.cause, row.reason)
        name = names.get(patient_id, "")
        parts = f"{what} {came}."
        until = row.until_at
        found.append(Held(Cause.PAUSE, patient_id, patient_id, name, parts, why, row.set_by, until))
    return found


def _waiting(reader: Reader) -> list[Held]:
    return [
        Held(
            Cause.WAITING,
            row.id,
            row.patient_id,
            row.name,
            f"{level_word(Level(row.level))}: {short_words(row.why)}",
            tr("waiting for an answer"),
            row.taken_by,
            row.until,
        )
        for row in queries.waiting(reader)
    ]


def _excluded(reader: Reader, now: int) -> list[Held]:
    return [
        Held(
            Cause.EXCLUDED,
            row.id,
            row.patient_id,
            row.name,
            f"{_value(row)}, {when(row.taken_at, now)}",
            ": ".join(part for part in (excluded_words(row.excluded), row.reason) if part),
            row.by,
            None,
        )
        for row in queries.excluded(reader, now - BACK_DAYS * DAY_MS)
    ]


def _history(reader: Reader, now: int) -> list[Held]:
    rows = queries.history(reader, now - BACK_DAYS * DAY_MS, HISTORY_DAYS * DAY_MS)
    return [
        Held(
            Cause.HISTORY,
            row.patient_id,
            row.patient_id,
            row.name,
            ntr("{n} reading of a file", "{n} readings of a file", row.count),
            tr(
                "older than {days} days when the file was read {day}: history raises no alert",
                days=HISTORY_DAYS,
                day=near_day(day_of(row.imported_at), day_of(now)),
            ),
            row.by,
            None,
        )
        for row in rows
    ]


def _value(row: queries.ExcludedRow) -> str:
    parts = zip(kind_of(row.kind).components, (row.value, row.value2), strict=False)
    found = [value_text(part.code, value) for part, value in parts if value is not None]
    return f"{kind_name(row.kind)} {' / '.join(found)}".strip()


def excluded_words(code: str) -> str:
    """Say why a reading is left out, the code itself where it is of a newer program."""
    known = next((each for each in Excluded if each == code), None)
    return tr(_EXCLUDED[known]) if known in _EXCLUDED else code
