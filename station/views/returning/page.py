"""The page where equipment comes in: scan it, take it in, look it over, and say where it goes."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.rules.equipment import DeviceState, Purpose
from station.services.equipment.checks import CheckRound, Outcome
from station.services.equipment.values import DeviceCard, DeviceRow
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower, TakenBack
from station.views.context import Context
from station.views.equipment.checklist import letters
from station.views.equipment.moving import said
from station.views.equipment.page import LATEST_MS
from station.views.equipment.photo_file import PhotoFile
from station.views.equipment.scanning import Scanner
from station.views.equipment.wedge import Wedge
from station.views.page import Page
from station.views.returning.candidates import Candidates, candidates
from station.views.returning.inspecting import Inspecting
from station.views.returning.sent import Sent
from station.views.returning.taking_in import Out, TakingIn
from station.views.stage import Stage
from station.views.style import Card, EmptyState, StateView, button, current, scrolled

NARROW = 240
"""Below so many grid units the page shows one thing at a time."""


class TakeBackPage(Page):
    """Opens with "loan/<id>", "device/<id>", "patient/<id>", "institution/<id>" or nothing."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.front: QWidget | None = None
        self._queue: list[str] = []
        self._asked = 0
        self._looking = self._stale = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.look)
        row = QHBoxLayout(self)
        side = current().px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        self.left = Candidates(self)
        self.left.opened.connect(self._open)
        self.left.entered.connect(self._entered)
        row.addWidget(self.left, 5)
        self._card = Card()
        self._back = button(tr("Back to the list"), "Alt+Left", kind="quiet", icon="back")
        self._back.setObjectName("back_to_list")
        self._back.clicked.connect(lambda _=False: self._rest())
        self._card.body.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self._card, 7)
        self._stage = Stage(context.bridge, self._card, self._card.body)
        self._files = PhotoFile(context, self)
        self._listen(context)
        self._rest()

    def _listen(self, context: Context) -> None:
        self.wedge = Wedge(self, context.clock)
        self.wedge.watch(self.left.box)
        self.wedge.claim("".join(letters()))
        self.wedge.lone.connect(self._answer)
        self.scanner = Scanner(self, context)
        self.wedge.scanned.connect(self.scanner.scan)
        self.scanner.found.connect(self._found)
        self.scanner.typed.connect(self._open)
        self.scanner.unknown.connect(self.left.scans.unknown)
        self.scanner.refused.connect(self._refused)
        self.left.scans.wanted.connect(self._open)

    # --------------------------------------------------------------------------------- opening

    def opened(self, subject: str | None) -> None:
        """Comes to the front for a loan, a device, somebody who brings it back, or anything."""
        self.look()
        kind, _, key = (subject or "").partition("/")
        if kind in {PATIENT, INSTITUTION} and key:
            self._show_out(Borrower(kind, key), ())
        elif kind == "loan" and key:
            self._open_loan(key)
        elif kind == "device" and key:
            self._open(key)
        elif not subject and isinstance(self.front, StateView | Sent):
            self._rest()
            self.left.begin()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if "equipment" in changes.topics:
            # A long list is read when it has been quiet for a while: a step must not wait.
            self._later.start(min(LATEST_MS, self.left.count // 4))

    def look(self) -> None:
        """Asks what can come in now; while that is on its way, once more afterwards."""
        if self._looking:
            self._stale = True
            return
        self._looking, self._stale = True, False
        equipment, session = self.context.station.equipment, self.context.session
        now = self.context.clock.now()

        def show(rows: tuple[DeviceRow, ...]) -> None:
            self._looking = False
            self.left.show_rows(rows, now)
            if self._stale:
                self.look()

        self.context.bridge.ask(self, lambda: candidates(equipment.rows(session)), show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows both sides only where there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _open(self, device_id: str) -> None:
        """Opens a device by what it waits for: to be taken in, or to be looked over."""
        self._asked += 1
        number = self._asked
        equipment, session = self.context.station.equipment, self.context.session

        def show(card: DeviceCard) -> None:
            if number == self._asked:
                self._show_device(card)

        job = partial(equipment.card, session, device_id)
        self.context.bridge.ask(self, job, show, self._failed)

    def _open_loan(self, loan_id: str) -> None:
        rows, session = self.context.station.equipment.rows, self.context.session

        def find() -> str:
            return next((row.id for row in rows(session) if row.loan_id == loan_id), "")

        def show(device_id: str) -> None:
            if device_id:
                self._open(device_id)
            else:
                self._state(tr("This loan is over already."))

        self.context.bridge.ask(self, find, show, self._failed)

    def _show_device(self, card: DeviceCard) -> None:
        row = card.row
        if row.state is DeviceState.LENT and row.loan_id:
            self._show_out(borrower_of(row), (row.loan_id,))
        elif row.state in {DeviceState.RETURNED, DeviceState.CLEANING}:
            self._inspect(card)
        else:
            words = tr(
                "{name} is not lent: {state}. Nothing was changed.",
                name=row.name,
                state=row.state_words,
            )
            view = self._state(words, tr("Nothing to take in"))
            go = partial(self.context.go, "equipment", row.id)
            view.add_action(tr("To its card"), go)

    # -------------------------------------------------------------------------------- scanning

    def _entered(self, typed: str) -> None:
        burst = self.wedge.burst()
        if typed:
            self.scanner.look(typed, burst, self.left.first())

    def _found(self, text: str, row: DeviceRow, newest: bool) -> None:
        self.left.scans.found(text, row.id, row.name)
        front = self.front
        if isinstance(front, TakingIn) and row.loan_id:
            # Several that come in together are ticked one after the other.
            if front.holds(row.loan_id):
                front.tick(row.loan_id)
            else:
                self._show_out(borrower_of(row), (row.loan_id,))
        elif newest:
            self.left.box.selectAll()
            self._open(row.id)

    def _refused(self, sentence: str) -> None:
        self.context.toast(sentence)

    def _answer(self, letter: str) -> None:
        if isinstance(self.front, Inspecting):
            self.front.list.answer(letters()[letter.upper()])

    # ------------------------------------------------------------------------------ taking in

    def _show_out(self, borrower: Borrower, came: Sequence[str]) -> None:
        handing_out, session = self.context.station.handing_out, self.context.session

        def job() -> Out:
            lines = tuple(line for line in handing_out.lines(session, borrower) if line.out)
            return Out(borrower, handing_out.prepare(session, borrower).name, lines)

        def show(out: Out) -> None:
            panel = self.front
            if not isinstance(panel, TakingIn):
                panel = TakingIn()
                panel.taken.connect(partial(self._take, panel))
                panel.empty.connect(self._empty)
                panel.replace.connect(lambda loan: self.context.go("hand_out", f"replace/{loan}"))
                self._put(panel, panel.begin)
            panel.add(out, came)

        self.context.bridge.ask(self, job, show, self._failed)

    def _empty(self, device_id: str) -> None:
        self.context.go("hand_out_tablet", f"device/{device_id}")

    def _take(
        self, panel: TakingIn, loans: Sequence[str], broken: Sequence[str], note: str
    ) -> None:
        handing_out, session = self.context.station.handing_out, self.context.session
        devices = panel.devices(loans)

        def done(ended: TakenBack) -> None:
            words = ntr("{n} device is taken in", "{n} devices are taken in", len(devices))
            if ended.service_ended:
                words = f"{words}. {tr('Everything is in: the service is ended.')}"
            self.context.toast(words, partial(self._undo, devices))
            self._queue = list(devices)
            self._next()

        def refused(trouble: Trouble) -> None:
            panel.refuse(trouble.sentence())

        job = partial(handing_out.take_back, session, loans, note, broken=broken)
        self.context.bridge.ask(panel, job, done, refused)

    def _undo(self, devices: Sequence[str]) -> None:
        equipment, session = self.context.station.equipment, self.context.session

        def job() -> None:
            for device_id in devices:
                equipment.undo(session, device_id)

        def done(_none: None) -> None:
            self.context.toast(tr("Taken back: they are lent as before"))
            self._rest()

        self.context.bridge.ask(self, job, done, self._say)

    # ----------------------------------------------------------------------------- looking over

    def _next(self) -> None:
        """The next one that came in now, or nothing more."""
        if self._queue:
            self._open_returned(self._queue.pop(0))
        else:
            self._rest()
            self.left.begin()

    def _open_returned(self, device_id: str) -> None:
        equipment, session = self.context.station.equipment, self.context.session

        def show(card: DeviceCard) -> None:
            if card.row.state is DeviceState.RETURNED:
                self._inspect(card)
            else:
                # The patient's own device is not looked over.
                self._next()

        self.context.bridge.ask(self, partial(equipment.card, session, device_id), show)

    def _inspect(self, card: DeviceCard) -> None:
        checks, session = self.context.station.checks, self.context.session

        def show(going_over: CheckRound) -> None:
            panel = Inspecting(self.context, card, going_over, len(self._queue))
            panel.ticked.connect(partial(self._tick, panel))
            panel.sent.connect(partial(self._send, panel))
            panel.photo.connect(partial(self._photo, panel))
            self._put(panel, panel.list.begin)
            self.left.list.stand_on(card.row.id)

        job = partial(checks.begin, session, card.row.id, Purpose.RETURN)
        self.context.bridge.ask(self, job, show, self._failed)

    def _tick(self, panel: Inspecting, step: str, outcome: Outcome | None, note: str) -> None:
        checks, session = self.context.station.checks, self.context.session

        def refused(trouble: Trouble) -> None:
            if trouble.code == "check_wipe":
                panel.list.ask_how(step, trouble.sentence())
            else:
                panel.refuse(trouble.sentence())

        job = partial(checks.tick, session, panel.going_over.id, step, outcome, note)
        self.context.bridge.ask(panel, job, panel.show_round, refused)

    def _photo(self, panel: Inspecting) -> None:
        photos, session = self.context.station.device_photos, self.context.session
        device_id = panel.card.row.id

        def kept() -> None:
            job = partial(photos.of, session, device_id)
            self.context.bridge.ask(panel, job, panel.show_photos)

        self._files.ask(device_id, kept, panel.refuse, panel.going_over.id)

    def _send(self, panel: Inspecting, to: DeviceState, cost: int | None, note: str) -> None:
        checks, session = self.context.station.checks, self.context.session
        row, loan = panel.card.row, panel.going_over.loan_id

        def done(_none: None) -> None:
            undo = None if to is DeviceState.SCRAPPED else partial(self._undo_one, row.id)
            self.context.toast(said(to, row.name), undo)
            if to in {DeviceState.REPAIR, DeviceState.SCRAPPED} and loan:
                sent = self._sent(row, to, loan)
                self._put(sent, sent.begin)
            else:
                self._next()

        def refused(trouble: Trouble) -> None:
            panel.refuse(trouble.sentence())

        job = partial(checks.close, session, panel.going_over.id, to, cost, note or None)
        self.context.bridge.ask(panel, job, done, refused)

    def _sent(self, row: DeviceRow, to: DeviceState, loan: str) -> Sent:
        made = Sent(row, to, len(self._queue))
        made.replace.connect(lambda: self.context.go("hand_out", f"replace/{loan}"))
        made.onwards.connect(self._next)
        return made

    def _undo_one(self, device_id: str) -> None:
        equipment, session = self.context.station.equipment, self.context.session

        def done(_none: None) -> None:
            self._open(device_id)

        self.context.bridge.ask(self, partial(equipment.undo, session, device_id), done, self._say)

    # -------------------------------------------------------------------------------- showing

    def _rest(self) -> None:
        words = tr("Scan a label, or choose one in the list. Several can be taken in together.")
        self._put(EmptyState(tr("What came in?"), words))
        self.left.list.stand_on("")

    def _state(self, words: str, title: str = "") -> StateView:
        view = StateView("empty", words, title or tr("Nothing to take in"))
        self._put(view)
        return view

    def _failed(self, trouble: Trouble) -> None:
        self._state(trouble.sentence())

    def _say(self, trouble: Trouble) -> None:
        self.context.toast(trouble.sentence())

    def _put(self, widget: QWidget, then: Callable[[], None] | None = None) -> None:
        """Shows something at the right, and calls `then` when it stands there."""
        self.front = widget
        if isinstance(widget, StateView):
            self._stage.put_at_once(widget)
        else:
            self._stage.put(scrolled(widget), then)
        self._arrange()

    def _arrange(self) -> None:
        """In a narrow window, or with large text, one of the two takes the whole page."""
        narrow = self.width() < current().px(NARROW)
        at_work = not isinstance(self.front, StateView)
        shown = ((self.left, not narrow or not at_work), (self._card, not narrow or at_work))
        for part, visible in sorted(shown, key=lambda pair: pair[1]):
            if part.isHidden() == visible:
                part.setVisible(visible)
        self._back.setVisible(narrow)


def borrower_of(row: DeviceRow) -> Borrower:
    """Who has a device that is lent."""
    if row.patient_id:
        return Borrower(PATIENT, row.patient_id)
    return Borrower(INSTITUTION, row.institution_id or "")
