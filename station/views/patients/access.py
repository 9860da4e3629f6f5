"""«Hvem har sett min journal»: who saw or changed what in one patient's file."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.access_words import AccessLine
from station.services.prints.access import PrintedAccess
from station.views.places import SaveTo
from station.views.style import Banner, Card, button, current, heading, label

Index = QModelIndex | QPersistentModelIndex
FULL_PAGE = 200


class AccessRows(QAbstractTableModel):
    """Lines of the log as a table of four columns."""

    def __init__(self, lines: tuple[AccessLine, ...], now: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = lines
        self._now = now
        self._heads = (tr("When"), tr("Who"), tr("Role"), tr("What"))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """When, who, role, what."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The words of one cell."""
        if role != int(Qt.ItemDataRole.DisplayRole) or not index.isValid():
            return None
        line = self.lines[index.row()]
        return (when(line.at, self._now), line.who, line.role, line.what)[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # noqa: ANN401
        """The words above the columns."""
        if role == int(Qt.ItemDataRole.DisplayRole) and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None

    def add(self, more: tuple[AccessLine, ...]) -> None:
        """Puts older lines below."""
        start = len(self.lines)
        self.beginInsertRows(QModelIndex(), start, start + len(more) - 1)
        self.lines += more
        self.endInsertRows()


class AccessPanel(QWidget):
    """The table, its explanation, and the ways back and further down.

    `more_wanted` carries the number of the last row shown, `print_wanted` the Path of a PDF.
    """

    closed = Signal()
    more_wanted = Signal(object)
    print_wanted = Signal(object)

    def __init__(self, name: str, lines: tuple[AccessLine, ...], now: int) -> None:
        super().__init__()
        self.setObjectName("access_panel")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        back = button(tr("Back to the patient"), "Esc", kind="quiet")
        back.setObjectName("back_to_facts")
        back.clicked.connect(lambda _checked=False: self.closed.emit())
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(heading(tr("Who has seen the file of {name}", name=name)))
        explained = tr("Everyone who opened or changed the file on this PC, the newest first.")
        column.addWidget(label(explained, "muted", wrap=True))
        self._print = button(tr("Print the list …"), icon="print")
        self._print.setObjectName("print_access")
        column.addWidget(self._print, 0, Qt.AlignmentFlag.AlignLeft)
        self._printing = self._print_card()
        self._print.clicked.connect(lambda _checked=False: self._open_print())
        column.addWidget(self._printing)
        self.rows = AccessRows(lines, now, self)
        column.addWidget(self._table(), 1)
        self._more = button(tr("Show older lines"))
        self._more.clicked.connect(
            lambda _checked=False: self.more_wanted.emit(self.rows.lines[-1].seq)
        )
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more.setVisible(len(lines) >= FULL_PAGE)

    def add(self, more: tuple[AccessLine, ...]) -> None:
        """Shows older lines below the others."""
        self._more.setVisible(len(more) >= FULL_PAGE)
        if more:
            self.rows.add(more)

    def saved(self, printed: PrintedAccess) -> None:
        """Says that the list was saved."""
        self._save.setEnabled(True)
        words = tr(
            "The list is saved, with {n} lines. Print it, then delete the file from the PC.",
            n=printed.lines,
        )
        self.news.show_text(words, "good")
        self.news.show()

    def not_saved(self, trouble: Trouble) -> None:
        """Says why the list was not saved."""
        self._save.setEnabled(True)
        self.news.show_text(trouble.sentence(), "danger")
        self.news.show()

    def set_file_name(self, name: str) -> None:
        """Proposes a file name, which tells nothing about a person."""
        self._place.propose(name)

    def _print_card(self) -> Card:
        card = Card()
        explained = tr("For the patient who asks. No other patient is named.")
        self._place = SaveTo("access_path", tr("Save the list here"), "", "pdf", explained)
        self._save = button(tr("Save the list as PDF"), primary=True)
        self._save.setObjectName("save_access")
        self._save.clicked.connect(lambda _checked=False: self._ask_print())
        self.news = Banner("", "good")
        self.news.setObjectName("access_news")
        card.body.addWidget(self._place)
        card.body.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.news)
        self.news.hide()
        card.hide()
        return card

    def _open_print(self) -> None:
        self._print.hide()
        self._printing.show()
        self._place.editor.setFocus()

    def _ask_print(self) -> None:
        path = self._place.path()
        if path is not None:
            self._save.setEnabled(False)
            self.news.show_text(tr("Making the list …"), "info")
            self.news.show()
            self.print_wanted.emit(path)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("access_table")
        table.setAccessibleName(tr("Who has seen the file"))
        table.setModel(self.rows)
        table.setFrameShape(QTableView.Shape.NoFrame)
        # With large text the panel scrolls around it, and the window stays as high as the screen.
        table.setMinimumHeight(current().px(45))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(current().px(8))
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        return table
