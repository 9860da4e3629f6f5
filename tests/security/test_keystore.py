"""The key file on disk: signing in, waiting, recovering, adding and removing people."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.security.keystore import Fresh, KeyStore
from station.security.passwords import Cost
from station.security.secrets import DATABASE
from station.security.slots import PERSON, RECOVERY, Owner, Slot

ELG = Owner("1" * 32, PERSON, "Rask Elg", "RE", "nb")
BRYGGE = Owner("2" * 32, PERSON, "Stille Brygge", "SB", "nn")
PASSWORD, OTHER_PASSWORD = "to brune sko", "fire blå hester"
QUICK = Cost(8 * 1024, 1, 1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(1_795_161_600_000)


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> KeyStore:
    return KeyStore(tmp_path / "station.keys", clock, QUICK)


@pytest.fixture
def fresh(store: KeyStore) -> Fresh:
    made = store.begin(ELG, PASSWORD)
    store.save_first(made, b"s" * 16)
    return made


def code_of(store: KeyStore, slot_id: str, password: str) -> str:
    with pytest.raises(Trouble) as caught:
        store.open(slot_id, password)
    return caught.value.code


def test_beginning_writes_nothing(store: KeyStore) -> None:
    store.begin(ELG, PASSWORD)
    assert not store.exists()
    with pytest.raises(Trouble) as caught:
        store.read()
    assert caught.value.code == "keys_missing"


def test_an_easy_password_is_refused_everywhere(store: KeyStore, fresh: Fresh) -> None:
    with pytest.raises(Trouble):
        store.begin(ELG, "kort")
    with pytest.raises(Trouble):
        store.add(fresh.key, BRYGGE, "kort")
    with pytest.raises(Trouble):
        store.set_password(fresh.key, ELG, "kort")
    assert store.people() == (ELG,)


def test_a_key_file_is_never_replaced_by_a_first_one(store: KeyStore, fresh: Fresh) -> None:
    before = store.read()
    with pytest.raises(Trouble) as caught:
        store.save_first(store.begin(BRYGGE, OTHER_PASSWORD), b"t" * 16)
    assert caught.value.code == "keys_exist"
    assert store.read() == before


def test_password_and_code_open_the_same_key(store: KeyStore, fresh: Fresh) -> None:
    by_password = store.open(ELG.slot_id, PASSWORD)
    by_code = store.open_with_code(fresh.code)
    assert by_password.key.derive(DATABASE) == fresh.key.derive(DATABASE)
    assert by_code.key.derive(DATABASE) == fresh.key.derive(DATABASE)
    assert by_password.owner == ELG
    assert by_code.owner.kind == RECOVERY
    assert store.read().file_salt == b"s" * 16


def test_the_file_names_people_and_nothing_that_opens(store: KeyStore, fresh: Fresh) -> None:
    content = store._path.read_bytes()
    assert b"Rask Elg" in content
    for secret in (PASSWORD, fresh.code, fresh.code.replace(" ", "")):
        assert secret.encode() not in content
    assert bytes(fresh.key.reveal()).hex().encode() not in content


def test_the_sixth_try_waits_and_only_for_that_person(
    store: KeyStore, fresh: Fresh, clock: FixedClock
) -> None:
    store.add(fresh.key, BRYGGE, OTHER_PASSWORD)
    assert [code_of(store, ELG.slot_id, "feil") for _ in range(5)] == ["password_wrong"] * 5
    with pytest.raises(Trouble) as caught:
        store.open(ELG.slot_id, PASSWORD)
    assert caught.value.code == "too_many_tries"
    assert caught.value.values["seconds"] == 30
    assert store.wait_left(ELG.slot_id) == 30_000
    assert store.wait_left(BRYGGE.slot_id) == 0
    assert store.open(BRYGGE.slot_id, OTHER_PASSWORD).owner == BRYGGE
    clock.advance(30_000)
    assert len(store.open(ELG.slot_id, PASSWORD).failed.times) == 5


def test_a_refused_try_is_no_further_try(store: KeyStore, fresh: Fresh) -> None:
    for _ in range(5):
        code_of(store, ELG.slot_id, "feil")
    assert code_of(store, ELG.slot_id, "feil") == "too_many_tries"
    assert store.read().tries[ELG.slot_id].count == 5


def test_tries_survive_a_restart_and_end_when_the_log_has_them(
    store: KeyStore, fresh: Fresh, clock: FixedClock, tmp_path: Path
) -> None:
    code_of(store, ELG.slot_id, "feil")
    again = KeyStore(tmp_path / "station.keys", clock, QUICK)
    assert again.open(ELG.slot_id, PASSWORD).failed.count == 1
    again.forget_tries(ELG.slot_id)
    again.forget_tries(ELG.slot_id)
    assert again.read().tries == {}
    assert again.read().genuine(fresh.key)


def test_only_the_latest_times_are_kept(store: KeyStore, fresh: Fresh, clock: FixedClock) -> None:
    for _ in range(55):
        code_of(store, ELG.slot_id, "feil")
        clock.advance(15 * 60_000)
    tries = store.read().tries[ELG.slot_id]
    assert (tries.count, len(tries.times)) == (55, 50)


def test_a_typo_in_the_code_is_no_try_and_another_sheet_is(
    store: KeyStore, fresh: Fresh, tmp_path: Path, clock: FixedClock
) -> None:
    typo = ("1" if fresh.code[0] != "1" else "2") + fresh.code[1:]
    with pytest.raises(Trouble) as caught:
        store.open_with_code(typo)
    assert caught.value.code == "recovery_group"
    other = KeyStore(tmp_path / "other", clock, QUICK).begin(ELG, PASSWORD)
    for expected in ["recovery_wrong"] * 5 + ["too_many_tries"]:
        with pytest.raises(Trouble) as caught:
            store.open_with_code(other.code)
        assert caught.value.code == expected


def opens(store: KeyStore, code: str) -> bool:
    try:
        store.open_with_code(code).key.wipe()
    except Trouble as trouble:
        if trouble.code != "recovery_wrong":
            raise
        return False
    return True


def test_a_new_sheet_ends_the_one_before(store: KeyStore, fresh: Fresh) -> None:
    code = store.add_recovery(fresh.key)
    assert opens(store, code)
    assert opens(store, fresh.code)
    store.keep_new_recovery(fresh.key)
    assert (opens(store, code), opens(store, fresh.code)) == (True, False)


def test_a_new_sheet_that_nobody_saw_is_dropped(
    store: KeyStore, fresh: Fresh, clock: FixedClock
) -> None:
    made = clock.now()
    assert store.keep_old_recovery(fresh.key) is None
    clock.advance(60_000)
    codes = [store.add_recovery(fresh.key) for _ in range(2)]
    assert [opens(store, code) for code in codes] == [False, True]
    assert store.keep_old_recovery(fresh.key) == made
    assert [opens(store, code) for code in (*codes, fresh.code)] == [False, False, True]


def test_a_damaged_slot_beside_another_is_told(store: KeyStore, fresh: Fresh) -> None:
    store.add_recovery(fresh.key)
    store._change(
        fresh.key,
        lambda slots: tuple(
            replace(slot, sealed=b"no") if slot.owner.kind == RECOVERY else slot for slot in slots
        ),
    )
    with pytest.raises(Trouble) as caught:
        store.open_with_code(fresh.code)
    assert caught.value.code == "slot_damaged"


def test_an_installation_without_a_sheet_says_so(store: KeyStore, fresh: Fresh) -> None:
    store._change(fresh.key, lambda slots: tuple(s for s in slots if s.owner.kind == PERSON))
    with pytest.raises(Trouble) as caught:
        store.open_with_code(fresh.code)
    assert caught.value.code == "no_recovery"


def test_people_come_and_go(store: KeyStore, fresh: Fresh) -> None:
    store.add(fresh.key, BRYGGE, OTHER_PASSWORD)
    assert store.people() == (ELG, BRYGGE)
    store.remove(fresh.key, ELG.slot_id)
    assert store.people() == (BRYGGE,)
    assert code_of(store, ELG.slot_id, PASSWORD) == "slot_gone"
    with pytest.raises(Trouble) as caught:
        store.remove(fresh.key, BRYGGE.slot_id)
    assert caught.value.code == "last_slot"
    assert store.people() == (BRYGGE,)


def test_a_new_password_ends_the_old_one_and_its_tries(store: KeyStore, fresh: Fresh) -> None:
    for _ in range(5):
        code_of(store, ELG.slot_id, "feil")
    store.set_password(fresh.key, ELG, OTHER_PASSWORD)
    assert store.open(ELG.slot_id, OTHER_PASSWORD).failed.count == 0
    assert code_of(store, ELG.slot_id, PASSWORD) == "password_wrong"
    with pytest.raises(Trouble) as caught:
        store.set_password(fresh.key, BRYGGE, OTHER_PASSWORD)
    assert caught.value.code == "slot_gone"


def test_a_new_name_keeps_the_password(store: KeyStore, fresh: Fresh) -> None:
    renamed = replace(ELG, initials="REL", language="nn")
    store.rename(fresh.key, renamed)
    assert store.people() == (renamed,)
    assert store.open(ELG.slot_id, PASSWORD).owner == renamed


def test_each_change_makes_a_new_generation(store: KeyStore, fresh: Fresh) -> None:
    store.add(fresh.key, BRYGGE, OTHER_PASSWORD)
    store.add_recovery(fresh.key)
    store.keep_new_recovery(fresh.key)
    assert store.read().generation == 4


def test_a_file_changed_by_a_stranger_opens_for_nobody_and_is_not_signed(
    store: KeyStore, fresh: Fresh
) -> None:
    store.add(fresh.key, BRYGGE, OTHER_PASSWORD)
    data = json.loads(store._path.read_bytes())
    data["mac"] = "0" * 64
    store._path.write_text(json.dumps(data), encoding="utf-8")
    assert code_of(store, ELG.slot_id, PASSWORD) == "keys_changed"
    with pytest.raises(Trouble) as caught:
        store.remove(fresh.key, BRYGGE.slot_id)
    assert caught.value.code == "keys_changed"


def test_a_damaged_slot_is_no_failed_try(store: KeyStore, fresh: Fresh) -> None:
    store._change(fresh.key, lambda slots: tuple(_broken(slot) for slot in slots))
    assert code_of(store, ELG.slot_id, PASSWORD) == "slot_damaged"
    with pytest.raises(Trouble) as caught:
        store.open_with_code(fresh.code)
    assert caught.value.code == "slot_damaged"
    assert store.read().tries == {}


def _broken(slot: Slot) -> Slot:
    return replace(slot, sealed=b"x" * 80)


def test_a_person_is_shown_by_other_initials_and_keeps_her_password(
    store: KeyStore, fresh: Fresh
) -> None:
    store.rename(fresh.key, replace(ELG, initials="REL", language="nn"))
    (owner,) = store.people()
    assert (owner.initials, owner.language) == ("REL", "nn")
    assert store.open(ELG.slot_id, PASSWORD).key.reveal() == fresh.key.reveal()
