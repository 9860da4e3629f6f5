"""The log as the one who follows it up reads it: pages in plain words, a filter, and the check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from station.core.i18n import N_
from station.core.paths import Home
from station.core.trouble import Trouble
from station.core.zone import day_start
from station.models.database import Reader
from station.models.queries import audit, users
from station.models.queries.audit import Line, Wanted
from station.models.records import logbook
from station.services.office.checking import State, anchor_item, found_item
from station.services.office.log_words import log_words
from station.services.office.signin import SignIn
from station.services.record import Record
from station.services.rights import Right, require_here
from station.services.session import Session

PAGE = 256


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines: one person's, about one patient, of one local day; nothing means all."""

    user_id: str = ""
    patient_id: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: its number, when (UTC ms), who did what, and the patient it was about."""

    seq: int
    at: int
    who: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines, the newest first; `more` tells whether there are older ones."""

    lines: tuple[LogLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the log holds together: sentences in words, the worst state, the first bad row."""

    state: State
    sentences: tuple[str, ...]
    first_bad: int = 0


class Auditing:
    """Reads and checks the log of everything that was done."""

    def __init__(self, home: Home, record: Record, door: SignIn) -> None:
        """Read from `record`; the second copy of the log's end lies in `home`."""
        self._home = home
        self._record = record
        self._door = door

    def people(self, session: Session) -> tuple[tuple[str, str], ...]:
        """Give everybody there ever was, as (user id, name), to choose from."""
        with self._record.read() as reader:
            require_here(reader, session, Right.SEE_LOG)
            return tuple((user.id, user.name) for user in users.everyone(reader))

    def page(self, session: Session, wanted: LogFilter, before: int | None = None) -> LogPage:
        """Give a page of 256 lines below number `before`; the first page leaves a line itself."""
        with self._record.read() as reader:
            require_here(reader, session, Right.SEE_LOG)
            found = audit.page(reader, _wanted(wanted), before=before or 2**62, limit=PAGE + 1)
            lines = _said(reader, found[:PAGE])
        if before is None:
            with self._record.write(session) as writer:
                logbook.shown(writer, wanted.patient_id or None)
        return LogPage(lines, more=len(found) > PAGE)

    def verify(self, session: Session) -> Verdict:
        """Walk the whole log and compare its end with the copy; the first bad row is named."""
        key, database = self._door.data_key(), self._record.database
        if database is None:
            raise Trouble("locked", N_("Station is locked. Sign in and try again."))
        with self._record.read() as reader:
            require_here(reader, session, Right.SEE_LOG)
        with self._record.write(session) as writer:
            logbook.verified(writer)
        finding = database.verify()
        items = (found_item(finding), anchor_item(self._home, database, key))
        return Verdict(
            max(item.state for item in items),
            tuple(item.sentence for item in items),
            finding.first_bad,
        )


def _wanted(found: LogFilter) -> Wanted:
    if found.day is None:
        return Wanted(found.user_id, found.patient_id)
    start, end = day_start(found.day), day_start(found.day + timedelta(days=1))
    return Wanted(found.user_id, found.patient_id, start, end)


def _said(reader: Reader, rows: tuple[Line, ...]) -> tuple[LogLine, ...]:
    staff = {user.id: user.name for user in users.everyone(reader)}
    patients = _names(reader)
    return tuple(
        LogLine(
            row.seq,
            row.at,
            row.user_name,
            log_words(row, staff),
            patients.get(row.patient_id or "", ""),
        )
        for row in rows
    )


def _names(reader: Reader) -> Mapping[str, str]:
    rows = reader.raw("SELECT id, given_name, family_name FROM patients")
    return {key: f"{given} {family}".strip() for key, given, family in rows}
