"""What the GP changed by hand: limits and medicines, in the same boxes as in the plan's editor."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules import editing
from station.rules.kinds import COMPONENTS
from station.rules.limits import Limit
from station.rules.plans import PlanContent
from station.rules.wording import component_name
from station.views.plans.limits import LimitBox
from station.views.steps import Steps
from station.views.style import choice, current, field, label, note_input


class ChangesByHand(QWidget):
    """Holds the plan with the GP's changes in `content`; built when it is first needed."""

    def __init__(self, content: PlanContent) -> None:
        super().__init__()
        self.setObjectName("paper_changes")
        self.content = content
        self.boxes: dict[str, LimitBox] = {}
        self._open_ends: set[str] = set()
        self._built = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(2))

    @property
    def unfinished(self) -> str:
        """What is typed and not taken, in a sentence; or an empty text."""
        names = ", ".join(component_name(code) for code in sorted(self._open_ends))
        if not names:
            return ""
        return tr(
            "{kind}: a number is not taken yet, and what stood there still holds.", kind=names
        )

    def build(self) -> None:
        """Makes the boxes, one at each turn, the first time."""
        if self._built:
            return
        self._built = True
        words = tr("Write what the GP changed. Everything else stays as it was printed.")
        self._column.addWidget(label(words, "muted", wrap=True))
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(current().px(2))
        self._column.addLayout(self._boxes)
        own = dict.fromkeys(limit.component for limit in self.content.limits)
        boxes = [lambda code=code: self._add(code) for code in own]
        self._steps = Steps(self, [*boxes, self._rest])

    def settle(self) -> None:
        """Checks numbers that were typed just now."""
        if self._built:
            self._steps.finish()
        for box in self.boxes.values():
            if box.form is not None:
                box.form.look()

    def _add(self, component: str) -> LimitBox:
        box = LimitBox(component, self.content.limits)
        box.changed.connect(self._take)
        box.unfinished.connect(self._open_end)
        self.boxes[component] = box
        self._boxes.addWidget(box)
        return box

    def _rest(self) -> None:
        self._more = choice((tr("Add limits for …"), ""))
        for part in COMPONENTS:
            if part.code not in self.boxes:
                self._more.addItem(component_name(part.code), part.code)
        self._more.setObjectName("limits_add")
        self._more.setAccessibleName(tr("Add limits for a measurement"))
        self._more.activated.connect(lambda _at: self._add_more())
        self._column.addWidget(self._more)
        self._medication = note_input(lines=2)
        self._medication.setObjectName("paper_medication")
        self._medication.setPlainText(self.content.medication)
        self._medication.textChanged.connect(self._medicines)
        self._column.addWidget(field(tr("Medicines when worse"), self._medication))

    def _add_more(self) -> None:
        component = self._more.currentData()
        if component:
            self._more.removeItem(self._more.currentIndex())
            self._more.setCurrentIndex(0)
            self._add(component).open()

    def _take(self, component: str, limits: tuple[Limit, ...]) -> None:
        self.content = editing.with_limits(self.content, component, limits)
        self.boxes[component].show_limits(self.content.limits)

    def _open_end(self, component: str, is_open: bool) -> None:
        (self._open_ends.add if is_open else self._open_ends.discard)(component)

    def _medicines(self) -> None:
        self.content = replace(self.content, medication=self._medication.toPlainText())
