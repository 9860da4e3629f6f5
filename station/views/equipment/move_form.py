"""A short form that moves a device: why, and where it lies from now on."""

from PySide6.QtCore import Signal

from station.core.i18n import tr
from station.services.equipment.values import DeviceRow
from station.views.equipment.moving import Move
from station.views.patients.inplace import InPlace
from station.views.style import label, note_input, text_input


class MoveForm(InPlace):
    """`moved` carries the reason and the place."""

    moved = Signal(str, str)

    def __init__(self, row: DeviceRow, move: Move, *, places: bool = True) -> None:
        """`places` asks where it is from now on."""
        super().__init__("move_form", f"{move.words}: {row.name}")
        self.column.addWidget(label(row.state_words, "strong", wrap=True))
        self._reasoned = move.reasoned
        self._reason = note_input(lines=2)
        self._reason.setObjectName("move_reason")
        self._place = text_input(tr("For instance shelf 3, or who mends it"), longest=120)
        self._place.setObjectName("move_place")
        self._place.setText(row.place)
        why = tr("Why?") if move.reasoned else tr("Why? (may be left empty)")
        self.column.addWidget(self.field(why, self._reason, key="reason"))
        if places:
            where = tr("Where it is from now on")
            self.column.addWidget(self.field(where, self._place, key="place"))
        self.finish(move.words, self._save)

    def _save(self) -> None:
        reason = self._reason.toPlainText().strip()
        if self._reasoned and not reason:
            self.show_problems({"reason": tr("Write in a few words why.")})
            return
        self.moved.emit(reason, self._place.text().strip())
