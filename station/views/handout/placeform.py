"""The form of a new place that borrows equipment: a GP office, a nursing home."""

from PySide6.QtCore import Signal

from station.core.i18n import tr
from station.services.handing_out.institutions import INSTITUTION_KINDS, InstitutionDetails
from station.views.patients.inplace import InPlace
from station.views.style import choice, text_input


class PlaceForm(InPlace):
    """`saved` carries InstitutionDetails."""

    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__("place_form", tr("New place"))
        self._kind = choice(*((tr(words), code) for code, words in INSTITUTION_KINDS.items()))
        self._kind.setObjectName("place_kind")
        self._texts = {
            key: text_input(longest=120)
            for key in ("name", "contact", "phone", "address", "postal_code", "city")
        }
        words = {
            "name": tr("What the place is called"),
            "contact": tr("Who answers there"),
            "phone": tr("Telephone"),
            "address": tr("Address"),
            "postal_code": tr("Postal code"),
            "city": tr("Town"),
        }
        self.column.addWidget(self.field(words["name"], self._texts["name"], key="name"))
        self.column.addWidget(self.field(tr("Kind of place"), self._kind, key="kind"))
        for key in ("contact", "phone", "address", "postal_code", "city"):
            self.column.addWidget(self.field(words[key], self._texts[key], key=key))
        for key, editor in self._texts.items():
            editor.setObjectName(f"place_{key}")
        self.finish(tr("Save the place"), self._save)

    def _save(self) -> None:
        texts = {key: editor.text() for key, editor in self._texts.items()}
        self.saved.emit(InstitutionDetails(kind=str(self._kind.currentData()), **texts))
