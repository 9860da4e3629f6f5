"""For whom something is done: the patient named large, or the box that finds her."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.patients.values import PatientFacts, PatientHit
from station.views.context import Context
from station.views.patients.words import born_words
from station.views.readings.picker import PatientPicker
from station.views.style import button, current, heading, label


class Who(QWidget):
    """`chosen` carries the patient's id, "" for nobody."""

    chosen = Signal(str)

    def __init__(self, context: Context, title: str, nobody: str = "") -> None:
        """`nobody` says what it means that nobody is chosen."""
        super().__init__()
        self.setObjectName("who")
        self._context, self._nobody = context, nobody
        self.patient, self.name = "", ""
        self._wanted, self._fixed = "", False
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        column.addWidget(label(title, "small-strong"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(3))
        self._name = heading("", "display", wrap=True)
        self._name.setObjectName("who_name")
        self._born = label("", "muted")
        self._other = button(tr("Another patient"), kind="quiet")
        self._other.setObjectName("who_other")
        self._other.clicked.connect(lambda _checked=False: self.free())
        row.addWidget(self._name)
        row.addWidget(self._born)
        row.addWidget(self._other)
        row.addStretch(1)
        column.addLayout(row)
        self.picker = PatientPicker(context, title)
        self.picker.picked.connect(self._picked)
        column.addWidget(self.picker)
        self._hint = label(nobody, "small", wrap=True)
        column.addWidget(self._hint)
        self._show("", "", "")

    def take(self, patient: str) -> None:
        """Chooses a patient by id; her name is asked for."""
        self._wanted = patient
        if not patient:
            self._show("", "", "")
            return
        patients, session = self._context.station.patients, self._context.session
        self._context.bridge.ask(self, partial(patients.card, session, patient), self._known)

    def fix(self) -> None:
        """Lets nobody choose another one."""
        self._fixed = True
        self._other.hide()

    def free(self) -> None:
        """Chooses nobody, and puts the cursor where one is found."""
        self._wanted = ""
        self._show("", "", "")
        self.picker.box.setFocus()
        self.chosen.emit("")

    def _known(self, facts: PatientFacts) -> None:
        if facts.id == self._wanted:
            self._show(facts.id, facts.name, born_words(facts.birth_date))
            self.chosen.emit(facts.id)

    def _picked(self, hit: PatientHit) -> None:
        self._wanted = hit.id
        self._show(hit.id, hit.name, born_words(hit.birth_date))
        self.chosen.emit(hit.id)

    def _show(self, patient: str, name: str, born: str) -> None:
        self.patient, self.name = patient, name
        self._name.setText(name)
        self._born.setText(born)
        for part in (self._name, self._born):
            part.setVisible(bool(patient))
        self._other.setVisible(bool(patient) and not self._fixed)
        self.picker.setVisible(not patient)
        self._hint.setVisible(not patient and bool(self._nobody))
        self.setAccessibleName(name or self._nobody)
