"""The first half of pairing: make the device ready, and choose it where it shows up."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.lending import DeviceRow
from station.services.equipment.meter_models import KnownModel, known_model, known_models
from station.services.radio.listening_news import Seen
from station.views.context import Context
from station.views.equipment.rows import EquipmentList, Line, Near, Section, near_lines
from station.views.equipment.who import Who
from station.views.pairing.stepcards import StepCards
from station.views.steps import let_go
from station.views.style import Banner, Panes, choice, current, field, heading, label

_CHOOSING: Final = "list"
"""The picture of the step that is done beside the steps."""


class ChoosePanel(QWidget):
    """`picked` carries the Near that was chosen."""

    picked = Signal(object)

    def __init__(self, context: Context, again: DeviceRow | None) -> None:
        """`again` is the registered device that is to be paired, or None for any."""
        super().__init__()
        self.setObjectName("pair_choose")
        self._clock = context.clock
        self._again = again
        self._near: list[Near] = []
        self._chosen = False
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        self.who = Who(
            context,
            tr("For whom?"),
            tr("Can be left open: the device is then in the store until it is lent."),
        )
        column.addWidget(self.who)
        column.addWidget(Panes(self._left(), self._right(), (6, 5), scrolls=False), 1)
        self.parts: tuple[Callable[[], object], ...] = (self._show_steps,)
        """What it is built of, in a turn of its own before it is shown."""

    def begin(self) -> None:
        """Puts the keyboard where it is needed first."""
        if self.list.chosen() is None:
            self._model.setFocus()
        else:
            self.list.setFocus()

    def show_near(self, seen: Sequence[Seen], rows: Sequence[DeviceRow]) -> None:
        """Takes in what is in range now."""
        self._near = [each for each in near_lines(seen, rows) if self._fits(each)]
        twins = _twins(self._near)
        self._hint.setVisible(bool(twins))
        if twins:
            self._hint.show_text(twin_words(twins), "info")
        title = tr("In range now")
        words = "" if self._near else tr("Nothing yet. It shows up here by itself.")
        self._guess()
        lines: list[Line] = [Section(title, words), *self._near]
        self.list.show_parts(lines, self._clock.now())

    def _guess(self) -> None:
        """Shows the steps of what is new here, until somebody chooses a model."""
        new = next((each.seen.model for each in self._near if not each.seen.device_id), "")
        at = self._model.findData(new)
        if self._again is None and not self._chosen and at >= 0:
            self._model.setCurrentIndex(at)

    def _choose_model(self) -> None:
        self._chosen = True

    def _fits(self, line: Near) -> bool:
        if line.row is not None and line.row.kind == "tablet":
            return False
        again = self._again
        if again is None:
            return True
        mine = line.seen.device_id in ("", again.id)
        return mine and (not again.model or line.seen.model in ("", again.model))

    def _left(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(heading(tr("1  Make the device ready"), "subheading"))
        self._model = choice(*((each.title, each.code) for each in known_models()))
        self._model.setObjectName("pair_model")
        if self._again is not None:
            self._model.setCurrentIndex(max(0, self._model.findData(self._again.model)))
        self._model.currentIndexChanged.connect(lambda _at: self._show_steps())
        self._model.activated.connect(lambda _at: self._choose_model())
        column.addWidget(field(tr("Model"), self._model))
        self._steps = QVBoxLayout()
        column.addLayout(self._steps)
        column.addStretch(1)
        return holder

    def _right(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(heading(tr("2  Choose it in the list"), "subheading"))
        self._hint = Banner("", "info")
        self._hint.setObjectName("pair_twins")
        self._hint.hide()
        column.addWidget(self._hint)
        self.list = EquipmentList(lambda _seen: tr("Choose"))
        self.list.setObjectName("pair_list")
        self.list.setAccessibleName(tr("In range now"))
        self.list.activated.connect(self._pick)
        self.list.clicked.connect(self._pick)
        column.addWidget(self.list, 1)
        column.addWidget(label(tr("Enter chooses the device you stand on."), "small"))
        return holder

    def _show_steps(self) -> None:
        while item := self._steps.takeAt(0):
            if part := item.widget():
                let_go(part)
        model = known_model(str(self._model.currentData()))
        if model is not None:
            self._steps.addWidget(StepCards(model.kind, ready_steps(model)))

    def _pick(self, index: QModelIndex) -> None:
        line = self.list.rows.lines[index.row()]
        if isinstance(line, Near):
            self.picked.emit(line)


def ready_steps(model: KnownModel) -> list[tuple[str, str]]:
    """The steps until the device shows up, each with its picture."""
    pictures = [step.picture for step in model.steps]
    end = pictures.index(_CHOOSING) if _CHOOSING in pictures else len(pictures)
    return [(step.text, step.picture) for step in model.steps[:end]]


def rest_steps(model: KnownModel) -> list[tuple[str, str]]:
    """The steps after the device was chosen."""
    before = len(ready_steps(model)) + 1
    return [(step.text, step.picture) for step in model.steps[before:]]


def _twins(lines: Sequence[Near]) -> list[Near]:
    """The devices of a model of which there is more than one in range."""
    models = [line.seen.model for line in lines]
    return [line for line in lines if line.seen.model and models.count(line.seen.model) > 1]


def twin_words(twins: Sequence[Near]) -> str:
    """How to tell devices of one model apart."""
    return tr(
        "{n} devices of the same model are in range. Hold the right one against the PC: it gets "
        "the strongest signal. Compare the serial number, too.",
        n=len(twins),
    )
