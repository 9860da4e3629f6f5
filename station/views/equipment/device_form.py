"""Everything that is written about a device, as a form in place of its card."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from station.core.i18n import tr
from station.services.equipment.device_words import CONDITIONS, DEVICE_KINDS
from station.services.equipment.meter_models import known_model, known_models
from station.services.equipment.money import kroner, ore_of
from station.services.equipment.register import NewDevice
from station.services.equipment.values import DeviceRow
from station.views.equipment.refusing import refuse
from station.views.patients.days import iso_of, shown
from station.views.patients.inplace import InPlace
from station.views.steps import Steps
from station.views.style import Field, choice, current, heading, note_input, text_input

DAYS = ("bought_on", "warranty_until", "calibration_due", "battery_due")


class DeviceForm(InPlace):
    """`saved` carries a NewDevice."""

    saved = Signal(object)

    def __init__(self, before: DeviceRow | None, start: NewDevice | None = None) -> None:
        """`start` is what is known already of a new device."""
        super().__init__("device_form", tr("Change the device") if before else tr("New device"))
        self._before = before
        self._kind = choice(*((tr(words), code) for code, words in DEVICE_KINDS.items()))
        self._model = choice((tr("Another model, or not known"), ""))
        self._condition = choice(*((tr(words), code) for code, words in CONDITIONS.items()))
        self._note = note_input(lines=2)
        self._texts = {name: text_input(hint, longest=120) for name, hint in _hints().items()}
        for name, editor in (
            ("kind", self._kind),
            ("model", self._model),
            ("condition", self._condition),
            ("note", self._note),
            *self._texts.items(),
        ):
            editor.setObjectName(f"device_{name}")
        self._fill(before, start or NewDevice("oximeter"))
        self._kind.currentIndexChanged.connect(lambda _at: self._offer_models())
        self._model.currentIndexChanged.connect(lambda _at: self._know())
        self._first_part()
        Steps(self).add(
            self._make_part,
            self._know,
            self._second_part,
            self._third_part,
            partial(self.finish, tr("Save"), self._save),
        )

    def begin(self) -> None:
        """Puts the cursor into the first field."""
        self._texts["name"].setFocus()

    # ------------------------------------------------------------------------------- building

    def _first_part(self) -> None:
        self._grid(
            "",
            (tr("Name on the label"), self._texts["name"], "name", ""),
            (tr("Label number"), self._texts["label"], "label", tr("Scan it, or leave it empty.")),
            (tr("What it is"), self._kind, "kind", ""),
            (tr("Model"), self._model, "model", ""),
        )

    def _make_part(self) -> None:
        self._grid(
            "",
            (tr("Maker"), self._texts["maker"], "maker", ""),
            (tr("Name of the model"), self._texts["other_model"], "other_model", ""),
            (tr("Serial number"), self._texts["serial"], "serial", ""),
            (
                tr("Bluetooth address"),
                self._texts["address"],
                "address",
                tr("Can be left empty: it is found when the device is paired."),
            ),
        )

    def _second_part(self) -> None:
        self._grid(
            tr("How it is"),
            (tr("Condition"), self._condition, "condition", ""),
            (tr("Where it is"), self._texts["place"], "place", ""),
            (tr("Telephone number of the SIM card"), self._texts["phone"], "phone", ""),
        )

    def _third_part(self) -> None:
        days = tr("Day, month and year: 20.11.2026")
        self._grid(
            tr("Owner and deadlines"),
            (tr("Owner"), self._texts["owner"], "owner", tr("Empty is the municipality.")),
            (tr("Price in kroner"), self._texts["price"], "price", ""),
            (tr("Bought"), self._texts["bought_on"], "bought_on", days),
            (tr("Warranty until"), self._texts["warranty_until"], "warranty_until", ""),
            (tr("Calibration due"), self._texts["calibration_due"], "calibration_due", ""),
            (tr("New battery due"), self._texts["battery_due"], "battery_due", ""),
        )
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))

    def _grid(self, title: str, *parts: tuple[str, QWidget, str, str]) -> None:
        """Two fields beside each other, below a heading."""
        if title:
            self.column.addWidget(heading(title, "subheading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(4))
        grid.setVerticalSpacing(current().px(2.5))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for at, (words, editor, key, help_text) in enumerate(parts):
            made: Field = self.field(words, editor, help_text, key=key)
            grid.addWidget(made, at // 2, at % 2)
        self.column.addLayout(grid)

    # -------------------------------------------------------------------------------- filling

    def _fill(self, before: DeviceRow | None, start: NewDevice) -> None:
        source = before or start
        known = known_model(source.model)
        kind = known.kind if known and before is None else source.kind
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        self._kind.setEnabled(before is None)
        self._offer_models(known.code if known else "")
        self._condition.setCurrentIndex(max(0, self._condition.findData(source.condition)))
        for name in ("name", "label", "serial", "address", "maker", "place", "owner", "phone"):
            self._texts[name].setText(str(getattr(source, name)))
        self._texts["other_model"].setText("" if known else source.model)
        for name in DAYS:
            self._texts[name].setText(shown(getattr(source, name) or ""))
        if source.price_ore is not None:
            self._texts["price"].setText(kroner(source.price_ore))
        self._note.setPlainText(source.note)

    def _offer_models(self, chosen: str = "") -> None:
        while self._model.count() > 1:
            self._model.removeItem(1)
        for each in known_models():
            if each.kind == self._kind.currentData():
                self._model.addItem(each.title, each.code)
        self._model.setCurrentIndex(max(0, self._model.findData(chosen)))

    def _know(self) -> None:
        """Maker and model are written only for a model that Station does not know."""
        unknown = not self._model.currentData()
        for key in ("maker", "other_model"):
            if key in self.fields:
                self.fields[key].setVisible(unknown)

    # --------------------------------------------------------------------------------- saving

    def _save(self) -> None:
        price = self._texts["price"].text().strip()
        try:
            ore = ore_of(price) if price else None
        except ValueError:
            self.show_problems({"price": tr("Write kroner with figures, for instance 1 250.")})
            return
        sentence = tr("Write the day like 20.11.2026, or leave it empty.")
        wrong = {name: sentence for name in DAYS if not _is_day(self._texts[name])}
        if wrong:
            self.show_problems(wrong)
            return
        known = str(self._model.currentData())
        text = {name: editor.text() for name, editor in self._texts.items()}
        day = {name: iso_of(text[name]) or None for name in DAYS}
        self.saved.emit(
            NewDevice(
                kind=str(self._kind.currentData()),
                model=known or text["other_model"].strip(),
                name=text["name"],
                serial=text["serial"],
                address=text["address"],
                note=self._note.toPlainText(),
                label=text["label"],
                maker="" if known else text["maker"],
                owner=text["owner"],
                own=self._before.own if self._before else False,
                bought_on=day["bought_on"],
                price_ore=ore,
                warranty_until=day["warranty_until"],
                calibration_due=day["calibration_due"],
                battery_due=day["battery_due"],
                condition=str(self._condition.currentData()),
                phone=text["phone"],
                place=text["place"],
            )
        )

    def refused(self, code: str, sentence: str) -> None:
        """Shows what the service refused, at its field or above the form."""
        refuse(self, code, sentence)


def _hints() -> dict[str, str]:
    """The fields of one line, each with what may stand in it."""
    return {
        "name": tr("For instance O-12, as its label says"),
        "label": "ST-00042-7",
        "serial": "",
        "address": "AA:BB:CC:DD:EE:FF",
        "maker": "",
        "other_model": "",
        "place": tr("For instance shelf 3"),
        "phone": "",
        "owner": "",
        "price": "1 250",
        **dict.fromkeys(DAYS, ""),
    }


def _is_day(editor: QLineEdit) -> bool:
    text = iso_of(editor.text())
    return not text or (len(text) == len("2026-11-20") and text[:4].isdigit() and text[4] == "-")
