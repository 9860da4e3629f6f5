"""Before measuring: who is measured, and with which of the devices in range."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.lending import DeviceRow
from station.services.radio.listening_news import Seen, Standing
from station.views.context import Context
from station.views.equipment.rows import EquipmentList, Line, Near, Section, near_lines
from station.views.equipment.who import Who
from station.views.style import Banner, current, heading, label


class ChoosePanel(QWidget):
    """`picked` carries the DeviceRow of one that is lent to the one who is measured.

    `lend_wanted` carries one that is in the store, `pair_wanted` the address of an unknown one.
    """

    picked = Signal(object)
    pair_wanted = Signal(str)
    lend_wanted = Signal(object)

    def __init__(self, context: Context, patient: str, device: str) -> None:
        """`device` is the id of the one that is to be used, "" for any."""
        super().__init__()
        self.setObjectName("measure_choose")
        self._clock, self._device = context.clock, device
        self._stood = False
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        self.who = Who(context, tr("Who is measured?"))
        self.who.chosen.connect(lambda _patient: self._turn())
        column.addWidget(self.who)
        self._refused = Banner("", "warning")
        self._refused.setObjectName("measure_refused")
        self._refused.hide()
        column.addWidget(self._refused)
        column.addWidget(heading(tr("With which device?"), "subheading"))
        column.addWidget(
            label(
                tr("Devices lent to the one who is measured. Another one is lent first."),
                "muted",
                wrap=True,
            )
        )
        self.list = EquipmentList(self._act)
        self.list.setObjectName("measure_list")
        self.list.setAccessibleName(tr("In range now"))
        self.list.setMinimumHeight(theme.px(32))
        self.list.activated.connect(self._pick)
        self.list.clicked.connect(self._pick)
        column.addWidget(self.list, 1)
        self._seen: Sequence[Seen] = ()
        self._rows: Sequence[DeviceRow] = ()
        if patient:
            self.who.take(patient)

    def begin(self) -> None:
        """Puts the keyboard where it is needed first."""
        if not self.who.patient:
            self.who.picker.box.setFocus()
        elif self.list.chosen() is not None:
            self.list.setFocus()

    def show_near(self, seen: Sequence[Seen], rows: Sequence[DeviceRow]) -> None:
        """Takes in what is in range now."""
        self._seen, self._rows = seen, rows
        near = [each for each in near_lines(seen, rows) if self._fits(each)]
        words = "" if near else tr("Nothing yet. Switch the device on: it shows up here by itself.")
        lines: list[Line] = [Section(tr("In range now"), words), *near]
        self.list.show_parts(lines, self._clock.now())
        if near and self.list.chosen() is None:
            self.list.stand_first()
            if self.who.patient and not self._stood:
                self._stood = True
                self.list.setFocus()

    def say(self, words: str) -> None:
        """Says why it cannot begin; an empty text takes it away."""
        self._refused.setVisible(bool(words))
        if words:
            self._refused.show_text(words, "warning")

    def _fits(self, line: Near) -> bool:
        if self._device:
            return line.row is not None and line.row.id == self._device
        return line.row is None or line.row.kind != "tablet"

    def _turn(self) -> None:
        self.say("")
        self.show_near(self._seen, self._rows)
        if self.who.patient and self.list.chosen() is not None:
            self.list.setFocus()

    def _act(self, seen: Seen) -> str:
        if not seen.device_id:
            return tr("Pair first")
        return tr("Lend and measure") if seen.standing is Standing.IN_STORE else tr("Measure")

    def _pick(self, index: QModelIndex) -> None:
        line = self.list.rows.lines[index.row()]
        if not isinstance(line, Near):
            return
        if line.row is None:
            self.pair_wanted.emit(line.seen.address)
        elif not self.who.patient:
            self.say(tr("Choose who is measured first."))
            self.who.picker.box.setFocus()
        elif line.row.in_house:
            self.lend_wanted.emit(line.row)
        elif line.row.patient_id != self.who.patient:
            self.say(
                tr(
                    "{device} is lent to {name}. Use another one, or take it back first.",
                    device=line.row.name,
                    name=line.row.to,
                )
            )
        else:
            self.picked.emit(line.row)
