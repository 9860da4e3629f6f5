"""The station's key: made here, its public half shown, the private one in the keyring only."""

import json

import pytest

from station.core.trouble import Trouble
from station.security.servicekeys import ServiceKeys
from station.services.session import Session
from station.services.sync.keys import SyncKeys
from tests.cohort import Cohort
from tests.memory_keyring import MemoryKeyring


def test_a_key_is_made_and_only_its_public_half_is_shown(cohort: Cohort) -> None:
    ring = MemoryKeyring()
    keys = SyncKeys(cohort.station.record, lambda name: ServiceKeys(ring, name))
    assert keys.public(cohort.session) == ""
    shown = keys.make(cohort.session)
    assert keys.public(cohort.session) == shown
    assert "d" not in json.loads(shown)
    assert keys.make(cohort.session) != shown
    with cohort.station.record.read() as reader:
        rows = reader.raw("SELECT details FROM audit WHERE action = 'sync_key_made'")
    assert len(rows) == 2
    assert json.loads(shown)["kid"] in rows[0][0]


def test_without_a_key_there_is_nothing_to_show_and_a_locked_keyring_is_told(
    cohort: Cohort,
) -> None:
    ring = MemoryKeyring()
    keys = SyncKeys(cohort.station.record, lambda name: ServiceKeys(ring, name))
    keys.make(cohort.session)
    ring.entries.clear()
    assert keys.public(cohort.session) == ""
    ring.locked = True
    with pytest.raises(Trouble):
        keys.public(cohort.session)


def test_only_who_may_change_the_office_makes_one(cohort: Cohort) -> None:
    keys = SyncKeys(cohort.station.record, lambda name: ServiceKeys(MemoryKeyring(), name))
    substitute = Session("0" * 31 + "9", "Blid Rogn", "BR", "substitute", "en")
    with pytest.raises(Trouble, match="not_allowed"):
        keys.make(substitute)
