"""A patient's forms: answered by keyboard, checked beside the question, shown as asked."""


from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station.rules.limits import Level
from station.services.answers import AnswerView
from station.views.forms.answering import Answering
from tests.inbox_office import Desk
from tests.intaking import NURSE


def answered(desk: Desk, patient: str) -> tuple[AnswerView, ...]:
    return desk.station.answers.listing(NURSE, patient)


def answering(desk: Desk, code: str, patient: str) -> Answering:
    """Begin to answer a form; wait until every question stands there."""
    desk.page.opened(f"{patient}/{code}")
    desk.calm()
    made = desk.find(Answering, "answering")
    desk.qtbot.waitUntil(lambda: made.questions.ready, timeout=10_000)
    desk.calm()
    return made


def keys(typed: str) -> None:
    """Type where the keyboard is, as a person does: the focus moves by itself."""
    for letter in typed:
        box = QApplication.focusWidget()
        assert box is not None
        key = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}.get(letter)
        if key is None:
            QTest.keyClicks(box, letter)
        else:
            QTest.keyClick(box, key)


def test_esas_is_typed_from_paper_by_number_keys_alone(desk: Desk, patient: str) -> None:
    made = answering(desk, "esas_r", patient)
    keys("7\n3\n-\n10\n0\n4\n2\n1\n5\n")
    assert made.summary.accessibleName().splitlines()[0] == "◆ Pain: 7 of 10"
    desk.press("save_answers")
    desk.calm()
    (stored,) = answered(desk, patient)
    assert (stored.code, stored.level) == ("esas_r", Level.RED)
    shown = desk.station.answers.shown(NURSE, stored.id)
    said = {line.item: line.answer for line in shown.lines}
    assert (said["pain"], said["drowsiness"], said["nausea"]) == (
        "7 of 10",
        "Cannot say",
        "10 of 10",
    )
    assert desk.heard.said == ["The answers are saved · Red"]
