"""What a killed program left in the key file: found at a sign-in, put right, and told.

Two recovery sheets: the new code was never shown, so the old sheet goes on counting. A name
without a user: letting somebody in was cut off. Both are written before their row in the log is
committed, see docs/decisions/0061-key-file-before-log.md.
"""

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import audit as audit_queries
from station.models.queries import users
from station.models.records import signins
from station.security.keystore import KeyStore
from station.security.secrets import DataKey
from station.security.slots import PERSON, Owner


def mend(writer: Writer, store: KeyStore, key: DataKey) -> tuple[Trouble, ...]:
    """Put right what was left and give the sentences to tell; a full disk leaves it for later."""
    try:
        return (*_sheets(writer, store, key), *_names(writer, store, key))
    except Trouble as trouble:
        if trouble.code != "keys_unwritten":
            raise
        return (trouble,)


def _sheets(writer: Writer, store: KeyStore, key: DataKey) -> tuple[Trouble, ...]:
    kept = store.keep_old_recovery(key)
    if kept is not None:
        signins.recovery_undone(writer, kept)
        return (_sheet_undone(),)
    return (_sheet_unkept(),) if signins.recovery_unkept(writer) else ()


def _names(writer: Writer, store: KeyStore, key: DataKey) -> tuple[Trouble, ...]:
    told = []
    for owner in leftover_names(writer, store):
        store.remove(key, owner.slot_id)
        signins.leftover_removed(writer, owner.name)
        told.append(_name_removed(owner))
    return tuple(told)


def leftover_names(reader: Reader, store: KeyStore) -> tuple[Owner, ...]:
    """Give the people of the key file of whom the database has never heard.

    A name older than the last time an older file was put back may belong to the newer file, and
    is none of them.
    """
    unknown = [
        slot
        for slot in store.read().slots
        if slot.owner.kind == PERSON and users.by_slot(reader, slot.owner.slot_id) is None
    ]
    if not unknown:
        return ()
    back = audit_queries.latest_of(reader, ("older_file_found", "restored"))
    return tuple(slot.owner for slot in unknown if slot.created_at > back)


def _sheet_undone() -> Trouble:
    return Trouble(
        "sheet_undone",
        N_(
            "The making of a new recovery sheet was cut off. The sheet that was in the safe "
            "goes on counting. Make a new one in the settings if it is needed."
        ),
    )


def _sheet_unkept() -> Trouble:
    return Trouble(
        "sheet_unkept",
        N_(
            "A new recovery sheet was made, and nobody has said that the paper is in the safe. "
            "Is it not there, make another in the settings: the one before no longer works."
        ),
    )


def _name_removed(owner: Owner) -> Trouble:
    return Trouble(
        "leftover_removed",
        N_(
            "Letting {name} in was cut off, so the name was taken off the sign-in screen. "
            "Nothing else was changed. Give access once more in the settings."
        ),
        name=owner.name,
    )
