"""The door: who may come in, coming in, locking, and letting go of the keys.

Every method runs on the record lane: opening a slot takes about 0.12 s, on purpose.
"""

from dataclasses import dataclass

from station.core import i18n
from station.core.clock import Clock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import restoration
from station.models.database import Writer
from station.models.driver import dbapi
from station.models.instance import InstanceLock
from station.models.opening import Opening, open_installation
from station.models.queries import audit as audit_queries
from station.models.queries import users
from station.models.records import signins
from station.security.keystore import KeyStore, Opened
from station.security.passwords import Cost
from station.security.secrets import DataKey
from station.security.slots import Owner
from station.services.forms import stock
from station.services.office import leftovers
from station.services.record import Record
from station.services.session import Session

__all__ = ["Notice", "Owner", "SignIn"]

# A clock that is a little behind is no news; an hour is summer time set by hand.
_CLOCK_SLACK_MS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told after signing in: a code, and the sentence for it as Trouble."""

    code: str
    trouble: Trouble


class SignIn:
    """Lets people in and out of one installation; gives `record` its database and takes it away."""

    def __init__(self, home: Home, record: Record, clock: Clock, cost: Cost | None = None) -> None:
        """Stand at the door of `home`; new slots are made at `cost`."""
        self._home = home
        self._record = record
        self._clock = clock
        self._lock = InstanceLock(home.lock)
        self._key: DataKey | None = None
        self._session: Session | None = None
        self._notices: tuple[Notice, ...] = ()
        self.store = KeyStore(home.keys, clock, cost)

    @property
    def session(self) -> Session | None:
        """Give who is signed in now."""
        return self._session

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Give what was noticed when the file was opened or at the last sign-in."""
        return self._notices

    @property
    def is_open(self) -> bool:
        """Tell whether the file is open (after a screen lock it is, after a deep lock not)."""
        return self._key is not None

    def people(self) -> tuple[Owner, ...]:
        """Give the people who can sign in, by name, without opening the file."""
        return self.store.people()

    def wait_left(self, slot_id: str) -> int:
        """Give the milliseconds this person has to wait before the next try."""
        return self.store.wait_left(slot_id)

    def sign_in(self, slot_id: str, password: str) -> Session:
        """Let a person in; opens the file if it is closed, else only proves the password.

        Raises Trouble `password_wrong`, `too_many_tries` (with `seconds`), `user_inactive`,
        `in_use`, `cipher_missing`, or one that says why the file does not open.
        """
        dbapi()
        return self._enter(self.store.open(slot_id, password), slot_id)

    def recover(self, code: str, slot_id: str, new_password: str) -> Session:
        """Give a person a new password by the code on the recovery sheet, and let her in."""
        dbapi()
        opened = self.store.open_with_code(code)
        try:
            person = self.store.read().slot(slot_id).owner
            failed = self.store.read().tries.get(slot_id)
            self.store.set_password(opened.key, person, new_password)
        except BaseException:
            opened.key.wipe()
            raise
        self.store.forget_tries(opened.owner.slot_id)
        session = self._enter(Opened(opened.key, person, failed or opened.failed), slot_id)
        with self._record.write(session) as writer:
            signins.recovered(writer, session.user_id)
        return session

    def lock(self) -> None:
        """Lock the screen: nobody is signed in, the file stays open for judging what arrives."""
        self._leave("locked")

    def sign_out(self) -> None:
        """Let the person out; the file stays open until deep_lock() or close()."""
        self._leave("signed_out")

    def deep_lock(self) -> None:
        """Close the file and let go of the key; nothing is judged until someone signs in."""
        try:
            self._leave("deep_locked")
        finally:
            # A log that takes no more lines is no reason to keep the key.
            self._shut()

    def close(self) -> None:
        """Let the person out, close the file, and let other programs have it."""
        try:
            self._leave("signed_out")
        finally:
            self._shut()
            self._lock.release()

    def data_key(self) -> DataKey:
        """Give the key of the open file (for other services only); Trouble `locked` without."""
        if self._key is None:
            raise Trouble("locked", "Station is locked. Sign in and try again.")
        return self._key

    # ------------------------------------------------------------------------------ within

    def _enter(self, opened: Opened, slot_id: str) -> Session:
        was_open = self.is_open
        try:
            missing = self._open(opened)
            session = self._session_of(slot_id)
            self._greet(session, opened, missing)
        except BaseException:
            if not was_open:
                self._shut()
                self._lock.release()
            raise
        self.store.forget_tries(slot_id)
        self._lock.rename(session.name)
        self._session = session
        return session

    def _open(self, opened: Opened) -> Opening | None:
        if self._key is not None:
            # The file is open: the key was only proof.
            opened.key.wipe()
            return None
        try:
            self._lock.acquire(opened.owner.name)
            salt = self.store.read().file_salt
            opening = open_installation(self._home, opened.key, salt, self._clock)
        except BaseException:
            opened.key.wipe()
            raise
        self._key = opened.key
        self._record.database = opening.database
        return opening

    def _session_of(self, slot_id: str) -> Session:
        with self._record.read() as reader:
            user = users.by_slot(reader, slot_id)
        if user is None or not user.active:
            raise Trouble("user_inactive", "This person no longer has access here.")
        # Here, where no window waits: it speaks this language from the next moment on.
        i18n.load(user.language)
        return Session(user.id, user.name, user.initials, user.role, user.language)

    def _greet(self, session: Session, opened: Opened, opening: Opening | None) -> None:
        with self._record.read() as reader:
            latest = audit_queries.latest_time(reader)
        put_back = restoration.restored(self._home) if opening else None
        notices = []
        with self._record.write(session) as writer:
            if opening:
                stock.install(writer)
            signins.failed(writer, session.user_id, opened.failed.times)
            if put_back is not None:
                signins.restored(writer, put_back)
            if opening and opening.missing:
                signins.older_file_found(writer, opening.missing.seq, writer.head.seq)
                notices.append(_older_file())
            if opening and opening.anchor_damaged:
                notices.append(_anchor_damaged())
            notices += [Notice(each.code, each) for each in self._mended(writer)]
            if self._clock.now() < latest - _CLOCK_SLACK_MS:
                notices.append(_clock_back())
            signins.signed_in(writer, session.user_id)
        if opening:
            with self._record.read() as reader:
                stock.say(reader)
        if put_back is not None:
            restoration.forget(self._home)
        self._notices = tuple(notices)

    def _mended(self, writer: Writer) -> tuple[Trouble, ...]:
        # Only where the database is as new as the key file: nothing of another file is touched.
        return leftovers.mend(writer, self.store, self.data_key())

    def _leave(self, how: str) -> None:
        session, self._session = self._session, None
        if session is not None and self._record.database is not None:
            with self._record.write(session) as writer:
                signins.left(writer, session.user_id, how)

    def _shut(self) -> None:
        database, self._record.database = self._record.database, None
        try:
            if database is not None:
                database.close()
        finally:
            # A file that does not close is no reason to keep the key.
            if self._key is not None:
                self._key.wipe()
                self._key = None


def _older_file() -> Notice:
    return Notice(
        "older_file_found",
        Trouble(
            "older_file_found",
            "The file with the records is older than the last time Station was open here. "
            "What was saved in between is not in it. The log has a line about it.",
        ),
    )


def _anchor_damaged() -> Notice:
    return Notice(
        "anchor_damaged",
        Trouble(
            "anchor_damaged",
            "The second copy of the end of the log cannot be read, or was changed.",
        ),
    )


def _clock_back() -> Notice:
    return Notice(
        "clock_back",
        Trouble(
            "clock_back",
            "The clock of this PC shows an earlier time than the last entries. "
            "Set it right before you write; nothing that was saved is changed by it.",
        ),
    )
