"""The last step: the recovery code on paper and in the safe, before anything else happens."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout

from station.core.i18n import tr
from station.views.firststart.steps import Step
from station.views.style.controls import button, field, text_input
from station.views.style.frames import Banner, Card
from station.views.style.inputs import check
from station.views.style.text import label
from station.views.style.theme import current

_COLUMNS = 4


class RecoverySheetStep(Step):
    """Shows the code, saves it as a sheet, and waits until the paper is in the safe.

    `wanted` carries the path at which the PDF is to be saved.
    """

    wanted = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        theme = current()
        self._saved = False
        self.column.addWidget(
            label(
                tr(
                    "If every password is lost, only this code opens the records. "
                    "Nobody else has it, and it is shown only now. Print the sheet, "
                    "or write the code down, and lay it in the municipality’s safe."
                ),
                wrap=True,
            )
        )
        self._code = QGridLayout()
        self._code.setSpacing(theme.px(2))
        card = Card(3)
        card.body.addLayout(self._code)
        self.column.addWidget(card)
        self._path = text_input(longest=1000)
        self._path.setObjectName("sheet_path")
        self._path.setText(str(folder / tr("recovery-sheet.pdf")))
        self._field = field(tr("Save the sheet here, on a memory stick for instance"), self._path)
        self.column.addWidget(self._field)
        self._add_buttons()
        self.news = Banner("", "good")
        self.news.hide()
        self.column.addWidget(self.news)
        self.confirmed = check(tr("The code is on paper, and the paper is in the safe"))
        self.confirmed.setObjectName("in_the_safe")
        self.confirmed.toggled.connect(lambda _: self.changed.emit())
        self.column.addWidget(self.confirmed)

    def show_code(self, code: str) -> None:
        """Shows the code in its groups; an empty one takes it off the screen."""
        while (item := self._code.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, group in enumerate(code.split()):
            words = label(group, "code")
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setObjectName(f"code_{number}")
            self._code.addWidget(words, number // _COLUMNS, number % _COLUMNS)

    def complete(self) -> bool:
        """She has said that the paper is in the safe."""
        return self.confirmed.isChecked()

    def saved(self) -> None:
        """Says that the sheet was saved."""
        self._field.set_wrong("")
        self.news.show_text(
            tr("The sheet is saved. Print it, then delete the file from the PC."), "good"
        )
        self.news.show()

    def not_saved(self, sentence: str) -> None:
        """Says why the sheet was not saved."""
        self.news.hide()
        self._field.set_wrong(sentence)

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        save = button(tr("Save the sheet as PDF"), icon="save")
        save.setObjectName("save_sheet")
        save.clicked.connect(self._ask)
        browse = button(tr("Choose a place …"))
        browse.clicked.connect(self._browse)
        for made in (save, browse):
            row.addWidget(made)
        row.addStretch(1)
        self.column.addLayout(row)

    def _ask(self) -> None:
        if text := self._path.text().strip():
            self.wanted.emit(Path(text))

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Save the recovery sheet"), self._path.text(), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._path.setText)
        dialog.open()
