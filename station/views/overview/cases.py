"""Support cases: one case told, the forms that open and close one, and the cases of one device."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.equipment.money import kroner, ore_of
from station.services.equipment.support_cases import OUTCOME_WORDS, CaseClosing, CaseLine, Outcome
from station.services.rights import Right, may
from station.views.context import Context
from station.views.patients.inplace import InPlace
from station.views.steps import Steps
from station.views.style import (
    Banner,
    Card,
    FlowLayout,
    button,
    choice,
    current,
    heading,
    label,
    note_input,
    text_input,
)

TROUBLES = {
    "case_what": "what",
    "case_done": "done",
    "case_outcome": "outcome",
    "case_minutes": "minutes",
    "case_cost": "cost",
    "device_missing": "device",
    "device_not_found": "device",
    "device_several": "device",
    "device_scrapped": "device",
    "replacement_itself": "device",
    "licence_product": "product",
    "licence_period": "period",
    "licence_price": "price",
    "licence_user_taken": "user",
    "licence_twice": "patient",
    "licence_over": "day",
    "licence_day": "day",
    "patient_unknown": "patient",
}
"""At which field a service's refusal is shown."""
_SHOWN = 3
"""So many cases of a device stand there at first."""


class OpenForm(InPlace):
    """What failed, and with which device where it is not known; `saved` carries both."""

    saved = Signal(str, str)

    def __init__(self, device: str = "") -> None:
        """`device` names the device that the case is about; empty asks for its label."""
        super().__init__("case_form", tr("New support case"))
        self._device = text_input(tr("Label, serial number or name"), longest=60)
        self._device.setObjectName("case_device")
        self._what = note_input(tr("For instance: does not switch on"), lines=3)
        self._what.setObjectName("case_what")
        if device:
            self.column.addWidget(label(device, "strong", wrap=True))
        else:
            self.column.addWidget(self.field(tr("Which device"), self._device, key="device"))
        self.column.addWidget(self.field(tr("What failed"), self._what, key="what"))
        self.finish(tr("Open the case"), self._save)

    def _save(self) -> None:
        self.saved.emit(self._device.text(), self._what.toPlainText())


class CloseForm(InPlace):
    """What was done about a case and how it ended; `saved` carries a CaseClosing."""

    saved = Signal(object)

    def __init__(self, case: CaseLine) -> None:
        super().__init__("case_close_form", tr("Close the case"))
        self.column.addWidget(label(case.what, "strong", wrap=True))
        self._case = case
        self._done = note_input(tr("For instance: new batteries, tried with the patient"), lines=3)
        self._done.setPlainText(case.done)
        self._done.setObjectName("close_done")
        options: list[tuple[str, object]] = [(tr("Choose"), None)]
        options += [(tr(words), outcome) for outcome, words in OUTCOME_WORDS.items()]
        self._outcome = choice(*options)
        self._outcome.setObjectName("close_outcome")
        self._outcome.currentIndexChanged.connect(lambda _at: self._turn())
        self.column.addWidget(self.field(tr("What was done"), self._done, key="done"))
        self.column.addWidget(self.field(tr("How it ended"), self._outcome, key="outcome"))
        Steps(self, (self._add_rest,))

    def _add_rest(self) -> None:
        case = self._case
        self._device = text_input(tr("Label, serial number or name"), longest=60)
        self._minutes, self._cost = text_input(longest=6), text_input(longest=15)
        if case.minutes is not None:
            self._minutes.setText(str(case.minutes))
        if case.cost_ore is not None:
            self._cost.setText(kroner(case.cost_ore))
        empty_words = tr("Can be left empty.")
        for name, words, editor, help_text in (
            ("device", tr("Replaced by"), self._device, ""),
            ("minutes", tr("Minutes used"), self._minutes, empty_words),
            ("cost", tr("Cost in kroner"), self._cost, empty_words),
        ):
            editor.setObjectName(f"close_{name}")
            made = self.field(words, editor, help_text, key=name)
            if name == "device" and self._chosen() is not Outcome.REPLACED:
                made.hide()
            self.column.addWidget(made)
        self.finish(tr("Close the case"), self._save)

    def _chosen(self) -> Outcome | None:
        # Qt gives the plain text back.
        code = self._outcome.currentData()
        return Outcome(str(code)) if code else None

    def _turn(self) -> None:
        replaced = self._chosen() is Outcome.REPLACED
        if "device" in self.fields:
            self.fields["device"].setVisible(replaced)

    def _save(self) -> None:
        problems = {}
        minutes = cost = None
        if text := self._minutes.text().strip():
            minutes = int(text) if text.isascii() and text.isdigit() else None
            if minutes is None:
                problems["minutes"] = tr("Write the minutes as a number from 0 to 10 000.")
        if text := self._cost.text().strip():
            try:
                cost = ore_of(text)
            except ValueError:
                problems["cost"] = tr("Write the cost as kroner, such as 250 or 250,50.")
        if problems:
            self.show_problems(problems)
            return
        self.saved.emit(
            CaseClosing(
                self._done.toPlainText(),
                self._chosen(),
                minutes,
                cost,
                self._device.text(),
            )
        )


