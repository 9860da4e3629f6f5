"""The assistant that pairs a meter: ready, chosen, paired, and what came of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.services.equipment.lending import DeviceRow
from station.services.equipment.meter_models import known_model
from station.services.radio.listening_news import (
    Busy,
    Done,
    InRange,
    PairWish,
    PasskeyAsked,
    Progress,
    Seen,
)
from station.views.context import Context
from station.views.equipment.nearby import Nearby
from station.views.equipment.radioline import RadioLine
from station.views.equipment.rows import Near, near_title
from station.views.page import Page
from station.views.pairing.choosing import ChoosePanel
from station.views.pairing.ready import ReadyPanel
from station.views.pairing.running import CLEAR, DonePanel, RunPanel
from station.views.stage import Stage
from station.views.style import Card, button, current, heading, label, scrolled

WRONG_CODE: Final = "pin_wrong"


class PairingPage(Page):
    """Opens with "patient/<id>", "device/<id>", "near/<address>", or for anybody."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._seen: tuple[Seen, ...] = ()
        self._rows: tuple[DeviceRow, ...] = ()
        self._patient = self._again = self._wanted = self._name = ""
        self._wish: PairWish | None = None
        self._line: Near | None = None
        self._busy: Busy | None = None
        self._digits_asked = False
        self.front: QWidget | None = None
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        row = QHBoxLayout()
        back = button(tr("To the equipment"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_pairing")
        back.clicked.connect(lambda _checked=False: self._leave())
        row.addWidget(back)
        row.addWidget(heading(tr("Pair a device")))
        row.addStretch(1)
        self._where = label("", "muted")
        self._where.setObjectName("pair_where")
        row.addWidget(self._where)
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
        """Begins anew, for whom or what it is opened; what is under way goes on."""
        self._nearby.begin()
        if isinstance(self.front, RunPanel):
            return
        kind, _, value = (subject or "").partition("/")
        self._patient = value if kind == "patient" else ""
        self._again = value if kind == "device" else ""
        self._wanted = value if kind == "near" else ""
        self._ask(self._begin)

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if "equipment" in changes.topics:
            self._ask(self._show_near)

    # ------------------------------------------------------------------------------- the steps

    def _begin(self) -> None:
        """The first step; a device that was chosen already goes on to the second."""
        again = next((row for row in self._rows if row.id == self._again), None)
        if again is not None and again.patient_id:
            self._patient = again.patient_id
        panel = ChoosePanel(self.context, again)
        panel.picked.connect(self._pick)
        panel.who.chosen.connect(self._for)
        if self._patient:
            panel.who.take(self._patient)
        if again is not None and again.patient_id:
            panel.who.fix()
        self._put(panel, 1)
        self._show_near()
        self.context.bridge.soon(panel, panel.begin)
        wanted, self._wanted = self._wanted, ""
        seen = next((each for each in self._seen if each.address == wanted), None)
        if seen is not None:
            self._pick(Near(seen, self._row(seen)))

    def _for(self, patient: str) -> None:
        self._patient = patient

    def _pick(self, line: Near) -> None:
        name = ""
        if isinstance(self.front, ChoosePanel):
            name = self.front.who.name
        patient = self._patient if name else ""
        if not patient and line.row is not None and line.row.patient_id:
            # A lent device stays with who has it.
            patient, name = line.row.patient_id, line.row.to
        self._line, self._name = line, name
        panel = ReadyPanel(line, self._rows, patient, name, self._again)
        panel.wanted.connect(self._start)
        panel.left.connect(self._begin)
        self._put(panel, 2)
        self.context.bridge.soon(panel, panel.begin)

    def _start(self, wish: PairWish) -> None:
        line = self._line
        if line is None:
            return
        self._wish, self._digits_asked = wish, False
        panel = RunPanel(near_title(line), known_model(line.seen.model))
        panel.answered.connect(partial(self._answer, wish.address))
        panel.stopped.connect(self._stop)
        self._put(panel, 3)
        self._busy = self.context.station.listening.pair(self.context.session, wish)

    def _end(self, news: Done) -> None:
        line, wish = self._line, self._wish
        if line is None or wish is None:
            return
        self._busy = None
        if news.code == WRONG_CODE and not self._digits_asked:
            # BlueZ has one word for a wrong code and for a device that will not pair at all.
            news = replace(news, code=CLEAR, sentence=_not_encrypted())
        panel = DonePanel(news, wish.name or near_title(line), self._name)
        panel.wanted.connect(partial(self._act, news))
        self._put(panel, 4)
        self.context.bridge.soon(panel, panel.begin)

    def _act(self, news: Done, what: str) -> None:
        wish, go = self._wish, self.context.go
        if what == "measure":
            go("measure_now", f"device/{news.device_id}")
        elif what == "card":
            go("equipment", news.device_id or None)
        elif what == "another":
            self._again = ""
            self._begin()
        elif what == "other" or wish is None:
            self._begin()
        else:
            clear = what == "unencrypted"
            # The first try has put it into the register: it is not registered once more.
            known = wish.device_id or news.device_id
            self._start(replace(wish, device_id=known, unencrypted=clear or wish.unencrypted))

    # ------------------------------------------------------------------------------------ news

    def _see(self, news: InRange) -> None:
        self._seen = news.seen
        self._show_near()

    def _hear(self, news: object) -> None:
        front = self.front
        if isinstance(front, RunPanel) and self._is_ours(news):
            if isinstance(news, Progress):
                front.show_progress(news)
            elif isinstance(news, PasskeyAsked):
                self._digits_asked = True
                front.ask(news)
            elif isinstance(news, Done):
                self._end(news)

    def _is_ours(self, news: object) -> bool:
        address = getattr(news, "address", None)
        return self._wish is not None and address == self._wish.address

    def _show_near(self) -> None:
        if isinstance(self.front, ChoosePanel):
            self.front.show_near(self._seen, self._rows)
        elif isinstance(self.front, ReadyPanel):
            address = self.front.line.seen.address
            found = next((each for each in self._seen if each.address == address), None)
            self.front.near.show_seen(found)

    def _answer(self, address: str, digits: str) -> None:
        self.context.station.listening.answer_passkey(address, digits)

    def _stop(self) -> None:
        if self._busy is not None:
            self._busy.cancel()

    # ---------------------------------------------------------------------------------- inside

    def _row(self, seen: Seen) -> DeviceRow | None:
        return next((row for row in self._rows if row.id == seen.device_id), None)

    def _ask(self, then: Callable[[], None]) -> None:
        lending, session = self.context.station.lending, self.context.session

        def show(rows: tuple[DeviceRow, ...]) -> None:
            self._rows = rows
            then()

        self.context.bridge.ask(self, partial(lending.devices, session), show)

    def _leave(self) -> None:
        self._stop()
        self.context.go("equipment", self._again or None)

    def _put(self, widget: QWidget, step: int) -> None:
        self.front = widget
        self._where.setText(tr("Step {number} of {all}", number=step, all=4))
        self._stage.put(scrolled(widget), parts=getattr(widget, "parts", ()))


def _not_encrypted() -> str:
    return tr(
        "The connection was not encrypted, so nothing was read. The readings are still in the "
        "device. Pair it again; values can be typed in by hand."
    )
