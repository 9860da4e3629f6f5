"""A section with a list at the left and one of its things, or a form, at the right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.trouble import Trouble
from station.views.context import Context
from station.views.overview.cases import show_refused
from station.views.overview.reveal import reveal
from station.views.patients.inplace import InPlace
from station.views.steps import Steps
from station.views.style import Card, EmptyState, Panes, current, heading, scrolled


class Board(QWidget):
    """A subclass fills `head` and `listed` (columns) and puts what is open in front."""

    rest_title = ""
    rest_words = ""

    def __init__(self, context: Context, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.context = context
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(3))
        self.head.addWidget(heading(title, "subheading"))
        column.addLayout(self.head)
        holder = QWidget()
        self.listed = QVBoxLayout(holder)
        self.listed.setContentsMargins(0, 0, 0, 0)
        self.listed.setSpacing(theme.px(2))
        card = Card()
        self._room = card.body
        self.front: QWidget | None = None
        self._card, self._panes = card, Panes(holder, card, (6, 5))
        column.addWidget(self._panes, 1)
        self._steps = Steps(self, (self.fill_head, self.fill_list, self.rest, self.look))

    def fill_head(self) -> None:
        """Fills the line above: counts, choices, the way to something new."""

    def fill_list(self) -> None:
        """Fills the left side."""

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved; a form that is being written in stays."""
        if not self._steps.waiting and changes.topics & {"equipment", "patients"}:
            self.look()

    def look(self) -> None:
        """Asks for what is shown, as it is now."""

    def begin(self) -> None:
        """Puts the keyboard on the list, once it stands there."""
        self._steps.add(self.to_list)

    def to_list(self) -> None:
        """Puts the keyboard on the list."""

    def rest(self) -> None:
        """Shows that nothing is open."""
        self.put(EmptyState(self.rest_title, self.rest_words))

    def put(self, widget: QWidget) -> None:
        """Shows something at the right in place of what was there."""
        while item := self._room.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        self.front = widget
        resting = isinstance(widget, EmptyState)
        self._room.addWidget(widget if resting else scrolled(widget))
        if not resting:
            self.context.bridge.soon(self._card, partial(reveal, self._panes, self._card))

    def in_place(self, form: InPlace, back: Callable[[], object]) -> None:
        """Shows a form; Esc leads back."""
        form.cancelled.connect(back)
        self.put(form)
        form.begin()

    def do(
        self, form: InPlace, job: Callable[[], object], then: Callable[[object], object]
    ) -> None:
        """Does what a form asks for; what is refused is shown in it."""

        def failed(trouble: Trouble) -> None:
            show_refused(form, trouble)

        self.context.bridge.ask(form, job, lambda result: _run(then, result), failed)

    @property
    def writing(self) -> bool:
        """Whether a form is open."""
        return isinstance(self.front, InPlace)


def _run(then: Callable[[object], object], result: object) -> None:
    then(result)
