"""Finding the patient that something belongs to, without leaving the page."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import tr
from station.services.patients.values import PatientHit
from station.views.context import Context
from station.views.style import button, current, label, text_input

SEARCH_MS = 150
_MOST = 5


class PatientPicker(QWidget):
    """A search box and, below it, at most five patients to choose; `picked` carries the hit."""

    picked = Signal(object)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self._asked = 0
        self.box = text_input(tr("Find the patient: name, number or telephone"))
        self.box.setObjectName("pick_patient")
        self.box.setAccessibleName(name)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_MS)
        self._pause.timeout.connect(self._search)
        self.box.textEdited.connect(lambda _text: self._pause.start())
        self.box.returnPressed.connect(self._search)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(1))
        self._column.addWidget(self.box)
        self._found: list[QWidget] = []

    def clear(self) -> None:
        """Empties the box and takes the patients away."""
        self._asked += 1
        self.box.clear()
        self._show_parts([])

    def _search(self) -> None:
        self._pause.stop()
        self._asked += 1
        number, text = self._asked, self.box.text().strip()
        if not text:
            self._show_parts([])
            return
        patients, session = self._context.station.patients, self._context.session

        def show(hits: tuple[PatientHit, ...]) -> None:
            if number == self._asked:
                self._show_hits(hits)

        job = partial(patients.search, session, text, None, _MOST)
        self._context.bridge.ask(self, job, show)

    def _show_hits(self, hits: tuple[PatientHit, ...]) -> None:
        parts: list[QWidget] = []
        for hit in hits:
            made = button(hit_words(hit))
            made.setObjectName("pick_hit")
            made.clicked.connect(lambda _checked=False, hit=hit: self._pick(hit))
            parts.append(made)
        self._show_parts(parts or [label(tr("Nobody found"), "muted")])

    def _pick(self, hit: PatientHit) -> None:
        self.clear()
        self.picked.emit(hit)

    def _show_parts(self, parts: list[QWidget]) -> None:
        for old in self._found:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._found = parts
        for part in parts:
            self._column.addWidget(part)


def hit_words(hit: PatientHit) -> str:
    """Name and birth date of a patient on one line."""
    born = tr("birth date unknown") if hit.birth_date is None else day(hit.birth_date)
    return f"{hit.name} · {born}"
