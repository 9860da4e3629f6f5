"""The form of the patient's own tablet or telephone, with the app put on it (process step 2.5)."""

from PySide6.QtCore import Signal

from station.core.i18n import tr
from station.services.handing_out.homes import Home
from station.services.handing_out.values import OwnDevice
from station.views.handout.homenet import HomePart
from station.views.handout.teaching import TeachingPart
from station.views.patients.inplace import InPlace
from station.views.style import Banner, label, text_input


class OwnDeviceForm(InPlace):
    """`saved` carries an OwnDevice; home and trainings stand in their parts."""

    saved = Signal(object)

    def __init__(self, patient: str) -> None:
        """`patient` is the name of whose device it is."""
        super().__init__("own_device_form", tr("The app on {name}'s own device", name=patient))
        self._said = Banner("", "warning")
        self._said.setObjectName("own_said")
        self._said.hide()
        self.column.addWidget(self._said)
        self.column.addWidget(
            label(
                tr("It is written down as the patient's own, and never counted as equipment."),
                "muted",
                wrap=True,
            )
        )
        self._texts = {key: text_input(longest=120) for key in ("name", "maker", "model", "note")}
        words = {
            "name": (tr("What it is"), tr("For instance: own tablet, own telephone")),
            "maker": (tr("Maker"), ""),
            "model": (tr("Model"), ""),
            "note": (tr("Note"), ""),
        }
        for key, editor in self._texts.items():
            editor.setObjectName(f"own_{key}")
            name, more = words[key]
            self.column.addWidget(self.field(name, editor, more, key=key))
        self.home = HomePart()
        self.column.addWidget(self.home)
        self.teaching = TeachingPart()
        self.teaching.know(patient)
        self.column.addWidget(self.teaching)
        self.finish(tr("The app is in place"), self._save)

    def refuse(self, sentence: str) -> None:
        """Says what is in the way, above the fields."""
        self.show_problems({})
        self._said.show_text(sentence, "warning")
        self._said.show()

    def show_home(self, home: Home | None) -> None:
        """Asks for the networks, with what is known of them."""
        self.home.ask(home)

    def _save(self) -> None:
        texts = {key: editor.text() for key, editor in self._texts.items()}
        self.saved.emit(OwnDevice(**texts))
