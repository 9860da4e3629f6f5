"""Hands that never leave the keyboard: keys go to where the focus stands, and nowhere else."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.journeys.driver import Nurse

_MANY = 60


def strike(nurse: Nurse, key: Qt.Key) -> None:
    """Presses one key where the focus stands, and waits for what follows."""
    QTest.keyClick(nurse.window.focusWidget(), key)
    nurse.settle()


def type_in(nurse: Nurse, text: str) -> None:
    """Types where the focus stands."""
    QTest.keyClicks(nurse.window.focusWidget(), text)


def reach(nurse: Nurse, name: str) -> None:
    """Presses Tab until the focus stands on a widget, each on the way named for a screen reader."""
    for _ in range(_MANY):
        focus = nurse.window.focusWidget()
        if focus.objectName() == name:
            return
        assert focus.accessibleName(), f"{type(focus).__name__} {focus.objectName()}"
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached by keyboard")


def pull(nurse: Nurse, name: str) -> None:
    """Reaches a button, box or choice, and presses Space on it."""
    reach(nurse, name)
    strike(nurse, Qt.Key.Key_Space)


def find(nurse: Nurse, name: str) -> None:
    """Opens a patient from the worklist by a part of her name."""
    nurse.key("Ctrl+0")
    nurse.key("Ctrl+F")
    type_in(nurse, name)
    strike(nurse, Qt.Key.Key_Return)
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("card_name") and name in nurse.words("card_head"), name)
    nurse.until(lambda: nurse.has("act_call"), "what can be done")
    nurse.settle()
    nurse.key("Ctrl+0")


def save(nurse: Nurse, form: str) -> None:
    """Saves the form that stands open, and waits until it is gone."""
    nurse.key("Ctrl+S")
    nurse.until(lambda: not nurse.has(form), f"{form} saved")
    nurse.settle()