class CaseCard(Card):
    """One case told in full; `acted` carries "close" or "reopen"; `acts` has room for more."""

    acted = Signal(str)

    def __init__(self, case: CaseLine, now: int, *, may_change: bool, framed: bool = True) -> None:
        super().__init__(margin=3 if framed else 0)
        self.case = case
        if not framed:
            self.setProperty("surface", "scrolled")
        self.setObjectName(f"case_{case.id}")
        self.body.setSpacing(current().px(1))
        self.body.addWidget(label(case.what, "strong", wrap=True))
        for words in case_words(case, now):
            self.body.addWidget(label(words, "small", wrap=True))
        self.acts = FlowLayout(gap=current().px(2))
        self.body.addLayout(self.acts)
        if not may_change:
            return
        act = "close" if case.closed_at is None else "reopen"
        words = tr("Close the case …") if act == "close" else tr("Open it again")
        made = button(words, kind="" if act == "close" else "quiet")
        made.setObjectName(f"case_{act}")
        made.clicked.connect(lambda _checked=False: self.acted.emit(act))
        self.acts.addWidget(made)


class DeviceCases(QWidget):
    """The cases of one device, for its card: it asks by itself, and opens and closes in place.

    Call `look()` when equipment was changed; `busy` says that somebody is writing here.
    """

    def __init__(self, context: Context, device_id: str, device: str) -> None:
        """`device` names the device in the form."""
        super().__init__()
        self.setObjectName("device_cases")
        self._context, self._device_id, self._device = context, device_id, device
        self._cases = context.station.support_cases
        self._shown: tuple[CaseLine, ...] | None = None
        self._all = False
        self.form: InPlace | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(1.5))
        self.look()

    @property
    def busy(self) -> bool:
        """Whether a form is open here."""
        return self.form is not None

    def look(self) -> None:
        """Asks for the cases as they are now."""
        job = partial(self._cases.of_device, self._context.session, self._device_id)
        self._context.bridge.ask(self, job, self._show)

    def _show(self, cases: tuple[CaseLine, ...]) -> None:
        if self.busy or cases == self._shown:
            return
        self._shown = cases
        self._rebuild()

    def _rebuild(self) -> None:
        cases = self._shown or ()
        self._clear()
        self._column.addWidget(heading(tr("Support cases"), "subheading"))
        if not cases:
            self._column.addWidget(label(tr("None. Nothing has failed so far."), "muted"))
        may = may_change(self._context)
        now = self._context.clock.now()
        for case in cases if self._all else cases[:_SHOWN]:
            card = CaseCard(case, now, may_change=may)
            card.acted.connect(partial(self._act, case))
            self._column.addWidget(card)
        row = FlowLayout(gap=current().px(2))
        if may:
            made = button(tr("New support case …"))
            made.setObjectName("case_new")
            made.clicked.connect(lambda _checked=False: self.begin_new())
            row.addWidget(made)
        rest = len(cases) - _SHOWN
        if rest > 0 and not self._all:
            more = button(ntr("{n} older", "{n} older", rest), kind="quiet")
            more.setObjectName("cases_more")
            more.clicked.connect(lambda _checked=False: self._show_rest())
            row.addWidget(more)
        self._column.addLayout(row)

    def begin_new(self) -> None:
        """Opens the form for a new case."""
        form = OpenForm(self._device)
        form.saved.connect(lambda _device, what: self._open(form, what))
        self._in_place(form)

    def _open(self, form: OpenForm, what: str) -> None:
        job = partial(self._cases.open, self._context.session, self._device_id, what)
        self._do(form, job, tr("The case is open"))

    def _act(self, case: CaseLine, act: str) -> None:
        if act == "reopen":
            job = partial(self._cases.reopen, self._context.session, case.id)
            self._context.bridge.ask(self, job, lambda _none: self.look())
            return
        form = CloseForm(case)

        def close(closing: CaseClosing) -> None:
            job = partial(self._cases.close, self._context.session, case.id, closing)
            self._do(form, job, tr("The case is closed"))

        form.saved.connect(close)
        self._in_place(form)

    def _do(self, form: InPlace, job: Callable[[], object], said: str) -> None:
        def done(_result: object) -> None:
            self._context.toast(said)
            self._back()

        self._context.bridge.ask(form, job, done, partial(show_refused, form))

    def _in_place(self, form: InPlace) -> None:
        form.cancelled.connect(self._back)
        self._clear()
        self.form = form
        self._column.addWidget(form)
        form.begin()

    def _back(self) -> None:
        self.form = None
        self._rebuild()
        self.look()

    def _show_rest(self) -> None:
        self._all = True
        self._rebuild()

    def _clear(self) -> None:
        empty(self._column)


