"""The frame around the pages: rail, top line, search, banners, footer, toast, watch."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.core.bus import ChangeSet
from station.core.clock import FixedClock
from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.services.session import Session
from station.views import shortcuts, style
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.page import Page
from station.views.pages import CARE, PAGES, SEARCH, Hit, PageEntry, SearchSource
from station.views.shell.frame import Shell
from station.views.shell.search import resolve
from station.views.shell.words import backup_words, opening_words, silent_words
from station.views.style import StateView, ZoneBadge
from station.views.toast import SHOWN_MS, Toast
from station.wiring import Station
from tests.qt import Pulse, settle
from tests.views.conftest import PASSWORD, Installed

NURSE_PAGE, OTHER_PAGE = "plain", "other"


class Plain(Page):
    """A page that writes down what it is told."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: list[object] = []
        self.stood_in = self.parentWidget()
        self.badge = ZoneBadge("green", self)

    def opened(self, subject: str | None) -> None:
        self.told.append(("opened", subject))

    def changed(self, changes: ChangeSet) -> None:
        self.told.append(("changed", changes.topics))

    def watched(self, fresh: bool) -> None:
        self.told.append(("watched", fresh))


class Other(Plain):
    """Another page."""


def find(station: Station, session: Session, text: str) -> Sequence[Hit]:
    """A search that finds what begins with Mi."""
    return [Hit("Mild Kystvei", "1939", OTHER_PAGE, "p4")] if text.startswith("Mi") else []


ENTRIES = (
    PageEntry(NURSE_PAGE, "Plain", "today", f"{__name__}:Plain", CARE),
    PageEntry(OTHER_PAGE, "Other", "plans", f"{__name__}:Other", CARE),
    PageEntry("closed", "Closed to nurses", "settings", f"{__name__}:Other", frozenset({"leader"})),
)


