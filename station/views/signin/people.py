"""The people who can sign in, as a list with initials that arrow keys and letters move in.

Plain buttons rather than an item view: this list is in the first picture, and the classes of a
view with a delegate would cost a tenth of it.
"""

from collections.abc import Sequence

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.signin.gate import Person
from station.views.style.controls import Button
from station.views.style.frames import scrolled
from station.views.style.text import label, restyle
from station.views.style.theme import current

_ROW = 12
_MOST_ROWS = 5


class PersonButton(Button):
    """One person: a disc with initials, and the name; drawn by the style sheet alone."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.name, kind="person")
        self.person = person
        self.setCheckable(True)
        self.setText("")
        self.setObjectName(f"person_{person.slot_id}")
        theme = current()
        self.setFixedHeight(theme.px(_ROW))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(2.5), 0, theme.px(2), 0)
        row.setSpacing(theme.px(2.5))
        disc = label(person.initials, "disc").centred()
        disc.setFixedSize(theme.px(8), theme.px(8))
        self._parts = (disc, label(person.name, "person"))
        for part in self._parts:
            row.addWidget(part)
        row.addStretch(1)

    def set_chosen(self, chosen: bool) -> None:
        """Marks the person as the chosen one."""
        if chosen == self.isChecked():
            return
        self.setChecked(chosen)
        for part, role in zip(self._parts, ("disc", "person"), strict=True):
            part.setProperty("role", f"{role}-chosen" if chosen else role)
            if self.isVisible():
                # Earlier the style sheet has not been asked yet.
                restyle(part)

    def nextCheckState(self) -> None:
        """A press chooses through the list, which knows the others."""


class PeopleList(QFrame):
    """The list of people; five rows are seen at a time.

    `changed` tells that another person is chosen, `picked` that she was pressed on.
    """

    changed = Signal()
    picked = Signal()

    def __init__(self, people: Sequence[Person] = ()) -> None:
        super().__init__()
        self.setObjectName("people")
        self.setProperty("surface", "list")
        self.setAccessibleName(tr("People who can sign in on this PC"))
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._area = scrolled(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self._buttons: list[PersonButton] = []
        self.set_people(people)

    def set_people(self, people: Sequence[Person]) -> None:
        """Shows these people and keeps the chosen one if she is still among them."""
        if [made.person for made in self._buttons] == list(people):
            return
        kept = self.chosen() or (people[0].slot_id if len(people) == 1 else "")
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = [self._row(person) for person in people]
        if self._buttons:
            self.setFocusProxy(self._buttons[0])
        rows = max(1, min(len(people), _MOST_ROWS))
        self.setFixedHeight(rows * current().px(_ROW) + 4)
        self.choose(kept)

    def chosen(self) -> str:
        """The slot id of the chosen person, or an empty text."""
        return next((made.person.slot_id for made in self._buttons if made.isChecked()), "")

    def chosen_name(self) -> str:
        """The chosen person's name, or an empty text."""
        return next((made.person.name for made in self._buttons if made.isChecked()), "")

    def choose(self, slot_id: str) -> None:
        """Chooses the person with this slot id, or nobody if she is not in the list."""
        before = self.chosen()
        for made in self._buttons:
            made.set_chosen(made.person.slot_id == slot_id)
            if made.isChecked():
                self._area.ensureWidgetVisible(made)
                self.setFocusProxy(made)
        if before != self.chosen():
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves with the arrows, and to the next name that begins with a typed letter."""
        steps = {QtCore.Qt.Key.Key_Down: 1, QtCore.Qt.Key.Key_Up: -1}
        at = next((n for n, made in enumerate(self._buttons) if made.hasFocus()), 0)
        count = len(self._buttons)
        if event.key() in steps and count:
            self._move(max(0, min(count - 1, at + steps[QtCore.Qt.Key(event.key())])))
            return
        letter = event.text().casefold()
        if letter.isalpha():
            for ahead in range(1, count + 1):
                if self._buttons[(at + ahead) % count].person.name.casefold().startswith(letter):
                    self._move((at + ahead) % count)
                    return
        super().keyPressEvent(event)

    def _move(self, to: int) -> None:
        self._buttons[to].setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        self.choose(self._buttons[to].person.slot_id)

    def _row(self, person: Person) -> PersonButton:
        made = PersonButton(person)
        made.clicked.connect(lambda _checked=False: self._pressed(person.slot_id))
        self._column.addWidget(made)
        return made

    def _pressed(self, slot_id: str) -> None:
        self.choose(slot_id)
        self.picked.emit()
