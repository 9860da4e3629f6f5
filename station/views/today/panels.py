"""The panels that stand in the place of the card: acknowledging, what is held back, figures."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from station.core.i18n import ntr, tr
from station.rules.readings import Excluded
from station.services.today.acknowledging import Offer, Round
from station.services.today.suppressed import Cause, Held
from station.views.context import Context
from station.views.today.acknowledge import AcknowledgePanel
from station.views.today.below import ACKNOWLEDGE, HELD, Below
from station.views.today.figures import FiguresPanel
from station.views.today.heldback import HeldBackPanel
from station.views.today.side import SidePanel


class Panels(QObject):
    """Opens panels in the stack and does what they ask for.

    `opened` tells that one stands there, `closed` that the card may stand there again, and
    `open_wanted` carries the id of a patient to be looked at.
    """

    opened = Signal()
    closed = Signal()
    open_wanted = Signal(str)

    def __init__(self, context: Context, stack: QStackedWidget, below: Below) -> None:
        super().__init__(stack)
        self._context, self._stack, self._below = context, stack, below
        self.panel: SidePanel | None = None
        self._name = ""
        self._round = ""
        below.wanted.connect(self.open)
        below.undo_wanted.connect(self._undo)

    @property
    def name(self) -> str:
        """The panel that stands there, or ""."""
        return self._name if self.panel is not None else ""

    def open(self, name: str) -> None:
        """Opens a panel in the place of the one before."""
        self.close()
        self.panel, self._name = self._made(name), name
        self._stack.addWidget(self.panel)
        self._stack.setCurrentWidget(self.panel)
        self.opened.emit()
        self.renew(begin=True)

    def close(self) -> None:
        """Takes the panel away, if one stands there."""
        old, self.panel = self.panel, None
        if old is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()

    def renew(self, *, begin: bool = False) -> None:
        """Asks anew for what the panel shows; `begin` puts the keyboard into it."""
        panel = self.panel
        if panel is None:
            return

        def show(found: object) -> None:
            panel.show_found(found)
            if begin:
                panel.begin()

        job = partial(panel.ask, self._context.station, self._context.session)
        self._context.bridge.ask(panel, job, show, panel.say_trouble)

    def _made(self, name: str) -> SidePanel:
        made: SidePanel
        if name == ACKNOWLEDGE:
            made = AcknowledgePanel()
            made.take_wanted.connect(self._take)
        elif name == HELD:
            made = HeldBackPanel()
            made.out_wanted.connect(self._let_out)
        else:
            made = FiguresPanel()
        made.open_wanted.connect(self.open_wanted)
        made.closed.connect(self._leave)
        return made

    def _leave(self) -> None:
        self.close()
        self.closed.emit()
        self._below.focus(self._name)

    # --------------------------------------------------------------------------- acknowledging

    def _take(self, offer: Offer) -> None:
        panel = self.panel
        if not isinstance(panel, AcknowledgePanel):
            return
        station, session = self._context.station, self._context.session
        patients = [line.patient_id for line in offer.taken]
        job = partial(station.acknowledging.take, session, patients, offer.shown_at, offer.up_to)
        self._context.bridge.ask(panel, job, self._taken, panel.say_refused)

    def _taken(self, made: Round) -> None:
        self._round = made.id
        n = len(made.taken)
        words = ntr("{n} patient is acknowledged", "{n} patients are acknowledged", n)
        if made.left:
            more = ntr(
                "{n} was left out: something new has come",
                "{n} were left out: something new has come",
                len(made.left),
            )
            words = f"{words}. {more}"
        self._below.offer_undo(True)
        self._context.toast(words, self._undo)
        self._leave()

    def _undo(self) -> None:
        station, session = self._context.station, self._context.session
        self._below.offer_undo(False)
        job = partial(station.acknowledging.undo, session, self._round)
        self._context.bridge.ask(self, job, lambda _: self._context.toast(tr("It is undone")))

    # ------------------------------------------------------------------------------- held back

    def _let_out(self, held: Held) -> None:
        station, session = self._context.station, self._context.session
        outs: dict[Cause, Callable[[str], object]] = {
            Cause.SNOOZE: partial(station.snoozing.end, session),
            Cause.PAUSE: partial(station.statuses.end_pause, session),
            Cause.WAITING: partial(station.alerts.stop_waiting, session),
            Cause.EXCLUDED: lambda reading: station.manual.mark(session, reading, Excluded.NO),
        }
        job = partial(outs[held.cause], held.subject)
        self._context.bridge.ask(self, job, lambda _: self.renew())
