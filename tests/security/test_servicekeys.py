"""Keys for services lie with the system, whole, and nowhere else."""

import json
from collections.abc import Callable

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import NoKeyringError

from station.core.trouble import Trouble
from station.security.servicekeys import ServiceKeys, system_keyring
from tests.memory_keyring import MemoryKeyring

SAFE_MODULE = "keyring.backends.SecretService"


@pytest.fixture
def ring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def keys(ring: MemoryKeyring) -> ServiceKeys:
    return ServiceKeys(ring, "centre-1")


def code_of(job: Callable[[], object]) -> str:
    """The code of the trouble that a job ends in; its sentence is whole."""
    with pytest.raises(Trouble) as caught:
        job()
    assert caught.value.sentence().endswith(".")
    return caught.value.code


def safe() -> object:
    """What looks like a keyring of the system."""
    return type("Keyring", (), {"__module__": SAFE_MODULE})()


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "PS256"])
def test_a_key_is_kept_within_what_windows_takes(
    keys: ServiceKeys, ring: MemoryKeyring, algorithm: str
) -> None:
    made = keys.make(algorithm)
    assert ServiceKeys(ring, "centre-1").current().private() == made.private()
    assert (len(ring.entries) > 1) == (algorithm == "PS256")


def test_every_service_has_keys_of_its_own(keys: ServiceKeys, ring: MemoryKeyring) -> None:
    keys.make()
    assert code_of(ServiceKeys(ring, "centre-2").current) == "key_missing"


def test_the_next_key_waits_until_it_is_taken(keys: ServiceKeys, ring: MemoryKeyring) -> None:
    first = keys.make("PS256")
    following = keys.prepare("ES256")
    assert keys.current().kid == first.kid
    waiting = keys.following()
    assert waiting
    assert waiting.kid == following.kid
    assert keys.switch().kid == following.kid
    assert keys.current().kid == following.kid
    assert keys.following() is None
    assert len(ring.entries) == 1  # nothing of the long first key is left
    assert code_of(keys.switch) == "key_missing"


def test_deleted_keys_leave_nothing(keys: ServiceKeys, ring: MemoryKeyring) -> None:
    keys.make("PS256")
    keys.prepare("PS256")
    keys.delete()
    keys.delete()
    assert not ring.entries
    assert code_of(keys.current) == "key_missing"


def test_a_new_first_key_takes_the_place_of_both(keys: ServiceKeys) -> None:
    keys.make()
    keys.prepare()
    made = keys.make()
    assert keys.current().kid == made.kid
    assert keys.following() is None


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_key_that_is_there_only_in_part_is_told(
    keys: ServiceKeys, ring: MemoryKeyring, number: int
) -> None:
    keys.make("PS256")
    name = next(each for each in ring.entries if each[0].endswith(f"now/{number}"))
    del ring.entries[name]
    assert code_of(keys.current) == ("key_missing" if number == 0 else "key_damaged")


@pytest.mark.parametrize("text", ["", "1:", "1:[]", "1:{}", "x:{}", "²:{}", "99:{}", "1:{"])
def test_anything_else_under_its_name_is_told(
    keys: ServiceKeys, ring: MemoryKeyring, text: str
) -> None:
    keys.make()
    ring.entries[next(iter(ring.entries))] = text
    assert code_of(keys.current) == "key_damaged"
    keys.delete()
    assert not ring.entries


def test_a_keyring_that_is_locked_is_told(keys: ServiceKeys, ring: MemoryKeyring) -> None:
    made = keys.make()
    ring.locked = True
    jobs: tuple[Callable[[], object], ...] = (keys.current, keys.make, keys.prepare, keys.delete)
    assert [code_of(job) for job in jobs] == ["keyring_failed"] * 4
    ring.locked = False
    assert keys.current().kid == made.kid


def test_a_keyring_that_locks_between_two_steps_is_told(
    keys: ServiceKeys, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: str) -> None:
        ring.locked = True
        ring.get_password("any", "one")

    for step in ("set_password", "delete_password"):
        ring.locked = False
        monkeypatch.setattr(ring, step, locked)
        assert code_of(keys.make) == "keyring_failed"
        monkeypatch.undo()


def test_a_keyring_that_keeps_nothing_is_found_out(keys: ServiceKeys, ring: MemoryKeyring) -> None:
    ring.forgetful = True
    assert code_of(keys.make) == "keyring_failed"


def test_a_kept_key_is_json_that_names_its_algorithm(
    keys: ServiceKeys, ring: MemoryKeyring
) -> None:
    keys.make("ES256")
    ((name, owner), text), *rest = ring.entries.items()
    assert not rest
    assert (name, owner) == ("Station/centre-1/now/0", "Station")
    assert text.startswith("1:")
    assert json.loads(text[2:])["alg"] == "ES256"


class OnDisk(KeyringBackend):
    """A keyring of somebody else's: it might be a plain file."""

    priority = 9

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def on_disk() -> KeyringBackend:
    return OnDisk()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, OnDisk])
def test_only_the_systems_own_keyring_is_used(
    monkeypatch: pytest.MonkeyPatch, backend: type[KeyringBackend]
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", backend)
    assert code_of(system_keyring) == "keyring_missing"


def test_of_several_keyrings_the_systems_own_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = safe()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [on_disk(), wanted])
    monkeypatch.setattr(keyring, "get_keyring", chainer.ChainerBackend)
    assert system_keyring() is wanted
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [on_disk()])
    assert code_of(system_keyring) == "keyring_missing"


def test_the_systems_own_keyring_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = safe()
    monkeypatch.setattr(keyring, "get_keyring", lambda: wanted)
    assert system_keyring() is wanted


@pytest.mark.parametrize("error", [NoKeyringError("none"), RuntimeError("no session bus")])
def test_a_system_without_a_keyring_is_told(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def none() -> KeyringBackend:
        raise error

    monkeypatch.setattr(keyring, "get_keyring", none)
    assert code_of(system_keyring) == "keyring_missing"
