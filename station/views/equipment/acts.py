"""What a person does with the device in front: forms in its place, moves, and the way back."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.equipment import DeviceState, Purpose
from station.services.equipment.checks import CheckRound, Outcome
from station.services.equipment.register import Borrower, NewDevice
from station.services.equipment.values import DeviceCard, DeviceRow, KitRow
from station.views.context import Context
from station.views.equipment.device_form import DeviceForm
from station.views.equipment.device_panel import MOVE, DevicePanel
from station.views.equipment.kit_form import NEW, KitForm
from station.views.equipment.loan_forms import BorrowerForm, ExtendForm, ReserveForm
from station.views.equipment.move_form import MoveForm
from station.views.equipment.moving import LOSS, UNRESERVE, Move, move_to, said
from station.views.equipment.photo_file import PhotoFile
from station.views.equipment.refusing import refuse_trouble
from station.views.equipment.scale_user import ScaleUserForm
from station.views.patients.inplace import InPlace


class Place(Protocol):
    """Where the acts show their forms: the right side of the page."""

    @property
    def owner(self) -> QWidget:
        """The widget that answers come back to."""

    def in_place(self, form: InPlace) -> None:
        """Shows a form where the card stood."""

    def again(self, *, begin: bool = False, prepare: bool = False) -> None:
        """Shows the card as it is now; the keyboard goes to its actions, or to its steps."""

    def say(self, sentence: str) -> None:
        """Says what was refused, on the card."""


class Acts(QObject):
    """Does what was asked for on a card."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(place.owner)
        self._context, self._place = context, place
        self._station, self._session = context.station, context.session
        self._files = PhotoFile(context, place.owner)

    def act(self, card: DeviceCard, what: str, going_over: CheckRound | None) -> None:
        """Does one thing, by its name."""
        row, go = card.row, self._context.go
        if what.startswith(MOVE):
            self._move(row, move_to(row.state, DeviceState(what.removeprefix(MOVE))))
            return
        acts: dict[str, Callable[[], object]] = {
            "prepare": partial(self._prepare, row),
            "ready": partial(self._ready, row, going_over),
            "hand_out": partial(go, "hand_out", f"device/{row.id}"),
            "take_back": partial(go, "take_back", f"loan/{row.loan_id}"),
            "inspect": partial(go, "take_back", f"device/{row.id}"),
            "cleaned": partial(go, "take_back", f"device/{row.id}"),
            "mended": partial(self._move, row, move_to(row.state, DeviceState.RETURNED)),
            "found": partial(self._move, row, move_to(row.state, DeviceState.RETURNED)),
            "lost_loan": partial(self._lost, row),
            "extend": partial(self._extend, row),
            "replace": partial(go, "hand_out", f"replace/{row.loan_id}"),
            "reserve": partial(self._reserve, row),
            "unreserve": partial(self._unreserve, row),
            "kit": partial(self._kit, row),
            "photo": partial(self._photo, row),
            "measure": partial(go, "measure_now", f"device/{row.id}"),
            "pair": partial(go, "pair_device", f"device/{row.id}"),
            "tablet": partial(go, "hand_out_tablet", f"device/{row.id}"),
            "user": partial(self._scale_user, row),
            "change": partial(self._change, row),
            "undo": partial(self.undo, row),
        }
        acts[what]()

    # ------------------------------------------------------------------------------ preparing

    def tick(self, panel: DevicePanel, step: str, outcome: Outcome | None, note: str) -> None:
        """Ticks a step of the device in front."""
        going_over = panel.going_over
        if going_over is None:
            return

        def failed(trouble: Trouble) -> None:
            if trouble.code == "check_wipe" and panel.preparing is not None:
                panel.preparing.list.ask_how(step, trouble.sentence())
            else:
                self._place.say(trouble.sentence())

        job = partial(self._station.checks.tick, self._session, going_over.id, step, outcome, note)
        self._context.bridge.ask(panel, job, panel.show_round, failed)

    def _prepare(self, row: DeviceRow) -> None:
        job = partial(self._station.checks.begin, self._session, row.id, Purpose.PREPARE)
        self._ask(job, lambda _round: self._place.again(prepare=True))

    def _ready(self, row: DeviceRow, going_over: CheckRound | None) -> None:
        if going_over is not None:
            job = partial(
                self._station.checks.close, self._session, going_over.id, DeviceState.READY
            )
            self._ask(job, lambda _none: self._moved(row, DeviceState.READY))

    # --------------------------------------------------------------------------------- moving

    def _move(self, row: DeviceRow, move: Move) -> None:
        form = MoveForm(row, move)

        def save(reason: str, place: str) -> None:
            job = partial(
                self._station.equipment.move,
                self._session,
                row.id,
                move.to,
                reason,
                place,
                seen=row.state_since,
            )
            self._do(form, job, lambda _none: self._moved(row, move.to))

        form.moved.connect(save)
        self._place.in_place(form)

    def _lost(self, row: DeviceRow) -> None:
        form = MoveForm(row, Move(DeviceState.LOST, tr(LOSS), reasoned=True), places=False)

        def save(reason: str, _place: str) -> None:
            job = partial(self._station.handing_out.lost, self._session, row.loan_id or "", reason)
            self._do(form, job, lambda _ended: self._moved(row, DeviceState.LOST))

        form.moved.connect(save)
        self._place.in_place(form)

    def _moved(self, row: DeviceRow, to: DeviceState) -> None:
        """Says it, offers the way back, and shows the card."""
        undo = None if to is DeviceState.SCRAPPED else partial(self.undo, row)
        self._context.toast(said(to, row.name), undo)
        self._place.again(begin=True)

    def undo(self, row: DeviceRow) -> None:
        """Takes the newest move of a device back."""

        def done(_none: None) -> None:
            self._context.toast(tr("{name}: taken back", name=row.name))
            self._place.again(begin=True)

        self._ask(partial(self._station.equipment.undo, self._session, row.id), done)

    # ------------------------------------------------------------------------------- borrowers

    def _reserve(self, row: DeviceRow) -> None:
        form: BorrowerForm = ReserveForm(self._context, row)

        def keep(borrower: Borrower, note: str) -> None:
            job = partial(self._station.equipment.reserve, self._session, row.id, borrower, note)
            self._do(form, job, lambda _none: self._moved(row, DeviceState.RESERVED))

        form.agreed.connect(keep)
        self._place.in_place(form)

    def _unreserve(self, row: DeviceRow) -> None:
        move = Move(DeviceState.IN_STORE, tr(UNRESERVE), reasoned=False)
        form = MoveForm(row, move, places=False)

        def give_up(reason: str, _place: str) -> None:
            job = partial(self._station.equipment.reserve, self._session, row.id, None, reason)
            self._do(form, job, lambda _none: self._saved())

        form.moved.connect(give_up)
        self._place.in_place(form)

    def _extend(self, row: DeviceRow) -> None:
        form = ExtendForm(row)

        def extend(day: date | None, reason: str) -> None:
            job = partial(
                self._station.handing_out.extend, self._session, row.loan_id or "", day, reason
            )
            self._do(form, job, lambda _none: self._saved())

        form.agreed.connect(extend)
        self._place.in_place(form)

    def _scale_user(self, row: DeviceRow) -> None:
        form = ScaleUserForm(row)

        def agree(index: int, code: int) -> None:
            lending = self._station.lending
            job = partial(lending.set_scale_user, self._session, row.loan_id or "", index, code)
            self._do(form, job, lambda _none: self._saved())

        form.agreed.connect(agree)
        self._place.in_place(form)

    # --------------------------------------------------------------------------- what is written

    def _change(self, row: DeviceRow) -> None:
        form = DeviceForm(row)

        def save(new: NewDevice) -> None:
            job = partial(
                self._station.equipment.change,
                self._session,
                row.id,
                new,
                seen=row.state_since,
                shown=row,
            )
            self._do(form, job, lambda _none: self._saved())

        form.saved.connect(save)
        self._place.in_place(form)

    def _kit(self, row: DeviceRow) -> None:
        kits = self._station.kits

        def show(found: tuple[KitRow, ...]) -> None:
            form = KitForm(row, found)

            def put(chosen: str, name: str) -> None:
                def job() -> None:
                    kit = kits.make_kit(self._session, name) if chosen == NEW else chosen or None
                    kits.put_in_kit(self._session, row.id, kit)

                self._do(form, job, lambda _none: self._saved())

            form.put.connect(put)
            self._place.in_place(form)

        self._ask(partial(kits.kits, self._session), show)

    def _photo(self, row: DeviceRow) -> None:
        self._files.ask(row.id, self._saved, self._place.say)

    # -------------------------------------------------------------------------------- inside

    def _saved(self) -> None:
        self._context.toast(tr("Saved"))
        self._place.again(begin=True)

    def _ask(self, job: Callable[[], object], then: Callable[..., None]) -> None:
        self._context.bridge.ask(self._place.owner, job, then, self._refused)

    def _do(self, form: InPlace, job: Callable[[], object], then: Callable[..., None]) -> None:
        self._context.bridge.ask(form, job, then, partial(refuse_trouble, form))

    def _refused(self, trouble: Trouble) -> None:
        self._place.say(trouble.sentence())
