"""A short form that puts a device in a kit, in a new one, or takes it out."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal

from station.core.i18n import ntr, tr
from station.services.equipment.values import DeviceRow, KitRow
from station.views.patients.inplace import InPlace
from station.views.style import choice, label, text_input

NEW: Final = "new"
"""The choice of a kit that is made now."""


class KitForm(InPlace):
    """`put` carries a kit's id ("" for none), or NEW and its name."""

    put = Signal(str, str)

    def __init__(self, row: DeviceRow, kits: Sequence[KitRow]) -> None:
        super().__init__("kit_form", tr("Kit of {name}", name=row.name))
        words = tr("What lies in a kit goes out together.")
        self.column.addWidget(label(words, "muted", wrap=True))
        self._kit = choice((tr("No kit"), ""), *((_kit_words(each), each.id) for each in kits))
        self._kit.addItem(tr("A new kit …"), NEW)
        self._kit.setObjectName("kit_choice")
        self._kit.setCurrentIndex(max(0, self._kit.findData(row.kit_id or "")))
        self._kit.currentIndexChanged.connect(lambda _at: self._settle())
        self._name = text_input(tr("For instance COPD kit 4"), longest=60)
        self._name.setObjectName("kit_name")
        self.column.addWidget(self.field(tr("Kit"), self._kit, key="kit"))
        self.column.addWidget(self.field(tr("Name of the kit"), self._name, key="kit_name"))
        self.finish(tr("Save"), self._save)
        self._settle()

    def _settle(self) -> None:
        new = self._kit.currentData() == NEW
        self.fields["kit_name"].setVisible(new)
        if new:
            self._name.setFocus()

    def _save(self) -> None:
        chosen, name = str(self._kit.currentData()), self._name.text().strip()
        if chosen == NEW and not name:
            self.show_problems({"kit_name": tr("Give the kit a name.")})
            return
        self.put.emit(chosen, name)


def _kit_words(kit: KitRow) -> str:
    count = ntr("{n} device", "{n} devices", len(kit.devices))
    return f"{kit.name} · {count}"
