"""The sections of the central service and of the other services, on real services."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from station.core.trouble import Trouble
from station.services.session import Session
from station.services.sync import testing as sync_testing
from station.services.sync.check import Step
from station.views.context import Context
from station.views.settings.central_key import KeyCard
from station.views.settings.central_test import TestCard
from station.views.style import dress
from tests.qt import Pulse
from tests.settings_desk import Desk
from tests.sync_desk import shared


def test_nothing_is_shared_before_somebody_says_where(heartbeat: Pulse, leader: Desk) -> None:
    leader.open("central")
    assert "Switched off. Nothing goes to a central service." in leader.words()
    assert "Uten nett" in leader.find(QLabel, "central_believed").text()
    leader.press("central_switch")
    assert "Say first where the central service is." in leader.words()
    assert leader.find(QLineEdit, "central_address").hasFocus()


def test_a_refusal_stands_at_its_field(heartbeat: Pulse, leader: Desk) -> None:
    leader.open("central")
    for name, text, wrong in (
        ("address", "http://fhir.example.no/r4", "must begin with https"),
        ("address", "https://fhir.example.no/r4", "Type the client's name"),
        ("client_id", "fjellsund-1", "The address must be like https://"),
        ("token_url", "https://id.example.no/token", ""),
    ):
        leader.type(f"central_{name}", text)
        leader.press("save_central")
        problems = [each.wrong for each in leader.page.section._fields.values() if each.wrong]  # type: ignore[union-attr]
        assert all(wrong in each for each in problems)
        assert bool(problems) is bool(wrong)
    assert leader.told.toasts == ["Saved"]
    stored = leader.station.sync_setup.settings(leader.session)
    assert (stored.address, stored.client_id) == ("https://fhir.example.no/r4", "fjellsund-1")


def test_it_is_switched_on_and_off(heartbeat: Pulse, leader: Desk) -> None:
    leader.open("central")
    leader.type("central_address", "http://127.0.0.1:9/r4")
    leader.choose("central_sign_in", "none")
    assert not any(
        each.isVisible() for each in leader.page.findChildren(QLineEdit, "central_client_id")
    )
    leader.press("save_central")
    leader.press("central_switch")
    assert "Switched on." in leader.words()
    assert leader.find(QPushButton, "central_switch").accessibleName() == "Switch off"
    leader.press("central_switch")
    assert "Switched off." in leader.words()


def test_keys_of_the_service_are_a_line_each(heartbeat: Pulse, leader: Desk) -> None:
    leader.open("central")
    leader.type("central_address", "https://fhir.example.no/r4")
    leader.choose("central_sign_in", "none")
    leader.find(QPlainTextEdit, "central_pins").setPlainText("A" * 43 + "=")
    leader.press("save_central")
    assert "at least two keys" in leader.words()


def test_a_substitute_may_not_set_it_up(heartbeat: Pulse, substitute: Desk) -> None:
    for section in ("central", "channels"):
        substitute.open(section)
        assert substitute.page.section is None


def form_is_whole(desk: Desk, channel: str) -> bool:
    """Whether the form stands there down to its verb."""
    return desk.page.findChild(QPushButton, f"channel_save_{channel}") is not None


def test_each_other_service_is_set_up_by_itself(
    heartbeat: Pulse, leader: Desk, tmp_path: Path
) -> None:
    leader.open("channels")
    leader.qtbot.waitUntil(lambda: leader.page.findChild(QWidget, "channel_gp") is not None)
    leader.settle()
    assert "aldri prøvd mot den virkelige tjenesten" in leader.words()  # she reads Bokmål
    assert not leader.find(QPushButton, "channel_switch_gp").isEnabled()
    leader.press("channel_set_up_gp")
    leader.qtbot.waitUntil(lambda: form_is_whole(leader, "gp"))
    leader.press("channel_save_gp")
    assert "Nothing was saved." in leader.words()
    form = leader.find(QWidget, "channel_form_gp")
    assert any(each.property("wrong") for each in form.findChildren(QLineEdit))
    leader.press("channel_set_up_gp")
    assert not any(
        each.isVisible() for each in leader.page.findChildren(QWidget, "channel_form_gp")
    )
    leader.press("channel_set_up_pmd")
    leader.qtbot.waitUntil(lambda: form_is_whole(leader, "pmd"))
    leader.find(QLineEdit, "channel_pmd_address").setText("http://pmd.example.no")
    leader.press("channel_save_pmd")
    assert not leader.told.toasts


class Keys:
    """Makes keys that are words."""

    def __init__(self) -> None:
        self.key = ""

    def public(self, session: Session) -> str:
        """The public half."""
        return self.key

    def make(self, session: Session) -> str:
        """A new one."""
        self.key = f"{self.key}k"
        return self.key


class Testing:
    """Tells what it is told to."""

    __test__ = False

    def __init__(self, news: list[object], trouble: Trouble | None = None) -> None:
        self.news, self.trouble, self.left = news, trouble, 0

    def begin(self, session: Session, listener: Callable[[object], None]) -> Callable[[], None]:
        """Begins."""
        if self.trouble is not None:
            raise self.trouble
        for each in self.news:
            listener(each)
        return self.leave

    def leave(self) -> None:
        """Ends the telling."""
        self.left += 1


def context(desk: Desk, **services: object) -> Context:
    """The page's surroundings with other services."""
    return replace(desk.page.context, station=shared(desk.station, **services))


