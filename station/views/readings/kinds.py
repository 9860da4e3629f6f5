"""Choosing what was measured: what is agreed stands first, the rest is one key further away."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from station.core.i18n import tr
from station.services.readings.entry import EntryKind
from station.views.style import Button, FlowLayout, button, choice, current

USUAL = ("spo2", "pulse", "bp", "weight", "temp", "glucose")
"""What stands first after that which the plan has agreed on."""
_MOST = 6


class KindChooser(QWidget):
    """One button for each likely kind (Ctrl and its number), the others in a list.

    `chosen` carries the code of a kind that a person has chosen.
    """

    chosen = Signal(str)

    def __init__(self, kinds: Sequence[EntryKind]) -> None:
        super().__init__()
        self.setObjectName("kind_chooser")
        self._kinds = {kind.code: kind for kind in kinds}
        agreed = [kind.code for kind in kinds if kind.agreed]
        usual = [code for code in USUAL if code in self._kinds and code not in agreed]
        first = [*agreed, *usual][:_MOST]
        self._code = first[0]
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        flow = FlowLayout(self, gap=current().px(1.5))
        for number, code in enumerate(first, 1):
            flow.addWidget(self._button(code, f"Ctrl+{number}"))
        others = [(kind.name, kind.code) for kind in kinds if kind.code not in first]
        self._others = choice((tr("Another kind …"), ""), *others)
        self._others.setObjectName("other_kinds")
        self._others.setAccessibleName(tr("Another kind of reading"))
        self._others.activated.connect(self._other)
        flow.addWidget(self._others)
        self.choose(self._code)

    @property
    def code(self) -> str:
        """The code of the kind now chosen."""
        return self._code

    @property
    def kind(self) -> EntryKind:
        """The kind now chosen."""
        return self._kinds[self._code]

    def choose(self, code: str) -> None:
        """Marks a kind as the chosen one; one that is not known here changes nothing."""
        if code not in self._kinds:
            return
        self._code = code
        self._group.setExclusive(False)
        for name, made in self._buttons.items():
            made.setChecked(name == code)
        self._group.setExclusive(True)
        with QSignalBlocker(self._others):
            self._others.setCurrentIndex(max(0, self._others.findData(code)))

    def _button(self, code: str, keys: str) -> Button:
        made = button(self._kinds[code].name, keys)
        made.setObjectName(f"kind_{code}")
        made.setCheckable(True)
        made.clicked.connect(partial(self._pick, code))
        self._group.addButton(made)
        self._buttons[code] = made
        return made

    def _pick(self, code: str, _checked: bool = False) -> None:
        self.choose(code)
        self.chosen.emit(code)

    def _other(self, _at: int) -> None:
        code = str(self._others.currentData())
        if code:
            self._pick(code)
        else:
            self.choose(self._code)
