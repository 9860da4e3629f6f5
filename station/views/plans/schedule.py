"""The measuring plan of a draft: a kind, its weekdays, and by what time."""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import weekday
from station.core.i18n import tr
from station.rules.kinds import KINDS
from station.rules.plans import ScheduleItem
from station.rules.wording import kind_name
from station.services.prints.plan_sheet import schedule_text
from station.views.plans.words import time_of_text
from station.views.steps import let_go
from station.views.style import FlowLayout, button, choice, current, label, text_input

_LETTERS = 2


class ScheduleRow(QWidget):
    """One agreed measurement; `changed` after every edit that makes sense, `removed` to go."""

    changed = Signal()
    removed = Signal()

    def __init__(self, item: ScheduleItem) -> None:
        super().__init__()
        self.item = item
        theme = current()
        row = FlowLayout(self, gap=theme.px(1))
        high = theme.px(8.5)
        name = label(kind_name(item.kind), "strong", wrap=True)
        # A long name takes two lines: the days stand under each other from row to row.
        name.setFixedWidth(theme.px(24))
        name.setMinimumHeight(high)
        row.addWidget(name)
        self.days = []
        for number in range(7):
            made = button(weekday(number, short=True)[:_LETTERS])
            made.setObjectName(f"day_{item.kind}_{number}")
            made.setAccessibleName(f"{kind_name(item.kind)} {weekday(number)}")
            made.setCheckable(True)
            made.setChecked(number in item.weekdays)
            made.setFixedWidth(theme.px(9.5))
            made.setProperty("kind", "day")
            made.clicked.connect(lambda _checked=False: self._edited())
            self.days.append(made)
            row.addWidget(made)
        before = label(tr("before"), "muted")
        before.setFixedHeight(high)
        row.addWidget(before)
        self.by = text_input(longest=5)
        self.by.setObjectName(f"by_{item.kind}")
        self.by.setAccessibleName(tr("{kind} before which time", kind=kind_name(item.kind)))
        self.by.setText(item.by)
        self.by.setFixedWidth(theme.px(16))
        self.by.editingFinished.connect(self._edited)
        row.addWidget(self.by)
        away = button("", kind="quiet", icon="close")
        away.setObjectName(f"no_{item.kind}")
        away.setAccessibleName(tr("Take away {kind}", kind=kind_name(item.kind)))
        away.clicked.connect(lambda _checked=False: self.removed.emit())
        row.addWidget(away)

    def _edited(self) -> None:
        days = tuple(at for at, each in enumerate(self.days) if each.isChecked())
        by = time_of_text(self.by.text())
        if by is None or not days:
            # A day at least, and a time that exists: otherwise what stood there stands.
            self.by.setText(self.item.by)
            for at, each in enumerate(self.days):
                each.setChecked(at in self.item.weekdays)
            return
        self.by.setText(by)
        found = ScheduleItem(self.item.kind, days, by)
        if found != self.item:
            self.item = found
            self.changed.emit()


class ScheduleEditor(QWidget):
    """All agreed measurements; `changed` carries the whole schedule."""

    changed = Signal(object)

    def __init__(self, schedule: tuple[ScheduleItem, ...]) -> None:
        super().__init__()
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(1))
        self._rows: list[ScheduleRow] = []
        self._list = QVBoxLayout()
        self._column.addLayout(self._list)
        self._said = label("", "small", wrap=True)
        self._said.setObjectName("schedule_said")
        self._column.addWidget(self._said)
        self._more = choice(
            (tr("Add a measurement …"), ""), *((kind_name(kind.code), kind.code) for kind in KINDS)
        )
        self._more.setObjectName("schedule_add")
        self._more.setAccessibleName(tr("Add a measurement"))
        self._more.activated.connect(lambda _at: self._add())
        self._column.addWidget(self._more)
        self._coming = deque(schedule)
        self._say()

    def parts(self) -> list[Callable[[], object]]:
        """The steps that put the rows in, one for each turn of the event loop."""
        return [self._put_next] * len(self._coming)

    def offer_kinds(self, kinds: Sequence[str]) -> None:
        """Lets these forms be agreed on, too."""
        for code in kinds:
            if self._more.findData(code) < 0:
                self._more.addItem(kind_name(code), code)

    def schedule(self) -> tuple[ScheduleItem, ...]:
        """What is agreed now."""
        return (*(row.item for row in self._rows), *self._coming)

    def _put_next(self) -> None:
        self._put(self._coming.popleft())

    def _put(self, item: ScheduleItem) -> None:
        row = ScheduleRow(item)
        row.changed.connect(self._tell)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._list.addWidget(row)

    def _add(self) -> None:
        kind = self._more.currentData()
        self._more.setCurrentIndex(0)
        if kind:
            self._put(ScheduleItem(kind, tuple(range(7)), "10:00"))
            self._tell()

    def _remove(self, row: ScheduleRow) -> None:
        self._rows.remove(row)
        let_go(row)
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.changed.emit(self.schedule())

    def _say(self) -> None:
        lines = "; ".join(schedule_text(item) for item in self.schedule())
        self._said.setText(lines or tr("No fixed measuring times."))