@pytest.fixture
def shell(
    qtbot: QtBot, heartbeat: Pulse, bridge: Bridge, installed: Installed, clock: FixedClock
) -> Iterator[Shell]:
    session = installed.station.door.sign_in(installed.first, PASSWORD)
    made = Shell(
        bridge,
        installed.station,
        session,
        clock,
        ENTRIES,
        (SearchSource(f"{__name__}:find"),),
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.go(NURSE_PAGE)
    settle(qtbot, bridge)
    yield made
    settle(qtbot, bridge)


def named(shell: QWidget, name: str) -> QWidget:
    """The widget called so."""
    found = shell.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def words(shell: QWidget, name: str) -> str:
    """The words on the label or button called so."""
    found = named(shell, name)
    assert isinstance(found, QLabel | QPushButton)
    return found.text()


def front(shell: Shell) -> Plain:
    page = shell.front[1]
    assert isinstance(page, Plain)
    return page


def test_the_lines_say_where_when_and_whether_somebody_watches(shell: Shell) -> None:
    assert words(shell, "opening") == "● Open until 15:00"
    assert words(shell, "backup") == "No backup yet"
    assert words(shell, "exchange") == "This PC only"
    shown = [label.text() for label in shell.findChildren(QLabel)]
    assert "Fjellsund kommune" in shown
    assert any("116117" in text and "113" in text for text in shown)
    assert not named(shell, "training").isVisible()


def test_a_page_is_built_when_first_opened_and_kept(
    shell: Shell, qtbot: QtBot, bridge: Bridge
) -> None:
    first = front(shell)
    shell.go(OTHER_PAGE, "p1")
    assert shell.findChild(StateView, "state_loading") is not None
    settle(qtbot, bridge)
    assert front(shell) is not first
    shell.go(NURSE_PAGE, "p2")
    assert front(shell) is first
    assert ("opened", "p2") in first.told


def test_a_role_without_the_right_sees_a_state_and_no_rail_button(shell: Shell) -> None:
    assert shell.findChild(QPushButton, "rail_closed") is None
    shell.go("closed")
    assert shell.findChild(StateView, "state_no_right") is not None
    shell.go(NURSE_PAGE)
    assert front(shell).isVisible()


def test_the_rail_answers_to_alt_and_the_number(shell: Shell, qtbot: QtBot) -> None:
    button = named(shell, "rail_other")
    assert isinstance(button, QPushButton)
    assert button.shortcut() == QKeySequence(shortcuts.rail(2))
    assert button.accessibleName() == "Other"
    button.click()
    assert shell.front[0] == OTHER_PAGE


def test_only_the_page_in_front_is_told_at_once(
    shell: Shell, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    bridge.listen(installed.station.bus)
    first = front(shell)
    shell.go(OTHER_PAGE)
    settle(qtbot, bridge)
    with qtbot.waitSignal(bridge.changed):
        installed.station.bus.publish(ChangeSet(frozenset({"readings"})))
    assert ("changed", frozenset({"readings"})) in front(shell).told
    assert ("changed", frozenset({"readings"})) not in first.told
    shell.go(NURSE_PAGE)
    assert ("changed", frozenset({"readings"})) in first.told


def test_search_finds_and_opens_by_keyboard(shell: Shell, qtbot: QtBot, bridge: Bridge) -> None:
    box = named(shell, "search")
    assert isinstance(box, QLineEdit)
    shell._to_search()
    QTest.keyClicks(box, "Mi")
    hits = named(shell, "search_hits")
    assert isinstance(hits, QListWidget)
    qtbot.waitUntil(lambda: hits.count() == 1)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert shell.front[0] == OTHER_PAGE
    assert shell.place == (OTHER_PAGE, "p4")
    assert box.text() == ""


def test_search_says_when_nothing_was_found_and_esc_closes_it(
    shell: Shell, qtbot: QtBot, bridge: Bridge
) -> None:
    box, hits = named(shell, "search"), named(shell, "search_list")
    shell._to_search()
    QTest.keyClicks(box, "zzz")
    qtbot.waitUntil(hits.isVisible)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not hits.isVisible()


def test_trouble_and_bugs_stand_in_banners_that_can_be_closed(shell: Shell, bridge: Bridge) -> None:
    bridge.troubled.emit(Trouble("disk_full", "The disk is full."))
    bridge.broken.emit("ValueError")
    assert shell.banners.texts()["trouble"] == "The disk is full."
    assert "safe" in shell.banners.texts()["bug"]
    assert shell.findChild(StateView, "state_failed") is None
    shell.banners.drop("trouble")
    shell.banners.drop("bug")
    assert shell.banners.texts() == {}
    assert not shell.banners.isVisible()


def test_a_page_that_cannot_be_built_is_drawn_as_failed_with_a_way_on(
    shell: Shell, qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    broken = PageEntry("broken", "Broken", "plans", "station.views.no_such:Page", CARE)
    shell._entries["broken"] = broken
    shell.go("broken")
    settle(qtbot, bridge)
    state = shell.findChild(StateView, "state_failed")
    assert state is not None
    shell._entries["broken"] = PageEntry("broken", "B", "plans", f"{__name__}:Other", CARE)
    state.findChildren(QPushButton)[0].click()
    settle(qtbot, bridge)
    assert front(shell).isVisible()


def test_a_setting_that_cannot_be_read_is_a_banner_until_it_is_chosen_again(
    shell: Shell, installed: Installed, bridge: Bridge, qtbot: QtBot
) -> None:
    record, station = installed.station.record, installed.station
    bridge.listen(station.bus)

    def shown(wanted: bool) -> bool:
        return ("unreadable" in shell.banners.texts()) is wanted

    for text, told in (("{", True), (PROFILE.text(Profile("Elvebyen")), False)):
        with record.write(shell.context.session) as writer:
            writer.execute("UPDATE settings SET value = ? WHERE key = 'profile'", (text,))
            writer.quiet()
            writer.touch("settings")
        qtbot.waitUntil(partial(shown, told))
        if told:
            assert "the municipality's profile" in shell.banners.texts()["unreadable"]
    assert station.frame.facts().profile.name == "Elvebyen"


def test_being_offline_is_a_banner_with_since_when(shell: Shell) -> None:
    shell.show_exchange("Frakoblet", offline="Frakoblet siden 13:20, alt lagres her")
    assert "13:20" in shell.banners.texts()["offline"]
    shell.show_exchange("Utveksling 08:57")
    assert "offline" not in shell.banners.texts()
    assert words(shell, "exchange") == "Utveksling 08:57"


def test_while_nothing_is_judged_nothing_looks_green(shell: Shell, clock: FixedClock) -> None:
    page = front(shell)
    shell.show_watch(fresh=False, judged_at=clock.now() - 120_000)
    assert page.badge.shown == "unknown"
    assert ("watched", False) in page.told
    assert "08:58" in shell.banners.texts()["silent"]
    shell.show_watch(fresh=True, judged_at=clock.now())
    assert page.badge.shown == "green"
    assert shell.banners.texts() == {}


def test_a_toast_undoes_within_ten_seconds(shell: Shell, qtbot: QtBot) -> None:
    undone: list[int] = []
    shell.toast("The draft is deleted", lambda: undone.append(1))
    button = named(shell, "toast_undo")
    assert isinstance(button, QPushButton)
    assert named(shell, "toast").isVisible()
    button.click()
    assert undone == [1]
    assert not named(shell, "toast").isVisible()
    shell.toast("Saved")
    assert not button.isVisible()
    toast = named(shell, "toast")
    assert isinstance(toast, Toast)
    assert toast._timer.interval() == SHOWN_MS == 10_000
    shell.resize(300, 400)
    assert shell.rect().contains(toast.geometry())
    toast.dismiss()


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_s31_nothing_in_the_frame_is_clipped(
    qapp: QApplication,
    qtbot: QtBot,
    bridge: Bridge,
    installed: Installed,
    clock: FixedClock,
    language: str,
    scale: float,
) -> None:
    i18n.use(language)
    style.apply(qapp, style.Theme(scale=scale))
    session = installed.station.door.sign_in(installed.first, PASSWORD)
    shell = Shell(bridge, installed.station, session, clock, PAGES[:1])
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    settle(qtbot, bridge)
    qtbot.wait(1)
    parts: list[QWidget] = [*shell.findChildren(QLabel), *shell.findChildren(QPushButton)]
    clipped = [
        part.accessibleName() or part.objectName()
        for part in parts
        if part.isVisible()
        and type(part) is not style.ElidedLabel
        and part.width() + 1 < part.minimumSizeHint().width()
    ]
    inside = [
        part.objectName()
        for part in (named(shell, "lock"), named(shell, "user"), named(shell, "opening"))
        if not shell.rect().contains(part.rect().translated(part.mapTo(shell, QPoint(0, 0))))
    ]
    style.apply(qapp, style.Theme())
    assert (clipped, inside) == ([], [])


def test_every_page_and_search_of_the_registry_exists() -> None:
    for entry in PAGES:
        assert issubclass(resolve(entry.target), Page)  # type: ignore[arg-type]
    for source in SEARCH:
        assert callable(resolve(source.target))
    assert len({entry.name for entry in PAGES}) == len(PAGES)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (1_795_161_600_000, (True, "Åpent til 15:00")),
        (1_795_161_600_000 - 3_600_000, (False, "Stengt, åpner 09:00")),
        (1_795_161_600_000 + 8 * 3_600_000, (False, "Stengt, åpner mandag 09:00")),
        (1_795_161_600_000 + 80 * 3_600_000, (False, "Stengt, åpner i morgen 09:00")),
    ],
    ids=["open", "early", "weekend", "tomorrow"],
)
def test_opening_is_said_in_words(now: int, expected: tuple[bool, str]) -> None:
    i18n.use("nb")
    assert opening_words(Profile("F"), now) == expected


def test_a_service_that_never_changes_says_so() -> None:
    i18n.use("nb")
    assert opening_words(Profile("F", open_weekdays=()), 0) == (False, "Stengt inntil videre")


def test_backup_and_silence_are_said_with_their_time() -> None:
    i18n.use("nb")
    now = 1_795_161_600_000
    assert backup_words(now - 3_600_000, now) == "Sikkerhetskopi i dag 08:00"
    assert backup_words(None, now) == "Ingen sikkerhetskopi ennå"
    assert "08:58 (2 min)" in silent_words(now - 120_000, now)
    assert "selv" in silent_words(None, now)


@pytest.mark.parametrize("name", ["STATION_SIMULATED", "STATION_SIMULATOR"])
def test_simulated_devices_are_said_for_as_long_as_the_window_is_open(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    made: Shell = request.getfixturevalue("shell")
    banner = named(made, "banner_simulated")
    assert banner.isVisible()
    assert "no person" in banner.accessibleName()
    assert not banner.findChildren(QPushButton)


def test_real_devices_need_no_banner(shell: Shell) -> None:
    assert "simulated" not in shell.banners.texts()


def test_a_page_is_built_where_it_will_stand(shell: Shell) -> None:
    page = front(shell)
    # Built elsewhere, all within it would be styled again when it is put there.
    assert page.stood_in is not None
    assert page.stood_in is page.parentWidget()
    assert page.stood_in.window() is shell.window()
