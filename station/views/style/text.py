"""Text that is always plain: Qt would otherwise read «<86» as mark-up and drop it."""

from math import ceil

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from station.views.style.flags import ALIGN_ACROSS, ALIGN_DOWN, PLAIN_TEXT
from station.views.style.theme import font


class Label(QLabel):
    """A label that shows its text letter for letter."""

    def __init__(self, text: str, role: str = "body", *, wrap: bool = False) -> None:
        super().__init__()
        # Layouts ask for the height at the same two or three widths again and again, and Qt
        # breaks the words into lines anew each time.
        self._heights: dict[int, int] = {}
        self._letters: QFont | None = None
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("role", role)
        if wrap:
            self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows other words; the same words cost nothing."""
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at this width, remembered until words or letters change."""
        self.ensurePolished()
        if (letters := self.font()) != self._letters:
            self._letters = letters
            self._heights.clear()
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def centred(self) -> "Label":
        """Puts the words in the middle of the line, and gives the label back."""
        self.setProperty("alignment", ALIGN_ACROSS | ALIGN_DOWN)
        return self

    def set_role(self, role: str) -> None:
        """Gives the text another role from tokens.TYPE."""
        if self.property("role") != role:
            self.setProperty("role", role)
            restyle(self)


class ElidedLabel(Label):
    """One line that ends in «…» when it is too narrow, with the whole text as its hint."""

    def __init__(self, text: str, role: str = "body") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)

    def minimumSizeHint(self) -> QSize:
        """May shrink to nothing in width, never in height."""
        return QSize(1, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the whole text as a hint only where the line is cut."""
        super().resizeEvent(event)
        cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()
        hint(self, self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws as much of the line as there is room for."""
        painter = QPainter(self)
        line = QFontMetrics(self.font()).elidedText(
            self.text(), QtCore.Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), ALIGN_DOWN, line)


def label(text: str, role: str = "body", *, wrap: bool = False) -> Label:
    """A plain text in one of the roles of tokens.TYPE."""
    return Label(text, role, wrap=wrap)


def heading(text: str, role: str = "heading", *, wrap: bool = False) -> Label:
    """A heading: "display", "heading" or "subheading"."""
    return Label(text, role, wrap=wrap)


def line_height(role: str) -> int:
    """How high a line in this role is, in pixels; a label knows it once it stands in a window."""
    return ceil(QFontMetricsF(font(role)).height())


def hint(widget: QWidget, text: str) -> None:
    """Sets what is shown while the pointer rests on the widget, letter for letter."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    widget.setToolTip(f"<qt>{safe}</qt>" if text else "")


def restyle(widget: QWidget) -> None:
    """Draws the widget anew after a property that the style sheet reads has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()
    widget.update()


def appear(widget: QWidget, *, shown: bool) -> None:
    """Shows or hides a part; one that was never hidden comes with what it stands in.

    Showing a part styles it and lays it out at once, also where it stands nowhere yet.
    """
    if not shown or widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        widget.setVisible(shown)
