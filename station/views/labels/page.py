"""Labels: devices chosen at the left, the sheet as it will be printed at the right."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelection, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.equipment.label_finding import Found
from station.services.prints.labels import FORMATS, LabelRow, LabelWish, PrintedLabels
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.inbox.tables import Rows, fit, table
from station.views.labels.picture import ask_picture
from station.views.labels.places import StartPlaces
from station.views.page import Page
from station.views.prints.viewer import Made, Viewer
from station.views.steps import Steps
from station.views.style import (
    Banner,
    FlowLayout,
    Panes,
    button,
    check,
    choice,
    current,
    field,
    heading,
    label,
    scrolled,
    text_input,
)

PAUSE_MS: Final = 500
"""So long after the last change the sheet is made anew."""


class LabelsPage(Page):
    """Ctrl+P prints, Ctrl+S saves, Esc goes back; the list takes several at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[LabelRow, ...] = ()
        self._shown: tuple[LabelRow, ...] = ()
        self._wanted: frozenset[str] = frozenset()
        self._files = Bridge(context.station.files)
        self._files.setParent(self)
        self._files.broken.connect(context.bridge.broken)
        self._files.troubled.connect(context.bridge.troubled)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._make)
        self.list: QTableView | None = None
        self.viewer: Viewer | None = None
        self._column = QVBoxLayout(self)
        side = current().px(3)
        self._column.setContentsMargins(side, side, side, side)
        self._left = QWidget()
        self._left_column = QVBoxLayout(self._left)
        self._left_column.setContentsMargins(0, 0, current().px(2), 0)
        self._left_column.setSpacing(current().px(2))
        self._steps = Steps(
            self,
            (
                self._add_panes,
                self._add_head,
                self._add_list,
                self._add_choices,
                self._add_places,
                self.look,
            ),
        )

    # ----------------------------------------------------------------------------- the shell

    def opened(self, subject: str | None) -> None:
        """Comes to the front; `subject` are ids of devices to be chosen, with commas between."""
        self._wanted = frozenset(filter(None, (subject or "").split(",")))
        if self.list is not None and not self._steps.waiting:
            self.look()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if "equipment" in changes.topics and not self._steps.waiting:
            self.look()

    def look(self) -> None:
        """Asks for the devices that can be labelled."""
        prints, session = self.context.station.labels_print, self.context.session
        self.context.bridge.ask(self, partial(prints.devices, session), self._show)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the devices that are chosen, in the order of the list."""
        if self.list is None:
            return ()
        rows = sorted(each.row() for each in self.list.selectionModel().selectedRows())
        return tuple(self._shown[row].id for row in rows if row < len(self._shown))

    # ------------------------------------------------------------------------------ building

    def _add_panes(self) -> None:
        self.viewer = Viewer(self.context)
        self.viewer.rest(tr("Choose the devices that shall have labels."))
        self._column.addWidget(Panes(scrolled(self._left), self.viewer, (4, 7)))

    def _add_head(self) -> None:
        row = QHBoxLayout()
        row.addWidget(heading(tr("Labels")), 1)
        back = button(tr("Back"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_labels")
        back.clicked.connect(lambda _checked=False: self.context.go("equipment"))
        row.addWidget(back)
        self._left_column.addLayout(row)
        self._news = Banner("")
        self._news.setObjectName("labels_news")
        self._news.hide()
        self._left_column.addWidget(self._news)
        self.search = text_input(tr("Search in labels, kinds, names and serial numbers"))
        self.search.setObjectName("labels_search")
        self.search.setAccessibleName(tr("Search"))
        self.search.textChanged.connect(lambda _text: self._filter())
        self._left_column.addWidget(self.search)

    def _add_list(self) -> None:
        self._model = Rows(self)
        self.list = table(tr("Devices that can be labelled"), self._model)
        self.list.setObjectName("labels_list")
        self.list.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(current().px(50))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._turned())
        self._left_column.addWidget(self.list, 1)
        self._said = label("", "muted", wrap=True)
        self._said.setObjectName("labels_chosen")
        self._left_column.addWidget(self._said)
        holder = QWidget()
        flow = FlowLayout(holder, gap=current().px(2))
        self._every = button(tr("Choose all"), "Ctrl+A")
        self._every.setObjectName("labels_all")
        self._every.clicked.connect(lambda _checked=False: self._choose_all())
        self._give = button(tr("Give them labels"))
        self._give.setObjectName("labels_give")
        self._give.clicked.connect(lambda _checked=False: self._give_labels())
        picture = button(tr("Read labels in a picture …"))
        picture.setObjectName("labels_picture")
        picture.clicked.connect(lambda _checked=False: ask_picture(self, self.read_picture))
        for each in (self._every, self._give, picture):
            flow.addWidget(each)
        self._left_column.addWidget(holder)

    def _add_choices(self) -> None:
        self._form = choice(*((each.words, name) for name, each in FORMATS.items()))
        self._form.setObjectName("labels_format")
        self._form.currentIndexChanged.connect(lambda _at: self._reform())
        row, self._choices = QHBoxLayout(), QVBoxLayout()
        self._choices.setSpacing(current().px(2))
        self._choices.addWidget(field(tr("Sheet"), self._form))
        self._code = choice((tr("Squares (QR)"), False), (tr("Bars (code 128)"), True))
        self._code.setObjectName("labels_code")
        self._code.currentIndexChanged.connect(lambda _at: self._soon())
        self._code_field = field(tr("Code"), self._code)
        self._choices.addWidget(self._code_field)
        self._outlines = check(tr("Lines to cut along (plain paper)"))
        self._outlines.setObjectName("labels_outlines")
        self._outlines.toggled.connect(lambda _on: self._soon())
        self._choices.addWidget(self._outlines)
        self._choices.addStretch(1)
        row.addLayout(self._choices, 1)
        self._beside = QVBoxLayout()
        row.addLayout(self._beside)
        self._left_column.addLayout(row)

    def _add_places(self) -> None:
        self.places = StartPlaces(FORMATS[str(self._form.currentData())])
        self.places.turned.connect(lambda _place: self._soon())
        help_text = tr("A sheet that was begun: click on the first place that is free.")
        self._beside.addWidget(label(tr("First label"), "small-strong"))
        self._beside.addWidget(self.places, 0, Qt.AlignmentFlag.AlignLeft)
        self._beside.addStretch(1)
        self._left_column.addWidget(label(help_text, "muted", wrap=True))

    # ------------------------------------------------------------------------------- showing

    def _show(self, rows: tuple[LabelRow, ...]) -> None:
        wanted = self._wanted or frozenset(self.chosen)
        self._rows, self._wanted = rows, frozenset()
        self._filter(wanted)

    def _filter(self, wanted: frozenset[str] | None = None) -> None:
        """Shows the rows that fit the search; what was chosen among them stays chosen."""
        if self.list is None:
            return
        kept = wanted if wanted is not None else frozenset(self.chosen)
        words = self.search.text().casefold().split()
        shown = tuple(row for row in self._rows if all(word in row.haystack for word in words))
        self._shown = shown
        names = (tr("Label code"), tr("Kind of equipment"), tr("Name"), tr("Serial number"))
        self._model.show_rows(names, len(shown), lambda row, at: _text(shown[row], at))
        fit(self.list, self._model)
        places = [at for at, row in enumerate(shown) if row.id in kept]
        self._select(places)
        self._turned()

    def _select(self, places: list[int]) -> None:
        if self.list is None:
            return
        model = self.list.selectionModel()
        model.blockSignals(True)
        self.list.clearSelection()
        for first, last in stretches(places):
            span = QItemSelection(self._model.index(first, 0), self._model.index(last, 0))
            model.select(span, model.SelectionFlag.Select | model.SelectionFlag.Rows)
        model.blockSignals(False)
        self.list.viewport().update()

    def _choose_all(self) -> None:
        self._select(list(range(len(self._shown))))
        self._turned()

    def _turned(self) -> None:
        if self._steps.waiting:
            # What follows a choice is not built yet; the rows come when it is.
            return
        chosen = set(self.chosen)
        bare = sum(1 for row in self._shown if row.id in chosen and not row.label)
        said = ntr("{n} device chosen", "{n} devices chosen", len(chosen))
        if bare:
            said = f"{said} · {ntr('{n} has no label', '{n} have no label', bare)}"
        self._said.setText(said)
        self._give.setEnabled(bool(bare))
        self.places.show_count(len(chosen))
        self._soon()

    def _reform(self) -> None:
        if self._steps.waiting:
            return
        self.places.show_form(FORMATS[str(self._form.currentData())])
        self.places.updateGeometry()
        self._soon()

    def _soon(self) -> None:
        # A sheet of other labels must not leave in the moment before it is made anew.
        if self.viewer is not None:
            self.viewer.outdate()
        self._pause.start()

    def _make(self) -> None:
        chosen = self.chosen
        if self.viewer is None:
            return
        if not chosen:
            self.viewer.rest(tr("Choose the devices that shall have labels."))
            return
        wish = LabelWish(
            chosen,
            str(self._form.currentData()),
            self.places.place,
            bool(self._code.currentData()),
            self._outlines.isChecked(),
        )
        prints, session = self.context.station.labels_print, self.context.session

        def make() -> Made:
            printed: PrintedLabels = prints.make(session, wish)

            def save(path: Path) -> None:
                prints.save(session, printed, path)

            return Made(
                printed.pdf, printed.file_name, save, partial(prints.note, session, printed)
            )

        self.viewer.show_print(make)

    # -------------------------------------------------------------------------------- acting

    def _give_labels(self) -> None:
        prints, session = self.context.station.labels_print, self.context.session

        def given(count: int) -> None:
            self.context.toast(ntr("{n} device got a label", "{n} devices got labels", count))
            self.look()

        job = partial(prints.give, session, self.chosen)
        self.context.bridge.ask(self, job, given, self._told)

    def read_picture(self, path: Path) -> None:
        """Reads the labels in a picture on the lane for files, and chooses their devices."""
        finding, session = self.context.station.label_finding, self.context.session
        self.say(tr("Reading «{name}» …", name=path.name), "info")

        def read(texts: tuple[str, ...]) -> None:
            job = partial(finding.find_all, session, texts)
            self.context.bridge.ask(self, job, self._chosen_by_picture, self._told)

        self._files.ask(self, partial(finding.read_picture, session, path), read, self._told)

    def _chosen_by_picture(self, found: tuple[Found, ...]) -> None:
        known = {each.device.id for each in found if each.device is not None}
        self.search.clear()
        self._select([at for at, row in enumerate(self._shown) if row.id in known])
        self._turned()
        strange = [each.sentence for each in found if each.device is None]
        if not found:
            self.say(
                tr("No code was found in the picture. Take it closer, in better light."), "warning"
            )
            return
        said = ntr("{n} device was found", "{n} devices were found", len(known))
        self.say(" ".join([f"{said}.", *strange[:3]]), "warning" if strange else "good")

    def _told(self, trouble: Trouble) -> None:
        self.say(trouble.sentence(), "warning")

    def say(self, words: str, tone: str) -> None:
        """Shows a sentence over the list."""
        self._news.show_text(words, tone)
        self._news.show()


def stretches(places: list[int]) -> list[tuple[int, int]]:
    """Sorted places as stretches (first, last) without a gap."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _text(row: LabelRow, at: int) -> str:
    return (row.label or "–", row.kind_words, row.name, row.serial)[at]
