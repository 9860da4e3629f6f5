"""Who works here: the users of the installation, read without SQLAlchemy for a quick sign-in."""

from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row

_COLUMNS = "id, slot_id, name, initials, role, language, active"


@dataclass(frozen=True, slots=True)
class User:
    """One user; `slot_id` names the place in the key file, None once it was taken away."""

    id: str
    slot_id: str | None
    name: str
    initials: str
    role: str
    language: str
    active: bool


def by_slot(reader: Reader, slot_id: str) -> User | None:
    """Give the user who signs in with this slot."""
    return _first(reader, f"SELECT {_COLUMNS} FROM users WHERE slot_id = ?", slot_id)  # noqa: S608


def by_id(reader: Reader, user_id: str) -> User | None:
    """Give the user with this id, active or not."""
    return _first(reader, f"SELECT {_COLUMNS} FROM users WHERE id = ?", user_id)  # noqa: S608


def everyone(reader: Reader) -> tuple[User, ...]:
    """Give all users there ever were, the active ones first, by name."""
    rows = reader.raw(f"SELECT {_COLUMNS} FROM users ORDER BY active DESC, name, id")  # noqa: S608
    return tuple(_user(row) for row in rows)


def is_led(reader: Reader) -> bool:
    """Tell whether there is a leader who can sign in here; one of another station cannot."""
    sql = "SELECT 1 FROM users WHERE role = 'leader' AND active AND slot_id IS NOT NULL LIMIT 1"
    return bool(reader.raw(sql))


def _first(reader: Reader, sql: str, parameter: str) -> User | None:
    rows = reader.raw(sql, (parameter,))
    return _user(rows[0]) if rows else None


def _user(row: Row) -> User:
    user_id, slot_id, name, initials, role, language, active = row
    return User(user_id, slot_id, name, initials, role, language, bool(active))
