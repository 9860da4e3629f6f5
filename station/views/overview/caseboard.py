"""All support cases: the open ones first, one of them in full, and a way to open another."""

from functools import partial

from station.core.formats import day
from station.core.i18n import ntr, tr
from station.services.equipment.support_cases import CaseClosing, CaseLine
from station.views.context import Context
from station.views.overview.board import Board
from station.views.overview.cases import CaseCard, CloseForm, OpenForm, may_change
from station.views.overview.lines import Line, LineView
from station.views.style import button, label


class CaseBoard(Board):
    """Enter opens a case; its device opens from there."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "overview_cases", tr("Support cases"))
        self.rest_title = tr("No case is open")
        self.rest_words = tr("Choose one in the list, or open a new one.")
        self._cases = context.station.support_cases
        self._found: tuple[CaseLine, ...] = ()
        self._chosen = ""

    def fill_head(self) -> None:
        """How many are open, and the way to a new one."""
        self._count = label("", "muted")
        self._count.setObjectName("cases_count")
        self.head.addWidget(self._count)
        self.head.addStretch(1)
        if may_change(self.context):
            new = button(tr("New support case …"), "Ctrl+N", primary=True)
            new.setObjectName("new_case")
            new.clicked.connect(lambda _checked=False: self.begin_new())
            self.head.addWidget(new)

    def fill_list(self) -> None:
        """The cases."""
        self.list = LineView("case_list", tr("Support cases"), lambda line: self.open(line.key))
        self.listed.addWidget(self.list, 1)

    def look(self) -> None:
        """Asks for the cases as they are now."""
        job = partial(self._cases.all, self.context.session)
        self.context.bridge.ask(self, job, self._show)

    def to_list(self) -> None:
        """Puts the keyboard on the list."""
        self.list.setFocus()

    def open(self, case_id: str) -> None:
        """Shows a case in full."""
        self._chosen = case_id
        case = next((each for each in self._found if each.id == case_id), None)
        if case is None:
            self.rest()
            return
        self.list.stand_on(case_id)
        may, now = may_change(self.context), self.context.clock.now()
        card = CaseCard(case, now, may_change=may, framed=False)
        card.body.insertWidget(0, label(_device(case), "subheading", wrap=True))
        to = button(tr("To the device"), kind="quiet")
        to.setObjectName("case_to_device")
        to.clicked.connect(lambda _checked=False: self.context.go("equipment", case.device_id))
        card.acts.addWidget(to)
        card.body.addStretch(1)
        card.acted.connect(partial(self._act, case))
        self.put(card)

    def begin_new(self) -> None:
        """Opens the form for a new case."""
        form = OpenForm()
        form.saved.connect(partial(self._save_new, form))
        self.in_place(form, self._back)

    # --------------------------------------------------------------------------------- inside

    def _show(self, found: tuple[CaseLine, ...]) -> None:
        self._found = found
        still = sum(each.closed_at is None for each in found)
        self._count.setText(ntr("{n} open", "{n} open", still))
        self.list.show_all(_lines(found))
        now = next((each for each in found if each.id == self._chosen), None)
        # What stands there as it is stays, and with it the keyboard.
        same = isinstance(self.front, CaseCard) and self.front.case == now
        if not self.writing and self._chosen and not same:
            self.open(self._chosen)

    def _save_new(self, form: OpenForm, device: str, what: str) -> None:
        session = self.context.session

        def job() -> str:
            return self._cases.open(session, self._cases.find(session, device), what)

        def done(case_id: object) -> None:
            self.context.toast(tr("The case is open"))
            self._chosen = str(case_id)
            self.rest()
            self.to_list()
            self.look()

        self.do(form, job, done)

    def _act(self, case: CaseLine, act: str) -> None:
        session = self.context.session
        if act == "reopen":
            job = partial(self._cases.reopen, session, case.id)
            self.context.bridge.ask(self, job, lambda _none: self.look())
            return
        form = CloseForm(case)

        def done(_none: object) -> None:
            undo = partial(self._undo, case.id)
            self.context.toast(tr("The case is closed"), undo)
            self.rest()
            self.to_list()
            self.look()

        def close(closing: CaseClosing) -> None:
            self.do(form, partial(self._cases.close, session, case.id, closing), done)

        form.saved.connect(close)
        self.in_place(form, self._back)

    def _undo(self, case_id: str) -> None:
        job = partial(self._cases.reopen, self.context.session, case_id)
        self.context.bridge.ask(self, job, lambda _none: self.look())

    def _back(self) -> None:
        self.open(self._chosen)


def _lines(found: tuple[CaseLine, ...]) -> list[Line]:
    still = [each for each in found if each.closed_at is None]
    closed = [each for each in found if each.closed_at is not None]
    lines: list[Line] = []
    for title, part in ((tr("Open cases"), still), (tr("Closed cases"), closed)):
        if part:
            lines.append(Line(title, heading=True))
        lines += [
            Line(
                each.what.splitlines()[0],
                " · ".join(filter(None, (_device(each), each.with_whom, each.outcome_words))),
                day(each.opened_at),
                key=each.id,
            )
            for each in part
        ]
    return lines or [Line(tr("No case yet."), heading=True)]


def _device(case: CaseLine) -> str:
    return " · ".join(filter(None, (case.device, case.label)))
