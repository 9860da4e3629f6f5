"""The right side of the page of equipment: one device, or one short form about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.equipment.checks import CheckRound
from station.services.equipment.register import NewDevice
from station.services.equipment.values import DeviceCard
from station.services.radio.listening_news import Busy, Done, InRange, Progress, Seen
from station.views.context import Context
from station.views.equipment.acts import Acts
from station.views.equipment.card import SeenPanel
from station.views.equipment.device_form import DeviceForm
from station.views.equipment.device_panel import DevicePanel
from station.views.equipment.refusing import refuse_trouble
from station.views.patients.inplace import InPlace
from station.views.stage import Stage
from station.views.style import EmptyState, StateView, scrolled

Found = tuple[DeviceCard, CheckRound | None]


class EquipmentDesk(QWidget):
    """Shows one thing at a time; `shown` carries the key of a list's line, "" for none.

    `registered` carries the label and serial number of a device that was registered here.
    """

    shown = Signal(str)
    turned = Signal()
    registered = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._equipment, self._checks = context.station.equipment, context.station.checks
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.front: QWidget | None = None
        self._stage = Stage(context.bridge, self, self._column)
        self.subject = ""
        self._seen: dict[str, Seen] = {}
        self._busy: Busy | None = None
        self._asked = 0
        self._acts = Acts(context, self)
        self.rest()

    @property
    def owner(self) -> QWidget:
        """The widget that answers come back to."""
        return self

    @property
    def resting(self) -> bool:
        """Whether nothing is shown and nothing is being written."""
        return isinstance(self.front, StateView)

    @property
    def writing(self) -> bool:
        """Whether somebody is writing."""
        front = self.front
        return isinstance(front, InPlace) or (isinstance(front, DevicePanel) and front.writing)

    # ------------------------------------------------------------------------------- showing

    def rest(self) -> None:
        """Shows no device."""
        self.subject = ""
        words = tr("Scan a label, choose one in the list, or hold a new device near this PC.")
        self._put(EmptyState(tr("No device is open"), words))
        self.shown.emit("")

    def open(self, device_id: str) -> None:
        """Opens a device of the register."""
        self.subject = f"device/{device_id}"
        self._ask(self._show_card)

    def open_seen(self, seen: Seen) -> None:
        """Opens a device in range: its card if it has one."""
        if seen.device_id:
            self.open(seen.device_id)
            return
        self.subject = f"near/{seen.address}"
        self._asked += 1
        panel = SeenPanel(seen)
        panel.wanted.connect(partial(self._act_seen, seen))
        self._put(panel)
        self.shown.emit(self.subject)

    def refresh(self) -> None:
        """Shows the same device as it is now, unless somebody is writing."""
        if isinstance(self.front, DevicePanel) and not self.front.busy:
            self._ask(self._show_newer)

    def register(self, start: NewDevice | None = None) -> None:
        """Opens the form for a new device, with what is known of it already."""
        self.subject = ""
        self._asked += 1
        form = DeviceForm(None, start)
        form.saved.connect(partial(self._registered, form))
        form.cancelled.connect(self.rest)
        self._put(form, form.begin)

    # ----------------------------------------------------------------------- a place for acts

    def in_place(self, form: InPlace) -> None:
        """Shows a form where the card stood; an answer on its way takes its place no more."""
        self._asked += 1
        form.cancelled.connect(partial(self.again, begin=True))
        self._put(form, form.begin)

    def again(self, *, begin: bool = False, prepare: bool = False) -> None:
        """Shows the card as it is now; the keyboard goes to its actions, or to its steps."""
        self._ask(partial(self._show_card, begin=begin, prepare=prepare))

    def say(self, sentence: str) -> None:
        """Says what was refused, on the card; in passing where there is none."""
        if isinstance(self.front, DevicePanel):
            self.front.doing.say(sentence, "warning")
        else:
            self._context.toast(sentence)

    # ---------------------------------------------------------------------------------- news

    def hear_range(self, news: InRange) -> None:
        """Takes in what is in range now."""
        self._seen = {seen.device_id or seen.address: seen for seen in news.seen}
        front = self.front
        if isinstance(front, DevicePanel):
            front.near.show_seen(self._seen.get(front.card.row.id))
        elif isinstance(front, SeenPanel):
            front.near.show_seen(self._seen.get(front.seen.address))

    def hear_progress(self, news: Progress) -> None:
        """Shows how far a visit to the device in front has come."""
        if isinstance(self.front, DevicePanel) and self._is_front(news.device_id):
            self.front.doing.show_progress(news)

    def hear_done(self, news: Done) -> None:
        """Shows how a visit to the device in front ended, and what the card says now."""
        if isinstance(self.front, DevicePanel) and self._is_front(news.device_id):
            self._busy = None
            self._ask(partial(self._show_done, news))

    # -------------------------------------------------------------------------------- inside

    def _act(self, panel: DevicePanel, what: str) -> None:
        if what == "stop":
            if self._busy is not None:
                self._busy.cancel()
        elif what == "fetch":
            row = panel.card.row
            panel.doing.begin(tr("Looking for {name} …", name=row.name))
            self._busy = self._context.station.listening.fetch(self._context.session, row.id)
        else:
            self._acts.act(panel.card, what, panel.going_over)

    def _act_seen(self, seen: Seen, what: str) -> None:
        if what == "pair":
            self._context.go("pair_device", f"near/{seen.address}")
        elif what == "register":
            self.register(NewDevice("oximeter", seen.model, address=seen.address))

    def _registered(self, form: DeviceForm, new: NewDevice) -> None:
        def done(device_id: str) -> None:
            self._context.toast(tr("Registered"))
            self.registered.emit(new.label.strip(), new.serial.strip())
            self.open(device_id)

        job = partial(self._equipment.register, self._context.session, new)
        self._context.bridge.ask(form, job, done, partial(refuse_trouble, form))

    def _ask(self, then: Callable[[Found], None]) -> None:
        self._asked += 1
        number, device_id = self._asked, self.subject.partition("/")[2]
        session = self._context.session

        def job() -> Found:
            card = self._equipment.card(session, device_id)
            return card, self._checks.round(session, device_id)

        def show(found: Found) -> None:
            if number == self._asked and self._is_front(found[0].row.id):
                then(found)

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self._failed(trouble)

        self._context.bridge.ask(self, job, show, failed)

    def _failed(self, trouble: Trouble) -> None:
        self.rest()
        if isinstance(self.front, StateView):
            self.front.set_text(trouble.sentence())

    def _is_front(self, device_id: str) -> bool:
        return self.subject == f"device/{device_id}"

    def _show_card(self, found: Found, *, begin: bool = False, prepare: bool = False) -> None:
        card, going_over = found
        front = self.front
        if isinstance(front, DevicePanel) and front.card == card and front.takes(going_over):
            front.look()
            self.shown.emit(self.subject)
            return
        panel = DevicePanel(self._context, card, going_over, self._seen.get(card.row.id))
        panel.wanted.connect(partial(self._act, panel))
        panel.ticked.connect(partial(self._acts.tick, panel))
        then = panel.begin if begin else None
        if prepare and panel.preparing is not None:
            then = panel.preparing.list.begin
        self._put(panel, then)
        self.shown.emit(self.subject)

    def _show_newer(self, found: Found) -> None:
        # What was begun while the answer was on its way stays.
        if isinstance(self.front, DevicePanel) and not self.front.busy:
            self._show_card(found)

    def _show_done(self, news: Done, found: Found) -> None:
        if not self.writing:
            self._show_card(found)
        if isinstance(self.front, DevicePanel):
            self.front.doing.show_done(news)

    def _put(self, widget: QWidget, then: Callable[[], None] | None = None) -> None:
        """Shows something in place of what stands here, and calls `then` when it stands there."""
        self.front = widget
        if isinstance(widget, StateView):
            self._stage.put_at_once(widget)
        else:
            self._stage.put(scrolled(widget), then)
        self.turned.emit()
