"""Before pairing: which device becomes whose, named large, and what it is called."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.lending import DeviceRow
from station.services.equipment.meter_models import kind_of_model
from station.services.radio.listening_news import PairWish
from station.views.equipment.card import DeviceMark, NearLine
from station.views.equipment.rows import Near, near_facts, near_title
from station.views.style import (
    Banner,
    Field,
    button,
    choice,
    current,
    field,
    heading,
    label,
    text_input,
)

_WIDE = 150
"""Grid units that the fields are wide at most."""


class ReadyPanel(QWidget):
    """`wanted` carries a PairWish; `left` goes back to the choice."""

    wanted = Signal(object)
    left = Signal()

    def __init__(
        self, line: Near, rows: Sequence[DeviceRow], patient: str, name: str, again: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName("pair_ready")
        self.line, self._patient, self._again = line, patient, again
        theme = current()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self._head(line)
        whose = name or tr("nobody yet: it stays in the store")
        column.addWidget(label(tr("For whom?"), "small-strong"))
        named = heading(whose, "display" if name else "subheading", wrap=True)
        named.setObjectName("pair_patient")
        column.addWidget(named)
        self._as, self.fields = choice(), dict[str, Field]()
        self._refused = _refusal(line, patient)
        if self._refused:
            banner = Banner(self._refused, "warning")
            banner.setObjectName("pair_refused")
            column.addWidget(banner)
        elif line.row is None:
            self._add_fields(rows)
        self._add_actions()
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard where it is needed first."""
        first = next((each for each in self.fields.values() if each.isVisibleTo(self)), None)
        (first or self.start).setFocus()

    def show_problem(self, key: str, sentence: str) -> None:
        """Shows a sentence at a field."""
        self.fields[key].set_wrong(sentence)
        self.fields[key].editor.setFocus()

    def _head(self, line: Near) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(4))
        kind = line.row.kind if line.row else kind_of_model(line.seen.model)
        row.addWidget(DeviceMark(kind, 18))
        words = QVBoxLayout()
        title = heading(near_title(line), wrap=True)
        title.setObjectName("pair_device")
        words.addWidget(title)
        words.addWidget(label(near_facts(line), "muted", wrap=True))
        self.near = NearLine()
        self.near.show_seen(line.seen)
        words.addWidget(self.near)
        row.addLayout(words, 1)
        self._column.addLayout(row)

    def _add_fields(self, rows: Sequence[DeviceRow]) -> None:
        kind = kind_of_model(self.line.seen.model)
        free = [
            row
            for row in rows
            if (row.in_house and not row.address and row.kind == kind) or row.id == self._again
        ]
        self._as.addItem(tr("A new device"), "")
        for row in free:
            self._as.addItem(" · ".join(filter(None, (row.name, row.serial))), row.id)
        self._as.setCurrentIndex(max(0, self._as.findData(self._again)))
        self._as.setObjectName("pair_as")
        self._as.currentIndexChanged.connect(lambda _at: self._turn())
        named, serial = text_input(longest=60), text_input(longest=60)
        named.setObjectName("pair_name")
        named.setPlaceholderText(tr("For instance O-12, as its label says"))
        serial.setObjectName("pair_serial")
        self._name, self._serial = named, serial
        for editor in (named, serial):
            editor.returnPressed.connect(self._start)
        if free:
            self._place("as", field(tr("Which device is it?"), self._as))
        self._place("name", field(tr("Name on the label"), named))
        self._place("serial", field(tr("Serial number"), serial, tr("It stands on its back.")))
        self._turn()

    def _place(self, key: str, made: Field) -> None:
        made.setMaximumWidth(current().px(_WIDE))
        self.fields[key] = made
        self._column.addWidget(made)

    def _turn(self) -> None:
        new = not self._as.currentData()
        for key in ("name", "serial"):
            self.fields[key].setVisible(new)

    def _add_actions(self) -> None:
        row = QHBoxLayout()
        self.start = button(tr("Pair now"), "Ctrl+S", primary=True)
        self.start.setObjectName("pair_start")
        self.start.setEnabled(not self._refused)
        self.start.clicked.connect(lambda _checked=False: self._start())
        back = button(tr("Choose another"), "Esc")
        back.setObjectName("pair_back")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(self.start)
        row.addWidget(back)
        row.addStretch(1)
        self._column.addLayout(row)

    def _start(self) -> None:
        seen, row = self.line.seen, self.line.row
        make = partial(PairWish, seen.address, seen.model, patient_id=self._patient)
        if row is not None:
            self.wanted.emit(make(device_id=row.id))
        elif self._as.currentData():
            self.wanted.emit(make(device_id=str(self._as.currentData())))
        elif not self._name.text().strip():
            self.show_problem("name", tr("Write what the device is called, as its label says."))
        else:
            name, serial = self._name.text().strip(), self._serial.text().strip()
            self.wanted.emit(make(name=name, serial=serial))


def _refusal(line: Near, patient: str) -> str:
    """Why a device cannot be paired for this patient, or an empty text."""
    seen = line.seen
    if patient and seen.patient_id and seen.patient_id != patient:
        return tr(
            "{device} is lent to {name}. Take it back before it is lent again.",
            device=near_title(line),
            name=seen.patient,
        )
    return ""
