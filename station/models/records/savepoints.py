"""A part of a unit of work that can be undone by itself: one bad row must not stop the others."""

from station.models.audit import Head
from station.models.database import Writer


def begin(writer: Writer, name: str) -> Head:
    """Begin a part called `name` (a word of the program's own); give what undo() needs."""
    writer.execute(f"SAVEPOINT {name}")
    return writer.head


def keep(writer: Writer, name: str) -> None:
    """End the part; what it did stays if the unit of work is committed."""
    writer.execute(f"RELEASE {name}")


def undo(writer: Writer, name: str, head: Head) -> None:
    """Undo the part, with its rows of the audit log."""
    writer.execute(f"ROLLBACK TO {name}")
    writer.execute(f"RELEASE {name}")
    writer.head = head
