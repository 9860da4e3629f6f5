"""Backups, sheet and check as a person asks for them, each with its right and its line."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.queries import audit
from station.printing.verify import read_back
from station.security.sealed import unseal
from station.services.office.backups import Backups
from station.services.office.safety import Drill, Safety, SafetyFacts, State
from station.services.office.signin import SignIn
from station.services.office.staff import Staff
from station.services.session import Session
from tests.services.office.conftest import PASSPHRASE, QUICK

DAY = 86_400_000


@pytest.fixture
def role() -> str:
    return "leader"


@pytest.fixture
def safety(home: Home, door: SignIn) -> Safety:
    record = door._record
    backups = Backups(home, record, door, QUICK)
    return Safety(home, record, door, backups, Staff(record, door))


def test_the_newest_backup_grows_old(safety: Safety, elg: Session, clock: FixedClock) -> None:
    assert safety.facts(elg) == SafetyFacts(None, late=True)
    made_at = safety.make(elg)
    assert safety.facts(elg) == SafetyFacts(made_at, late=False)
    clock.advance(8 * DAY)
    assert safety.facts(elg) == SafetyFacts(made_at, late=True)


def test_a_drill_tells_what_would_come_back_and_leaves_a_line(
    safety: Safety, elg: Session, door: SignIn
) -> None:
    with pytest.raises(Trouble) as caught:
        safety.drill(elg)
    assert caught.value.code == "no_backup"
    made_at = safety.make(elg)
    found = safety.drill(elg)
    assert found == Drill(made_at, 0, 0, found.rows)
    assert found.rows > 3
    with door._record.read() as reader:
        assert audit.count_of(reader, "backup_tested") == 1


def test_a_sealed_copy_tells_nothing_and_opens_with_its_passphrase(
    safety: Safety, elg: Session, tmp_path: Path
) -> None:
    assert safety.sealed_name() == "station-2026-11-20.sealed"
    target = tmp_path / safety.sealed_name()
    safety.seal_to(elg, target, PASSPHRASE)
    assert b"Rask Elg" not in target.read_bytes()
    folder = tmp_path / "out"
    folder.mkdir()
    assert {path.name for path in unseal(target, folder, PASSPHRASE)} == {
        "station.db",
        "station.keys",
    }


def test_the_check_is_of_this_installation(safety: Safety, elg: Session) -> None:
    assert safety.check(elg).worst is State.WARN
    safety.make(elg)
    assert safety.check(elg).worst is State.OK


def test_a_new_sheet_replaces_the_one_in_the_safe_and_carries_the_footer(
    safety: Safety, elg: Session, door: SignIn, tmp_path: Path
) -> None:
    code = safety.renew_recovery(elg)
    safety.save_sheet(elg, code, tmp_path / "ark.pdf")
    (page,) = read_back((tmp_path / "ark.pdf").read_bytes()).pages
    for group in code.split():
        assert f"{group[:3]} {group[3:]}" in page
    assert "113" in page.split("sikkerhet")[-1]
    slot_id = door.people()[0].slot_id
    assert door.recover(code, slot_id, "fire blå hester") == elg


def test_each_needs_its_right(safety: Safety, elg: Session, tmp_path: Path) -> None:
    benefit, substitute = replace(elg, role="benefit"), replace(elg, role="substitute")
    for job in (
        lambda: safety.facts(benefit),
        lambda: safety.make(benefit),
        lambda: safety.drill(benefit),
        lambda: safety.check(benefit),
        lambda: safety.save_sheet(benefit, "1", tmp_path / "x.pdf"),
        lambda: safety.seal_to(substitute, tmp_path / "x", PASSPHRASE),
        lambda: safety.renew_recovery(substitute),
    ):
        with pytest.raises(Trouble) as caught:
            job()
        assert caught.value.code == "not_allowed"
