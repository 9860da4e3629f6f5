"""«Skriv ut»: what can be printed for a patient and for the day at the left, the pages beside."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.services.prints.plan_shapes import SHAPE_WORDS, Shape
from station.services.prints.report import (
    ASKED_WORDS,
    Asked,
    Paper,
    PrintChoices,
    PrintedReport,
    Wanted,
)
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.plans.preview import LANGUAGES
from station.views.prints.viewer import Made, Viewer
from station.views.style import (
    Panes,
    button,
    choice,
    current,
    field,
    heading,
    note_input,
    scrolled,
)

NAME: Final = "prints"
PAUSE_MS: Final = 600
"""So long after the last letter of a question the page is made anew."""
_USUAL: Final = ""
_PAPER_WORDS: Final = {
    Paper.GP: N_("Summary for the GP"),
    Paper.HOSPITAL: N_("Summary to bring to hospital"),
    Paper.MEASURING: N_("Measuring sheet"),
    Paper.DAYLIST: N_("Day list"),
}
Choice = Paper | Shape


@dataclass(frozen=True, slots=True)
class Place:
    """What the page was opened for: from which page, about whom ("" for nobody), and what."""

    origin: str = "today"
    patient_id: str = ""
    paper: str = ""
    asked: str = ""

    @classmethod
    def of(cls, subject: str | None) -> "Place":
        """Read a subject such as today/<patient>/gp/red; what is left out is the usual."""
        parts = [*(subject or "today").split("/"), "", "", ""]
        return cls(*parts[:4])


class PrintsPage(Page):
    """Choose in the list; Ctrl+P prints, Ctrl+S saves, Esc goes back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._place = Place()
        self._choices: PrintChoices | None = None
        self._shown: list[tuple[str, Choice, bool]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._make)
        column = QVBoxLayout(self)
        side = current().px(3)
        column.setContentsMargins(side, side, side, side)
        self.viewer = Viewer(context)
        # With large text they stand under each other: beside the list no page has its width.
        column.addWidget(Panes(scrolled(self._left()), self.viewer, (3, 8)))

    # ----------------------------------------------------------------------------- the shell

    def opened(self, subject: str | None) -> None:
        """Comes to the front: for a patient, and for one print where it is named."""
        place = Place.of(subject)
        if place.patient_id != self._place.patient_id:
            self._question.clear()
            # The last patient's print must not go out under this one's name.
            self.viewer.outdate()
        self._place, self._choices = place, None
        self._asked.blockSignals(True)
        self._asked.setCurrentIndex(max(0, self._asked.findData(place.asked)))
        self._asked.blockSignals(False)
        if not place.patient_id:
            self._show_choices(None)
            return
        prints, session = self.context.station.report_prints, self.context.session
        job = partial(prints.choices, session, place.patient_id)

        def show(found: PrintChoices) -> None:
            if place is self._place:
                self._show_choices(found)

        def failed(trouble: Trouble) -> None:
            if place is self._place:
                self._unknown(trouble)

        self.context.bridge.ask(self, job, show, failed)

    def draft_key(self) -> tuple[str, str] | None:
        """The question to the GP belongs to the patient."""
        return ("print", self._place.patient_id) if self._place.patient_id else None

    def draft(self) -> Draft | None:
        """The question to the GP, which is nowhere else until it is printed."""
        question = self._question.toPlainText().strip()
        return {"question": question} if question else None

    def restore(self, draft: Draft) -> None:
        """Puts the question back."""
        self._question.setPlainText(str(draft.get("question", "")))

    @property
    def chosen(self) -> Choice | None:
        """What is chosen in the list."""
        at = self.list.currentRow()
        return self._shown[at][1] if at >= 0 else None

    def choose(self, wanted: Choice) -> None:
        """Chooses a print, if it is offered."""
        for at, (_, what, _) in enumerate(self._shown):
            if what is wanted:
                self.list.setCurrentRow(at)
                return

    # ------------------------------------------------------------------------------ building

    def _left(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        back = button(tr("Back"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_prints")
        back.clicked.connect(lambda _checked=False: self._leave())
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self._title = heading(tr("Print"))
        self._title.setWordWrap(True)
        column.addWidget(self._title)
        self.list = QListWidget()
        self.list.setObjectName("print_choices")
        self.list.setSpacing(theme.px(1))
        self.list.setMinimumHeight(theme.px(40))
        self.list.setAccessibleName(tr("What can be printed"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._turned())
        column.addWidget(self.list, 1)
        self._language, _ = self._choice(
            "print_reader",
            tr("The language of the print"),
            ((tr("The reader's usual"), _USUAL), *((word, code) for code, word in _SPOKEN)),
            column,
        )
        self._asked, self._asked_field = self._choice(
            "print_asked",
            tr("Why the GP gets it"),
            tuple((tr(words), code.value) for code, words in ASKED_WORDS.items()),
            column,
        )
        self._question = note_input(lines=3)
        self._question.setObjectName("print_question")
        self._question_field = field(tr("What we ask the GP"), self._question)
        self._question.textChanged.connect(self._written)
        column.addWidget(self._question_field)
        return holder

    def _choice(
        self,
        name: str,
        words: str,
        options: tuple[tuple[str, object], ...],
        column: QVBoxLayout,
    ) -> tuple[QComboBox, QWidget]:
        made = choice(*options)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.currentIndexChanged.connect(lambda _at: self._make())
        shown = field(words, made)
        column.addWidget(shown)
        return made, shown

    # ------------------------------------------------------------------------------- showing

    def _show_choices(self, found: PrintChoices | None) -> None:
        self._choices = found
        self._title.setText(tr("Print: {name}", name=found.name) if found else tr("Print"))
        self.list.blockSignals(True)
        self.list.clear()
        self._shown = self._offered(found)
        for words, _, _ in self._shown:
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(1, current().px(9)))
            self.list.addItem(item)
        self.list.blockSignals(False)
        wanted = self._place.paper
        first: Choice = Paper.GP if found else Paper.DAYLIST
        known: dict[str, Choice] = {each.value: each for each in (*Paper, *Shape)}
        self.choose(known.get(wanted, first))
        self.list.setFocus()

    def _offered(self, found: PrintChoices | None) -> list[tuple[str, Choice, bool]]:
        """(words, what, whether about the patient), the patient's own first."""
        offered: list[tuple[str, Choice, bool]] = []
        if found is not None:
            papers = (Paper.GP, Paper.HOSPITAL, Paper.MEASURING)
            offered += [(tr(_PAPER_WORDS[paper]), paper, True) for paper in papers]
            if found.version_id:
                name = tr("The crisis plan") if found.crisis else tr("The self-care plan")
                offered += [
                    (f"{name}: {tr(words).lower()}", shape, True)
                    for shape, words in SHAPE_WORDS.items()
                ]
        offered.append((tr(_PAPER_WORDS[Paper.DAYLIST]), Paper.DAYLIST, False))
        offered.append((tr("Measuring sheet for anybody"), Paper.MEASURING, False))
        return offered

    def _turned(self) -> None:
        to_gp = self.chosen is Paper.GP
        self._question_field.setVisible(to_gp)
        self._asked_field.setVisible(to_gp)
        self._make()

    def _written(self) -> None:
        # A print without the newest words must not leave in the moment before it is made anew.
        self.viewer.outdate()
        self._pause.start()

    def _make(self) -> None:
        self._pause.stop()
        at = self.list.currentRow()
        if at < 0:
            return
        _, what, about = self._shown[at]
        spoken = str(self._language.currentData())
        if isinstance(what, Shape):
            self.viewer.show_print(self._plan(what, spoken))
            return
        wanted = Wanted(
            what,
            self._place.patient_id if about else "",
            spoken,
            Asked(str(self._asked.currentData())),
            self._question.toPlainText().strip() if what is Paper.GP else "",
        )
        self.viewer.show_print(self._report(wanted))

    def _report(self, wanted: Wanted) -> Callable[[], Made]:
        prints, session = self.context.station.report_prints, self.context.session

        def make() -> Made:
            printed: PrintedReport = prints.make(session, wanted)

            def save(path: Path) -> None:
                prints.save(session, printed, path)

            return Made(
                printed.pdf, printed.file_name, save, partial(prints.note, session, printed)
            )

        return make

    def _plan(self, shape: Shape, spoken: str) -> Callable[[], Made]:
        prints, session = self.context.station.plan_prints, self.context.session
        version = self._choices.version_id if self._choices else ""

        def make() -> Made:
            printed = prints.preview(session, version, spoken, shape)

            def save(path: Path) -> None:
                prints.save(session, printed, path)

            name = prints.file_name(printed)
            return Made(printed.pdf, name, save, partial(prints.note, session, printed))

        return make

    def _unknown(self, trouble: Trouble) -> None:
        self._place = Place(self._place.origin)
        self.context.toast(trouble.sentence())
        self._show_choices(None)

    def _leave(self) -> None:
        self.context.go(self._place.origin or "today", self._place.patient_id or None)


_SPOKEN: Final = (*LANGUAGES, ("en", "English"))
