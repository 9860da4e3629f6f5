"""The settings as a leader and as a substitute use them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView, QWidget

from station.core.look import Look, read_look
from station.core.trouble import Trouble
from station.models.driver import open_connection
from station.models.queries import audit
from station.security.secrets import DATABASE
from station.services.patients.values import PatientDetails
from station.views.settings import looks
from station.views.settings.logbook import LogSection
from station.views.style import Banner, StateView, apply, current
from tests.qt import Pulse
from tests.settings_desk import OTHER_PASSWORD, PASSWORD, Desk


def logged(desk: Desk, action: str) -> int:
    with desk.station.record.read() as reader:
        return audit.count_of(reader, action)


def news(desk: Desk, name: str) -> str:
    return desk.find(Banner, f"{name}_news").text


def test_the_municipality_is_changed_and_what_is_wrong_is_said_under_its_field(
    leader: Desk, heartbeat: Pulse
) -> None:
    assert leader.find(QLineEdit, "profile_name").text() == "Fjellsund kommune"
    leader.type("profile_phone", "ring oss")
    leader.choose("profile_open_to", "08:00")
    for box in leader.page.section._days:  # type: ignore[union-attr]
        box.setChecked(False)
    leader.press("save_municipality")
    assert "Write a telephone number, with digits only." in leader.words()
    assert "Choose a time after opening." in leader.words()
    assert "Choose at least one day." in leader.words()
    leader.type("profile_phone", "68 05 02 00")
    leader.choose("profile_open_to", "15:30")
    leader.page.section._days[0].setChecked(True)  # type: ignore[union-attr]
    leader.press("save_municipality")
    assert leader.told.toasts == ["Saved"]
    profile = leader.station.office.facts(leader.session).profile
    assert (profile.phone, profile.open_to, profile.open_weekdays) == ("68 05 02 00", "15:30", (0,))
    leader.press("save_municipality")
    assert news(leader, "municipality_work") == "Nothing was different."
    assert logged(leader, "setting_changed") == 2  # at the first start, and now


def test_a_profile_that_cannot_be_read_can_be_written_anew(leader: Desk) -> None:
    with leader.station.record.write(leader.session) as writer:
        writer.execute("UPDATE settings SET value = '?' WHERE key = 'profile'")
        writer.quiet()
    leader.open("look")
    leader.open("municipality")
    assert any("cannot be read" in each.text for each in leader.page.findChildren(Banner))
    leader.type("profile_name", "Fjellsund")
    leader.type("profile_phone", "68 05 01 00")
    leader.press("save_municipality")
    assert leader.station.office.facts(leader.session).unreadable == ()


def test_a_colleague_is_let_in_and_let_go_in_place(leader: Desk, heartbeat: Pulse) -> None:
    leader.open("people")
    assert "this is you" in leader.words()
    leader.press("add_person")
    assert "Write the person's name." in leader.words()
    leader.type("new_name", "Stille Brygge")
    assert leader.find(QLineEdit, "new_initials").text() == "SB"
    leader.press("add_person")
    assert "the two are not alike" in news(leader, "new_work")
    leader.secrets("add_person", OTHER_PASSWORD)
    leader.choose("new_role", "substitute")
    leader.press("add_person")
    assert news(leader, "new_work") == "Stille Brygge can sign in now."
    assert "Substitute · SB" in leader.words()
    slots = {owner.name: owner.slot_id for owner in leader.station.door.people()}
    leader.station.door.store.open(slots["Stille Brygge"], OTHER_PASSWORD).key.wipe()
    leader.press("take_away")
    assert "can no longer sign in" in leader.words()
    leader.press("take_away_now")
    assert [owner.name for owner in leader.station.door.people()] == ["Rask Elg"]
    assert "Substitute · no access" in leader.words()


def test_own_initials_and_password(leader: Desk) -> None:
    leader.open("people")
    leader.type("own_initials", "")
    leader.press("save_own")
    assert news(leader, "own_work") == "Write the initials."
    leader.type("own_initials", "REL")
    leader.choose("own_language", "nn")
    leader.press("save_own")
    assert leader.station.door.people()[0].initials == "REL"
    leader.press("change_password")
    assert "Write the password you have now." in leader.words()
    leader.type("old_password", "feil passord her")
    leader.secrets("change_password", OTHER_PASSWORD)
    leader.press("change_password")
    assert "did not fit" in news(leader, "password_work")
    leader.type("old_password", PASSWORD)
    leader.press("change_password")
    assert news(leader, "password_work") == "The new password holds from now on."
    assert leader.find(QLineEdit, "old_password").text() == ""


def test_a_substitute_sees_her_own_and_what_is_not_hers_as_a_state(substitute: Desk) -> None:
    for name in ("municipality", "locks", "log"):
        substitute.open(name)
        assert substitute.page.findChild(StateView, "state_no_right") is not None
        assert substitute.page.section is None
    substitute.open("people")
    assert substitute.find(QLineEdit, "own_initials").text() == "RE"
    assert substitute.page.findChild(QWidget, "new_name") is None
    substitute.open("safety")
    assert substitute.page.findChild(QWidget, "make_backup") is not None
    for away in ("make_sealed", "new_sheet"):
        assert substitute.page.findChild(QWidget, away) is None


def test_the_look_is_kept_for_this_pc_and_put_on(
    leader: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on = []
    monkeypatch.setattr(looks, "apply", lambda app, theme: put_on.append(theme))
    leader.open("look")
    leader.choose("appearance", "dark")
    leader.choose("text_size", 1.5)
    assert [(theme.palette.name, theme.scale) for theme in put_on] == [("dark", 1.0), ("dark", 1.5)]
    assert read_look(leader.station.home.root) == Look("dark", 1.5, "nb")
    leader.open("look")
    leader.choose("door_language", "nn")
    assert read_look(leader.station.home.root).language == "nn"


def test_another_look_is_put_on_without_a_pause(leader: Desk, heartbeat: Pulse) -> None:
    leader.open("look")
    before = current()
    leader.choose("appearance", "dark")
    leader.choose("text_size", 1.5)
    assert (current().palette.name, current().scale) == ("dark", 1.5)
    leader.open("log")
    assert leader.page.section is not None
    assert not leader.page.section.fills
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, before)


def test_locks_are_stored_and_the_file_closes_last(leader: Desk) -> None:
    leader.open("locks")
    leader.choose("lock_minutes", 60)
    leader.choose("deep_lock_minutes", 30)
    leader.press("save_locks")
    assert "The file closes later than the screen locks." in leader.words()
    leader.choose("lock_minutes", 10)
    leader.press("save_locks")
    facts = leader.station.frame.facts()
    assert (facts.lock_minutes, facts.deep_lock_minutes) == (10, 30)


def test_a_backup_is_made_tested_and_the_installation_checked(
    leader: Desk, heartbeat: Pulse
) -> None:
    leader.open("safety")
    assert leader.find(Banner, "newest_backup").text == "There is no backup yet."
    leader.press("test_backup")
    assert news(leader, "backup_work") == "There is no backup yet. Make one first."
    leader.press("check_now")
    first = leader.page.findChildren(QWidget, "checked_item")[0]
    assert first.accessibleName() == "Look at this: There is no backup yet."
    leader.press("make_backup")
    assert "under 1 min old" in leader.find(Banner, "newest_backup").text
    leader.press("test_backup")
    assert "opens and is whole: 0 patients, 0 readings" in news(leader, "backup_work")
    leader.press("check_now")
    assert news(leader, "check_work") == "Everything is in order."


def test_a_sealed_copy_goes_where_she_chooses(leader: Desk, tmp_path: Path) -> None:
    leader.open("safety")
    leader.type("sealed_path", "")
    leader.press("make_sealed")
    assert "Choose where to save it." in leader.words()
    leader.type("sealed_path", str(tmp_path / "gone" / "kopi.sealed"))
    leader.press("make_sealed")
    assert "the two are not alike" in news(leader, "sealed_work")
    leader.secrets("make_sealed", OTHER_PASSWORD)
    leader.press("make_sealed")
    assert "could not be written there" in news(leader, "sealed_work")
    leader.type("sealed_path", str(tmp_path / "kopi.sealed"))
    leader.press("make_sealed")
    assert news(leader, "sealed_work") == "The sealed copy is saved."
    assert (tmp_path / "kopi.sealed").stat().st_size > 0


def test_a_new_recovery_sheet_says_what_it_undoes_and_is_saved(
    leader: Desk, tmp_path: Path
) -> None:
    leader.open("safety")
    leader.press("new_sheet")
    assert "stops working at once" in leader.words()
    assert logged(leader, "recovery_renewed") == 0
    leader.press("make_sheet")
    code = " ".join(leader.find(QLabel, f"code_{at}").text() for at in range(8))
    for path, said in (
        (tmp_path / "gone" / "ark.pdf", "cannot be written to"),
        (tmp_path / "ark.pdf", "The sheet is saved."),
    ):
        leader.type("sheet_path", str(path))
        leader.press("save_sheet")
        assert said in news(leader, "recovery_work")
    assert logged(leader, "recovery_kept") == 0
    leader.press("sheet_done")
    assert logged(leader, "recovery_kept") == 1
    assert code.split()[0] not in leader.words()
    leader.station.door.store.open_with_code(code).key.wipe()


def test_the_log_is_filtered_paged_and_checked(leader: Desk, heartbeat: Pulse) -> None:
    elg = leader.station.patients.register(
        leader.session, PatientDetails(given_name="Mild", family_name="Bro")
    )
    leader.station.patients.card(leader.session, elg)
    with leader.station.record.write(leader.session) as writer:
        for _ in range(300):
            writer.audit("signed_in", "user", leader.session.user_id)
    leader.open("log")
    section = leader.page.section
    assert isinstance(section, LogSection)
    assert section.rows.rowCount() == 256
    leader.press("older_lines")
    assert section.rows.rowCount() > 300
    leader.type("log_find", "bro")
    section._find.returnPressed.emit()
    leader.settle()
    assert {line.about for line in section.rows.lines} == {"Mild Bro"}
    model = section.rows
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(5)]
    assert heads == ["When", "Who", "What", "About", "Row"]
    assert "Opened the patient's file" in {
        model.data(model.index(at, 2)) for at in range(model.rowCount())
    }
    leader.type("log_find", "")
    section._find.returnPressed.emit()
    leader.type("log_day", "i fjor")
    section._day.editingFinished.emit()
    leader.settle()
    assert "Write a day such as" in leader.words()
    leader.type("log_day", "1.1.2020")
    section._day.editingFinished.emit()
    leader.settle()
    assert "Nothing in the log fits" in leader.words()
    leader.press("verify_log")
    assert "The log holds together" in news(leader, "log_work")


def test_s35_an_edited_row_is_named_and_stood_on(leader: Desk) -> None:
    key = leader.station.door.data_key().derive(DATABASE)
    stranger = open_connection(leader.station.home.database, key)
    stranger.execute("DROP TRIGGER audit_rows_never_change")
    stranger.execute("UPDATE audit SET user_name = 'Stille Brygge' WHERE seq = 2")
    stranger.close()
    leader.open("log")
    leader.press("verify_log")
    assert "Row 2 of the log was changed" in news(leader, "log_work")
    table = leader.find(QTableView, "log_table")
    section = leader.page.section
    assert isinstance(section, LogSection)
    (chosen,) = table.selectionModel().selectedRows()
    assert section.rows.lines[chosen.row()].seq == 2


def test_news_of_others_come_in_and_a_locked_file_is_said(
    leader: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader.open("people")
    leader.station.staff.change_own(leader.session, "ELG", "nb")
    leader.settle()
    assert "Leader · ELG" in leader.words()

    def locked(session: object) -> object:
        raise Trouble("locked", "Station is locked. Sign in and try again.")

    monkeypatch.setattr(type(leader.station.office), "facts", lambda self, session: locked(session))
    leader.open("locks")
    failed = leader.page.findChild(StateView, "state_failed")
    assert failed is not None
    assert "Station is locked" in failed.accessibleName()


def test_ones_own_can_be_changed_only_when_it_is_known_and_what_is_typed_stays(
    leader: Desk,
) -> None:
    leader.page.opened("people")
    early = []

    def known() -> bool:
        parts = leader.page.findChildren(QWidget, "own_initials")
        parts += leader.page.findChildren(QWidget, "save_own")
        initials = next(iter(leader.page.findChildren(QLineEdit, "own_initials")), None)
        early.append(any(part.isEnabled() for part in parts) and not _text(initials))
        return bool(_text(initials))

    while not known():
        QApplication.processEvents()
    assert not any(early)
    initials = leader.find(QLineEdit, "own_initials")
    initials.selectAll()
    QTest.keyClicks(initials, "XY")
    leader.page.opened(None)
    leader.settle()
    assert initials.text() == "XY"
    leader.press("save_own")
    assert leader.station.door.people()[0].initials == "XY"


def _text(editor: QLineEdit | None) -> str:
    return editor.text() if editor is not None else ""
