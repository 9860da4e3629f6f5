"""The right side of the page of equipment: one device, or one short form about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.lending import DeviceCard, DeviceRow, NewDevice
from station.services.listening_news import Busy, Done, InRange, Progress, Seen
from station.views.context import Context
from station.views.equipment.card import DevicePanel, SeenPanel
from station.views.equipment.forms import BackForm, DeviceForm, LendForm, refusal
from station.views.equipment.scale_user import ScaleUserForm
from station.views.patients.inplace import InPlace
from station.views.style import EmptyState, StateView, scrolled
from station.views.style.confirm import ask_before


class EquipmentDesk(QWidget):
    """Shows one thing at a time; `shown` carries the key of a list's line, "" for none."""

    shown = Signal(str)
    turned = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lending = context.station.lending
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.front: QWidget | None = None
        self.subject = ""
        self._seen: dict[str, Seen] = {}
        self._busy: Busy | None = None
        self._asked = 0
        self.rest()

    @property
    def resting(self) -> bool:
        """Whether nothing is shown and nothing is being written."""
        return isinstance(self.front, StateView)

    # ------------------------------------------------------------------------------- showing

    def rest(self) -> None:
        """Shows no device."""
        self.subject = ""
        words = tr("Choose one in the list, or hold a new device near this PC and choose it there.")
        self._put(EmptyState(tr("No device is open"), words))
        self.shown.emit("")

    def open(self, device_id: str) -> None:
        """Opens a device of the register."""
        self.subject = f"device/{device_id}"
        self._ask(partial(self._show_card, begin=False))

    def open_seen(self, seen: Seen) -> None:
        """Opens a device in range: its card if it has one."""
        if seen.device_id:
            self.open(seen.device_id)
            return
        self.subject = f"near/{seen.address}"
        self._put_panel(SeenPanel(seen))
        self.shown.emit(self.subject)

    def refresh(self) -> None:
        """Shows the same device as it is now, unless somebody is writing."""
        if isinstance(self.front, DevicePanel) and not self.front.doing.running:
            self._ask(partial(self._show_card, begin=False))

    def register(self, seen: Seen | None = None) -> None:
        """Opens the form for a new device."""
        self.subject = ""
        address, model = (seen.address, seen.model) if seen else ("", "")
        form = DeviceForm(None, address=address, model=model)
        form.saved.connect(partial(self._registered, form))
        self._in_place(form, self.rest)

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

    # ---------------------------------------------------------------------------------- acts

    def _act(self, row: DeviceRow, what: str) -> None:
        go = self._context.go
        acts: dict[str, Callable[[], object]] = {
            "fetch": partial(self._fetch, row),
            "measure": partial(go, "measure_now", f"device/{row.id}"),
            "pair": partial(go, "pair_device", f"device/{row.id}"),
            "tablet": partial(go, "hand_out_tablet", f"device/{row.id}"),
            "lend": partial(self._lend, row),
            "back": partial(self._take_back, row),
            "user": partial(self._scale_user, row),
            "change": partial(self._change, row),
            "retire": partial(self._retire, row),
            "stop": self._stop,
        }
        acts[what]()

    def _act_seen(self, seen: Seen, what: str) -> None:
        if what == "pair":
            self._context.go("pair_device", f"near/{seen.address}")
        elif what == "register":
            self.register(seen)

    def _fetch(self, row: DeviceRow) -> None:
        if isinstance(self.front, DevicePanel):
            self.front.doing.begin(tr("Looking for {name} …", name=row.name))
        self._busy = self._context.station.listening.fetch(self._context.session, row.id)

    def _stop(self) -> None:
        if self._busy is not None:
            self._busy.cancel()

    def _lend(self, row: DeviceRow) -> None:
        form = LendForm(self._context, row)
        lending, session = self._lending, self._context.session

        def lend(patient: str, note: str) -> None:
            job = partial(lending.lend, session, row.id, patient, note)
            self._do(form, job, tr("{name} is lent", name=row.name))

        form.lent.connect(lend)
        self._in_place(form)

    def _scale_user(self, row: DeviceRow) -> None:
        form = ScaleUserForm(row)
        lending, session = self._lending, self._context.session

        def agree(index: int, code: int) -> None:
            job = partial(lending.set_scale_user, session, row.loan_id or "", index, code)
            self._do(form, job, tr("Saved"))

        form.agreed.connect(agree)
        self._in_place(form)

    def _take_back(self, row: DeviceRow) -> None:
        form = BackForm(row)
        lending, session = self._lending, self._context.session

        def back(note: str) -> None:
            job = partial(lending.take_back, session, row.loan_id or "", note)
            self._do(form, job, tr("{name} is back in the store", name=row.name))

        form.came_back.connect(back)
        self._in_place(form)

    def _change(self, row: DeviceRow) -> None:
        form = DeviceForm(row)
        lending, session = self._lending, self._context.session

        def save(new: NewDevice) -> None:
            self._do(form, partial(lending.change, session, row.id, new), tr("Saved"))

        form.saved.connect(save)
        self._in_place(form)

    def _registered(self, form: DeviceForm, new: NewDevice) -> None:
        lending, session = self._lending, self._context.session

        def done(device_id: str) -> None:
            self._context.toast(tr("Registered"))
            self.open(device_id)

        job = partial(lending.register, session, new)
        self._context.bridge.ask(form, job, done, partial(_refused, form))

    def _retire(self, row: DeviceRow) -> None:
        lending, session = self._lending, self._context.session

        def act() -> None:
            self._context.bridge.ask(
                self, partial(lending.retire, session, row.id), lambda _none: self.refresh()
            )

        ask_before(
            self,
            tr("Take {name} out of use?", name=row.name),
            tr("It cannot be lent again. Its readings and its history stay."),
            tr("Take out of use"),
            act,
        )

    # -------------------------------------------------------------------------------- inside

    def _ask(self, then: Callable[[DeviceCard], None]) -> None:
        self._asked += 1
        number, device_id = self._asked, self.subject.partition("/")[2]

        def show(card: DeviceCard) -> None:
            if number == self._asked and self._is_front(card.row.id):
                then(card)

        job = partial(self._lending.device, self._context.session, device_id)
        self._context.bridge.ask(self, job, show, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.rest()
        if isinstance(self.front, StateView):
            self.front.set_text(trouble.sentence())

    def _is_front(self, device_id: str) -> bool:
        return self.subject == f"device/{device_id}"

    def _show_card(self, card: DeviceCard, *, begin: bool) -> None:
        if isinstance(self.front, DevicePanel) and self.front.card == card:
            self.shown.emit(self.subject)
            return
        panel = DevicePanel(card, self._seen.get(card.row.id), self._context.clock.now())
        self._put_panel(panel)
        if begin:
            panel.begin()
        self.shown.emit(self.subject)

    def _show_done(self, news: Done, card: DeviceCard) -> None:
        self._show_card(card, begin=False)
        if isinstance(self.front, DevicePanel):
            self.front.doing.show_done(news)

    def _put_panel(self, panel: DevicePanel | SeenPanel) -> None:
        if isinstance(panel, DevicePanel):
            panel.wanted.connect(partial(self._act, panel.card.row))
        else:
            panel.wanted.connect(partial(self._act_seen, panel.seen))
        self._put(panel)

    def _in_place(self, form: InPlace, back: Callable[[], None] | None = None) -> None:
        form.cancelled.connect(back or self._back)
        self._put(form)
        form.begin()

    def _back(self) -> None:
        self._ask(partial(self._show_card, begin=True))

    def _do(self, form: InPlace, job: Callable[[], object], said: str) -> None:
        def done(_result: object) -> None:
            self._context.toast(said)
            self._back()

        self._context.bridge.ask(form, job, done, partial(_refused, form))

    def _put(self, widget: QWidget) -> None:
        while item := self._column.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        self.front = widget
        self._column.addWidget(widget if isinstance(widget, StateView) else scrolled(widget))
        self.turned.emit()


def _refused(form: InPlace, trouble: Trouble) -> None:
    refusal(form, trouble.code, trouble.sentence())
