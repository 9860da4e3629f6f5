"""The lent tablet: handed out by a code on the screen, fetched from, emptied, or reported lost."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.equipment import DeviceState
from station.services.equipment.lending import DeviceRow
from station.services.radio.listening_news import Busy, Done, InRange, Progress, Seen, TabletCode
from station.services.tablets.tablet_code import Squares, code_of
from station.services.tablets.tablets import Offer, TabletState
from station.views.context import Context
from station.views.equipment.moving import said
from station.views.equipment.nearby import Nearby
from station.views.equipment.radioline import RadioLine
from station.views.equipment.rows import EquipmentList, Section
from station.views.page import Page
from station.views.stage import Stage
from station.views.style import Card, StateView, button, current, heading, scrolled
from station.views.style.confirm import ask_before
from station.views.tablets.offering import OfferPanel
from station.views.tablets.standing import StatePanel

T = TypeVar("T")


class TabletPage(Page):
    """Opens with "device/<id>" for a tablet, or "patient/<id>" for whose it is or shall be."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._device = self._patient = ""
        self._rows: tuple[DeviceRow, ...] = ()
        self._seen: tuple[Seen, ...] = ()
        self._asked = 0
        self._acting = False
        self._offer: Offer | None = None
        self._said: Done | None = None
        """How the last errand ended: it stays to be read until something else is done."""
        self._busy: Busy | None = None
        self.front: QWidget | None = None
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        row = QHBoxLayout()
        back = button(tr("To the equipment"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_tablet")
        back.clicked.connect(lambda _checked=False: self._leave())
        row.addWidget(back)
        row.addWidget(heading(tr("The lent tablet")))
        row.addStretch(1)
        column.addLayout(row)
        self.radio = RadioLine()
        column.addWidget(self.radio)
        card = Card()
        self._stage = Stage(context.bridge, card, card.body)
        column.addWidget(card, 1)
        self._nearby = Nearby(self, context)
        self._nearby.seen.connect(self._see)
        self._nearby.radio.connect(self.radio.show_radio)
        self._nearby.heard.connect(self._hear)

    def opened(self, subject: str | None) -> None:
        """Begins with one tablet, or with whose it shall be; a code on the screen stays."""
        self._nearby.begin()
        kind, _, value = (subject or "").partition("/")
        device = value if kind == "device" else ""
        if isinstance(self.front, OfferPanel) and device in ("", self._device):
            return
        self._withdraw()
        self._said = None
        self._device, self._patient = device, value if kind == "patient" else ""
        self._look()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, unless a code or a visit is under way."""
        panel = self.front
        if self._acting or "equipment" not in changes.topics or not isinstance(panel, StatePanel):
            return
        if not panel.doing.running and not panel.who.patient:
            self._look()

    # -------------------------------------------------------------------------------- showing

    def _look(self, then: Callable[[], None] | None = None) -> None:
        lending, session = self.context.station.lending, self.context.session
        self._asked += 1
        number = self._asked

        def show(rows: tuple[DeviceRow, ...]) -> None:
            if number != self._asked:
                return
            self._rows = tuple(row for row in rows if row.kind == "tablet")
            self._choose()
            if self._device:
                self._ask_state(then)

        self.context.bridge.ask(self, partial(lending.devices, session), show)

    def _choose(self) -> None:
        """The tablet she has already, the only one in the store, or a list of them."""
        if self._device:
            return
        hers = [row for row in self._rows if self._patient and row.patient_id == self._patient]
        free = [row for row in self._rows if row.in_house]
        found = hers or (free if len(free) == 1 else [])
        if found:
            self._device = found[0].id
        elif free:
            self._show_list(free)
        else:
            words = tr("Register a tablet on the page of equipment, or take one back first.")
            view = StateView("empty", words, tr("No tablet is in the store"))
            view.add_action(tr("To the equipment"), partial(self.context.go, "equipment"))
            self._put(view)

    def _show_list(self, free: list[DeviceRow]) -> None:
        made = EquipmentList()
        made.setObjectName("tablet_list")
        made.setAccessibleName(tr("Which tablet?"))
        made.show_parts([Section(tr("Which tablet?")), *free], self.context.clock.now())
        made.activated.connect(partial(self._pick, made))
        made.clicked.connect(partial(self._pick, made))
        self._put(made)
        made.stand_first()
        made.setFocus()

    def _pick(self, made: EquipmentList, index: QModelIndex) -> None:
        line = made.rows.lines[index.row()]
        if isinstance(line, DeviceRow):
            self._device = line.id
            self._ask_state()

    def _ask_state(self, then: Callable[[], None] | None = None) -> None:
        tablets, session, device = self.context.station.tablets, self.context.session, self._device
        number = self._asked

        def show(state: TabletState) -> None:
            row = next((each for each in self._rows if each.id == device), None)
            if row is not None and number == self._asked and device == self._device:
                self._show_state(row, state)
                if then is not None:
                    then()

        self.context.bridge.ask(self, partial(tablets.state, session, device), show)

    def _show_state(self, row: DeviceRow, state: TabletState) -> None:
        seen = next((each for each in self._seen if each.device_id == row.id), None)
        panel = StatePanel(self.context, row, state, seen)
        panel.wanted.connect(partial(self._act, panel))
        if self._said is not None:
            panel.doing.show_done(self._said)
        self._put(panel)
        if self._patient and row.in_house:
            panel.who.take(self._patient)
        self.context.bridge.soon(panel, panel.begin)

    # --------------------------------------------------------------------------------- acting

    def _act(self, panel: StatePanel, what: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "lend": partial(self._lend, panel),
            "hand_out": partial(self._hand_out, panel),
            "fetch": partial(self._fetch, panel),
            "wipe": partial(self._wipe, panel),
            "lost": partial(self._lost, panel),
            "back": partial(self._take_back, panel),
            "inspect": partial(self.context.go, "take_back", f"device/{panel.row.id}"),
            "card": partial(self.context.go, "equipment", panel.row.id),
            "stop": partial(self._rest, panel),
        }
        panel.refuse("")
        self._said = None
        acts[what]()

    def _lend(self, panel: StatePanel) -> None:
        if not panel.who.patient:
            panel.refuse(tr("Choose who borrows it."))
            panel.who.picker.box.setFocus()
            return
        lending, session = self.context.station.lending, self.context.session
        job = partial(lending.lend, session, panel.row.id, panel.who.patient)
        self._do(panel, job, lambda _loan: self._look(self._hand_out_front))

    def _hand_out_front(self) -> None:
        if isinstance(self.front, StatePanel):
            self._hand_out(self.front)

    def _hand_out(self, panel: StatePanel) -> None:
        tablets, session = self.context.station.tablets, self.context.session

        def job() -> tuple[Offer, Squares]:
            offer = tablets.offer(session, panel.row.id)
            return offer, code_of(offer)

        def then(made: tuple[Offer, Squares]) -> None:
            self._show_offer(panel.row, *made)

        self._do(panel, job, then)

    def _show_offer(self, row: DeviceRow, offer: Offer, matrix: Squares) -> None:
        self._offer = offer
        self._asked += 1
        panel = OfferPanel(matrix, row.to, offer.expires_at, self.context.clock)
        panel.answered.connect(self._answer)
        panel.wanted.connect(self._offer_act)
        self._put(panel)
        self.context.bridge.soon(panel, panel.begin)
        self._busy = self.context.station.listening.hand_out(self.context.session, offer)

    def _answer(self, same: bool) -> None:
        self.context.station.listening.answer_code(same=same)

    def _offer_act(self, what: str) -> None:
        self._withdraw()
        self._look(self._hand_out_front if what == "new" else None)

    def _fetch(self, panel: StatePanel) -> None:
        panel.doing.begin(tr("Looking for {name} …", name=panel.row.name))
        listening, session = self.context.station.listening, self.context.session
        self._busy = listening.fetch(session, panel.row.id)

    def _wipe(self, panel: StatePanel) -> None:
        """Everything is fetched first; the tablet is emptied only when it is stored here."""
        tablets, session = self.context.station.tablets, self.context.session

        def ordered(_none: object) -> None:
            panel.doing.begin(tr("Fetching what is left, then emptying …"))
            self._busy = self.context.station.listening.fetch(session, panel.row.id)

        self._do(panel, partial(tablets.wipe_asked, session, panel.row.id), ordered)

    def _lost(self, panel: StatePanel) -> None:
        tablets, session = self.context.station.tablets, self.context.session
        job = partial(tablets.revoke, session, panel.row.id)
        ask_before(
            self,
            tr("Report the tablet lost?"),
            tr(
                "Its key is worth nothing from now on: Station takes nothing more from it, also "
                "if it is found again. What it had not delivered is lost. It locks itself."
            ),
            tr("Report lost"),
            lambda: self._do(panel, job, lambda _none: self._look()),
        )

    def _take_back(self, panel: StatePanel) -> None:
        lending, session = self.context.station.lending, self.context.session
        job = partial(lending.take_back, session, panel.row.loan_id or "")

        def then(_none: object) -> None:
            self.context.toast(said(DeviceState.RETURNED, panel.row.name))
            self._look()

        self._do(panel, job, then)

    # ------------------------------------------------------------------------------------ news

    def _see(self, news: InRange) -> None:
        self._seen = news.seen
        if isinstance(self.front, StatePanel):
            mine = self.front.row.id
            found = next((each for each in news.seen if each.device_id == mine), None)
            self.front.near.show_seen(found)

    def _hear(self, news: object) -> None:
        """A tablet says who it is only in the talk: what names no device may be this one's."""
        panel = self.front
        told = getattr(news, "device_id", "")
        asked = isinstance(panel, StatePanel) and panel.doing.running
        if not self._device or (told != self._device and (told or not asked)):
            return
        if isinstance(news, TabletCode) and isinstance(panel, OfferPanel):
            panel.show_digits(news.digits)
        elif isinstance(news, Progress):
            if isinstance(panel, OfferPanel):
                panel.show_progress(news)
            elif isinstance(panel, StatePanel):
                panel.doing.show_progress(news)
        elif isinstance(news, Done):
            self._end(news)

    def _end(self, news: Done) -> None:
        self._busy = None
        if news.code == "cancelled":
            return
        if isinstance(self.front, OfferPanel):
            if not news.well and self.front.over:
                return
            self._offer = None
        if isinstance(self.front, OfferPanel | StatePanel):
            self._said = news
            self._look()

    # ---------------------------------------------------------------------------------- inside

    def _do(self, panel: StatePanel, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """Does one thing after another: news that come meanwhile never take the panel away."""
        self._acting = True
        self._asked += 1

        def done(result: T) -> None:
            self._acting = False
            then(result)

        def failed(trouble: Trouble) -> None:
            self._acting = False
            if self.front is panel:
                panel.refuse(trouble.sentence())

        self.context.bridge.ask(self, job, done, failed)

    def _withdraw(self) -> None:
        """A code that leaves the screen is worth nothing any more."""
        offer, self._offer = self._offer, None
        self._stop()
        if offer is not None:
            tablets, session = self.context.station.tablets, self.context.session
            job = partial(tablets.withdraw, session, offer.pairing_id)
            self.context.bridge.ask(self, job, lambda _none: None)

    def _rest(self, panel: StatePanel) -> None:
        """Looks for the tablet no more; one that is met later is fetched from all the same."""
        self._stop()
        panel.doing.rest()

    def _stop(self) -> None:
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None

    def _leave(self) -> None:
        self._withdraw()
        self._put(QWidget())
        self.context.go("equipment", self._device or None)

    def _put(self, widget: QWidget) -> None:
        self.front = widget
        if isinstance(widget, StatePanel | OfferPanel):
            self._stage.put(scrolled(widget))
        else:
            self._stage.put_at_once(widget)
