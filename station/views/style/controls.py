"""Buttons, chips and fields, ready to use and reachable by keyboard."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcutEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.views.style.flags import NO_CONTEXT_MENU, PLAIN_TEXT, SENSITIVE_INPUT
from station.views.style.text import Label, appear, label, restyle
from station.views.style.theme import colour, current


class Button(QPushButton):
    """A button that Enter presses as well as Space, with its short cut written on it."""

    def __init__(self, text: str, shortcut: str | None = None, kind: str = "") -> None:
        super().__init__()
        self._shortcut = shortcut
        self._icon = ""
        self._drawn: tuple[object, ...] = ()
        self.setProperty("kind", kind)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """Puts other words on the button and keeps its short cut."""
        self._words = text
        shown = text.replace("&", "&&")
        if self._shortcut:
            digit = len(self._shortcut) == 1
            shown = f"{self._shortcut}  {shown}" if digit else f"{shown}   {keys(self._shortcut)}"
        self.setText(f" {shown}" if self._icon else shown)
        self.setAccessibleName(text)
        if self._shortcut:
            self.setShortcut(QKeySequence(self._shortcut))

    def set_kind(self, kind: str) -> None:
        """Makes it "primary", "danger", "quiet" or ordinary ("")."""
        self.setProperty("kind", kind)
        restyle(self)
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Puts an icon before the words."""
        self._icon = name
        self.set_words(self._words)
        self._draw_icon()

    def event(self, event: QEvent) -> bool:
        """Presses at once on the short cut.

        Qt shows the button pressed for 100 ms first: it forgets what is struck meanwhile, and the
        press itself if the button has to go.
        """
        if event.type() != QEvent.Type.Shortcut:
            return super().event(event)
        if not isinstance(event, QShortcutEvent) or event.isAmbiguous():
            return super().event(event)
        self.click()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Presses on Enter too."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draws the icon in the new colours when the appearance changes."""
        super().changeEvent(event)
        if self._icon and event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._icon:
            return
        inks = {"primary": "on_accent", "danger": "danger", "quiet": "accent"}
        size = current().px(4.5)
        ink = colour(inks.get(self.property("kind"), "ink"))
        if (self._icon, ink.name(), size) == self._drawn:
            return
        self._drawn = (self._icon, ink.name(), size)
        # Late: the first picture has no icon, and Qt's picture classes take their time.
        from station.views.style.icons import icon as drawn

        self.setIcon(drawn(self._icon, ink, size))
        self.setIconSize(QSize(size, size))


def button(
    text: str, shortcut: str | None = None, *, primary: bool = False, kind: str = "", icon: str = ""
) -> Button:
    """A button; `shortcut` like "1" or "Ctrl+L" works in the whole window."""
    made = Button(text, shortcut, "primary" if primary else kind)
    if icon:
        made.set_icon(icon)
    return made


def keys(shortcut: str) -> str:
    """A short cut as it is written on screen: «Ctrl L», «Alt ←»; a key is named as it is marked."""
    return (
        shortcut.replace("+", " ")
        .replace("Left", "←")
        .replace("Right", "→")
        .replace("Return", "Enter")
    )


class Chip(QLabel):
    """A small fact in a rounded frame; tones: "" (neutral), "warning", "danger"."""

    def __init__(self, text: str, tone: str = "") -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("surface", "chip")
        self.setProperty("tone", tone)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Field(QWidget):
    """A named input with its help below, and room for a sentence when something is wrong."""

    def __init__(self, name: str, editor: QWidget, help_text: str = "") -> None:
        super().__init__()
        self.editor = editor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(1))
        self._column = column
        self._caption: Label = label(name, "strong")
        self._caption.setBuddy(editor)
        # Made when there is something to say: most fields never say anything, and hidden words
        # are styled and laid out like the others.
        self._help: Label | None = None
        self._wrong: Label | None = None
        self._help_text = ""
        editor.setAccessibleName(name)
        editor.setAccessibleDescription(help_text)
        for part in (self._caption, editor):
            column.addWidget(part)
        column.addStretch(1)
        self.set_help(help_text)
        self.setFocusProxy(editor)

    def set_name(self, name: str) -> None:
        """Gives it another name, for an input that means something else now."""
        self._caption.setText(name)
        self.editor.setAccessibleName(name)

    @property
    def wrong(self) -> str:
        """The sentence now shown, or an empty text."""
        return self._wrong.text() if self._wrong is not None else ""

    def set_wrong(self, sentence: str) -> None:
        """Shows what is wrong in a sentence; an empty one takes it away."""
        if sentence == self.wrong:
            return
        if self._wrong is None:
            self._wrong = label("", "error", wrap=True)
            self._column.insertWidget(self._column.count() - 1, self._wrong)
        _say(self._wrong, sentence)
        self.editor.setProperty("wrong", bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._help_text)
        restyle(self.editor)

    def set_help(self, sentence: str) -> None:
        """Shows another help text; an empty one takes the line away."""
        if sentence == self._help_text:
            return
        self._help_text = sentence
        if self._help is None:
            self._help = label("", "small", wrap=True)
            self._column.insertWidget(2, self._help)
        _say(self._help, sentence)


def _say(line: Label, sentence: str) -> None:
    """Puts a sentence on a line of its own; without one there is no line."""
    line.setText(sentence)
    appear(line, shown=bool(sentence))


def field(name: str, editor: QWidget, help_text: str = "") -> Field:
    """Puts a name, help and a place for errors around an input."""
    return Field(name, editor, help_text)


def text_input(placeholder: str = "", *, secret: bool = False, longest: int = 200) -> QLineEdit:
    """A one-line text input; a secret one shows dots and stays out of prediction."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setMaxLength(longest)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setProperty("inputMethodHints", SENSITIVE_INPUT)
        made.setProperty("contextMenuPolicy", NO_CONTEXT_MENU)
    return made
