"""Settings as they are stored."""

from station.models.database import Database
from station.models.queries.settings import stored


def test_all_stored_settings_are_given_by_name(database: Database) -> None:
    database.connection.execute(
        "INSERT INTO settings VALUES ('a', '1', 0, 'u'), ('b', 'ø', 0, 'u')"
    )
    with database.read() as reader:
        assert stored(reader) == {"a": "1", "b": "ø"}
