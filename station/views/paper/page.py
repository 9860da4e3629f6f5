"""«Registrer papir fra fastlegen»: the sheet is found, shown beside the plan, and answered."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.papercode import Outcome, scanned
from station.rules.plans import PlanStatus
from station.services.paper.values import Found, FoundKind, PlanAnswer, Registered, Verdict
from station.services.paper.words import found_words
from station.services.patients.documents import DocumentRow, Scan
from station.services.plans.values import PlanDesk, VersionRow
from station.views.context import Context
from station.views.page import Page
from station.views.paper.answer import AnswerForm
from station.views.paper.kept import KeptSheet, KeptSheets
from station.views.paper.outcomes import Choices, Done, Reading, changed_view, whose
from station.views.paper.pictures import SheetView, image_of
from station.views.paper.start import StartPanel
from station.views.plans.preview import Preview
from station.views.plans.reading import VersionView
from station.views.stage import Stage
from station.views.steps import Steps
from station.views.style import (
    Banner,
    Panes,
    button,
    current,
    heading,
    label,
    scrolled,
)

_ANSWERED = frozenset({FoundKind.RIGHT, FoundKind.CHANGED})
_ID_LETTERS = 32


class PaperPage(Page):
    """One paper at a time. It opens for a patient (an id), for a code, or for nobody yet."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        row = QHBoxLayout()
        self._back = button(tr("To the plans"), "Alt+Left", kind="quiet", icon="back")
        self._back.setObjectName("leave_paper")
        self._back.clicked.connect(lambda _checked=False: self._leave())
        row.addWidget(self._back)
        row.addWidget(heading(tr("Register paper from the GP")))
        row.addStretch(1)
        column.addLayout(row)
        body = QVBoxLayout()
        column.addLayout(body, 1)
        self._stage = Stage(context.bridge, self, body)
        self.front: QWidget | None = None
        self._patient, self._name = "", ""
        self._scan: Scan | None = None
        self._images: list[QImage] = []
        self._texts: list[str] = []
        self._kept: tuple[DocumentRow, ...] = ()
        self._let_go = False
        """Whether the picture of another plan's sheet was let go of just now."""

    def opened(self, subject: str | None) -> None:
        """Comes to the front for a patient, with a code, or as it was left."""
        if not subject:
            if self.front is None:
                self.begin()
        elif _is_code(subject):
            self._of("")
            self._read_code(subject)
        else:
            self._of(subject)
            self._look(subject)

    def _look(self, patient: str) -> None:
        """Asks who it is, and which sheets are kept."""
        station, session = self.context.station, self.context.session

        def job() -> tuple[PlanDesk, tuple[DocumentRow, ...]]:
            found = station.documents.of_patient(session, patient)
            return station.plans.refresh(session, patient), found

        self.context.bridge.ask(self, job, self._named, self._refused)

    def begin(self, words: str = "") -> None:
        """Shows the place where a paper begins, with a sentence on the last one."""
        start = StartPanel(self._name)
        start.coded.connect(self._read_code)
        start.chosen.connect(self.read_file)
        start.show_words(words)
        if self._kept and self._patient:
            kept = KeptSheets(self.context, self._kept)
            kept.shown.connect(self._show_kept)
            start.add_below(kept)
        self._put(self._with_sheet(start), start.begin)

    # ---------------------------------------------------------------------------- reading

    def read_file(self, path: Path) -> None:
        """Reads a scanned sheet, a page at a time, so that others get their turn between."""
        self._forget()
        documents, session = self.context.station.documents, self.context.session
        reading = Reading(path.name, self.begin)
        self._put(reading)
        self.context.bridge.ask(
            reading,
            partial(documents.take, session, path),
            partial(self._next_page, reading, 0),
            self._refused,
        )

    def _next_page(self, reading: Reading, number: int, scan: Scan) -> None:
        self._scan = scan
        if number == scan.pages:
            self._read_texts()
            return
        reading.show_page(number + 1, scan.pages)
        documents, session = self.context.station.documents, self.context.session

        def job() -> tuple[QImage, tuple[str, ...]]:
            page = documents.read_page(session, scan, number)
            return image_of(page.picture), page.texts

        def then(found: tuple[QImage, tuple[str, ...]]) -> None:
            self._images.append(found[0])
            self._texts.extend(found[1])
            self._next_page(reading, number + 1, scan)

        self.context.bridge.ask(reading, job, then, self._refused)

    def _read_texts(self) -> None:
        paper, session = self.context.station.paper, self.context.session
        job = partial(paper.read_texts, session, tuple(self._texts), self._patient)
        self.context.bridge.ask(self, job, self._found, self._refused)

    def _read_code(self, text: str) -> None:
        paper, session = self.context.station.paper, self.context.session
        job = partial(paper.read_code, session, text, self._patient)
        if len(text) == _ID_LETTERS and not _is_code(text):
            job = partial(paper.by_hand, session, text)
        self.context.bridge.ask(self, job, self._found_by_code, self._refused)

    def _named(self, found: tuple[PlanDesk, tuple[DocumentRow, ...]]) -> None:
        desk, self._kept = found
        self._name = desk.person.name
        self.begin()

    def _show_kept(self, row: DocumentRow) -> None:
        self._put(KeptSheet(self.context, row, self.begin))

    def _refused(self, trouble: Trouble) -> None:
        self._forget()
        self.begin(trouble.sentence())

    # ---------------------------------------------------------------------------- showing

    def _found_by_code(self, found: Found) -> None:
        named = self._named_by_picture()
        if found.row and named and found.row.version.id not in named:
            # The sheet that lies here says itself whose it is, and is kept with no other plan.
            self._forget()
            self._let_go = True
        self._found(found)
        self._let_go = False

    def _named_by_picture(self) -> set[str]:
        """The plan versions that the codes on the sheet lying here name."""
        return {code.version_id for text in self._texts for code in scanned(text).codes}

    def _found(self, found: Found) -> None:
        words = found_words(found, self.context.clock.now())
        if found.kind is FoundKind.SEVERAL:
            self._put(self._with_sheet(Choices(words, found, self._read_code)))
        elif found.kind in _ANSWERED and found.row is not None:
            self._show_answer(found, found.row, words)
        elif found.row is not None:
            self._show_elsewhere(found, words)
        else:
            self.begin(words)

    def _show_answer(self, found: Found, row: VersionRow, words: str) -> None:
        """Builds the form and the plan a part at a time, so that the window never stands still."""
        holder, left = QWidget(), QWidget()
        column, beside = QVBoxLayout(holder), QVBoxLayout(left)
        for layout in (column, beside):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(current().px(2))
        column.addWidget(whose(found.person, row))
        for text in self._remarks(found, row):
            column.addWidget(Banner(text, "info"))
        if found.kind is FoundKind.CHANGED:
            column.addWidget(changed_view(words, found))
        if self._images:
            if not self._named_by_picture():
                column.addWidget(self._whose_picture(found))
            beside.addWidget(SheetView(self.context.bridge, self._images))
        parts = [
            partial(self._add_form, column, found, row),
            partial(self._add_plan, column if self._images else beside, row),
        ]
        self._put(Panes(left, scrolled(holder), (10, 12)), partial(Steps, holder, parts))

    def _whose_picture(self, found: Found) -> Banner:
        """Asks whether a picture without a code belongs to the plan that was typed."""
        words = tr(
            "No code was read in the picture. It is kept with this plan, so look whether it shows "
            "this patient's sheet."
        )

        def other() -> None:
            self._forget()
            self._found(found)

        banner = Banner(words, "warning")
        banner.setObjectName("whose_picture")
        act = banner.add_action(tr("It is another sheet"), other)
        act.setObjectName("picture_is_another")
        return banner

    def _add_form(self, column: QVBoxLayout, found: Found, row: VersionRow) -> None:
        changed = found.kind is FoundKind.CHANGED
        form = AnswerForm(found, row, self.context.clock, returned=changed)
        form.answered.connect(partial(self._register, form))
        column.addWidget(form)
        form.begin()

    def _add_plan(self, column: QVBoxLayout, row: VersionRow) -> None:
        if self._images:
            column.addWidget(label(tr("The plan as it is in the file"), "small-strong"))
            column.addWidget(VersionView(row))
            column.addStretch(1)
        else:
            column.addWidget(scrolled(VersionView(row)))

    def _remarks(self, found: Found, row: VersionRow) -> list[str]:
        """What she must know before she registers: pages that lack, approved already, no seal."""
        told = []
        if self._let_go:
            told.append(
                tr("The picture is of another plan's sheet, so it is not kept with this one.")
            )
        if row.version.status is PlanStatus.APPROVED:
            told.append(tr("Version {number} is approved already.", number=row.version.number))
        lacking = [str(at) for at in range(1, found.of + 1) if at not in found.pages]
        if lacking and self._scan is not None:
            told.append(
                tr(
                    "These pages of the plan are not in the file: {pages}.",
                    pages=", ".join(lacking),
                )
            )
        if not found.sealed:
            told.append(
                tr("Found without the scanner: compare the name and the birth date on the sheet.")
            )
        return told

    def _show_elsewhere(self, found: Found, words: str) -> None:
        """A sheet that cannot be answered here: says why, and points the way."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        if found.row is not None:
            column.addWidget(whose(found.person, found.row))
        banner = Banner(words, "warning")
        banner.setObjectName("paper_banner")
        column.addWidget(banner)
        patient = found.row.version.patient_id if found.row else ""
        if found.kind is FoundKind.OTHER_PATIENT:
            go = banner.add_action(tr("Open that patient"), partial(self._switch, patient))
            go.setObjectName("paper_switch")
        else:
            go = banner.add_action(
                tr("Open the plan in force"), partial(self.context.go, "plans", patient)
            )
            go.setObjectName("paper_current")
        again = banner.add_action(tr("Another sheet"), self._again)
        again.setObjectName("paper_again")
        column.addStretch(1)
        self._put(self._with_sheet(holder), go.setFocus)

    def _switch(self, patient: str) -> None:
        """Goes on with the same sheet for the patient whose it is."""
        texts, images, scan = self._texts, self._images, self._scan
        self._of(patient)
        self._texts, self._images, self._scan = texts, images, scan
        if self._texts:
            self._read_texts()
        else:
            self.context.go("plans", patient)

    def _with_sheet(self, widget: QWidget) -> QWidget:
        """The same beside the scanned sheet, if there is one: its foot has a code to read."""
        if not self._images:
            return scrolled(widget)
        left = SheetView(self.context.bridge, self._images)
        return Panes(left, scrolled(widget), (10, 12))

    # ------------------------------------------------------------------------ registering

    def _register(self, form: AnswerForm, answer: PlanAnswer) -> None:
        form.act.setEnabled(False)
        whole = replace(answer, scan=self._scan)
        station, session = self.context.station, self.context.session

        def job() -> tuple[Registered, VersionRow]:
            done = station.paper.register(session, whole)
            return done, station.plans.open(session, done.version_id or answer.version_id)

        def then(result: tuple[Registered, VersionRow]) -> None:
            done, row = result
            form.act.setEnabled(True)
            if done.hindered:
                form.show_hindered(done.hindered)
            else:
                self._show_done(answer.verdict, row, done)

        def failed(trouble: Trouble) -> None:
            form.act.setEnabled(True)
            form.show_words(trouble.sentence())

        self.context.bridge.ask(form, job, then, failed)

    def _show_done(self, verdict: Verdict, row: VersionRow, done: Registered) -> None:
        self._forget()
        patient = row.version.patient_id
        made = Done(verdict, row, done, self.context.clock.now())
        if verdict is not Verdict.RETURNED:
            made.add_action(
                tr("Print for the patient"),
                "print_for_patient",
                partial(self._print, row),
                primary=True,
            )
        made.add_action(
            tr("Open the plan"), "paper_to_plan", partial(self.context.go, "plans", patient)
        )
        made.add_action(tr("Another sheet"), "paper_again", self._again)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(made)
        column.addStretch(1)
        self._put(scrolled(holder), made.begin)

    def _print(self, row: VersionRow) -> None:
        preview = Preview(self.context, row)
        preview.left.connect(partial(self.context.go, "plans", row.version.patient_id))
        self._put(preview)

    # ---------------------------------------------------------------------------- helpers

    def _again(self) -> None:
        self._of("")
        self.begin()

    def _leave(self) -> None:
        self._forget()
        patient = self._patient or None
        self.begin()
        self.context.go("plans", patient)

    def _of(self, patient: str) -> None:
        """Begins anew for one patient, or for nobody yet."""
        self._patient, self._name, self._kept = patient, "", ()
        self._forget()

    def _forget(self) -> None:
        self._scan, self._images, self._texts = None, [], []

    def _put(self, widget: QWidget, begin: Callable[[], object] | None = None) -> None:
        self.front = widget
        self._stage.put(widget, begin)


def _is_code(subject: str) -> bool:
    """Whether a page is opened with a code and not with a patient's id."""
    return scanned(subject).outcome not in (Outcome.FOREIGN, Outcome.EMPTY)
