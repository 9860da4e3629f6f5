"""Writing users: added, renamed, deactivated; never removed, since the log names them."""

from station.models.database import Writer
from station.models.queries.users import User
from station.models.tables import users


def add(writer: Writer, user: User) -> None:
    """Store a new user."""
    writer.run(
        users.insert().values(
            id=user.id,
            slot_id=user.slot_id,
            name=user.name,
            initials=user.initials,
            role=user.role,
            language=user.language,
            active=user.active,
            created_at=writer.now,
        )
    )
    writer.audit("user_added", "user", user.id, name=user.name, role=user.role)
    writer.touch("users")


def change(writer: Writer, user: User) -> None:
    """Store a user's name, initials, role and language."""
    _update(
        writer,
        user.id,
        name=user.name,
        initials=user.initials,
        role=user.role,
        language=user.language,
    )
    writer.audit("user_changed", "user", user.id, name=user.name, role=user.role)
    writer.touch("users")


def deactivate(writer: Writer, user_id: str) -> None:
    """Let a user no longer sign in; the row stays."""
    _update(writer, user_id, active=False, slot_id=None)
    writer.audit("user_deactivated", "user", user_id)
    writer.touch("users")


def _update(writer: Writer, user_id: str, **values: object) -> None:
    if writer.run(users.update().where(users.c.id == user_id).values(**values)) != 1:
        raise LookupError("no such user")
