"""What may be done with one stored reading, wherever it is seen: list, trend or alert."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.readings.entry import Line
from station.services.readings.manual import Excluded, Reading
from station.services.readings.moving import Preview
from station.views.context import Context
from station.views.readings.moving import MovePanel
from station.views.style import Button, FlowLayout, button, current, field, text_input


class ReadingTools(QWidget):
    """Marks, confirms and moves the reading shown, each with «Angre».

    `again` carries its id when it is to be measured again, `why` when it is to be explained;
    `moving_turned` tells whether the panel for another patient stands open.
    """

    again = Signal(str)
    why = Signal(str)
    moving_turned = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._line: Line | None = None
        self._panel: MovePanel | None = None
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._reason = text_input(tr("For instance: right after stairs"), longest=200)
        self._reason.setObjectName("mark_reason")
        self._reason_field = field(tr("Reason"), self._reason)
        self._column.addWidget(self._reason_field)
        self._buttons: dict[str, Button] = {}
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=theme.px(1.5))
        self._act("mark_activity", tr("During activity"), lambda: self._mark(Excluded.ACTIVITY))
        self._act("mark_test", tr("Test"), lambda: self._mark(Excluded.TEST))
        self._act("mark_back", tr("Count it again"), lambda: self._mark(Excluded.NO))
        self._act("confirm_reading", tr("It is right"), self._confirm)
        self._act("measure_again", tr("Measured again …"), self._again)
        self._act("move_reading", tr("Wrong patient …"), self._ask_move)
        self._act("why_reading", tr("Why?"), self._why)
        self._holder = holder
        self._column.addWidget(holder)
        self._column.addStretch(1)
        self.show_line(None)

    def show_line(self, line: Line | None) -> None:
        """Fits the buttons to a reading; None: there is none."""
        if self._panel is not None and (line is None or line.id != self._panel.preview.reading_id):
            self._leave_panel()
        self._line = line
        counting = line is not None and line.excluded is Excluded.NO
        of_form = line is not None and bool(line.answer_id)
        moved = line is not None and line.moved
        self._reason_field.setVisible(counting and self._panel is None)
        self._reason_field.set_wrong("")
        for name, shown in (
            ("mark_activity", counting and not of_form),
            ("mark_test", counting),
            ("mark_back", line is not None and not counting and not moved),
            ("confirm_reading", line is not None and not line.confirmed),
            ("measure_again", line is not None and not of_form),
            ("move_reading", line is not None and not moved),
            ("why_reading", line is not None),
        ):
            self._buttons[name].setVisible(shown)

    def begin(self) -> None:
        """Puts the keyboard on the first thing that can be done."""
        first = next((each for each in self._buttons.values() if not each.isHidden()), None)
        if first is not None:
            first.setFocus()

    def _act(self, name: str, words: str, act: Callable[[], None]) -> None:
        made = button(words, kind="quiet" if name == "why_reading" else "")
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: act())
        self._buttons[name] = made
        self._flow.addWidget(made)

    # -------------------------------------------------------------------------------- marking

    def _mark(self, excluded: Excluded) -> None:
        if self._line is None:
            return
        manual, session = self._context.station.manual, self._context.session
        reading_id, reason = self._line.id, self._reason.text().strip()

        def done(before: Reading) -> None:
            self._reason.clear()
            undo = partial(
                manual.mark, session, reading_id, before.excluded, before.excluded_reason
            )
            out = tr("Marked. The reading is kept and no longer counts.")
            back_in = tr("The reading counts again.")
            self._toast(back_in if excluded is Excluded.NO else out, undo)

        job = partial(manual.mark, session, reading_id, excluded, reason)
        self._context.bridge.ask(self, job, done, self._refused)

    def _refused(self, trouble: Trouble) -> None:
        if self._reason_field.isVisible():
            self._reason_field.set_wrong(trouble.sentence())
            self._reason.setFocus()
        else:
            self._context.toast(trouble.sentence())

    def _confirm(self) -> None:
        if self._line is not None:
            manual, session = self._context.station.manual, self._context.session
            said = tr("Confirmed: somebody has looked at it.")
            job = partial(manual.confirm, session, self._line.id)
            self._context.bridge.ask(self, job, lambda _none: self._context.toast(said))

    def _again(self) -> None:
        if self._line is not None:
            self.again.emit(self._line.id)

    def _why(self) -> None:
        if self._line is not None:
            self.why.emit(self._line.id)

    # --------------------------------------------------------------------------------- moving

    def _ask_move(self) -> None:
        if self._line is None:
            return
        moving, session = self._context.station.moving, self._context.session
        job = partial(moving.preview, session, self._line.id)
        self._context.bridge.ask(self, job, self._open_panel)

    def _open_panel(self, preview: Preview) -> None:
        if self._line is None or self._line.id != preview.reading_id:
            return
        self._leave_panel()
        self._panel = MovePanel(self._context, preview)
        self._panel.left.connect(self._leave_panel)
        self._panel.done.connect(self._moved)
        self._column.insertWidget(0, self._panel)
        # One thing at a time: the other ways stand back while this one is open.
        self._holder.hide()
        self._reason_field.hide()
        self._panel.begin()
        self.moving_turned.emit(True)

    def _moved(self, words: str, undo: object) -> None:
        self._leave_panel()
        if callable(undo):
            self._toast(words, undo)

    def _leave_panel(self) -> None:
        panel, self._panel = self._panel, None
        if panel is not None:
            self._column.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
            self._holder.show()
            self.show_line(self._line)
            self.moving_turned.emit(False)

    def _toast(self, words: str, undo: Callable[[], object]) -> None:
        # The bridge outlives this widget: «Angre» works also after the page was turned.
        bridge, toast = self._context.bridge, self._context.toast

        def undone() -> None:
            bridge.ask(bridge, undo, lambda _: toast(tr("It is undone")))

        toast(words, undone)
