"""Colleagues come and go; key file and database change together."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.queries import audit
from station.security.keystore import KeyStore
from station.services.office.signin import SignIn
from station.services.office.staff import NewPerson, Staff
from station.services.session import Session
from tests.services.office.conftest import PASSWORD

OTHER_PASSWORD = "fire blå hester"
BRYGGE = NewPerson(" Stille Brygge ", " SB ", language="nn")


@pytest.fixture
def staff(door: SignIn) -> Staff:
    return Staff(door._record, door)


def slots(door: SignIn) -> list[str]:
    return [owner.name for owner in door.people()]


def test_a_colleague_is_let_in(staff: Staff, door: SignIn, elg: Session) -> None:
    user_id = staff.add(elg, BRYGGE, OTHER_PASSWORD)
    assert slots(door) == ["Rask Elg", "Stille Brygge"]
    user = staff.everyone(elg)[1]
    assert (user.id, user.name, user.initials, user.language) == (
        user_id,
        "Stille Brygge",
        "SB",
        "nn",
    )
    assert user.slot_id is not None
    assert door.sign_in(user.slot_id, OTHER_PASSWORD).user_id == user_id


def test_without_a_name_or_with_an_easy_password_nobody_is_added(
    staff: Staff, door: SignIn, elg: Session
) -> None:
    for person, password in ((NewPerson("  ", ""), OTHER_PASSWORD), (BRYGGE, "kort")):
        with pytest.raises(Trouble):
            staff.add(elg, person, password)
    assert slots(door) == ["Rask Elg"]
    assert len(staff.everyone(elg)) == 1


def test_a_failure_after_the_key_file_takes_the_slot_back(
    staff: Staff, door: SignIn, elg: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = KeyStore.add

    def add_and_fail(*arguments: object) -> None:
        add(*arguments)  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(KeyStore, "add", add_and_fail)
    with pytest.raises(OSError, match="No space"):
        staff.add(elg, BRYGGE, OTHER_PASSWORD)
    assert slots(door) == ["Rask Elg"]
    assert len(staff.everyone(elg)) == 1


def test_a_colleague_is_let_go_once(staff: Staff, door: SignIn, elg: Session) -> None:
    user_id = staff.add(elg, BRYGGE, OTHER_PASSWORD)
    staff.deactivate(elg, user_id)
    assert slots(door) == ["Rask Elg"]
    assert [user.active for user in staff.everyone(elg)] == [True, False]
    for gone in (user_id, "nobody"):
        with pytest.raises(Trouble) as caught:
            staff.deactivate(elg, gone)
        assert caught.value.code == "user_inactive"


def test_nobody_takes_away_her_own_access(staff: Staff, elg: Session) -> None:
    with pytest.raises(Trouble) as caught:
        staff.deactivate(elg, elg.user_id)
    assert caught.value.code == "own_user"


def test_a_new_password_needs_the_old_one(staff: Staff, door: SignIn, elg: Session) -> None:
    slot_id = door.people()[0].slot_id
    with pytest.raises(Trouble) as caught:
        staff.change_password(elg, "feil", OTHER_PASSWORD)
    assert caught.value.code == "password_wrong"
    with pytest.raises(Trouble) as caught:
        staff.change_password(elg, PASSWORD, "kort")
    assert caught.value.code == "password_short"
    staff.change_password(elg, PASSWORD, OTHER_PASSWORD)
    assert door.sign_in(slot_id, OTHER_PASSWORD) == elg
    with door._record.read() as reader:
        assert audit.count_of(reader, "password_changed") == 1


def test_a_stranger_has_no_password_to_change(staff: Staff, elg: Session) -> None:
    with pytest.raises(Trouble) as caught:
        staff.change_password(replace(elg, user_id="nobody"), PASSWORD, OTHER_PASSWORD)
    assert caught.value.code == "user_inactive"


def test_a_new_recovery_sheet_works_and_is_logged(staff: Staff, door: SignIn, elg: Session) -> None:
    code = staff.new_recovery_sheet(elg)
    slot_id = door.people()[0].slot_id
    assert door.recover(code, slot_id, OTHER_PASSWORD) == elg
    with door._record.read() as reader:
        assert audit.count_of(reader, "recovery_renewed") == 1


def test_s30_the_benefit_role_lets_nobody_in_or_out(staff: Staff, elg: Session) -> None:
    benefit = replace(elg, role="benefit")
    for job in (
        lambda: staff.everyone(benefit),
        lambda: staff.add(benefit, BRYGGE, OTHER_PASSWORD),
        lambda: staff.deactivate(benefit, "u"),
        lambda: staff.new_recovery_sheet(benefit),
    ):
        with pytest.raises(Trouble) as caught:
            job()
        assert caught.value.code == "not_allowed"


def test_a_leader_takes_over_from_the_nurses(staff: Staff, elg: Session) -> None:
    staff.add(elg, replace(BRYGGE, role="leader"), OTHER_PASSWORD)
    for job in (
        lambda: staff.everyone(elg),
        lambda: staff.add(elg, BRYGGE, OTHER_PASSWORD),
        lambda: staff.new_recovery_sheet(elg),
    ):
        with pytest.raises(Trouble) as caught:
            job()
        assert caught.value.code == "not_allowed"
    assert len(staff.everyone(replace(elg, role="leader"))) == 2


def test_a_role_that_does_not_exist_is_a_bug(staff: Staff, elg: Session) -> None:
    with pytest.raises(ValueError, match="queen"):
        staff.add(elg, replace(BRYGGE, role="queen"), OTHER_PASSWORD)


def test_own_initials_and_language_hold_at_the_door_and_from_the_next_sign_in(
    staff: Staff, door: SignIn, elg: Session
) -> None:
    staff.change_own(elg, " REL ", "nn")
    (owner,) = door.people()
    assert (owner.initials, owner.language) == ("REL", "nn")
    assert (staff.own(elg).initials, staff.own(elg).language) == ("REL", "nn")
    again = door.sign_in(owner.slot_id, PASSWORD)
    assert (again.initials, again.language) == ("REL", "nn")
    with door._record.read() as reader:
        assert audit.count_of(reader, "user_changed") == 1


def test_initials_are_needed_and_other_languages_are_a_bug(staff: Staff, elg: Session) -> None:
    with pytest.raises(Trouble) as caught:
        staff.change_own(elg, "  ", "nb")
    assert caught.value.code == "initials_missing"
    with pytest.raises(ValueError, match="speaks"):
        staff.change_own(elg, "RE", "de")
