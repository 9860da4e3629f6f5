"""The data key in use."""

import pytest

from station.security.secrets import AUDIT, DATABASE, DataKey, derive


def test_each_purpose_has_its_own_key_and_always_the_same() -> None:
    key = DataKey(bytearray(range(32)))
    assert key.derive(DATABASE) == key.derive(DATABASE)
    assert key.derive(DATABASE) != key.derive(AUDIT)
    assert len(key.derive(AUDIT)) == 32
    assert derive(b"x", "sealed") != derive(b"y", "sealed")


def test_deriving_never_changes_between_releases() -> None:
    # Files in use depend on it: if this fails, no installation opens any more.
    expected = "e0fd9e8790d82c3616619384c6b68e9a45b66224f2ed28d8d853cffdad27a227"
    assert DataKey(bytearray(range(32))).derive(DATABASE).hex() == expected


def test_wiping_overwrites_the_buffer_and_ends_all_use() -> None:
    secret = bytearray(range(32))
    key = DataKey(secret)
    key.wipe()
    assert secret == bytes(32)
    with pytest.raises(RuntimeError, match="gone"):
        key.derive(DATABASE)
    with pytest.raises(RuntimeError, match="gone"):
        key.reveal()


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        DataKey(bytearray(length))
