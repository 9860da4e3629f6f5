"""Choosing a password: two inputs, and words that say how well it would stand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style.controls import field, text_input
from station.views.style.theme import current

SHORTEST = 12
_STRONG = 18
_FEW = SHORTEST // 3


def strength(password: str) -> str:
    """Says in words how a password would stand; the services have the last word."""
    if len(password) < SHORTEST:
        missing = SHORTEST - len(password)
        return tr("Too short yet: {missing} more characters", missing=missing)
    if len(set(password.casefold())) <= _FEW:
        return tr("Too simple: it repeats the same few characters")
    if len(password) >= _STRONG or len(password.split()) > 2:
        return tr("A strong password")
    return tr("A good password")


def acceptable(password: str) -> bool:
    """Whether a password is long and varied enough to be tried."""
    return len(password) >= SHORTEST and len(set(password.casefold())) > _FEW


class NewPassword(QWidget):
    """Two inputs for a new password; `changed` comes at each key."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        self._first = text_input(secret=True, longest=1024)
        self._again = text_input(secret=True, longest=1024)
        self._first.setObjectName("new_password")
        self._again.setObjectName("new_password_again")
        self._first_field = field(tr("New password"), self._first, _advice())
        self._again_field = field(tr("The same password once more"), self._again)
        column.addWidget(self._first_field)
        column.addWidget(self._again_field)
        self._first.textChanged.connect(self._typed)
        self._again.textChanged.connect(self._typed)
        self._again.editingFinished.connect(self.check)
        self.setFocusProxy(self._first)

    @property
    def password(self) -> str:
        """The password, or an empty text while it is too weak or the two differ."""
        text = self._first.text()
        return text if acceptable(text) and text == self._again.text() else ""

    def check(self) -> bool:
        """Says under the inputs what is missing; whether the password can be used."""
        text, again = self._first.text(), self._again.text()
        self._first_field.set_wrong("" if acceptable(text) or not again else strength(text))
        differ = bool(again) and text != again
        self._again_field.set_wrong(tr("The two are not alike yet.") if differ else "")
        return bool(self.password)

    def clear(self) -> None:
        """Empties both inputs."""
        self._first.clear()
        self._again.clear()
        self._first_field.set_wrong("")
        self._again_field.set_wrong("")

    def _typed(self) -> None:
        text = self._first.text()
        self._first_field.set_wrong("")
        self._first_field.set_help(strength(text) if text else _advice())
        if text == self._again.text():
            self._again_field.set_wrong("")
        self.changed.emit()


def _advice() -> str:
    return tr("At least {shortest} characters. A short sentence works well.", shortest=SHORTEST)
