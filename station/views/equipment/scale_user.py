"""Under which number and code a scale that several people use knows its borrower."""

from PySide6.QtCore import Signal

from station.core.i18n import tr
from station.services.equipment.lending import DeviceRow
from station.views.patients.inplace import InPlace
from station.views.style import label, text_input

NO_NUMBER = -1


class ScaleUserForm(InPlace):
    """Two short fields; `agreed` carries number and code, NO_NUMBER for what is none."""

    agreed = Signal(int, int)

    def __init__(self, row: DeviceRow) -> None:
        super().__init__("scale_user_form", tr("The patient's user on {name}", name=row.name))
        self.column.addWidget(label(row.state_words, "strong", wrap=True))
        self._index = text_input(tr("1 to 8"), longest=1)
        self._index.setObjectName("scale_user_index")
        self._code = text_input(tr("Four digits"), longest=4)
        self._code.setObjectName("scale_user_code")
        if row.user_index is not None:
            self._index.setText(str(row.user_index))
        self.column.addWidget(self.field(tr("User number"), self._index, key="user"))
        self.column.addWidget(
            self.field(
                tr("Code"),
                self._code,
                tr("The scale shows both. Other people's weights are not taken in."),
                key="code",
            )
        )
        self.finish(tr("Save"), self._save)

    def _save(self) -> None:
        self.agreed.emit(_whole(self._index.text()), _whole(self._code.text()))


def _whole(text: str) -> int:
    """What was typed as a number."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() else NO_NUMBER
