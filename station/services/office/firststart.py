"""The first start: makes the encrypted file, the key file and the recovery code, or nothing."""

from dataclasses import dataclass

from station.core.clock import Clock
from station.core.ids import new_id
from station.core.paths import Home
from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.models.anchor import Anchor
from station.models.database import Actor, Database
from station.models.diagnosis import file_salt
from station.models.driver import dbapi, open_connection, wipe
from station.models.place import ENOUGH_BYTES, free_bytes, is_remote, is_synchronised
from station.models.queries.users import User
from station.models.records import settings, users
from station.security.keystore import Fresh, KeyStore
from station.security.passwords import Cost
from station.security.secrets import ANCHOR, AUDIT, DATABASE, DataKey
from station.security.slots import PERSON, Owner
from station.services.office.person import NewPerson

__all__ = ["Created", "NewPerson", "create", "needed"]


@dataclass(frozen=True, slots=True)
class Created:
    """A new installation: the code to print for the safe, and the first person's places."""

    recovery_code: str
    slot_id: str
    user_id: str


def needed(home: Home) -> bool:
    """Tell whether this is a first start; finishes one that was cut off at its last step."""
    if not home.keys.exists():
        return not home.database.exists()
    unfinished = home.database.with_name(f"{home.database.name}.first")
    if unfinished.exists() and not home.database.exists():
        unfinished.replace(home.database)
    return False


def create(
    home: Home,
    profile: Profile,
    person: NewPerson,
    password: str,
    *,
    clock: Clock,
    cost: Cost | None = None,
) -> Created:
    """Make a new installation in `home`; sign in afterwards with the new password.

    Raises Trouble, and leaves no file behind, if the cipher is missing, the folder is on a
    network drive or synchronised, the disk is nearly full, or the password is too easy.
    """
    # First of all: without the cipher not even an empty file is made.
    dbapi()
    _check_place(home)
    store = KeyStore(home.keys, clock, cost)
    if store.exists() or home.database.exists():
        raise Trouble("keys_exist", "Station is already set up here. Nothing was changed.")
    name = person.name.strip()
    owner = Owner(new_id(), PERSON, name, person.initials.strip(), person.language)
    fresh = store.begin(owner, password)
    user = User(new_id(), owner.slot_id, name, owner.initials, person.role, person.language, True)  # noqa: FBT003
    home.prepare()
    unfinished = home.database.with_name(f"{home.database.name}.first")
    try:
        _fill(home, fresh.key, clock, user, profile)
        # From here on the installation exists: needed() gives the file its name if we do not.
        store.save_first(fresh, file_salt(unfinished))
    except BaseException:
        for end in ("", "-wal", "-shm"):
            unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)
        raise
    finally:
        code = _let_go(fresh)
    unfinished.replace(home.database)
    return Created(code, owner.slot_id, user.id)


def _check_place(home: Home) -> None:
    where = next(path for path in (home.root, *home.root.absolute().parents) if path.exists())
    if is_remote(where):
        raise Trouble(
            "place_remote",
            "The folder for the records is on another machine. Choose a folder on this PC.",
        )
    if is_synchronised(home.root):
        raise Trouble(
            "place_synchronised",
            "The folder for the records is copied to a cloud service. Choose another folder.",
        )
    if free_bytes(where) < ENOUGH_BYTES:
        raise Trouble("disk_full", "The disk is nearly full. Make room, then begin again.")


def _fill(home: Home, key: DataKey, clock: Clock, user: User, profile: Profile) -> None:
    from station.models.upgrade import upgrade

    path = home.database.with_name(f"{home.database.name}.first")
    secret = key.derive(DATABASE)
    try:
        path.unlink(missing_ok=True)
        connection = open_connection(path, secret, create=True)
        try:
            upgrade(connection, lambda: None)
        finally:
            connection.close()
        anchor = Anchor(home.anchor, key.derive(ANCHOR))
        database = Database.open(path, secret, key.derive(AUDIT), clock=clock, anchor=anchor)
        try:
            with database.write(Actor(user.id, user.name)) as writer:
                writer.audit("installed", "file", "", profile=profile.name)
                users.add(writer, user)
                settings.store(writer, PROFILE, profile)
        finally:
            database.close()
    finally:
        wipe(secret)


def _let_go(fresh: Fresh) -> str:
    fresh.key.wipe()
    return fresh.code
