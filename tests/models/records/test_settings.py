"""Settings are stored as text that reads back."""

import pytest

from station.core.settings import LOCK_MINUTES, PROFILE, Profile
from station.models.database import Actor, Database
from station.models.queries.settings import stored
from station.models.records import settings


def test_a_setting_is_stored_over_the_one_before(database: Database, actor: Actor) -> None:
    profile = Profile("Elvebyen", phone="68 05 00 01")
    with database.write(actor) as writer:
        settings.store(writer, LOCK_MINUTES, 7)
        settings.store(writer, LOCK_MINUTES, 9)
        settings.store(writer, PROFILE, profile)
    with database.read() as reader:
        kept = stored(reader)
        assert reader.raw("SELECT changed_by FROM settings GROUP BY 1") == [(actor.user_id,)]
    assert LOCK_MINUTES.read(kept) == 9
    assert PROFILE.read(kept) == profile
    assert database.head().seq == 3


def test_a_value_that_would_not_read_back_is_not_stored(database: Database, actor: Actor) -> None:
    with pytest.raises(ValueError, match="range"), database.write(actor) as writer:
        settings.store(writer, LOCK_MINUTES, 0)
    with database.read() as reader:
        assert stored(reader) == {}
