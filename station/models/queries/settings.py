"""The settings as they are stored: text by name, read without SQLAlchemy."""

from station.models.database import Reader


def stored(reader: Reader) -> dict[str, str]:
    """Give all stored settings; what is not among them has its default."""
    return dict(reader.raw("SELECT key, value FROM settings"))
