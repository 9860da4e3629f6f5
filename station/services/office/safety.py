"""Backups, the recovery sheet and the check of the installation, as a person asks for them."""

from dataclasses import dataclass
from pathlib import Path

from station.core.i18n import N_
from station.core.paths import Home
from station.core.settings import BACKUP_WARN_DAYS, PROFILE, Profile
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.queries import settings
from station.models.records import signins
from station.services.office import checking, recovery_sheet
from station.services.office.backups import Backup, Backups
from station.services.office.checking import Item, Report, State
from station.services.office.signin import SignIn
from station.services.office.staff import Staff
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["Drill", "Item", "Report", "Safety", "SafetyFacts", "State"]

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class SafetyFacts:
    """The newest backup on this PC (UTC ms, None for none), and whether it is too old."""

    made_at: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Drill:
    """What a backup would bring back: when it was made (UTC ms), patients, readings, all rows."""

    made_at: int
    patients: int
    readings: int
    rows: int


class Safety:
    """What keeps the records from being lost, and proves that it does."""

    def __init__(
        self, home: Home, record: Record, door: SignIn, backups: Backups, staff: Staff
    ) -> None:
        """Work on the installation in `home`."""
        self._home = home
        self._record = record
        self._door = door
        self._backups = backups
        self._staff = staff

    def facts(self, session: Session) -> SafetyFacts:
        """Give how old the newest backup is."""
        require(session, Right.MAKE_BACKUPS)
        newest = self._backups.newest()
        made_at = newest.made_at if newest else None
        with self._record.read() as reader:
            limit = BACKUP_WARN_DAYS.read(settings.stored(reader)) * _DAY_MS
        late = made_at is None or self._record.clock.now() - made_at > limit
        return SafetyFacts(made_at, late)

    def make(self, session: Session) -> int:
        """Make a verified backup beside the file; give when it was made (UTC ms)."""
        require(session, Right.MAKE_BACKUPS)
        return self._backups.make(session).made_at

    def sealed_name(self) -> str:
        """Propose a name for a copy that leaves the house: it tells of nobody."""
        return f"station-{day_of(self._record.clock.now())}.sealed"

    def seal_to(self, session: Session, target: Path, passphrase: str) -> None:
        """Write a copy under its own passphrase where the person chose; Trouble says why not."""
        require(session, Right.CHANGE_OFFICE)
        self._backups.seal_to(session, target, passphrase)

    def drill(self, session: Session) -> Drill:
        """Open the newest backup as a restore would, and tell what is in it; noted in the log.

        Raises Trouble `no_backup` without one, `backup_failed` if it would not restore.
        """
        require(session, Right.MAKE_BACKUPS)
        made = self._backups.newest()
        if made is None:
            raise Trouble("no_backup", N_("There is no backup yet. Make one first."))
        with self._record.write(session) as writer:
            signins.backup_tested(writer, made.made_at)
        return _drilled(made, self._backups.drill(made))

    def check(self, session: Session) -> Report:
        """Check everything that the safety of the records rests on."""
        require(session, Right.MAKE_BACKUPS)
        with self._record.read() as reader:
            days = BACKUP_WARN_DAYS.read(settings.stored(reader))
        return checking.check(
            self._home,
            self._record.clock,
            database=self._record.database,
            key=self._door.data_key(),
            warn_after_days=days,
        )

    def renew_recovery(self, session: Session) -> str:
        """Make a new recovery code; the sheet in the safe stops working. Keep the code nowhere."""
        return self._staff.new_recovery_sheet(session)

    def sheet_kept(self, session: Session) -> None:
        """Note that the newest recovery sheet is in the safe."""
        self._staff.sheet_kept(session)

    def save_sheet(self, session: Session, code: str, path: Path) -> None:
        """Save the recovery sheet as a PDF where the person chose, in the office's language."""
        require(session, Right.MAKE_BACKUPS)
        with self._record.read() as reader:
            profile = PROFILE.read(settings.stored(reader)) or Profile("Station", session.language)
        recovery_sheet.save(path, code, profile, self._record.clock)


def _drilled(made: Backup, rows: dict[str, int]) -> Drill:
    return Drill(made.made_at, rows["patients"], rows["readings"], sum(rows.values()))
