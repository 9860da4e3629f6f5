"""The people of the installation: letting a colleague in, letting one go, new passwords."""

from dataclasses import replace

from station.core.i18n import LANGUAGES, N_
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.queries import users as user_queries
from station.models.queries.users import User
from station.models.records import signins, users
from station.rules.roles import Role
from station.security.slots import PERSON, Owner
from station.services.office.person import NewPerson
from station.services.office.signin import SignIn
from station.services.record import Record
from station.services.rights import Right, require_here
from station.services.session import Session

__all__ = ["NewPerson", "Staff", "User"]


class Staff:
    """What is done about users; the key file and the database change together."""

    def __init__(self, record: Record, door: SignIn) -> None:
        """Work on `record`, with the key file behind `door`."""
        self._record = record
        self._door = door

    def everyone(self, session: Session) -> tuple[User, ...]:
        """Give all users there ever were, the active ones first."""
        with self._record.read() as reader:
            require_here(reader, session, Right.MANAGE_STAFF)
            return user_queries.everyone(reader)

    def add(self, session: Session, person: NewPerson, password: str) -> str:
        """Let a colleague in with a first password; give the new user's id."""
        self._may_manage(session)
        name = person.name.strip()
        if not name:
            raise Trouble("name_missing", "Write the person's name.")
        owner = Owner(new_id(), PERSON, name, person.initials.strip(), person.language)
        user = User(
            id=new_id(),
            slot_id=owner.slot_id,
            name=name,
            initials=owner.initials,
            role=Role(person.role),
            language=person.language,
            active=True,
        )
        key, store = self._door.data_key(), self._door.store
        with store.undone_by_failure(key), self._record.write(session) as writer:
            users.add(writer, user)
            # Inside: if the key file cannot be written, the user is not stored either.
            store.add(key, owner, password)
        return user.id

    def deactivate(self, session: Session, user_id: str) -> None:
        """Let a colleague go: the slot is taken away, the name stays in the log.

        Raises Trouble `last_slot` for the only one who can sign in, `own_user` for oneself.
        """
        self._may_manage(session)
        if user_id == session.user_id:
            raise Trouble("own_user", "Another person has to take away your own access.")
        key, store = self._door.data_key(), self._door.store
        with store.undone_by_failure(key), self._record.write(session) as writer:
            user = user_queries.by_id(writer, user_id)
            if user is None or not user.active or user.slot_id is None:
                raise Trouble("user_inactive", "This person no longer has access here.")
            users.deactivate(writer, user_id)
            store.remove(key, user.slot_id)

    def change_password(self, session: Session, old: str, new: str) -> None:
        """Give the person who is signed in a new password; the old one is asked for."""
        _, slot_id = self._own(session)
        store = self._door.store
        opened = store.open(slot_id, old)
        opened.key.wipe()
        key = self._door.data_key()
        with store.undone_by_failure(key), self._record.write(session) as writer:
            signins.password_changed(writer, session.user_id)
            store.set_password(key, opened.owner, new)

    def change_own(self, session: Session, initials: str, language: str) -> None:
        """Give the person who is signed in other initials and another language.

        They hold from the next sign-in; the sign-in screen shows them at once.
        """
        if not initials.strip():
            raise Trouble("initials_missing", N_("Write the initials."))
        if language not in LANGUAGES:
            raise ValueError("Station speaks nb, nn and en")
        user, slot_id = self._own(session)
        changed = replace(user, initials=initials.strip(), language=language)
        owner = Owner(slot_id, PERSON, user.name, changed.initials, language)
        key, store = self._door.data_key(), self._door.store
        with store.undone_by_failure(key), self._record.write(session) as writer:
            users.change(writer, changed)
            store.rename(key, owner)

    def own(self, session: Session) -> User:
        """Give the person who is signed in, as she is stored now."""
        return self._own(session)[0]

    def new_recovery_sheet(self, session: Session) -> str:
        """Make a new recovery code to print; the sheet before stops working.

        Whoever is cut off in the middle keeps the old sheet: a code is shown only after the old
        one was dropped, and leftovers.mend() finds what is left at the next sign-in.
        """
        self._may_manage(session)
        key, store = self._door.data_key(), self._door.store
        # The old sheet lies in the safe: it must go on working unless the new one was logged.
        with store.undone_by_failure(key), self._record.write(session) as writer:
            signins.recovery_renewed(writer, session.user_id)
            code = store.add_recovery(key)
        store.keep_new_recovery(key)
        return code

    def sheet_kept(self, session: Session) -> None:
        """Note that the newest recovery sheet is in the safe."""
        self._may_manage(session)
        with self._record.write(session) as writer:
            signins.recovery_kept(writer, session.user_id)

    def _own(self, session: Session) -> tuple[User, str]:
        with self._record.read() as reader:
            user = user_queries.by_id(reader, session.user_id)
        if user is None or user.slot_id is None:
            raise Trouble("user_inactive", "This person no longer has access here.")
        return user, user.slot_id

    def _may_manage(self, session: Session) -> None:
        with self._record.read() as reader:
            require_here(reader, session, Right.MANAGE_STAFF)
