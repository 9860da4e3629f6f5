"""Short forms about a device that stand where its card stood: new, lent, taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.services.equipment.lending import DEVICE_KINDS, DeviceRow, NewDevice
from station.services.equipment.meter_models import known_model, known_models
from station.services.patients.values import PatientHit
from station.views.context import Context
from station.views.patients.inplace import InPlace
from station.views.readings.picker import PatientPicker, hit_words
from station.views.style import Banner, choice, label, note_input, text_input

TROUBLES = {
    "device_kind": "kind",
    "device_unnamed": "name",
    "address_taken": "address",
    "patient_unknown": "patient",
    "patient_deceased": "patient",
    "lend_needs_consent": "patient",
    "scale_user": "user",
}
"""At which field a service's refusal is shown."""


class DeviceForm(InPlace):
    """What is written about a device; `saved` carries a NewDevice."""

    saved = Signal(object)

    def __init__(self, before: DeviceRow | None, *, address: str = "", model: str = "") -> None:
        super().__init__("device_form", tr("Change the device") if before else tr("New device"))
        self._before = before
        self._kind = choice(*((tr(words), code) for code, words in DEVICE_KINDS.items()))
        self._model = choice((tr("Another model, or not known"), ""))
        self._name = text_input(tr("For instance O-12, as its label says"), longest=60)
        self._serial = text_input(longest=60)
        self._address = text_input("AA:BB:CC:DD:EE:FF", longest=60)
        self._note = note_input(lines=2)
        for name, editor in (
            ("device_kind", self._kind),
            ("device_model", self._model),
            ("device_name", self._name),
            ("device_serial", self._serial),
            ("device_address", self._address),
            ("device_note", self._note),
        ):
            editor.setObjectName(name)
        self._fill(before, address, model)
        self._kind.currentIndexChanged.connect(lambda _at: self._offer_models())
        for part in (
            self.field(tr("Name on the label"), self._name, key="name"),
            self.field(tr("What it is"), self._kind, key="kind"),
            self.field(tr("Model"), self._model, key="model"),
            self.field(tr("Serial number"), self._serial, key="serial"),
            self.field(
                tr("Bluetooth address"),
                self._address,
                tr("Can be left empty: it is found when the device is paired."),
                key="address",
            ),
            self.field(tr("Note"), self._note, key="note"),
        ):
            self.column.addWidget(part)
        self.finish(tr("Save"), self._save)

    def _fill(self, before: DeviceRow | None, address: str, model: str) -> None:
        known = known_model(before.model if before else model)
        kind = before.kind if before else known.kind if known else "oximeter"
        self._kind.setCurrentIndex(self._kind.findData(kind))
        self._kind.setEnabled(before is None)
        self._offer_models(known.code if known else "")
        self._address.setText(before.address if before else address)
        if before is not None:
            self._name.setText(before.name)
            self._serial.setText(before.serial)
            self._note.setPlainText(before.note)

    def _offer_models(self, chosen: str = "") -> None:
        while self._model.count() > 1:
            self._model.removeItem(1)
        for each in known_models():
            if each.kind == self._kind.currentData():
                self._model.addItem(each.title, each.code)
        self._model.setCurrentIndex(max(0, self._model.findData(chosen)))

    def _save(self) -> None:
        self.saved.emit(
            NewDevice(
                kind=str(self._kind.currentData()),
                model=str(self._model.currentData()),
                name=self._name.text(),
                serial=self._serial.text(),
                address=self._address.text(),
                note=self._note.toPlainText(),
            )
        )


class LendForm(InPlace):
    """To whom a device is lent; `lent` carries the patient's id and a note."""

    lent = Signal(str, str)

    def __init__(self, context: Context, row: DeviceRow) -> None:
        super().__init__("lend_form", tr("Lend {name}", name=row.name))
        self._patient = ""
        self.picker = PatientPicker(context, tr("Who borrows it?"))
        self.picker.picked.connect(self._pick)
        # The field's name and its sentences belong to the box that is typed in.
        self._who = label("", "subheading", wrap=True)
        self._who.setObjectName("lend_patient")
        self._who.hide()
        self._note = note_input(lines=2)
        self._note.setObjectName("lend_note")
        self.column.addWidget(self.field(tr("Who borrows it?"), self.picker, key="patient"))
        self.column.addWidget(self._who)
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))
        self.column.addWidget(
            label(
                tr(
                    "From now on its readings go to this patient. What it measured before does not."
                ),
                "muted",
                wrap=True,
            )
        )
        self.finish(tr("Lend"), self._lend)

    def begin(self) -> None:
        """Puts the cursor where the patient is looked for."""
        self.picker.box.setFocus()

    def _pick(self, hit: PatientHit) -> None:
        self._patient = hit.id
        self._who.setText(hit_words(hit))
        self._who.show()
        self.fields["patient"].set_wrong("")
        self._note.setFocus()

    def _lend(self) -> None:
        if not self._patient:
            self.show_problems({"patient": tr("Choose who borrows it.")})
            self.picker.box.setFocus()
            return
        self.lent.emit(self._patient, self._note.toPlainText())


class BackForm(InPlace):
    """A device that came back; `came_back` carries a note."""

    came_back = Signal(str)

    def __init__(self, row: DeviceRow) -> None:
        super().__init__("back_form", tr("Take back {name}", name=row.name))
        self.column.addWidget(label(row.state_words, "strong", wrap=True))
        self._note = note_input(tr("For instance: cleaned, the battery is new"), lines=2)
        self._note.setObjectName("back_note")
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))
        self.finish(tr("Take back"), lambda: self.came_back.emit(self._note.toPlainText()))


def refusal(form: InPlace, code: str, sentence: str) -> None:
    """Shows what a service refused, at its field or above the form."""
    key = TROUBLES.get(code, "")
    if key in form.fields:
        form.show_problems({key: sentence})
        return
    for old in form.findChildren(QWidget, "form_refused"):
        old.hide()
        old.deleteLater()
    banner = Banner(sentence, "warning")
    banner.setObjectName("form_refused")
    form.column.insertWidget(1, banner)
