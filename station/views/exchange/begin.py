"""Beginning: this station's name, and the code that the stations share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style import Banner, Card, FlowLayout, button, current, field, heading, label
from station.views.style import text_input as line


class BeginPanel(QWidget):
    """`made` carries the name of the first station, `joined` name and code of another."""

    made = Signal(str)
    joined = Signal(str, str)

    def __init__(self, name: str = "", wrong: str = "", wrong_name: str = "") -> None:
        super().__init__()
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        card = Card()
        words = tr(
            "Stations of one municipality can share patients, plans and readings on a stick. The "
            "files open only at stations that were given the same code."
        )
        card.body.addWidget(label(words, "body", wrap=True))
        self._name = line(tr("Such as Lesja-2"), longest=40)
        self._name.setObjectName("exchange_name")
        self._name.setText(name)
        self.name_field = field(tr("What the others call this station"), self._name)
        self.name_field.set_wrong(wrong_name)
        card.body.addWidget(self.name_field)
        column.addWidget(card)
        column.addWidget(self._first())
        column.addWidget(self._other(wrong))
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the cursor where one begins."""
        self._name.setFocus()

    def _first(self) -> Card:
        card = Card()
        card.body.addWidget(heading(tr("This is the first station"), "subheading"))
        card.body.addWidget(
            label(tr("Station makes a code. Write it down and type it at the others."), "muted")
        )
        make = button(tr("Make the code"), primary=True)
        make.setObjectName("exchange_make")
        make.clicked.connect(lambda _checked=False: self.made.emit(self._name.text()))
        card.body.addWidget(_left(make))
        return card

    def _other(self, wrong: str) -> Card:
        card = Card()
        card.body.addWidget(heading(tr("Another station has the code"), "subheading"))
        self._code = line(tr("48 digits"), longest=100)
        self._code.setObjectName("exchange_code")
        self._code.returnPressed.connect(self._join)
        self._code_field = field(tr("The code from the other station"), self._code)
        self._code_field.set_wrong(wrong)
        card.body.addWidget(self._code_field)
        join = button(tr("Use this code"))
        join.setObjectName("exchange_join")
        join.clicked.connect(lambda _checked=False: self._join())
        card.body.addWidget(_left(join))
        return card

    def _join(self) -> None:
        self.joined.emit(self._name.text(), self._code.text())


class CodePanel(QWidget):
    """Shows the code to be written down; `left` says that it was."""

    left = Signal()

    def __init__(self, code: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(heading(tr("The code of your stations"), "subheading"))
        groups = [f"{group[:3]} {group[3:]}" for group in code.split()]
        for row in (groups[:4], groups[4:]):
            card.body.addWidget(heading("     ".join(row)))
        self.setAccessibleName(code)
        self.setObjectName("exchange_shown")
        words = tr(
            "Write it down, or type it at the other station now. Keep the paper with the recovery "
            "sheet: with the code and a stick everything on the stick can be read."
        )
        card.body.addWidget(Banner(words, "warning"))
        self._done = button(tr("It is written down"), "Esc", primary=True)
        self._done.setObjectName("exchange_written_down")
        self._done.clicked.connect(lambda _checked=False: self.left.emit())
        card.body.addWidget(_left(self._done))
        column.addWidget(card)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard on what comes next."""
        self._done.setFocus()


def _left(*parts: QWidget) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=current().px(2))
    for part in parts:
        flow.addWidget(part)
    return holder