def placed(desk: Desk, card: QWidget) -> None:
    """Shows a card within the page, for the desk to find."""
    card.setParent(desk.page)
    dress(card)
    card.show()
    desk.settle()


def test_a_key_is_made_shown_and_copied(heartbeat: Pulse, leader: Desk) -> None:
    placed(leader, KeyCard(context(leader, sync_keys=Keys())))
    shown = leader.page.findChildren(QPlainTextEdit, "central_public_key")
    assert not any(each.isVisible() for each in shown)
    leader.press("central_make_key")
    assert leader.find(QPlainTextEdit, "central_public_key").toPlainText() == "k"
    assert leader.find(QPushButton, "central_make_key").accessibleName() == "Make a new key"
    assert "does not work before the public half is registered" in leader.words()
    leader.press("central_copy_key")
    assert QApplication.clipboard().text() == "k"


NOTE = Step("stations", "Stations", True, "The service is believed.")
GOOD = Step("settings", "Settings", True, "The address is in order.")
BAD = Step("sign_in", "Sign-in", False, "The key is not known. Register it.")


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ([NOTE, GOOD, sync_testing.Tested(True)], "The connection works."),
        ([GOOD, BAD, sync_testing.Tested(False)], "Begin with the first that failed."),
    ],
)
def test_the_test_tells_step_by_step(
    heartbeat: Pulse, leader: Desk, news: list[object], said: str
) -> None:
    testing = Testing(news)
    placed(leader, TestCard(context(leader, sync_testing=testing)))
    leader.press("central_test_now")
    assert said in leader.words()
    steps = [each for each in news if isinstance(each, Step)]
    for step in steps:
        line = leader.find(QWidget, f"test_{step.code}")
        word = "Note" if step is NOTE else "OK" if step.well else "FAILED"
        assert line.accessibleName().startswith(f"{step.name}: {word}")
    assert leader.find(QPushButton, "central_test_now").isEnabled()
    leader.press("central_test_now")
    assert testing.left == 2


def test_a_test_that_cannot_begin_or_is_left_says_so(heartbeat: Pulse, leader: Desk) -> None:
    testing = Testing([GOOD], Trouble("locked", "The file is locked."))
    placed(leader, TestCard(context(leader, sync_testing=testing)))
    leader.press("central_test_now")
    assert "The file is locked." in leader.words()
    testing.trouble = None
    leader.press("central_test_now")
    assert "Trying …" in leader.words()
    leader.press("central_test_stop")
    assert "The test was cancelled." in leader.words()
    assert testing.left == 1


def test_nothing_is_saved_or_switched_before_it_is_known_how_it_is_set_up(leader: Desk) -> None:
    setup, session = leader.station.sync_setup, leader.session
    known_as = replace(setup.settings(session), address="http://127.0.0.1:9/r4", sign_in="none")
    setup.keep(session, known_as)
    setup.switch_on(session)
    leader.page.opened("central")
    early = []

    def known() -> bool:
        found = leader.page.findChildren(QLineEdit, "central_address")
        switch = leader.page.findChildren(QPushButton, "central_switch")
        save = leader.page.findChildren(QPushButton, "save_central")
        there = bool(found) and bool(found[0].text())
        early.append(any(each.isEnabled() for each in save) and not there)
        early.extend(each.isEnabled() and each.accessibleName() != "Switch off" for each in switch)
        for editor in leader.page.findChildren(QLineEdit, "central_proxy"):
            if not editor.text():
                QTest.keyClicks(editor, "proxy:1")
        return there and all(each.isEnabled() for each in (*switch, *save))

    leader.qtbot.waitUntil(known, timeout=5000)
    assert not any(early)
    assert leader.find(QLineEdit, "central_proxy").text() == "proxy:1"
    assert leader.find(QLineEdit, "central_address").text() == "http://127.0.0.1:9/r4"
