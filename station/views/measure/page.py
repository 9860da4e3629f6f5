"""«Mål nå»: a value is measured at the office, and kept only when somebody says so."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.equipment.lending import DeviceRow
from station.services.measuring.measuring import Delivered
from station.services.radio.listening_news import Busy, Done, InRange, Live, Progress, Seen
from station.views.context import Context
from station.views.equipment.nearby import Nearby
from station.views.equipment.radioline import RadioLine
from station.views.measure import measuring
from station.views.measure.choosing import ChoosePanel
from station.views.measure.measuring import MeasurePanel
from station.views.page import Page
from station.views.stage import Stage
from station.views.style import Card, button, current, heading, scrolled


class MeasurePage(Page):
    """Opens with "patient/<id>" or "device/<id>"; what is not saved stays when one comes back."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._seen: tuple[Seen, ...] = ()
        self._rows: tuple[DeviceRow, ...] = ()
        self._patient = self._device = self._subject = ""
        self._busy: Busy | None = None
        self.front: QWidget | None = None
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        row = QHBoxLayout()
        back = button(tr("Back"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_measuring")
        back.clicked.connect(lambda _checked=False: self._leave())
        row.addWidget(back)
        row.addWidget(heading(tr("Measure now")))
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

    @property
    def unsaved(self) -> bool:
        """Whether a value stands there that nobody has decided on."""
        return isinstance(self.front, MeasurePanel) and self.front.live is not None

    def opened(self, subject: str | None) -> None:
        """Begins for a patient, with a device, or for anybody."""
        self._nearby.begin()
        if self.unsaved and (subject or "") == self._subject:
            return
        self._stop()
        self._subject = subject or ""
        kind, _, value = self._subject.partition("/")
        self._patient = value if kind == "patient" else ""
        self._device = value if kind == "device" else ""
        self._ask(self._begin)

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if "equipment" in changes.topics:
            self._ask(self._show_near)

    def _begin(self) -> None:
        row = next((each for each in self._rows if each.id == self._device), None)
        patient = self._patient or (row.patient_id if row and row.patient_id else "")
        panel = ChoosePanel(self.context, patient, self._device)
        panel.picked.connect(self._start)
        panel.lend_wanted.connect(partial(self._lend, panel))
        panel.pair_wanted.connect(lambda address: self.context.go("pair_device", f"near/{address}"))
        self._put(panel)
        if row is not None and row.patient_id:
            panel.who.fix()
        self._show_near()
        self.context.bridge.soon(panel, panel.begin)

    def _lend(self, panel: ChoosePanel, row: DeviceRow) -> None:
        """Only a lent device is read: one from the store is lent to who is measured, then used."""
        lending, session = self.context.station.lending, self.context.session
        patient = panel.who.patient

        def lent(_loan: str) -> None:
            said = tr("{device} is lent to {name} now.", device=row.name, name=panel.who.name)
            self.context.toast(said)
            self._start(replace(row, patient_id=patient))

        job = partial(lending.lend, session, row.id, patient)
        self.context.bridge.ask(panel, job, lent, lambda trouble: panel.say(trouble.sentence()))

    def _start(self, row: DeviceRow) -> None:
        if not isinstance(self.front, ChoosePanel):
            return
        who = self.front.who
        panel = MeasurePanel(row, who.patient, who.name)
        panel.wanted.connect(self._act)
        self._put(panel)
        self._measure(panel)

    def _measure(self, panel: MeasurePanel) -> None:
        self._stop()
        listening, session = self.context.station.listening, self.context.session
        self._busy = listening.measure(session, panel.row.id, panel.patient)

    def _act(self, what: str) -> None:
        panel = self.front
        if not isinstance(panel, MeasurePanel):
            return
        if what == measuring.SAVE:
            self._decide(panel, self.context.station.measuring.confirm, panel.saved)
        elif what in (measuring.TEST, measuring.DROP):
            test = what == measuring.TEST
            aside = self.context.station.measuring.discard
            self._decide(panel, aside, lambda _result: panel.laid_aside(test=test))
        elif what == measuring.NEXT:
            panel.begin()
            self._measure(panel)
        elif what == measuring.STOP:
            self._stop()
        else:
            self._leave()

    def _decide(
        self,
        panel: MeasurePanel,
        decide: Callable[..., Delivered],
        then: Callable[[Delivered], None],
    ) -> None:
        live = panel.take_up()
        if live is None:
            return
        session = self.context.session
        job = partial(
            decide, session, live.device_id, live.patient_id, live.packets, clock=live.clock
        )

        def failed(trouble: Trouble) -> None:
            panel.refused(live, trouble.sentence())

        self.context.bridge.ask(panel, job, then, failed)

    # ------------------------------------------------------------------------------------ news

    def _see(self, news: InRange) -> None:
        self._seen = news.seen
        self._show_near()

    def _hear(self, news: object) -> None:
        """Only what this device measured of this patient is shown."""
        panel = self.front
        if not isinstance(panel, MeasurePanel) or getattr(news, "device_id", "") != panel.row.id:
            return
        if isinstance(news, Live):
            if news.patient_id == panel.patient:
                panel.show_live(news)
        elif isinstance(news, Progress):
            panel.show_progress(news)
        elif isinstance(news, Done):
            self._busy = None
            panel.show_done(news)

    def _show_near(self) -> None:
        if isinstance(self.front, ChoosePanel):
            self.front.show_near(self._seen, self._rows)

    # ---------------------------------------------------------------------------------- inside

    def _ask(self, then: Callable[[], None]) -> None:
        lending, session = self.context.station.lending, self.context.session

        def show(rows: tuple[DeviceRow, ...]) -> None:
            self._rows = rows
            then()

        self.context.bridge.ask(self, partial(lending.devices, session), show)

    def _stop(self) -> None:
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None

    def _leave(self) -> None:
        if self.unsaved:
            self.context.toast(tr("The measurement was not saved."))
        self._stop()
        patient = self.front.patient if isinstance(self.front, MeasurePanel) else self._patient
        self.front = QWidget()
        self._stage.put_at_once(self.front)
        if self._device and not patient:
            self.context.go("equipment", self._device)
        else:
            self.context.go("today", patient or None)

    def _put(self, widget: QWidget) -> None:
        self.front = widget
        self._stage.put(scrolled(widget) if isinstance(widget, ChoosePanel) else widget)
