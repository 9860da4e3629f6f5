"""A new recovery sheet: said first what it undoes, then the code, then the PDF for the safe."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.context import Context
from station.views.places import SaveTo
from station.views.settings.section import Work, side_by_side
from station.views.style import Card, button, current, heading, label

_COLUMNS = 4


class RecoveryCard(Card):
    """One step at a time in the same place; the code is gone when the section is left."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._code = ""
        self.body.setSpacing(current().px(3))
        self.body.addWidget(heading(tr("Recovery sheet"), "subheading"))
        told = tr("The sheet in the safe opens Station when nobody knows a password.")
        self.body.addWidget(label(told, "muted", wrap=True))
        self._room = QVBoxLayout()
        self.body.addLayout(self._room)
        self._work = Work(context, "recovery_work")
        self.body.addWidget(self._work)
        self._begin()

    def _begin(self) -> None:
        begin = button(tr("Make a new sheet …"))
        begin.setObjectName("new_sheet")
        begin.clicked.connect(lambda _checked=False: self._warn())
        self._put(begin)

    def _warn(self) -> None:
        words = tr("The sheet that lies in the safe now stops working at once.")
        make = button(tr("Make the new sheet"), kind="danger")
        make.setObjectName("make_sheet")
        make.clicked.connect(lambda _checked=False: self._make())
        keep = button(tr("Cancel"))
        keep.clicked.connect(lambda _checked=False: self._begin())
        self._put(label(words, "strong", wrap=True), make, keep)

    def _make(self) -> None:
        safety, session = self._context.station.safety, self._context.session
        self._work.run(
            tr("Making a new code …"), lambda: safety.renew_recovery(session), self._show
        )

    def _show(self, code: str) -> None:
        self._code = code
        told = tr("Only this code counts now, and it is shown only here. Save the sheet, print it.")
        self._place = SaveTo(
            "sheet_path",
            tr("Save the sheet here"),
            tr("recovery-sheet.pdf"),
            "pdf",
            tr("Print it, lay it in the safe, then delete the file."),
        )
        save = button(tr("Save the sheet as PDF"), primary=True)
        save.setObjectName("save_sheet")
        save.clicked.connect(lambda _checked=False: self._save())
        done = button(tr("The paper is in the safe"))
        done.setObjectName("sheet_done")
        done.clicked.connect(lambda _checked=False: self._done())
        self._put(label(told, wrap=True), _groups(code), self._place, save, done)

    def _save(self) -> None:
        path: Path | None = self._place.path()
        if path is None:
            return
        safety, session, code = self._context.station.safety, self._context.session, self._code
        self._work.run(
            tr("Making the sheet …"),
            lambda: safety.save_sheet(session, code, path),
            lambda _: self._work.say(
                tr("The sheet is saved. Print it, then delete the file from the PC.")
            ),
        )

    def _done(self) -> None:
        safety, session = self._context.station.safety, self._context.session
        self._code = ""
        self._work.news.hide()
        self._begin()
        self._work.run(tr("Saving …"), lambda: safety.sheet_kept(session), lambda _: None)

    def _put(self, *parts: QWidget) -> None:
        while (item := self._room.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        buttons = [part for part in parts if part.property("kind") is not None]
        for part in parts:
            if part not in buttons:
                column.addWidget(part)
        column.addLayout(side_by_side(*buttons, end=True))
        self._room.addWidget(holder)


def _groups(code: str) -> Card:
    card, grid = Card(3), QGridLayout()
    grid.setSpacing(current().px(2))
    for at, group in enumerate(code.split()):
        words = label(group, "code")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setObjectName(f"code_{at}")
        grid.addWidget(words, at // _COLUMNS, at % _COLUMNS)
    card.body.addLayout(grid)
    return card