def empty(column: QVBoxLayout) -> None:
    """Takes everything out of a column."""
    while item := column.takeAt(0):
        if inner := item.layout():
            while part := inner.takeAt(0):
                if widget := part.widget():
                    widget.hide()
                    widget.deleteLater()
            inner.deleteLater()
        elif widget := item.widget():
            widget.hide()
            widget.deleteLater()


def show_refused(form: InPlace, trouble: Trouble) -> None:
    """Shows what a service refused, at its field or above the form."""
    key = TROUBLES.get(trouble.code, "")
    if key in form.fields:
        form.show_problems({key: trouble.sentence()})
        return
    for old in form.findChildren(QWidget, "form_refused"):
        old.hide()
        old.deleteLater()
    banner = Banner(trouble.sentence(), "warning")
    banner.setObjectName("form_refused")
    form.column.insertWidget(1, banner)


def case_words(case: CaseLine, now: int) -> list[str]:
    """What is told of a case below what failed: who, when, what was done and how it ended."""
    opened = tr("Opened {when} by {name}", when=when(case.opened_at, now), name=case.opened_by)
    lines = [" · ".join(filter(None, (opened, case.with_whom)))]
    if case.done:
        lines.append(case.done)
    if case.closed_at is None:
        return lines
    outcome = case.outcome_words
    if case.replacement:
        outcome = tr("{outcome}: {name}", outcome=outcome, name=case.replacement)
    used = ntr("{n} minute", "{n} minutes", case.minutes) if case.minutes is not None else ""
    cost = kroner(case.cost_ore) if case.cost_ore is not None else ""
    closed = tr("Closed {when} by {name}", when=when(case.closed_at, now), name=case.closed_by)
    lines.append(" · ".join(filter(None, (outcome, used, cost, closed))))
    return lines


def may_change(context: Context) -> bool:
    """Whether the person signed in may write about equipment."""
    return may(context.session, Right.EDIT_PATIENTS)
