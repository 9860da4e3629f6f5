"""After it went out: the receipt beside what comes next."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.services.handing_out.values import HandoutView
from station.services.prints.receipt import WantedReceipt
from station.views.context import Context
from station.views.prints.viewer import Made, Viewer
from station.views.style import Banner, Panes, button, current, heading, label


class DonePanel(QWidget):
    """`wanted` carries "another" or "equipment"; `tablet_wanted` a tablet's id."""

    wanted = Signal(str)
    tablet_wanted = Signal(str)

    def __init__(self, context: Context, view: HandoutView) -> None:
        super().__init__()
        self.setObjectName("handout_done")
        self._context, self.view = context, view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.viewer = Viewer(context)
        column.addWidget(Panes(self._left(), self.viewer, (4, 7)))

    def begin(self) -> None:
        """Makes the receipt, in the language of the print's reader."""
        prints, session = self._context.station.receipt_prints, self._context.session
        handout = self.view.id

        def make() -> Made:
            printed = prints.make(session, WantedReceipt(handout))

            def save(path: Path) -> None:
                prints.save(session, printed, path)

            return Made(
                printed.pdf, printed.file_name, save, partial(prints.note, session, printed)
            )

        self.viewer.show_print(make)
        self.setFocusProxy(self._signed)
        # What was pressed is gone: without this the keyboard would stand on the shell.
        self._signed.setFocus()

    def _left(self) -> QWidget:
        view = self.view
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        said = Banner(tr("Handed out to {name}", name=view.to), "good")
        said.setObjectName("handed_out")
        column.addWidget(said)
        column.addWidget(heading(tr("Receipt {code}", code=view.code), "subheading"))
        for line in view.lines:
            more = " · ".join(filter(None, (line.kind_words, line.label, line.accessory_words)))
            column.addWidget(label(line.name, "strong"))
            column.addWidget(label(more, "muted", wrap=True))
        column.addWidget(
            label(
                tr("Print it, sign both halves, and leave the upper one with the borrower."),
                "body",
                wrap=True,
            )
        )
        self._said = Banner("", "warning")
        self._said.hide()
        column.addWidget(self._said)
        self._signed = button(tr("Both halves are signed"), "Ctrl+Return")
        self._signed.setObjectName("receipt_signed")
        self._signed.clicked.connect(lambda _checked=False: self._sign())
        self._signed.setEnabled(view.signed_on is None)
        column.addWidget(self._signed, 0, Qt.AlignmentFlag.AlignLeft)
        self._next(column)
        column.addStretch(1)
        return holder

    def _next(self, column: QVBoxLayout) -> None:
        for line in self.view.lines:
            if line.kind == "tablet" and not line.own:
                made = button(tr("Pair {name} with this PC", name=line.name))
                made.setObjectName("pair_tablet")
                made.clicked.connect(
                    lambda _checked=False, device=line.device_id: self.tablet_wanted.emit(device)
                )
                column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        for what, words in (
            ("another", tr("Hand out more")),
            ("equipment", tr("To the equipment")),
        ):
            made = button(words, kind="quiet")
            made.setObjectName(f"done_{what}")
            made.clicked.connect(lambda _checked=False, what=what: self.wanted.emit(what))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _sign(self) -> None:
        handing, session = self._context.station.handing_out, self._context.session
        today = day_of(self._context.clock.now())

        def done(_none: None) -> None:
            self._signed.setEnabled(False)
            self._context.toast(tr("Noted: the receipt is signed"), self._unsign)

        self._context.bridge.ask(
            self, partial(handing.signed, session, self.view.id, today), done, self._refused
        )

    def _unsign(self) -> None:
        handing, session = self._context.station.handing_out, self._context.session
        job = partial(handing.signed, session, self.view.id, None)
        self._context.bridge.ask(self, job, lambda _none: self._signed.setEnabled(True))

    def _refused(self, trouble: Trouble) -> None:
        self._said.show_text(trouble.sentence(), "warning")
        self._said.show()
