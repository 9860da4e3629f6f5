"""Where one begins: take a file in, write one, readings as codes, and how the others stand."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import ntr, tr
from station.services.stick.exchanging import SUFFIX, Overview
from station.views.exchange.words import peer_line
from station.views.overview.lines import LineView
from station.views.style import (
    Banner,
    Card,
    FlowLayout,
    button,
    choice,
    current,
    field,
    heading,
    label,
    text_input,
)
from station.views.style.drop import DropFrame

_LARGE = 1.5
_PICTURES = "(*.jpg *.jpeg *.png *.pdf *.tif *.tiff)"


class HomePanel(QWidget):
    """`chosen` carries the Path to take in, `wanted` where to write to and for whom ("" for any).

    `pictures` carries the Paths of pictures with codes; `codes`, `code` and `conflicts` ask for
    codes of a patient's readings, the stations' own code, and the page of conflicts.
    """

    chosen = Signal(object)
    wanted = Signal(object, str)
    pictures = Signal(object)
    codes = Signal()
    code = Signal()
    conflicts = Signal()

    def __init__(self, overview: Overview, now: int, wrong: str = "") -> None:
        super().__init__()
        self.setObjectName("exchange_home")
        self.overview, self._now, self._wrong = overview, now, wrong
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(3))
        self._pair = QWidget()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        # Beside each other in large text, the second would reach out of sight.
        self._row = QBoxLayout(down if current().scale >= _LARGE else across, self._pair)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current().px(3))
        self._column.addWidget(self._pair)

    @property
    def busy(self) -> bool:
        """Whether something is written or chosen here that would be lost."""
        written = any(each.text() for each in self.findChildren(QLineEdit))
        return written or any(each.currentIndex() > 0 for each in self.findChildren(QComboBox))

    def parts(self) -> Iterator[Callable[[], object]]:
        """What it is built of, a turn each."""
        yield from (self._take_in, self._write, self._say, self._peers)

    def begin(self) -> None:
        """Puts the cursor where one begins."""
        self.drop.browse.setFocus()

    def _take_in(self) -> None:
        browse = button(tr("Choose file …"), "Ctrl+O", primary=True)
        browse.setObjectName("exchange_browse")
        words = tr("Drop it anywhere on this page. It is looked at to its end before it counts.")
        self.drop = DropFrame("exchange_drop", tr("Take in a file"), words, browse)
        self.drop.dropped.connect(self.chosen)
        browse.clicked.connect(lambda _checked=False: self._browse())
        self._path = text_input(tr("Or write where the file is, and press Enter"), longest=1000)
        self._path.setObjectName("exchange_path")
        self._path.returnPressed.connect(self._typed)
        path = field(tr("File"), self._path)
        path.set_wrong(self._wrong)
        card = Card()
        card.body.addWidget(self.drop)
        card.body.addWidget(path)
        card.body.addStretch(1)
        self._row.addWidget(card, 1)

    def _write(self) -> None:
        card = Card()
        card.body.addWidget(heading(tr("Write a file"), "subheading"))
        words = tr("It holds what the other station lacks, and says what this one has.")
        card.body.addWidget(label(words, "muted", wrap=True))
        known = [(each.name, each.station) for each in self.overview.peers]
        self._to = choice(*known, (tr("A new station (everything)"), ""))
        self._to.setObjectName("exchange_to")
        card.body.addWidget(field(tr("For"), self._to))
        write = button(tr("Write the file …"), "Ctrl+S")
        write.setObjectName("exchange_write")
        write.clicked.connect(lambda _checked=False: self._choose_place())
        holder = QWidget()
        FlowLayout(holder).addWidget(write)
        card.body.addWidget(holder)
        card.body.addStretch(1)
        self._row.addWidget(card, 1)

    def _say(self) -> None:
        if self.overview.conflicts:
            count = self.overview.conflicts
            banner = Banner(ntr("{n} conflict waits", "{n} conflicts wait", count), "warning")
            banner.setObjectName("exchange_conflicts")
            banner.add_action(tr("See the conflicts"), self.conflicts.emit)
            self._column.addWidget(banner)
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        for name, words, act in (
            ("codes_read", tr("Read codes in pictures …"), self._browse_pictures),
            ("codes_make", tr("Readings as codes …"), self.codes.emit),
            ("exchange_code_again", tr("Show the stations' code"), self.code.emit),
        ):
            made = button(words)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            flow.addWidget(made)
        self._column.addWidget(holder)

    def _peers(self) -> None:
        card = Card()
        card.body.addWidget(heading(tr("The other stations"), "subheading"))
        rows = self.overview.peers
        if not rows:
            words = tr("Nothing has been exchanged yet. Write a file and take it to another one.")
            card.body.addWidget(label(words, "muted", wrap=True))
            card.body.addStretch(1)
        else:
            view = LineView("exchange_peers", tr("The other stations"), lambda _line: None)
            view.show_all([peer_line(each, self._now) for each in rows])
            card.body.addWidget(view, 1)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._column.addWidget(card, 1)

    # ------------------------------------------------------------------------------- choosing

    def _typed(self) -> None:
        text = self._path.text().strip().strip('"')
        if text:
            self.chosen.emit(Path(text).expanduser())

    def _browse(self) -> None:
        dialog = self._dialog(tr("Choose the file"))
        dialog.setNameFilters([tr("Files of changes (*.stationx)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()

    def _browse_pictures(self) -> None:
        dialog = self._dialog(tr("Choose pictures of codes"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Pictures") + f" {_PICTURES}"])
        dialog.filesSelected.connect(
            lambda names: self.pictures.emit(tuple(Path(name) for name in names))
        )
        dialog.open()

    def _choose_place(self) -> None:
        to = str(self._to.currentData())
        dialog = self._dialog(tr("Where to write the file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(f"{self.overview.name}{SUFFIX}")
        dialog.fileSelected.connect(lambda name: self.wanted.emit(Path(name), to))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return dialog
