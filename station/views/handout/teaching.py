"""Who was shown how it is used, filled in where it is handed out (process step 2.6)."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.handing_out.trainings import PATIENT, STAFF, TOPICS, TRAINED, TrainingDetails
from station.views.steps import let_go
from station.views.style import FlowLayout, button, check, choice, current, label, text_input


class TrainingLine(QWidget):
    """One person, who that is, and what was gone through."""

    def __init__(self, person: str, role: str) -> None:
        super().__init__()
        self.setObjectName("training")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(2))
        column.setSpacing(theme.px(1))
        self.person = text_input(tr("Name"), longest=120)
        self.person.setObjectName("training_person")
        self.person.setAccessibleName(tr("Who was trained: name"))
        self.person.setText(person)
        self._role = choice(*((tr(words), code) for code, words in TRAINED.items()))
        self._role.setObjectName("training_role")
        self._role.setAccessibleName(tr("Who was trained"))
        self._role.setCurrentIndex(self._role.findData(role))
        self.away = button(tr("Take away"), kind="quiet")
        self.away.setObjectName("training_away")
        row = QHBoxLayout()
        row.addWidget(self._role)
        row.addWidget(self.person, 1)
        row.addWidget(self.away)
        column.addLayout(row)
        self._topics = {topic: check(tr(topic)) for topic in TOPICS}
        flow = FlowLayout(gap=theme.px(3))
        for box in self._topics.values():
            box.setObjectName("training_topic")
            flow.addWidget(box)
        column.addLayout(flow)

    @property
    def details(self) -> TrainingDetails:
        """What was filled in."""
        topics = tuple(topic for topic, box in self._topics.items() if box.isChecked())
        return TrainingDetails(self.person.text(), str(self._role.currentData()), topics)


class TeachingPart(QWidget):
    """Any number of people; none is a fact too, and can be filled in later."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("teaching")
        self.lines: list[TrainingLine] = []
        self._patient = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(1))
        column.addWidget(label(tr("Who was shown how it is used?"), "strong"))
        self._column = QVBoxLayout()
        column.addLayout(self._column)
        add = button(tr("Add a person"), "Ctrl+T")
        add.setObjectName("add_training")
        add.clicked.connect(lambda _checked=False: self.add())
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        column.addLayout(row)

    @property
    def trainings(self) -> tuple[TrainingDetails, ...]:
        """Those that were filled in."""
        return tuple(line.details for line in self.lines)

    def know(self, patient: str) -> None:
        """Takes in the patient's name, "" for an institution: it is offered for the first line."""
        self._patient = patient

    def add(self) -> None:
        """Adds a line, with the patient herself on the first."""
        first = not self.lines and bool(self._patient)
        line = TrainingLine(self._patient if first else "", PATIENT if first else _next(self))
        line.away.clicked.connect(lambda _checked=False: self._remove(line))
        self.lines.append(line)
        self._column.addWidget(line)
        line.person.setFocus()

    def begin(self) -> bool:
        """Puts the cursor where a name is missing; False where none is."""
        nameless = [line for line in self.lines if not line.person.text().strip()]
        for line in nameless[:1]:
            line.person.setFocus()
        return bool(nameless)

    def clear(self) -> None:
        """Takes every line away: somebody else borrows."""
        for line in tuple(self.lines):
            self._remove(line)

    def _remove(self, line: TrainingLine) -> None:
        self.lines.remove(line)
        let_go(line)


def _next(part: TeachingPart) -> str:
    return "relative" if part._patient else STAFF  # noqa: SLF001  (its own module)
