"""Slots: a password opens a private key, which opens the data key."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.security.passwords import Cost
from station.security.secrets import DataKey
from station.security.slots import PERSON, Owner, Slot, make_slot, open_slot, seal_key

OWNER = Owner("1" * 32, PERSON, "Rask Elg", "RE", "nb")
PASSWORD = "to brune sko"


@pytest.fixture
def key() -> DataKey:
    return DataKey(bytearray(range(32)))


@pytest.fixture
def slot(key: DataKey) -> Slot:
    return make_slot(OWNER, PASSWORD, key, now=1, cost=Cost(8 * 1024, 1, 1))


def test_the_password_opens_the_data_key(slot: Slot) -> None:
    assert open_slot(slot, PASSWORD).reveal() == bytes(range(32))


def test_the_slot_holds_neither_password_nor_key(slot: Slot) -> None:
    stored = slot.salt + slot.public + slot.wrapped + slot.sealed
    assert bytes(range(32)) not in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize("typed", ["", "To brune sko", "to brune sko "])
def test_another_password_does_not(slot: Slot, typed: str) -> None:
    with pytest.raises(Trouble) as caught:
        open_slot(slot, typed)
    assert caught.value.code == "password_wrong"


def test_a_changed_wrapping_does_not_open(slot: Slot) -> None:
    for changed in (
        replace(slot, wrapped=slot.wrapped[:-1] + bytes([slot.wrapped[-1] ^ 1])),
        replace(slot, salt=slot.salt[:-1] + bytes([slot.salt[-1] ^ 1])),
    ):
        with pytest.raises(Trouble) as caught:
            open_slot(changed, PASSWORD)
        assert caught.value.code == "password_wrong"


def test_a_changed_seal_is_told_apart_from_a_wrong_password(slot: Slot) -> None:
    sealed = bytearray(slot.sealed)
    sealed[40] ^= 1
    with pytest.raises(Trouble) as caught:
        open_slot(replace(slot, sealed=bytes(sealed)), PASSWORD)
    assert caught.value.code == "slot_damaged"


def test_a_seal_of_another_length_of_key_is_damage(slot: Slot, key: DataKey) -> None:
    with pytest.raises(Trouble) as caught:
        open_slot(replace(slot, sealed=b""), PASSWORD)
    assert caught.value.code == "slot_damaged"


def test_a_slot_does_not_open_under_another_name(slot: Slot) -> None:
    with pytest.raises(Trouble):
        open_slot(replace(slot, owner=replace(OWNER, slot_id="2" * 32)), PASSWORD)


def test_a_new_key_is_sealed_to_a_person_without_her_password(slot: Slot) -> None:
    new = DataKey(bytearray(b"n" * 32))
    rotated = replace(slot, sealed=seal_key(new, OWNER, slot.public))
    assert open_slot(rotated, PASSWORD).reveal() == b"n" * 32
