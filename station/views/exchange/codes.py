"""Readings as codes: whose, for how long, and the codes on the screen one by one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.patients.values import PatientHit
from station.services.stick.reading_codes import SCALE, CodesMade, CodesRead
from station.views.context import Context
from station.views.readings.picker import PatientPicker
from station.views.style import (
    Banner,
    Button,
    Card,
    FlowLayout,
    button,
    choice,
    current,
    field,
    heading,
    label,
)

_SIDE = 96


class CodesWish(QWidget):
    """`wanted` carries a patient's id and how many days; `left` goes back."""

    wanted = Signal(str, int)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(heading(tr("Readings as codes"), "subheading"))
        words = tr("Another station takes them in from a picture. The code says no name.")
        card.body.addWidget(label(words, "muted", wrap=True))
        self._days = choice(*((ntr("{n} day", "{n} days", n), n) for n in (30, 7, 90)))
        self._days.setObjectName("codes_days")
        card.body.addWidget(field(tr("Readings of the last"), self._days))
        self.picker = PatientPicker(context, tr("Whose readings?"))
        self.picker.picked.connect(self._pick)
        card.body.addWidget(self.picker)
        back = button(tr("Back"), "Esc", icon="back")
        back.setObjectName("codes_back")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        card.body.addWidget(_row(back))
        column.addWidget(card)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the cursor where one begins."""
        self.picker.box.setFocus()

    def _pick(self, hit: PatientHit) -> None:
        self.wanted.emit(hit.id, int(self._days.currentData()))


class Picture(QWidget):
    """A code, black on white and on whole pixels: a camera finds no other."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("code_picture")
        side = current().px(_SIDE)
        self.setFixedSize(QSize(side, side))
        self._image = QImage()

    def show_code(self, content: bytes, words: str) -> None:
        """Shows a PNG; `words` are for those who hear."""
        self._image = QImage.fromData(content)
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws each square over the same number of the screen's dots."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        count = self._image.width() // SCALE
        if not count:
            return
        ratio = self.devicePixelRatioF()
        side = max(1, int(self.width() * ratio / count)) * count / ratio
        edge = (self.width() - side) / 2
        painter.drawImage(QRectF(edge, edge, side, side), self._image)


class CodesShown(QWidget):
    """`saved` carries the Path to save the pictures under, `left` goes back."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, made: CodesMade) -> None:
        super().__init__()
        self._made, self._at = made, 0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(current().px(5))
        self._picture = Picture()
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addWidget(heading(made.patient, "subheading", wrap=True))
        readings = ntr("{n} reading", "{n} readings", made.readings)
        days = ntr("the last {n} day", "the last {n} days", made.days)
        column.addWidget(label(f"{readings}, {days}", "body", wrap=True))
        self._which = label("", "strong")
        self._which.setObjectName("code_which")
        column.addWidget(self._which)
        words = tr("Take a picture of each code, from straight above and in good light.")
        column.addWidget(label(words, "muted", wrap=True))
        self._news = Banner("")
        self._news.setObjectName("codes_news")
        self._news.hide()
        column.addWidget(self._news)
        column.addWidget(self._buttons())
        column.addStretch(1)
        row.addLayout(column, 1)
        card.body.addLayout(row)
        outer.addWidget(card)
        outer.addStretch(1)
        self._turn(0)

    def begin(self) -> None:
        """Puts the keyboard on what comes next."""
        (self._next if len(self._made.pictures) > 1 else self._save).setFocus()

    def say(self, words: str, tone: str) -> None:
        """Shows one sentence."""
        self._news.show_text(words, tone)
        self._news.show()

    def _buttons(self) -> QWidget:
        many = len(self._made.pictures) > 1
        self._next = _named("code_next", button(tr("Next code"), "Right", primary=many))
        self._next.clicked.connect(lambda _checked=False: self._turn(1))
        self._before = _named("code_before", button(tr("Code before"), "Left"))
        self._before.clicked.connect(lambda _checked=False: self._turn(-1))
        self._save = _named("codes_save", button(tr("Save as pictures …"), icon="save"))
        self._save.clicked.connect(lambda _checked=False: self._browse())
        back = _named("codes_done", button(tr("Done"), "Esc"))
        back.clicked.connect(lambda _checked=False: self.left.emit())
        self._next.setVisible(many)
        self._before.setVisible(many)
        return _row(self._next, self._before, self._save, back)

    def _turn(self, by: int) -> None:
        count = len(self._made.pictures)
        self._at = (self._at + by) % count
        words = tr("Code {at} of {count}", at=self._at + 1, count=count)
        self._which.setText(words)
        self._picture.show_code(self._made.pictures[self._at], words)

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Save as pictures"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile(tr("readings") + ".png")
        dialog.fileSelected.connect(lambda name: self.saved.emit(Path(name)))
        dialog.open()


class MissingPanel(QWidget):
    """Codes of a sequence that have not been read; `more` carries Paths, `left` gives up."""

    more = Signal(object)
    left = Signal()

    def __init__(self, read: CodesRead, wrong: str = "") -> None:
        super().__init__()
        self.setObjectName("codes_missing")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(heading(tr("Some codes are missing"), "subheading"))
        which = ", ".join(tr("code {at} of {of}", at=at, of=of) for at, of in read.missing)
        card.body.addWidget(Banner(tr("Missing: {which}", which=which), "warning"))
        if wrong:
            card.body.addWidget(Banner(wrong, "warning"))
        card.body.addWidget(
            label(tr("Those that were read are kept until you leave this page."), "muted")
        )
        self._choose = _named("codes_more", button(tr("Choose more pictures …"), primary=True))
        self._choose.clicked.connect(lambda _checked=False: self._browse())
        back = _named("codes_leave", button(tr("Leave it"), "Esc"))
        back.clicked.connect(lambda _checked=False: self.left.emit())
        card.body.addWidget(_row(self._choose, back))
        column.addWidget(card)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard on what comes next."""
        self._choose.setFocus()

    def _browse(self) -> None:
        dialog = QFileDialog(self, tr("Choose pictures of codes"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(partial(_emit, self))
        dialog.open()


def _emit(panel: MissingPanel, names: list[str]) -> None:
    panel.more.emit(tuple(Path(name) for name in names))


def _named(name: str, made: Button) -> Button:
    made.setObjectName(name)
    return made


def _row(*parts: QWidget) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=current().px(2))
    for part in parts:
        flow.addWidget(part)
    return holder
