"""The lines of a template, the languages beside each other, written in place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from station.core.i18n import tr
from station.rules.template_sets import TemplateSet, everything
from station.views.style import colour, font
from station.views.templates.words import LANGUAGE_NAMES, place_words, rows_of

LONGEST = 400
ROLE = int(Qt.ItemDataRole.UserRole)


class WordingTable(QTableWidget):
    """One row a line, one column a language; `written` tells language, place, line and words."""

    written = Signal(str, str, str, str)

    def __init__(self, *, editable: bool) -> None:
        super().__init__(0, 0)
        self.setObjectName("template_lines")
        self.setAccessibleName(tr("The lines of the template"))
        self.verticalHeader().hide()
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setProperty("kind", "airy")
        self._editable = editable
        triggers = QTableWidget.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
            if editable
            else triggers.NoEditTriggers
        )
        self.setItemDelegate(_Words(self))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._filling = False
        self._rows: list[tuple[str, str]] = []
        self._languages: tuple[str, ...] = ()
        self._wrapped: set[int] = set()
        self.itemChanged.connect(self._changed)

    def show_set(self, content: TemplateSet) -> None:
        """Takes a template in; where only words changed, the table stays as it is."""
        at, rows = self.place(), rows_of(content)
        self._filling = True
        same = rows == self._rows and content.languages == self._languages
        if not same:
            self._build(content, rows)
        self._wrapped.clear()
        self._fill(content, rows)
        self._filling = False
        if same:
            for row in self._wrapped:
                self.resizeRowToContents(row)
            return
        if self.isVisible():
            # Else its width is still to come, and with it the wrapping.
            self.resizeRowsToContents()
        if at is not None:
            self.stand_on(*at)

    def _build(self, content: TemplateSet, rows: list[tuple[str, str]]) -> None:
        self._rows, self._languages = rows, content.languages
        self.clear()
        self.setColumnCount(len(content.languages))
        self.setHorizontalHeaderLabels([LANGUAGE_NAMES[each] for each in content.languages])
        self.clearSpans()
        self.setRowCount(len(rows))
        for row, (where, line_id) in enumerate(rows):
            if not line_id:
                self._heading(row)
                continue
            for column, language in enumerate(content.languages):
                self._cell(row, column, (language, where, line_id))

    def _fill(self, content: TemplateSet, rows: list[tuple[str, str]]) -> None:
        crisis = content.first.type == "crisis"
        texts = [
            {(where, line.id): line.text for where, lines in each for line in lines}
            for each in (everything(template).items() for template in content.templates)
        ]
        for row, place in enumerate(rows):
            if not place[1]:
                self._put(row, 0, place_words(content, place[0], crisis=crisis))
                continue
            for column, known in enumerate(texts):
                self._put(row, column, known.get(place, ""))

    def _put(self, row: int, column: int, words: str) -> None:
        item = self.item(row, column)
        if item is not None and item.text() != words:
            item.setText(words)
            self._wrapped.add(row)

    def place(self) -> tuple[str, str] | None:
        """The place and line that the keyboard stands on, the line empty on a heading."""
        row = self.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def stand_on(self, where: str, line_id: str, language: str = "") -> None:
        """Moves to a line, in one language's column if that is named."""
        names = list(LANGUAGE_NAMES)
        column = names.index(language) if language in names else max(self.currentColumn(), 0)
        for row, place in enumerate(self._rows):
            if place == (where, line_id):
                self.setCurrentCell(row, min(column, self.columnCount() - 1))

    def write(self) -> None:
        """Opens the cell in front for writing."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def open_words(self) -> tuple[str, str, str, str] | None:
        """What is being written in a cell now and not told yet."""
        editor = next(
            (each for each in self.findChildren(QLineEdit) if each.objectName() == "line_edit"),
            None,
        )
        key = self.currentIndex().data(ROLE)
        if editor is None or key is None:
            return None
        language, where, line_id = key
        return language, where, line_id, editor.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps the words anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.resizeRowsToContents()

    def _heading(self, row: int) -> None:
        made = QTableWidgetItem()
        made.setFont(font("strong"))
        made.setBackground(colour("ground"))
        made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setSpan(row, 0, 1, max(self.columnCount(), 1))
        self.setItem(row, 0, made)

    def _cell(self, row: int, column: int, key: tuple[str, str, str]) -> None:
        made = QTableWidgetItem()
        made.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        made.setData(ROLE, key)
        if not self._editable:
            made.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.setItem(row, column, made)

    def _changed(self, item: QTableWidgetItem) -> None:
        key = item.data(ROLE)
        if not self._filling and key is not None:
            self.written.emit(*key, " ".join(item.text().split()))


class _Words(QStyledItemDelegate):
    """Where a line is written: over its words, not longer than a line may be."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """A line to write in."""
        made = QLineEdit(parent)
        made.setMaxLength(LONGEST)
        made.setObjectName("line_edit")
        made.setAccessibleName(tr("The line's words"))
        return made
